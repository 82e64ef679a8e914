//! From dispatches to tolls: what the coder reads, reconciled.
#![allow(clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use toml::Table;
use vigie_coder::{Passage, builtin};
use vigie_model::{Bounds, Counted, Days, Entry, Fate, Instant, Knowing, Toll, Who};
use vigie_reconcile::{Knowledge, tolls};

/// The claims of some rows of the corpus, known since their publication.
fn coded(file: &str, wanted: impl Fn(&str) -> bool) -> Vec<Entry> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(file);
    let lines = std::fs::read_to_string(path).expect("the corpus is there");
    let coder = builtin::coder().expect("the coder of the program");
    let mut entries = Vec::new();
    for row in lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON")) {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        if !wanted(text("id")) {
            continue;
        }
        let days = Days::parse(text("published"));
        let known = days.and_then(|d| d.end).map_or(Instant::MIN, Instant::end_of);
        let passage = Passage {
            id: text("id"),
            text: text("text"),
            published: days,
            lang: Some(text("lang")),
            outlet: Some(text("outlet")),
            document: text("id"),
        };
        entries.extend(coder.code(&passage).claims.into_iter().map(|claim| Entry {
            claim,
            outlet: Some(text("outlet").to_owned()),
            published: Some(text("published").to_owned()),
            known,
            knowing: Knowing::Published,
            gone: None,
            witness: text("id").to_owned(),
        }));
    }
    entries
}

/// The total of the dead of a place since a day, whoever they were.
fn total<'t>(tolls: &'t [Toll], place: &str, since: &str) -> Option<&'t Toll> {
    tolls.iter().find(|t| {
        t.of == Counted::Killed
            && t.aggregate
            && t.who.is_none()
            && t.start.as_deref() == Some(since)
            && t.place.as_ref().is_some_and(|p| p.id == place)
    })
}

fn part(toll: &Toll, who: Option<Who>) -> Option<Bounds> {
    toll.parts.iter().find(|p| p.who == who).map(|p| p.bounds)
}

#[test]
fn six_dispatches_of_one_running_total_give_its_last_figure() {
    let entries = coded("scenarios/sohr-2024-11.jsonl", |_| true);
    let found = tolls::tolls(&entries, &Knowledge::default(), None);
    let [toll] = &found[..] else { panic!("one toll: {found:#?}") };
    assert_eq!(toll.bounds, Bounds::exactly(514));
    assert_eq!(part(toll, Some(Who::Civilians)), Some(Bounds::exactly(92)));
    assert_eq!(toll.origins.iter().map(|o| o.origin.as_str()).collect::<Vec<_>>(), ["sohr"]);
    assert_eq!(toll.inputs.iter().filter(|i| i.fate == Fate::Superseded).count(), 5);
    assert_eq!(toll.flags.iter().map(|f| f.what.as_str()).collect::<Vec<_>>(), ["mislabelled"]);
}

#[test]
fn the_running_total_of_the_story_is_what_a_careful_reader_expects_at_every_pair() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/scenarios/nw-syria-2024.toml");
    let scenario: Table = std::fs::read_to_string(path).expect("the scenario is there").parse().expect("it is TOML");
    let rows = |key: &str| scenario[key].as_array().expect("rows").iter().filter_map(|row| row.as_table());
    let text = |row: &Table, key: &str| row.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let number = |row: &Table, key: &str| row.get(key).and_then(toml::Value::as_integer).and_then(|n| u64::try_from(n).ok());
    let documents: BTreeSet<String> = rows("pair")
        .flat_map(|pair| pair["documents"].as_array().expect("documents"))
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect();
    let entries = coded("gold/fr/dev.jsonl", |id| documents.contains(id));
    let mut checked = 0;
    let is_total = |row: &&Table| text(row, "of") == "killed" && text(row, "kind") == "total" && row.contains_key("since");
    for row in rows("toll").filter(is_total) {
        for at in row["at"].as_array().expect("pairs").iter().filter_map(|at| at.as_str()) {
            let pair = rows("pair").find(|pair| text(pair, "id") == at).expect("the pair");
            let known_at: Instant = text(pair, "known_at").parse().expect("an instant");
            let stood: Vec<Entry> = entries.iter().filter(|e| e.stood_at(known_at)).cloned().collect();
            let found = tolls::tolls(&stood, &Knowledge::default(), text(pair, "on").parse().ok());
            let toll = total(&found, &text(row, "place"), &text(row, "since")).expect("the toll of the story");
            let bounds = toll.bounds;
            let expected = ["low", "best", "high"].map(|key| number(row, key));
            assert_eq!([bounds.low(), bounds.best(), bounds.high()], expected, "at {at}");
            assert_eq!(toll.as_of.as_deref(), Some(text(row, "as_of").as_str()), "at {at}");
            assert_eq!(toll.agreement.as_str(), text(row, "agreement"), "at {at}");
            assert!(toll.flags.is_empty(), "at {at}: {:?}", toll.flags);
            for expected in row["parts"].as_array().expect("parts").iter().filter_map(|part| part.as_table()) {
                let told = part(toll, Who::named(&text(expected, "who")));
                assert_eq!(
                    told.map(|b| (b.low(), b.high())),
                    Some((number(expected, "low"), number(expected, "high"))),
                    "at {at}"
                );
            }
            let rest = row["unspecified"].as_table().and_then(|rest| number(rest, "low"));
            assert_eq!(part(toll, None).and_then(Bounds::low).unwrap_or(0), rest.unwrap_or(0), "at {at}");
            // Totals of other periods and classes, and dead told one by one, contradict nobody.
            let disputes = tolls::disputes(&stood, &Knowledge::default(), text(pair, "on").parse().ok());
            assert!(disputes.is_empty(), "at {at}: {disputes:#?}");
            checked += 1;
        }
    }
    assert!(checked >= 6, "the scenario tells the total at {checked} pairs");
}
