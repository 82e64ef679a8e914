//! Which claims tell which incident.

use vigie_model::{EventCode, Instant, Link, Tombstone};
use vigie_store::{Ask, Bucket, BucketKind, Derivation, Page, Record, StoreError, Taking};

use crate::made::{at, hour, ids, incidents, link, report, take};

const BUCKET: &str = "attack|made:Tarn";

fn derive(record: &mut impl Record, links: Vec<Link>, tombstones: Vec<Tombstone>) -> Result<(), StoreError> {
    let bucket = Bucket { kind: BucketKind::Incidents, key: BUCKET.to_owned() };
    record.derive(&[(bucket, Derivation { links, tombstones, ..Derivation::default() })])
}

/// Four reports of fighting, known since the hours 1 to 4: one and three tell the first incident, two the second, four the third.
fn four(record: &mut impl Record) -> [Taking; 4] {
    let texts = [("one", 1), ("two", 2), ("three", 3), ("four", 4)];
    let mut batch = texts.map(|(t, n)| report(t, n, EventCode::Battle, "Tarn"));
    batch[2].claims[0].event = EventCode::Airstrike;
    take(record, &batch, 4);
    let links = vec![
        link("VG-B", &batch[1].claims[0], 2, None),
        link("VG-A", &batch[2].claims[0], 3, None),
        link("VG-A", &batch[0].claims[0], 1, None),
        link("VG-C", &batch[3].claims[0], 4, None),
    ];
    derive(record, links, Vec::new()).unwrap();
    batch
}

/// Incident and claim of each link that an answer shows.
fn shown(record: &impl Record, ask: &Ask, page: Page, of: &[Taking]) -> Vec<(String, usize)> {
    let number = |id: &str| of.iter().position(|t| t.claims[0].id == id).unwrap() + 1;
    incidents(record, ask, page).into_iter().map(|(l, e)| (l.incident, number(&e.claim.id))).collect()
}

fn expect(rows: &[(&str, usize)]) -> Vec<(String, usize)> {
    rows.iter().map(|(incident, n)| ((*incident).to_owned(), *n)).collect()
}

/// In order of (incident, known, claim), each link as it was derived.
pub fn links_come_with_their_entries(record: &mut impl Record) {
    let batch = four(record);
    let all = incidents(record, &Ask::default(), Page::default());
    assert_eq!(all[1].0, link("VG-A", &batch[2].claims[0], 3, None));
    assert_eq!(all[1].1.claim, batch[2].claims[0]);
    let rows = [("VG-A", 1), ("VG-A", 3), ("VG-B", 2), ("VG-C", 4)];
    assert_eq!(shown(record, &Ask::default(), Page::default(), &batch), expect(&rows));
}

/// What a question finds of an incident leads to all of it.
pub fn one_entry_that_fits_brings_the_whole_incident(record: &mut impl Record) {
    let batch = four(record);
    let strikes = Ask { events: vec![EventCode::Airstrike], ..Ask::default() };
    assert_eq!(shown(record, &strikes, Page::default(), &batch), expect(&[("VG-A", 1), ("VG-A", 3)]));
    let sieges = Ask { events: vec![EventCode::Siege], ..Ask::default() };
    assert_eq!(shown(record, &sieges, Page::default(), &batch), []);
}

/// Any of the ids; others of the same claims stay away.
pub fn incidents_are_asked_for_by_id(record: &mut impl Record) {
    let batch = four(record);
    // One claim may tell two incidents: two strikes in one breath.
    let mut links: Vec<Link> = incidents(record, &Ask::default(), Page::default()).into_iter().map(|(l, _)| l).collect();
    links.push(link("VG-D", &batch[1].claims[0], 2, None));
    derive(record, links, Vec::new()).unwrap();
    let of = |ids: &[&str]| Ask { incidents: ids.iter().map(|i| (*i).to_owned()).collect(), ..Ask::default() };
    assert_eq!(shown(record, &of(&["VG-B"]), Page::default(), &batch), expect(&[("VG-B", 2)]));
    assert_eq!(shown(record, &of(&["VG-C", "VG-B", "VG-X"]), Page::default(), &batch), expect(&[("VG-B", 2), ("VG-C", 4)]));
}

