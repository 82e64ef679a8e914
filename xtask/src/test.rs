//! `cargo xtask test`: everything that must hold before a change is handed in.
//!
//! Steps run in the order in which they are likely to fail for little work,
//! and the first that fails ends the run. All of them build with one profile
//! into one folder, so that nothing is built twice. Nothing is timed but the
//! steps themselves: no test depends on the speed of the machine.

use std::time::Instant;

use anyhow::{Result, anyhow, bail};

use crate::run::{build_vigie, cargo, colour, command, has, output, root, run, run_and_read};
use crate::{readme, tidy};

/// Tests run so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: usize,
    failed: usize,
}

/// A step: its name, and what it does.
type Step = (&'static str, fn(&mut Tally) -> Result<()>);

const STEPS: [Step; 13] = [
    ("tools", |_| tools()),
    ("format", |_| format()),
    ("rules of the repository", tidy_step),
    ("lints", |_| lints()),
    ("build", |_| build()),
    ("unit, property and snapshot tests", unit),
    ("examples in the documentation", examples),
    ("language packs", packs),
    ("theatres", |_| theatres()),
    ("corpus", |_| corpus()),
    ("texts without war", |_| negatives()),
    ("example of the README", |_| readme::check()),
    ("documentation", |_| documentation()),
];

/// Runs every step. `keep_going` runs those after a step that failed too.
///
/// # Errors
/// When a step fails.
pub(crate) fn test(keep_going: bool) -> Result<()> {
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut times = Vec::new();
    let mut faults = Vec::new();
    for (n, (name, step)) in STEPS.iter().enumerate() {
        println!("\n== {} of {}: {name}", n + 1, STEPS.len());
        let began = Instant::now();
        let done = step(&mut tally);
        times.push((*name, began.elapsed(), done.is_ok()));
        if let Err(fault) = done {
            eprintln!("{fault:#}");
            faults.push(format!("step `{name}` failed: {fault:#}"));
            if !keep_going {
                break;
            }
        }
    }
    println!();
    for (name, time, good) in &times {
        println!("{:>7.1} s  {}  {name}", time.as_secs_f64(), if *good { "ok    " } else { "FAILED" });
    }
    println!("{:>7.1} s  in all\n", start.elapsed().as_secs_f64());
    println!("{} passed, {} failed", tally.passed, tally.failed.max(faults.len()));
    if faults.is_empty() { Ok(()) } else { Err(anyhow!("{}", faults.join("\n"))) }
}

fn tools() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !has(subcommand) {
            bail!("`cargo {subcommand}` is missing; it comes with: rustup component add {component}");
        }
    }
    if !root().join("data/gazetteer/world.gaz").exists() {
        bail!("data/gazetteer/world.gaz is missing; the clone is not whole, or make it anew with: cargo xtask gazetteer");
    }
    Ok(())
}

fn format() -> Result<()> {
    run(cargo(&["fmt", "--all", "--check"])).map_err(|fault| fault.context("run `cargo fmt --all`"))
}

fn tidy_step(tally: &mut Tally) -> Result<()> {
    let checks = tidy::run()?;
    for check in &checks {
        if check.faults.is_empty() {
            tally.passed += 1;
        } else {
            tally.failed += 1;
        }
    }
    tidy::show(&checks)
}

fn lints() -> Result<()> {
    run(cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
}

fn build() -> Result<()> {
    run(cargo(&["build", "--workspace", "--all-targets", "--quiet"]))
}

fn unit(tally: &mut Tally) -> Result<()> {
    let arguments: &[&str] = if has("nextest") {
        &[
            "nextest",
            "run",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "fail",
            "--final-status-level",
            "fail",
            "--color",
            colour(),
        ]
    } else {
        println!("cargo-nextest is not installed; cargo test does the same work, more slowly.");
        &["test", "--workspace", "--lib", "--bins", "--tests", "--examples", "--no-fail-fast", "--color", colour()]
    };
    let mut tests = cargo(arguments);
    // A snapshot that differs is a failure here; only `cargo xtask bless` writes one.
    tests.env("INSTA_UPDATE", "no");
    counted(tests, tally)
}

fn examples(tally: &mut Tally) -> Result<()> {
    counted(cargo(&["test", "--workspace", "--doc", "--quiet", "--color", colour()]), tally)
}

fn counted(tests: std::process::Command, tally: &mut Tally) -> Result<()> {
    let (good, text) = run_and_read(tests)?;
    let counts = count(&text);
    tally.passed += counts.passed;
    tally.failed += counts.failed;
    if !good {
        bail!("{} of {} tests failed; they are named above", counts.failed, counts.passed + counts.failed);
    }
    Ok(())
}

/// The tests that a runner says it ran: lines `test result: ok. 3 passed; 0 failed; …` and
/// `Summary [ 1.0s] 3 tests run: 3 passed, 0 skipped`.
fn count(text: &str) -> Tally {
    let mut tally = Tally::default();
    for line in text.lines().map(plain) {
        let line = line.trim_start();
        if line.starts_with("test result:") || line.starts_with("Summary [") {
            tally.passed += number_before(line, "passed");
            tally.failed += number_before(line, "failed");
        }
    }
    tally
}

fn number_before(line: &str, word: &str) -> usize {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.windows(2).find(|w| w[1] == word).and_then(|w| w[0].parse().ok()).unwrap_or(0)
}

/// A line without the marks of colour.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |x| x.1);
    }
    out.push_str(rest);
    out
}

