//! Long answers, part by part.

use std::ops::ControlFlow;

use vigie_model::EventCode;
use vigie_store::{Ask, Page, Record, Taking};

use crate::made::{claim, documents, entries, hour, page, report, take};

fn seven(record: &mut impl Record) {
    let batch: Vec<Taking> = (0..7)
        .map(|n| {
            let mut taking = report(&format!("text {n}"), 1, EventCode::Hold, "Tarn");
            let more = claim(&taking, 9, EventCode::Battle, None);
            taking.claims.push(more);
            taking
        })
        .collect();
    take(record, &batch, 1);
}

/// Nothing twice, nothing left out, also where a filter leaves out some between.
pub fn pages_of_entries_make_the_whole(record: &mut impl Record) {
    seven(record);
    for ask in [Ask::default(), Ask { events: vec![EventCode::Battle], counted: false, ..Ask::default() }] {
        let whole = entries(record, &ask);
        let mut parts = Vec::new();
        for n in 0.. {
            let part = page(record, &ask, Page { after: 3 * n, limit: Some(3) });
            if part.is_empty() {
                break;
            }
            assert!(part.len() <= 3);
            parts.extend(part);
        }
        assert_eq!(parts, whole);
    }
    assert_eq!(page(record, &Ask::default(), Page { after: 10, limit: None }).len(), 4);
    assert!(page(record, &Ask::default(), Page { after: 0, limit: Some(0) }).is_empty());
}

/// As for entries.
pub fn pages_of_documents_make_the_whole(record: &mut impl Record) {
    seven(record);
    let whole = documents(record, hour(1), Page::default());
    let mut parts = documents(record, hour(1), Page { after: 0, limit: Some(4) });
    parts.extend(documents(record, hour(1), Page { after: 4, limit: None }));
    assert_eq!((parts.len(), parts), (7, whole));
    assert_eq!(documents(record, hour(1), Page { after: 9, limit: Some(1) }), [""; 0]);
}

/// `Break` ends the answer at once, without a fault.
pub fn whoever_has_enough_is_shown_no_more(record: &mut impl Record) {
    seven(record);
    let mut shown = [0; 2];
    let mut entry = |_| {
        shown[0] += 1;
        ControlFlow::Break(())
    };
    record.entries(&Ask::default(), Page::default(), &mut entry).unwrap();
    let mut document = |_| {
        shown[1] += 1;
        ControlFlow::Break(())
    };
    record.documents(hour(1), Page::default(), &mut document).unwrap();
    assert_eq!(shown, [1, 1]);
}
