//! From drafts to claims: names, days, places, speakers, modality, grade.
//!
//! Stage 7, last part. What a draft does not say itself is looked for in its
//! clause, in its sentence, and in what the passage told before, in this order;
//! whatever was carried over lowers the grade.

use vigie_model::{Days, EventCode, Modality};

use crate::clauses::Clauses;
use crate::drafts::Draft;
use crate::grammar::{Function, Meaning, NounUse, VerbUse, Word};
use crate::groups::{Body, Form, Tense};
use crate::resolve::{Located, Memory, Party, PartyKind, Scene, Speaker};
use crate::speech::{Attribution, speakers};
use crate::times::Anchor;

/// What a draft becomes before its offsets are counted.
#[derive(Debug, Clone)]
pub struct Settled {
    /// The draft.
    pub draft: Draft,
    /// Bytes of the quote in the text.
    pub quote: (usize, usize),
    /// Who acts.
    pub actors: Vec<Party>,
    /// Who is acted upon.
    pub targets: Vec<Party>,
    /// Where.
    pub place: Option<Located>,
    /// Where in the text the place stands.
    pub whence: Whence,
    /// When; and the tokens of the words.
    pub days: Days,
    /// Tokens of the time.
    pub time_tokens: Option<(usize, usize)>,
    /// Relation of the time.
    pub since: bool,
    /// An event noun that nothing ties to what was told before.
    pub anew: bool,
    /// An event that goes on, or is meant to.
    pub lasting: bool,
    /// The days are those of a beginning, and it still goes on.
    pub begun: bool,
    /// Who says it.
    pub speakers: Vec<Speaker>,
    /// Whether the source says that it was so.
    pub modality: Modality,
}

/// Where in the text a place stands that a claim is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whence {
    /// In its own clause.
    Own,
    /// In another clause of its sentence.
    Sentence,
    /// In a sentence before, or it is the country at issue.
    Carried,
}

/// The last claim that told its own days: what another claim about the same thing inherits.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Its days.
    pub days: Days,
    /// Its place.
    pub place: Option<vigie_gazetteer::PlaceIndex>,
    /// Who said it, the nearest speaker.
    pub speaker: Option<String>,
    /// Its days run from a stated beginning to the report.
    pub since: bool,
    /// It is the flight of people, which tells nothing of the day of a deed.
    pub fled: bool,
}

/// What the passage has told, beyond who and where.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Who and where.
    pub memory: Memory,
    /// Day last told.
    pub days: Option<Days>,
    /// Days of the deed last told: what was only said on some day does not count.
    pub deed: Option<Days>,
    /// The last claim's code, days.
    pub last: Option<Told>,
    /// The speaker whose speech goes on.
    pub open: Option<Speaker>,
    /// Sentences since that speaker was named.
    pub unattributed: usize,
    /// Inside a quotation that began in a sentence before.
    pub quoting: bool,
    /// Where the claims so far stand, one entry each.
    pub stood: Vec<Located>,
}

impl Story {
    /// A new paragraph returns to the town where most of the story stands, if it stands in one.
    pub fn back_to_topic(&mut self, gazetteer: &vigie_gazetteer::Gazetteer) {
        let often = |l: &Located| self.stood.iter().filter(|o| o.place == l.place).count();
        let town = |l: &&Located| gazetteer.place(l.place).is_some_and(|p| p.kind().is_settlement());
        if let Some(topic) = self.stood.iter().max_by_key(|l| often(l)).filter(|l| often(l) > 1).filter(town) {
            self.memory.place = Some(topic.clone());
        }
    }
}

/// Everything needed to settle the drafts of one sentence.
pub struct Assembler<'a, 'p> {
    /// The sentence with its groups.
    pub scene: &'a Scene<'a, 'p>,
    /// Its clauses.
    pub clauses: &'a Clauses,
    /// Its speakers.
    pub attributions: &'a [Attribution],
    /// Days to count from.
    pub anchor: Anchor,
}

