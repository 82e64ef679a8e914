//! Names in a sentence: actors, sources, people, countries, places.
//!
//! Stage 4, first half. Every reading of a name is kept; which one counts is
//! decided where the name is used ([`crate::resolve`]).

use vigie_gazetteer::{Gazetteer, NameMatch};
use vigie_pack::theatre::{NameSense, Named, Theatre};
use vigie_pack::{Pack, Pos};
use vigie_text::{Case, Sentence};

use crate::grammar::Grammar;
use crate::words::Words;

/// A name. Tokens, end exclusive.
#[derive(Debug, Clone)]
pub struct NameHit {
    /// First token.
    pub first: usize,
    /// Token after the last.
    pub last: usize,
    /// What the theatres know by this name.
    pub senses: Vec<NameSense>,
    /// What the gazetteer knows by this name.
    pub place: Option<NameMatch>,
    /// Plural, when the name says (inhabitants).
    pub plural: Option<bool>,
}

impl NameHit {
    /// The first actor of this name.
    pub fn actor(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Named::Actor(n) = s.named { Some(n) } else { None })
    }

    /// The first source of this name.
    pub fn source(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Named::Source(n) = s.named { Some(n) } else { None })
    }

    /// The first person of this name.
    pub fn person(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| if let Named::Person(n) = s.named { Some(n) } else { None })
    }

    /// The country that this name names, or whose adjective or capital it is.
    pub fn country(&self) -> Option<u32> {
        self.senses.iter().find_map(|s| match s.named {
            Named::Country(n) | Named::Demonym(n) | Named::Capital(n) => Some(n),
            _ => None,
        })
    }

    /// Whether it is an adjective or the name of inhabitants, and nothing else.
    pub fn is_demonym(&self) -> bool {
        !self.senses.is_empty() && self.senses.iter().all(|s| matches!(s.named, Named::Demonym(_)))
    }

    /// Whether it can be a place.
    pub fn is_place(&self) -> bool {
        self.place.is_some() && !self.is_demonym()
    }
}

/// Where names are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Names<'w> {
    /// The pack of the language.
    pub pack: &'w Pack,
    /// Its classes.
    pub grammar: &'w Grammar,
    /// The theatres.
    pub theatre: &'w Theatre,
    /// The gazetteer.
    pub gazetteer: &'w Gazetteer,
}

/// Finds the names of a sentence: the longest at each token, from left to right.
pub fn names(sentence: &Sentence<'_>, words: &Words<'_>, world: Names<'_>) -> Vec<NameHit> {
    let mut hits: Vec<NameHit> = Vec::new();
    let capitals = world.pack.strategies.names_capitalised;
    // A sentence all in capitals tells nothing by them.
    let shouting = sentence.tokens.iter().filter(|t| t.case == Case::Lower && !t.is_mark()).count() * 4 < sentence.len();
    let mut at = 0;
    while at < sentence.len() {
        let token = sentence.tokens[at];
        if token.is_mark() {
            at += 1;
            continue;
        }
        let mut best: Option<NameHit> = None;
        world.theatre.for_each_name_at(
            &world.pack.code,
            |i| sentence.phrase_plain(i),
            at,
            |tokens, senses| {
                let written = !capitals || (at..at + tokens).any(|i| sentence.tokens[i].case != Case::Lower);
                let kept: Vec<NameSense> = senses
                    .iter()
                    .filter(|s| match s.named {
                        Named::Demonym(_) => true,
                        // `les talibans`: a name that the theatre itself writes small.
                        Named::Actor(n) if !written && tokens == 1 => world
                            .theatre
                            .actors
                            .get(n as usize)
                            .is_some_and(|a| a.names.of(&world.pack.code).iter().any(|name| name == sentence.surface(at))),
                        _ => written || tokens > 1,
                    })
                    .copied()
                    .collect();
                let acronym = senses.iter().any(|s| !matches!(s.named, Named::Demonym(_)))
                    && tokens == 1
                    && sentence.plain(at).len() <= 3
                    && sentence.surface(at).chars().any(char::is_lowercase)
                    && capitals;
                if !kept.is_empty()
                    && !acronym
                    && !(tokens == 1 && common(sentence, words, world.grammar, at, shouting) && !is_adjective(&kept))
                {
                    best = Some(NameHit { first: at, last: at + tokens, senses: kept, place: None, plural: None });
                }
            },
        );
        if !capitals || token.case != Case::Lower {
            let place = world.gazetteer.longest_at(|i| sentence.phrase_plain(i), at);
            if let Some(place) = place {
                let taken = best.as_ref().map_or(0, |b| b.last - b.first);
                let inner = (at..at + place.tokens)
                    .skip(1)
                    .all(|i| sentence.tokens[i].case != Case::Lower || !capitals || sentence.tokens[i].glued || place.tokens > 1);
                let common = place.tokens == 1 && common(sentence, words, world.grammar, at, shouting);
                if place.tokens >= taken && inner && !common {
                    match &mut best {
                        Some(hit) if place.tokens == taken => hit.place = Some(place),
                        _ => {
                            best = Some(NameHit {
                                first: at,
                                last: at + place.tokens,
                                senses: Vec::new(),
                                place: Some(place),
                                plural: None,
                            });
                        }
                    }
                }
            }
        }
        match best {
            Some(mut hit) => {
                if hit.is_demonym() && token.case == Case::Capital && at > 0 {
                    hit.plural = Some(sentence.plain(hit.last - 1).ends_with('s'));
                }
                at = hit.last;
                hits.push(hit);
            }
            None => at += 1,
        }
    }
    hits
}

fn is_adjective(senses: &[NameSense]) -> bool {
    senses.iter().all(|s| matches!(s.named, Named::Demonym(_)))
}

/// A word of the language that has its capital from the head of the sentence only, or a word written small.
fn common(sentence: &Sentence<'_>, words: &Words<'_>, grammar: &Grammar, at: usize, shouting: bool) -> bool {
    let token = sentence.tokens[at];
    if token.case == Case::Upper && !shouting {
        return false;
    }
    let senses = words.senses(at);
    let closed = grammar.word(senses).is_some() || senses.iter().any(|s| s.pos == Pos::Calendar);
    let opens = at == 0
        || sentence.tokens[at - 1].is_quote()
        || sentence.tokens[at - 1].is(':')
        || sentence.tokens[at - 1].is('-')
        || sentence.tokens[at - 1].is('–');
    if opens || shouting { !senses.is_empty() } else { closed && sentence.surface(at).chars().count() < 4 }
}
