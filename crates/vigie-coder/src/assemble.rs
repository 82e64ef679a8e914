//! From drafts to claims: names, days, places, speakers, modality, grade.
//!
//! Stage 7, last part. What a draft does not say itself is looked for in its
//! clause, in its sentence, and in what the passage told before, in this order;
//! whatever was carried over lowers the grade.

mod place;

use vigie_gazetteer::{Gazetteer, PlaceKind, lies_within};
use vigie_model::{Days, EventCode, Modality};

use crate::clauses::Clauses;
use crate::drafts::Draft;
use crate::grammar::{Det, Function, VerbUse, Word};
use crate::groups::{Body, Form, Tense};
use crate::resolve::{Located, Memory, Party, PartyKind, Scene, Speaker, Voice};
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
    /// Whether the story stands there from now on.
    pub stands: bool,
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
    /// In a sentence before, and a noun of the clause points to it.
    Pointed,
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
    /// Its own sentence says where.
    pub placed: bool,
    /// Who said it, the nearest speaker.
    pub speaker: Option<String>,
    /// Its days run from a stated beginning to the report.
    pub since: bool,
    /// It is the flight of people, which tells nothing of the day of a deed.
    pub fled: bool,
}

/// Places in the list of claims: a speaker named late takes those after it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mark {
    /// Where the claims of the sentence before begin.
    pub sentence: usize,
    /// Where the claims of the quotation that runs begin.
    pub quotation: usize,
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
    /// The voice whose speech goes on.
    pub open: Option<Voice>,
    /// It stood in a prepositional group (*according to X*), which seldom reaches beyond its sentence.
    pub open_aside: bool,
    /// Claims told before the sentence before, and before the quotation that runs.
    pub claims: Mark,
    /// Sentences since that speaker was named.
    pub unattributed: usize,
    /// Inside a quotation that began in a sentence before.
    pub quoting: bool,
    /// Sentences of that quotation so far.
    pub quoted: usize,
    /// Where the claims so far stand, one entry each.
    pub stood: Vec<Located>,
    /// The last claim of the sentence before.
    pub before: Option<Settled>,
}

impl Story {
    /// A new paragraph returns to the place where most of the story stands, what was told first counting once more
    /// (a country only when it was told first);
    /// a town inside it is where the story stands already.
    pub fn back_to_topic(&mut self, gazetteer: &Gazetteer) {
        let first = self.stood.first();
        let often =
            |l: &Located| self.stood.iter().filter(|o| o.is_same(l)).count() + usize::from(first.is_some_and(|f| f.is_same(l)));
        let narrow = |l: &&Located| {
            l.unlisted.is_some()
                || gazetteer.place(l.place).is_some_and(|p| !matches!(p.kind(), PlaceKind::Country | PlaceKind::Continent))
        };
        let topic = self
            .stood
            .iter()
            .max_by_key(|l| often(l))
            .filter(|l| often(l) > 1)
            .filter(|l| narrow(l) || first.is_some_and(|f| f.is_same(l)));
        if let Some(topic) = topic
            && !self.memory.place.as_ref().is_some_and(|here| inside(gazetteer, here, topic))
        {
            self.memory.place = Some(topic.clone());
        }
    }

    /// A town named inside the region where the story stands is where it goes on.
    pub fn narrow_to(&mut self, gazetteer: &Gazetteer, town: &Located) {
        // `à Gaza` after `la bande de Gaza` is the same place told shortly.
        let name = |l: &Located| gazetteer.place(l.place).map_or("", |p| p.name());
        let short = |region: &Located| name(town).split(' ').next().is_some_and(|word| name(region).contains(word));
        if town.relation.is_none()
            && self.memory.place.as_ref().is_some_and(|region| inside(gazetteer, town, region) && !short(region))
        {
            self.memory.place = Some(town.clone());
        }
    }
}

