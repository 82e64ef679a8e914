//! The words of one sentence, looked up once.

use vigie_pack::{Features, Lexicon, Pos, Sense};
use vigie_text::Sentence;

/// A phrase of the lexicon at a token.
#[derive(Debug, Clone, Copy)]
pub struct WordMatch<'p> {
    /// How many tokens it takes.
    pub tokens: usize,
    /// Its meanings.
    pub senses: &'p [Sense],
}

/// Every phrase of the lexicon that begins at each token of a sentence.
#[derive(Debug, Clone, Default)]
pub struct Words<'p> {
    matches: Vec<WordMatch<'p>>,
    starts: Vec<u32>,
}

impl<'p> Words<'p> {
    /// Looks every token up.
    pub fn look_up(sentence: &Sentence<'_>, lexicon: &'p Lexicon) -> Self {
        let mut words = Self { matches: Vec::with_capacity(sentence.len() * 2), starts: Vec::with_capacity(sentence.len() + 1) };
        for at in 0..sentence.len() {
            words.starts.push(words.matches.len() as u32);
            lexicon.for_each_at(
                |i| sentence.phrase_word(i),
                at,
                |tokens, senses| words.matches.push(WordMatch { tokens, senses }),
            );
        }
        words.starts.push(words.matches.len() as u32);
        words
    }

    /// The phrases that begin at a token, shortest first.
    pub fn at(&self, token: usize) -> &[WordMatch<'p>] {
        match (self.starts.get(token), self.starts.get(token + 1)) {
            (Some(&a), Some(&b)) => &self.matches[a as usize..b as usize],
            _ => &[],
        }
    }

    /// The meanings of the token alone.
    pub fn senses(&self, token: usize) -> &'p [Sense] {
        self.at(token).first().filter(|m| m.tokens == 1).map_or(&[], |m| m.senses)
    }

    /// The longest phrase at a token with a meaning of this kind.
    pub fn longest(&self, token: usize, pos: Pos) -> Option<(usize, &'p Sense)> {
        self.at(token).iter().rev().find_map(|m| m.senses.iter().find(|s| s.pos == pos).map(|s| (m.tokens, s)))
    }

    /// Whether the token alone can be such a form.
    pub fn can_be(&self, token: usize, pos: Pos, features: Features) -> bool {
        self.senses(token).iter().any(|s| s.pos == pos && s.features.any(features))
    }
}
