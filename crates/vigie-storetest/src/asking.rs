//! Which entries a question finds, and in which order.

use std::ops::ControlFlow;

use vigie_model::{EventCode, Grade, PlaceRef};
use vigie_store::{Ask, Page, Record, Taking};

use crate::made::{actor, claim, days, dead, entries, hour, ids, report, source, take, town};

/// Texts of the documents whose claims a question finds, in the order of the entries.
fn found(record: &impl Record, ask: &Ask) -> Vec<String> {
    let text = |id: &str| String::from_utf8(record.bytes(id).unwrap().unwrap()).unwrap();
    entries(record, ask).iter().map(|e| text(&e.claim.document)).collect()
}

/// Takes documents, one claim each, made by what changes it from the ordinary.
fn told<const N: usize>(record: &mut impl Record, changes: [(&str, &dyn Fn(&mut Taking)); N]) {
    let mut batch = Vec::new();
    for (hour, (text, change)) in (1..).zip(changes) {
        let mut taking = report(text, hour, EventCode::Capture, "Tarn");
        change(&mut taking);
        batch.push(taking);
    }
    take(record, &batch, 99);
}

fn some(words: &[&str]) -> Vec<String> {
    words.iter().map(|w| (*w).to_owned()).collect()
}

/// By (known, document, first code point, id), whatever the order in which they came.
pub fn entries_come_in_order(record: &mut impl Record) {
    let mut batch: Vec<Taking> = ["one", "two", "three", "four"].map(|t| report(t, 4, EventCode::Hold, "Tarn")).into();
    batch[1].document.known = hour(2);
    for taking in &mut batch {
        for (start, event) in [(30, EventCode::Battle), (10, EventCode::Siege), (30, EventCode::Armed)] {
            let more = claim(taking, start, event, None);
            taking.claims.push(more);
        }
    }
    batch.reverse();
    take(record, &batch, 9);
    let found = entries(record, &Ask::default());
    let keys: Vec<_> = found.iter().map(|e| (e.known, &e.claim.document, e.claim.quote.start, &e.claim.id)).collect();
    assert_eq!(keys.len(), 16);
    assert!(keys.is_sorted(), "{keys:#?}");
}

fn at(taking: &mut Taking, change: &dyn Fn(&mut PlaceRef)) {
    change(taking.claims[0].place.as_mut().unwrap());
}

/// Any of the places; the country of the place; a box with its edges.
pub fn by_place_country_and_box(record: &mut impl Record) {
    told(
        record,
        [
            ("tarn", &|_| {}),
            ("elm", &|t| at(t, &|p| (p.id, p.lat, p.lon) = ("made:Elm".to_owned(), 50.0, 5.0))),
            ("abroad", &|t| at(t, &|p| (p.id, p.country, p.lat) = ("made:Far".to_owned(), "XB".to_owned(), -10.0))),
            ("nowhere", &|t| t.claims[0].place = None),
        ],
    );
    let places = |ids: &[&str]| Ask { places: some(ids), ..Ask::default() };
    assert_eq!(found(record, &places(&["made:Elm"])), ["elm"]);
    assert_eq!(found(record, &places(&["made:Far", "made:Tarn", "made:Nowhere"])), ["tarn", "abroad"]);
    assert_eq!(found(record, &places(&["made:Nowhere"])), [""; 0]);
    assert_eq!(found(record, &Ask { country: Some("XB".to_owned()), ..Ask::default() }), ["abroad"]);
    let within = |bbox| Ask { bbox: Some(bbox), ..Ask::default() };
    assert_eq!(found(record, &within([5.0, 10.5, 20.25, 50.0])), ["tarn", "elm"]);
    assert_eq!(found(record, &within([5.0, 10.500_001, 20.25, 50.0])), ["elm"]);
    assert_eq!(found(record, &within([-180.0, -90.0, 180.0, 90.0])), ["tarn", "elm", "abroad"]);
}

/// Its west lies in the east.
pub fn by_box_across_the_line_of_180_degrees(record: &mut impl Record) {
    told(
        record,
        [
            ("east", &|t| at(t, &|p| (p.id, p.lon) = ("made:East".to_owned(), 179.5))),
            ("west", &|t| at(t, &|p| (p.id, p.lon) = ("made:West".to_owned(), -179.5))),
            ("middle", &|t| at(t, &|p| (p.id, p.lon) = ("made:Middle".to_owned(), 0.0))),
        ],
    );
    assert_eq!(found(record, &Ask { bbox: Some([170.0, 0.0, -170.0, 20.0]), ..Ask::default() }), ["east", "west"]);
}