/// Whether a place is a settlement inside a region or area.
fn inside(gazetteer: &Gazetteer, town: &Located, region: &Located) -> bool {
    gazetteer
        .place(town.place)
        .zip(gazetteer.place(region.place))
        .is_some_and(|(t, r)| r.kind().is_wide() && t.kind().is_settlement() && town.unlisted.is_none() && lies_within(t, r))
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
    Party {
        id: "civilians".to_string(),
        name: "civilians".to_string(),
        kind: PartyKind::People,
        country: None,
        army: false,
        tokens: None,
    }
}

impl Assembler<'_, '_> {
    /// Settles one draft.
    pub fn settle(&self, draft: Draft, story: &Story) -> Option<Settled> {
        let modality = self.modality(&draft)?;
        let mut memory = std::borrow::Cow::Borrowed(&story.memory);
        let (speakers, denied) = self.speakers(&draft, story, modality);
        let own_voice = speakers.iter().find_map(|s| s.party.clone());
        let own_doer = own_voice.clone();
        // Inside its own speech, a possessive or a pronoun means the speaker.
        if let Some(voice) = own_voice {
            memory.to_mut().parties.push(voice);
        }
        let mut actors = self.parties(&draft, &draft.actors, &memory);
        let mut targets = self.parties(&draft, &draft.targets, &memory);
        if targets.is_empty() && (draft.event.family() == "attack" || draft.event == EventCode::Repel) {
            targets = self.owners_hit(&draft, &memory);
        }
        if actors.is_empty() && draft.event.family() == "attack" {
            actors = self.owners_striking(&draft, &memory);
        }
        if actors.is_empty() && self.tells_own_deed(&draft) {
            actors.extend(own_doer);
        }
        self.politics(&draft, &mut actors);
        actors.dedup_by(|a, b| a.id == b.id);
        targets.retain(|t| !actors.iter().any(|a| a.id == t.id));
        targets.dedup_by(|a, b| a.id == b.id);
        let (mut place, mut whence) = self.place(&draft, &memory);
        let (days, time_tokens, since) = self.days(&draft, story, modality, place.as_ref(), &speakers);
        let country = place.as_ref().map(|p| self.country(p));
        self.sides(&draft, &mut actors, &mut targets, &memory, country.as_deref());
        // A total since some day is that of the war, not of the town told last: unless what it goes on counting had a place.
        let placed = time_tokens.is_none()
            && story.last.as_ref().is_some_and(|l| l.since && l.placed && l.place == place.as_ref().map(|p| p.place));
        let total = Self::is_running_total(&draft, since) && !placed || self.is_tally_of_flight(&draft, &speakers);
        if matches!(whence, Whence::Sentence | Whence::Carried)
            && total
            && let Some(country) = self.scene.country_place(&memory)
        {
            (place, whence) = (Some(country), Whence::Carried);
        }
        let modality = if denied && modality == Modality::Asserted { Modality::Denied } else { modality };
        if modality == Modality::Denied && !denied && speakers.is_empty() {
            // What did not happen, in nobody's words, is no claim.
            return None;
        }
        let quote = self.quote(&draft);
        let stands = whence != Whence::Carried && place.as_ref().is_some_and(|l| self.stands(&draft, l, &memory));
        let begun = days.start == days.end && self.only_begins(&draft);
        let (anew, lasting) = (self.tells_anew(&draft), self.goes_on(&draft));
        Some(Settled {
            draft,
            quote,
            actors,
            targets,
            place,
            whence,
            stands,
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

    /// `sont entrés à Alep après deux attentats`: who attacked is who then came in.
    pub fn doers_of_sequel(&self, done: &Settled, told: &[Settled]) -> Vec<Party> {
        let (scene, group) = (self.scene, done.draft.group);
        let noun = scene.noun(group).filter(|_| done.actors.is_empty() && done.draft.event.family() == "attack");
        // `après trois jours d'assaut`.
        let length = || match group.checked_sub(1).map(|g| &scene.groups[g].body) {
            Some(Body::Time(t)) => scene.found.times.get(*t).is_some_and(|t| t.relation == crate::times::Relation::After),
            _ => false,
        };
        let after = noun.is_some_and(|n| n.prep == Some(Function::After) || length());
        let clause = |s: &Settled| self.clauses.clause.get(s.draft.group);
        let sequel = |s: &&Settled| {
            matches!(s.draft.event, EventCode::Capture | EventCode::Advance) && s.draft.group < group && clause(s) == clause(done)
        };
        let doers = told.iter().rev().filter(|_| after).find(sequel).map(|s| s.actors.clone()).unwrap_or_default();
        doers.into_iter().filter(|d| !done.targets.iter().any(|t| t.id == d.id)).collect()
    }

    /// `le ministère affirme avoir visé un dépôt`: the infinitive under a verb of saying is the speaker's own deed.
    fn tells_own_deed(&self, draft: &Draft) -> bool {
        let own = draft.event.family() == "attack" || draft.event.family() == "territory";
        own && draft.predicate.map(|p| &self.clauses.predicates[p]).is_some_and(|p| {
            p.form == Form::Infinitive && !p.passive && p.governor.is_some_and(|g| self.clauses.predicates[g].is(VerbUse::Say))
        })
    }

    /// A number of dead or displaced since some day.
    fn is_running_total(draft: &Draft, since: bool) -> bool {
        since && !draft.counts.is_empty() && matches!(draft.event, EventCode::Casualties | EventCode::Displacement)
    }

    /// Who the United Nations count as displaced (`selon l'ONU, 115 000 personnes ont été déplacées`), with no place
    /// beside the number, are those of the whole country.
    fn is_tally_of_flight(&self, draft: &Draft, speakers: &[Speaker]) -> bool {
        let driven = draft.predicate.is_none_or(|p| self.clauses.predicates[p].passive || self.clauses.predicates[p].noun);
        let sources = &self.scene.theatre.sources;
        let counted_by_un = |s: &Speaker| sources.iter().any(|t| t.id == s.id && t.kind == "un");
        draft.event == EventCode::Displacement && !draft.counts.is_empty() && driven && speakers.iter().any(counted_by_un)
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

    /// `des positions rebelles`, `337 drones ukrainiens`: whose the thing is that is hit.
    fn owners_hit(&self, draft: &Draft, memory: &Memory) -> Vec<Party> {
        // `la frappe d'un missile russe` tells the means.
        let of = draft.event == EventCode::Repel;
        self.owners(draft, memory, |f| {
            matches!(f, Function::Object | Function::Against | Function::On) || of && f == Function::Of
        })
    }

    /// `un missile russe a frappé`, `des tirs de missiles russes`: whose the weapon is that strikes.
    fn owners_striking(&self, draft: &Draft, memory: &Memory) -> Vec<Party> {
        self.owners(draft, memory, |f| matches!(f, Function::Subject | Function::By | Function::With | Function::Of))
    }

    fn owners(&self, draft: &Draft, memory: &Memory, role: impl Fn(Function) -> bool) -> Vec<Party> {
        let Some(p) = draft.predicate.map(|p| &self.clauses.predicates[p]) else { return Vec::new() };
        let things = p.args.iter().filter(|a| role(a.function) && a.group != p.group);
        things.map(|a| self.scene.owners(a.group, memory)).find(|owners| !owners.is_empty()).unwrap_or_default()
    }

    /// Sides that the clause leaves out: who holds ground is known from before, and what is taken is taken from somebody.
    fn sides(&self, draft: &Draft, actors: &mut Vec<Party>, targets: &mut Vec<Party>, memory: &Memory, place: Option<&str>) {
        use EventCode as E;
        let fights = |p: &&Party| matches!(p.kind, PartyKind::State | PartyKind::Group | PartyKind::Generic);
        if matches!(draft.event.family(), "territory" | "attack") {
            // In war a government acts by its army.
            for actor in actors.iter_mut().filter(|a| a.kind == PartyKind::State && a.name.ends_with(" government")) {
                if let Some(army) = actor.country.as_deref().and_then(|iso| self.scene.state_party(iso, "army", actor.tokens)) {
                    *actor = army;
                }
            }
        }
        if draft.event == E::Protest {
            for actor in actors.iter_mut().filter(|a| a.kind == PartyKind::People) {
                (actor.id, actor.name) = ("protesters".to_string(), "protesters".to_string());
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
        if actors.is_empty() && matches!(draft.event, E::Arrest | E::Abduction) {
            // Who takes soldiers, or hostages in a story of one group, is the group told; prisoners are a state's.
            let mut groups = memory.parties.iter().rev().filter(|p| p.kind == PartyKind::Group);
            let last = groups.next();
            let soldiers = targets.iter().any(|t| t.army);
            let prisoners = targets.iter().any(|t| t.name == "prisoners");
            let alone = draft.event == E::Abduction && !prisoners && groups.next().is_none();
            actors.extend(last.filter(|_| soldiers || alone).cloned().map(|mut p| {
                p.tokens = None;
                p
            }));
        }
        if matches!(draft.event, E::Withdraw | E::Repel) {
            // Who gives way or holds out is the army of the place, when the text says only *the army*.
            for actor in actors.iter_mut().filter(|a| a.army) {
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
        if self.is_background(draft) && !found.first().is_some_and(|a| a.forward && a.at < draft.group) {
            return (Vec::new(), false);
        }
        if let Some(first) = found.first() {
            let mut out: Vec<Speaker> = Vec::new();
            for a in &found {
                for speaker in &a.voice.speakers {
                    if !out.iter().any(|s| s.name == speaker.name) {
                        out.push(speaker.clone());
                    }
                }
            }
            return (out, first.denies);
        }
        // A rumour in the conditional is nobody's word.
        // A toll goes on being that of who gave the one before.
        let toll = draft.event == EventCode::Casualties
            && !draft.counts.is_empty()
            && draft.predicate.is_none_or(|p| self.clauses.predicates[p].is(VerbUse::Count));
        let goes_on = !story.open_aside || self.leans_on_the_sentence_before();
        let open = story.open.as_ref().filter(|_| goes_on).or_else(|| story.memory.last_heard().filter(|_| toll));
        (open.filter(|_| modality != Modality::Possible).map(|v| v.speakers.clone()).unwrap_or_default(), false)
    }

    /// `Le bilan de l'attaque`, `au lendemain de la prise`: what the reader is taken to know already, and nobody reports.
    fn is_background(&self, draft: &Draft) -> bool {
        let scene = self.scene;
        let Some(n) = scene.noun(draft.group).filter(|_| draft.predicate.is_some_and(|p| self.clauses.predicates[p].noun)) else {
            return false;
        };
        if n.det == Some(Det::Indefinite) || n.quantity.is_some() {
            return false;
        }
        let mut root = draft.group;
        while root > 0 && scene.noun(root).is_some_and(|n| n.prep == Some(Function::Of)) {
            root -= 1;
        }
        let holder = scene.noun(root).filter(|_| root < draft.group);
        let counts_or_dates = |h: &crate::groups::NounGroup<'_>| {
            scene.head_is(h, "noun.toll") || h.senses.iter().any(|s| scene.grammar.is_under(s.class, "calendar"))
        };
        n.prep == Some(Function::After) || holder.is_some_and(counts_or_dates)
    }

    /// A sentence that opens with a pronoun, or with a part of those told, leans on the one before.
    fn leans_on_the_sentence_before(&self) -> bool {
        let groups = self.scene.groups;
        let first = groups.iter().find(|g| !matches!(g.body, Body::Time(_) | Body::Adverb(_) | Body::Mark(_) | Body::Joint(_)));
        first
            .and_then(|g| g.noun())
            .is_some_and(|n| n.pronoun.is_some() || n.det == Some(Det::Demonstrative) || n.prep == Some(Function::Among))
    }

    /// Group of a token.
    pub(crate) fn group_of(&self, token: usize) -> Option<usize> {
        self.scene.groups.iter().position(|g| g.first <= token && token < g.last)
    }
}
