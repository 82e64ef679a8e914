//! Tolls and deeds of killing as drafts: which numbers make one statement, and of which event.

use vigie_model::EventCode;

use super::{Builder, Draft, DraftCount, core};
use crate::grammar::{Det, Function, VerbUse, Word};
use crate::groups::{Body, Form};
use crate::tolls::{Toll, stands_alone};

impl Builder<'_, '_> {
    /// Tolls of one clause are one draft.
    pub(super) fn casualties(&mut self) {
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
            // `a tué ou blessé des dizaines de soldats`: the toll of the object is told.
            let told = p.all(Function::Object).any(|g| self.tolls.iter().any(|t| t.group == g && t.predicate != Some(at)));
            let used = told || self.out.iter().any(|d| d.predicate == Some(at) || d.groups.contains(&p.group));
            if found.event != EventCode::Casualties || used {
                continue;
            }
            // A verb of counting tells nothing by itself; with *wounded* it says that there were some.
            let counts = p.is(VerbUse::Count) || p.is(VerbUse::Toll);
            let without =
                self.scene.groups.get(p.group).and_then(|g| g.verb()).is_some_and(|v| v.prep == Some(Function::Without));
            if p.noun || counts && (p.negated || without || !p.args.iter().any(|a| self.some_of_a_toll(a.group))) {
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

    /// `de nombreux blessés`, `des victimes civiles`: dead or wounded that nobody numbers.
    fn some_of_a_toll(&self, group: usize) -> bool {
        let Some(n) = self.scene.noun(group) else { return false };
        let counted = ["count.dead", "count.injured", "count.victim"].iter().any(|c| self.scene.head_is(n, c));
        counted && n.quantity.is_none() && n.plural == Some(true) && matches!(n.det, Some(Det::Indefinite) | None)
    }

    /// Two tolls say one thing when nothing but commas, *and* and a second participle stands between.
    fn same_statement(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.tolls[a], &self.tolls[b]);
        if b.again {
            return !stands_alone(self.scene, b);
        }
        if self.clauses_in_row(a, b) {
            return true;
        }
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
                || (a.predicate.is_some()
                    && finite == 1
                    && (a.predicate == b.predicate || self.clauses.clause[a.group] == self.clauses.clause[b.group])))
    }

    /// `un soldat a péri, deux autres ont été blessés`: two clauses of death and injury side by side are one statement,
    /// unless something of its own (a day, a place, another verb) stands with the first.
    fn clauses_in_row(&self, a: &Toll, b: &Toll) -> bool {
        let harms = |t: &Toll| {
            t.predicate.map(|p| &self.clauses.predicates[p]).filter(|p| {
                !p.noun && (p.is(VerbUse::Die) || p.is(VerbUse::Kill) || p.is(VerbUse::Injure) || p.is(VerbUse::Vanish))
            })
        };
        let (Some(first), Some(second)) = (harms(a), harms(b)) else { return false };
        first.form == Form::Finite
            && second.form == Form::Finite
            && first.group < b.group
            && b.group < second.group
            && (a.group + 1..b.group).all(|g| match &self.scene.groups[g].body {
                Body::Verb(_) => g == first.group,
                Body::Mark(m) => matches!(m, ',' | ';'),
                Body::Joint(j) => matches!(j, Word::And),
                Body::Noun(n) => n.prep == Some(Function::Of),
                Body::Adverb(_) => true,
                Body::Time(_) => false,
            })
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
}
