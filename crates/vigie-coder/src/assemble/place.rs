//! Where a claim stands: its own place, one of its sentence, one told before.

use vigie_model::{EventCode, Part, Relation};

use super::{Assembler, Whence};
use crate::drafts::Draft;
use crate::grammar::{Det, Function, Meaning, NounUse, VerbUse, Word};
use crate::groups::Body;
use crate::resolve::{Located, Memory};

/// So many localities are those of a region.
const MANY: u64 = 10;

impl Assembler<'_, '_> {
    /// Whether a group stands in what names a speaker.
    fn in_speaker(&self, group: usize) -> bool {
        self.attributions.iter().any(|a| {
            if a.aside { (a.own.0..=a.own.1).contains(&group) } else { a.own.0 <= group && group <= a.own.1 && group != a.at }
        })
    }

    pub(super) fn place(&self, draft: &Draft, memory: &Memory) -> (Option<Located>, Whence) {
        let scene = self.scene;
        // People flee from a place: where they go is not where it happens.
        let flight = draft.event == EventCode::Displacement;
        let aim = |l: &Located| flight && l.relation == Some(Relation::Toward);
        if let Some(found) = draft.place.and_then(|g| scene.place(g, memory)).filter(|l| !aim(l) && !self.is_country(l)) {
            return (Some(found), Whence::Own);
        }
        // Complements that say where, of the predicate and of the verb that carries it.
        let mut locals: Vec<usize> = draft.place.into_iter().collect();
        for p in self.predicate_chain(draft).into_iter().take(2) {
            let p = &self.clauses.predicates[p];
            if p.is(VerbUse::Say) {
                break;
            }
            locals.extend(p.args.iter().filter(|a| a.function.is_local()).map(|a| a.group));
            let further = |f: Function| matches!(f, Function::Object | Function::Of | Function::Subject | Function::Between);
            locals.extend(p.args.iter().filter(|a| further(a.function)).map(|a| a.group));
        }
        let mut wide = None;
        // `bombarder des groupes en Syrie`: no more is said than the country.
        let own = draft.predicate.filter(|_| draft.event.family() == "attack").map_or_else(Vec::new, |p| self.locals_of(p));
        let mut here = false;
        for g in &locals {
            for inner in scene.chain(*g) {
                if self.in_speaker(inner) || !self.tells_place(inner) {
                    continue;
                }
                if let Some(found) = scene.place(inner, memory).filter(|l| !aim(l)) {
                    if !self.is_country(&found) {
                        return (Some(found), Whence::Own);
                    }
                    here |= own.contains(g);
                    wide.get_or_insert(found);
                    break;
                }
            }
        }
        // `dans la ville`, `plusieurs quartiers`: a place told before, whatever else the sentence names.
        if let Some(pointer) = locals.iter().find(|g| scene.points_to_place(**g)) {
            if let Some(named) = self.named_before(*pointer, memory).filter(|n| !aim(n)) {
                return (Some(named), Whence::Sentence);
            }
            if let Some(told) = self.pointed(memory) {
                // The noun points to the place itself, and says which part of it: how another thing lay to it is not told again.
                return (Some(Located { relation: None, part: self.part_told(draft), ..told }), Whence::Pointed);
            }
        }
        if let Some((same, found)) = self.nearby(draft, memory).filter(|n| !aim(&n.1)) {
            if !self.is_country(&found) {
                return (Some(found), if same { Whence::Own } else { Whence::Sentence });
            }
            if same {
                wide.get_or_insert(found);
            }
        }
        if here {
            return (wide, Whence::Own);
        }
        if wide.is_none()
            && locals.iter().any(|g| self.is_site(*g))
            && !memory.place.as_ref().is_some_and(|p| self.is_settlement(p))
        {
            // `l'aéroport international`: a building lies in the town told last, unless the story stands in another country.
            let here = |town: &Located| memory.place.as_ref().is_none_or(|p| self.country(p) == self.country(town));
            if let Some(town) = self.pointed(memory).filter(|t| self.is_settlement(t) && here(t)) {
                return (Some(town), Whence::Pointed);
            }
        }
        if let Some(place) = memory.place.as_ref().or(memory.town.as_ref()).or(memory.area.as_ref()) {
            let ground = draft.event.family() == "territory";
            if ground && self.is_settlement(place) && locals.iter().any(|g| self.is_many_places(*g)) {
                return (wide, Whence::Carried);
            }
            let inside = wide.as_ref().is_none_or(|w| self.country(w) == self.country(place));
            if inside {
                return (Some(Located { part: self.part_told(draft), ..place.clone() }), Whence::Carried);
            }
        }
        match wide {
            Some(wide) => (Some(wide), Whence::Own),
            None => (scene.country_place(memory), Whence::Carried),
        }
    }