/// Civilians as a party, not named by any words of their own.
fn civilians() -> Party {
    Party { id: "civilians".to_string(), name: "civilians".to_string(), kind: PartyKind::People, country: None, tokens: None }
}

impl Assembler<'_, '_> {
    /// Settles one draft.
    pub fn settle(&self, draft: Draft, story: &Story) -> Option<Settled> {
        let modality = self.modality(&draft)?;
        let mut memory = std::borrow::Cow::Borrowed(&story.memory);
        let (speakers, denied) = self.speakers(&draft, story, modality);
        let own_voice = speakers.iter().find_map(|s| s.party.clone());
        // Inside its own speech, a possessive or a pronoun means the speaker.
        if let Some(voice) = own_voice {
            memory.to_mut().parties.push(voice);
        }
        let mut actors = self.parties(&draft, &draft.actors, &memory);
        let mut targets = self.parties(&draft, &draft.targets, &memory);
        self.politics(&draft, &mut actors);
        actors.dedup_by(|a, b| a.id == b.id);
        targets.retain(|t| !actors.iter().any(|a| a.id == t.id));
        targets.dedup_by(|a, b| a.id == b.id);
        let (mut place, mut whence) = self.place(&draft, &memory);
        let (days, time_tokens, since) = self.days(&draft, story, modality, place.as_ref(), &speakers);
        let country = place.as_ref().map(|p| self.country(p));
        self.sides(&draft, &mut actors, &mut targets, &memory, country.as_deref());
        if whence != Whence::Own && Self::is_running_total(&draft, since) {
            // A total since some day is that of the war, not of the town told last.
            if let Some(country) = self.scene.country_place(&memory) {
                (place, whence) = (Some(country), Whence::Carried);
            }
        }
        let modality = if denied && modality == Modality::Asserted { Modality::Denied } else { modality };
        if modality == Modality::Denied && !denied && speakers.is_empty() {
            // What did not happen, in nobody's words, is no claim.
            return None;
        }
        let quote = self.quote(&draft);
        let begun = days.start == days.end && self.only_begins(&draft);
        let (anew, lasting) = (self.tells_anew(&draft), self.goes_on(&draft));
        Some(Settled {
            draft,
            quote,
            actors,
            targets,
            place,
            whence,
            days,
            time_tokens,
            since,
            anew,
            lasting,
            begun,
            speakers,
            modality,
        })
    }

    /// A number of dead or displaced since some day.
    fn is_running_total(draft: &Draft, since: bool) -> bool {
        since && !draft.counts.is_empty() && matches!(draft.event, EventCode::Casualties | EventCode::Displacement)
    }

    /// Bytes from the first to the last group of the draft.
    fn quote(&self, draft: &Draft) -> (usize, usize) {
        let groups = self.scene.groups;
        let own = draft.group;
        let counted = |g: &usize| self.scene.noun(*g).is_some_and(|n| draft.counts.iter().any(|c| c.tokens.0 == n.start));
        // The doer stands in `actors`; the words of the deed are what the claim rests on.
        let doer = |g: &usize| *g < own && draft.actors.contains(g) && !counted(g);
        let near = |g: &&usize| g.abs_diff(own) <= 14 && !doer(g);
        let first = draft.core.iter().chain([&own]).filter(near).min().copied().unwrap_or(own);
        let last = draft.core.iter().chain([&own]).filter(near).max().copied().unwrap_or(own);
        let last = self.scene.chain(last).last().unwrap_or(last);
        let from = self.scene.noun(first).map_or(groups[first].first, |_| groups[first].first);
        let tokens = &self.scene.found.sentence.tokens;
        let start = tokens.get(from).map_or(0, |t| t.start as usize);
        let end = groups[last].last.checked_sub(1).and_then(|l| tokens.get(l)).map_or(start, |t| t.end as usize);
        (start, end.max(start))
    }

    fn parties(&self, draft: &Draft, groups: &[usize], memory: &Memory) -> Vec<Party> {
        let mut out: Vec<Party> = Vec::new();
        for group in groups {
            let own = *group == draft.group && draft.predicate.is_some_and(|p| self.clauses.predicates[p].noun);
            let found = if own { self.scene.possessor(*group, memory) } else { self.scene.parties(*group, memory) };
            for party in found {
                if !out.iter().any(|p| p.id == party.id) {
                    out.push(party);
                }
            }
        }
        out
    }

