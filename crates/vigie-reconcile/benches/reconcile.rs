//! How long it takes to sign a dispatch, to look for its copies, and to derive a toll.

use divan::{Bencher, black_box};
use jiff::civil::Date;
use vigie_model::{Entry, Who};
use vigie_reconcile::copies::{Index, Signature};
use vigie_reconcile::{Knowledge, tolls};

#[path = "../tests/tolls/told.rs"]
#[allow(dead_code)]
mod told;

fn main() {
    divan::main();
}

/// A text of so many words that no other seed gives.
fn text(words: usize, seed: u64) -> String {
    let mut state = seed;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("word{}", (state >> 33) % 5_000)
    };
    (0..words).map(|_| word()).collect::<Vec<_>>().join(" ")
}

#[divan::bench(args = [60, 300, 1_000])]
fn sign(bencher: Bencher<'_, '_>, words: usize) {
    let text = text(words, 1);
    bencher.bench(|| Signature::of(black_box(&text)));
}

/// Looks for the copies of a dispatch among so many of the same week.
#[divan::bench(args = [1_000, 100_000])]
fn find_copies(bencher: Bencher<'_, '_>, documents: u64) {
    let mut index = Index::new(3);
    for seed in 0..documents {
        let day = Date::constant(2024, 11, 24 + (seed % 7) as i8);
        index.insert(&format!("d{seed}"), day, Signature::of(&text(200, seed)));
    }
    let signature = Signature::of(&text(200, 7));
    bencher.bench(|| index.alike(Date::constant(2024, 11, 27), black_box(&signature)).len());
}

/// A toll with its derivation, from so many claims of 200 sources about one place over a year.
#[divan::bench(args = [100, 10_000])]
fn toll(bencher: Bencher<'_, '_>, claims: u64) {
    let entry = |n: u64| {
        let (month, day) = (1 + n % 12, 1 + n / 12 % 28);
        let as_of = Date::constant(2024, month as i8, day as i8).to_string();
        let told = told::told(&format!("d{n:06}"), 0, &as_of).by(&format!("source-{}", n % 200)).place("geonames:1", 6);
        let dead = 100 * month + 3 * day + n % 7;
        told.days("2024-01-01", &as_of).killed(dead).counts(dead / 3, Who::Civilians, Some(0)).since("2024-01-01").0
    };
    let entries: Vec<Entry> = (0..claims).map(entry).collect();
    let knowledge = Knowledge::default();
    assert_eq!(tolls::tolls(&entries, &knowledge, None)[0].inputs.len(), claims as usize);
    bencher.bench(|| tolls::tolls(black_box(&entries), &knowledge, None).len());
}
