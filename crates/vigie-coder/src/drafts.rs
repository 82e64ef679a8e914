//! Drafts: frames and tolls of one sentence, put together.
//!
//! Stage 6, last part. One deed told by several words is one draft: the toll
//! inside an attack clause belongs to the attack, the verb that only carries an
//! event noun adds its doer and its day. A noun that only points back (*cette
//! attaque*) makes no claim of its own (annotation guide, decisions 1 and 2).

mod casualties;
mod merge;
mod things;

use vigie_model::{Bound, Counted, EventCode, Who};

use crate::clauses::{Clauses, Predicate};
use crate::frames::{Frame, Refused, Rules, frame};
use crate::grammar::{Det, Function, VerbUse};
use crate::groups::{Body, Form};
use crate::resolve::{Memory, Scene};
use crate::tolls::{Toll, tolls};

/// A count in the making.
#[derive(Debug, Clone)]
pub struct DraftCount {
    /// What.
    pub of: Counted,
    /// Who; `None` for things.
    pub who: Option<Who>,
    /// Lower number.
    pub low: Option<u64>,
    /// Upper number.
    pub high: Option<u64>,
    /// How firmly.
    pub bound: Bound,
    /// Tokens of the words.
    pub tokens: (usize, usize),
    /// Place in the list of the one that it is part of.
    pub part_of: Option<usize>,
    /// It adds to what was told before.
    pub more: bool,
}

/// A claim in the making: groups, not yet names.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Code.
    pub event: EventCode,
    /// Id of the rule.
    pub rule: String,
    /// Predicate that made it; `None` for a bare number of dead.
    pub predicate: Option<usize>,
    /// Group of the predicate, or of the number.
    pub group: usize,
    /// Every group that belongs to it.
    pub groups: Vec<usize>,
    /// The groups that the claim rests on: those in its roles, its object, its numbers.
    pub core: Vec<usize>,
    /// Groups that act.
    pub actors: Vec<usize>,
    /// Groups acted upon.
    pub targets: Vec<usize>,
    /// Group that says where.
    pub place: Option<usize>,
    /// Counts.
    pub counts: Vec<DraftCount>,
    /// Modality that the rule itself sets.
    pub modality: Option<vigie_model::Modality>,
    /// The event noun points back to something told before.
    pub points_back: bool,
}

/// What [`drafts`] gives back.
#[derive(Debug, Default)]
pub struct Drafted {
    /// The drafts, in the order of the text.
    pub drafts: Vec<Draft>,
    /// Rules that were asked and refused, when a trace was wanted.
    pub refused: Vec<Refused>,
}

/// Makes the drafts of a sentence.
pub fn drafts(scene: &Scene<'_, '_>, clauses: &Clauses, rules: &Rules, memory: &Memory, trace: bool) -> Drafted {
    let mut refused = Vec::new();
    let frames: Vec<Option<Frame>> = (0..clauses.predicates.len())
        .map(|p| {
            let predicate = &clauses.predicates[p];
            if predicate.purpose || loose(scene, clauses, predicate) {
                return None;
            }
            frame(scene, clauses, p, rules, memory, trace.then_some(&mut refused))
        })
        .collect();
    let tolls = tolls(scene, clauses, memory.toll);
    if asks(scene) {
        return Drafted { drafts: Vec::new(), refused };
    }
    let mut builder = Builder { scene, clauses, frames: &frames, tolls: &tolls, out: Vec::new() };
    builder.events();
    builder.casualties();
    builder.merge_hosts();
    builder.merge_nested();
    let mut drafts = builder.out;
    drafts.sort_by_key(|d| d.group);
    Drafted { drafts, refused }
}

/// A question claims nothing.
fn asks(scene: &Scene<'_, '_>) -> bool {
    let tokens = &scene.found.sentence.tokens;
    tokens.iter().rev().find(|t| !t.is_quote()).is_some_and(|t| t.is('?') || t.is('؟'))
}

/// The groups that a frame rests on.
fn core(p: &Predicate, found: &Frame) -> Vec<usize> {
    let mut core: Vec<usize> = found.targets.iter().chain(&found.counts).chain(found.place.as_ref()).copied().collect();
    core.extend(
        p.args.iter().filter(|a| matches!(a.function, Function::Object | Function::Of) && a.group != p.group).map(|a| a.group),
    );
    core.push(p.group);
    core
}

