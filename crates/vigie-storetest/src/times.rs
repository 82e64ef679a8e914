//! Both axes of time: when it was so, and when it was known.

use vigie_model::{Act, EventCode, Instant, Knowing};
use vigie_store::{Ask, Page, Record, Taken};

use crate::made::{at, decision, documents, entries, hour, ids, report, take};

/// From `known` included until `gone` excluded.
pub fn entries_stand_from_known_until_gone(record: &mut impl Record) {
    let taking = report("dawn", 3, EventCode::Capture, "Tarn");
    take(record, std::slice::from_ref(&taking), 3);
    record.decide(decision(Act::Refuse, &taking.claims[0], 6)).unwrap();
    let standing: Vec<usize> = [2, 3, 5, 6].into_iter().map(|n| ids(record, &at(n)).len()).collect();
    assert_eq!(standing, [0, 1, 1, 0]);
    let before = Instant::from_millis(hour(6).millis() - 1);
    assert_eq!(ids(record, &Ask { known_at: Some(before), ..Ask::default() }).len(), 1);
    assert_eq!(ids(record, &Ask::default()).len(), 1, "without an instant, also what is gone");
}

/// Whatever comes later: documents, readings, decisions.
pub fn what_was_answered_for_an_instant_stays_the_answer(record: &mut impl Record) {
    let one = report("dawn", 1, EventCode::Capture, "Tarn");
    let two = report("noon", 2, EventCode::Capture, "Tarn");
    take(record, &[one.clone(), two.clone()], 2);
    // Wholly: that an entry ends later is not told for an instant before.
    let answer = |record: &_| entries(record, &at(2));
    let then = answer(record);
    take(record, &[report("dusk", 3, EventCode::Hold, "Tarn")], 3);
    let mut again = one.clone();
    again.coder = "coder 2".to_owned();
    again.claims[0].rule = "test.better".to_owned();
    take(record, &[again], 4);
    record.decide(decision(Act::Refuse, &two.claims[0], 5)).unwrap();
    assert_eq!(answer(record), then);
    assert_eq!(then.len(), 2);
}

/// An archive that was public then: `known` lies before `received`, and says what it rests on.
pub fn a_document_known_since_its_publication_is_known_then(record: &mut impl Record) {
    let mut taking = report("dawn", 1, EventCode::Capture, "Tarn");
    (taking.document.received, taking.document.knowing) = (hour(100), Knowing::Published);
    take(record, &[taking], 100);
    let entry = &entries(record, &at(1))[0];
    assert_eq!((entry.known, entry.knowing), (hour(1), Knowing::Published));
}

/// In order of (known, id), those not yet known left out.
pub fn documents_are_listed_as_known_at_an_instant(record: &mut impl Record) {
    let texts = [("one", 5), ("two", 3), ("three", 3), ("four", 9)];
    let batch: Vec<_> = texts.map(|(text, known)| report(text, known, EventCode::Hold, "Tarn")).into();
    assert_eq!(take(record, &batch, 9), vec![Taken::New { claims: 1 }; 4]);
    let mut order: Vec<_> = batch.iter().map(|t| (t.document.known, t.document.id.clone())).collect();
    order.sort();
    order.retain(|(known, _)| *known <= hour(5));
    let order: Vec<_> = order.into_iter().map(|(_, id)| id).collect();
    assert_eq!(documents(record, hour(5), Page::default()), order);
}

/// Both days included; in order of (day, id). The day is that of publication, if there is one.
pub fn signatures_are_found_between_two_days(record: &mut impl Record) {
    let texts = [("one", Some("2029-12-05")), ("two", None), ("three", Some("2029-12")), ("four", Some("2030-01-02"))];
    let batch: Vec<_> = texts
        .map(|(text, published)| {
            let mut taking = report(text, 1, EventCode::Hold, "Tarn");
            taking.document.published = published.map(str::to_owned);
            taking
        })
        .into();
    take(record, &batch, 9);
    let found = record.signatures("2029-12-05", "2030-01-01").unwrap();
    let days = [(0, "2029-12-05"), (2, "2029-12-31"), (1, "2030-01-01")];
    let expected = days.map(|(n, day)| (batch[n].document.id.clone(), day.to_owned(), batch[n].signature.clone()));
    assert_eq!(found, expected);
}

/// A clock that goes wrong, or a document dated in the future.
pub fn nothing_ends_before_it_began(record: &mut impl Record) {
    let future = report("dawn", 50, EventCode::Capture, "Tarn");
    let mut again = report("noon", 50, EventCode::Capture, "Elm");
    take(record, &[future.clone(), again.clone()], 10);
    record.decide(decision(Act::Refuse, &future.claims[0], 10)).unwrap();
    again.coder = "coder 2".to_owned();
    again.claims[0].rule = "test.better".to_owned();
    take(record, &[again], 10);
    for entry in entries(record, &Ask::default()) {
        assert!(entry.known >= hour(50), "known before its document: {entry:?}");
        assert!(entry.gone.is_none_or(|gone| gone >= entry.known), "{entry:?}");
    }
}
