//! `corpus/scenarios/sohr-2024-11.toml`: six publications of one running total, in every order of arrival.

use std::path::Path;

use toml::{Table, Value};
use vigie_model::{Agreement, Bound, Counted, Entry, Fate, Toll, Who};
use vigie_reconcile::{Knowledge, tolls};

use crate::told::told;

fn scenario() -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/scenarios/sohr-2024-11.toml");
    std::fs::read_to_string(path).expect("the scenario is there").parse().expect("the scenario is TOML")
}

fn number(value: &Value) -> Option<u64> {
    value.as_integer().and_then(|n| u64::try_from(n).ok())
}

/// The claims, each with its document.
fn entries(scenario: &Table) -> Vec<Entry> {
    let text = |table: &Table, key: &str| table.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let who = |name: &str| Who::named(name).unwrap_or(Who::People);
    let prec = scenario["prec"].as_integer().and_then(|n| u8::try_from(n).ok()).expect("a precision");
    let claim = |(nth, value): (usize, &Value)| {
        let row = value.as_table().expect("a table");
        let mut claim = told(&text(row, "document"), nth, &text(row, "published"))
            .by(&text(scenario, "origin"))
            .place(&text(scenario, "place"), prec);
        let as_of = text(row, "as_of");
        if !as_of.is_empty() {
            claim = claim.days(&text(scenario, "since"), &as_of);
        }
        if let Some(side) = row.get("of").and_then(Value::as_str) {
            claim = claim.against(side);
        }
        let exact = row.get("killed").and_then(number).map(|n| (n, Bound::Exact));
        let (n, bound) = exact.or_else(|| Some((number(row.get("more_than")?)?, Bound::MoreThan))).expect("a figure");
        claim = claim.count(Counted::Killed, n, bound, who(&text(row, "who")), None);
        if let Some(side) = row.get("of").and_then(Value::as_str) {
            claim.0.claim.counts[0].mention = format!("{n} {side}");
        }
        for part in row.get("parts").and_then(Value::as_array).into_iter().flatten() {
            let part = part.as_table().expect("a table");
            claim = claim.counts(number(&part["n"]).expect("a number"), who(&text(part, "who")), Some(0));
        }
        claim.since(&text(scenario, "since")).0
    };
    scenario["claim"].as_array().expect("claims").iter().enumerate().map(claim).collect()
}

/// Every order of six things.
fn orders() -> Vec<Vec<usize>> {
    fn extend(order: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
        if order.len() == 6 {
            all.push(order.clone());
            return;
        }
        for next in 1..=6 {
            if !order.contains(&next) {
                order.push(next);
                extend(order, all);
                order.pop();
            }
        }
    }
    let mut all = Vec::new();
    extend(&mut Vec::new(), &mut all);
    all
}

/// The entries as they arrive: documents in an order, one an hour.
fn arriving(entries: &[Entry], order: &[usize]) -> Vec<Entry> {
    let mut list = Vec::new();
    for (hour, n) in order.iter().enumerate() {
        let document = format!("sohr-{n}");
        for entry in entries.iter().filter(|e| e.claim.document == document) {
            let mut entry = entry.clone();
            entry.known = format!("2025-01-01T{hour:02}:00:00Z").parse().expect("an instant");
            list.push(entry);
        }
    }
    list
}

fn civilians(toll: &Toll) -> Option<u64> {
    toll.parts.iter().find(|p| p.who == Some(Who::Civilians)).and_then(|p| p.bounds.best())
}

#[test]
fn six_publications_in_any_order_have_one_current_total() {
    let scenario = scenario();
    let expect = scenario["expect"].as_table().expect("an expectation");
    let all = entries(&scenario);
    let orders = orders();
    assert_eq!(orders.len(), 720);
    let first = tolls::tolls(&arriving(&all, &orders[0]), &Knowledge::default(), None);
    for order in orders {
        let found = tolls::tolls(&arriving(&all, &order), &Knowledge::default(), None);
        assert_eq!(found, first, "in the order {order:?}");
    }
    let [toll] = &first[..] else { panic!("one toll: {first:#?}") };
    let bounds = toll.bounds;
    assert_eq!(
        [bounds.low(), bounds.best(), bounds.high(), civilians(toll)],
        ["low", "best", "high", "civilians"].map(|k| number(&expect[k]))
    );
    assert_eq!((toll.origins.len(), toll.agreement), (1, Agreement::Single));
    let document = |claim: &str| claim[2..8].to_owned();
    let superseded: Vec<String> = toll.inputs.iter().filter(|i| i.fate == Fate::Superseded).map(|i| document(&i.claim)).collect();
    let expected: Vec<&str> = expect["superseded"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(superseded, expected);
    assert_eq!(toll.origins[0].superseded, expected.len());
    let flags: Vec<(&str, String)> = toll.flags.iter().map(|f| (f.what.as_str(), document(&f.claims[0]))).collect();
    assert_eq!(flags, [("mislabelled", expect["mislabelled"].as_str().expect("a document").to_owned())]);
    let never = number(&expect["never"]);
    assert!([bounds.low(), bounds.best(), bounds.high()].iter().all(|n| *n != never));
    // The parts add up to the total, and are no more than it.
    let parts: u64 = toll.parts.iter().filter_map(|p| p.bounds.best()).sum();
    assert_eq!(Some(parts), bounds.best());
}

#[test]
fn what_was_known_earlier_was_the_total_of_then() {
    let scenario = scenario();
    let all = entries(&scenario);
    for after in scenario["after"].as_array().expect("instants") {
        let after = after.as_table().expect("a table");
        let known = number(&after["documents"]).expect("a number") as usize;
        let entries = arriving(&all, &(1..=known).collect::<Vec<_>>());
        let found = tolls::tolls(&entries, &Knowledge::default(), None);
        let [toll] = &found[..] else { panic!("one toll: {found:#?}") };
        assert_eq!(toll.bounds.low(), after.get("low").and_then(number), "after {known}");
        assert_eq!(toll.bounds.high(), after.get("high").and_then(number), "after {known}");
        assert_eq!(civilians(toll), after.get("civilians").and_then(number), "after {known}");
    }
}
