//! Fills a record with synthetic documents and measures it:
//!
//! ```text
//! cargo run --release -p vigie-store --example fill -- 1000000 FILE
//! ```
//!
//! Five claims a document, texts of about a kilobyte, places and parties as uneven as in the news; all of it made from a
//! seed, so that two runs write the same record. Claims are made without the coder: this measures the record alone.
//! The derivation is synthetic too. What was measured when is in `docs/performance.md`.
#![allow(clippy::unwrap_used, clippy::cast_sign_loss)]

use std::time::{Duration, Instant as Clock};

use sha2::{Digest, Sha256};
use vigie_model::{
    ActorRef, Bound, Claim, Count, Counted, Document, EventCode, Fate, Grade, Input, Instant, Knowing, Layer, Link, Linked,
    Modality, PlaceRef, Quote, SourceRef, Status, Stretch, TimeRef, Who,
};
use vigie_store::{Ask, BucketKind, Derivation, Page, Record, SqliteRecord, Taking};

const CLAIMS_PER_DOCUMENT: u64 = 5;
const BATCH: usize = 2_000;
const PLACES: u64 = 3_000;
const ACTORS: u64 = 80;
const SOURCES: u64 = 60;
const OUTLETS: u64 = 120;
const CLAIMS_A_CHANGE: usize = 30;
const VOCABULARY: u64 = 40_000;

/// Numbers that look like chance and are the same in every run (`splitmix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Below `n`, small ones far more often: a few places and words fill the news.
    fn uneven(&mut self, n: u64) -> u64 {
        let share = self.next() as f64 / u64::MAX as f64;
        ((n as f64).powf(share) as u64).min(n) - 1
    }
}

fn word(n: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ce", "di", "fo", "gu", "han", "jer", "kil", "lom", "mun", "na", "pe", "ri", "so", "tu", "vel"];
    let mut n = n;
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[(n % 16) as usize]);
        n /= 16;
        if n == 0 {
            return word;
        }
    }
}

fn place(n: u64) -> PlaceRef {
    let name = word(n + 300);
    PlaceRef {
        id: format!("geonames:{}", 100_000 + n),
        aliases: (0..12).map(|a| format!("{name} {}", word(a))).collect(),
        mention: name.clone(),
        name,
        lat: 30.0 + (n % 97) as f64 / 10.0,
        lon: 35.0 + (n % 89) as f64 / 10.0,
        country: format!("X{}", char::from(b'A' + (n % 5) as u8)),
        kind: "city".to_owned(),
        prec: 1,
        relation: None,
        part: None,
    }
}

const EVENTS: [EventCode; 10] = [
    EventCode::Capture,
    EventCode::Airstrike,
    EventCode::Battle,
    EventCode::Casualties,
    EventCode::Shelling,
    EventCode::Hold,
    EventCode::Casualties,
    EventCode::Displacement,
    EventCode::Advance,
    EventCode::Battle,
];

fn day(hours: i64) -> String {
    Instant::from_millis(1_700_000_000_000 + hours * 3_600_000).day().unwrap().to_string()
}

fn taking(dice: &mut Dice, n: u64) -> Taking {
    let mut text = String::new();
    while text.len() < 1_000 {
        text.push_str(&word(dice.uneven(VOCABULARY)));
        text.push(' ');
    }
    text.push_str(&n.to_string());
    let id = format!("sha256:{:x}", Sha256::digest(&text));
    // Forty documents an hour.
    let hours = (n / 40).cast_signed();
    let known = Instant::from_millis(1_700_000_000_000 + n.cast_signed() * 90_000);
    let claims = (0..CLAIMS_PER_DOCUMENT).map(|k| claim(dice, &id, &text, k as usize, &day(hours))).collect();
    let outlet = dice.uneven(OUTLETS);
    Taking {
        document: Document {
            id,
            name: format!("feed-{outlet}/{n}.txt"),
            outlet: Some(format!("{} Agency", word(outlet + 40))),
            published: Some(day(hours)),
            lang: Some("fr".to_owned()),
            received: known,
            known,
            knowing: Knowing::Received,
            copy_of: None,
        },
        bytes: text.clone().into_bytes(),
        search: text,
        signature: (0..64).flat_map(|_| dice.next().to_le_bytes()).collect(),
        alike: Vec::new(),
        coder: "vigie 0.1.0".to_owned(),
        claims,
    }
}

