//! Questions: what a person asks for, in the words that they use, and what the record answers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::civil::Date;
use vigie_model::{Dispute, Entry, EventCode, Fate, Grade, Incident, Input, Instant, Link, PlaceRef, Standing, Stretch, Toll};
use vigie_reconcile::{disputes, incidents, tolls};
use vigie_store::{Ask, Page};

use crate::fault::Fault;
use crate::names::Names;
use crate::observatory::Observatory;

/// What is asked for. Every field that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The last day of the world that is asked about; `None` = whatever is known.
    pub on: Option<Date>,
    /// The first day of the world that is asked about; `None` = from the beginning.
    pub since: Option<Date>,
    /// As the record stood at this instant; `None` = as it stands.
    pub known_at: Option<Instant>,
    /// Name of a place, in any language.
    pub place: Option<String>,
    /// Name of an actor, in any language.
    pub actor: Option<String>,
    /// Name of a source or outlet, in any language.
    pub source: Option<String>,
    /// Event codes, or their families (`territory`).
    pub events: Vec<String>,
    /// Words that the document must hold.
    pub words: Option<String>,
    /// How sure the reading of a claim is, or better.
    pub grade: Option<Grade>,
    /// How well an incident stands, or better.
    pub standing: Option<Standing>,
    /// ISO 3166-1 alpha-2 code of a country.
    pub country: Option<String>,
    /// West, south, east, north in degrees; where west is greater than east, across the line of 180 degrees.
    pub bbox: Option<[f64; 4]>,
    /// Id of the document.
    pub document: Option<String>,
    /// Where to go on in a long answer.
    pub page: Page,
}

impl Question {
    /// The instant that the answer is for.
    pub fn at(&self) -> Instant {
        self.known_at.unwrap_or(Instant::MAX)
    }
}

/// What is known of one who says things, over the entries that were asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Witness {
    /// Id of the origin.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `agency`, `monitor` …; `None` = not known.
    pub kind: Option<String>,
    /// Camp on the last day of the question, or else of its last claim; `None` = neutral or not known.
    pub camp: Option<String>,
    /// The actor for which it speaks, which is why it stands in that camp; `None` = for itself.
    pub speaks_for: Option<String>,
    /// Claims of it.
    pub claims: u64,
    /// Documents that carry them, copies counted once.
    pub documents: u64,
    /// Claims of incidents of which nobody else spoke.
    pub alone: u64,
    /// Claims of incidents of which an independent origin spoke later.
    pub confirmed: u64,
    /// Claims that stand in a dispute.
    pub contradicted: u64,
}

/// A toll is known from everything that was ever said about its scope: which claims count is
/// not for the question to choose, or a figure would stand that a later one superseded.
fn of_tolls(ask: &Ask) -> Ask {
    Ask {
        counted: true,
        known_at: ask.known_at,
        places: ask.places.clone(),
        country: ask.country.clone(),
        bbox: ask.bbox,
        ..Ask::default()
    }
}

/// Whether a place lies in the country and the box that are asked about.
fn lies_in(place: &PlaceRef, ask: &Ask) -> bool {
    let [west, south, east, north] = ask.bbox.unwrap_or([-180.0, -90.0, 180.0, 90.0]);
    let wide = if west <= east { (west..=east).contains(&place.lon) } else { place.lon >= west || place.lon <= east };
    wide && (south..=north).contains(&place.lat) && ask.country.as_ref().is_none_or(|c| place.country == *c)
}

impl Observatory {
    /// The question in the ids of the record.
    ///
    /// # Errors
    /// When a name means nothing.
    pub fn ask(&self, question: &Question) -> Result<Ask, Fault> {
        let mut ask = Ask {
            known_at: Some(question.at()),
            country: question.country.clone(),
            since: question.since.map(|d| d.to_string()),
            on: question.on.map(|d| d.to_string()),
            words: question.words.as_deref().map(crate::search::folded),
            grade: question.grade,
            bbox: question.bbox,
            document: question.document.clone(),
            ..Ask::default()
        };
        if let Some(name) = &question.place {
            ask.places = Names::of_places(&self.record.places()?).ids(name)?;
        }
        if let Some(name) = &question.actor {
            ask.actors = Names::of_actors(&self.theatre).ids(name)?;
        }
        if let Some(name) = &question.source {
            // An outlet has no row in a theatre: its own name is its id.
            let ids = Names::of_sources(&self.theatre).ids(name).unwrap_or_default();
            ask.sources = if ids.is_empty() { vec![name.to_lowercase()] } else { ids };
        }
        for name in &question.events {
            let codes = EventCode::ALL.iter().filter(|c| c.as_str() == name || c.family() == name);
            let before = ask.events.len();
            ask.events.extend(codes);
            if ask.events.len() == before {
                let all = EventCode::ALL.iter().map(|c| c.as_str());
                let nearest = vigie_pack::nearest::nearest(name, all).map(str::to_owned);
                return Err(Fault::UnknownName { name: name.clone(), nearest });
            }
        }
        Ok(ask)
    }

