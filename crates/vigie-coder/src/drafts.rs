//! Drafts: frames and tolls of one sentence, put together.
//!
//! Stage 6, last part. One deed told by several words is one draft: the toll
//! inside an attack clause belongs to the attack, the verb that only carries an
//! event noun adds its doer and its day. A noun that only points back (*cette
//! attaque*) makes no claim of its own (annotation guide, decisions 1 and 2).

use vigie_model::{Bound, Counted, EventCode, Who};

use crate::clauses::{Clauses, Predicate};
use crate::frames::{Frame, Refused, Rules, frame};
use crate::grammar::{Det, Function, VerbUse, Word};
use crate::groups::{Body, Form};
use crate::resolve::{Memory, Scene};
use crate::tolls::{Toll, number, tolls, who};

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
    let tolls = tolls(scene, clauses);
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

    /// Numbers of what is taken, fired, sent, driven out.
    fn count_things(&self, draft: &mut Draft, found: &Frame, p: &Predicate, counted: Option<&str>) {
        let mut groups = found.counts.clone();
        if p.noun {
            groups.push(p.group);
        }
        groups.extend(found.place);
        groups.extend(&found.targets);
        if groups.is_empty()
            || matches!(
                draft.event,
                EventCode::Arrest
                    | EventCode::Displacement
                    | EventCode::Abduction
                    | EventCode::Deployment
                    | EventCode::Destruction
                    | EventCode::Capture
            )
        {
            groups.extend(p.all(Function::Object));
        }
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let Some(n) = self.scene.noun(group) else { continue };
            let article = n.quantity.is_some_and(|q| self.scene.found.quantities[q].article);
            if article && !matches!(draft.event, EventCode::Arrest | EventCode::Abduction) {
                continue;
            }
            let numbered = number(self.scene, n).or_else(|| {
                let single = matches!(draft.event, EventCode::Arrest | EventCode::Abduction)
                    && n.plural == Some(false)
                    && (n.unknown_name || n.names.iter().any(|i| self.scene.found.names[*i].person().is_some()));
                single.then_some((Some(1), Some(1), Bound::Exact))
            });
            let Some((low, high, bound)) = numbered else { continue };
            let own = p.noun && group == p.group;
            if self.scene.head_is(n, "measure") {
                continue;
            }
            let is = |pattern: &str| self.scene.head_is(n, pattern);
            let people = who(self.scene, n);
            let of = if own {
                if draft.event.family() != "attack" || draft.event == EventCode::Battle {
                    continue;
                }
                Counted::Strikes
            } else if let Some(of) = counted.and_then(Counted::named).filter(|of| *of != Counted::Strikes) {
                match of {
                    Counted::Displaced | Counted::Detained | Counted::Abducted | Counted::Returned | Counted::Fighters
                        if people.is_none() && n.head.is_some() =>
                    {
                        if is("weapon.vehicle") || is("thing.vehicle") {
                            Counted::Vehicles
                        } else {
                            Counted::Other
                        }
                    }
                    _ => of,
                }
            } else if is("locality.town") || is("locality.village") || is("locality.position") || is("locality.base") {
                Counted::Localities
            } else if is("weapon.vehicle") || is("thing.vehicle") || is("weapon.air") {
                Counted::Vehicles
            } else if people.is_some() && draft.event.family() == "attack" {
                continue;
            } else {
                Counted::Other
            };
            draft.counts.push(DraftCount {
                of,
                who: if matches!(of, Counted::Localities | Counted::Vehicles | Counted::Strikes) { None } else { people },
                low,
                high,
                bound,
                tokens: (n.start, self.scene.groups[group].last),
                part_of: None,
                more: false,
            });
            self.sub_counts(draft, group, of);
        }
    }

    /// `environ 70 localités, dont une vingtaine vendredi`.
    fn sub_counts(&self, draft: &mut Draft, group: usize, of: Counted) {
        let whole = draft.counts.len() - 1;
        let mut opener = false;
        for at in group + 1..self.scene.groups.len().min(group + 9) {
            match &self.scene.groups[at].body {
                Body::Joint(Word::RelativeOf) => opener = true,
                Body::Noun(n) if opener || n.prep == Some(Function::Among) => {
                    let Some((low, high, bound)) = number(self.scene, n) else {
                        opener |= n.prep == Some(Function::Among);
                        continue;
                    };
                    let who = who(self.scene, n).filter(|_| draft.counts[whole].who.is_some());
                    draft.counts.push(DraftCount {
                        of,
                        who,
                        low,
                        high,
                        bound,
                        tokens: (n.start, self.scene.groups[at].last),
                        part_of: Some(whole),
                        more: false,
                    });
                    draft.groups.push(at);
                    draft.core.push(at);
                    return;
                }
                Body::Mark(',' | '(') | Body::Adverb(_) | Body::Time(_) => {}
                Body::Noun(n) if n.prep.is_some() => {}
                _ => return,
            }
        }
    }

    /// Tolls of one clause are one draft.
    fn casualties(&mut self) {
        let mut done = vec![false; self.tolls.len()];
        for first in 0..self.tolls.len() {
            if done[first] {
                continue;
            }
            let mut members = vec![first];
            for next in first + 1..self.tolls.len() {
                let whole = self.tolls[next].part_of.is_some_and(|w| members.contains(&w));
                if !done[next] && (whole || self.same_statement(*members.last().unwrap_or(&first), next)) {
                    members.push(next);
                }
            }
            for m in &members {
                done[*m] = true;
            }
            self.toll_draft(&members);
        }
        // A deed of killing without a number: `des civils ont été tués`.
        for (at, found) in self.frames.iter().enumerate() {
            let Some(found) = found else { continue };
            let p = &self.clauses.predicates[at];
            let used = self.out.iter().any(|d| d.predicate == Some(at) || d.groups.contains(&p.group));
            if found.event != EventCode::Casualties || used {
                continue;
            }
            let bare = p.is(VerbUse::Count) || p.is(VerbUse::Toll) || p.noun;
            if bare {
                continue;
            }
            let mut groups: Vec<usize> = p.args.iter().map(|a| a.group).collect();
            groups.push(p.group);
            let rule = &self.scene.pack.rules[found.rule];
            self.out.push(Draft {
                event: EventCode::Casualties,
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
                points_back: false,
            });
        }
    }

    /// Two tolls say one thing when nothing but commas, *and* and a second participle stands between.
    fn same_statement(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.tolls[a], &self.tolls[b]);
        let between = a.group + 1..b.group;
        let plain = between.clone().all(|g| match &self.scene.groups[g].body {
            Body::Mark(m) => matches!(m, ',' | '(' | ')' | '"' | '«' | '»' | '-' | '–' | ':'),
            Body::Joint(j) => matches!(j, Word::And | Word::Or | Word::RelativeOf),
            Body::Verb(v) => v.form != Form::Infinitive,
            _ => true,
        });
        let finite = between.filter(|g| self.scene.groups[*g].verb().is_some_and(|v| v.form == Form::Finite)).count();
        plain
            && (finite == 0
                || (a.predicate.is_some() && finite == 1 && self.clauses.clause[a.group] == self.clauses.clause[b.group]))
    }

    fn toll_draft(&mut self, members: &[usize]) {
        let lead = &self.tolls[members[0]];
        let predicate = members.iter().find_map(|m| self.tolls[*m].predicate);
        let mut groups: Vec<usize> = members.iter().map(|m| self.tolls[*m].group).collect();
        let mut draft = Draft {
            event: EventCode::Casualties,
            rule: "toll.count-noun".to_string(),
            predicate,
            group: lead.group,
            groups: Vec::new(),
            core: Vec::new(),
            actors: Vec::new(),
            targets: Vec::new(),
            place: None,
            counts: Vec::new(),
            modality: None,
            points_back: false,
        };
        if let Some(at) = predicate {
            let p = &self.clauses.predicates[at];
            groups.push(p.group);
            groups.extend(p.args.iter().map(|a| a.group));
            if let Some(found) = &self.frames[at]
                && (found.event == EventCode::Casualties || found.event.family() == "attack")
            {
                let rule = &self.scene.pack.rules[found.rule];
                draft.rule.clone_from(&rule.id);
                draft.actors.clone_from(&found.actors);
                draft.targets.clone_from(&found.targets);
                draft.place = found.place;
                draft.modality = rule.modality;
                // An attack verb that bears its toll stays an attack.
                if found.event != EventCode::Casualties {
                    draft.event = found.event;
                    draft.group = p.group;
                    self.out.retain(|d| d.predicate != Some(at));
                }
            }
        }
        if let Some(event) = predicate.and_then(|p| self.by_weapon(p)).filter(|_| draft.event == EventCode::Casualties) {
            draft.event = event;
            draft.group = self.clauses.predicates[predicate.unwrap_or(0)].group;
        }
        for m in members {
            let t = &self.tolls[*m];
            draft.counts.push(DraftCount {
                of: t.of,
                who: t.who,
                low: t.low,
                high: t.high,
                bound: t.bound,
                tokens: t.tokens,
                part_of: t.part_of.and_then(|w| members.iter().position(|x| *x == w)),
                more: t.more,
            });
        }
        draft.core = members.iter().map(|m| self.tolls[*m].group).collect();
        for p in members.iter().filter_map(|m| self.tolls[*m].predicate) {
            let p = &self.clauses.predicates[p];
            groups.push(p.group);
            draft.core.push(p.group);
            // `le nombre de morts dépasse 200`: without its subject the number says nothing.
            let number = |g: &usize| {
                let head = |class: &str| self.scene.noun(*g).is_some_and(|n| self.scene.head_is(n, class));
                head("noun.toll.dead") || head("noun.toll.injured")
            };
            draft.core.extend(p.args.iter().map(|a| a.group).filter(number));
        }
        groups.sort_unstable();
        groups.dedup();
        draft.groups = groups;
        self.out.push(draft);
    }

    /// `tués par des obus`: the weapon that is the agent says what kind of attack it was.
    fn by_weapon(&self, predicate: usize) -> Option<EventCode> {
        const WEAPONS: [(&str, EventCode); 4] = [
            ("weapon.shell", EventCode::Shelling),
            ("weapon.drone", EventCode::Drone),
            ("weapon.bomb", EventCode::Bombing),
            ("weapon.air", EventCode::Airstrike),
        ];
        let p = &self.clauses.predicates[predicate];
        p.args.iter().filter(|a| matches!(a.function, Function::Subject | Function::By)).find_map(|a| {
            let n = self.scene.noun(a.group)?;
            WEAPONS.iter().find(|w| self.scene.head_is(n, w.0)).map(|w| w.1)
        })
    }

    /// The draft of the event noun at a group.
    fn noun_draft(&self, group: usize) -> Option<usize> {
        self.out.iter().position(|d| {
            d.group == group && d.event != EventCode::Casualties && d.predicate.is_some_and(|p| self.clauses.predicates[p].noun)
        })
    }

    /// A deed told of an attack noun (`une frappe a fait 12 morts`, `tués dans des raids`) belongs to the attack,
    /// unless the noun only points back.
    fn merge_hosts(&mut self) {
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
    fn merge_nested(&mut self) {
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