fn claim(dice: &mut Dice, document: &str, text: &str, k: usize, day: &str) -> Claim {
    let event = EVENTS[dice.below(10) as usize];
    let start = k * 150;
    let digest = Sha256::digest(format!("{document} {k}"));
    let actor = |dice: &mut Dice| {
        let n = dice.uneven(ACTORS);
        let name = word(n + 20);
        let mention = format!("les forces de {name}");
        ActorRef { id: name.clone(), name, mention, span: Some([start + 3, start + 24]) }
    };
    let source = dice.uneven(SOURCES);
    let counted = event == EventCode::Casualties;
    let counts = counted.then(|| Count {
        of: Counted::Killed,
        low: Some(dice.below(80) + 1),
        high: None,
        bound: Bound::AtLeast,
        who: Some(Who::Civilians),
        mention: "au moins des civils".to_owned(),
        scope: None,
        since: None,
        sub_of: None,
    });
    Claim {
        id: format!("c-{}", &format!("{digest:x}")[..16]),
        document: document.to_owned(),
        lang: "fr".to_owned(),
        quote: Quote { text: text[start..start + 90].to_owned(), start, end: start + 90 },
        event,
        modality: Modality::Asserted,
        actors: vec![actor(dice)],
        targets: if dice.below(2) == 0 { vec![actor(dice)] } else { Vec::new() },
        place: (dice.below(10) > 0).then(|| place(dice.uneven(PLACES))),
        time: Some(TimeRef {
            start: Some(day.to_owned()),
            end: Some(day.to_owned()),
            edtf: day.to_owned(),
            prec: 1,
            mention: Some("samedi".to_owned()),
        }),
        counts: counts.into_iter().collect(),
        sources: vec![SourceRef {
            id: word(source + 7),
            name: word(source + 7),
            mention: format!("l'agence {}", word(source + 7)),
            verb: "selon".to_owned(),
        }],
        rule: format!("fr.{event}.{}", word(dice.below(40))),
        grade: Grade::Sure,
    }
}

/// A change of the holder for thirty claims of how a place is held, an incident for three claims.
fn derive(record: &SqliteRecord, bucket: &vigie_store::Bucket) -> Derivation {
    let entries = record.bucket(bucket).unwrap();
    let mut derivation = Derivation::default();
    match bucket.kind {
        BucketKind::Control => {
            let day = |e: &vigie_model::Entry| e.claim.time.as_ref().unwrap().start.clone().unwrap();
            let changes: Vec<&[vigie_model::Entry]> = entries.chunks(CLAIMS_A_CHANGE).collect();
            for (n, claims) in changes.iter().enumerate() {
                let (first, next) = (&claims[0], changes.get(n + 1).map(|c| &c[0]));
                let inputs = claims.iter().take(4).map(|e| Input {
                    claim: e.claim.id.clone(),
                    fate: Fate::Used,
                    rule: "T3".to_owned(),
                    reason: "two-origins".to_owned(),
                    by: None,
                });
                let open = Stretch {
                    place: bucket.key.clone(),
                    layer: Layer::Assessed,
                    status: Status::Held,
                    holders: vec![first.claim.actors[0].id.clone()],
                    against: Vec::new(),
                    from: day(first),
                    to: None,
                    known: first.known,
                    until: next.map(|e| e.known),
                    reported: day(first),
                    rule: "T3-two-origins".to_owned(),
                    inputs: inputs.collect(),
                };
                // Once the next holder is known, the days of this one have an end.
                if let Some(next) = next {
                    let closed = Stretch { to: Some(day(next)), known: next.known, until: None, ..open.clone() };
                    derivation.stretches.push(closed);
                }
                derivation.stretches.extend((open.until != Some(open.known)).then_some(open));
            }
        }
        BucketKind::Incidents => {
            for three in entries.chunks(3) {
                let incident = format!("VG-XA-01{}{}", three[0].known.millis(), &three[0].claim.id[2..13]);
                derivation.links.extend(three.iter().map(|e| Link {
                    incident: incident.clone(),
                    linked: Linked { claim: e.claim.id.clone(), reasons: vec!["same-place".to_owned(), "same-days".to_owned()] },
                    known: e.known,
                    until: None,
                }));
            }
        }
    }
    derivation
}

