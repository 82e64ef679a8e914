//! `cargo xtask measure`: how fast and how large a record is, on an archive of any size.
//!
//! Everything is done by the program itself, as a user would; what is printed goes into docs/performance.md.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::archive;
use crate::run::{build_release, root};

/// Parts in which the archive is taken, to compare the first with the last.
const PARTS: usize = 20;

/// Makes an archive, takes it, asks, derives again, and prints the figures.
///
/// # Errors
/// When a command fails or the words are no numbers.
pub(crate) fn measure(words: &[&str]) -> Result<()> {
    let documents: u64 = words.first().map_or(Ok(20_000), |n| n.parse()).context("measure [DOCUMENTS]: no number")?;
    let vigie = build_release()?;
    let folder = root().join("target/measure");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let archive = folder.join("archive.jsonl");
    archive::write(&archive, documents, 1)?;
    let store = folder.join("record.vigie");
    let mut lines = BufReader::new(fs::File::open(&archive)?).lines();
    let size = (documents as usize).div_ceil(PARTS);
    let mut rates = Vec::new();
    for part in 0..PARTS {
        let path = folder.join("part.jsonl");
        let mut out = fs::File::create(&path)?;
        let mut count = 0_u32;
        for line in lines.by_ref().take(size) {
            writeln!(out, "{}", line?)?;
            count += 1;
        }
        if count == 0 {
            break;
        }
        drop(out);
        let part_path = path.to_string_lossy().into_owned();
        let arguments = ["take", &part_path, "--as-published", "--jobs", "1", "--later"];
        let seconds = timed(&vigie, &store, &arguments)?.0;
        rates.push(f64::from(count) / seconds);
        println!("part {:>2}: {:>6.0} documents/s", part + 1, f64::from(count) / seconds);
    }
    let (first, last) = (rates.first().copied().unwrap_or(0.0), rates.last().copied().unwrap_or(0.0));
    println!(
        "take, one core, start of the program included: first {first:.0}/s, last {last:.0}/s ({:.0} %)",
        last / first * 100.0
    );
    let (seconds, _) = timed(&vigie, &store, &["record", "derive"])?;
    println!("deriving what waited: {seconds:.1} s");
    let bytes = fs::metadata(&store)?.len();
    let info = timed(&vigie, &store, &["record", "info", "--format", "json"])?.1;
    let claims = info.get("standing").and_then(serde_json::Value::as_u64).unwrap_or(0);
    println!("file: {bytes} bytes, {claims} claims, {:.0} bytes a claim", bytes as f64 / claims.max(1) as f64);
    let on = "2014-06-01";
    for (what, arguments) in [
        ("control of everything", vec!["control", "--on", on, "--known-at", on, "--format", "jsonl"]),
        ("history of a place", vec!["control", "--place", "Aleppo", "--format", "jsonl"]),
        ("tolls of a place", vec!["tolls", "--place", "Aleppo", "--since", "2014-05-01", "--on", on, "--format", "jsonl"]),
        ("nothing but starting", vec!["--version"]),
    ] {
        let seconds: Vec<f64> = (0..5).map(|_| Ok(timed(&vigie, &store, &arguments)?.0)).collect::<Result<_>>()?;
        let mut sorted = seconds;
        sorted.sort_by(f64::total_cmp);
        println!("{what}: {:.0} ms (median of 5, start of the program included)", sorted[sorted.len() / 2] * 1000.0);
    }
    let (seconds, _) = timed(&vigie, &store, &["record", "derive", "--again"])?;
    println!("deriving everything again: {seconds:.1} s");
    Ok(())
}

/// Runs the program on a record; how long it took, and what it said if that is an object.
fn timed(vigie: &Path, store: &Path, arguments: &[&str]) -> Result<(f64, serde_json::Value)> {
    let begin = Instant::now();
    let done = Command::new(vigie).args(arguments).env("VIGIE_STORE", store).stderr(Stdio::piped()).output()?;
    let seconds = begin.elapsed().as_secs_f64();
    if !done.status.success() {
        bail!("vigie {}: {}", arguments.join(" "), String::from_utf8_lossy(&done.stderr));
    }
    Ok((seconds, serde_json::from_slice(&done.stdout).unwrap_or_default()))
}
