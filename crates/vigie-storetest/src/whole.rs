//! The record as a whole.

use vigie_model::{Act, EventCode, Instant};
use vigie_store::{Ask, Bucket, BucketKind, Counts, Page, Record, Taking};

use crate::made::{claim, decision, documents, entries, hour, incidents, report, take, town};

/// Everything that was done shows in the counts.
pub fn counts_count(record: &mut impl Record) {
    let one = report("dawn", 1, EventCode::Battle, "Tarn");
    let two = report("noon", 1, EventCode::Battle, "Tarn");
    take(record, &[one.clone(), two.clone(), two.clone()], 1);
    let mut again = Taking { coder: "coder 2".to_owned(), ..one };
    again.claims = vec![claim(&again, 7, EventCode::Battle, Some(town("Elm")))];
    take(record, &[again], 2);
    record.decide(decision(Act::Refuse, &two.claims[0], 3)).unwrap();
    let expected = Counts { documents: 2, as_published: 0, revisits: 2, standing: 1, gone: 2, decisions: 1, stale: 2 };
    assert_eq!(record.counts().unwrap(), expected);
}

/// After everything that a record can do.
pub fn a_sound_record_has_no_fault(record: &mut impl Record) {
    counts_count(record);
    record.forget_derived().unwrap();
    assert_eq!(record.check().unwrap(), [""; 0]);
}

/// Bytes that were changed on the way are found, and named.
pub fn bytes_that_are_not_those_of_the_hash_are_found(record: &mut impl Record) {
    let mut forged = report("dawn", 1, EventCode::Battle, "Tarn");
    forged.bytes[0] ^= 1;
    take(record, std::slice::from_ref(&forged), 1);
    let faults = record.check().unwrap();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].contains(&forged.document.id), "{faults:?}");
}

/// Nothing is there, and nothing fails.
pub fn an_empty_record_answers(record: &mut impl Record) {
    assert_eq!(record.counts().unwrap(), Counts::default());
    assert_eq!(entries(record, &Ask::default()), []);
    assert_eq!(documents(record, Instant::MAX, Page::default()), [""; 0]);
    assert_eq!(incidents(record, &Ask::default(), Page::default()), []);
    assert_eq!(record.signatures("0001-01-01", "9999-12-31").unwrap(), []);
    assert_eq!(record.places().unwrap(), []);
    assert_eq!(record.decisions(Instant::MAX).unwrap(), []);
    assert_eq!(record.stale(9).unwrap(), []);
    assert_eq!(record.control("2030-01-01", hour(0)).unwrap(), []);
    assert_eq!(record.history("made:Tarn", hour(0)).unwrap(), []);
    assert_eq!(record.tombstones(Instant::MIN).unwrap(), []);
    assert_eq!(record.bucket(&Bucket { kind: BucketKind::Control, key: "made:Tarn".to_owned() }).unwrap(), []);
    assert_eq!(record.take(&[], hour(0)).unwrap(), []);
    record.derive(&[]).unwrap();
    record.forget_derived().unwrap();
    for id in ["sha256:00", ""] {
        assert_eq!(record.document(id).unwrap(), None);
        assert_eq!(record.bytes(id).unwrap(), None);
        assert_eq!(record.read_by(id).unwrap(), None);
    }
    assert_eq!(record.check().unwrap(), [""; 0]);
}
