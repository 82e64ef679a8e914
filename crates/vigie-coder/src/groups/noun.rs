//! Noun groups: determiner, number, head, adjectives, names, and the marks that belong inside.

use vigie_pack::{Features, Pos, Sense};
use vigie_text::{Case, Kind};

use super::{Body, Cutter, NounGroup};
use crate::grammar::{Det, Function, Meaning, VerbUse, Word};

impl<'p> Cutter<'_, '_, 'p> {
    pub(super) fn pronoun(&mut self, at: usize, start: usize, prep: Option<Function>) -> usize {
        let word = self
            .grammar
            .words(self.senses(start))
            .find(|w| matches!(w, Word::Person { .. } | Word::DemonstrativePronoun))
            .unwrap_or(Word::DemonstrativePronoun);
        let (tokens, word) =
            self.phrase(start, |w| matches!(w, Word::DemonstrativePronoun)).filter(|p| p.0 > 1).unwrap_or((1, word));
        let plural = match word {
            Word::Person { plural, .. } => plural,
            _ => None,
        };
        let group = NounGroup { prep, start, pronoun: Some(word), plural, ..NounGroup::default() };
        self.push(at, start + tokens, Body::Noun(group))
    }

    pub(super) fn noun_group(&mut self, first: usize, start: usize, prep: Option<Function>) -> usize {
        let s = self.found.sentence;
        let mut g = NounGroup { prep, start, ..NounGroup::default() };
        let mut at = start;
        let mut quoted = false;
        while at < s.len() {
            let token = s.tokens[at];
            let empty = g.head.is_none() && g.names.is_empty() && !g.unknown_name;
            if let Kind::Mark(mark) = token.kind {
                if let Some(next) = self.inner_mark(at, mark, &g, &mut quoted) {
                    at = next;
                    continue;
                }
                break;
            }
            if self.time_at(at).is_some() {
                break;
            }
            if let Some(name) = self.name_at(at) {
                let hit = &self.found.names[name];
                // A capitalised name after a complete group that is no apposition begins another group.
                g.names.push(name);
                if g.plural.is_none() && g.head.is_none() {
                    g.plural = hit.plural;
                }
                at = hit.last;
                continue;
            }
            if let Some(quantity) = self.quantity_at(at) {
                if !empty || g.quantity.is_some() {
                    break;
                }
                g.quantity = Some(quantity);
                let q = &self.found.quantities[quantity];
                if q.article {
                    g.det = Some(Det::Indefinite);
                }
                g.plural = Some(q.low.or(q.high).is_none_or(|n| n > 1));
                at = q.last;
                continue;
            }
            if empty
                && g.quantity.is_none()
                && at == start
                && let Some((tokens, Word::Det(det))) = self.phrase(at, |w| matches!(w, Word::Det(_)))
            {
                g.det = Some(det);
                if det == Det::Definite || det == Det::Indefinite {
                    g.plural = None;
                }
                at += tokens;
                continue;
            }
            let of = self.can_be(at, |w| w == Word::Prep(Function::Of, false));
            if empty
                && of
                && at == start
                && (self.noun_follows(at + 1) || self.senses(at + 1).iter().any(|x| x.pos == Pos::Adjective))
            {
                // `dans de larges parties`: the article of a plural.
                g.det = Some(Det::Indefinite);
                at += 1;
                continue;
            }
            if empty && of && self.takes_complement(at, &g) {
                // `des dizaines de ses hommes`: the number takes its noun with a preposition.
                at += 1;
                if let Some((tokens, Word::Det(det))) = self.phrase(at, |w| matches!(w, Word::Det(_))) {
                    g.det = Some(det);
                    at += tokens;
                }
                continue;
            }
            if empty
                && g.det.is_some()
                && g.quantity.is_none()
                && self.can_be(at, |w| matches!(w, Word::Det(_)))
                && !self.is_nominal(at)
            {
                // `l'un de leurs chefs`: whose he is counts.
                if self.can_be(at, |w| w == Word::Det(Det::Possessive)) {
                    g.det = Some(Det::Possessive);
                }
                at += 1;
                continue;
            }
            if let Some(next) = self.noun_word(at, &mut g) {
                at = next;
                continue;
            }
            break;
        }
        if at == start {
            // Nothing nominal here: leave the word to no group.
            return self.push(first, (start + 1).max(first + 1), Body::Adverb(self.word(start)));
        }
        self.push(first, at, Body::Noun(g))
    }

