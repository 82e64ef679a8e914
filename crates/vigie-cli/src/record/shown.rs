//! What the rows of each answer show.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Bounds, Dispute, Entry, Incident, PlaceRef, Stretch, Toll};
use vigie_observatory::ask::Witness;
use vigie_observatory::route::Stop;

use super::sheet::Shown;
use crate::table;

/// Names of actors, sources and places, by their ids.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub(crate) parties: BTreeMap<String, String>,
    pub(crate) places: BTreeMap<String, PlaceRef>,
}

impl Named {
    /// Names in a row; two bodies of one name are told once.
    fn parties(&self, ids: &[String]) -> String {
        let mut names: Vec<String> = Vec::with_capacity(ids.len());
        for id in ids {
            // A common noun has no row in a theatre: its id is the noun.
            let name = self.parties.get(id).cloned().unwrap_or_else(|| said(id));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }
}

/// A key as words: `one-origin` is *one origin*. Ids of claims, documents and places stay as they are.
pub(crate) fn said(key: &str) -> String {
    let id = |word: &str| ["c-", "t-", "d-", "VG-", "sha256:"].iter().any(|head| word.starts_with(head));
    let words =
        key.split(' ').map(|word| if id(word) || word.contains(['.', ':']) { word.to_owned() } else { word.replace('-', " ") });
    words.collect::<Vec<_>>().join(" ")
}

fn days(start: Option<&String>, end: Option<&String>) -> String {
    match (start, end) {
        (Some(a), Some(b)) if a == b => a.clone(),
        (Some(a), Some(b)) => format!("{a} – {b}"),
        (Some(a), None) => format!("from {a}"),
        (None, Some(b)) => format!("up to {b}"),
        (None, None) => String::new(),
    }
}

/// `at least 277`, `242–311`; empty where nothing bounds it.
fn bounds(bounds: Bounds) -> String {
    match (bounds.low(), bounds.high()) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) => format!("{a}–{b}"),
        (Some(a), None) => format!("at least {a}"),
        (None, Some(b)) => format!("at most {b}"),
        (None, None) => String::new(),
    }
}

fn at(place: Option<&PlaceRef>) -> Option<[f64; 2]> {
    place.map(|p| [p.lon, p.lat])
}

impl Shown for Entry {
    const FIRST: usize = 18;

    const COLUMNS: &'static [(&'static str, usize)] =
        &[("claim", 18), ("who says", 18), ("what", 30), ("where", 18), ("when", 12), ("how many", 20), ("sure", 8)];

    fn cells(&self) -> Vec<String> {
        let claim = &self.claim;
        let (event, parties) = table::what(claim);
        let counts: Vec<String> = claim.counts.iter().map(table::count).collect();
        let said = if claim.sources.is_empty() { self.outlet.clone().unwrap_or_default() } else { table::who(claim) };
        let gone = self.gone.map_or_else(String::new, |gone| format!(" (gone {gone})"));
        vec![
            format!("{}{gone}", claim.id),
            said,
            if parties.is_empty() { event } else { format!("{event}: {parties}") },
            table::place(claim),
            table::when(claim).join(" "),
            counts.join(", "),
            claim.grade.to_string(),
        ]
    }

    fn below(&self) -> String {
        format!("“{}”", self.claim.quote.text)
    }

    fn point(&self) -> Option<[f64; 2]> {
        at(self.claim.place.as_ref())
    }

    fn id(&self) -> String {
        self.claim.id.clone()
    }
}

/// An incident with names.
#[derive(Serialize)]
pub(crate) struct IncidentRow<'a> {
    #[serde(flatten)]
    pub(crate) incident: &'a Incident,
    #[serde(skip)]
    pub(crate) named: &'a Named,
}

