//! Documents come in, once.

use vigie_model::{EventCode, Grade, Knowing, Modality, Part, Relation, Scope};
use vigie_store::{Ask, Record, Taken};

use crate::made::{claim, dead, document, documents, entries, hour, report, take, town};

/// Head, bytes and coder come back exactly.
pub fn a_new_document_is_kept_as_it_came(record: &mut impl Record) {
    let mut taking = report("dawn over the pass \u{0} caf\u{e9} \r\n", 1, EventCode::Capture, "Tarn");
    taking.bytes = vec![0xff, 0xfe, 0, 13, 10, 0];
    taking.document.published = None;
    taking.document.outlet = None;
    taking.document.knowing = Knowing::Published;
    assert_eq!(take(record, std::slice::from_ref(&taking), 1), [Taken::New { claims: 1 }]);
    let id = &taking.document.id;
    assert_eq!(record.document(id).unwrap().as_ref(), Some(&taking.document));
    assert_eq!(record.bytes(id).unwrap(), Some(taking.bytes));
    assert_eq!(record.read_by(id).unwrap(), Some(taking.coder));
}

/// The second time, nothing but a visit is noted (methods E1).
pub fn the_same_bytes_are_a_revisit(record: &mut impl Record) {
    let first = report("dawn over the pass", 1, EventCode::Capture, "Tarn");
    let mut again = first.clone();
    again.document.name = "another name".to_owned();
    again.document.received = hour(5);
    again.claims.clear();
    take(record, std::slice::from_ref(&first), 1);
    assert_eq!(take(record, &[again], 5), [Taken::Revisit]);
    assert_eq!(record.document(&first.document.id).unwrap(), Some(first.document));
    assert_eq!(entries(record, &Ask::default()).len(), 1);
    assert_eq!(record.counts().unwrap().revisits, 1);
}

/// The second of one batch finds the first.
pub fn a_document_twice_in_one_batch_is_new_once(record: &mut impl Record) {
    let one = report("dawn over the pass", 1, EventCode::Capture, "Tarn");
    assert_eq!(take(record, &[one.clone(), one], 1), [Taken::New { claims: 1 }, Taken::Revisit]);
    assert_eq!(record.counts().unwrap().documents, 1);
}

/// What says nothing is kept too: that it says nothing is known.
pub fn a_document_without_claims_is_kept(record: &mut impl Record) {
    let silent = document("rain tomorrow", 1);
    assert_eq!(take(record, std::slice::from_ref(&silent), 1), [Taken::New { claims: 0 }]);
    assert_eq!(documents(record, hour(1), vigie_store::Page::default()), [silent.document.id.clone()]);
    assert_eq!(record.read_by(&silent.document.id).unwrap(), Some(silent.coder.clone()));
    assert_eq!(take(record, &[silent], 2), [Taken::Revisit]);
}

/// A document that cannot be taken leaves nothing of those before it.
pub fn a_batch_is_taken_wholly_or_not_at_all(record: &mut impl Record) {
    let good = report("dawn over the pass", 1, EventCode::Capture, "Tarn");
    let mut bad = report("dusk over the pass", 1, EventCode::Capture, "Elm");
    bad.alike.push("sha256:nobody".to_owned());
    assert!(record.take(&[good.clone(), bad], hour(1)).is_err());
    assert_eq!(record.counts().unwrap(), vigie_store::Counts::default());
    assert_eq!(record.document(&good.document.id).unwrap(), None);
    assert_eq!(record.places().unwrap(), []);
    // What was undone can be done again.
    assert_eq!(take(record, &[good], 2), [Taken::New { claims: 1 }]);
    assert_eq!(entries(record, &Ask::default())[0].claim.place, Some(town("Tarn")));
}

/// Every field of a claim, also those that are rarely told.
pub fn a_claim_comes_back_as_it_was(record: &mut impl Record) {
    let mut taking = document("all of it", 1);
    let mut place = town("Tarn");
    (place.relation, place.part, place.prec) = (Some(Relation::Countryside), Some(Part::Half), 4);
    let mut full = claim(&taking, 3, EventCode::Airstrike, Some(place));
    full.modality = Modality::Possible;
    full.grade = Grade::Doubtful;
    full.counts = vec![dead(7), dead(2)];
    full.counts[0].scope = Some(Scope::Cumulative);
    full.counts[1].sub_of = Some(0);
    full.actors[0].span = None;
    full.quote.text = "\"قُتل\" سبعة\n— caf\u{e9}".to_owned();
    full.lang = "ar".to_owned();
    let mut bare = claim(&taking, 9, EventCode::Casualties, None);
    (bare.actors, bare.targets, bare.sources, bare.time) = (Vec::new(), Vec::new(), Vec::new(), None);
    let mut open = claim(&taking, 12, EventCode::Hold, Some(town("Elm")));
    open.time.as_mut().unwrap().start = None;
    taking.claims = vec![full, bare, open];
    take(record, std::slice::from_ref(&taking), 1);
    let kept: Vec<_> = entries(record, &Ask::default()).into_iter().map(|e| e.claim).collect();
    assert_eq!(kept, taking.claims);
}

/// A later gazetteer may know a place better; what was said before stays as it was said.
pub fn a_place_told_otherwise_stays_as_each_claim_told_it(record: &mut impl Record) {
    let early = report("dawn", 1, EventCode::Capture, "Tarn");
    let mut late = report("dusk", 2, EventCode::Capture, "Tarn");
    let better = late.claims[0].place.as_mut().unwrap();
    better.lat = 11.0;
    better.aliases.push("New Tarn".to_owned());
    take(record, &[early.clone(), late.clone()], 2);
    let asked = Ask { places: vec!["made:Tarn".to_owned()], ..Ask::default() };
    let places: Vec<_> = entries(record, &asked).into_iter().map(|e| e.claim.place).collect();
    assert_eq!(places, [early.claims[0].place.clone(), late.claims[0].place.clone()]);
}
