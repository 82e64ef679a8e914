//! Nouns that tell an event: what hangs on them, and what the verb that carries them brings.

use super::{Arg, Reader};
use crate::grammar::{Det, Function, Meaning, VerbUse, Word};
use crate::groups::{Body, Form};

impl Reader<'_, '_> {
    pub(super) fn noun_arguments(&mut self, index: usize) {
        if !self.out.predicates[index].noun {
            return;
        }
        let at = self.out.predicates[index].group;
        let Some(n) = self.noun(at).cloned() else { return };
        if n.det == Some(Det::Possessive) || !n.names.is_empty() || !n.modifiers.is_empty() {
            // Possessor or nationality: the group itself holds the subject.
            self.out.predicates[index].add(Function::Subject, at);
        }
        let mut i = at + 1;
        let mut comma = false;
        let mut passed = false;
        while i < self.groups.len() {
            match &self.groups[i].body {
                Body::Noun(m) => match m.prep {
                    Some(Function::Of) if i == at + 1 => self.out.predicates[index].add(Function::Of, i),
                    Some(Function::Of) if matches!(self.groups[i - 1].body, Body::Joint(Word::And)) => {
                        let of = self.out.predicates[index].arg(Function::Of).is_some();
                        if of {
                            self.out.predicates[index].add(Function::Of, i);
                        }
                    }
                    Some(Function::Of) if self.noun(i - 1).is_none() && !passed => {
                        self.out.predicates[index].add(Function::Of, i);
                    }
                    Some(Function::Of) => {}
                    Some(function) => {
                        if comma
                            && !matches!(
                                function,
                                Function::By | Function::Against | Function::At | Function::On | Function::Near
                            )
                        {
                            return;
                        }
                        self.out.predicates[index].add(function, i);
                    }
                    None => {
                        let joined = matches!(self.groups[i - 1].body, Body::Joint(Word::And));
                        let last = self.out.predicates[index].args.last().copied().filter(|a| a.group != at);
                        match last {
                            Some(arg) if joined && !self.opens_clause(i) => self.out.predicates[index].add(arg.function, i),
                            _ => return,
                        }
                    }
                },
                Body::Verb(v) if v.form == Form::Participle && !comma => {
                    let launch = self.out.of_group[i].filter(|_| !self.helps(i)).is_some_and(|p| {
                        let p = &self.out.predicates[p];
                        let carries =
                            p.classes.iter().any(|c| !c.1 && self.grammar.meaning(c.0) == Meaning::Verb(VerbUse::Launch));
                        carries || p.is(VerbUse::Other) && !p.is(VerbUse::Launch) || p.is(VerbUse::Event)
                    });
                    if !launch {
                        return;
                    }
                    passed = true;
                }
                Body::Joint(Word::And) => {
                    if i + 1 >= self.groups.len()
                        || self.noun(i + 1).is_none()
                        || self.out.of_group[i + 1].is_some()
                        || self.opens_clause(i + 1)
                    {
                        return;
                    }
                }
                Body::Mark(',') => comma = true,
                Body::Mark('"' | '«' | '»' | '“' | '”') => {}
                Body::Time(_) | Body::Adverb(_) => {}
                _ => return,
            }
            i += 1;
        }
    }

    /// `l'attentat qui a visé le ministère`: what the relative clause says of an event noun.
    fn relative_verb(&mut self, verb: usize) {
        let p = &self.out.predicates[verb];
        if p.noun || p.relative.is_none() || p.passive || p.is(VerbUse::Say) || p.is(VerbUse::Launch) {
            return;
        }
        let told = p.arg(Function::Subject).and_then(|g| self.out.of_group[g]).filter(|n| self.out.predicates[*n].noun);
        let object = p.arg(Function::Object);
        let locals: Vec<Arg> = p.args.iter().filter(|a| a.function.is_local()).copied().collect();
        let Some(noun) = told else { return };
        if let Some(object) = object {
            self.out.predicates[noun].add(Function::Against, object);
        }
        for local in locals {
            self.out.predicates[noun].add(local.function, local.group);
        }
    }

    /// `lancer une offensive`: the doer of the verb is the doer of the noun.
    pub(super) fn light_verbs(&mut self) {
        for verb in 0..self.out.predicates.len() {
            self.relative_verb(verb);
            let p = &self.out.predicates[verb];
            if p.noun {
                continue;
            }
            let undergo = p.is(VerbUse::Undergo);
            let carries = p.is(VerbUse::Launch) || undergo || p.is(VerbUse::End);
            let occurs = p.is(VerbUse::Aspect)
                || p.is(VerbUse::End)
                || p.classes.iter().any(|c| self.grammar.is_under(c.0, "verb.other.occur"));
            if occurs && !p.passive {
                let told: Vec<usize> = p.all(Function::Subject).collect();
                let locals: Vec<Arg> = p.args.iter().filter(|a| a.function.is_local()).copied().collect();
                for noun in told.into_iter().filter_map(|g| self.out.of_group[g]) {
                    if self.out.predicates[noun].noun {
                        self.out.predicates[noun].governor.get_or_insert(verb);
                        for local in &locals {
                            self.out.predicates[noun].add(local.function, local.group);
                        }
                    }
                }
                continue;
            }
            let objects: Vec<usize> = p
                .args
                .iter()
                .filter(|a| matches!(a.function, Function::Object | Function::To | Function::At | Function::Of))
                .map(|a| a.group)
                .collect();
            let subjects: Vec<usize> = p.all(Function::Subject).collect();
            let locals: Vec<Arg> =
                p.args.iter().filter(|a| !matches!(a.function, Function::Subject | Function::Object)).copied().collect();
            for (rank, object) in objects.into_iter().enumerate() {
                let Some(noun) = self.out.of_group[object].filter(|n| self.out.predicates[*n].noun) else { continue };
                if rank == 0 || self.out.predicates[noun].governor.is_none() {
                    self.out.predicates[noun].governor.get_or_insert(verb);
                }
                if !carries {
                    continue;
                }
                let function = if undergo { Function::Against } else { Function::Subject };
                for subject in &subjects {
                    self.out.predicates[noun].add(function, *subject);
                }
                for local in &locals {
                    if local.group != object {
                        self.out.predicates[noun].add(local.function, local.group);
                    }
                }
            }
        }
    }
}
