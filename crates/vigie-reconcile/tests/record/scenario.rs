//! Reads a scenario of `corpus/scenarios/rules/` and compares what is derived with what it expects. The format
//! is described in the README beside the scenarios.

use serde::Deserialize;
use std::collections::BTreeMap;
use vigie_model::{
    Act, ActorRef, Bound, Claim, Count, Counted, Decision, Entry, EventCode, Grade, Instant, Knowing, Layer, Link, Modality,
    Part, PlaceRef, Quote, Relation, Scope, SourceRef, Stretch, TimeRef, Who,
};
use vigie_reconcile::{Knowledge, control, disputes, incidents};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    #[allow(dead_code, reason = "for the reader of the file")]
    title: String,
    #[serde(default)]
    camps: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    kinds: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    speaks: BTreeMap<String, String>,
    #[serde(default)]
    allied: Vec<[String; 2]>,
    #[serde(default)]
    common: BTreeMap<String, Vec<String>>,
    claim: Vec<Said>,
    #[serde(default)]
    decision: Vec<Decided>,
    #[serde(default)]
    control: Vec<Held>,
    #[serde(default)]
    bearing: Vec<Bears>,
    #[serde(default)]
    incidents: Vec<Told>,
    #[serde(default)]
    disputes: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    id: String,
    known: String,
    event: String,
    #[serde(default)]
    who: Vec<String>,
    #[serde(default)]
    from: Vec<String>,
    place: Option<String>,
    on: Option<String>,
    by: Option<String>,
    #[serde(default)]
    document: Option<String>,
    published: Option<String>,
    gone: Option<String>,
    modality: Option<String>,
    part: Option<String>,
    relation: Option<String>,
    prec: Option<u8>,
    killed: Option<u64>,
    total: Option<u64>,
    localities: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    at: String,
    act: String,
    claim: String,
    other: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    place: String,
    on: String,
    known: String,
    is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bears {
    place: String,
    on: String,
    known: String,
    is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    known: String,
    is: Vec<String>,
}

impl Said {
    fn entry(&self, n: usize) -> Entry {
        let refs = |ids: &[String]| {
            let one = |id: &String| ActorRef { id: id.clone(), name: id.clone(), mention: id.clone(), span: None };
            ids.iter().map(one).collect()
        };
        let count = |of, n: Option<u64>, scope| {
            n.map(|n| Count {
                of,
                low: Some(n),
                high: Some(n),
                bound: Bound::Exact,
                who: (of == Counted::Killed).then_some(Who::People),
                mention: n.to_string(),
                scope,
                since: None,
                sub_of: None,
            })
        };
        // `2024-11-30`, `2024-11-27/2024-11-30`, `../2024-11-30`.
        let time = self.on.as_ref().map(|on| {
            let (start, end) = on.split_once('/').unwrap_or((on, on));
            let day = |day: &str| (day != "..").then(|| day.to_owned());
            TimeRef { start: day(start), end: day(end), edtf: on.clone(), prec: 1, mention: None }
        });
        let document = self.document.clone().unwrap_or_else(|| format!("document of {}", self.id));
        Entry {
            claim: Claim {
                id: self.id.clone(),
                document: document.clone(),
                lang: "und".into(),
                quote: Quote { text: String::new(), start: n * 10, end: n * 10 + 9 },
                event: EventCode::named(&self.event).unwrap_or_else(|| panic!("no event {}", self.event)),
                modality: self.modality.as_ref().map_or(Modality::Asserted, |m| Modality::named(m).expect("a modality")),
                actors: refs(&self.who),
                targets: refs(&self.from),
                place: self.place.as_ref().map(|place| PlaceRef {
                    id: place.clone(),
                    name: place.clone(),
                    aliases: vec![],
                    mention: place.clone(),
                    lat: 0.0,
                    lon: 0.0,
                    country: "SY".into(),
                    kind: "city".into(),
                    prec: self.prec.unwrap_or(1),
                    relation: self.relation.as_ref().map(|r| Relation::named(r).expect("a relation")),
                    part: self.part.as_ref().map(|p| Part::named(p).expect("a part")),
                }),
                time,
                counts: [
                    count(Counted::Killed, self.killed, None),
                    count(Counted::Killed, self.total, Some(Scope::Cumulative)),
                    count(Counted::Localities, self.localities, None),
                ]
                .into_iter()
                .flatten()
                .collect(),
                sources: self
                    .by
                    .iter()
                    .map(|by| SourceRef { id: by.clone(), name: by.clone(), mention: by.clone(), verb: String::new() })
                    .collect(),
                rule: "by-hand".into(),
                grade: Grade::Sure,
            },
            outlet: Some("newspaper".into()),
            published: self.published.clone(),
            known: at(&self.known),
            knowing: Knowing::Received,
            gone: self.gone.as_deref().map(at),
            witness: document,
        }
    }
}

fn at(text: &str) -> Instant {
    text.parse().unwrap_or_else(|e| panic!("{e}"))
}

/// `held hts since 2024-11-30 (T3-neutral)`, and so on for whatever was drawn over it.
fn line(s: &Stretch, on: &str) -> String {
    let mut line = s.status.to_string();
    if !s.holders.is_empty() {
        line += &format!(" {}", s.holders.join("+"));
    }
    if !s.against.is_empty() {
        line += &format!(" against {}", s.against.join("+"));
    }
    line += &format!(" since {} ({})", s.from, s.rule);
    let day = |text: &str| text.parse::<jiff::civil::Date>().expect("a day");
    let silent = day(&s.reported).until(day(on)).expect("days").get_days();
    if i64::from(silent) > control::STALE_DAYS {
        line += " stale";
    }
    line
}