impl Shown for IncidentRow<'_> {
    const FIRST: usize = 32;

    const COLUMNS: &'static [(&'static str, usize)] =
        &[("incident", 30), ("what", 30), ("where", 18), ("when", 22), ("standing", 12), ("origins", 20)];

    fn cells(&self) -> Vec<String> {
        let i = self.incident;
        let (actors, targets) = (self.named.parties(&i.actors), self.named.parties(&i.targets));
        let parties = if targets.is_empty() { actors } else { format!("{actors} → {targets}") };
        vec![
            i.id.clone(),
            format!("{} {}", i.event, parties).trim().to_owned(),
            i.place.as_ref().map_or_else(String::new, |p| p.name.clone()),
            days(i.start.as_ref(), i.end.as_ref()),
            i.standing.to_string(),
            self.named.parties(&i.origins),
        ]
    }

    fn below(&self) -> String {
        let n = self.incident.claims.len();
        format!("{n} {}; {}", if n == 1 { "claim" } else { "claims" }, said(&self.incident.because))
    }

    fn point(&self) -> Option<[f64; 2]> {
        at(self.incident.place.as_ref())
    }

    fn id(&self) -> String {
        self.incident.id.clone()
    }
}

impl Shown for Toll {
    const FIRST: usize = 18;

    const COLUMNS: &'static [(&'static str, usize)] = &[
        ("toll", 18),
        ("of", 16),
        ("where", 16),
        ("period", 24),
        ("low–high", 14),
        ("best", 6),
        ("agreement", 10),
        ("origins", 20),
    ];

    fn cells(&self) -> Vec<String> {
        let who = self.who.map_or_else(String::new, |w| format!(" {w}"));
        let origins: Vec<&str> = self.origins.iter().map(|o| o.name.as_str()).collect();
        vec![
            self.id.clone(),
            format!("{}{who}{}", self.of, if self.aggregate { ", total" } else { "" }),
            self.place.as_ref().map_or_else(String::new, |p| p.name.clone()),
            days(self.start.as_ref(), self.end.as_ref()),
            bounds(self.bounds),
            self.bounds.best().map_or_else(String::new, |n| n.to_string()),
            self.agreement.to_string(),
            origins.join(", "),
        ]
    }

    fn below(&self) -> String {
        let part = |p: &vigie_model::TollPart| {
            let who = p.who.map_or_else(|| "not specified".to_owned(), |w| w.to_string());
            let side = p.side.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
            format!("{} {who}{side}", bounds(p.bounds))
        };
        let parts: Vec<String> = self.parts.iter().map(part).collect();
        let superseded: usize = self.origins.iter().map(|o| o.superseded).sum();
        let mut facts = Vec::new();
        if !parts.is_empty() {
            facts.push(format!("of these {}", parts.join(", ")));
        }
        if superseded > 0 {
            facts.push(format!("{superseded} earlier {} superseded", if superseded == 1 { "figure" } else { "figures" }));
        }
        facts.extend(self.flags.iter().map(|f| said(&f.what)));
        facts.join("; ")
    }

    fn point(&self) -> Option<[f64; 2]> {
        at(self.place.as_ref())
    }

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// A stretch of control with names.
#[derive(Serialize)]
pub(crate) struct StretchRow<'a> {
    #[serde(flatten)]
    pub(crate) stretch: &'a Stretch,
    #[serde(skip)]
    pub(crate) named: &'a Named,
}

impl Shown for StretchRow<'_> {
    const COLUMNS: &'static [(&'static str, usize)] = &[
        ("place", 20),
        ("layer", 8),
        ("status", 9),
        ("holder", 24),
        ("against", 16),
        ("since", 10),
        ("to", 10),
        ("reported", 10),
        ("rule", 13),
    ];

    fn cells(&self) -> Vec<String> {
        let s = self.stretch;
        vec![
            self.named.places.get(&s.place).map_or_else(|| s.place.clone(), |p| p.name.clone()),
            s.layer.to_string(),
            s.status.to_string(),
            self.named.parties(&s.holders),
            self.named.parties(&s.against),
            s.from.clone(),
            s.to.clone().unwrap_or_default(),
            s.reported.clone(),
            s.rule.clone(),
        ]
    }

    fn point(&self) -> Option<[f64; 2]> {
        at(self.named.places.get(&self.stretch.place))
    }

    fn id(&self) -> String {
        format!("{}/{}/{}", self.stretch.place, self.stretch.layer, self.stretch.from)
    }
}

/// A dispute with names.
#[derive(Serialize)]
pub(crate) struct DisputeRow<'a> {
    #[serde(flatten)]
    pub(crate) dispute: &'a Dispute,
    #[serde(skip)]
    pub(crate) named: &'a Named,
    #[serde(skip)]
    pub(crate) quotes: [String; 2],
}

