//! Laws over made-up figures.

use proptest::prelude::*;
use vigie_model::{Bound, Counted, Entry, EventCode, Instant, Modality, Who};
use vigie_reconcile::{Knowledge, tolls};

use crate::told::{Told, told};

/// A figure of any kind, among few places, days, sources and numbers, so that many meet.
fn figure() -> impl Strategy<Value = Told> {
    let source = prop::sample::select(vec!["", "monitor", "ministry", "army", "hospital"]);
    let place = prop::sample::select(vec![("", 0), ("geonames:1", 6), ("geonames:2", 1), ("geonames:3", 4)]);
    let bound = prop::sample::select(Bound::ALL.to_vec());
    let who = prop::sample::select(vec![Who::People, Who::Civilians, Who::Fighters, Who::Soldiers, Who::Children]);
    let event = prop::sample::select(vec![EventCode::Casualties, EventCode::Airstrike, EventCode::Battle, EventCode::Shelling]);
    let head = (source, place, event, 0..8usize, 0..3usize, 1..9u8, 0..4u8);
    let count = (bound, who.clone(), 1..60u64, prop::option::of((who, 1..60u64)), 0..4u8, prop::bool::weighted(0.1));
    (head, count).prop_map(|((source, place, event, document, at, day, length), (bound, who, n, part, scope, may))| {
        let (start, end) = (format!("2024-11-{day:02}"), format!("2024-11-{:02}", day + length));
        let published = if day == 8 { String::new() } else { end.clone() };
        let mut entry = told(&format!("d{document}"), at, &published).in_outlet(["One", "Two"][document % 2]).event(event);
        if !source.is_empty() {
            entry = entry.by(source);
        }
        if !place.0.is_empty() {
            entry = entry.place(place.0, place.1);
        }
        if length != 3 {
            entry = entry.days(&start, &end);
        }
        if may {
            entry = entry.modality(Modality::Possible);
        }
        if document > 5 {
            entry = entry.copy_of("d0");
        }
        if who == Who::Fighters && at == 1 {
            entry = entry.against("army");
        }
        entry = entry.count(Counted::Killed, n, bound, who, None);
        if let Some((who, n)) = part {
            entry = entry.counts(n, who, Some(0));
        }
        entry = match scope {
            0 => entry.since(&start),
            1 => entry.since(""),
            2 => entry.more(),
            _ => entry,
        };
        entry.known(&format!("2024-12-{:02}T00:00:00Z", 1 + document))
    })
}

/// Figures, each claim once.
fn figures() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(figure(), 1..24).prop_map(|told| {
        let numbered = told.into_iter().enumerate().map(|(n, Told(mut entry))| {
            entry.claim.id = format!("c-{n:03}");
            entry
        });
        numbered.collect()
    })
}

fn knowledge() -> Knowledge {
    let mut knowledge = Knowledge::default();
    knowledge.speaks("ministry", "army");
    knowledge.camp("army", "government", None, None);
    knowledge
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_entries_changes_no_toll((list, shuffled) in figures().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle()))) {
        let knowledge = knowledge();
        prop_assert_eq!(tolls::tolls(&list, &knowledge, None), tolls::tolls(&shuffled, &knowledge, None));
        prop_assert_eq!(tolls::disputes(&list, &knowledge, None), tolls::disputes(&shuffled, &knowledge, None));
    }

    #[test]
    fn what_is_learnt_later_changes_no_toll_of_an_earlier_instant(list in figures(), day in 1..9u8) {
        let at: Instant = format!("2024-12-{day:02}T12:00:00Z").parse().expect("an instant");
        let then: Vec<Entry> = list.iter().filter(|e| e.known <= at).cloned().collect();
        // Since then, some of them were given up.
        let now = list.iter().cloned().enumerate().map(|(n, mut entry)| {
            entry.gone = (n % 3 == 0).then(|| "2025-01-01T00:00:00Z".parse().expect("an instant"));
            entry
        });
        let stood: Vec<Entry> = now.filter(|e| e.stood_at(at)).collect();
        prop_assert_eq!(tolls::tolls(&stood, &knowledge(), None), tolls::tolls(&then, &knowledge(), None));
        prop_assert_eq!(tolls::disputes(&stood, &knowledge(), None), tolls::disputes(&then, &knowledge(), None));
    }

    #[test]
    fn every_figure_says_what_became_of_it_and_no_number_is_a_sum(list in figures()) {
        for toll in tolls::tolls(&list, &knowledge(), None) {
            prop_assert!(toll.inputs.iter().any(|i| i.fate == vigie_model::Fate::Used));
            // Whatever stands at the head of a toll was said by somebody, as it stands or as the next number.
            let said = |n: u64| {
                list.iter().flat_map(|e| &e.claim.counts).flat_map(|c| [c.low, c.high]).flatten().any(|m| m == n || m + 1 == n || m == n + 1)
            };
            for n in [toll.bounds.low(), toll.bounds.best(), toll.bounds.high()].into_iter().flatten() {
                prop_assert!(said(n), "{} of {:?}", n, toll);
            }
            for input in &toll.inputs {
                prop_assert!(list.iter().any(|e| e.claim.id == input.claim));
                prop_assert!(input.by.as_ref() != Some(&input.claim), "{:?}", input);
            }
        }
    }

    #[test]
    fn every_claim_that_counts_people_is_an_input_of_a_toll(list in figures()) {
        let tolls = tolls::tolls(&list, &knowledge(), None);
        for entry in &list {
            prop_assert!(
                tolls.iter().any(|t| t.inputs.iter().any(|i| i.claim == entry.claim.id)),
                "{} bears on no toll", entry.claim.id
            );
        }
    }
}
