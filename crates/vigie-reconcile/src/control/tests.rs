//! The ledger against a derivation that knows no short cut.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use vigie_model::{Entry, EventCode, Instant, Layer, Stretch};

use super::evidence::{self, Evidence};
use super::rule::{Lane, Rule, State, Value};
use super::{STALE_DAYS, derive};
use crate::Knowledge;
use crate::drawn::{self, knowledge};

const CODES: [EventCode; 9] = {
    use EventCode as E;
    [E::Capture, E::Capture, E::Hold, E::Hold, E::Withdraw, E::Advance, E::Repel, E::Siege, E::Battle]
};

fn entries(most: usize) -> impl Strategy<Value = Vec<Entry>> {
    drawn::entries(&CODES, 90, most)
}

/// A stretch without record time.
type Plain = (Layer, String, Option<String>, vigie_model::Status, Vec<String>, Vec<String>, String);

fn plain(s: &Stretch) -> Plain {
    (s.layer, s.from.clone(), s.to.clone(), s.status, s.holders.clone(), s.against.clone(), s.reported.clone())
}

/// What is believed of a place from the entries that stand at an instant: every day is looked at, one after the other.
fn naively(all: &[Evidence<'_>], knowledge: &Knowledge, at: Instant) -> Vec<Plain> {
    let standing: Vec<&Evidence<'_>> = all.iter().filter(|e| e.entry.stood_at(at)).collect();
    let rule = Rule { knowledge };
    let mut told = BTreeSet::new();
    for evidence in &standing {
        let mut day = evidence.day;
        told.insert(day);
        while let Some(last) = evidence.lasts
            && day.saturating_add(STALE_DAYS.days()) < last
        {
            day = day.saturating_add(STALE_DAYS.days());
            told.insert(day);
        }
    }
    let mut state = State::default();
    let mut ends: BTreeMap<Date, State<'_>> = BTreeMap::new();
    for evidence in standing {
        state = rule.apply(&state, evidence).0.unwrap_or(state);
        ends.insert(evidence.day, state.clone());
    }
    let mut out = Vec::new();
    let mut lanes: BTreeSet<Lane<'_>> = ends.values().flat_map(State::overlays).collect();
    lanes.insert(Lane::Assessed);
    for lane in lanes {
        let value = |day: Date| rule.value(ends.range(..=day).next_back()?.1, lane);
        let layer = if lane == Lane::Assessed { Layer::Assessed } else { Layer::Claimed };
        let mut open: Option<(Date, Value<'_>, Date)> = None;
        let mut close = |open: &mut Option<(Date, Value<'_>, Date)>, to: Option<Date>| {
            if let Some((from, value, reported)) = open.take() {
                let ids = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect();
                let to = to.map(|d| d.to_string());
                out.push((
                    layer,
                    from.to_string(),
                    to,
                    value.status,
                    ids(&value.holders),
                    ids(&value.against),
                    reported.to_string(),
                ));
            }
        };
        let (Some(first), Some(last)) = (told.first().copied(), told.last().copied()) else { continue };
        let mut day = first;
        let mut spoken = first;
        while day <= last {
            let now = value(day);
            let silent = lane == Lane::Assessed && told.contains(&day) && spoken < day.saturating_sub(STALE_DAYS.days());
            if open.as_ref().map(|(_, v, _)| v) != now.as_ref() || silent {
                close(&mut open, Some(day.saturating_sub(1.day())));
                open = now.map(|v| (day, v, day));
            }
            if told.contains(&day) {
                spoken = day;
            }
            if let Some((_, _, reported)) = &mut open {
                *reported = match lane {
                    Lane::Assessed => spoken,
                    Lane::Overlay(..) => ends.range(..=day).next_back().and_then(|(_, s)| s.told(lane)).unwrap_or(*reported),
                };
            }
            day = day.saturating_add(1.day());
        }
        close(&mut open, None);
    }
    out.sort();
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn at_every_instant_the_ledger_says_what_follows_from_the_entries_that_stood(all in entries(24)) {
        let knowledge = knowledge();
        let stretches = derive("town", &all, &knowledge);
        let evidence = evidence::all("town", &all, &knowledge);
        for millis in -1..26 {
            let at = Instant::from_millis(millis * 1000);
            let mut believed: Vec<Plain> =
                stretches.iter().filter(|s| s.known <= at && s.until.is_none_or(|u| at < u)).map(plain).collect();
            believed.sort();
            prop_assert_eq!(believed, naively(&evidence, &knowledge, at), "at {}", millis);
        }
    }

    #[test]
    fn what_is_believed_at_an_instant_has_the_reasons_of_the_entries_that_stood(all in entries(16)) {
        let knowledge = knowledge();
        let stretches = derive("town", &all, &knowledge);
        for millis in 0..24 {
            let at = Instant::from_millis(millis * 1000);
            let bare = |s: &Stretch| Stretch { known: Instant::MIN, until: None, ..s.clone() };
            let believed: Vec<Stretch> =
                stretches.iter().filter(|s| s.known <= at && s.until.is_none_or(|u| at < u)).map(bare).collect();
            let standing: Vec<Entry> = all.iter().filter(|e| e.stood_at(at)).map(|e| Entry { gone: None, ..e.clone() }).collect();
            let anew: Vec<Stretch> = derive("town", &standing, &knowledge).iter().filter(|s| s.until.is_none()).map(bare).collect();
            let sorted = |mut all: Vec<Stretch>| {
                all.sort_by_cached_key(plain);
                all
            };
            prop_assert_eq!(sorted(believed), sorted(anew));
        }
    }

    #[test]
    fn the_order_in_which_entries_are_given_changes_nothing(all in entries(24), seed in 0..u64::MAX) {
        let knowledge = knowledge();
        let mut other = all.clone();
        other.sort_by_key(|e| e.claim.quote.start as u64 ^ seed);
        prop_assert_eq!(derive("town", &all, &knowledge), derive("town", &other, &knowledge));
    }

    #[test]
    fn what_was_known_at_an_instant_is_not_changed_by_later_entries(all in entries(24), until in 0..12_i64) {
        let knowledge = knowledge();
        let at = Instant::from_millis(until * 1000);
        let before: Vec<Entry> = all.iter().filter(|e| e.known <= at)
            .map(|e| Entry { gone: e.gone.filter(|g| *g <= at), ..e.clone() }).collect();
        let known = |stretches: Vec<Stretch>| -> Vec<Stretch> {
            let all = stretches.into_iter().filter(|s| s.known <= at);
            all.map(|s| Stretch { until: s.until.filter(|u| *u <= at), ..s }).collect()
        };
        prop_assert_eq!(known(derive("town", &all, &knowledge)), known(derive("town", &before, &knowledge)));
    }

    #[test]
    fn assessed_stretches_never_overlap_and_one_party_has_one_overlay_of_a_kind(all in entries(24)) {
        let stretches = derive("town", &all, &knowledge());
        for s in &stretches {
            prop_assert!(s.until.is_none_or(|u| s.known < u));
            prop_assert!(s.to.as_ref().is_none_or(|to| s.from <= *to));
            prop_assert!(s.layer == Layer::Claimed || s.reported >= s.from);
            prop_assert!(!s.inputs.is_empty(), "{s:?}");
        }
        for (n, a) in stretches.iter().enumerate() {
            for b in &stretches[n + 1..] {
                let days = a.to.as_ref().is_none_or(|to| b.from <= *to) && b.to.as_ref().is_none_or(|to| a.from <= *to);
                let record = a.until.is_none_or(|u| b.known < u) && b.until.is_none_or(|u| a.known < u);
                let party = a.holders.iter().chain(&a.against).any(|id| b.holders.contains(id) || b.against.contains(id));
                let lane = a.layer == b.layer && (a.layer == Layer::Assessed || (a.status == b.status && party));
                prop_assert!(!lane || !days || !record, "{a:?} {b:?}");
            }
        }
    }
}