    /// Sides that the clause leaves out: who holds ground is known from before, and what is taken is taken from somebody.
    fn sides(&self, draft: &Draft, actors: &mut Vec<Party>, targets: &mut Vec<Party>, memory: &Memory, place: Option<&str>) {
        use EventCode as E;
        let fights = |p: &&Party| matches!(p.kind, PartyKind::State | PartyKind::Group | PartyKind::Generic);
        if matches!(draft.event.family(), "territory" | "attack") || draft.event == E::Deployment {
            // In war a government acts by its army.
            for actor in actors.iter_mut().filter(|a| a.kind == PartyKind::State && a.name.ends_with(" government")) {
                if let Some(army) = actor.country.as_deref().and_then(|iso| self.scene.state_party(iso, "army", actor.tokens)) {
                    *actor = army;
                }
            }
        }
        if actors.is_empty() && matches!(draft.event, E::Capture | E::Advance | E::Siege | E::Repel | E::Withdraw | E::Hold) {
            let last = memory.parties.iter().rev().find(|p| fights(p) && !targets.iter().any(|t| t.id == p.id));
            let found = match draft.event {
                E::Withdraw | E::Repel => memory.parties.iter().rev().find(|p| p.kind == PartyKind::State).or(last),
                _ => last,
            };
            actors.extend(found.cloned().map(|mut p| {
                p.tokens = None;
                p
            }));
        }
        if matches!(draft.event, E::Withdraw | E::Repel) {
            // Who gives way or holds out is the army of the place, when the text says only *the army*.
            for actor in actors.iter_mut().filter(|a| a.is_army()) {
                let bare = actor.tokens.is_some_and(|t| !self.scene.found.names.iter().any(|n| t.0 <= n.first && n.last <= t.1));
                if let Some(army) = place
                    .filter(|c| bare && actor.country.as_deref() != Some(c))
                    .and_then(|iso| self.scene.state_party(iso, "army", actor.tokens))
                {
                    *actor = army;
                }
            }
        }
        match draft.event {
            E::Withdraw | E::Hold | E::Deployment | E::Destruction | E::Aid | E::Protest => targets.clear(),
            E::Capture | E::Repel | E::Siege | E::Battle if targets.is_empty() && !actors.is_empty() => {
                targets.extend(self.scene.opponent(actors, memory, place));
            }
            E::Displacement if targets.is_empty() => targets.push(civilians()),
            _ => {}
        }
        if draft.event.family() == "attack" && targets.is_empty() {
            let civil = draft.counts.iter().any(|c| {
                matches!(c.of, vigie_model::Counted::Killed | vigie_model::Counted::Injured)
                    && matches!(c.who, Some(vigie_model::Who::Civilians | vigie_model::Who::Children | vigie_model::Who::Women))
            });
            if civil {
                targets.push(civilians());
            }
        }
    }

    /// In politics a country acts by its government.
    fn politics(&self, draft: &Draft, actors: &mut [Party]) {
        if !matches!(draft.event, EventCode::Agreement | EventCode::Aid) {
            return;
        }
        for actor in actors {
            let bare = actor.kind == PartyKind::State && actor.name.ends_with(" army");
            if bare
                && let Some(country) =
                    actor.country.as_deref().and_then(|iso| self.scene.theatre.countries.iter().find(|c| c.iso2 == iso))
            {
                actor.name = format!("{} government", country.adj_en);
                actor.id = crate::resolve::slug(&actor.name);
            }
        }
    }

