//! Sentences of a passage: headings that ran into the text are cut off.

use vigie_text::{Case, Sentence, sentences};

use crate::coder::Language;
use crate::grammar::{Det, Word};

/// Sentences that are held in memory at once: more than any article has.
const BLOCK: usize = 400;

/// Calls `read` with the sentences of a text from a byte on, so many at a time.
pub(crate) fn blocks<'t>(language: &Language, text: &'t str, from: usize, mut read: impl FnMut(Vec<Sentence<'t>>)) {
    let mut block: Vec<Sentence<'t>> = Vec::new();
    for range in sentences(text.get(from..).unwrap_or(""), &language.abbreviations) {
        block.extend(split_headings(language, text, range.start + from, range.end + from));
        if block.len() >= BLOCK {
            read(std::mem::take(&mut block));
        }
    }
    read(block);
}

/// A heading that ran into the text: a capitalised closed-class word after a
/// small one, with no mark between, opens another sentence.
fn split_headings<'t>(language: &Language, text: &'t str, start: usize, end: usize) -> Vec<Sentence<'t>> {
    let whole = language.sentence(text, start, end);
    if !language.pack.strategies.names_capitalised {
        return vec![whole];
    }
    let mut cuts = Vec::new();
    for i in 3..whole.len().saturating_sub(3) {
        let (before, here, after) = (&whole.tokens[i - 1], &whole.tokens[i], &whole.tokens[i + 1]);
        let opens = here.case == Case::Capital
            && before.case == Case::Lower
            && !before.is_mark()
            && !here.glued
            && after.case == Case::Lower
            && !after.is_mark();
        if !opens {
            continue;
        }
        let senses = language.pack.lexicon.get(whole.word(i));
        let before_senses = language.pack.lexicon.get(whole.word(i - 1));
        let closed = language
            .grammar
            .word(senses)
            .is_some_and(|w| !matches!(w, Word::Adverb | Word::Negation | Word::ObjectPronoun | Word::Reflexive));
        let article = language.grammar.words(senses).any(|w| matches!(w, Word::Det(Det::Definite)));
        let hanging = language.grammar.word(before_senses).is_some();
        if closed && !article && !hanging {
            cuts.push(i);
        }
    }
    if cuts.is_empty() {
        return vec![whole];
    }
    let mut out = Vec::new();
    let mut from = start;
    for cut in cuts {
        let at = whole.tokens[cut].start as usize;
        out.push(language.sentence(text, from, at));
        from = at;
    }
    out.push(language.sentence(text, from, end));
    out
}
