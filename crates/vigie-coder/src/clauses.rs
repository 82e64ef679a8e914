//! Clauses: what hangs on what.
//!
//! Stage 5, second half. Every verb group, and every noun that evokes an
//! event, becomes a predicate with its arguments in deep functions: in
//! *Saraqeb a été prise par les rebelles* the rebels are the subject. Voice,
//! inversion, relative and participial clauses, coordination and the control
//! of infinitives are undone here, and no event is known.

mod complements;
mod event_noun;
mod nonfinite;
mod subject;

use vigie_pack::ClassId;

use crate::grammar::{Function, Grammar, Meaning, NounUse, VerbUse, Word};
use crate::groups::{Body, Form, Found, Group, NounGroup, Tense, VerbGroup};

/// An argument of a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arg {
    /// Deep function.
    pub function: Function,
    /// Place in the list of groups.
    pub group: usize,
}

/// A verb or an event noun with its arguments.
#[derive(Debug, Clone)]
pub struct Predicate {
    /// Its own group.
    pub group: usize,
    /// Whether it is a noun.
    pub noun: bool,
    /// Its classes, each with whether the word is used for much else.
    pub classes: Vec<(ClassId, bool)>,
    /// What a verb does apart from evoking an event.
    pub uses: Vec<VerbUse>,
    /// How a verb stands; `Finite` for nouns.
    pub form: Form,
    /// Passive voice (the arguments are deep already).
    pub passive: bool,
    /// Negated.
    pub negated: bool,
    /// Tense.
    pub tense: Tense,
    /// Arguments.
    pub args: Vec<Arg>,
    /// The verb on which an infinitive, a gerund or an event noun hangs.
    pub governor: Option<usize>,
    /// The infinitive tells a purpose, not a deed.
    pub purpose: bool,
    /// Set when a relative pronoun is its subject or place: the group of that pronoun.
    pub relative: Option<usize>,
}

impl Predicate {
    /// The first argument with a function.
    pub fn arg(&self, function: Function) -> Option<usize> {
        self.args.iter().find(|a| a.function == function).map(|a| a.group)
    }

    /// Every argument with a function.
    pub fn all(&self, function: Function) -> impl Iterator<Item = usize> + '_ {
        self.args.iter().filter(move |a| a.function == function).map(|a| a.group)
    }

    fn add(&mut self, function: Function, group: usize) {
        if !self.args.iter().any(|a| a.group == group) {
            self.args.push(Arg { function, group });
        }
    }

    /// Whether the verb has this use.
    pub fn is(&self, wanted: VerbUse) -> bool {
        self.uses.contains(&wanted)
    }
}

/// A sentence, analysed.
#[derive(Debug, Default)]
pub struct Clauses {
    /// Predicates in the order of their groups.
    pub predicates: Vec<Predicate>,
    /// For each group, the predicate that it heads.
    pub of_group: Vec<Option<usize>>,
    /// For each group, the number of its clause, from 0 in the order of the text.
    pub clause: Vec<usize>,
}

/// Finds predicates and their arguments.
pub fn clauses(found: &Found<'_, '_>, groups: &[Group<'_>], grammar: &Grammar) -> Clauses {
    let mut reader = Reader {
        found,
        groups,
        grammar,
        out: Clauses { of_group: vec![None; groups.len()], ..Clauses::default() },
        surface: vec![None; groups.len()],
    };
    for at in 0..groups.len() {
        reader.predicate(at);
    }
    for at in 0..reader.out.predicates.len() {
        reader.verb_arguments(at);
    }
    for at in 0..reader.out.predicates.len() {
        reader.noun_arguments(at);
    }
    reader.light_verbs();
    reader.number_clauses();
    reader.out
}

struct Reader<'r, 'p> {
    found: &'r Found<'r, 'p>,
    groups: &'r [Group<'p>],
    grammar: &'r Grammar,
    out: Clauses,
    /// For each verb group, the group of its surface subject.
    surface: Vec<Option<usize>>,
}