    /// Whether the preposition at a token goes on with a number that has no noun yet.
    pub(super) fn takes_complement(&self, at: usize, g: &NounGroup<'p>) -> bool {
        let s = self.found.sentence;
        g.quantity.is_some_and(|q| !self.found.quantities[q].fraction)
            && at + 1 < s.len()
            && !s.tokens[at + 1].is_mark()
            && self.time_at(at + 1).is_none()
            && self.name_at(at + 1).is_none()
    }

    /// Quotes around a word of the group, and an acronym in brackets, belong to it.
    pub(super) fn inner_mark(&self, at: usize, mark: char, g: &NounGroup<'p>, quoted: &mut bool) -> Option<usize> {
        let s = self.found.sentence;
        if s.tokens[at].is_quote() {
            if *quoted {
                *quoted = false;
                return Some(at + 1);
            }
            let next = at + 1;
            let nominal = next < s.len() && !s.tokens[next].is_mark() && self.is_nominal(next) && self.word(next).is_none();
            if nominal && (g.head.is_some() || g.det.is_some() || g.quantity.is_some() || g.prep.is_some()) {
                let closes = (next..s.len().min(next + 5)).any(|i| s.tokens[i].is_quote());
                if closes {
                    *quoted = true;
                    return Some(next);
                }
            }
            return None;
        }
        if mark == '(' && (g.head.is_some() || !g.names.is_empty() || g.unknown_name) {
            let close = (at + 1..s.len().min(at + 6)).find(|i| s.tokens[*i].is(')'))?;
            let named = self.name_at(at + 1).is_some_and(|n| self.found.names[n].last == close);
            let acronym = close == at + 2 && s.tokens[at + 1].case == Case::Upper;
            if named || acronym {
                return Some(close + 1);
            }
        }
        None
    }

