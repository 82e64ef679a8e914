//! The annotated claims of the corpus as claims of a record.
//!
//! What the annotation has no field for (parts of a place, relations, which count is part of which) stands in the
//! scenario as `[[reading]]`; nothing is taken from what the coder reads, so that this record measures the
//! reconciler alone.

use std::collections::BTreeMap;

use serde_json::Value;
use vigie_gazetteer::Gazetteer;
use vigie_model::{ActorRef, Claim, Count, Days, EventCode, Grade, Modality, PlaceRef, Quote, Scope, SourceRef, TimeRef, Who};
use vigie_pack::theatre::Theatre;

use super::scenario::{Reading, Scenario};

/// Names to ids, and what the readings add.
pub(crate) struct Annotation<'s> {
    scenario: &'s Scenario,
    actors: BTreeMap<String, (String, String)>,
    sources: BTreeMap<String, (String, String)>,
    places: BTreeMap<String, PlaceRef>,
}

/// A name as an id.
pub(crate) fn slug(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    plain.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

fn words<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    value[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// One of some codes by its word.
fn code<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

impl<'s> Annotation<'s> {
    pub(crate) fn new(scenario: &'s Scenario, theatre: &Theatre, gazetteer: &Gazetteer) -> Self {
        let mut actors = BTreeMap::new();
        for actor in &theatre.actors {
            let own = std::iter::once(actor.name.as_str());
            own.chain(actor.names.of("en").iter().map(String::as_str)).for_each(|name| {
                actors.entry(slug(name)).or_insert((actor.id.clone(), actor.name.clone()));
            });
        }
        let mut sources = BTreeMap::new();
        for source in &theatre.sources {
            sources.entry(slug(&source.name)).or_insert((source.id.clone(), source.name.clone()));
        }
        let mut places: BTreeMap<String, PlaceRef> = BTreeMap::new();
        let mut rank: BTreeMap<String, (bool, bool, u32)> = BTreeMap::new();
        for place in gazetteer.places().filter(|p| p.country().as_str() == "SY") {
            for (canonical, name) in [(true, place.name())].into_iter().chain(place.aliases().map(|alias| (false, alias))) {
                let better =
                    (place.is_extra(), canonical, place.population().unwrap_or(0) + u32::from(place.kind().is_settlement()));
                let key = slug(name);
                if rank.get(&key).is_none_or(|known| *known < better) {
                    rank.insert(key.clone(), better);
                    places.insert(key, told(&place));
                }
            }
        }
        for place in gazetteer.places().filter(|p| p.country().as_str() == "SY") {
            places.insert(slug(&place.id()), told(&place));
        }
        Self { scenario, actors, sources, places }
    }

    fn place(&self, names: &str) -> Option<&PlaceRef> {
        names.split('|').find_map(|name| self.places.get(&slug(name)))
    }

    fn actor(&self, names: &str) -> (String, String) {
        let known = names.split('|').find_map(|name| self.actors.get(&slug(name)));
        let first = names.split('|').next().unwrap_or_default();
        known.cloned().unwrap_or_else(|| (slug(first), first.to_owned()))
    }

    fn source(&self, names: &str) -> (String, String) {
        let known = |name: &str| self.sources.get(&slug(name)).or_else(|| self.actors.get(&slug(name))).cloned();
        let first = names.split('|').next().unwrap_or_default();
        names.split('|').find_map(known).unwrap_or_else(|| (slug(first), first.to_owned()))
    }

    fn actors(&self, annotated: &Value, key: &str) -> Vec<ActorRef> {
        let all = words(annotated, key).into_iter().map(|names| self.actor(names));
        all.map(|(id, name)| ActorRef { id, name, mention: String::new(), span: None }).collect()
    }

    fn reading(&self, doc: &str, quote: &str) -> Option<&Reading> {
        self.scenario.reading.iter().find(|r| r.doc == doc && quote.starts_with(&r.quote))
    }

    /// The claims of a row of the corpus.
    pub(crate) fn claims(&self, row: &Value, document: &str) -> Vec<Claim> {
        let text = row["text"].as_str().unwrap_or_default();
        let doc = row["id"].as_str().unwrap_or_default();
        let mut claims = Vec::new();
        for (n, annotated) in row["claims"].as_array().into_iter().flatten().enumerate() {
            let quote = annotated["quote"].as_str().unwrap_or_default();
            let reading = self.reading(doc, quote);
            let counts = counts(annotated, reading);
            let running = counts.first().is_some_and(|c| c.scope.is_some());
            let places = self.places(annotated, reading, running);
            for (m, place) in places.iter().enumerate() {
                claims.push(Claim {
                    id: format!("c-{doc}-{n:02}-{m}"),
                    document: document.to_owned(),
                    lang: row["lang"].as_str().unwrap_or_default().to_owned(),
                    quote: self::quote(text, quote),
                    event: code::<EventCode>(&annotated["event"]).expect("an event"),
                    modality: code::<Modality>(&annotated["modality"]).expect("a modality"),
                    actors: self.actors(annotated, "actor"),
                    targets: self.actors(annotated, "target"),
                    place: place.clone(),
                    time: time(annotated),
                    counts: counts.clone(),
                    sources: self.sources(annotated, reading),
                    rule: "annotated".to_owned(),
                    grade: Grade::Sure,
                });
            }
        }
        claims
    }

    /// The places of a claim, or that none is told.
    fn places(&self, annotated: &Value, reading: Option<&Reading>, running: bool) -> Vec<Option<PlaceRef>> {
        let country = annotated["place"].as_str().filter(|names| running && names.split('|').any(|name| name == "Syria"));
        let own = country.map(|_| "Syria").or(annotated["place"].as_str());
        let names: Vec<&str> = match reading.and_then(|r| r.places.as_ref()) {
            Some(all) => all.iter().map(String::as_str).collect(),
            None => own.into_iter().collect(),
        };
        let with = |mut place: PlaceRef| {
            place.part = reading.and_then(|r| r.part.as_ref()).and_then(|part| code(&Value::from(part.as_str())));
            place.relation = reading.and_then(|r| r.relation.as_ref()).and_then(|word| code(&Value::from(word.as_str())));
            place
        };
        let found: Vec<Option<PlaceRef>> =
            names.iter().map(|name| Some(with(self.place(name).unwrap_or_else(|| panic!("no place {name}")).clone()))).collect();
        if found.is_empty() { vec![None] } else { found }
    }

    /// Nearest first: the annotation names who carries the words first.
    fn sources(&self, annotated: &Value, reading: Option<&Reading>) -> Vec<SourceRef> {
        let mut all: Vec<&str> = words(annotated, "sources");
        all.reverse();
        if let (Some(first), Some(source)) = (all.first_mut(), reading.and_then(|r| r.source.as_deref())) {
            *first = source;
        }
        let named = all.into_iter().map(|names| self.source(names));
        named.map(|(id, name)| SourceRef { id, name, mention: String::new(), verb: String::new() }).collect()
    }
}

fn told(place: &vigie_gazetteer::PlaceRef<'_>) -> PlaceRef {
    PlaceRef {
        id: place.id(),
        name: place.name().to_owned(),
        aliases: place.aliases().map(str::to_owned).collect(),
        mention: place.name().to_owned(),
        lat: place.lat(),
        lon: place.lon(),
        country: place.country().as_str().to_owned(),
        kind: place.kind().word().to_owned(),
        prec: match place.kind().word() {
            "region" => 4,
            "district" => 3,
            "area" | "road" => 5,
            "country" | "continent" => 6,
            "water" => 7,
            _ => 1,
        },
        relation: None,
        part: None,
    }
}

fn quote(text: &str, quote: &str) -> Quote {
    let at = text.find(quote).unwrap_or_else(|| panic!("no words {quote}"));
    let start = text[..at].chars().count();
    Quote { text: quote.to_owned(), start, end: start + quote.chars().count() }
}

fn time(annotated: &Value) -> Option<TimeRef> {
    let day = |key: &str| annotated[key].as_str().map(str::to_owned);
    let (start, end) = (day("start"), day("end"));
    let parsed = |day: &Option<String>| day.as_ref().and_then(|d| d.parse().ok());
    let days = Days { start: parsed(&start), end: parsed(&end) };
    (!days.is_unknown()).then(|| TimeRef { start, end, edtf: days.edtf(), prec: days.precision(), mention: None })
}

/// Counts as annotated. A number of dead, displaced or towns over several days is a running total since the first;
/// a later count of the claim that counts some of the first is a part of it.
fn counts(annotated: &Value, reading: Option<&Reading>) -> Vec<Count> {
    let days = (annotated["start"].as_str(), annotated["end"].as_str());
    let event = annotated["event"].as_str().unwrap_or_default();
    let several = days.0.zip(days.1).is_some_and(|(start, end)| start < end);
    let counted: Vec<Count> = annotated["counts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|count| Count {
            of: code(&count["of"]).expect("what is counted"),
            low: count["low"].as_u64(),
            high: count["high"].as_u64(),
            bound: code(&count["bound"]).expect("a bound"),
            who: code(&count["who"]),
            mention: String::new(),
            scope: None,
            since: None,
            sub_of: None,
        })
        .collect();
    let first = counted.first().cloned();
    let narrower = |who: Option<Who>| match (first.as_ref().and_then(|f| f.who), who) {
        (None, None) | (Some(Who::People), Some(_)) => true,
        (Some(Who::Fighters), Some(who)) => matches!(who, Who::Fighters | Who::Soldiers),
        (whole, who) => whole == who,
    };
    let totals = ["casualties", "displacement", "territory.capture", "attack.battle"].contains(&event) && several;
    let running = totals || reading.is_some_and(|r| r.total);
    let mut all = counted;
    for n in 0..all.len() {
        let part = match reading.and_then(|r| r.parts.as_ref()) {
            Some(parts) => parts.get(n).and_then(|at| usize::try_from(*at).ok()),
            None => (n > 0 && narrower(all[n].who)).then_some(0),
        };
        all[n].sub_of = part;
        if running {
            all[n].scope = Some(Scope::Cumulative);
            all[n].since = days.0.map(str::to_owned);
        }
    }
    all
}
