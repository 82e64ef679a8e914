//! Verb groups: auxiliaries, pronouns, negation, and the expressions that a verb heads.

use vigie_pack::Features;

use super::{Body, Cutter, Form, Tense, VerbGroup};
use crate::grammar::{Function, VerbUse, Word};

impl<'p> Cutter<'_, '_, 'p> {
    pub(super) fn verb_group(&mut self, first: usize, start: usize, prep: Option<Function>) -> usize {
        let s = self.found.sentence;
        let mut v = VerbGroup {
            main: start,
            senses: Vec::new(),
            expression: None,
            form: Form::Finite,
            passive: false,
            reflexive: false,
            negated: false,
            tense: Tense::Present,
            plural: None,
            inverted: None,
            object_pronoun: false,
            prep,
        };
        let mut at = start;
        while at < s.len()
            && !s.tokens[at].is_mark()
            && self.can_be(at, |w| matches!(w, Word::Reflexive | Word::ObjectPronoun | Word::Negation))
        {
            let verb_too = self.is_verb(at, Features::FINITE) && at > start;
            if verb_too {
                break;
            }
            v.reflexive |= self.can_be(at, |w| w == Word::Reflexive);
            v.object_pronoun |= self.can_be(at, |w| w == Word::ObjectPronoun) && !self.can_be(at, |w| w == Word::Reflexive);
            v.negated |= self.can_be(at, |w| w == Word::Negation);
            at += 1;
        }
        if at >= s.len() {
            return self.push(first, at, Body::Adverb(None));
        }
        self.first_verb(at, &mut v);
        let mut last = at + 1;
        // Auxiliaries: have + participle, be + participle, be + been + participle.
        let mut auxiliary = self.has_use(at, VerbUse::Have) || self.has_use(at, VerbUse::Be);
        let mut been = self.has_use(at, VerbUse::Be) && !self.has_use(at, VerbUse::Have);
        let mut steps = 0;
        while auxiliary && steps < 3 {
            steps += 1;
            let Some(participle) = self.participle_after(last, &mut v) else { break };
            let be = self.has_use(participle, VerbUse::Be);
            v.main = participle;
            v.senses = self.verb_senses(participle, Features::PARTICIPLE);
            last = participle + 1;
            v.tense = match v.tense {
                Tense::Present if v.form == Form::Finite => Tense::Past,
                Tense::Past if v.form == Form::Finite => Tense::Pluperfect,
                t => t,
            };
            if be {
                been = true;
                auxiliary = true;
                continue;
            }
            auxiliary = false;
            if been && !v.reflexive {
                v.passive = !v.senses.iter().any(|x| x.features.any(Features::WITH_BE));
                // *To be* in the present with a true passive tells a state or a present deed.
                if v.passive && steps == 1 && v.tense == Tense::Past && v.form == Form::Finite {
                    v.tense = Tense::Present;
                }
            }
        }
        if v.form == Form::Participle {
            v.passive = !v.senses.iter().any(|x| x.features.any(Features::WITH_BE));
        }
        last = self.trailing(last, &mut v);
        last = self.expression(last, &mut v);
        let main = v.main;
        self.push(first, last, Body::Verb(v));
        self.inserted_source(at, main);
        last
    }

    /// `ont, selon l'armée, été tués`: the source between auxiliary and participle is a group of its own, behind the verb.
    fn inserted_source(&mut self, from: usize, main: usize) {
        let s = self.found.sentence;
        let comma = |i: &usize| s.tokens[*i].is(',');
        let Some(open) = (from..main).find(comma) else { return };
        let Some(close) = (open + 1..main).find(comma) else { return };
        let according = self.phrase(open + 1, |w| matches!(w, Word::Prep(Function::According, _)));
        let mut at = open + 1;
        while according.is_some() && at < close {
            at = self.group(at).max(at + 1);
        }
    }

    pub(super) fn first_verb(&self, at: usize, v: &mut VerbGroup<'p>) {
        v.main = at;
        let finite = self.verb_senses(at, Features::FINITE);
        let participle = self.verb_senses(at, Features::PARTICIPLE);
        let after_noun = matches!(self.out.last().map(|g| &g.body), Some(Body::Noun(n)) if n.pronoun.is_none());
        let infinitive = self.verb_senses(at, Features::INFINITIVE);
        if !finite.is_empty() && !(!participle.is_empty() && after_noun && !self.open_subject()) {
            let features = finite.iter().fold(Features::default(), |f, x| f.with(x.features));
            v.tense = if features.any(Features::CONDITIONAL) {
                Tense::Conditional
            } else if features.any(Features::FUTURE) {
                Tense::Future
            } else if features.any(Features::PRESENT)
                || (features.any(Features::SUBJUNCTIVE) && !features.any(Features::IMPERFECT.with(Features::PAST)))
            {
                Tense::Present
            } else {
                Tense::Past
            };
            v.plural = match (features.any(Features::SINGULAR), features.any(Features::PLURAL)) {
                (true, false) => Some(false),
                (false, true) => Some(true),
                _ => None,
            };
            v.senses = finite;
            return;
        }
        v.tense = Tense::None;
        if !infinitive.is_empty() {
            v.form = Form::Infinitive;
            v.senses = infinitive;
        } else if !participle.is_empty() {
            v.form = Form::Participle;
            let features = participle.iter().fold(Features::default(), |f, x| f.with(x.features));
            v.plural = match (features.any(Features::SINGULAR), features.any(Features::PLURAL)) {
                (true, false) => Some(false),
                (false, true) => Some(true),
                _ => None,
            };
            v.senses = participle;
        } else {
            v.form = Form::Gerund;
            v.senses = self.verb_senses(at, Features::GERUND);
        }
    }

