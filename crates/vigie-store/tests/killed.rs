//! A program that is killed while it writes loses nothing and writes nothing twice.
//!
//! Ten times here; `VIGIE_KILLS=200` kills that often.
#![allow(missing_docs, clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use vigie_model::EventCode;
use vigie_store::{Ask, Record, SqliteRecord, Taking};
use vigie_storetest::made::{claim, entries, report, take};

/// Documents of one batch.
const BATCH: usize = 3;

fn batch(n: usize) -> Vec<Taking> {
    let one = |k: usize| {
        let mut taking = report(&format!("text {n} {k} {}", "and so on ".repeat(60)), 1, EventCode::Hold, "Tarn");
        let more = claim(&taking, 40, EventCode::Battle, None);
        taking.claims.push(more);
        taking
    };
    (0..BATCH).map(one).collect()
}

/// Writes batch after batch until it is killed, and says which are there. Run by the test below, never by itself.
#[test]
#[ignore = "a program of its own, which writes until it is killed"]
fn writer() {
    let Some(path) = std::env::var_os("VIGIE_WRITER") else { return };
    let mut record = SqliteRecord::open(path).unwrap();
    // It begins before the end, as whoever runs a broken take again does.
    let there = usize::try_from(record.counts().unwrap().documents).unwrap() / BATCH;
    for n in there.saturating_sub(2).. {
        take(&mut record, &batch(n), 1);
        println!("\nTAKEN {n}");
    }
}

/// Runs the writer until it said so many times that it took a batch, and a little longer; which one it took last,
/// as far as it came to say so.
fn write_and_kill(path: &Path, batches: usize, longer: Duration) -> Option<usize> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["writer", "--exact", "--ignored", "--nocapture"])
        .env("VIGIE_WRITER", path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let taken = |line: String| line.strip_prefix("TAKEN ").and_then(|n| n.parse().ok());
    let before = lines.by_ref().filter_map(taken).take(batches).last();
    std::thread::sleep(longer);
    child.kill().unwrap();
    child.wait().unwrap();
    lines.filter_map(taken).last().or(before)
}

#[test]
fn a_writer_that_is_killed_loses_nothing_and_writes_nothing_twice() {
    let kills: u64 = std::env::var("VIGIE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vigie");
    // Numbers without a pattern, the same in every run; where they meet the writer depends on the machine.
    let mut dice: u64 = 0x2545_f491_4f6c_dd1d;
    for kill in 1..=kills {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        // Now and then before the first batch: while the file is made or opened.
        let last = write_and_kill(&path, (dice % 4) as usize, Duration::from_micros(dice / 4 % 20_000));
        let record = SqliteRecord::open(&path).unwrap();
        let counts = record.counts().unwrap();
        let batches = usize::try_from(counts.documents).unwrap() / BATCH;
        assert_eq!(counts.documents as usize % BATCH, 0, "a batch was taken by half");
        assert!(last.is_none_or(|last| batches > last), "batch {last:?} was taken and is not there: {counts:?}");
        assert_eq!(counts.standing, 2 * counts.documents);
        if kill == kills {
            assert!(batches > 0, "the writer never came to write");
            for n in 0..batches {
                for taking in batch(n) {
                    assert_eq!(record.bytes(&taking.document.id).unwrap(), Some(taking.bytes));
                }
            }
            let ids: std::collections::BTreeSet<_> = entries(&record, &Ask::default()).into_iter().map(|e| e.claim.id).collect();
            assert_eq!(ids.len() as u64, counts.standing);
            assert_eq!(record.check().unwrap(), [""; 0]);
        }
    }
}
