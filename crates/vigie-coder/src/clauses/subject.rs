//! Who does it: the subject of a finite verb.
//!
//! Before the verb, behind it, shared with the verb before, brought by a relative
//! pronoun, or explained between commas.

use super::Reader;
use crate::grammar::{Det, Function, Meaning, NounUse, VerbUse, Word};
use crate::groups::{Body, Form, NounGroup, VerbGroup};

impl<'p> Reader<'_, 'p> {
    pub(super) fn finite(&mut self, index: usize, at: usize, v: &VerbGroup<'p>) {
        if v.inverted.is_some() {
            // `a-t-il ajouté`: the pronoun is the subject; discourse resolves it.
            self.surface[at] = Some(at);
            self.out.predicates[index].add(Function::Subject, at);
            return;
        }
        let found = self
            .said_after(at)
            .or_else(|| self.subject(at, v).map(|(s, f, r)| (if r.is_none() { self.apposed(s, at) } else { s }, f, r)));
        let Some((subject, function, relative)) = found else { return };
        self.surface[at] = Some(subject);
        self.out.predicates[index].relative = relative;
        self.out.predicates[index].add(function, subject);
        // `les quartiers que tiennent les forces`, `la ville où`: the pronoun brings an argument.
        let from = subject.min(at).saturating_sub(2);
        let joint = (from..subject.min(at))
            .rev()
            .find(|i| matches!(self.groups[*i].body, Body::Joint(Word::RelativeObject | Word::RelativePlace)));
        if let Some(joint) = joint {
            let function = if matches!(self.groups[joint].body, Body::Joint(Word::RelativeObject)) {
                Function::Object
            } else {
                Function::At
            };
            if let Some(antecedent) = self.antecedent(joint, None).filter(|a| *a != subject) {
                self.out.predicates[index].add(function, antecedent);
            }
        }
        if function == Function::Subject {
            for more in self.coordinated_before(subject) {
                self.out.predicates[index].add(Function::Subject, more);
            }
        }
    }

    /// `X et Y ont`: the groups that stand beside the subject.
    fn coordinated_before(&self, subject: usize) -> Vec<usize> {
        let mut list = Vec::new();
        let mut at = subject;
        // Walk over complements of the member before: `des jihadistes et des factions`.
        while at >= 2 {
            let joint = matches!(self.groups[at - 1].body, Body::Joint(Word::And))
                || (self.groups[at - 1].is_mark(',') && !list.is_empty());
            if !joint {
                break;
            }
            let mut before = at - 2;
            while before > 0 && self.noun(before).is_some_and(|n| n.prep == Some(Function::Of)) {
                before -= 1;
            }
            match self.noun(before) {
                Some(n) if n.prep.is_none() && n.pronoun.is_none() => {
                    list.push(before);
                    at = before;
                }
                _ => break,
            }
        }
        // A verb before that takes the group as its object owns it.
        let owned = list.last().is_some_and(|first| *first > 0 && self.is_finite(*first - 1));
        if owned { Vec::new() } else { list }
    }

    /// The surface subject of a finite verb: its group, its function, and the relative pronoun if that is how.
    fn subject(&self, at: usize, v: &VerbGroup<'p>) -> Option<(usize, Function, Option<usize>)> {
        let mut i = self.before_part(at);
        let mut passed: Option<usize> = None;
        let mut depth = 0;
        while i > 0 {
            i -= 1;
            match &self.groups[i].body {
                Body::Joint(Word::RelativeSubject) => {
                    return self.antecedent(i, v.plural).map(|a| (a, Function::Subject, Some(i)));
                }
                Body::Joint(Word::RelativePlace | Word::RelativeOf) => {
                    // The subject of the relative clause may stand after its verb.
                    return passed.map(|p| (p, Function::Subject, None)).or_else(|| self.inverted(at, v));
                }
                Body::Joint(Word::RelativeObject) => {
                    return passed.map(|p| (p, Function::Subject, None)).or_else(|| self.inverted(at, v));
                }
                Body::Joint(Word::And | Word::But | Word::Or) => {
                    if passed.is_some() {
                        continue;
                    }
                    // Shared subject: that of the verb before.
                    if let Some(before) = self.verb_before(i)
                        && let Some(subject) = self.surface[before]
                    {
                        return Some((subject, Function::Subject, None));
                    }
                }
                Body::Joint(_) => break,
                Body::Mark(';' | ':') => break,
                Body::Mark(')') => {
                    depth += 1;
                    while i > 0 && depth > 0 {
                        i -= 1;
                        if self.groups[i].is_mark('(') {
                            depth -= 1;
                        }
                    }
                }
                Body::Noun(n) => {
                    let part = i > 0
                        && (matches!(self.groups[i - 1].body, Body::Joint(Word::RelativeOf))
                            || self.noun(i - 1).is_some_and(|b| b.prep == Some(Function::Among) && b.quantity.is_none()));
                    // `11 civils, parmi lesquels cinq enfants, ont péri`: the part is not the subject.
                    if n.prep.is_none() && !part {
                        let fits = match (n.plural, v.plural) {
                            (Some(a), Some(b)) => {
                                a == b || b && self.coordination_ends(i) || n.quantity.is_some() || n.names.len() > 1
                            }
                            _ => true,
                        };
                        let object = self.is_object(i);
                        if fits && !object {
                            return Some((i, Function::Subject, None));
                        }
                        if passed.is_none() && !object {
                            passed = Some(i);
                        }
                    }
                }
                Body::Verb(other) => match other.form {
                    Form::Finite => {
                        // A relative clause inside: step over it to its antecedent.
                        let relative = (0..i).rev().take(12).find(|k| {
                            matches!(
                                self.groups[*k].body,
                                Body::Joint(
                                    Word::RelativeSubject | Word::RelativeObject | Word::RelativePlace | Word::RelativeOf
                                )
                            )
                        });
                        match relative {
                            Some(r) if !(r + 1..i).any(|k| self.is_finite(k)) => {
                                i = r;
                            }
                            _ => {
                                // Comma coordination: `ont pris X, tiennent Y`.
                                if passed.is_none() {
                                    return self.surface[i].map(|s| (s, Function::Subject, None));
                                }
                                break;
                            }
                        }
                    }
                    Form::Participle | Form::Infinitive | Form::Gerund => {}
                },
                Body::Time(_) | Body::Adverb(_) | Body::Mark(_) => {}
            }
        }
        passed.map(|p| (p, Function::Subject, None)).or_else(|| self.inverted(at, v))
    }

    /// Where to look for a subject: `43 civils, dont 19 femmes et neuf enfants, ont été tués`, before the part.
    fn before_part(&self, at: usize) -> usize {
        if at == 0 || !self.groups[at - 1].is_mark(',') {
            return at;
        }
        let nouns = (0..at - 1).rev().take(12).take_while(|g| {
            matches!(
                self.groups[*g].body,
                Body::Noun(_) | Body::Adverb(_) | Body::Mark(',') | Body::Joint(Word::And | Word::RelativeOf)
            )
        });
        let part = nouns.into_iter().find(|g| matches!(self.groups[*g].body, Body::Joint(Word::RelativeOf)));
        part.unwrap_or(at)
    }

    /// Whether the group is the last of `X et Y`.
    fn coordination_ends(&self, at: usize) -> bool {
        at >= 2 && matches!(self.groups[at - 1].body, Body::Joint(Word::And))
    }

    /// Whether the group is the object of the finite verb straight before it.
    fn is_object(&self, at: usize) -> bool {
        let mut i = at;
        while i > 0 {
            i -= 1;
            match &self.groups[i].body {
                Body::Verb(v) => return v.form != Form::Participle || v.senses.is_empty(),
                Body::Adverb(_) | Body::Time(_) => {}
                Body::Mark('"' | '«' | '»' | '“' | '”') => {}
                Body::Joint(Word::And) if i > 0 && self.noun(i - 1).is_some() => {
                    // `a pris X et Y`: look further back for the verb.
                    return false;
                }
                _ => return false,
            }
        }
        false
    }

    /// The noun that a relative pronoun or a participle goes back to.
    pub(super) fn antecedent(&self, at: usize, plural: Option<bool>) -> Option<usize> {
        let mut nearest = None;
        let mut steps = 0;
        for i in (0..at).rev() {
            match &self.groups[i].body {
                Body::Noun(n) => {
                    let agrees = match (n.plural, plural) {
                        (Some(a), Some(b)) => a == b,
                        _ => true,
                    };
                    // A bare name takes no clause without a comma: `l'attaque contre Idleb qui a fait douze morts`.
                    let bare = n.prep.is_some() && !n.names.is_empty() && n.head.is_none() && n.det.is_none();
                    let complement = bare && i + 1 == at && i > 0 && self.noun(i - 1).is_some();
                    if agrees && !complement {
                        return Some(i);
                    }
                    nearest.get_or_insert(i);
                    steps += 1;
                    if steps > 3 {
                        break;
                    }
                }
                Body::Verb(v) if v.form == Form::Finite => break,
                Body::Joint(Word::And | Word::Or) | Body::Mark(_) | Body::Time(_) | Body::Adverb(_) | Body::Verb(_) => {}
                Body::Joint(_) => break,
            }
        }
        nearest
    }

    /// The subject after the verb: `a indiqué l'ONG`, `où se croisent deux routes`.
    fn inverted(&self, at: usize, _v: &VerbGroup<'p>) -> Option<(usize, Function, Option<usize>)> {
        let saying = self.out.of_group[at].is_some_and(|p| {
            let p = &self.out.predicates[p];
            p.is(VerbUse::Say) || p.is(VerbUse::Deny) || p.is(VerbUse::Count) || p.is(VerbUse::Doubt) || p.is(VerbUse::Plan)
        });
        for i in at + 1..self.groups.len().min(at + 6) {
            match &self.groups[i].body {
                Body::Noun(n) if n.prep.is_none() => return Some((i, Function::Subject, None)),
                Body::Noun(_) if saying => {}
                Body::Time(_) | Body::Adverb(_) => {}
                Body::Mark(',') if saying => {}
                _ => return None,
            }
        }
        None
    }

    /// `X, la coalition de Y, a …`: the group between commas explains the subject before it.
    fn apposed(&self, subject: usize, at: usize) -> usize {
        let closed = (subject + 1..at)
            .rev()
            .find(|i| !matches!(self.groups[*i].body, Body::Adverb(_) | Body::Time(_)))
            .is_some_and(|i| self.groups[i].is_mark(','));
        let opened = subject >= 2 && self.groups[subject - 1].is_mark(',');
        if !(closed && opened) {
            return subject;
        }
        let mut before = subject - 2;
        while before > 0 && self.noun(before).is_some_and(|n| n.prep == Some(Function::Of)) {
            before -= 1;
        }
        let own = self.noun(before).is_some_and(|n| n.prep.is_none() && n.pronoun.is_none());
        if own { before } else { subject }
    }

    /// `…, a indiqué l'ONG`: a verb of saying straight after a comma or a quotation has its subject behind it.
    fn said_after(&self, at: usize) -> Option<(usize, Function, Option<usize>)> {
        let says = self.out.of_group[at].is_some_and(|p| {
            let p = &self.out.predicates[p];
            p.is(VerbUse::Say) || p.is(VerbUse::Deny) || p.is(VerbUse::Doubt)
        });
        let mut before = at;
        while before > 0 && matches!(self.groups[before - 1].body, Body::Adverb(_) | Body::Time(_)) {
            before -= 1;
        }
        let cut =
            before > 0 && matches!(self.groups[before - 1].body, Body::Mark(',' | '»' | '"' | '”' | ')' | '?' | '!' | '…' | '.'));
        // `qui, comme la France, ont reconnu l'Etat`: the relative pronoun waits for its verb.
        let waits = (0..before)
            .rev()
            .take_while(|i| !self.is_finite(*i))
            .take(12)
            .any(|i| matches!(self.groups[i].body, Body::Joint(Word::RelativeSubject)));
        if !says || !cut || waits {
            return None;
        }
        for i in at + 1..self.groups.len().min(at + 6) {
            match &self.groups[i].body {
                // `raconte l'un d'eux`.
                Body::Noun(n) if n.pronoun == Some(Word::DemonstrativePronoun) => return Some((i, Function::Subject, None)),
                Body::Noun(n) if n.prep.is_none() && n.pronoun.is_none() => {
                    return self.may_speak(n).then_some((i, Function::Subject, None));
                }
                Body::Noun(_) | Body::Time(_) | Body::Adverb(_) | Body::Mark(',') => {}
                _ => return None,
            }
        }
        None
    }

    /// A body, a person, a text or a name may say something; a thing or an event does not.
    fn may_speak(&self, n: &NounGroup<'p>) -> bool {
        let speaks = |s: &vigie_pack::Sense| {
            matches!(
                self.grammar.meaning(s.class),
                Meaning::Noun(NounUse::Speaker | NounUse::Government | NounUse::Armed | NounUse::People)
            )
        };
        // `souffle un Syrien`.
        let one = n.det == Some(Det::Indefinite) && !n.names.is_empty();
        n.senses.iter().any(speaks) || n.unknown_name || one || n.names.iter().any(|i| !self.found.names[*i].is_demonym())
    }
}