impl<'p> Reader<'_, 'p> {
    fn noun(&self, at: usize) -> Option<&NounGroup<'p>> {
        match self.groups.get(at).map(|g| &g.body) {
            Some(Body::Noun(n)) => Some(n),
            _ => None,
        }
    }

    fn verb(&self, at: usize) -> Option<&VerbGroup<'p>> {
        match self.groups.get(at).map(|g| &g.body) {
            Some(Body::Verb(v)) => Some(v),
            _ => None,
        }
    }

    fn is_finite(&self, at: usize) -> bool {
        self.verb(at).is_some_and(|v| v.form == Form::Finite)
    }

    fn predicate(&mut self, at: usize) {
        let (noun, classes, form, passive, negated, tense) = match &self.groups[at].body {
            Body::Verb(v) => {
                let mut classes: Vec<(ClassId, bool)> = match v.expression {
                    Some(expression) => vec![expression],
                    None => v
                        .senses
                        .iter()
                        .filter(|s| !s.features.any(vigie_pack::Features::REFLEXIVE) || v.reflexive || v.form == Form::Participle)
                        .map(|s| (s.class, s.weak))
                        .collect(),
                };
                classes.dedup();
                (false, classes, v.form, v.passive, v.negated, v.tense)
            }
            Body::Noun(n) => {
                let classes: Vec<(ClassId, bool)> = n
                    .senses
                    .iter()
                    .filter(|s| matches!(self.grammar.meaning(s.class), Meaning::Noun(NounUse::Event | NounUse::Death)))
                    .map(|s| (s.class, s.weak))
                    .collect();
                let classes = if classes.is_empty() { self.repeated(at, n) } else { classes };
                if classes.is_empty() {
                    return;
                }
                (true, classes, Form::Finite, false, false, Tense::None)
            }
            _ => return,
        };
        let uses = classes
            .iter()
            .filter_map(|c| match self.grammar.meaning(c.0) {
                Meaning::Verb(u) => Some(u),
                _ => None,
            })
            .collect();
        self.out.of_group[at] = Some(self.out.predicates.len());
        self.out.predicates.push(Predicate {
            group: at,
            noun,
            classes,
            uses,
            form,
            passive,
            negated,
            tense,
            args: Vec::new(),
            governor: None,
            purpose: false,
            relative: None,
        });
    }

    /// `la prise du camp, puis celle de la ville`: the pronoun repeats the event noun.
    fn repeated(&self, at: usize, n: &NounGroup<'p>) -> Vec<(ClassId, bool)> {
        let complement = self.noun(at + 1).is_some_and(|m| m.prep == Some(Function::Of));
        if n.pronoun != Some(Word::DemonstrativePronoun) || !complement {
            return Vec::new();
        }
        let before = (0..at).rev().take(12).find_map(|g| self.out.of_group[g]).map(|p| &self.out.predicates[p]);
        before.filter(|p| p.noun).map_or_else(Vec::new, |p| p.classes.clone())
    }

    /// The verb group nearest before a group, in the same sentence part.
    fn verb_before(&self, at: usize) -> Option<usize> {
        (0..at).rev().take_while(|i| !self.groups[*i].is_mark(';')).find(|i| self.verb(*i).is_some())
    }

    fn verb_arguments(&mut self, index: usize) {
        let at = self.out.predicates[index].group;
        let Some(v) = self.verb(at).cloned() else { return };
        match v.form {
            Form::Finite => self.finite(index, at, &v),
            Form::Participle => self.participle(index, at, &v),
            Form::Infinitive | Form::Gerund => self.infinitive(index, at, &v),
        }
        self.complements(index, at);
        // Deep functions: the passive's subject is what the deed is done to.
        if self.out.predicates[index].passive {
            let by_exists = self.out.predicates[index].args.iter().any(|a| a.function == Function::By);
            for arg in &mut self.out.predicates[index].args {
                arg.function = match arg.function {
                    Function::Subject => Function::Object,
                    Function::By => Function::Subject,
                    f => f,
                };
            }
            let _ = by_exists;
        }
    }

    fn number_clauses(&mut self) {
        let mut number = 0;
        let mut clause = vec![0; self.groups.len()];
        let mut starts = vec![false; self.groups.len() + 1];
        for (at, g) in self.groups.iter().enumerate() {
            match &g.body {
                Body::Joint(
                    Word::RelativeSubject
                    | Word::RelativeObject
                    | Word::RelativePlace
                    | Word::That
                    | Word::Subordinate
                    | Word::SubordinateAfter
                    | Word::SubordinateBefore
                    | Word::Condition
                    | Word::But,
                )
                | Body::Mark(';') => starts[at] = true,
                Body::Verb(v) if v.form == Form::Finite && self.surface[at].is_some_and(|s| s >= at) => {
                    let says = self.out.of_group[at]
                        .is_some_and(|p| self.out.predicates[p].is(VerbUse::Say) || self.out.predicates[p].is(VerbUse::Deny));
                    let mark = (0..at).rev().take(3).find(|i| matches!(self.groups[*i].body, Body::Mark(_)));
                    if let Some(mark) = mark.filter(|_| says) {
                        starts[mark] = true;
                    }
                }
                Body::Verb(v) if v.form == Form::Finite => {
                    if let Some(subject) = self.surface[at].filter(|s| *s < at) {
                        let verb_between = (0..subject).rev().any(|i| self.is_finite(i));
                        if verb_between && !(subject..at).any(|i| self.is_finite(i)) {
                            starts[subject] = true;
                        }
                        if (subject..at).any(|i| self.is_finite(i)) {
                            // The verb after a relative clause, or a second verb: its clause begins at the joint.
                            let joint =
                                (subject..at).rev().find(|i| matches!(self.groups[*i].body, Body::Joint(_) | Body::Mark(',')));
                            starts[joint.unwrap_or(at)] = true;
                        }
                    }
                }
                _ => {}
            }
        }
        for at in 0..self.groups.len() {
            if starts[at] && at > 0 {
                number += 1;
            }
            clause[at] = number;
        }
        self.out.clause = clause;
    }
}
