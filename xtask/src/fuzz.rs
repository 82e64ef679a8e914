//! `cargo xtask fuzz`: bytes that nobody would write, against everything that
//! reads bytes.
//!
//! The targets are in `fuzz/`, outside the workspace, for they need a nightly
//! compiler. Seeds are made from the corpus, so that no text stands twice in
//! the repository.

use anyhow::{Context, Result, bail};

use crate::run::{cargo, output, root, run};

const TARGETS: [&str; 3] = ["text", "pack", "gazetteer"];

/// Fuzzes each target for some seconds.
///
/// # Errors
/// When cargo-fuzz or a nightly compiler is missing, or a target finds something.
pub(crate) fn fuzz(arguments: &[&str]) -> Result<()> {
    let seconds = arguments.iter().find_map(|a| a.parse::<u32>().ok()).unwrap_or(600);
    let named: Vec<&str> = arguments.iter().filter(|a| a.parse::<u32>().is_err()).copied().collect();
    if let Some(unknown) = named.iter().find(|n| !TARGETS.contains(n)) {
        bail!("there is no fuzz target {unknown}; there are {}", TARGETS.join(", "));
    }
    if output(cargo(&["fuzz", "--version"])).is_none() {
        bail!("cargo-fuzz is missing; install it with: cargo install cargo-fuzz");
    }
    if output(cargo(&["+nightly", "--version"])).is_none() {
        bail!("a nightly compiler is missing; install one with: rustup toolchain install nightly");
    }
    seeds()?;
    let total = format!("-max_total_time={seconds}");
    for target in TARGETS.iter().filter(|t| named.is_empty() || named.contains(t)) {
        println!("\n== {target}, {seconds} seconds");
        let dictionary = format!("-dict=fuzz/dictionaries/{target}.dict");
        let corpus = format!("fuzz/corpus/{target}");
        let seeds = format!("fuzz/seeds/{target}");
        run(cargo(&[
            "+nightly",
            "fuzz",
            "run",
            target,
            &corpus,
            &seeds,
            "--",
            &total,
            &dictionary,
            "-timeout=20",
            "-rss_limit_mb=4096",
            "-max_len=4096",
        ]))
        .with_context(|| format!("{target} found something: fuzz/artifacts/{target} holds the bytes"))?;
    }
    println!("\nNothing was found.");
    Ok(())
}

/// The texts of the corpus, one a file, into the ignored folder of the text target.
fn seeds() -> Result<()> {
    let folder = root().join("fuzz/corpus/text");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for target in TARGETS {
        std::fs::create_dir_all(root().join("fuzz/corpus").join(target)).context("cannot make fuzz/corpus")?;
    }
    for source in ["corpus/gold/fr/dev.jsonl", "corpus/negative/fr.jsonl"] {
        let rows = std::fs::read_to_string(root().join(source)).with_context(|| format!("cannot read {source}"))?;
        for row in rows.lines() {
            let row: serde_json::Value = serde_json::from_str(row).with_context(|| format!("{source} is no JSON"))?;
            let (Some(id), Some(text)) = (row["id"].as_str(), row["text"].as_str()) else { continue };
            // Short seeds are varied faster; a dispatch says much in its first sentences.
            let head: String = text.chars().take(600).collect();
            std::fs::write(folder.join(id), head).with_context(|| format!("cannot write a seed for {id}"))?;
        }
    }
    Ok(())
}
