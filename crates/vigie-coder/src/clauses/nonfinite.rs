//! Verbs that are not finite: what a participle stands by, who does what an infinitive or a gerund tells.

use super::Reader;
use crate::grammar::{Function, VerbUse, Word};
use crate::groups::{Body, Form, VerbGroup};

impl<'p> Reader<'_, 'p> {
    pub(super) fn participle(&mut self, index: usize, at: usize, v: &VerbGroup<'p>) {
        let before = at.checked_sub(1);
        let joint = before.is_some_and(|b| {
            matches!(self.groups[b].body, Body::Joint(Word::And | Word::Or | Word::But)) || self.groups[b].is_mark(',')
        });
        if joint {
            // `ont pris X et tué Y`: the auxiliary is shared.
            if let Some(verb) = self.verb_before(at) {
                let other = self.out.of_group[verb];
                let compound = self.verb(verb).is_some_and(|o| {
                    matches!(o.form, Form::Finite | Form::Infinitive)
                        && o.senses.iter().any(|s| s.features.any(vigie_pack::Features::PARTICIPLE))
                });
                let comma_only = before.is_some_and(|b| self.groups[b].is_mark(','));
                if let (Some(other), true) = (other, compound) {
                    let shared_passive = self.out.predicates[other].passive;
                    let agrees = !shared_passive || !comma_only || v.plural == self.verb(verb).and_then(|o| o.plural);
                    // `a annoncé la mort de son fils, tué jeudi`: after a mere comma only an object of its own shows a second deed.
                    let apart = comma_only && (self.by_follows(at) || !shared_passive && !self.object_follows(at));
                    if agrees && !apart {
                        let model = &self.out.predicates[other];
                        let (tense, negated, form, governor) = (model.tense, model.negated, model.form, model.governor);
                        let p = &mut self.out.predicates[index];
                        p.form = form;
                        p.governor = governor;
                        p.passive = shared_passive && v.passive;
                        p.tense = tense;
                        p.negated = negated;
                        self.surface[at] = self.surface[verb];
                        if let Some(subject) = self.surface[verb] {
                            self.out.predicates[index].add(Function::Subject, subject);
                        }
                        return;
                    }
                }
                if let (Some(other), Some(Form::Participle)) = (other, self.verb(verb).map(|o| o.form)) {
                    let same =
                        self.out.predicates[other].arg(Function::Object).or(self.out.predicates[other].arg(Function::Subject));
                    if let Some(same) = same.filter(|_| verb + 3 >= at) {
                        self.out.predicates[index].add(Function::Subject, same);
                        return;
                    }
                }
            }
        }
        // The noun that it stands by; at the head of the sentence, the subject that follows.
        let head = !(0..at).any(|i| self.noun(i).is_some());
        let antecedent = if head {
            (at + 1..self.groups.len()).find(|i| self.noun(*i).is_some_and(|n| n.prep.is_none()))
        } else {
            self.antecedent(at, v.plural)
        };
        if let Some(antecedent) = antecedent {
            self.out.predicates[index].add(Function::Subject, antecedent);
        }
    }

    /// Whether a noun without preposition follows a verb, adverbs and days aside.
    fn object_follows(&self, at: usize) -> bool {
        (at + 1..self.groups.len())
            .find(|i| !matches!(self.groups[*i].body, Body::Adverb(_) | Body::Time(_) | Body::Mark('"' | '«' | '“')))
            .is_some_and(|i| self.noun(i).is_some_and(|n| n.prep.is_none()))
    }

    fn by_follows(&self, at: usize) -> bool {
        (at + 1..self.groups.len().min(at + 3)).any(|i| self.noun(i).is_some_and(|n| n.prep == Some(Function::By)))
    }

    pub(super) fn infinitive(&mut self, index: usize, at: usize, v: &VerbGroup<'p>) {
        let main = |i: &usize| {
            self.verb(*i).is_some_and(|o| {
                o.form != Form::Participle || self.out.of_group[*i].is_some_and(|p| self.out.predicates[p].form == Form::Finite)
            })
        };
        let gerund = (0..at).rev().find(|i| main(i)).filter(|_| v.form == Form::Gerund);
        let Some(verb) = gerund.or_else(|| self.verb_before(at)) else { return };
        let Some(governor) = self.out.of_group[verb] else { return };
        let other = &self.out.predicates[governor];
        let purpose = v.form == Form::Infinitive && v.prep == Some(Function::For) || other.purpose;
        let absolute = at
            .checked_sub(1)
            .filter(|b| v.form == Form::Gerund && self.noun(*b).is_some_and(|n| n.prep.is_none() && n.pronoun.is_none()));
        let subject = if absolute.is_some() {
            absolute
        } else if other.is(VerbUse::Doubt) && !other.passive && v.form == Form::Infinitive && v.prep == Some(Function::Of) {
            // `accuser l'armée d'avoir bombardé la ville`: who is accused did it.
            let accused = (verb + 1..at).find(|i| self.noun(*i).is_some_and(|n| n.prep.is_none()));
            accused.or(self.surface[verb])
        } else if other.is(VerbUse::Cause) && !other.passive {
            let between = (verb + 1..at).find(|i| {
                self.noun(*i).is_some_and(|n| n.prep.is_none() || n.prep == Some(Function::At) || n.prep == Some(Function::To))
            });
            between.or(self.surface[verb])
        } else {
            self.surface[verb].or_else(|| other.arg(Function::Subject))
        };
        // `l'armée et la police ont dit avoir visé`: all of them.
        let with: Vec<usize> = other.all(Function::Subject).filter(|_| subject == self.surface[verb] && !other.passive).collect();
        let p = &mut self.out.predicates[index];
        p.governor = Some(governor);
        p.purpose = purpose;
        if let Some(subject) = subject {
            self.surface[at] = Some(subject);
            self.out.predicates[index].add(Function::Subject, subject);
            for other in with.into_iter().filter(|g| *g != subject) {
                self.out.predicates[index].add(Function::Subject, other);
            }
        }
    }
}
