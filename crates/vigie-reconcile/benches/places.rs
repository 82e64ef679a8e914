//! How long it takes to derive control, incidents and disputes: of one place about which much is said, and of
//! everything that many claims say.

#![allow(clippy::cast_possible_wrap, clippy::cast_sign_loss, reason = "the numbers are small")]

use std::collections::BTreeMap;

use divan::{Bencher, black_box};
use jiff::ToSpan;
use jiff::civil::Date;
use vigie_model::{
    ActorRef, Claim, Entry, EventCode, Grade, Instant, Knowing, Modality, Part, PlaceRef, Quote, SourceRef, TimeRef,
};
use vigie_reconcile::{Knowledge, control, disputes, incidents};

fn main() {
    divan::main();
}

/// Numbers that look drawn and are the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

fn knowledge() -> Knowledge {
    let mut known = Knowledge::default();
    for (who, camp) in [("north", "league"), ("brigade", "league"), ("south", "union"), ("militia", "union"), ("east", "east")] {
        known.camp(who, camp, None, None);
        known.kind(who, "army");
    }
    for source in ["wire", "agency", "paper"] {
        known.kind(source, "agency");
    }
    known.speaks("ministry", "south");
    known.may_mean("rebels", "north");
    known
}

fn refs(id: &str) -> Vec<ActorRef> {
    vec![ActorRef { id: id.into(), name: id.into(), mention: id.into(), span: None }]
}

/// A claim of one day in five years about a place, known on the days after.
fn entry(n: u64, day: i64, place: u64, event: EventCode, draw: &mut Draw) -> Entry {
    let on = Date::constant(2020, 1, 1).saturating_add(day.days()).to_string();
    let source = draw.of(&["wire", "agency", "paper", "ministry", "north", "east", "somebody"]);
    let known = Instant::from_millis(1_577_836_800_000 + day * 86_400_000 + (n % 86_400_000) as i64);
    Entry {
        claim: Claim {
            id: format!("c-{n:016x}"),
            document: format!("sha256:{:064x}", n / 5),
            lang: "und".into(),
            quote: Quote { text: String::new(), start: (n % 5) as usize * 100, end: (n % 5) as usize * 100 + 50 },
            event,
            modality: draw.of(&[
                Modality::Asserted,
                Modality::Asserted,
                Modality::Asserted,
                Modality::Asserted,
                Modality::Denied,
            ]),
            actors: refs(draw.of(&["north", "brigade", "south", "rebels", "east"])),
            targets: refs(draw.of(&["south", "militia", "north"])),
            place: Some(PlaceRef {
                id: format!("place:{place}"),
                name: String::new(),
                aliases: vec![],
                mention: String::new(),
                lat: 0.0,
                lon: 0.0,
                country: "SY".into(),
                kind: "city".into(),
                prec: 1,
                relation: None,
                part: draw.of(&[None, None, None, None, Some(Part::District)]),
            }),
            time: Some(TimeRef { start: None, end: Some(on.clone()), edtf: on, prec: 1, mention: None }),
            counts: vec![],
            sources: vec![SourceRef { id: source.into(), name: source.into(), mention: String::new(), verb: String::new() }],
            rule: String::new(),
            grade: Grade::Sure,
        },
        outlet: None,
        published: None,
        known,
        knowing: Knowing::Received,
        gone: None,
        witness: format!("sha256:{:064x}", n / 5),
    }
}

const GROUND: [EventCode; 6] =
    [EventCode::Capture, EventCode::Hold, EventCode::Hold, EventCode::Withdraw, EventCode::Advance, EventCode::Repel];

/// One place in five years, in the order of days.
fn one_place(claims: u64) -> Vec<Entry> {
    let mut draw = Draw(7);
    (0..claims).map(|n| entry(n, (n * 1_800 / claims) as i64, 1, draw.of(&GROUND), &mut draw)).collect()
}

/// Each claim is known after those of earlier days.
#[divan::bench(args = [100, 10_000])]
fn control_of_a_place(bencher: Bencher<'_, '_>, claims: u64) {
    let (entries, knowledge) = (one_place(claims), knowledge());
    bencher.bench(|| control::derive("place:1", black_box(&entries), &knowledge).len());
}

/// Each claim is known before those of earlier days: an archive that is taken backwards.
#[divan::bench(args = [100, 10_000])]
fn control_of_a_place_backwards(bencher: Bencher<'_, '_>, claims: u64) {
    let (mut entries, knowledge) = (one_place(claims), knowledge());
    let last = entries.len() as i64;
    for (n, entry) in entries.iter_mut().enumerate() {
        entry.known = Instant::from_millis(last - n as i64);
    }
    bencher.bench(|| control::derive("place:1", black_box(&entries), &knowledge).len());
}

/// Claims become known in no order.
#[divan::bench(args = [100, 10_000])]
fn control_of_a_place_in_no_order(bencher: Bencher<'_, '_>, claims: u64) {
    let (mut entries, knowledge) = (one_place(claims), knowledge());
    let mut draw = Draw(11);
    for entry in &mut entries {
        entry.known = Instant::from_millis(draw.below(1 << 30) as i64);
    }
    bencher.bench(|| control::derive("place:1", black_box(&entries), &knowledge).len());
}

/// Claims of attacks at one place, as told by seven sources.
#[divan::bench(args = [100, 10_000])]
fn incidents_of_a_place(bencher: Bencher<'_, '_>, claims: u64) {
    let mut draw = Draw(7);
    let codes = [EventCode::Airstrike, EventCode::Shelling, EventCode::Battle, EventCode::Armed];
    let entries: Vec<Entry> = (0..claims).map(|n| entry(n, (n * 1_800 / claims) as i64, 1, draw.of(&codes), &mut draw)).collect();
    let knowledge = knowledge();
    bencher.bench(|| incidents::derive(black_box(&entries), &knowledge, &[]).0.len());
}

#[divan::bench(args = [100, 10_000])]
fn disputes_of_a_place(bencher: Bencher<'_, '_>, claims: u64) {
    let (entries, knowledge) = (one_place(claims), knowledge());
    bencher.bench(|| disputes::disputes(black_box(&entries), &[], &knowledge).len());
}

/// Control and incidents of all that so many claims say: five a document, half of all claims about one
/// place in thirty, a quarter about ground.
#[divan::bench(args = [100_000, 1_000_000], sample_count = 3)]
fn control_and_incidents_of_everything(bencher: Bencher<'_, '_>, claims: u64) {
    let mut draw = Draw(3);
    let mut buckets: BTreeMap<(bool, u64), Vec<Entry>> = BTreeMap::new();
    for n in 0..claims {
        // The k-th place has a share of one in k.
        let place = (3_000_f64).powf(draw.below(1 << 20) as f64 / f64::from(1 << 20)) as u64;
        let ground = draw.below(4) == 0;
        let codes = [EventCode::Airstrike, EventCode::Shelling, EventCode::Battle, EventCode::Armed];
        let code = if ground { draw.of(&GROUND) } else { draw.of(&codes) };
        let day = (n * 1_800 / claims) as i64 + draw.below(3) as i64;
        buckets.entry((ground, place)).or_default().push(entry(n, day, place, code, &mut draw));
    }
    let knowledge = knowledge();
    bencher.bench(|| {
        let mut derived = 0;
        for ((ground, place), entries) in &buckets {
            if *ground {
                derived += control::derive(&format!("place:{place}"), entries, &knowledge).len();
            }
            derived += incidents::derive(entries, &knowledge, &[]).0.len();
        }
        derived
    });
}
