//! Who held what, on a day, as known at an instant.

use vigie_model::{EventCode, Fate, Input, Instant, Layer, Stretch};
use vigie_store::{Ask, Bucket, BucketKind, Derivation, Record, StoreError};

use crate::made::{entries, hour, report, stretch, take};

fn derive(record: &mut impl Record, place: &str, stretches: Vec<Stretch>) -> Result<(), StoreError> {
    let bucket = Bucket { kind: BucketKind::Control, key: place.to_owned() };
    record.derive(&[(bucket, Derivation { stretches, ..Derivation::default() })])
}

/// A stretch as it is answered for an instant: what became of it later is not told.
fn then(stretch: &Stretch) -> Stretch {
    Stretch { until: None, ..stretch.clone() }
}

/// Days with both ends, record time from `known` included until `until` excluded, to the millisecond.
pub fn stretches_are_found_by_day_and_instant(record: &mut impl Record) {
    let at_first = stretch("made:Tarn", ("2030-01-03", None), 10, Some(20));
    let mut lost = stretch("made:Tarn", ("2030-01-03", Some("2030-01-07")), 20, None);
    lost.inputs = vec![Input {
        claim: "c-0123456789abcdef".to_owned(),
        fate: Fate::Excluded,
        rule: "T3".to_owned(),
        reason: "own-side".to_owned(),
        by: None,
    }];
    let since = stretch("made:Tarn", ("2030-01-08", None), 20, None);
    let mut claimed = stretch("made:Elm", ("2030-01-01", None), 5, None);
    claimed.layer = Layer::Claimed;
    let held = stretch("made:Elm", ("2030-01-01", None), 5, None);
    derive(record, "made:Tarn", vec![since.clone(), lost.clone(), at_first.clone()]).unwrap();
    derive(record, "made:Elm", vec![claimed.clone(), held.clone()]).unwrap();
    let control = |on: &str, at: Instant| record.control(on, at).unwrap();
    assert_eq!(control("2030-01-02", hour(15)), [held.clone(), claimed.clone()]);
    assert_eq!(control("2030-01-09", hour(15)), [held.clone(), claimed.clone(), then(&at_first)]);
    assert_eq!(control("2030-01-07", hour(20)), [held.clone(), claimed.clone(), lost]);
    assert_eq!(control("2030-01-08", hour(20)), [held.clone(), claimed.clone(), since]);
    let before = |hours: i64| Instant::from_millis(hour(hours).millis() - 1);
    assert_eq!(control("2030-01-07", before(20)), [held, claimed, then(&at_first)]);
    assert_eq!(control("2030-01-07", before(5)), []);
    assert_eq!(control("2030-01-07", Instant::MAX).len(), 3);
    assert_eq!(control("2030-01-07", Instant::MIN), []);
}

/// Whatever the day, as known at an instant; in order of (from, layer).
pub fn a_history_is_all_stretches_of_a_place(record: &mut impl Record) {
    let first = stretch("made:Tarn", ("2030-01-01", Some("2030-01-04")), 1, None);
    let old = stretch("made:Tarn", ("2030-01-05", None), 2, Some(9));
    let next = stretch("made:Tarn", ("2030-01-05", Some("2030-01-06")), 9, None);
    let mut over = stretch("made:Tarn", ("2030-01-05", None), 9, None);
    over.layer = Layer::Claimed;
    derive(record, "made:Tarn", vec![over.clone(), next.clone(), old.clone(), first.clone()]).unwrap();
    derive(record, "made:Elm", vec![stretch("made:Elm", ("2030-01-05", None), 1, None)]).unwrap();
    let history = |at| record.history("made:Tarn", hour(at)).unwrap();
    assert_eq!(history(8), [first.clone(), then(&old)]);
    assert_eq!(history(9), [first, next, over]);
    assert_eq!(record.history("made:Nowhere", hour(9)).unwrap(), []);
}

/// The new derivation counts, wholly; other places are left alone.
pub fn deriving_again_replaces_what_was_there(record: &mut impl Record) {
    let stays = stretch("made:Tarn", ("2030-01-01", None), 1, None);
    let goes = stretch("made:Tarn", ("2030-01-05", None), 2, None);
    let comes = stretch("made:Tarn", ("2030-01-06", None), 2, None);
    let other = stretch("made:Elm", ("2030-01-06", None), 2, None);
    derive(record, "made:Elm", vec![other.clone()]).unwrap();
    derive(record, "made:Tarn", vec![stays.clone(), goes]).unwrap();
    derive(record, "made:Tarn", vec![stays.clone(), comes.clone()]).unwrap();
    assert_eq!(record.control("2030-01-09", hour(5)).unwrap(), [other.clone(), stays, comes]);
    derive(record, "made:Tarn", Vec::new()).unwrap();
    assert_eq!(record.control("2030-01-09", hour(5)).unwrap(), [other]);
    assert_eq!(record.check().unwrap(), [""; 0]);
}

/// And nothing of what was derived with it is kept.
pub fn an_unsound_stretch_is_refused(record: &mut impl Record) {
    let good = stretch("made:Tarn", ("2030-01-05", None), 1, None);
    let unsound = [
        stretch("made:Elm", ("2030-01-05", None), 1, None),
        stretch("made:Tarn", ("2030-01-05", Some("2030-01-04")), 1, None),
        stretch("made:Tarn", ("yesterday", None), 1, None),
        stretch("made:Tarn", ("2030-01-05", None), 1, Some(1)),
        good.clone(),
    ];
    for bad in unsound {
        let refused = derive(record, "made:Tarn", vec![good.clone(), bad]);
        assert!(matches!(refused, Err(StoreError::Derivation { .. })), "{refused:?}");
    }
    assert_eq!(record.history("made:Tarn", Instant::MAX).unwrap(), []);
}

/// What can be derived again is dropped; every bucket waits.
pub fn forgetting_drops_what_is_derived_and_nothing_else(record: &mut impl Record) {
    let batch = [report("dawn", 1, EventCode::Capture, "Tarn"), report("noon", 1, EventCode::Battle, "Elm")];
    take(record, &batch, 1);
    let stale = record.stale(99).unwrap();
    let kept = entries(record, &Ask::default());
    let all: Vec<_> = stale.iter().map(|b| (b.clone(), Derivation::default())).collect();
    record.derive(&all).unwrap();
    derive(record, "made:Tarn", vec![stretch("made:Tarn", ("2030-01-05", None), 1, None)]).unwrap();
    record.forget_derived().unwrap();
    assert_eq!(record.control("2030-01-09", hour(5)).unwrap(), []);
    assert_eq!(record.stale(99).unwrap(), stale);
    assert_eq!(entries(record, &Ask::default()), kept);
}
