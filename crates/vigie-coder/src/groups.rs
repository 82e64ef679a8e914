//! Groups: the sentence cut into noun groups, verb groups, times and joints.
//!
//! Stage 5, first half. A shallow and deterministic analysis without event
//! knowledge: a trained parser could replace it. What hangs on what is settled
//! by [`crate::clauses`].

use vigie_pack::{ClassId, Features, Pack, Pos, Sense};
use vigie_text::{Case, Kind, Sentence};

use crate::grammar::{Det, Function, Grammar, Meaning, VerbUse, Word};
use crate::mentions::NameHit;
use crate::numbers::Quantity;
use crate::times::Time;
use crate::words::Words;

/// A stretch of the sentence that acts as one. Tokens, end exclusive.
#[derive(Debug, Clone)]
pub struct Group<'p> {
    /// First token, preposition and determiner included.
    pub first: usize,
    /// Token after the last.
    pub last: usize,
    /// What it is.
    pub body: Body<'p>,
}

/// What a group is.
#[derive(Debug, Clone)]
pub enum Body<'p> {
    /// A noun with what belongs to it, a name, a number alone, or a pronoun.
    Noun(NounGroup<'p>),
    /// A verb with auxiliaries, pronouns and negation.
    Verb(VerbGroup<'p>),
    /// A time expression, by its place in the list of times.
    Time(usize),
    /// A relative pronoun or conjunction.
    Joint(Word),
    /// A mark.
    Mark(char),
    /// An adverb or a word that plays no part.
    Adverb(Option<Word>),
}

/// A noun group.
#[derive(Debug, Clone, Default)]
pub struct NounGroup<'p> {
    /// Function of its preposition; `None` = none.
    pub prep: Option<Function>,
    /// First token after the preposition.
    pub start: usize,
    /// Determiner.
    pub det: Option<Det>,
    /// Number, by its place in the list of quantities.
    pub quantity: Option<usize>,
    /// Tokens of the head noun.
    pub head: Option<(usize, usize)>,
    /// Meanings of the head noun.
    pub senses: &'p [Sense],
    /// Set when the group is a pronoun.
    pub pronoun: Option<Word>,
    /// Names inside, by their place in the list of names.
    pub names: Vec<usize>,
    /// Adjectives and further nouns: token and meanings.
    pub modifiers: Vec<(usize, &'p [Sense])>,
    /// Plural, when the words say.
    pub plural: Option<bool>,
    /// Capitalised words that no list knows.
    pub unknown_name: bool,
}

/// Tense and mood, as far as claims care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Tense {
    #[default]
    Present,
    Past,
    Pluperfect,
    Future,
    Conditional,
    /// Infinitive and participles have none of their own.
    None,
}

/// How the verb stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Form {
    Finite,
    Infinitive,
    Participle,
    Gerund,
}

/// A verb group.
#[derive(Debug, Clone)]
pub struct VerbGroup<'p> {
    /// Token of the verb that carries the meaning.
    pub main: usize,
    /// Its meanings as a verb.
    pub senses: Vec<&'p Sense>,
    /// Class of the expression that it heads, and whether that is used for much else.
    pub expression: Option<(ClassId, bool)>,
    /// How it stands.
    pub form: Form,
    /// Passive.
    pub passive: bool,
    /// With a reflexive pronoun.
    pub reflexive: bool,
    /// Negated.
    pub negated: bool,
    /// Tense.
    pub tense: Tense,
    /// Plural, when the form says.
    pub plural: Option<bool>,
    /// A subject pronoun after the verb (`a-t-il`).
    pub inverted: Option<Word>,
    /// An object pronoun before it.
    pub object_pronoun: bool,
    /// The preposition before an infinitive or gerund.
    pub prep: Option<Function>,
}

impl Group<'_> {
    /// The noun group, when it is one.
    pub fn noun(&self) -> Option<&NounGroup<'_>> {
        match &self.body {
            Body::Noun(n) => Some(n),
            _ => None,
        }
    }

    /// The verb group, when it is one.
    pub fn verb(&self) -> Option<&VerbGroup<'_>> {
        match &self.body {
            Body::Verb(v) => Some(v),
            _ => None,
        }
    }

    /// Whether it is this mark.
    pub fn is_mark(&self, mark: char) -> bool {
        matches!(self.body, Body::Mark(m) if m == mark)
    }
}