impl Shown for DisputeRow<'_> {
    const FIRST: usize = 18;

    const COLUMNS: &'static [(&'static str, usize)] =
        &[("dispute", 18), ("about", 9), ("where", 16), ("when", 22), ("one side", 24), ("the other", 24)];

    fn cells(&self) -> Vec<String> {
        let d = self.dispute;
        let side = |at: usize| {
            let camps = d.sides[at].camps.join(", ");
            let camps = if camps.is_empty() { String::new() } else { format!(" [{camps}]") };
            format!("{}{camps}", self.named.parties(&d.sides[at].origins))
        };
        vec![
            d.id.clone(),
            d.kind.to_string(),
            d.place.as_ref().map_or_else(String::new, |p| p.name.clone()),
            days(d.start.as_ref(), d.end.as_ref()),
            side(0),
            side(1),
        ]
    }

    fn below(&self) -> String {
        let [one, two] = &self.quotes;
        format!("“{one}” — “{two}”")
    }

    fn point(&self) -> Option<[f64; 2]> {
        at(self.dispute.place.as_ref())
    }

    fn id(&self) -> String {
        self.dispute.id.clone()
    }
}

/// One who says things, with names.
#[derive(Serialize)]
pub(crate) struct WitnessRow<'a> {
    #[serde(flatten)]
    pub(crate) witness: &'a Witness,
    #[serde(skip)]
    pub(crate) named: &'a Named,
}

impl Shown for WitnessRow<'_> {
    const COLUMNS: &'static [(&'static str, usize)] = &[
        ("source", 28),
        ("kind", 10),
        ("camp", 28),
        ("claims", 7),
        ("documents", 9),
        ("alone", 6),
        ("confirmed", 9),
        ("contradicted", 12),
    ];

    fn cells(&self) -> Vec<String> {
        let w = self.witness;
        let why = match (&w.camp, &w.speaks_for) {
            (None, None) => String::new(),
            (None, Some(actor)) => format!("none (speaks for {})", self.named.parties(std::slice::from_ref(actor))),
            (Some(camp), Some(actor)) => format!("{camp} (speaks for {})", self.named.parties(std::slice::from_ref(actor))),
            (Some(camp), None) => format!("{camp} (its own)"),
        };
        let numbers = [w.claims, w.documents, w.alone, w.confirmed, w.contradicted];
        let name = if w.name.is_empty() { "outlet not named".to_owned() } else { w.name.clone() };
        let mut cells = vec![name, w.kind.clone().unwrap_or_default(), why];
        cells.extend(numbers.map(|n| n.to_string()));
        cells
    }

    fn point(&self) -> Option<[f64; 2]> {
        None
    }

    fn id(&self) -> String {
        self.witness.id.clone()
    }
}

/// A place on a road with names.
#[derive(Serialize)]
pub(crate) struct StopRow<'a> {
    #[serde(flatten)]
    pub(crate) stop: &'a Stop,
    #[serde(skip)]
    pub(crate) named: &'a Named,
}

impl Shown for StopRow<'_> {
    const COLUMNS: &'static [(&'static str, usize)] =
        &[("place", 22), ("road", 6), ("holder", 26), ("since", 11), ("claimed by", 20), ("on whose word", 24), ("cut", 14)];

    fn cells(&self) -> Vec<String> {
        let s = self.stop;
        let held = s.assessed.as_ref();
        let status = |x: &Stretch| if x.status == vigie_model::Status::Held { String::new() } else { format!(" ({})", x.status) };
        let claimed: Vec<String> = s
            .claimed
            .iter()
            .map(|c| format!("{}{}", self.named.parties(if c.holders.is_empty() { &c.against } else { &c.holders }), status(c)))
            .collect();
        vec![
            s.name.clone(),
            s.road.clone().unwrap_or_default(),
            held.map_or_else(|| "unknown".to_owned(), |h| format!("{}{}", self.named.parties(&h.holders), status(h))),
            held.map_or_else(String::new, |h| h.from.clone()),
            claimed.join(", "),
            self.named.parties(&s.origins),
            said(s.cut.unwrap_or_default()),
        ]
    }

    fn point(&self) -> Option<[f64; 2]> {
        at(self.named.places.get(&self.stop.place))
    }

    fn id(&self) -> String {
        self.stop.place.clone()
    }
}