    /// The participle that goes with an auxiliary; adverbs, negation, short dates and an inserted group may stand between.
    pub(super) fn participle_after(&self, from: usize, v: &mut VerbGroup<'p>) -> Option<usize> {
        let s = self.found.sentence;
        let mut at = from;
        let mut inserted = false;
        let limit = (from + 14).min(s.len());
        while at < limit {
            if let Some(time) = self.time_at(at) {
                at = self.found.times[time].last;
                continue;
            }
            let token = s.tokens[at];
            if token.is_quote() {
                at += 1;
                continue;
            }
            if token.is(',') && !inserted {
                let close = (at + 1..limit).find(|i| s.tokens[*i].is(','))?;
                let verbs =
                    (at + 1..close).any(|i| self.is_verb(i, Features::FINITE) && self.word(i).is_none() && !self.is_nominal(i));
                if verbs {
                    return None;
                }
                inserted = true;
                at = close + 1;
                continue;
            }
            if token.is_mark() {
                return None;
            }
            if token.hyphen {
                // `a-t-il`: the subject pronoun after the verb.
                if let Some(person) = self.grammar.words(self.senses(at)).find(|w| matches!(w, Word::Person { .. })) {
                    v.inverted = Some(person);
                    at += 1;
                    continue;
                }
                if s.plain(at).len() == 1 {
                    at += 1;
                    continue;
                }
            }
            if self.is_verb(at, Features::PARTICIPLE) {
                return Some(at);
            }
            if let Some((tokens, word)) = self.phrase(at, |w| w.is_adverb() || w == Word::Negation) {
                v.negated |= word == Word::Negation;
                at += tokens;
                continue;
            }
            // `ont par ailleurs été`, `a de son côté assuré`: a short prepositional insertion.
            if let Some((tokens, Word::Prep(..))) = self.phrase(at, |w| matches!(w, Word::Prep(..))) {
                let end = (at + tokens..limit.min(at + tokens + 5))
                    .find(|i| self.is_verb(*i, Features::PARTICIPLE) && !self.is_nominal(*i))?;
                let plain = (at + tokens..end).all(|i| !s.tokens[i].is_mark() && !self.is_verb(i, Features::FINITE));
                if plain && end - at <= 6 && !inserted {
                    inserted = true;
                    at = end;
                    continue;
                }
            }
            return None;
        }
        None
    }

    /// Negation and inverted subject after the verb.
    pub(super) fn trailing(&self, mut last: usize, v: &mut VerbGroup<'p>) -> usize {
        let s = self.found.sentence;
        while last < s.len() {
            let token = s.tokens[last];
            if token.hyphen {
                if let Some(person) = self.grammar.words(self.senses(last)).find(|w| matches!(w, Word::Person { .. })) {
                    v.inverted = Some(person);
                    last += 1;
                    continue;
                }
                if s.plain(last).len() == 1 && s.tokens.get(last + 1).is_some_and(|t| t.hyphen) {
                    last += 1;
                    continue;
                }
            }
            if !token.is_mark()
                && self.can_be(last, |w| w == Word::Negation)
                && !self.is_nominal(last)
                && self.quantity_at(last).is_none()
            {
                v.negated = true;
                last += 1;
                continue;
            }
            break;
        }
        last
    }

    /// The words that make the verb another predicate; adverbs and dates may stand between.
    pub(super) fn expression(&self, last: usize, v: &mut VerbGroup<'p>) -> usize {
        let s = self.found.sentence;
        let mut lemmas: Vec<_> = v.senses.iter().map(|x| x.lemma).collect();
        lemmas.dedup();
        for lemma in lemmas {
            let expressions = self.pack.expressions_of(lemma);
            if expressions.is_empty() {
                continue;
            }
            let mut at = last;
            for _ in 0..4 {
                if let Some(found) = expressions.iter().find(|e| e.rest.iter().enumerate().all(|(i, w)| s.word(at + i) == w)) {
                    v.expression = Some((found.class, found.weak));
                    v.senses.retain(|x| x.lemma == lemma);
                    return at + found.rest.len();
                }
                if at >= s.len() {
                    break;
                }
                if let Some(time) = self.time_at(at) {
                    at = self.found.times[time].last;
                } else if s.tokens[at].is_quote() {
                    at += 1;
                } else if let Some((tokens, _)) = self.phrase(at, |w| w.is_adverb() || w == Word::Negation) {
                    at += tokens;
                } else {
                    break;
                }
            }
        }
        last
    }
}