/// What the stages before have found in a sentence.
#[derive(Debug)]
pub struct Found<'s, 'p> {
    /// The sentence.
    pub sentence: &'s Sentence<'s>,
    /// Its words.
    pub words: &'s Words<'p>,
    /// Numbers, in order.
    pub quantities: &'s [Quantity],
    /// Times, in order.
    pub times: &'s [Time],
    /// Names, in order, not overlapping.
    pub names: &'s [NameHit],
}

/// Cuts a sentence into groups.
pub fn groups<'p>(found: &Found<'_, 'p>, pack: &'p Pack, grammar: &Grammar) -> Vec<Group<'p>> {
    let mut cutter = Cutter { found, pack, grammar, out: Vec::with_capacity(found.sentence.len() / 2 + 2) };
    let mut at = 0;
    while at < found.sentence.len() {
        let next = cutter.group(at);
        debug_assert!(next > at, "every group takes a token");
        at = next.max(at + 1);
    }
    cutter.out
}

struct Cutter<'c, 's, 'p> {
    found: &'c Found<'s, 'p>,
    pack: &'p Pack,
    grammar: &'c Grammar,
    out: Vec<Group<'p>>,
}

impl<'p> Cutter<'_, '_, 'p> {
    fn time_at(&self, token: usize) -> Option<usize> {
        self.found.times.iter().position(|t| t.outer_first <= token && token < t.last)
    }

    fn name_at(&self, token: usize) -> Option<usize> {
        self.found.names.iter().position(|n| n.first == token)
    }

    fn quantity_at(&self, token: usize) -> Option<usize> {
        self.found.quantities.iter().position(|q| q.first == token && !q.ordinal)
    }