/// Entries that a link leads to, as it held at the instant.
pub fn entries_are_asked_for_by_incident(record: &mut impl Record) {
    let batch = four(record);
    let of = |known_at| Ask { incidents: vec!["VG-A".to_owned()], known_at, ..Ask::default() };
    assert_eq!(ids(record, &of(None)), [batch[0].claims[0].id.clone(), batch[2].claims[0].id.clone()]);
    assert_eq!(ids(record, &of(Some(hour(2)))), [batch[0].claims[0].id.clone()]);
}

/// A page never cuts an incident.
pub fn pages_count_incidents(record: &mut impl Record) {
    let batch = four(record);
    let page = |after, limit| shown(record, &Ask::default(), Page { after, limit: Some(limit) }, &batch);
    assert_eq!(page(0, 1), expect(&[("VG-A", 1), ("VG-A", 3)]));
    assert_eq!(page(1, 2), expect(&[("VG-B", 2), ("VG-C", 4)]));
    assert_eq!(page(3, 2), []);
}

/// From `known` included until `until` excluded; the past stays.
pub fn links_hold_at_an_instant(record: &mut impl Record) {
    let batch = four(record);
    let links = vec![
        link("VG-A", &batch[0].claims[0], 1, None),
        link("VG-A", &batch[2].claims[0], 3, Some(9)),
        link("VG-B", &batch[2].claims[0], 9, None),
    ];
    derive(record, links, Vec::new()).unwrap();
    let rows = |n| shown(record, &at(n), Page::default(), &batch);
    assert_eq!(rows(2), expect(&[("VG-A", 1)]));
    assert_eq!(rows(8), expect(&[("VG-A", 1), ("VG-A", 3)]));
    assert_eq!(rows(9), expect(&[("VG-A", 1), ("VG-B", 3)]));
    assert_eq!(shown(record, &Ask::default(), Page::default(), &batch), rows(9), "without an instant, as it is now");
}

/// A claim that was read otherwise is told by the version that the link was made for.
pub fn a_link_of_a_superseded_claim_keeps_its_entry(record: &mut impl Record) {
    let first = report("one", 1, EventCode::Battle, "Tarn");
    let mut second = Taking { coder: "coder 2".to_owned(), ..first.clone() };
    second.claims[0].rule = "test.better".to_owned();
    take(record, std::slice::from_ref(&first), 1);
    take(record, std::slice::from_ref(&second), 5);
    derive(record, vec![link("VG-A", &first.claims[0], 1, Some(5)), link("VG-A", &second.claims[0], 5, None)], Vec::new())
        .unwrap();
    for (n, expected) in [(4, &first), (5, &second)] {
        let told: Vec<_> = incidents(record, &at(n), Page::default()).into_iter().map(|(_, e)| e.claim).collect();
        assert_eq!(told, expected.claims, "hour {n}");
    }
}

/// A claim that is not there, a link twice, a link that never held.
pub fn an_unsound_link_is_refused(record: &mut impl Record) {
    let batch = four(record);
    let good = link("VG-A", &batch[0].claims[0], 1, None);
    let mut nobody = good.clone();
    nobody.linked.claim = "c-0000000000000000".to_owned();
    for bad in [nobody, good.clone(), link("VG-B", &batch[0].claims[0], 3, Some(3))] {
        let refused = derive(record, vec![good.clone(), bad], Vec::new());
        assert!(matches!(refused, Err(StoreError::Derivation { .. })), "{refused:?}");
    }
    assert_eq!(incidents(record, &Ask::default(), Page::default()).len(), 4, "what was there is there");
}

/// In order of (at, id); a new derivation replaces those of its bucket.
pub fn tombstones_are_listed_since_an_instant(record: &mut impl Record) {
    let stone = |id: &str, at: i64, into: Option<&str>| Tombstone {
        id: id.to_owned(),
        at: hour(at),
        reason: "linked-by-person".to_owned(),
        merged_into: into.map(str::to_owned),
    };
    let stones = [stone("VG-Z", 3, None), stone("VG-B", 5, Some("VG-A")), stone("VG-C", 5, None)];
    derive(record, Vec::new(), vec![stones[2].clone(), stones[1].clone(), stones[0].clone()]).unwrap();
    assert_eq!(record.tombstones(Instant::MIN).unwrap(), stones);
    assert_eq!(record.tombstones(hour(5)).unwrap(), stones[1..]);
    derive(record, Vec::new(), vec![stones[0].clone()]).unwrap();
    assert_eq!(record.tombstones(Instant::MIN).unwrap(), stones[..1]);
}