/// An infinitive tells a deed only under a verb that says that it is done, tried, planned or told.
fn loose(scene: &Scene<'_, '_>, clauses: &Clauses, p: &Predicate) -> bool {
    if p.noun || p.form != Form::Infinitive {
        return false;
    }
    // `après avoir pris`: done, and earlier.
    if scene.groups.get(p.group).and_then(|g| g.verb()).is_some_and(|v| v.prep == Some(Function::After)) {
        return false;
    }
    let Some(governor) = p.governor.map(|g| &clauses.predicates[g]) else { return true };
    let carries = [
        VerbUse::Say,
        VerbUse::Deny,
        VerbUse::Plan,
        VerbUse::Doubt,
        VerbUse::Aspect,
        VerbUse::Attempt,
        VerbUse::Cause,
        VerbUse::Modal,
        VerbUse::Count,
    ];
    !carries.iter().any(|u| governor.is(*u)) && !governor.is(VerbUse::End)
}

struct Builder<'b, 'p> {
    scene: &'b Scene<'b, 'p>,
    clauses: &'b Clauses,
    frames: &'b [Option<Frame>],
    tolls: &'b [Toll],
    out: Vec<Draft>,
}

impl Builder<'_, '_> {
    /// Every frame that is no toll becomes a draft.
    fn events(&mut self) {
        for (at, found) in self.frames.iter().enumerate() {
            let Some(found) = found else { continue };
            if found.event == EventCode::Casualties {
                continue;
            }
            let p = &self.clauses.predicates[at];
            if found.event == EventCode::Displacement && p.all(Function::Subject).any(|g| self.is_somebody(g)) {
                continue;
            }
            let mut groups: Vec<usize> = p.args.iter().map(|a| a.group).collect();
            groups.push(p.group);
            let rule = &self.scene.pack.rules[found.rule];
            let mut draft = Draft {
                event: found.event,
                rule: rule.id.clone(),
                predicate: Some(at),
                group: p.group,
                groups,
                core: core(p, found),
                actors: found.actors.clone(),
                targets: found.targets.clone(),
                place: found.place,
                counts: Vec::new(),
                modality: rule.modality,
                points_back: p.noun && self.points_back(p),
            };
            self.count_things(&mut draft, found, p, rule.counts.as_deref());
            self.out.push(draft);
        }
    }

    /// One person by name: `son fils Bachar a fui` moves no people.
    fn is_somebody(&self, group: usize) -> bool {
        let Some(n) = self.scene.noun(group) else { return false };
        let person = n.names.iter().any(|i| self.scene.found.names[*i].person().is_some());
        n.quantity.is_none() && n.plural != Some(true) && (person || (n.unknown_name && self.scene.head_is(n, "people")))
    }

    /// A definite event noun with nothing of its own beside it refers back.
    fn points_back(&self, p: &Predicate) -> bool {
        let Some(n) = self.scene.noun(p.group) else { return false };
        let own = p.args.iter().any(|a| {
            a.group != p.group
                && !matches!(a.function, Function::During | Function::After | Function::Before)
                && self.clauses.of_group[a.group].is_none()
        });
        match n.det {
            Some(Det::Demonstrative) => !p.governor.is_some_and(|g| self.clauses.predicates[g].is(VerbUse::Deny)),
            Some(Det::Definite) => {
                let described = !n.names.is_empty()
                    || self.scene.modifier_is(n, "adj.armed")
                    || n.unknown_name
                    || n.quantity.is_some()
                    || self.time_follows(p.group);
                let governed = p.governor.is_some_and(|g| {
                    let g = &self.clauses.predicates[g];
                    let object = g.arg(Function::Object) == Some(p.group);
                    let subject = g.arg(Function::Subject) == Some(p.group);
                    (g.is(VerbUse::Launch) || g.is(VerbUse::Undergo)) && object || g.is(VerbUse::Deny) && object || subject
                });
                !(own || described || governed)
            }
            _ => false,
        }
    }

    fn time_follows(&self, at: usize) -> bool {
        matches!(self.scene.groups.get(at + 1).map(|g| &g.body), Some(Body::Time(_)))
    }
}
