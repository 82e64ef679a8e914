//! A document is read again by another coder.

use vigie_model::{EventCode, Instant};
use vigie_store::{Ask, Record, Taken, Taking};

use crate::made::{at, claim, entries, hour, ids, report, take, town};

fn by(coder: &str, taking: &Taking, claims: Vec<vigie_model::Claim>) -> Taking {
    Taking { coder: coder.to_owned(), claims, ..taking.clone() }
}

/// The old claim is gone from now on, the new one stands from now on.
pub fn another_coder_supersedes_and_both_are_kept(record: &mut impl Record) {
    let first = report("dawn", 1, EventCode::Capture, "Tarn");
    let other = claim(&first, 0, EventCode::Advance, Some(town("Tarn")));
    let second = by("coder 2", &first, vec![other.clone()]);
    take(record, std::slice::from_ref(&first), 1);
    assert_eq!(take(record, &[second], 8), [Taken::Recoded { kept: 0, superseded: 1, added: 1 }]);
    let all = entries(record, &Ask::default());
    let seen: Vec<_> = all.iter().map(|e| (e.claim.id.as_str(), e.known, e.gone)).collect();
    assert_eq!(seen, [(first.claims[0].id.as_str(), hour(1), Some(hour(8))), (other.id.as_str(), hour(8), None)]);
    assert_eq!(record.read_by(&first.document.id).unwrap().as_deref(), Some("coder 2"));
    assert_eq!(record.counts().unwrap().revisits, 1);
}

/// A claim that both read goes on standing since it was first known.
pub fn what_both_coders_read_stays(record: &mut impl Record) {
    let mut first = report("dawn", 1, EventCode::Capture, "Tarn");
    first.claims.push(claim(&first, 20, EventCode::Battle, None));
    let second = by("coder 2", &first, vec![first.claims[1].clone()]);
    take(record, std::slice::from_ref(&first), 1);
    assert_eq!(take(record, &[second], 8), [Taken::Recoded { kept: 1, superseded: 1, added: 0 }]);
    assert_eq!(ids(record, &at(9)), [first.claims[1].id.as_str()]);
    assert_eq!(entries(record, &at(9))[0].known, hour(1));
}

/// Ids follow from span, event and rule: the rest may be read otherwise.
pub fn a_claim_of_the_same_id_that_reads_otherwise_is_another_version(record: &mut impl Record) {
    let first = report("dawn", 1, EventCode::Capture, "Tarn");
    let mut other = first.claims[0].clone();
    other.place = Some(town("Elm"));
    let second = by("coder 2", &first, vec![other.clone()]);
    take(record, std::slice::from_ref(&first), 1);
    assert_eq!(take(record, &[second], 8), [Taken::Recoded { kept: 0, superseded: 1, added: 1 }]);
    let told = |n| entries(record, &at(n)).into_iter().map(|e| e.claim).collect::<Vec<_>>();
    assert_eq!(told(7), first.claims);
    assert_eq!(told(8), [other.clone()]);
    assert_eq!(entries(record, &Ask { claims: vec![other.id], ..Ask::default() }).len(), 2);
}

/// That a coder found nothing new is known, so that it is not asked again.
pub fn a_coder_that_reads_nothing_is_noted(record: &mut impl Record) {
    let first = report("dawn", 1, EventCode::Capture, "Tarn");
    let second = by("coder 2", &first, Vec::new());
    take(record, std::slice::from_ref(&first), 1);
    assert_eq!(take(record, std::slice::from_ref(&second), 8), [Taken::Recoded { kept: 0, superseded: 1, added: 0 }]);
    assert_eq!(take(record, &[second], 9), [Taken::Revisit]);
    assert_eq!(ids(record, &at(9)), [""; 0]);
}

/// A return to the older coder is a reading like any other; nothing of the past changes.
pub fn a_coder_that_comes_back_reads_anew(record: &mut impl Record) {
    let first = report("dawn", 1, EventCode::Capture, "Tarn");
    let second = by("coder 2", &first, Vec::new());
    for (taking, now) in [(&first, 1), (&second, 5), (&first, 9)] {
        take(record, std::slice::from_ref(taking), now);
    }
    let standing: Vec<bool> = [1, 4, 5, 8, 9].into_iter().map(|n| !ids(record, &at(n)).is_empty()).collect();
    assert_eq!(standing, [true, true, false, false, true]);
    assert_eq!(entries(record, &Ask { known_at: Some(Instant::MAX), ..Ask::default() }).len(), 1);
}
