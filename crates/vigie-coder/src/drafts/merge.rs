//! Drafts that tell one thing become one: a toll joins its attack, an inner event noun its clause.

use vigie_model::EventCode;

use super::{Builder, Draft};
use crate::grammar::{Function, VerbUse};
use crate::groups::{Body, Form};

impl Builder<'_, '_> {
    /// The draft of the event noun at a group.
    fn noun_draft(&self, group: usize) -> Option<usize> {
        self.out.iter().position(|d| {
            d.group == group && d.event != EventCode::Casualties && d.predicate.is_some_and(|p| self.clauses.predicates[p].noun)
        })
    }

    /// A deed told of an attack noun (`une frappe a fait 12 morts`, `tués dans des raids`) belongs to the attack,
    /// unless the noun only points back.
    pub(super) fn merge_hosts(&mut self) {
        let mut at = 0;
        while at < self.out.len() {
            let Some(host) = self.host(at) else {
                at += 1;
                continue;
            };
            if self.out[host].points_back {
                at += 1;
                continue;
            }
            let guest = self.out.remove(at);
            let host = if host > at { host - 1 } else { host };
            let offset = self.out[host].counts.len();
            let target = &mut self.out[host];
            target.counts.extend(guest.counts.into_iter().map(|mut c| {
                c.part_of = c.part_of.map(|p| p + offset);
                c
            }));
            target.core.extend(guest.core);
            target.groups.extend(guest.groups);
            target.groups.sort_unstable();
            target.groups.dedup();
            if target.targets.is_empty() {
                target.targets = guest.targets;
            }
            if target.actors.is_empty() {
                target.actors = guest.actors;
            }
            target.place = target.place.or(guest.place);
            at = 0;
        }
    }

    /// The attack noun to which a draft belongs.
    fn host(&self, at: usize) -> Option<usize> {
        let draft = &self.out[at];
        let p = &self.clauses.predicates[draft.predicate?];
        if p.noun {
            return None;
        }
        let mergeable =
            draft.event == EventCode::Casualties || draft.event == EventCode::Destruction || draft.event.family() == "attack";
        if !mergeable {
            return None;
        }
        let direct = p
            .args
            .iter()
            .filter(|a| match a.function {
                Function::Subject => true,
                Function::At | Function::During | Function::By | Function::Because | Function::With => {
                    draft.event == EventCode::Casualties
                        || draft.event == EventCode::Destruction
                        || draft.event == EventCode::Armed
                }
                _ => false,
            })
            .filter_map(|a| self.noun_draft(a.group))
            .find(|h| *h != at && self.out[*h].event.family() == "attack");
        if direct.is_some() {
            return direct;
        }
        // `, tuant 12 personnes`: the clause before bears the toll.
        if p.form == Form::Gerund {
            let governor = p.governor?;
            let by_verb = self.out.iter().position(|d| d.predicate == Some(governor) && d.event.family() == "attack");
            let object = self.clauses.predicates[governor].args.iter().find_map(|a| self.noun_draft(a.group));
            return by_verb.or(object).filter(|h| *h != at);
        }
        None
    }

    /// An event noun with nothing beside it (`par crainte des représailles`) tells of no event.
    fn is_bare(&self, draft: &Draft) -> bool {
        let Some(p) = draft.predicate.map(|p| &self.clauses.predicates[p]) else { return false };
        if !p.noun || !draft.counts.is_empty() || !draft.actors.is_empty() || !draft.targets.is_empty() || draft.place.is_some() {
            return false;
        }
        let told = p.governor.is_some_and(|g| {
            let g = &self.clauses.predicates[g];
            !(g.is(VerbUse::Other) && !g.classes.iter().any(|c| self.scene.grammar.is_under(c.0, "verb.other.occur")))
                && !g.is(VerbUse::Modal)
        });
        let local = p.args.iter().any(|a| {
            a.group != p.group
                && (a.function.is_local() || matches!(a.function, Function::Of | Function::By | Function::Between))
                && self.clauses.of_group[a.group].is_none()
        });
        let dated =
            (p.group + 1..self.scene.groups.len().min(p.group + 4)).any(|g| matches!(self.scene.groups[g].body, Body::Time(_)));
        !(told || local || dated)
    }

    /// `après deux jours d'une offensive`, `repousser l'offensive`: the clause around it is the claim.
    fn is_told_otherwise(&self, draft: &Draft) -> bool {
        let Some(p) = draft.predicate.map(|p| &self.clauses.predicates[p]) else { return false };
        if !p.noun || !draft.counts.is_empty() {
            return false;
        }
        let length = p.group > 0
            && self.scene.noun(p.group).is_some_and(|n| n.prep == Some(Function::Of))
            && matches!(self.scene.groups[p.group - 1].body, Body::Time(_));
        // `pour la reconquête`, `avant l'assaut`: what is to come, or only dates something else.
        let aim = self
            .scene
            .noun(p.group)
            .is_some_and(|n| matches!(n.prep, Some(Function::For | Function::Before | Function::Without)))
            && p.governor.is_none();
        let repelled = self.out.iter().any(|d| d.event == EventCode::Repel && d.predicate.is_some() && d.predicate == p.governor);
        length || repelled || aim
    }

    /// Of two drafts with one code, one inside the other's arguments, the outer one stays;
    /// an event noun that points back and bears nothing is dropped.
    pub(super) fn merge_nested(&mut self) {
        let mut drop = vec![false; self.out.len()];
        for (i, inner) in self.out.iter().enumerate() {
            if inner.points_back && inner.counts.is_empty() || self.is_bare(inner) || self.is_told_otherwise(inner) {
                drop[i] = true;
                continue;
            }
            let Some(p) = inner.predicate.map(|p| &self.clauses.predicates[p]) else { continue };
            if !p.noun {
                // `par des obus tombés sur la cité`: the participle tells the same shelling.
                drop[i] |= p.form == Form::Participle
                    && inner.counts.is_empty()
                    && self.out.iter().enumerate().any(|(j, outer)| {
                        j != i
                            && !drop[j]
                            && outer.event == inner.event
                            && p.args.iter().any(|a| outer.groups.contains(&a.group))
                            && outer.predicate != inner.predicate
                            && !outer.counts.is_empty()
                    });
                continue;
            }
            drop[i] |= self.out.iter().enumerate().any(|(j, outer)| {
                j != i
                    && !drop[j]
                    && outer.event == inner.event
                    && outer.group != inner.group
                    && outer.groups.contains(&inner.group)
                    && outer.predicate.is_some_and(|o| !self.clauses.predicates[o].noun || outer.group < inner.group)
                    && inner.counts.is_empty()
            });
        }
        let mut keep = drop.iter().map(|d| !d);
        self.out.retain(|_| keep.next().unwrap_or(true));
    }
}
