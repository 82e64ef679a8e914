//! Laws of the whole: the order of arrival changes nothing, what was known stays known,
//! and what is derived can be derived again.
#![allow(missing_docs, clippy::unwrap_used)]

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use vigie_coder::{Coder, builtin};
use vigie_gazetteer::Gazetteer;
use vigie_model::{Days, Instant, Knowing};
use vigie_observatory::take::{Copies, Received, read};
use vigie_observatory::{Observatory, Question};
use vigie_store::SqliteRecord;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// The dispatches of one story of the corpus.
static STORY: LazyLock<Vec<Received>> = LazyLock::new(|| {
    let corpus = include_str!("../../../corpus/gold/fr/dev.jsonl");
    let rows = corpus.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.filter(|row| row["story"] == "nw-syria-2024")
        .map(|row| {
            let word = |key: &str| row[key].as_str().map(str::to_owned);
            let text = word("text").unwrap();
            Received {
                name: word("id").unwrap(),
                bytes: text.clone().into_bytes(),
                text,
                outlet: word("outlet"),
                published: Days::parse(&word("published").unwrap()),
                lang: word("lang"),
            }
        })
        .collect()
});

fn empty() -> Observatory {
    let theatre = builtin::theatre().unwrap();
    let gazetteer = builtin::gazetteer(Gazetteer::world().unwrap(), &theatre).unwrap();
    Observatory::new(Box::new(SqliteRecord::in_memory().unwrap()), theatre, gazetteer)
}

fn take(observatory: &mut Observatory, documents: &[Received], knowing: Knowing, now: Instant) {
    let batch = documents.iter().map(|d| read(&CODER, "test", d.clone(), knowing, now).unwrap()).collect();
    observatory.take(batch, &mut Copies::default(), now).unwrap();
    observatory.refresh(&mut |_, _| {}).unwrap();
}

/// Everything that can be asked, as known at an instant.
fn answers(observatory: &Observatory, known_at: Instant) -> Value {
    let question = Question { known_at: Some(known_at), ..Question::default() };
    let on = Question { on: "2024-12-04".parse().ok(), ..question.clone() };
    let mut claims = Vec::new();
    observatory
        .claims(&question, &mut |entry| {
            claims.push(entry.claim.id);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    json!({
        "claims": claims,
        "incidents": observatory.incidents(&question).unwrap(),
        "tolls": observatory.tolls(&question).unwrap(),
        "control": observatory.control(&on).unwrap(),
        "disputes": observatory.disputes(&question).unwrap(),
        "sources": observatory.sources(&question).unwrap(),
    })
}

fn at(day: u32) -> Instant {
    format!("2025-01-{day:02}").parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_order_of_arrival_gives_the_same_record(order in Just((0..18_usize).collect::<Vec<_>>()).prop_shuffle(), cut in 1..17_usize) {
        let mut straight = empty();
        take(&mut straight, &STORY, Knowing::Published, at(1));
        let shuffled: Vec<Received> = order.iter().map(|n| STORY[*n].clone()).collect();
        let mut other = empty();
        take(&mut other, &shuffled[..cut], Knowing::Published, at(1));
        take(&mut other, &shuffled[cut..], Knowing::Published, at(1));
        for day in ["2024-11-28", "2024-11-30", "2024-12-03", "2024-12-08"] {
            let known: Instant = day.parse().unwrap();
            prop_assert_eq!(answers(&straight, known), answers(&other, known), "as known on {}", day);
        }
    }

    #[test]
    fn what_was_known_stays_known(order in Just((0..18_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let mut observatory = empty();
        let mut told: Vec<(Instant, String)> = Vec::new();
        for (turn, group) in order.chunks(6).enumerate() {
            let documents: Vec<Received> = group.iter().map(|n| STORY[*n].clone()).collect();
            let now = at(turn as u32 + 1);
            take(&mut observatory, &documents, Knowing::Received, now);
            told.push((now, answers(&observatory, now).to_string()));
            for (then, before) in &told {
                prop_assert_eq!(before, &answers(&observatory, *then).to_string(), "as known at {}", then);
            }
        }
    }
}

#[test]
fn what_is_derived_again_is_the_same() {
    let mut observatory = empty();
    take(&mut observatory, &STORY, Knowing::Published, at(1));
    let before = answers(&observatory, Instant::MAX);
    observatory.derive_again(&mut |_, _| {}).unwrap();
    assert_eq!(before, answers(&observatory, Instant::MAX));
    assert!(before["control"].as_array().is_some_and(|c| !c.is_empty()), "the story tells who holds what");
}

#[test]
fn a_second_take_adds_nothing() {
    let mut observatory = empty();
    take(&mut observatory, &STORY, Knowing::Published, at(1));
    let before = answers(&observatory, Instant::MAX);
    take(&mut observatory, &STORY, Knowing::Published, at(2));
    assert_eq!(before, answers(&observatory, Instant::MAX));
}

#[test]
fn an_archive_without_a_day_cannot_count_from_publication() {
    let document = Received { text: "Alep est tombée.".to_owned(), ..Received::default() };
    assert!(read(&CODER, "test", document, Knowing::Published, at(1)).is_err());
}