/// Any of the codes.
pub fn by_event(record: &mut impl Record) {
    told(
        record,
        [
            ("capture", &|_| {}),
            ("protest", &|t| t.claims[0].event = EventCode::Protest),
            ("hold", &|t| t.claims[0].event = EventCode::Hold),
        ],
    );
    let of = |events: &[EventCode]| Ask { events: events.to_vec(), ..Ask::default() };
    assert_eq!(found(record, &of(&[EventCode::Capture, EventCode::Hold])), ["capture", "hold"]);
    assert_eq!(found(record, &of(&[EventCode::Siege])), [""; 0]);
}

/// Of the claim itself, not of another claim of its document.
pub fn by_actor_that_does_or_suffers_it(record: &mut impl Record) {
    told(
        record,
        [
            ("does", &|t| t.claims[0].actors = vec![actor("red-band")]),
            ("suffers", &|t| t.claims[0].targets = vec![actor("grey-band"), actor("red-band")]),
            ("says", &|t| t.claims[0].sources = vec![source("red-band")]),
            ("beside", &|t| {
                let mut more = claim(t, 40, EventCode::Battle, None);
                more.actors = vec![actor("red-band")];
                t.claims.push(more);
            }),
        ],
    );
    let of = |ids: &[&str]| Ask { actors: some(ids), ..Ask::default() };
    let red = entries(record, &of(&["red-band"]));
    assert_eq!(found(record, &of(&["red-band"])), ["does", "suffers", "beside"]);
    assert_eq!(red[2].claim.quote.start, 40);
    assert_eq!(found(record, &of(&["grey-band", "nobody"])), ["suffers"]);
    assert_eq!(found(record, &of(&["nobody"])), [""; 0]);
}

/// Any speaker of the chain by id; the outlet by its name in lower case.
pub fn by_source_or_outlet(record: &mut impl Record) {
    told(
        record,
        [
            ("near", &|t| t.claims[0].sources = vec![source("mayor")]),
            ("chain", &|t| t.claims[0].sources = vec![source("agency"), source("mayor")]),
            ("outlet", &|t| t.document.outlet = Some("Évening Post".to_owned())),
            ("acts", &|t| t.claims[0].actors = vec![actor("mayor")]),
        ],
    );
    let of = |ids: &[&str]| Ask { sources: some(ids), ..Ask::default() };
    assert_eq!(found(record, &of(&["mayor"])), ["near", "chain"]);
    assert_eq!(found(record, &of(&["évening post"])), ["outlet"]);
    assert_eq!(found(record, &of(&["agency", "évening post"])), ["chain", "outlet"]);
}

/// Both ends included; an open side is not beyond any day; without a day it is kept.
pub fn by_days_of_the_world(record: &mut impl Record) {
    told(
        record,
        [
            ("early", &|t| t.claims[0].time = Some(days("2029-12-01", "2029-12-05"))),
            ("later", &|t| t.claims[0].time = Some(days("2029-12-05", "2029-12-09"))),
            ("dayless", &|t| t.claims[0].time = None),
            ("open", &|t| t.claims[0].time.as_mut().unwrap().end = None),
            ("ended", &|t| t.claims[0].time = Some(vigie_model::TimeRef { start: None, ..days("2029-12-01", "2029-12-04") })),
        ],
    );
    let between = |since: Option<&str>, on: Option<&str>| Ask {
        since: since.map(str::to_owned),
        on: on.map(str::to_owned),
        ..Ask::default()
    };
    assert_eq!(found(record, &between(Some("2029-12-06"), None)), ["later", "dayless", "open"]);
    assert_eq!(found(record, &between(Some("2029-12-05"), None)), ["early", "later", "dayless", "open"]);
    assert_eq!(found(record, &between(None, Some("2029-12-04"))), ["early", "dayless", "ended"]);
    assert_eq!(found(record, &between(Some("2029-12-05"), Some("2029-12-05"))), ["early", "later", "dayless"]);
}

/// Of what is not there, nothing is found.
pub fn by_document_and_claim(record: &mut impl Record) {
    let batch = ["one", "two", "three"].map(|t| report(t, 1, EventCode::Hold, "Tarn"));
    take(record, &batch, 1);
    let document = Ask { document: Some(batch[1].document.id.clone()), ..Ask::default() };
    assert_eq!(ids(record, &document), [batch[1].claims[0].id.clone()]);
    let claims = |ids: &[&str]| Ask { claims: some(ids), ..Ask::default() };
    let two = claims(&[&batch[2].claims[0].id, &batch[0].claims[0].id]);
    assert_eq!(ids(record, &two).len(), 2);
    assert_eq!(ids(record, &claims(&["c-0000000000000000"])), [""; 0]);
    assert_eq!(ids(record, &Ask { document: Some("sha256:none".to_owned()), ..Ask::default() }), [""; 0]);
}