    /// Which part of a place is taken, held, left: `la majeure partie de la ville`, `dans plusieurs quartiers`.
    fn part_told(&self, draft: &Draft) -> Option<Part> {
        let args = self.predicate_chain(draft).into_iter().take(1).flat_map(|p| &self.clauses.predicates[p].args);
        let local = args.filter(|a| a.function.is_local() || a.function == Function::Object).map(|a| a.group);
        let mut groups = draft.place.into_iter().chain(local);
        groups.find_map(|g| self.scene.noun(g).and_then(|n| self.scene.part_of(n)))
    }

    /// `environ 70 localités`: more than lie in one town. `plusieurs positions`: they lie along a front.
    fn is_many_places(&self, group: usize) -> bool {
        let scene = self.scene;
        scene.noun(group).is_some_and(|n| {
            let many = n.quantity.and_then(|q| scene.found.quantities[q].whole()).is_some_and(|count| count >= MANY);
            let front =
                n.plural == Some(true) && matches!(n.det, None | Some(Det::Indefinite)) && scene.head_is(n, "locality.position");
            front || many && ["locality.town", "locality.village"].iter().any(|c| scene.head_is(n, c))
        })
    }

    /// `l'aéroport`, `dans l'hôpital militaire`: one building, which the reader is taken to know.
    fn is_site(&self, group: usize) -> bool {
        self.scene.noun(group).is_some_and(|n| {
            let foreign = self.scene.head_is(n, "locality.building.foreign");
            let known = n.det == Some(Det::Definite) && n.plural != Some(true) && n.names.is_empty();
            known && !foreign && self.scene.head_is(n, "locality.building")
        })
    }

    /// The complements of a predicate that say where, behind it.
    fn locals_of(&self, predicate: usize) -> Vec<usize> {
        let p = &self.clauses.predicates[predicate];
        p.args.iter().filter(|a| a.function == Function::At && a.group > p.group).map(|a| a.group).collect()
    }

    /// A place far off, on the way, or to which people flee is not where the story stands.
    pub(super) fn stands(&self, draft: &Draft, place: &Located, memory: &Memory) -> bool {
        let group = self.group_of(place.tokens.0);
        // `à 60 kilomètres de Beyrouth` is nowhere near.
        let measure = |g: usize| self.scene.noun(g).is_some_and(|n| self.scene.head_is(n, "measure"));
        let far = group.is_some_and(|g| measure(g) || g.checked_sub(1).is_some_and(measure));
        let off = far || place.relation == Some(Relation::Toward);
        let prep = group.and_then(|g| self.scene.noun(g)).and_then(|n| n.prep);
        let goes = draft.predicate.map(|p| &self.clauses.predicates[p]).is_some_and(|p| !p.noun && !p.passive);
        let refuge = draft.event == EventCode::Displacement && goes && prep.is_some_and(|f| f.is_local() && f != Function::From);
        // `bombarder des groupes en Syrie`, in a story of Aleppo: it stays there.
        let wider = self.is_country(place) && memory.place.as_ref().is_some_and(|p| self.country(p) == self.country(place));
        !off && !refuge && !(wider && draft.event.family() == "attack")
    }

