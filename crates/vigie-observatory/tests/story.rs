//! The story of the corpus, as a careful reader tells it (`corpus/scenarios`), held by what the record answers: once
//! from the annotated claims, which measures reconciling alone, once from what the coder reads, which measures the whole.
//!
//! `cargo test -p vigie-observatory --test story -- --nocapture` prints every row that is answered otherwise.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "story/annotated.rs"]
mod annotated;
#[path = "story/answers.rs"]
mod answers;
#[path = "story/scenario.rs"]
mod scenario;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use annotated::Annotation;
use answers::{Asked, Row};
use scenario::Scenario;
use serde_json::Value;
use toml::Table;
use vigie_coder::builtin;
use vigie_gazetteer::Gazetteer;
use vigie_model::{Days, Document, Instant, Knowing};
use vigie_observatory::take::{Copies, Received, read};
use vigie_observatory::{Observatory, search};
use vigie_reconcile::copies::{Index, Signature};
use vigie_store::{Record, SqliteRecord, Taking};

fn corpus(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(file)
}

fn scenario() -> Scenario {
    let text = std::fs::read_to_string(corpus("scenarios/nw-syria-2024.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// The rows of the story, in the order of their publication.
fn dispatches(story: &str) -> Vec<Value> {
    let lines = std::fs::read_to_string(corpus("gold/fr/dev.jsonl")).unwrap();
    let rows = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.filter(|row| row["story"] == story).collect()
}

fn word(row: &Value, key: &str) -> Option<String> {
    row[key].as_str().map(str::to_owned)
}

fn document(row: &Value) -> (String, Vec<u8>, Days) {
    let bytes = word(row, "text").unwrap().into_bytes();
    (vigie_coder::document_id(&bytes), bytes, Days::parse(&word(row, "published").unwrap()).unwrap())
}

fn documents(rows: &[Value]) -> BTreeMap<String, String> {
    rows.iter().map(|row| (word(row, "id").unwrap(), document(row).0)).collect()
}

fn observatory(record: SqliteRecord) -> Observatory {
    let theatre = builtin::theatre().unwrap();
    let gazetteer = builtin::gazetteer(Gazetteer::world().unwrap(), &theatre).unwrap();
    Observatory::new(Box::new(record), theatre, gazetteer)
}

/// A record of the annotated claims, known since their publication.
fn annotated(scenario: &Scenario, rows: &[Value]) -> Observatory {
    let theatre = builtin::theatre().unwrap();
    let gazetteer = builtin::gazetteer(Gazetteer::world().unwrap(), &theatre).unwrap();
    let annotation = Annotation::new(scenario, &theatre, &gazetteer);
    let mut copies = Index::new(vigie_observatory::take::COPY_DAYS);
    let mut record = SqliteRecord::in_memory().unwrap();
    for row in rows {
        let (id, bytes, published) = document(row);
        let (day, search) = (published.end.unwrap(), search::folded(row["text"].as_str().unwrap()));
        let signature = Signature::of(&search);
        let alike = copies.alike(day, &signature).into_iter().map(|(id, _)| id.to_owned()).collect();
        copies.insert(&id, day, signature.clone());
        let head = Document {
            id: id.clone(),
            name: word(row, "id").unwrap(),
            outlet: word(row, "outlet"),
            published: word(row, "published"),
            lang: word(row, "lang"),
            received: Instant::end_of(day),
            known: Instant::end_of(day),
            knowing: Knowing::Published,
            copy_of: None,
        };
        let claims = annotation.claims(row, &id);
        let signature = signature.as_bytes().to_vec();
        let taking = Taking { document: head, bytes, search, signature, alike, coder: "annotation".to_owned(), claims };
        record.take(&[taking], Instant::end_of(day)).unwrap();
    }
    let mut observatory = observatory(record);
    observatory.refresh(&mut |_, _| {}).unwrap();
    observatory
}

/// A record of what the coder reads, taken as published.
fn coded(rows: &[Value]) -> Observatory {
    let coder = builtin::coder().unwrap();
    let now: Instant = "2025-01-01".parse().unwrap();
    let taken = rows.iter().map(|row| {
        let (_, bytes, published) = document(row);
        let received = Received {
            name: word(row, "id").unwrap(),
            text: word(row, "text").unwrap(),
            bytes,
            outlet: word(row, "outlet"),
            published: Some(published),
            lang: word(row, "lang"),
        };
        read(&coder, "test", received, Knowing::Published, now).unwrap()
    });
    let mut observatory = observatory(SqliteRecord::in_memory().unwrap());
    observatory.take(taken.collect(), &mut Copies::default(), now).unwrap();
    observatory.refresh(&mut |_, _| {}).unwrap();
    observatory
}

/// For each kind how many rows hold, in the order of the table.
fn report(name: &str, rows: &[Row]) -> BTreeMap<&'static str, (u64, u64)> {
    let mut by_kind: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    let mut by_pair: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    println!("\n{name}: rows that are answered otherwise");
    for row in rows {
        let good = u64::from(row.amiss.is_empty());
        for (hold, all) in [by_kind.entry(row.kind).or_default(), by_pair.entry((row.kind, &row.at)).or_default()] {
            *hold += good;
            *all += 1;
        }
        if !row.amiss.is_empty() {
            println!("  {} {:12} {} <- {}", row.kind, row.at, row.what, row.amiss.join(" · "));
        }
    }
    println!("{name}: rows that hold");
    for ((kind, at), (hold, all)) in &by_pair {
        println!("  {kind:8} {at:12} {hold:3} of {all}");
    }
    by_kind
}

#[test]
fn the_story_is_answered_as_a_careful_reader_tells_it() {
    let scenario = scenario();
    let rows = dispatches(&scenario.story);
    let floors: Table = toml::from_str(&std::fs::read_to_string(corpus("scenarios/nw-syria-2024.floors.toml")).unwrap()).unwrap();
    let records = [("annotated", annotated(&scenario, &rows)), ("read", coded(&rows))];
    let mut fallen = Vec::new();
    let mut table = String::new();
    for (name, observatory) in &records {
        let asked = Asked::new(&scenario, observatory, documents(&rows));
        for (kind, (hold, all)) in report(name, &asked.rows()) {
            let floor = floors[*name][kind].as_integer().and_then(|n| u64::try_from(n).ok()).unwrap();
            writeln!(table, "  {name:10} {kind:8} {hold:3} of {all:3}, floor {floor}").unwrap();
            if hold < floor {
                fallen.push(format!("{name} {kind}: {hold} of {all}, {floor} before"));
            }
        }
    }
    println!("\n{table}");
    assert!(fallen.is_empty(), "fewer rows of the story hold: {fallen:#?}");
}