/// Time on a core since the thread began, where the system tells it; else the time of the clock. Other work on the machine
/// makes a run longer on the clock, and not on the core.
fn on_core(since: Clock) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|t| t.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

fn fastest<T>(mut ask: impl FnMut() -> T) -> (Duration, T) {
    let runs = (0..7).map(|_| {
        let start = Clock::now();
        let answer = ask();
        (start.elapsed(), answer)
    });
    runs.min_by_key(|(time, _)| *time).unwrap()
}

/// Documents a second of one core where SQLite keeps the same bytes, and the claims as they come, in one table without an
/// index: what a record cannot be faster than.
fn bare(documents: u64) -> f64 {
    let folder = tempfile::tempdir().unwrap();
    let conn = rusqlite::Connection::open(folder.path().join("bare.sqlite")).unwrap();
    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE bare (bytes BLOB, claims TEXT)")
        .unwrap();
    let (mut dice, began, mut time) = (Dice(7), Clock::now(), Duration::ZERO);
    let all: Vec<u64> = (0..documents).collect();
    for part in all.chunks(BATCH) {
        let batch: Vec<Taking> = part.iter().map(|n| taking(&mut dice, *n)).collect();
        let start = on_core(began);
        conn.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut add = conn.prepare_cached("INSERT INTO bare VALUES (?1, ?2)").unwrap();
        for taking in &batch {
            add.execute(rusqlite::params![taking.bytes, serde_json::to_string(&taking.claims).unwrap()]).unwrap();
        }
        conn.execute_batch("COMMIT").unwrap();
        time += on_core(began).saturating_sub(start);
    }
    documents as f64 / time.as_secs_f64()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let claims: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(50_000);
    let folder = tempfile::tempdir().unwrap();
    let path = arguments.next().map_or_else(|| folder.path().join("fill.vigie"), std::path::PathBuf::from);
    assert!(!path.exists(), "{} is there already", path.display());
    let documents = claims / CLAIMS_PER_DOCUMENT;

    let mut record = SqliteRecord::open(&path).unwrap();
    let mut dice = Dice(7);
    let (mut times, mut clock, began) = (Vec::new(), Duration::ZERO, Clock::now());
    let mut n = 0;
    while n < documents {
        let size = (BATCH as u64).min(documents - n);
        let batch: Vec<Taking> = (n..n + size).map(|n| taking(&mut dice, n)).collect();
        let (start, core) = (Clock::now(), on_core(began));
        record.take(&batch, batch[0].document.known).unwrap();
        times.push((on_core(began).saturating_sub(core), size));
        clock += start.elapsed();
        n += size;
    }
    let rate = |part: &[(Duration, u64)]| {
        part.iter().map(|(_, n)| *n).sum::<u64>() as f64 / part.iter().map(|(t, _)| t.as_secs_f64()).sum::<f64>()
    };
    let tenth = times.len().div_ceil(10);
    let (first, last) = (rate(&times[..tenth]), rate(&times[times.len() - tenth..]));
    println!(
        "take, documents a second of one core: first tenth {first:.0}, last tenth {last:.0} ({:.0} %)",
        100.0 * last / first
    );
    let bare = bare(documents / 10);
    println!("a bare table: {bare:.0}; the record at the end is {:.2} of it", last / bare);
    let tenths: Vec<String> = times.chunks(tenth).map(|part| format!("{:.0}", rate(part))).collect();
    println!("take, each tenth: {}", tenths.join(" "));
    let core: Duration = times.iter().map(|(t, _)| *t).sum();
    println!("take, all: {:.1} s on the core, {:.1} s on the clock", core.as_secs_f64(), clock.as_secs_f64());

    let size = |record: &SqliteRecord| {
        record.counts().unwrap();
        std::fs::metadata(&path).unwrap().len() as f64
    };
    println!("file before deriving, bytes a claim: {:.0}", size(&record) / claims as f64);

    let (start, core, mut reading) = (Clock::now(), on_core(began), Duration::ZERO);
    loop {
        let stale = record.stale(200).unwrap();
        if stale.is_empty() {
            break;
        }
        let begin = on_core(began);
        let derived: Vec<_> = stale
            .into_iter()
            .map(|b| {
                let d = derive(&record, &b);
                (b, d)
            })
            .collect();
        reading += on_core(began).saturating_sub(begin);
        record.derive(&derived).unwrap();
    }
    let core = on_core(began).saturating_sub(core).as_secs_f64();
    let (reading, clock) = (reading.as_secs_f64(), start.elapsed().as_secs_f64());
    println!("derive all: {core:.1} s on the core, of which reading {reading:.1} s; {clock:.1} s on the clock");
    drop(record);

    let start = Clock::now();
    let mut record = SqliteRecord::open(&path).unwrap();
    println!("open: {:.1} ms", 1e3 * start.elapsed().as_secs_f64());
    println!("file, bytes a claim: {:.0}", size(&record) / claims as f64);

    let half = Instant::from_millis(1_700_000_000_000 + (documents / 2).cast_signed() * 90_000);
    let on = half.day().unwrap().to_string();
    let start = Clock::now();
    let stretches = record.control(&on, half).unwrap().len();
    println!("control, first time: {:.1} ms, {stretches} stretches", 1e3 * start.elapsed().as_secs_f64());
    for (what, at) in [("half", half), ("end", Instant::MAX)] {
        let (time, stretches) = fastest(|| record.control(&on, at).unwrap().len());
        println!("control at {what}: {:.1} ms, {stretches} stretches", 1e3 * time.as_secs_f64());
    }
    let (time, stretches) = fastest(|| record.history("geonames:100000", Instant::MAX).unwrap().len());
    println!("history of the busiest place: {:.2} ms, {stretches} stretches", 1e3 * time.as_secs_f64());
    let (time, stretches) = fastest(|| record.history("geonames:100040", half).unwrap().len());
    println!("history of another place: {:.2} ms, {stretches} stretches", 1e3 * time.as_secs_f64());

    let asks = [
        ("a place", Ask { places: vec!["geonames:100040".to_owned()], ..Ask::default() }),
        ("a rare word", Ask { words: Some(word(VOCABULARY - 7)), ..Ask::default() }),
        ("a party", Ask { actors: vec![word(20 + ACTORS - 3)], ..Ask::default() }),
        ("a day", Ask { since: Some(on.clone()), on: Some(on.clone()), ..Ask::default() }),
        ("nothing", Ask::default()),
    ];
    for (what, ask) in asks {
        let count = |page: Page| {
            let mut n = 0;
            let mut each = |_| {
                n += 1;
                std::ops::ControlFlow::Continue(())
            };
            record.entries(&ask, page, &mut each).unwrap();
            n
        };
        let (page, _) = fastest(|| count(Page { after: 0, limit: Some(50) }));
        let start = Clock::now();
        let n = count(Page::default());
        let all = start.elapsed();
        println!(
            "entries by {what}: first 50 in {:.1} ms, all {n} in {:.1} ms",
            1e3 * page.as_secs_f64(),
            1e3 * all.as_secs_f64()
        );
    }
    let one = taking(&mut dice, documents + 1);
    let start = Clock::now();
    record.take(std::slice::from_ref(&one), one.document.known).unwrap();
    println!("one more document alone: {:.1} ms", 1e3 * start.elapsed().as_secs_f64());
}