    fn senses(&self, token: usize) -> &'p [Sense] {
        self.found.words.senses(token)
    }

    fn verb_senses(&self, token: usize, features: Features) -> Vec<&'p Sense> {
        self.senses(token).iter().filter(|s| s.pos == Pos::Verb && s.features.any(features)).collect()
    }

    fn is_verb(&self, token: usize, features: Features) -> bool {
        self.senses(token).iter().any(|s| s.pos == Pos::Verb && s.features.any(features))
    }

    fn is_nominal(&self, token: usize) -> bool {
        self.found.words.at(token).iter().any(|m| m.senses.iter().any(|s| matches!(s.pos, Pos::Noun | Pos::Adjective)))
    }

    fn has_use(&self, token: usize, wanted: VerbUse) -> bool {
        self.senses(token).iter().any(|s| self.grammar.meaning(s.class) == Meaning::Verb(wanted))
    }

    fn word(&self, token: usize) -> Option<Word> {
        self.grammar.word(self.senses(token))
    }

    fn can_be(&self, token: usize, wanted: impl Fn(Word) -> bool) -> bool {
        self.grammar.words(self.senses(token)).any(wanted)
    }

    /// The longest phrase at a token that is a closed-class word of the wanted kind.
    fn phrase(&self, token: usize, wanted: impl Fn(Word) -> bool) -> Option<(usize, Word)> {
        self.found
            .words
            .at(token)
            .iter()
            .rev()
            .find_map(|m| self.grammar.words(m.senses).find(|w| wanted(*w)).map(|w| (m.tokens, w)))
    }

    fn push(&mut self, first: usize, last: usize, body: Body<'p>) -> usize {
        self.out.push(Group { first, last, body });
        last
    }

    /// Reads one group that begins at a token; gives the token after it.
    fn group(&mut self, at: usize) -> usize {
        let s = self.found.sentence;
        if let Some(time) = self.time_at(at) {
            let last = self.found.times[time].last;
            return self.push(at, last, Body::Time(time));
        }
        if let Kind::Mark(mark) = s.tokens[at].kind {
            return self.push(at, at + 1, Body::Mark(mark));
        }
        // A name begins a noun group, even when its first word is a common one.
        if self.name_at(at).is_some() || self.quantity_at(at).is_some() {
            return self.noun_group(at, at, None);
        }
        if let Some((tokens, joint)) = self.phrase(at, is_joint) {
            let longer_prep = self.phrase(at, |w| matches!(w, Word::Prep(..))).is_some_and(|p| p.0 > tokens);
            if !longer_prep && !(tokens == 1 && self.starts_verb_group(at)) {
                let joint = self.settle_that(at, joint);
                return self.push(at, at + tokens, Body::Joint(joint));
            }
        }
        if self.starts_verb_group(at) {
            return self.verb_group(at, at, None);
        }
        if let Some((tokens, Word::Prep(function, contracted))) = self.phrase(at, |w| matches!(w, Word::Prep(..)))
            && !self.is_indefinite_article(at, tokens)
            && !self.is_plural_article(at, tokens, function, contracted)
        {
            return self.after_preposition(at, at + tokens, function, contracted);
        }
        if self.can_be(at, |w| matches!(w, Word::Person { .. } | Word::DemonstrativePronoun)) {
            let det = self.can_be(at, |w| matches!(w, Word::Det(_)));
            if !(det && self.is_nominal(at + 1)) {
                return self.pronoun(at, at, None);
            }
        }
        if self.is_plain_verb(at) {
            return self.verb_group(at, at, None);
        }
        if let Some((tokens, adverb)) =
            self.phrase(at, |w| matches!(w, Word::Adverb | Word::AdverbMore | Word::AdverbDoubt | Word::Negation))
            && (tokens > 1 || !self.is_nominal(at))
        {
            return self.push(at, at + tokens, Body::Adverb(Some(adverb)));
        }
        self.noun_group(at, at, None)
    }

    /// `que` is a relative pronoun after a noun, a conjunction after a verb.
    fn settle_that(&self, at: usize, joint: Word) -> Word {
        let both = self.can_be(at, |w| w == Word::That) && self.can_be(at, |w| w == Word::RelativeObject);
        if !both {
            return joint;
        }
        let said = self.out.iter().rev().take(5).find_map(|g| g.verb()).is_some_and(|v| {
            v.senses.iter().any(|s| {
                !s.weak
                    && matches!(
                        self.grammar.meaning(s.class),
                        Meaning::Verb(VerbUse::Say | VerbUse::Deny | VerbUse::Plan | VerbUse::Doubt | VerbUse::Count)
                    )
            })
        });
        let after_noun = matches!(self.out.last().map(|g| &g.body), Some(Body::Noun(n)) if n.pronoun.is_none());
        if after_noun && !said { Word::RelativeObject } else { Word::That }
    }

    /// A contracted preposition may be the plural indefinite article: it is, unless a noun stands before it.
    fn is_indefinite_article(&self, at: usize, tokens: usize) -> bool {
        if tokens != 1 || !self.can_be(at, |w| w == Word::Det(Det::Indefinite)) {
            return false;
        }
        !matches!(self.out.last().map(|g| &g.body), Some(Body::Noun(n)) if n.pronoun.is_none())
            && !matches!(self.out.last().map(|g| &g.body), Some(Body::Verb(v)) if v.reflexive || v.expression.is_some())
    }

    /// `de violents combats`: before an adjective the preposition is the article of a plural, unless a noun stands before it.
    fn is_plural_article(&self, at: usize, tokens: usize, function: Function, contracted: bool) -> bool {
        let after_noun = matches!(self.out.last().map(|g| &g.body), Some(Body::Noun(n)) if n.pronoun.is_none());
        let adjective = self.senses(at + 1).iter().any(|s| s.pos == Pos::Adjective && s.features.any(Features::PLURAL));
        tokens == 1 && function == Function::Of && !contracted && !after_noun && adjective && self.noun_follows(at + 2)
    }

    /// Negation, reflexive and object pronouns begin a verb group when a verb follows.
    fn starts_verb_group(&self, at: usize) -> bool {
        let mut i = at;
        let mut clitics = 0;
        while clitics < 4 {
            let clitic = self.can_be(i, |w| matches!(w, Word::Reflexive | Word::ObjectPronoun))
                || (self.can_be(i, |w| w == Word::Negation) && self.can_be(i, |w| w != Word::Adverb));
            if !clitic || self.found.sentence.tokens.get(i).is_none_or(vigie_text::Token::is_mark) {
                break;
            }
            i += 1;
            clitics += 1;
        }
        if clitics == 0 || self.time_at(i).is_some() {
            return false;
        }
        let finite =
            self.is_verb(i, Features::FINITE) || self.is_verb(i, Features::INFINITIVE) || self.is_verb(i, Features::GERUND);
        let sure = (at..i).any(|k| {
            self.can_be(k, |w| matches!(w, Word::Reflexive | Word::Negation))
                && !self.can_be(k, |w| matches!(w, Word::Det(_) | Word::Prep(..)))
        });
        finite && (sure || !self.is_nominal(i))
    }

    /// A form that is a verb here: alone, or with a noun reading that the place rules out.
    fn is_plain_verb(&self, at: usize) -> bool {
        if self.found.sentence.tokens[at].case == Case::Upper && at > 0 {
            return false;
        }
        let finite = self.is_verb(at, Features::FINITE);
        let any = finite || self.is_verb(at, Features::PARTICIPLE.with(Features::GERUND).with(Features::INFINITIVE));
        if !any {
            return false;
        }
        if self.can_be(at, |w| matches!(w, Word::Det(_) | Word::Prep(..))) {
            return false;
        }
        if !self.is_nominal(at) {
            return true;
        }
        let participle = self.is_verb(at, Features::PARTICIPLE);
        let s = self.found.sentence;
        if s.tokens[at].hyphen && !self.can_be(at, |w| matches!(w, Word::Person { .. })) {
            // `nord-est`: the second half of a compound.
            return false;
        }
        // `dit-il`, `a-t-elle`: the pronoun after the hyphen.
        if finite
            && s.tokens.get(at + 1).is_some_and(|t| t.hyphen)
            && (self.can_be(at + 1, |w| matches!(w, Word::Person { .. })) || s.plain(at + 1).len() == 1)
        {
            return true;
        }
        // *is* is always the verb unless a determiner makes it a noun.
        if self.has_use(at, VerbUse::Be) && finite && !s.tokens[at].hyphen {
            return !matches!(self.out.last().map(|g| &g.body), Some(Body::Adverb(Some(Word::Prep(..)))));
        }
        if self.out.is_empty() {
            return participle && !finite && self.takes_prep(at + 1) && !self.is_of(at + 1);
        }
        match self.out.last().map(|g| &g.body) {
            Some(Body::Noun(n)) => {
                // A prepositional group takes no finite verb straight after it unless a subject stands before.
                let subject = n.prep.is_none() || self.open_subject();
                (finite && subject && !self.noun_after_noun(at)) || participle
            }
            Some(Body::Joint(j)) => {
                matches!(j, Word::RelativeSubject | Word::RelativePlace | Word::RelativeObject)
                    || (matches!(j, Word::And | Word::Or | Word::But) && (finite || participle) && self.after_verb())
            }
            Some(Body::Adverb(_)) => self.open_subject(),
            Some(Body::Time(_)) => finite && self.open_subject(),
            Some(Body::Mark(')' | ',' | '»' | '"' | '”')) => {
                let beside =
                    self.takes_prep(at + 1) || self.time_at(at + 1).is_some() || self.can_be(at + 1, |w| w == Word::Adverb);
                (finite && self.open_subject() && self.takes_group(at + 1)) || (participle && !finite && beside)
            }
            _ => false,
        }
    }

    /// Whether some noun group without preposition waits for its verb.
    fn open_subject(&self) -> bool {
        for g in self.out.iter().rev() {
            match &g.body {
                Body::Noun(n) if n.prep.is_none() => return true,
                Body::Verb(v) if v.form == Form::Finite => return false,
                Body::Joint(Word::RelativeSubject) => return true,
                Body::Mark(';' | ':') => return false,
                _ => {}
            }
        }
        false
    }

    fn after_verb(&self) -> bool {
        self.out.iter().rev().skip(1).take(4).any(|g| g.verb().is_some())
    }

    /// Two nouns side by side (`groupe attaque`) only when the second is followed by what a noun takes.
    fn noun_after_noun(&self, at: usize) -> bool {
        matches!(self.out.last().map(|g| &g.body), Some(Body::Noun(n)) if n.quantity.is_some() && n.head.is_none())
            || self.found.sentence.tokens[at].hyphen
    }

    fn takes_group(&self, at: usize) -> bool {
        self.can_be(at, |w| matches!(w, Word::Det(_) | Word::Prep(..) | Word::That | Word::Adverb))
            || self.quantity_at(at).is_some()
    }

    fn takes_prep(&self, at: usize) -> bool {
        self.phrase(at, |w| matches!(w, Word::Prep(..))).is_some()
    }

    fn after_preposition(&mut self, at: usize, start: usize, function: Function, contracted: bool) -> usize {
        if start >= self.found.sentence.len() {
            return self.push(at, start, Body::Adverb(None));
        }
        // `après "deux attentats"`: the quotation mark stands between.
        if self.found.sentence.tokens[start].is_quote() && self.found.sentence.tokens.get(start + 1).is_some_and(|t| !t.is_mark())
        {
            return self.after_preposition(at, start + 1, function, contracted);
        }
        let gerund = self.is_verb(start, Features::GERUND) && !self.is_nominal(start);
        let infinitive = self.is_verb(start, Features::INFINITIVE) && !contracted && self.word(start).is_none();
        if infinitive || gerund || self.starts_infinitive_group(start) {
            return self.verb_group(at, start, Some(function));
        }
        if self.time_at(start).is_some()
            || self.found.sentence.tokens[start].is_mark() && !self.found.sentence.tokens[start].is_quote()
        {
            return self.push(at, start, Body::Adverb(Some(Word::Prep(function, contracted))));
        }
        if self.can_be(start, |w| matches!(w, Word::Person { .. } | Word::DemonstrativePronoun))
            && !self.is_nominal(start)
            && !(self.can_be(start, |w| matches!(w, Word::Det(_))) && self.is_nominal(start + 1))
        {
            return self.pronoun(at, start, Some(function));
        }
        if let Some((tokens, joint)) = self.phrase(start, |w| {
            matches!(w, Word::RelativeSubject | Word::RelativeObject | Word::RelativePlace | Word::RelativeOf | Word::That)
        }) {
            return self.push(at, start + tokens, Body::Joint(joint));
        }
        self.noun_group(at, start, Some(function))
    }

    fn starts_infinitive_group(&self, at: usize) -> bool {
        self.can_be(at, |w| matches!(w, Word::Reflexive | Word::ObjectPronoun | Word::Negation))
            && (self.is_verb(at + 1, Features::INFINITIVE)
                || (self.can_be(at + 1, |w| matches!(w, Word::Reflexive | Word::ObjectPronoun | Word::Negation))
                    && self.is_verb(at + 2, Features::INFINITIVE)))
    }

    fn pronoun(&mut self, at: usize, start: usize, prep: Option<Function>) -> usize {
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

    fn noun_group(&mut self, first: usize, start: usize, prep: Option<Function>) -> usize {
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
    fn takes_complement(&self, at: usize, g: &NounGroup<'p>) -> bool {
        let s = self.found.sentence;
        g.quantity.is_some_and(|q| !self.found.quantities[q].fraction)
            && at + 1 < s.len()
            && !s.tokens[at + 1].is_mark()
            && self.time_at(at + 1).is_none()
            && self.name_at(at + 1).is_none()
    }

    /// Quotes around a word of the group, and an acronym in brackets, belong to it.
    fn inner_mark(&self, at: usize, mark: char, g: &NounGroup<'p>, quoted: &mut bool) -> Option<usize> {
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
    fn noun_word(&self, at: usize, g: &mut NounGroup<'p>) -> Option<usize> {
        let s = self.found.sentence;
        let token = s.tokens[at];
        let noun = self
            .found
            .words
            .at(at)
            .iter()
            .rev()
            .find(|m| m.senses.iter().any(|x| x.pos == Pos::Noun))
            .filter(|m| (at..at + m.tokens).all(|i| i == at || self.name_at(i).is_none()));
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

    fn is_of(&self, at: usize) -> bool {
        self.can_be(at, |w| matches!(w, Word::Prep(Function::Of, _)))
    }

    fn is_predicate(&self, at: usize) -> bool {
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

    fn noun_follows(&self, at: usize) -> bool {
        let s = self.found.sentence;
        if at >= s.len() || s.tokens[at].is_mark() {
            return false;
        }
        self.word(at).is_none()
            && self.found.words.at(at).iter().any(|m| m.senses.iter().any(|x| x.pos == Pos::Noun))
            && !s.tokens[at].glued
    }

    fn verb_group(&mut self, first: usize, start: usize, prep: Option<Function>) -> usize {
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
        self.push(first, last, Body::Verb(v))
    }

    fn first_verb(&self, at: usize, v: &mut VerbGroup<'p>) {
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
    fn participle_after(&self, from: usize, v: &mut VerbGroup<'p>) -> Option<usize> {
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
            if let Some((tokens, word)) =
                self.phrase(at, |w| matches!(w, Word::Negation | Word::Adverb | Word::AdverbMore | Word::AdverbDoubt))
            {
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
    fn trailing(&self, mut last: usize, v: &mut VerbGroup<'p>) -> usize {
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
    fn expression(&self, last: usize, v: &mut VerbGroup<'p>) -> usize {
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
                } else if let Some((tokens, _)) =
                    self.phrase(at, |w| matches!(w, Word::Adverb | Word::AdverbMore | Word::AdverbDoubt | Word::Negation))
                {
                    at += tokens;
                } else {
                    break;
                }
            }
        }
        last
    }
}

fn is_joint(word: Word) -> bool {
    matches!(
        word,
        Word::RelativeSubject
            | Word::RelativeObject
            | Word::RelativeOf
            | Word::RelativePlace
            | Word::And
            | Word::Or
            | Word::But
            | Word::That
            | Word::Subordinate
            | Word::SubordinateAfter
            | Word::SubordinateBefore
    )
}