fn vigie(arguments: &[&str]) -> Result<()> {
    let program = build_vigie()?;
    run(command(&program.to_string_lossy(), arguments))
}

fn packs(tally: &mut Tally) -> Result<()> {
    vigie(&["pack", "check", "packs"])?;
    vigie(&["pack", "fmt", "packs", "--check"]).map_err(|fault| fault.context("run `vigie pack fmt packs`"))?;
    let program = build_vigie()?;
    let (good, text) = run_and_read(command(&program.to_string_lossy(), &["pack", "test", "packs"]))?;
    let counts = count_examples(&text);
    tally.passed += counts.passed;
    tally.failed += counts.failed;
    if !good {
        bail!("{} examples are not read as their rules say; they are named above", counts.failed);
    }
    Ok(())
}

/// The examples that `vigie pack test` says it read: `xx: 2 rules; accepts 3 of 4 hold, rejects 5 of 5 hold`.
fn count_examples(text: &str) -> Tally {
    let mut tally = Tally::default();
    for line in text.lines().filter(|l| l.contains(" rules; accepts ")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for pair in words.windows(4).filter(|w| w[1] == "of" && w[3].starts_with("hold")) {
            let (good, all): (usize, usize) = (pair[0].parse().unwrap_or(0), pair[2].parse().unwrap_or(0));
            tally.passed += good;
            tally.failed += all.saturating_sub(good);
        }
    }
    tally
}

fn theatres() -> Result<()> {
    vigie(&["theatre", "check", "theatres"])?;
    vigie(&["pack", "fmt", "theatres", "--check"]).map_err(|fault| fault.context("run `vigie pack fmt theatres`"))
}

/// Folders of `packs/` that hold a pack, in the order of their names.
fn pack_folders() -> Result<Vec<String>> {
    let mut names: Vec<String> = std::fs::read_dir(root().join("packs"))?
        .flatten()
        .filter(|e| e.path().join("pack.toml").exists())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn corpus() -> Result<()> {
    for name in pack_folders()? {
        let gold = format!("corpus/gold/{name}/dev.jsonl");
        if root().join(&gold).exists() {
            println!("{gold}: development text, written for this project; a score on it is no evidence");
            vigie(&["eval", &gold, "--floors", "corpus/scores.toml"])?;
        }
    }
    Ok(())
}

fn negatives() -> Result<()> {
    for name in pack_folders()? {
        let texts = format!("corpus/negative/{name}.jsonl");
        if !root().join(&texts).exists() {
            continue;
        }
        let program = build_vigie()?;
        let Some(text) = output(command(&program.to_string_lossy(), &["code", &texts, "--format", "jsonl"])) else {
            bail!("`vigie code {texts}` failed");
        };
        let claims: usize = text
            .lines()
            .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok())
            .map(|row| row["claims"].as_array().map_or(0, Vec::len))
            .sum();
        if claims > 0 {
            bail!("{claims} claims where {texts} expects none; `vigie explain {texts}` says why");
        }
        println!("{} texts, no claim, as it should be", text.lines().count());
    }
    Ok(())
}

fn documentation() -> Result<()> {
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--quiet"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    run(doc)
}

#[cfg(test)]
mod tests {
    use super::{Tally, count, count_examples, plain};

    #[test]
    fn tests_of_both_runners_are_counted() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\
                    noise: 9 passed\n\
                    \u{1b}[32;1m     Summary\u{1b}[0m [   1.0s] \u{1b}[1m5\u{1b}[0m tests run: 4 passed, 1 failed, 2 skipped\n";
        assert_eq!(count(text), Tally { passed: 7, failed: 1 });
    }

    #[test]
    fn examples_of_rules_are_counted() {
        let text = "a fault, 1 of 2 hold\nxx: 3 rules; accepts 4 of 6 hold, rejects 7 of 8 hold\n";
        assert_eq!(count_examples(text), Tally { passed: 11, failed: 3 });
    }

    #[test]
    fn a_line_loses_its_colours() {
        assert_eq!(plain("\u{1b}[1mbold\u{1b}[0m plain"), "bold plain");
    }
}