    /// `À Saraqeb, les rebelles ont pris la ville`: a settlement named before a noun that points to one, in its own sentence.
    fn named_before(&self, pointer: usize, memory: &Memory) -> Option<Located> {
        (0..pointer).rev().find_map(|g| {
            let n = self.scene.noun(g)?;
            let told = !n.names.is_empty() && !self.in_speaker(g) && self.tells_place(g);
            self.scene.place(g, memory).filter(|l| told && self.is_settlement(l))
        })
    }

    /// The settlement told last, else the place of the last claim.
    fn pointed(&self, memory: &Memory) -> Option<Located> {
        let town = || memory.town.clone();
        let newer = town().filter(|_| memory.town_later);
        let place = || memory.place.clone().filter(|p| self.is_settlement(p));
        newer.or_else(place).or_else(town).or_else(|| memory.place.clone()).or_else(|| memory.area.clone())
    }

    /// The nearest place of the clause, else of a clause that this one does not merely explain; whether it is the clause's own.
    fn nearby(&self, draft: &Draft, memory: &Memory) -> Option<(bool, Located)> {
        let scene = self.scene;
        let clause = self.clauses.clause.get(draft.group).copied();
        let mut best: Option<((bool, bool, bool, usize), Located)> = None;
        for g in 0..scene.groups.len() {
            let Some(n) = scene.noun(g) else { continue };
            if n.names.is_empty() && !n.unknown_name || self.in_speaker(g) || !self.tells_place(g) {
                continue;
            }
            let same = self.clauses.clause.get(g).copied() == clause;
            let relative = !same && self.in_relative(g, draft.group);
            if relative && !self.tells_of_object(g, draft) {
                continue;
            }
            let Some(found) = scene.place(g, memory) else { continue };
            if self.widens(g, &found, memory) {
                continue;
            }
            let key = (!same, self.is_country(&found), self.says_where(g, draft), g.abs_diff(draft.group));
            if best.as_ref().is_none_or(|b| key < b.0) {
                best = Some((key, found));
            }
        }
        best.map(|b| (!b.0.0, b.1))
    }

    /// `A Téhéran, les médias ont annoncé la mort d'un général à Alep`: what stands before the verb of saying and its
    /// subject tells where they speak.
    fn says_where(&self, g: usize, draft: &Draft) -> bool {
        let says = |p: &&crate::clauses::Predicate| {
            let between = p.arg(Function::Subject).is_some_and(|s| g < s && s < p.group);
            p.is(VerbUse::Say)
                && between
                && p.group < draft.group
                && self.clauses.clause.get(g) == self.clauses.clause.get(p.group)
        };
        self.clauses.predicates.iter().any(|p| says(&p))
    }

    /// `s'en sont pris aux femmes qui récoltaient le riz à Koshobe`: a relative clause on those to whom it is done tells where.
    fn tells_of_object(&self, g: usize, draft: &Draft) -> bool {
        let pronoun = (0..g)
            .rev()
            .take(8)
            .find(|k| matches!(self.scene.groups[*k].body, Body::Joint(Word::RelativeSubject | Word::RelativePlace)));
        let undergoes = |head: usize| {
            draft.predicate.is_some_and(|p| {
                let done = |f: Function| matches!(f, Function::Object | Function::At | Function::Against);
                self.clauses.predicates[p].args.iter().any(|a| a.group == head && done(a.function))
            })
        };
        pronoun.and_then(|k| k.checked_sub(1)).is_some_and(undergoes)
    }

    /// `Pont-Sondé, dans l'Artibonite`: a place that only says where the town named just before lies.
    fn widens(&self, g: usize, found: &Located, memory: &Memory) -> bool {
        let scene = self.scene;
        // `dans la province d'Idleb`: the noun before the name carries the preposition.
        let region = |h: &usize| scene.noun(*h).is_some_and(|h| scene.head_is(h, "locality.region"));
        let of = scene.noun(g).is_some_and(|n| n.prep == Some(Function::Of));
        let holder = g.checked_sub(1).filter(|_| of).filter(region);
        let head = holder.unwrap_or(g);
        let local = scene.noun(head).and_then(|n| n.prep).is_some_and(Function::is_local);
        let Some(before) = head.checked_sub(1).map(|b| if scene.groups[b].is_mark(',') { b.saturating_sub(1) } else { b }) else {
            return false;
        };
        let named = scene.noun(before).is_some_and(|n| !n.names.is_empty());
        let wide = holder.is_some() || !self.is_settlement(found);
        local && named && wide && scene.place(before, memory).is_some_and(|b| self.is_settlement(&b))
    }

