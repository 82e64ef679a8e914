//! The program that is killed while it takes: nothing is lost, nothing is there twice, and the record
//! that comes of it answers as one that was taken without a break.
//!
//! Ten times here; `VIGIE_KILLS=200` kills that often.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Documents that are taken: more than two batches.
const DOCUMENTS: usize = 500;

/// Dispatches of the corpus, again and again under other numbers, so that some are alike and all are different.
fn dispatches() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/gold/fr/dev.jsonl");
    let corpus = fs::read_to_string(path).unwrap();
    let rows: Vec<Value> = corpus.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut lines = String::new();
    for (n, row) in rows.iter().cycle().take(DOCUMENTS).enumerate() {
        let mut row = row.clone();
        let text = format!("({n}) {}", row["text"].as_str().unwrap());
        let cells = row.as_object_mut().unwrap();
        cells.remove("claims");
        cells.insert("id".to_owned(), Value::from(format!("d{n}")));
        cells.insert("text".to_owned(), Value::from(text));
        lines.push_str(&row.to_string());
        lines.push('\n');
    }
    lines
}

fn vigie(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.args(args).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn done(folder: &Path, args: &[&str]) -> Output {
    let done = vigie(folder, args).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    done
}

const TAKE: [&str; 4] = ["take", "in.jsonl", "--as-published", "--store"];

/// Every answer of a record, without the visits, which a take that was broken off and run again notes.
fn answers(folder: &Path, store: &str) -> Vec<Vec<u8>> {
    ["claims", "incidents", "tolls", "control", "disputes", "sources"]
        .iter()
        .map(|what| done(folder, &[what, "--format", "jsonl", "--store", store]).stdout)
        .collect()
}

#[test]
fn a_take_that_is_killed_and_run_again_answers_as_one_that_was_not() {
    let kills: u32 = std::env::var("VIGIE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("in.jsonl"), dispatches()).unwrap();
    let take = |store: &'static str| [&TAKE[..], &[store]].concat();
    let began = Instant::now();
    done(folder, &take("whole.vigie"));
    // Moments are numbers without a pattern, the same in every run, within the time that a whole take needs here.
    let whole = began.elapsed();
    let wanted = answers(folder, "whole.vigie");
    let mut dice: u64 = 0x9e37_79b9_7f4a_7c15;
    let (mut broken, mut documents) = (0, 0);
    for _ in 0..kills {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        let mut child = vigie(folder, &take("killed.vigie")).spawn().unwrap();
        std::thread::sleep(whole.mul_f64((dice % 1000) as f64 / 1000.0).max(Duration::from_millis(1)));
        child.kill().unwrap();
        broken += u32::from(!child.wait().unwrap().success());
        if !folder.join("killed.vigie").exists() {
            continue;
        }
        // It opens at once, is whole, and holds what it held before.
        let info = done(folder, &["record", "info", "--format", "json", "--store", "killed.vigie"]).stdout;
        let info: Value = serde_json::from_slice(&info).unwrap();
        let now = info["documents"].as_u64().unwrap();
        assert!(now >= documents && now <= DOCUMENTS as u64, "{documents} documents, then {now}");
        if now == DOCUMENTS as u64 {
            // Everything is there: what follows could only be visits. Begin anew.
            finish(folder, &take("killed.vigie"), &wanted);
            documents = 0;
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(folder.join(format!("killed.vigie{ending}")));
            }
        } else {
            documents = now;
        }
    }
    assert!(broken > 0, "no take was killed before its end");
    finish(folder, &take("killed.vigie"), &wanted);
}

/// Takes to the end, and compares with the record that was never broken off.
fn finish(folder: &Path, take: &[&str], wanted: &[Vec<u8>]) {
    done(folder, take);
    assert_eq!(
        String::from_utf8_lossy(&done(folder, &["record", "check", "--store", "killed.vigie"]).stdout),
        "the record is whole\n"
    );
    let info: Value =
        serde_json::from_slice(&done(folder, &["record", "info", "--format", "json", "--store", "killed.vigie"]).stdout).unwrap();
    assert_eq!(info["documents"], DOCUMENTS);
    for (found, wanted) in answers(folder, "killed.vigie").iter().zip(wanted) {
        assert!(found == wanted, "an answer differs from that of a record taken without a break");
    }
}
