//! What follows a verb: its object and its complements, up to where another clause begins.

use super::{Arg, Reader};
use crate::grammar::{Function, Word};
use crate::groups::{Body, Form};

impl Reader<'_, '_> {
    /// Whether a noun group after a joint or comma begins a clause of its own.
    pub(super) fn opens_clause(&self, at: usize) -> bool {
        if self.noun(at).is_none_or(|n| n.prep.is_some()) {
            return false;
        }
        for i in at + 1..self.groups.len().min(at + 9) {
            match &self.groups[i].body {
                Body::Verb(v) if v.form == Form::Finite => return true,
                Body::Verb(v) if v.form == Form::Participle => {
                    // `et 20 blessées`: a verbless second half.
                    return v.passive && i == at + 1 && self.noun(at).is_some_and(|n| n.quantity.is_some() && n.head.is_none());
                }
                Body::Noun(n) if n.prep.is_some() => {}
                Body::Time(_) | Body::Adverb(_) => {}
                Body::Mark(',') => {
                    // `X et Y, a dit Z`: the verb has its own subject behind it.
                    if self.verb(i + 1).is_some() {
                        return false;
                    }
                }
                Body::Joint(Word::And) => {}
                _ => return false,
            }
        }
        false
    }

    /// A participle of support: `appuyé`, `soutenu`.
    pub(super) fn helps(&self, at: usize) -> bool {
        self.verb(at).is_some_and(|v| {
            v.form == Form::Participle && v.senses.iter().any(|s| self.grammar.is_under(s.class, "verb.other.support"))
        })
    }

    pub(super) fn complements(&mut self, index: usize, at: usize) {
        let subject = self.out.predicates[index].arg(Function::Subject);
        let mut last: Option<Arg> = None;
        let mut object = false;
        let mut comma = false;
        let mut i = at + 1;
        while i < self.groups.len() {
            match &self.groups[i].body {
                Body::Noun(n) => {
                    if Some(i) == subject {
                        i += 1;
                        continue;
                    }
                    let adjacent = self.noun(i - 1).is_some();
                    match n.prep {
                        None => {
                            if n.pronoun.is_some() && self.opens_clause(i) {
                                return;
                            }
                            if comma && self.opens_clause(i) {
                                return;
                            }
                            let joined = matches!(self.groups[i - 1].body, Body::Joint(Word::And | Word::Or));
                            if joined && let Some(arg) = last {
                                self.out.predicates[index].add(arg.function, i);
                                i += 1;
                                continue;
                            }
                            // `à Alep, deuxième ville du pays`: a group after a comma that explains the one before it.
                            let explains = comma && self.groups[i - 1].is_mark(',') && i >= 2 && self.noun(i - 2).is_some();
                            if !object && explains && last.is_some() {
                                i += 1;
                                continue;
                            }
                            if !object {
                                object = true;
                                self.out.predicates[index].add(Function::Object, i);
                                last = Some(Arg { function: Function::Object, group: i });
                            } else if comma && n.quantity.is_some() {
                                self.out.predicates[index].add(Function::Object, i);
                            }
                        }
                        Some(Function::Of) if adjacent => {
                            // It belongs to the noun before it.
                        }
                        // `appuyée par l'aviation`: who helps does not lead.
                        Some(Function::By) if self.helps(i - 1) => {}
                        Some(function) => {
                            self.out.predicates[index].add(function, i);
                            last = Some(Arg { function, group: i });
                        }
                    }
                }
                Body::Verb(v) => match v.form {
                    // A participle belongs to the noun before it; what follows may still be ours.
                    Form::Participle if !comma && self.noun(i - 1).is_some() => {}
                    _ => return,
                },
                Body::Joint(Word::And | Word::Or) => {
                    if i + 1 >= self.groups.len() || self.noun(i + 1).is_none() || self.opens_clause(i + 1) {
                        return;
                    }
                }
                Body::Joint(_) => return,
                Body::Mark(';' | ':') => return,
                Body::Mark('(') => {
                    while i < self.groups.len() && !self.groups[i].is_mark(')') {
                        i += 1;
                    }
                }
                Body::Mark(',') => comma = true,
                Body::Mark('-' | '–' | '—') => return,
                Body::Mark(_) | Body::Time(_) | Body::Adverb(_) => {}
            }
            i += 1;
        }
    }
}