    /// Whether a group stands in a relative clause that the other group is no part of.
    pub(crate) fn in_relative(&self, g: usize, other: usize) -> bool {
        let relative = |at: usize| {
            (0..=at).rev().take(14).find(|k| {
                self.clauses.clause.get(*k) == self.clauses.clause.get(at)
                    && matches!(
                        self.scene.groups[*k].body,
                        Body::Joint(Word::RelativeSubject | Word::RelativeObject | Word::RelativePlace | Word::RelativeOf)
                    )
            })
        };
        relative(g).is_some_and(|r| relative(other) != Some(r))
    }

    /// A name in a local complement, or as the complement of a place noun, tells where; a subject, or the
    /// complement of a body (`les troupes de Damas`), does not.
    fn tells_place(&self, g: usize) -> bool {
        let Some(n) = self.scene.noun(g) else { return false };
        let has = |n: &crate::groups::NounGroup<'_>, wanted: &[NounUse]| {
            n.senses.iter().any(|s| wanted.iter().any(|w| self.scene.grammar.meaning(s.class) == Meaning::Noun(*w)))
        };
        const BODIES: [NounUse; 4] = [NounUse::Armed, NounUse::Government, NounUse::Speaker, NounUse::People];
        // `les habitants de Beit Hanoun` tells where they are.
        // `proches de la Turquie` are those who side with it.
        let inhabitants = |n: &crate::groups::NounGroup<'_>| {
            (self.scene.head_is(n, "people.civilian") || self.scene.head_is(n, "people.person"))
                && !n.senses.iter().any(|s| s.pos == vigie_pack::Pos::Adjective)
        };
        if has(n, &BODIES) && !has(n, &[NounUse::Locality]) {
            return false;
        }
        if n.prep == Some(Function::Of) {
            let holder = g.checked_sub(1).and_then(|h| self.scene.noun(h));
            // `le consulat de Turquie` lies anywhere but there.
            if holder.is_some_and(|h| self.scene.head_is(h, "locality.building.foreign")) {
                return false;
            }
            return holder.is_none_or(|h| {
                // `le retrait de ses troupes de Hama`: whose troops they are is said already.
                (h.det == Some(Det::Possessive) && self.scene.head_is(h, "armed"))
                    || has(h, &[NounUse::Locality, NounUse::Event, NounUse::Thing, NounUse::CountDisplaced])
                    || h.senses.is_empty()
                    || inhabitants(h)
            });
        }
        let local = n.prep.is_some_and(|f| f.is_local() || f == Function::Between);
        // `la bataille pour Goma`.
        let fought_for = n.prep == Some(Function::For)
            && g.checked_sub(1).and_then(|h| self.scene.noun(h)).is_some_and(|h| has(h, &[NounUse::Event]));
        local
            || fought_for
            || has(n, &[NounUse::Locality])
            || n.prep.is_none()
                && n.senses.is_empty()
                && self.clauses.predicates.iter().any(|p| p.args.iter().any(|a| a.group == g && a.function == Function::Object))
    }

    fn is_settlement(&self, located: &Located) -> bool {
        self.scene.gazetteer.place(located.place).is_some_and(|p| p.kind().is_settlement())
    }

    fn is_country(&self, located: &Located) -> bool {
        located.unlisted.is_none()
            && self
                .scene
                .gazetteer
                .place(located.place)
                .is_some_and(|p| matches!(p.kind(), vigie_gazetteer::PlaceKind::Country | vigie_gazetteer::PlaceKind::Continent))
    }

    pub(super) fn country(&self, located: &Located) -> String {
        self.scene.gazetteer.place(located.place).map_or_else(String::new, |p| p.country().as_str().to_string())
    }
}
