//! Laws of the record, over any order of takes, readings and decisions.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use vigie_model::{Act, Entry, EventCode};
use vigie_store::{Ask, Record, SqliteRecord, StoreError, Taking};
use vigie_storetest::made::{at, claim, decision, entries, report, take, town};

/// What may be done with a record.
#[derive(Debug, Clone)]
enum Step {
    /// A document, read by a coder: which of six documents, which of three coders.
    Take(usize, usize),
    /// A decision about a claim that stands, or about one that did.
    Decide(Act, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let act = prop_oneof![Just(Act::Accept), Just(Act::Refuse), Just(Act::Correct)];
    prop_oneof![
        3 => (0..6usize, 0..3usize).prop_map(|(document, coder)| Step::Take(document, coder)),
        1 => (act, 0..20usize).prop_map(|(act, claim)| Step::Decide(act, claim)),
    ]
}

/// A document as a coder reads it: coders agree on the first claim, differ in the second, and the last reads no third.
fn reading(document: usize, coder: usize) -> Taking {
    let mut taking = report(&format!("text {document}"), document.cast_signed() as i64, EventCode::Capture, "Tarn");
    taking.coder = format!("coder {coder}");
    let second = claim(&taking, 10, EventCode::Battle, Some(town(["Elm", "Oak", "Elm"][coder])));
    taking.claims.push(second);
    if coder < 2 {
        let third = claim(&taking, 20, EventCode::Aid, None);
        taking.claims.push(third);
    }
    taking
}

fn act(record: &mut SqliteRecord, step: &Step, now: i64) {
    match step {
        Step::Take(document, coder) => {
            let mut taking = reading(*document, *coder);
            (taking.document.known, taking.document.received) =
                (vigie_storetest::made::hour(now), vigie_storetest::made::hour(now));
            take(record, &[taking], now);
        }
        Step::Decide(act, nth) => {
            let all = entries(record, &Ask::default());
            let Some(entry) = all.get(nth % all.len().max(1)) else { return };
            let mut told = decision(*act, &entry.claim, now);
            if *act == Act::Correct {
                let mut instead = entry.claim.clone();
                instead.rule = format!("person.{now}");
                told.instead = Some(Box::new(instead));
            }
            match record.decide(told) {
                Ok(_) | Err(StoreError::Gone { .. }) => {}
                Err(fault) => panic!("{fault}"),
            }
        }
    }
}

fn standing(record: &SqliteRecord, at_hour: i64) -> Vec<Entry> {
    entries(record, &at(at_hour))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// What was answered for an instant is the answer for ever.
    #[test]
    fn the_past_never_changes(steps in prop::collection::vec(step(), 1..14)) {
        let mut record = SqliteRecord::in_memory().unwrap();
        let mut answers: Vec<Vec<Entry>> = Vec::new();
        for (now, step) in (100..).zip(&steps) {
            act(&mut record, step, now);
            answers.push(standing(&record, now));
            for (then, answer) in (100..).zip(&answers) {
                prop_assert_eq!(&standing(&record, then), answer, "hour {} after {:?}", then, step);
            }
        }
        prop_assert_eq!(record.check().unwrap(), Vec::<String>::new());
    }

    /// Nothing stands twice, and what stands together was never the same claim.
    #[test]
    fn no_claim_stands_twice(steps in prop::collection::vec(step(), 1..14)) {
        let mut record = SqliteRecord::in_memory().unwrap();
        for (now, step) in (100..).zip(&steps) {
            act(&mut record, step, now);
            let mut keys: Vec<String> = standing(&record, now).into_iter().map(|e| e.claim.id).collect();
            let all = keys.len();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), all);
            prop_assert_eq!(record.counts().unwrap().standing as usize, all);
        }
    }

    /// What is done again changes nothing but the visits.
    #[test]
    fn taking_again_changes_nothing(steps in prop::collection::vec(step(), 1..10)) {
        let mut record = SqliteRecord::in_memory().unwrap();
        for (now, step) in (100..).zip(&steps) {
            act(&mut record, step, now);
        }
        let before = entries(&record, &Ask::default());
        for document in 0..6 {
            let id = reading(document, 0).document.id;
            let Some(coder) = record.read_by(&id).unwrap() else { continue };
            let coder = coder.rsplit(' ').next().unwrap().parse().unwrap();
            take(&mut record, &[reading(document, coder)], 900);
        }
        prop_assert_eq!(entries(&record, &Ask::default()), before);
    }
}