    /// Claims, one after the other, in the order in which the record came to know them.
    ///
    /// # Errors
    /// When a name means nothing or the record refuses.
    pub fn claims(&self, question: &Question, each: &mut dyn FnMut(Entry) -> ControlFlow<()>) -> Result<(), Fault> {
        Ok(self.record.entries(&self.ask(question)?, question.page, each)?)
    }

    /// Incidents, by their first day.
    ///
    /// # Errors
    /// When a name means nothing or the record refuses.
    pub fn incidents(&self, question: &Question) -> Result<Vec<Incident>, Fault> {
        self.incidents_of(&self.ask(question)?, question)
    }

    pub(crate) fn incidents_of(&self, ask: &Ask, question: &Question) -> Result<Vec<Incident>, Fault> {
        let mut groups: BTreeMap<String, Vec<(Link, Entry)>> = BTreeMap::new();
        self.record.incidents(ask, question.page, &mut |link, entry| {
            groups.entry(link.incident.clone()).or_default().push((link, entry));
            ControlFlow::Continue(())
        })?;
        let decisions = self.record.decisions(question.at())?;
        let mut found: Vec<Incident> =
            groups.values().filter_map(|group| incidents::incident(group, &decisions, &self.knowledge)).collect();
        // A claim without a day may have brought an incident that other claims date.
        let later = |i: &Incident| ask.on.as_ref().zip(i.start.as_ref()).is_some_and(|(on, start)| start > on);
        let before = |i: &Incident| ask.since.as_ref().zip(i.end.as_ref()).is_some_and(|(since, end)| end < since);
        // One that nobody dates happened when it was first told at the latest: it is of the days up to then.
        let told: BTreeMap<&str, String> = groups
            .values()
            .filter_map(|group| {
                let days = group.iter().filter_map(|(_, e)| e.published.clone().or_else(|| Some(e.known.day()?.to_string())));
                Some((group.first()?.0.incident.as_str(), days.min()?))
            })
            .collect();
        let elsewhen = |i: &Incident| {
            let told = told.get(i.id.as_str()).filter(|_| i.start.is_none() && i.end.is_none());
            told.is_some_and(|day| ask.on.as_ref().is_some_and(|on| day > on) || ask.since.as_ref().is_some_and(|s| day < s))
        };
        found.retain(|i| !later(i) && !before(i) && !elsewhen(i));
        if let Some(standing) = question.standing {
            found.retain(|incident| incident.standing <= standing);
        }
        let open = "9999".to_owned();
        found.sort_by(|a, b| {
            let key = |i: &Incident| (i.start.clone().or_else(|| i.end.clone()).unwrap_or_else(|| open.clone()), i.id.clone());
            key(a).cmp(&key(b))
        });
        Ok(found)
    }

    /// Tolls of the places and days that are asked about.
    ///
    /// # Errors
    /// When a name means nothing or the record refuses.
    pub fn tolls(&self, question: &Question) -> Result<Vec<Toll>, Fault> {
        let ask = self.ask(question)?;
        let entries = self.entries(&of_tolls(&ask))?;
        let mut found = tolls::tolls(&entries, &self.knowledge, question.on);
        if !ask.actors.is_empty() {
            let named = |e: &&Entry| e.claim.actors.iter().chain(&e.claim.targets).any(|a| ask.actors.contains(&a.id));
            let claims: BTreeSet<&str> = entries.iter().filter(named).map(|e| e.claim.id.as_str()).collect();
            let used = |i: &Input| i.fate == Fate::Used && claims.contains(i.claim.as_str());
            found.retain(|t| t.inputs.iter().any(used));
        }
        if let Some(since) = &ask.since {
            found.retain(|t| t.end.as_ref().or(t.as_of.as_ref()).is_none_or(|day| day >= since));
        }
        if !ask.sources.is_empty() {
            found.retain(|t| t.origins.iter().any(|o| ask.sources.contains(&o.origin)));
        }
        Ok(found)
    }