    /// A noun, an adjective or an unknown word that goes on with the group.
    pub(super) fn noun_word(&self, at: usize, g: &mut NounGroup<'p>) -> Option<usize> {
        let s = self.found.sentence;
        let token = s.tokens[at];
        let noun = self
            .found
            .words
            .at(at)
            .iter()
            .rev()
            .filter(|m| m.senses.iter().any(|x| x.pos == Pos::Noun))
            .find(|m| (at..at + m.tokens).all(|i| i == at || self.name_at(i).is_none()));
        let adjective = self.senses(at).iter().any(|x| x.pos == Pos::Adjective);
        let finite = self.is_verb(at, Features::FINITE);
        let participle = self.is_verb(at, Features::PARTICIPLE);
        let closed = self.word(at).is_some();
        // After a name only an adjective of nationality leaves room for a head noun.
        let named = g.unknown_name || g.names.iter().any(|n| !self.found.names[*n].is_demonym());
        if g.head.is_none() && !named {
            if let Some(m) = noun {
                // `grande offensive`: a word that is an adjective too is one when a noun follows.
                let plain = m
                    .senses
                    .iter()
                    .filter(|x| x.pos == Pos::Noun)
                    .all(|x| self.grammar.meaning(x.class) == Meaning::Noun(crate::grammar::NounUse::Other));
                let next_noun = m.tokens == 1 && adjective && plain && self.noun_follows(at + 1);
                if !next_noun && !(closed && m.tokens == 1) {
                    let senses: &'p [Sense] = m.senses;
                    g.head = Some((at, at + m.tokens));
                    g.senses = senses;
                    let features =
                        senses.iter().filter(|x| x.pos == Pos::Noun).fold(Features::default(), |f, x| f.with(x.features));
                    if g.plural.is_none() {
                        g.plural = match (features.any(Features::SINGULAR), features.any(Features::PLURAL)) {
                            (true, false) => Some(false),
                            (false, true) => Some(true),
                            _ => None,
                        };
                    }
                    return Some(at + m.tokens);
                }
            }
            if adjective || (participle && g.det.is_some() && !finite) {
                g.modifiers.push((at, self.senses(at)));
                return Some(at + 1);
            }
        } else {
            if named && g.head.is_none() && (finite || participle) && token.case == Case::Lower {
                return None;
            }
            if token.glued && !token.hyphen && !s.tokens[at - 1].is_mark() && !s.surface(at - 1).ends_with(['\'', '’']) {
                return None;
            }
            // `la formation dit avoir tiré`: a finite verb, though the form is an adjective too.
            let reports = finite && (self.is_verb(at + 1, Features::INFINITIVE) || self.can_be(at + 1, |w| w == Word::That));
            if adjective && !reports && !(finite && !participle && self.takes_group(at + 1)) {
                // `les soldats blessés par`: a participle with a complement is a verb.
                if participle && (self.takes_prep(at + 1) && !self.is_of(at + 1) || self.is_predicate(at)) {
                    return None;
                }
                g.modifiers.push((at, self.senses(at)));
                return Some(at + 1);
            }
            if participle || finite {
                return None;
            }
            if let Some(m) = noun.filter(|_| !closed) {
                g.modifiers.push((at, m.senses));
                return Some(at + m.tokens);
            }
        }
        if self.can_be(at, |w| matches!(w, Word::AdverbMore | Word::Adverb))
            && g.head.is_none()
            && g.det.is_some()
            && self.noun_follows(at + 1)
        {
            return Some(at + 1);
        }
        if closed || finite || participle || self.is_verb(at, Features::INFINITIVE.with(Features::GERUND)) {
            return None;
        }
        if !self.found.words.at(at).is_empty() && self.senses(at).is_empty() {
            // The word begins a longer phrase that is none here.
        }
        match token.case {
            Case::Capital | Case::Upper => {
                g.unknown_name = true;
                Some(at + 1)
            }
            Case::Lower if token.kind == Kind::Number => {
                (g.head.is_some() || g.unknown_name || g.det.is_some()).then_some(at + 1)
            }
            Case::Lower => {
                let known = self.senses(at).iter().any(|x| matches!(x.pos, Pos::Noun | Pos::Adjective));
                if g.head.is_none() && g.names.is_empty() && !g.unknown_name {
                    g.head = Some((at, at + 1));
                    return Some(at + 1);
                }
                (!known && self.senses(at).is_empty()).then_some(at + 1)
            }
        }
    }

    pub(super) fn is_of(&self, at: usize) -> bool {
        self.can_be(at, |w| matches!(w, Word::Prep(Function::Of, _)))
    }

    pub(super) fn is_predicate(&self, at: usize) -> bool {
        self.senses(at).iter().any(|s| {
            s.pos == Pos::Verb
                && matches!(
                    self.grammar.meaning(s.class),
                    Meaning::Verb(
                        VerbUse::Kill | VerbUse::Injure | VerbUse::Die | VerbUse::Event | VerbUse::Launch | VerbUse::Vanish
                    )
                )
        })
    }

    pub(super) fn noun_follows(&self, at: usize) -> bool {
        let s = self.found.sentence;
        if at >= s.len() || s.tokens[at].is_mark() {
            return false;
        }
        self.word(at).is_none()
            && self.found.words.at(at).iter().any(|m| m.senses.iter().any(|x| x.pos == Pos::Noun))
            && !s.tokens[at].glued
    }
}
