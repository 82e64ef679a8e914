//! Documents and claims made for the tests; every one of them invented.

use std::ops::ControlFlow;

use sha2::{Digest, Sha256};
use vigie_model::{
    Act, ActorRef, Bound, Claim, Count, Counted, Decision, Document, Entry, EventCode, Grade, Instant, Knowing, Layer, Link,
    Linked, Modality, PlaceRef, Quote, SourceRef, Status, Stretch, TimeRef, Who,
};
use vigie_store::{Ask, Page, Record, Taken, Taking};

/// Name of the coder that read what is made here.
pub const CODER: &str = "coder 1";

/// An instant of record time, in hours since 2030-01-01.
pub fn hour(n: i64) -> Instant {
    Instant::from_millis(1_893_456_000_000 + n * 3_600_000)
}

/// A document with one line of text and no claims, known since an hour.
pub fn document(text: &str, known: i64) -> Taking {
    let id = format!("sha256:{:x}", Sha256::digest(text));
    let head = Document {
        id,
        name: format!("{}.txt", text.split(' ').next().unwrap_or_default()),
        outlet: Some("Lighthouse Wire".to_owned()),
        published: Some("2030-01-01".to_owned()),
        lang: Some("en".to_owned()),
        received: hour(known),
        known: hour(known),
        knowing: Knowing::Received,
        copy_of: None,
    };
    Taking {
        document: head,
        bytes: text.as_bytes().to_vec(),
        search: text.to_lowercase(),
        signature: text.bytes().take(8).collect(),
        alike: Vec::new(),
        coder: CODER.to_owned(),
        claims: Vec::new(),
    }
}

/// A document about an event at a place: one claim.
pub fn report(text: &str, known: i64, event: EventCode, place: &str) -> Taking {
    let mut taking = document(text, known);
    let told = claim(&taking, 0, event, Some(town(place)));
    taking.claims.push(told);
    taking
}

/// A claim of a document whose quote begins at a code point.
pub fn claim(of: &Taking, start: usize, event: EventCode, place: Option<PlaceRef>) -> Claim {
    let digest = format!("{:x}", Sha256::digest(format!("{} {start} {event}", of.document.id)));
    Claim {
        id: format!("c-{}", &digest[..16]),
        document: of.document.id.clone(),
        lang: "en".to_owned(),
        quote: Quote { text: "the words".to_owned(), start, end: start + 9 },
        event,
        modality: Modality::Asserted,
        actors: vec![actor("blue-column")],
        targets: vec![actor("green-guard")],
        place,
        time: Some(days("2030-01-01", "2030-01-02")),
        counts: Vec::new(),
        sources: vec![source("harbour-office")],
        rule: "test.rule".to_owned(),
        grade: Grade::Sure,
    }
}

/// A town of a made-up country: its id is `made:` and its name.
pub fn town(name: &str) -> PlaceRef {
    PlaceRef {
        id: format!("made:{name}"),
        name: name.to_owned(),
        aliases: vec![format!("Old {name}"), format!("{name} am See")],
        mention: format!("in {name}"),
        lat: 10.5,
        lon: 20.25,
        country: "XA".to_owned(),
        kind: "city".to_owned(),
        prec: 1,
        relation: None,
        part: None,
    }
}

/// An actor.
pub fn actor(id: &str) -> ActorRef {
    ActorRef { id: id.to_owned(), name: id.to_uppercase(), mention: format!("the {id}"), span: Some([0, 4]) }
}

/// A source.
pub fn source(id: &str) -> SourceRef {
    SourceRef { id: id.to_owned(), name: id.to_uppercase(), mention: format!("the {id}"), verb: "said".to_owned() }
}

/// Days of the world.
pub fn days(start: &str, end: &str) -> TimeRef {
    let edtf = if start == end { start.to_owned() } else { format!("{start}/{end}") };
    TimeRef { start: Some(start.to_owned()), end: Some(end.to_owned()), edtf, prec: 1, mention: None }
}

/// A count of dead.
pub fn dead(n: u64) -> Count {
    Count {
        of: Counted::Killed,
        low: Some(n),
        high: None,
        bound: Bound::AtLeast,
        who: Some(Who::Civilians),
        mention: format!("at least {n}"),
        scope: None,
        since: None,
        sub_of: None,
    }
}

/// A decision of a person, one hour of record time.
pub fn decision(act: Act, claim: &Claim, at: i64) -> Decision {
    Decision {
        n: 0,
        at: hour(at),
        by: "M. Keeper".to_owned(),
        act,
        claim: claim.id.clone(),
        other: None,
        instead: None,
        reason: "read again".to_owned(),
    }
}

/// A stretch of a place, held by one party; `until` as hours of record time.
pub fn stretch(place: &str, days: (&str, Option<&str>), known: i64, until: Option<i64>) -> Stretch {
    Stretch {
        place: place.to_owned(),
        layer: Layer::Assessed,
        status: Status::Held,
        holders: vec!["blue-column".to_owned()],
        against: Vec::new(),
        from: days.0.to_owned(),
        to: days.1.map(str::to_owned),
        known: hour(known),
        until: until.map(hour),
        reported: days.0.to_owned(),
        rule: "T3-neutral".to_owned(),
        inputs: Vec::new(),
    }
}

/// A link of a claim to an incident.
pub fn link(incident: &str, claim: &Claim, known: i64, until: Option<i64>) -> Link {
    let reasons = vec!["same-place".to_owned(), "same-days".to_owned()];
    let linked = Linked { claim: claim.id.clone(), reasons };
    Link { incident: incident.to_owned(), linked, known: hour(known), until: until.map(hour) }
}

/// Takes documents in at an hour.
pub fn take(record: &mut impl Record, batch: &[Taking], now: i64) -> Vec<Taken> {
    record.take(batch, hour(now)).expect("the documents are taken")
}

/// All entries that fit, in their order.
pub fn entries(record: &impl Record, ask: &Ask) -> Vec<Entry> {
    page(record, ask, Page::default())
}

/// A page of the entries that fit.
pub fn page(record: &impl Record, ask: &Ask, page: Page) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut each = |entry| {
        entries.push(entry);
        ControlFlow::Continue(())
    };
    record.entries(ask, page, &mut each).expect("the entries are listed");
    entries
}

/// Ids of the claims that fit, in their order.
pub fn ids(record: &impl Record, ask: &Ask) -> Vec<String> {
    entries(record, ask).into_iter().map(|e| e.claim.id).collect()
}

/// Ids of documents known at an instant, in their order.
pub fn documents(record: &impl Record, known_at: Instant, page: Page) -> Vec<String> {
    let mut ids = Vec::new();
    let mut each = |document: Document| {
        ids.push(document.id);
        ControlFlow::Continue(())
    };
    record.documents(known_at, page, &mut each).expect("the documents are listed");
    ids
}

/// Links and entries of the incidents that fit, in their order.
pub fn incidents(record: &impl Record, ask: &Ask, page: Page) -> Vec<(Link, Entry)> {
    let mut links = Vec::new();
    let mut each = |link, entry| {
        links.push((link, entry));
        ControlFlow::Continue(())
    };
    record.incidents(ask, page, &mut each).expect("the incidents are listed");
    links
}

/// A question about the record as it stood at an hour.
pub fn at(known_at: i64) -> Ask {
    Ask { known_at: Some(hour(known_at)), ..Ask::default() }
}
