//! Laws of incidents and disputes, on entries drawn at random.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use vigie_model::{Act, Decision, Entry, EventCode, Incident, Instant, Link};

use super::{Telling, derive, incident};
use crate::disputes::disputes;
use crate::drawn::{entries, knowledge};

const CODES: [EventCode; 5] =
    [EventCode::Airstrike, EventCode::Airstrike, EventCode::Shelling, EventCode::Battle, EventCode::Capture];

fn at(second: i64) -> Instant {
    Instant::from_millis(second * 1000)
}

/// Some decisions of people about pairs of the entries.
fn decisions(all: &[Entry], drawn: &[(bool, usize, usize, i64)]) -> Vec<Decision> {
    let mut decided: Vec<Decision> = Vec::new();
    for (n, (link, one, two, second)) in (1..).zip(drawn).filter(|_| all.len() > 1) {
        let claim = |n: &usize| all[*n % all.len()].claim.id.clone();
        if claim(one) != claim(two) {
            decided.push(Decision {
                n,
                at: at(*second),
                by: "A.".into(),
                act: if *link { Act::Link } else { Act::Unlink },
                claim: claim(one),
                other: Some(claim(two)),
                instead: None,
                reason: "read".into(),
            });
        }
    }
    decided
}

fn drawn() -> impl Strategy<Value = (Vec<Entry>, Vec<Decision>)> {
    let decided = prop::collection::vec((any::<bool>(), 0..99_usize, 0..99_usize, 0..14_i64), 0..6);
    (entries(&CODES, 6, 20), decided).prop_map(|(all, decided)| {
        let decided = decisions(&all, &decided);
        (all, decided)
    })
}

fn believed(links: &[Link], at: Instant) -> Vec<&Link> {
    links.iter().filter(|link| link.known <= at && link.until.is_none_or(|until| at < until)).collect()
}

fn incidents_at(all: &[Entry], links: &[Link], at: Instant) -> Vec<Incident> {
    let mut groups: BTreeMap<&str, Vec<(Link, Entry)>> = BTreeMap::new();
    for link in believed(links, at) {
        let entry = all.iter().find(|e| e.claim.id == link.linked.claim).expect("its entry");
        groups.entry(&link.incident).or_default().push((link.clone(), entry.clone()));
    }
    groups.values().filter_map(|group| incident(group, &[], &knowledge())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn every_claim_that_tells_an_occurrence_tells_one_incident_while_it_stands((all, decided) in drawn()) {
        let knowledge = knowledge();
        let (links, tombstones) = derive(&all, &knowledge, &decided);
        for second in -1..26 {
            let at = at(second);
            let linked: Vec<&str> = believed(&links, at).iter().map(|l| l.linked.claim.as_str()).collect();
            let telling = all.iter().filter(|e| e.stood_at(at) && Telling::of(e, &knowledge).is_some());
            let telling: BTreeSet<&str> = telling.map(|e| e.claim.id.as_str()).collect();
            prop_assert_eq!(linked.len(), telling.len());
            prop_assert_eq!(linked.into_iter().collect::<BTreeSet<_>>(), telling);
        }
        // Whoever is buried had claims and never has any again; whoever has none is buried.
        let buried: BTreeSet<&str> = tombstones.iter().map(|t| t.id.as_str()).collect();
        prop_assert_eq!(buried.len(), tombstones.len());
        let open: BTreeSet<&str> = links.iter().filter(|l| l.until.is_none()).map(|l| l.incident.as_str()).collect();
        prop_assert!(open.is_disjoint(&buried));
        for link in &links {
            prop_assert!(open.contains(link.incident.as_str()) || buried.contains(link.incident.as_str()));
            prop_assert!(link.incident.starts_with("VG-XX-") && link.incident.len() == 32);
        }
    }

    #[test]
    fn the_order_in_which_entries_are_given_changes_no_incident((all, decided) in drawn(), seed in 0..u64::MAX) {
        let mut other = all.clone();
        other.sort_by_key(|e| e.claim.quote.start as u64 ^ seed);
        let one = derive(&all, &knowledge(), &decided);
        prop_assert_eq!(&one, &derive(&other, &knowledge(), &decided));
        let found = incidents_at(&all, &one.0, at(12));
        prop_assert_eq!(disputes(&all, &found, &knowledge()), disputes(&other, &found, &knowledge()));
    }

    #[test]
    fn what_was_known_of_incidents_is_not_changed_later((all, decided) in drawn(), until in 0..14_i64) {
        let at = at(until);
        let before: Vec<Entry> = all.iter().filter(|e| e.known <= at)
            .map(|e| Entry { gone: e.gone.filter(|g| *g <= at), ..e.clone() }).collect();
        let decided_before: Vec<Decision> = decided.iter().filter(|d| d.at <= at).cloned().collect();
        let known = |(links, tombstones): (Vec<Link>, Vec<vigie_model::Tombstone>)| {
            let links = links.into_iter().filter(|l| l.known <= at);
            let links: Vec<Link> = links.map(|l| Link { until: l.until.filter(|u| *u <= at), ..l }).collect();
            (links, tombstones.into_iter().filter(|t| t.at <= at).collect::<Vec<_>>())
        };
        let mut one = known(derive(&all, &knowledge(), &decided));
        let mut two = known(derive(&before, &knowledge(), &decided_before));
        one.0.sort_by_cached_key(|l| format!("{l:?}"));
        two.0.sort_by_cached_key(|l| format!("{l:?}"));
        prop_assert_eq!(one, two);
    }

    #[test]
    fn both_sides_of_a_dispute_are_heard_and_no_origin_contradicts_itself((all, _) in drawn()) {
        let links = derive(&all, &knowledge(), &[]).0;
        let found = disputes(&all, &incidents_at(&all, &links, at(11)), &knowledge());
        let ids: BTreeSet<&str> = found.iter().map(|d| d.id.as_str()).collect();
        prop_assert_eq!(ids.len(), found.len());
        for dispute in &found {
            let [one, two] = &dispute.sides;
            prop_assert!(!one.claims.is_empty() && !two.claims.is_empty());
            prop_assert!(one.claims.iter().all(|claim| !two.claims.contains(claim)), "{dispute:?}");
            prop_assert!(one.origins.len() + two.origins.len() > 1);
            prop_assert!(dispute.start <= dispute.end);
        }
    }
}