impl Scenario {
    fn knowledge(&self) -> Knowledge {
        let mut known = Knowledge::default();
        for (camp, all) in &self.camps {
            for who in all {
                // `hts until 2024-12-08`, `hts from 2024-12-09`.
                let words: Vec<&str> = who.split(' ').collect();
                let day = |word: &str| {
                    let at = words.iter().position(|w| *w == word)?;
                    words.get(at + 1)?.parse().ok()
                };
                known.camp(words[0], camp, day("from"), day("until"));
            }
        }
        for (kind, all) in &self.kinds {
            for who in all {
                known.kind(who, kind);
            }
        }
        for (source, actor) in &self.speaks {
            known.speaks(source, actor);
        }
        for [a, b] in &self.allied {
            known.allied(a, b, None, None);
        }
        for (noun, all) in &self.common {
            for who in all {
                known.may_mean(noun, who);
            }
        }
        known
    }
}

/// Checks a scenario; panics with every expectation that is not met.
pub(crate) fn check(text: &str) {
    let scenario: Scenario = toml::from_str(text).unwrap_or_else(|e| panic!("{e}"));
    let knowledge = scenario.knowledge();
    let entries: Vec<Entry> = scenario.claim.iter().enumerate().map(|(n, said)| said.entry(n)).collect();
    let mut faults = String::new();
    let mut compare = |what: String, found: Vec<String>, expected: &[String]| {
        if found != expected {
            faults += &format!("{what}\n  expected {expected:#?}\n  found {found:#?}\n");
        }
    };
    let believed = |place: &str, on: &str, known: Instant| {
        let all = control::derive(place, &entries, &knowledge);
        let held = |s: &Stretch| *s.from <= *on && s.to.as_deref().is_none_or(|to| on <= to);
        all.into_iter().filter(|s| s.known <= known && s.until.is_none_or(|u| known < u) && held(s)).collect::<Vec<_>>()
    };
    for Held { place, on, known, is } in &scenario.control {
        let found: Vec<String> = believed(place, on, at(known)).iter().map(|s| line(s, on)).collect();
        compare(format!("{place} on {on} as known at {known}"), found, is);
    }
    for Bears { place, on, known, is } in &scenario.bearing {
        let found = believed(place, on, at(known));
        let stretch = found.iter().find(|s| s.layer == Layer::Assessed).expect("an assessed stretch");
        let inputs = control::bearing(stretch, &entries, &knowledge, at(known));
        let found = inputs.iter().map(|i| format!("{} {} {} {}", i.claim, i.fate, i.rule, i.reason)).collect();
        compare(format!("what bears on {place} on {on} as known at {known}"), found, is);
    }
    let decisions: Vec<Decision> = (1..)
        .zip(&scenario.decision)
        .map(|(n, decided)| Decision {
            n,
            at: at(&decided.at),
            by: "A.".into(),
            act: Act::named(&decided.act).expect("an act"),
            claim: decided.claim.clone(),
            other: decided.other.clone(),
            instead: None,
            reason: "read again".into(),
        })
        .collect();
    for told in &scenario.incidents {
        let found = incidents_at(&entries, &knowledge, &decisions, at(&told.known));
        let found = found.iter().map(|i| {
            let claims: Vec<&str> = i.claims.iter().map(|linked| linked.claim.as_str()).collect();
            format!("{}: {} ({})", claims.join(" "), i.standing, i.because)
        });
        let mut found: Vec<String> = found.collect();
        found.sort();
        compare(format!("incidents as known at {}", told.known), found, &told.is);
    }
    for told in &scenario.disputes {
        let known = at(&told.known);
        let standing: Vec<Entry> = entries.iter().filter(|e| e.stood_at(known)).cloned().collect();
        let found = incidents_at(&entries, &knowledge, &decisions, known);
        let found = disputes::disputes(&standing, &found, &knowledge);
        let found = found.iter().map(|d| {
            let side = |n: usize| {
                format!("{} [{}] {}", d.sides[n].origins.join("+"), d.sides[n].camps.join("+"), d.sides[n].claims.join(" "))
            };
            let day = |day: &Option<String>| day.clone().unwrap_or_default();
            let place = d.place.as_ref().map_or("", |place| place.id.as_str());
            format!("{} {place} {}..{}: {} | {}", d.kind, day(&d.start), day(&d.end), side(0), side(1))
        });
        compare(format!("disputes as known at {}", told.known), found.collect(), &told.is);
    }
    assert!(faults.is_empty(), "\n{faults}");
}

/// Incidents of all places and kinds as they stood at an instant.
fn incidents_at(entries: &[Entry], knowledge: &Knowledge, decisions: &[Decision], at: Instant) -> Vec<vigie_model::Incident> {
    let mut buckets: BTreeMap<(String, String), Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        let place = entry.claim.place.as_ref().map_or(String::new(), |place| place.id.clone());
        buckets.entry((entry.claim.event.family().to_owned(), place)).or_default().push(entry.clone());
    }
    let decided: Vec<Decision> = decisions.iter().filter(|d| d.at <= at).cloned().collect();
    let mut all = Vec::new();
    for bucket in buckets.values() {
        let mut groups: BTreeMap<String, Vec<(Link, Entry)>> = BTreeMap::new();
        for link in incidents::derive(bucket, knowledge, decisions).0 {
            if link.known <= at && link.until.is_none_or(|until| at < until) {
                let entry = bucket.iter().find(|e| e.claim.id == link.linked.claim).expect("its entry");
                groups.entry(link.incident.clone()).or_default().push((link, entry.clone()));
            }
        }
        all.extend(groups.values().filter_map(|group| incidents::incident(group, &decided, knowledge)));
    }
    all
}
