//! A made-up archive of any size, out of the dispatches of the corpus: for measuring, never
//! for reading. The same seed gives the same bytes on every machine.
//!
//! A document is a few neighbouring sentences of one dispatch, with other figures
//! and, of the places that the dispatches name, others in their stead; it appeared on some day of
//! twenty years. No sentence of it says anything of the world.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::run::root;

/// Sentences of a document.
const SENTENCES: u64 = 5;
/// Days over which the documents are spread.
const DAYS: u64 = 7300;
/// Figures below this are likelier parts of days and names than counts.
const LEAST: u64 = 10;

/// Numbers that look as if nobody had chosen them (Steele, Lea and Flood 2014, `SplitMix64`).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.roll(from.len() as u64) as usize)
    }
}

/// Writes documents as lines of JSON, in the order of their days.
///
/// # Errors
/// When the corpus cannot be read or the file not written.
pub(crate) fn write(path: &Path, documents: u64, seed: u64) -> Result<()> {
    let corpus = fs::read_to_string(root().join("corpus/gold/fr/dev.jsonl")).context("corpus/gold/fr/dev.jsonl is missing")?;
    let rows: Vec<Value> = corpus.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let mut passages: Vec<Vec<String>> = Vec::new();
    let mut places: Vec<String> = Vec::new();
    for row in &rows {
        let text = row["text"].as_str().unwrap_or_default();
        passages.push(text.split_inclusive(['.', '\n']).map(|s| s.trim().to_owned()).filter(|s| s.len() > 40).collect());
        places.extend(row["claims"].as_array().into_iter().flatten().filter_map(|c| c["place"].as_str()).map(str::to_owned));
    }
    passages.retain(|p| !p.is_empty());
    places.sort();
    places.dedup();
    // Only names that the texts write as the annotation does can be put in another's place.
    places.retain(|p| passages.iter().flatten().any(|s| s.contains(p.as_str())));
    let mut out = std::io::BufWriter::new(fs::File::create(path).with_context(|| format!("{} cannot be made", path.display()))?);
    let mut dice = Dice(seed);
    for n in 0..documents {
        let Some(passage) = dice.pick(&passages) else { continue };
        let first = dice.roll(passage.len() as u64) as usize;
        let sentences = passage.iter().cycle().skip(first).take(SENTENCES.min(passage.len() as u64) as usize);
        let mut text: String = sentences.map(String::as_str).collect::<Vec<_>>().join(" ");
        if let (Some(from), Some(to)) = (places.iter().find(|p| text.contains(p.as_str())).cloned(), dice.pick(&places)) {
            text = text.replace(&from, to);
        }
        let text = other_figures(&text, &mut dice);
        let day = jiff::civil::date(2004, 1, 1).checked_add(jiff::Span::new().days((n * DAYS / documents).cast_signed()))?;
        let row = json!({"id": format!("made-{n}"), "lang": "fr", "outlet": format!("outlet {}", dice.roll(40)),
            "published": day.to_string(), "text": text});
        writeln!(out, "{row}")?;
    }
    out.flush()?;
    Ok(())
}

/// Other figures in the place of those that count something.
fn other_figures(text: &str, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if let Ok(number) = digits.parse::<u64>() {
            let year = (1900..2100).contains(&number);
            let other = if number < LEAST || year { number } else { LEAST + dice.roll(number * 2) };
            out.push_str(&other.to_string());
            digits.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_archive() {
        let folder = tempfile::tempdir().expect("a folder");
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        write(&a, 50, 7).expect("written");
        write(&b, 50, 7).expect("written");
        let text = fs::read_to_string(&a).expect("read");
        assert_eq!(text, fs::read_to_string(&b).expect("read"));
        assert_eq!(text.lines().count(), 50);
    }

    #[test]
    fn years_stay_and_counts_change() {
        let text = other_figures("277 morts en 2024, 3 blessés", &mut Dice(1));
        assert!(text.contains("2024") && text.contains(", 3 ") && !text.starts_with("277"), "{text}");
    }
}
