//! Groups: the sentence cut into noun groups, verb groups, times and joints.
//!
//! Stage 5, first half. A shallow and deterministic analysis without event
//! knowledge: a trained parser could replace it. What hangs on what is settled
//! by [`crate::clauses`]. Here it is decided where a group begins; `noun` and
//! `verb` read it to its end.

mod noun;
mod verb;

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
        // `l'un d'eux`: a pronoun that ends with one.
        if let Some((tokens, word)) = self.phrase(at, |w| w == Word::DemonstrativePronoun)
            && tokens > 1
            && self.can_be(at + tokens - 1, |w| matches!(w, Word::Person { .. }))
        {
            let one = NounGroup { start: at, pronoun: Some(word), ..NounGroup::default() };
            return self.push(at, at + tokens, Body::Noun(one));
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
        if let Some((tokens, adverb)) = self.phrase(at, |w| w.is_adverb() || w == Word::Negation)
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
                // `ont pris X, bombardé Y`: a participle has an object where an adjective has its noun before it.
                let object = self.name_at(at + 1).is_some() && s.tokens[at + 1].case != Case::Lower
                    || self.can_be(at + 1, |w| matches!(w, Word::Det(_)));
                (finite && self.open_subject() && self.takes_group(at + 1))
                    || (participle && !finite && (beside || object && self.after_verb()))
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
            | Word::Condition
    )
}