/// All the words, whole words, in any order; marks of no word part them.
pub fn by_words_of_the_document(record: &mut impl Record) {
    told(
        record,
        [
            ("the bridge fell at noon", &|_| {}),
            ("a bridge, a tower", &|_| {}),
            ("أمس سقط الجسر في تارن", &|_| {}),
            ("\"not\" OR (near*", &|_| {}),
        ],
    );
    let of = |words: &str| Ask { words: Some(words.to_owned()), ..Ask::default() };
    assert_eq!(found(record, &of("bridge")), ["the bridge fell at noon", "a bridge, a tower"]);
    assert_eq!(found(record, &of("noon bridge")), ["the bridge fell at noon"]);
    assert_eq!(found(record, &of("tower, bridge!")), ["a bridge, a tower"]);
    assert_eq!(found(record, &of("bridg")), [""; 0]);
    assert_eq!(found(record, &of("الجسر تارن")), ["أمس سقط الجسر في تارن"]);
    assert_eq!(found(record, &of("near or \"")), ["\"not\" OR (near*"]);
    assert_eq!(found(record, &of("...")).len(), 4, "no words ask for nothing");
}

/// Only what counts; only what is read as surely, or better.
pub fn by_count_and_grade(record: &mut impl Record) {
    told(
        record,
        [
            ("sure", &|t| t.claims[0].counts.push(dead(3))),
            ("likely", &|t| t.claims[0].grade = Grade::Likely),
            ("doubtful", &|t| t.claims[0].grade = Grade::Doubtful),
        ],
    );
    assert_eq!(found(record, &Ask { counted: true, ..Ask::default() }), ["sure"]);
    let graded = |grade| found(record, &Ask { grade: Some(grade), ..Ask::default() });
    assert_eq!(graded(Grade::Sure), ["sure"]);
    assert_eq!(graded(Grade::Likely), ["sure", "likely"]);
    assert_eq!(graded(Grade::Doubtful).len(), 3);
}

/// Each part of a question leaves out more.
pub fn everything_that_is_set_must_hold(record: &mut impl Record) {
    told(
        record,
        [
            ("storm one", &|_| {}),
            ("storm two", &|t| t.claims[0].event = EventCode::Hold),
            ("calm three", &|_| {}),
            ("storm four", &|t| at(t, &|p| p.id = "made:Elm".to_owned())),
            ("storm five", &|t| t.claims[0].actors.clear()),
            ("storm six", &|t| t.document.outlet = None),
            ("storm seven", &|_| {}),
        ],
    );
    let ask = Ask {
        known_at: Some(hour(6)),
        places: some(&["made:Tarn"]),
        country: Some("XA".to_owned()),
        events: vec![EventCode::Capture],
        actors: some(&["blue-column"]),
        sources: some(&["lighthouse wire"]),
        since: Some("2030-01-02".to_owned()),
        on: Some("2030-01-01".to_owned()),
        words: Some("storm".to_owned()),
        bbox: Some([20.0, 10.0, 21.0, 11.0]),
        grade: Some(Grade::Sure),
        ..Ask::default()
    };
    let found = found(record, &ask);
    // The sixth comes from no outlet and is told by another source.
    assert_eq!(found, ["storm one"]);
}

/// With the names of the last gazetteer; no claim speaks, so nothing is said of it.
pub fn places_are_listed_once_each(record: &mut impl Record) {
    told(
        record,
        [
            ("one", &|_| {}),
            ("two", &|t| at(t, &|p| p.mention = "at the gates of Tarn".to_owned())),
            ("three", &|t| at(t, &|p| p.aliases = some(&["Tarnopol"]))),
            ("four", &|t| t.claims[0].place = Some(town("Elm"))),
            ("five", &|t| t.claims[0].place = None),
        ],
    );
    let bare = |name: &str, aliases: &[&str]| PlaceRef { mention: String::new(), prec: 0, aliases: some(aliases), ..town(name) };
    assert_eq!(record.places().unwrap(), [bare("Elm", &["Old Elm", "Elm am See"]), bare("Tarn", &["Tarnopol"])]);
}

/// In the middle of an answer the record answers other questions.
pub fn whoever_is_shown_rows_may_ask_on(record: &mut impl Record) {
    told(record, [("one", &|_| {}), ("two", &|_| {})]);
    let record = &*record;
    let mut texts = Vec::new();
    let mut each = |entry: vigie_model::Entry| {
        texts.push(record.bytes(&entry.claim.document).unwrap().unwrap());
        ControlFlow::Continue(())
    };
    record.entries(&Ask::default(), Page::default(), &mut each).unwrap();
    assert_eq!(texts, [b"one".to_vec(), b"two".to_vec()]);
}
