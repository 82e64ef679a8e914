//! Entries drawn at random, for tests of laws: small numbers, so that they meet.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::select;
use vigie_model::{
    ActorRef, Bound, Claim, Count, Counted, Entry, EventCode, Grade, Instant, Knowing, Modality, Part, PlaceRef, Quote,
    SourceRef, TimeRef, Who,
};

use crate::Knowledge;

const FIRST: Date = Date::constant(2024, 1, 1);

/// Three sides, an agency, a ministry.
pub(crate) fn knowledge() -> Knowledge {
    let mut known = Knowledge::default();
    for (who, camp) in [("north", "league"), ("brigade", "league"), ("south", "union"), ("east", "east")] {
        known.camp(who, camp, None, None);
        known.kind(who, "army");
    }
    known.may_mean("rebels", "north");
    known.kind("wire", "agency");
    known.speaks("ministry", "south");
    known.kind("ministry", "ministry");
    known
}

fn refs(ids: &[&str]) -> Vec<ActorRef> {
    let one = |id: &&str| ActorRef { id: (*id).into(), name: (*id).into(), mention: (*id).into(), span: None };
    ids.iter().map(one).collect()
}

/// An entry of the place `town`, from small numbers.
fn entry(codes: &[EventCode], days: i64) -> impl Strategy<Value = Entry> {
    let parties: &[&[&str]] = &[&["north"], &["south"], &["north", "brigade"], &["rebels"], &["east"], &["north", "east"], &[]];
    let parts = [None, None, None, None, Some(Part::Half), Some(Part::Most), Some(Part::Whole), Some(Part::Localities)];
    let modalities = [Modality::Asserted, Modality::Asserted, Modality::Asserted, Modality::Denied, Modality::Possible];
    let sources = [None, Some("wire"), Some("ministry"), Some("north"), Some("east"), Some("passer-by"), Some("neighbour")];
    let what = (
        select(codes.to_vec()),
        select(parties.to_vec()),
        select(parties.to_vec()),
        select(parts.to_vec()),
        select(modalities.to_vec()),
        prop::option::weighted(0.3, 1..4_u64),
    );
    let when = (0..days, prop::option::weighted(0.2, 1..days), 0..12_i64, prop::option::weighted(0.3, 1..12_i64));
    (what, when, select(sources.to_vec()), 0..1_000_000_u32).prop_map(
        |((code, who, whom, part, modality, killed), (day, before, known, gone), source, n)| {
            let iso = |days: i64| FIRST.saturating_add(days.days()).to_string();
            let at = |n: i64| Instant::from_millis(n * 1000);
            Entry {
                claim: Claim {
                    id: format!("c-{n}"),
                    document: format!("d-{}", n % 7),
                    lang: "und".into(),
                    quote: Quote { text: String::new(), start: n as usize, end: n as usize },
                    event: code,
                    modality,
                    actors: refs(who),
                    targets: refs(whom),
                    place: Some(PlaceRef {
                        id: "town".into(),
                        name: "Town".into(),
                        aliases: vec![],
                        mention: "Town".into(),
                        lat: 0.0,
                        lon: 0.0,
                        country: String::new(),
                        kind: "city".into(),
                        prec: 1,
                        relation: None,
                        part,
                    }),
                    time: Some(TimeRef {
                        start: before.map(|b| iso(day - b)),
                        end: Some(iso(day)),
                        edtf: String::new(),
                        prec: 1,
                        mention: None,
                    }),
                    counts: killed
                        .map(|n| Count {
                            of: Counted::Killed,
                            low: Some(n),
                            high: Some(n),
                            bound: Bound::Exact,
                            who: Some(Who::People),
                            mention: n.to_string(),
                            scope: None,
                            since: None,
                            sub_of: None,
                        })
                        .into_iter()
                        .collect(),
                    sources: source
                        .map(|id| SourceRef { id: id.into(), name: id.into(), mention: id.into(), verb: String::new() })
                        .into_iter()
                        .collect(),
                    rule: String::new(),
                    grade: Grade::Sure,
                },
                outlet: Some("paper".into()),
                published: None,
                known: at(known),
                knowing: Knowing::Received,
                gone: gone.map(|g| at(known + g)),
                witness: format!("d-{}", n % 7),
            }
        },
    )
}

/// At most so many entries of the place `town`, of some kinds, on so many days.
pub(crate) fn entries(codes: &[EventCode], days: i64, most: usize) -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(codes, days), 0..most).prop_map(|mut all| {
        let mut ids = BTreeSet::new();
        all.retain(|e| ids.insert(e.claim.id.clone()));
        all
    })
}
