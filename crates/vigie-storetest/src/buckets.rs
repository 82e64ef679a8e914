//! What waits to be derived, and from what.

use vigie_model::{Act, EventCode};
use vigie_store::{Bucket, BucketKind, Derivation, Record};

use crate::made::{claim, decision, document, report, take, town};

fn stale(record: &impl Record) -> Vec<String> {
    record.stale(99).unwrap().into_iter().map(|b| format!("{} {}", b.kind.as_str(), b.key)).collect()
}

fn derive_all(record: &mut impl Record) {
    let all: Vec<_> = record.stale(99).unwrap().into_iter().map(|b| (b, Derivation::default())).collect();
    record.derive(&all).unwrap();
}

fn bucket(kind: BucketKind, key: &str) -> Bucket {
    Bucket { kind, key: key.to_owned() }
}

/// In order; control only where a claim says how a place is held; no more than asked for.
pub fn a_document_makes_its_buckets_stale(record: &mut impl Record) {
    let capture = report("dawn", 1, EventCode::Capture, "Tarn");
    let strike = report("noon", 1, EventCode::Airstrike, "Elm");
    take(record, &[strike, capture], 1);
    assert_eq!(stale(record), ["control made:Tarn", "incidents attack|made:Elm", "incidents territory|made:Tarn"]);
    assert_eq!(record.stale(2).unwrap(), record.stale(99).unwrap()[..2]);
    assert_eq!(record.counts().unwrap().stale, 3);
}

/// Also what is gone; in the order of entries; nothing of other buckets.
pub fn a_bucket_holds_what_bears_on_it(record: &mut impl Record) {
    let first = report("dawn", 2, EventCode::Capture, "Tarn");
    let early = report("noon", 1, EventCode::Hold, "Tarn");
    let fight = report("dusk", 3, EventCode::Battle, "Tarn");
    let elsewhere = report("night", 3, EventCode::Hold, "Elm");
    take(record, &[first.clone(), early.clone(), fight.clone(), elsewhere], 3);
    record.decide(decision(Act::Refuse, &first.claims[0], 4)).unwrap();
    let ids = |kind, key| record.bucket(&bucket(kind, key)).unwrap().into_iter().map(|e| e.claim.id).collect::<Vec<_>>();
    let territory = [early.claims[0].id.clone(), first.claims[0].id.clone()];
    assert_eq!(ids(BucketKind::Control, "made:Tarn"), territory);
    assert_eq!(ids(BucketKind::Incidents, "territory|made:Tarn"), territory);
    assert_eq!(ids(BucketKind::Incidents, "attack|made:Tarn"), [fight.claims[0].id.clone()]);
    assert_eq!(ids(BucketKind::Incidents, "aid|made:Tarn"), [""; 0]);
    assert_eq!(ids(BucketKind::Control, "made:Nowhere"), [""; 0]);
}

/// A whole country tells no place; where not even that is told, the family alone is left.
pub fn a_claim_without_a_place_lies_with_its_family(record: &mut impl Record) {
    let mut taking = document("dawn", 1);
    let mut country = town("Aland");
    country.kind = "country".to_owned();
    taking.claims = vec![claim(&taking, 0, EventCode::Battle, Some(country)), claim(&taking, 9, EventCode::Battle, None)];
    take(record, std::slice::from_ref(&taking), 1);
    assert_eq!(stale(record), ["incidents attack||", "incidents attack||XA"]);
    for (key, claim) in [("attack||", &taking.claims[1]), ("attack||XA", &taking.claims[0])] {
        let entries = record.bucket(&bucket(BucketKind::Incidents, key)).unwrap();
        assert_eq!(entries.iter().map(|e| &e.claim).collect::<Vec<_>>(), [claim], "{key}");
    }
    for claim in &taking.claims {
        assert!(Bucket::of(claim).iter().all(|b| record.stale(99).unwrap().contains(b)));
    }
}

/// What is there already bears on nothing new.
pub fn a_revisit_makes_nothing_stale(record: &mut impl Record) {
    let taking = report("dawn", 1, EventCode::Capture, "Tarn");
    take(record, std::slice::from_ref(&taking), 1);
    derive_all(record);
    take(record, &[taking], 2);
    assert_eq!(stale(record), [""; 0]);
}

/// Of the buckets that were derived, and of no other.
pub fn deriving_ends_staleness(record: &mut impl Record) {
    take(record, &[report("dawn", 1, EventCode::Capture, "Tarn")], 1);
    record.derive(&[(bucket(BucketKind::Control, "made:Tarn"), Derivation::default())]).unwrap();
    assert_eq!(stale(record), ["incidents territory|made:Tarn"]);
}

/// Those of the claim, of the claim in its place, and of the second claim.
pub fn a_decision_makes_its_buckets_stale(record: &mut impl Record) {
    let one = report("dawn", 1, EventCode::Capture, "Tarn");
    let two = report("noon", 1, EventCode::Battle, "Elm");
    take(record, &[one.clone(), two.clone()], 1);
    derive_all(record);
    let mut correct = decision(Act::Correct, &two.claims[0], 2);
    correct.instead = Some(Box::new(claim(&two, 0, EventCode::Battle, Some(town("Oak")))));
    let corrected = record.decide(correct).unwrap().instead.unwrap();
    assert_eq!(stale(record), ["incidents attack|made:Elm", "incidents attack|made:Oak"]);
    derive_all(record);
    let mut link = decision(Act::Link, &corrected, 3);
    link.other = Some(one.claims[0].id.clone());
    record.decide(link).unwrap();
    assert!(stale(record).contains(&"incidents territory|made:Tarn".to_owned()));
    assert!(stale(record).contains(&"incidents attack|made:Oak".to_owned()));
}
