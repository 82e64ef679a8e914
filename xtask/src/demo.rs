//! `cargo xtask demo`: the first look at Vigie.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::{build_vigie, command, root, run};

/// The story of the demonstration.
const STORY: &str = "nw-syria-2024";

/// Builds the program, codes a sample, keeps a record of the story and shows one day of it
/// as it was known that evening and as it was known a week later.
///
/// # Errors
/// When the program does not build or refuses something.
pub(crate) fn demo() -> Result<()> {
    println!("Building Vigie. The first time takes a few minutes.");
    let vigie = build_vigie()?;
    let program = vigie.to_string_lossy().into_owned();
    println!("\nONE DISPATCH: corpus/samples/idleb.txt (invented), and the claims that Vigie takes from it.\n");
    run(command(&program, &["code", "corpus/samples/idleb.txt"]))?;
    let folder = root().join("target/demo");
    fs::create_dir_all(&folder).context("target/demo cannot be made")?;
    let (dispatches, store) = (folder.join(format!("{STORY}.jsonl")), folder.join("record.vigie"));
    let count = story(&dispatches)?;
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", store.display()));
    }
    println!(
        "\nMANY DISPATCHES: the {count} of the story {STORY} in corpus/. They were written for this project after public reporting of \
         the Aleppo offensive of November 2024: text to try things on, no evidence of anything. Each counts as known from the end of the \
         day on which it is dated.\n"
    );
    let ask = |arguments: &[&str]| -> Result<()> {
        let mut asked: Command = command(&program, arguments);
        asked.env("VIGIE_STORE", &store);
        run(asked)
    };
    ask(&["take", &dispatches.to_string_lossy(), "--as-published"])?;
    let day = "2024-11-30";
    for known in [day, "2024-12-08"] {
        let then = if known == day { "as known that evening" } else { "as known on 8 December" };
        let at = ["--on", day, "--known-at", known];
        for (what, words) in [
            ("WHO HOLDS WHAT", &["control"][..]),
            ("THE DEAD", &["tolls", "--since", "2024-11-27"]),
            ("WHAT SIDES DISAGREE ABOUT", &["disputes"]),
            ("THE ROAD FROM DAMASCUS TO ALEPPO", &["route", "Damascus", "Aleppo"]),
        ] {
            println!("\n{what} on 30 November 2024, {then}\n");
            ask(&[words, &at[..]].concat())?;
        }
    }
    let shown = vigie.strip_prefix(root()).unwrap_or(&vigie).display();
    println!(
        "
Every figure opens to the words behind it. With VIGIE_STORE=target/demo/record.vigie, try:
  {shown} why Aleppo --on 2024-12-01          who holds Aleppo, by which rule, on whose words
  {shown} sitrep --on 2024-11-30 --lang fr    the situation of the day, each sentence with its source
  {shown} sources                             who said how much, alone, contradicted
  {shown} export --format hxl                 incidents for a spreadsheet

And without a record:
  {shown} code FILE                           claims of a dispatch of yours (`-` reads standard input)
  {shown} explain corpus/samples/alep.txt     how each claim came about, and what was refused
  cargo xtask test                                    everything that must hold
  README.md, ARCHITECTURE.md, docs/record.md          what it is, how it is built, how a record is made"
    );
    Ok(())
}

/// Writes the dispatches of the story, without what their annotators took from them; how many they are.
fn story(path: &Path) -> Result<usize> {
    let corpus = fs::read_to_string(root().join("corpus/gold/fr/dev.jsonl"))
        .context("corpus/gold/fr/dev.jsonl is missing: is this a whole clone?")?;
    let mut lines = String::new();
    let mut count = 0;
    for line in corpus.lines() {
        let mut row: Value = serde_json::from_str(line).context("corpus/gold/fr/dev.jsonl: a line is no JSON")?;
        if row["story"] != STORY {
            continue;
        }
        if let Some(cells) = row.as_object_mut() {
            cells.remove("claims");
        }
        lines.push_str(&row.to_string());
        lines.push('\n');
        count += 1;
    }
    fs::write(path, lines).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(count)
}