    /// Who holds what on a day (the last one told, if none is given).
    ///
    /// # Errors
    /// When a name means nothing or the record refuses.
    pub fn control(&self, question: &Question) -> Result<Vec<Stretch>, Fault> {
        let on = question.on.map_or_else(|| "9999-12-31".to_owned(), |d| d.to_string());
        let ask = self.ask(question)?;
        let mut stretches = self.record.control(&on, question.at())?;
        if !ask.places.is_empty() {
            stretches.retain(|s| ask.places.contains(&s.place));
        }
        if ask.country.is_some() || ask.bbox.is_some() {
            let places = self.places()?;
            stretches.retain(|s| places.get(&s.place).is_some_and(|p| lies_in(p, &ask)));
        }
        if !ask.actors.is_empty() {
            stretches.retain(|s| s.holders.iter().chain(&s.against).any(|h| ask.actors.contains(h)));
        }
        Ok(stretches)
    }

    /// How places were held over time, the newest stretch last.
    ///
    /// # Errors
    /// When a name means nothing or the record refuses.
    pub fn history(&self, question: &Question) -> Result<Vec<Stretch>, Fault> {
        let mut all = Vec::new();
        for place in self.ask(question)?.places {
            all.extend(self.record.history(&place, question.at())?);
        }
        Ok(all)
    }

    /// What cannot both be true.
    ///
    /// # Errors
    /// When a name means nothing or the record refuses.
    pub fn disputes(&self, question: &Question) -> Result<Vec<Dispute>, Fault> {
        let ask = self.ask(question)?;
        let entries = self.entries(&ask)?;
        let found = self.incidents_of(&ask, question)?;
        let mut all = disputes::disputes(&entries, &found, &self.knowledge);
        all.extend(tolls::disputes(&self.entries(&of_tolls(&ask))?, &self.knowledge, question.on));
        let later = |d: &Dispute| ask.on.as_ref().zip(d.start.as_ref()).is_some_and(|(on, start)| start > on);
        let before = |d: &Dispute| ask.since.as_ref().zip(d.end.as_ref()).is_some_and(|(since, end)| end < since);
        all.retain(|d| !later(d) && !before(d));
        all.sort_by(|a, b| (&a.start, &a.id).cmp(&(&b.start, &b.id)));
        Ok(all)
    }

    /// Who said how much, how often alone, confirmed later, contradicted; the most talkative first.
    ///
    /// # Errors
    /// When a name means nothing or the record refuses.
    pub fn sources(&self, question: &Question) -> Result<Vec<Witness>, Fault> {
        let entries = self.entries(&self.ask(question)?)?;
        let by_claim: BTreeMap<&str, &Entry> = entries.iter().map(|e| (e.claim.id.as_str(), e)).collect();
        let mut all: BTreeMap<String, Witness> = BTreeMap::new();
        let mut documents: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for entry in &entries {
            let origin = self.knowledge.origin(entry);
            documents.entry(origin.id.clone()).or_default().insert(&entry.witness);
            let witness = all.entry(origin.id.clone()).or_insert_with(|| Witness {
                kind: self.knowledge.kind_of(&origin.id).map(str::to_owned),
                speaks_for: self.knowledge.actor_of(&origin.id).map(str::to_owned),
                id: origin.id,
                name: origin.name,
                ..Witness::default()
            });
            // The camp of the last claim of which a camp is known: entries come as they were known.
            let day = question.on.or_else(|| entry.day());
            if let Some(camp) = self.knowledge.camp_of(&witness.id, day) {
                witness.camp = Some(camp.to_owned());
            }
            witness.claims += 1;
        }
        for incident in self.incidents(question)? {
            let told: Vec<(&Entry, String)> = incident
                .claims
                .iter()
                .filter_map(|linked| by_claim.get(linked.claim.as_str()))
                .map(|entry| (*entry, self.knowledge.origin(entry).id))
                .collect();
            for (entry, id) in &told {
                let Some(witness) = all.get_mut(id) else { continue };
                let others = told.iter().filter(|(other, by)| by != id && other.witness != entry.witness);
                witness.alone += u64::from(incident.origins.len() < 2);
                witness.confirmed += u64::from(others.clone().any(|(other, _)| other.known > entry.known));
            }
        }
        for dispute in self.disputes(question)? {
            for claim in dispute.sides.iter().flat_map(|side| &side.claims) {
                if let Some(entry) = by_claim.get(claim.as_str())
                    && let Some(witness) = all.get_mut(&self.knowledge.origin(entry).id)
                {
                    witness.contradicted += 1;
                }
            }
        }
        for (id, witness) in &mut all {
            witness.documents = documents.get(id).map_or(0, |d| d.len() as u64);
        }
        let mut all: Vec<Witness> = all.into_values().collect();
        all.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.id.cmp(&b.id)));
        Ok(all)
    }

    /// The places of the record by their ids.
    ///
    /// # Errors
    /// When the record refuses.
    pub fn places(&self) -> Result<BTreeMap<String, PlaceRef>, Fault> {
        Ok(self.record.places()?.into_iter().map(|p| (p.id.clone(), p)).collect())
    }
}