    pub(crate) fn predicate_chain(&self, draft: &Draft) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut next = draft.predicate;
        while let Some(p) = next {
            if chain.contains(&p) || chain.len() > 4 {
                break;
            }
            chain.push(p);
            next = self.clauses.predicates[p].governor;
        }
        chain
    }

    /// `si les rebelles prenaient Kiev`: what stands under a condition is told by nobody.
    fn conditional(&self, group: usize) -> bool {
        let groups = &self.scene.groups;
        let clause = (0..group).rev().take_while(|g| !groups[*g].is_mark(',') && !matches!(groups[*g].body, Body::Verb(_)));
        clause.into_iter().any(|g| matches!(groups[g].body, Body::Joint(Word::Condition)))
    }

    /// Whether it was so, may have been, is to be, was not. `None` = no claim at all.
    fn modality(&self, draft: &Draft) -> Option<Modality> {
        if let Some(modality) = draft.modality {
            return Some(modality);
        }
        let chain = self.predicate_chain(draft);
        if self.conditional(draft.group) {
            return None;
        }
        let mut out = Modality::Asserted;
        for (rank, at) in chain.iter().enumerate() {
            let p = &self.clauses.predicates[*at];
            if rank > 0 {
                let says = p.is(VerbUse::Say);
                if p.is(VerbUse::Deny) {
                    out = Modality::Denied;
                } else if p.is(VerbUse::Plan) && !says {
                    out = Modality::Planned;
                } else if p.is(VerbUse::Doubt) {
                    out = Modality::Possible;
                } else if p.is(VerbUse::Modal) {
                    // `ont dû fuir` tells a deed; `peut attaquer` tells none.
                    match p.tense {
                        Tense::Past | Tense::Pluperfect => {}
                        Tense::Conditional | Tense::Future => out = Modality::Planned,
                        _ if p.form == Form::Finite => return None,
                        _ => {}
                    }
                } else if p.classes.iter().any(|c| {
                    self.scene.grammar.is_under(c.0, "verb.aspect.fail") || self.scene.grammar.is_under(c.0, "verb.end.prevent")
                }) {
                    out = Modality::Denied;
                }
                if says {
                    break;
                }
                let carries = self.clauses.predicates[chain[0]].noun || !says;
                let goes_on = p.is(VerbUse::End) || p.is(VerbUse::Aspect);
                if carries && p.negated && !goes_on && out == Modality::Asserted {
                    out = Modality::Denied;
                }
                if carries && p.tense == Tense::Conditional && out == Modality::Asserted {
                    out = Modality::Possible;
                }
                if carries && p.tense == Tense::Future && out == Modality::Asserted {
                    out = Modality::Planned;
                }
                continue;
            }
            if p.noun {
                continue;
            }
            if p.negated {
                out = Modality::Denied;
            }
            match p.tense {
                Tense::Conditional => out = Modality::Possible,
                Tense::Future => out = Modality::Planned,
                _ => {}
            }
        }
        if out == Modality::Asserted && self.doubted(draft) {
            out = Modality::Possible;
        }
        Some(out)
    }

    fn doubted(&self, draft: &Draft) -> bool {
        let clause = self.clauses.clause.get(draft.group);
        self.scene.groups.iter().enumerate().any(|(g, group)| {
            matches!(group.body, Body::Adverb(Some(Word::AdverbDoubt)))
                && self.clauses.clause.get(g) == clause
                && g.abs_diff(draft.group) <= 4
        })
    }

    fn speakers(&self, draft: &Draft, story: &Story, modality: Modality) -> (Vec<Speaker>, bool) {
        let found = speakers(self.scene, self.clauses, self.attributions, draft.group, draft.predicate);
        if let Some(first) = found.first() {
            let mut out: Vec<Speaker> = Vec::new();
            for a in &found {
                if !out.iter().any(|s| s.name == a.speaker.name) {
                    out.push(a.speaker.clone());
                }
            }
            return (out, first.denies);
        }
        // A rumour in the conditional is nobody's word.
        // A toll goes on being that of who gave the one before.
        let toll = draft.event == EventCode::Casualties
            && !draft.counts.is_empty()
            && draft.predicate.is_none_or(|p| self.clauses.predicates[p].is(VerbUse::Count));
        let open = story
            .open
            .as_ref()
            .or(story.memory.speaker.as_ref().filter(|_| toll))
            .into_iter()
            .filter(|_| modality != Modality::Possible);
        (open.cloned().collect(), false)
    }

    /// Group of a token.
    pub(crate) fn group_of(&self, token: usize) -> Option<usize> {
        self.scene.groups.iter().position(|g| g.first <= token && token < g.last)
    }

    /// Whether a group stands in what names a speaker.
    fn in_speaker(&self, group: usize) -> bool {
        self.attributions.iter().any(|a| {
            if a.aside { (a.own.0..=a.own.1).contains(&group) } else { a.own.0 <= group && group <= a.own.1 && group != a.at }
        })
    }

    fn place(&self, draft: &Draft, memory: &Memory) -> (Option<Located>, Whence) {
        let scene = self.scene;
        // People flee from a place: where they go is not where it happens.
        let flight = draft.event == EventCode::Displacement;
        let aim = |l: &Located| flight && l.relation == Some(vigie_model::Relation::Toward);
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
        for g in &locals {
            for inner in scene.chain(*g) {
                if self.in_speaker(inner) || !self.tells_place(inner) {
                    continue;
                }
                if let Some(found) = scene.place(inner, memory).filter(|l| !aim(l)) {
                    if !self.is_country(&found) {
                        return (Some(found), Whence::Own);
                    }
                    wide.get_or_insert(found);
                    break;
                }
            }
        }
        // `dans la ville`, `plusieurs quartiers`: a place told before, whatever else the sentence names.
        if locals.iter().any(|g| scene.points_to_place(*g))
            && let Some(town) = memory
                .place
                .clone()
                .filter(|p| self.is_settlement(p))
                .or_else(|| memory.town.clone())
                .or_else(|| memory.place.clone())
        {
            return (Some(town), Whence::Carried);
        }
        if let Some((same, found)) = self.nearby(draft, memory).filter(|n| !aim(&n.1)) {
            if !self.is_country(&found) {
                return (Some(found), if same { Whence::Own } else { Whence::Sentence });
            }
            if same {
                wide.get_or_insert(found);
            }
        }
        if let Some(place) = memory.place.as_ref().or(memory.town.as_ref()) {
            let inside = wide.as_ref().is_none_or(|w| self.country(w) == self.country(place));
            if inside {
                return (Some(place.clone()), Whence::Carried);
            }
        }
        match wide {
            Some(wide) => (Some(wide), Whence::Own),
            None => (scene.country_place(memory), Whence::Carried),
        }
    }

    /// The nearest place of the clause, else of a clause that this one does not merely explain; whether it is the clause's own.
    fn nearby(&self, draft: &Draft, memory: &Memory) -> Option<(bool, Located)> {
        let scene = self.scene;
        let clause = self.clauses.clause.get(draft.group).copied();
        let mut best: Option<((bool, bool, usize), Located)> = None;
        for g in 0..scene.groups.len() {
            let Some(n) = scene.noun(g) else { continue };
            if n.names.is_empty() || self.in_speaker(g) || !self.tells_place(g) {
                continue;
            }
            let same = self.clauses.clause.get(g).copied() == clause;
            if !same && self.in_relative(g, draft.group) {
                continue;
            }
            let Some(found) = scene.place(g, memory) else { continue };
            if self.widens(g, &found, memory) {
                continue;
            }
            let key = (!same, self.is_country(&found), g.abs_diff(draft.group));
            if best.as_ref().is_none_or(|b| key < b.0) {
                best = Some((key, found));
            }
        }
        best.map(|b| (!b.0.0, b.1))
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
            return holder.is_none_or(|h| {
                has(h, &[NounUse::Locality, NounUse::Event, NounUse::Thing, NounUse::CountDisplaced])
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
        self.scene
            .gazetteer
            .place(located.place)
            .is_some_and(|p| matches!(p.kind(), vigie_gazetteer::PlaceKind::Country | vigie_gazetteer::PlaceKind::Continent))
    }

    fn country(&self, located: &Located) -> String {
        self.scene.gazetteer.place(located.place).map_or_else(String::new, |p| p.country().as_str().to_string())
    }
}
