//! Floors: figures below which a change is refused.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use toml::{Table, Value};

use super::score::{FIELDS, Figures, Rates};

/// Key of the most claims that may come of passages in which there are none.
const ON_EMPTY: &str = "most_claims_on_empty";

/// What is below the floors that a file sets under the first of these names.
///
/// # Errors
/// When the file cannot be read, has no such table, or names a figure that does not exist.
pub(super) fn below(path: &Path, names: &[String], figures: &Figures) -> Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("the floors {} cannot be read", path.display()))?;
    let all: Table = text.parse().with_context(|| format!("{} is no TOML", path.display()))?;
    let Some((name, floors)) = names.iter().find_map(|n| Some((n, all.get(n)?.as_table()?))) else {
        bail!("{} sets no floors for these passages; add a table [{}]", path.display(), names.join("] or ["));
    };
    let mut falls = Vec::new();
    for (key, value) in floors {
        if key == "events" {
            for (event, value) in value.as_table().into_iter().flatten() {
                let have = figures.events.get(event).map_or(0.0, |t| t.rates().f1);
                falls.extend(fall(name, event, number(path, event, value)?, have));
            }
            continue;
        }
        let floor = number(path, key, value)?;
        if key == ON_EMPTY {
            if figures.on_empty as f64 > floor {
                falls.push(format!("[{name}] {key} is {}, and may be {floor} at most", figures.on_empty));
            }
            continue;
        }
        let Some(have) = figure(figures, key) else {
            bail!(
                "{}: [{name}] {key} is no figure; write found, family, claim (with .p or .r behind, in quotes), {}, {ON_EMPTY}, or a table events",
                path.display(),
                FIELDS.join(", ")
            );
        };
        falls.extend(fall(name, key, floor, have));
    }
    Ok(falls)
}

fn number(path: &Path, key: &str, value: &Value) -> Result<f64> {
    let number = value.as_float().or_else(|| value.as_integer().map(|n| n as f64));
    number.with_context(|| format!("{}: the floor of {key} is no number", path.display()))
}

fn fall(name: &str, key: &str, floor: f64, have: f64) -> Option<String> {
    // Floors are written with three decimals; what rounds to them holds.
    (have + 0.000_5 < floor).then(|| format!("[{name}] {key} is {have:.3}, below its floor {floor:.3}"))
}

fn figure(figures: &Figures, key: &str) -> Option<f64> {
    if let Some(at) = FIELDS.iter().position(|f| *f == key) {
        return Some(figures.fields()[at]);
    }
    let (name, which) = key.split_once('.').unwrap_or((key, "f1"));
    let rates: Rates = match name {
        "found" => figures.found(),
        "family" => figures.family(),
        "claim" => figures.claim(),
        _ => return None,
    };
    match which {
        "f1" => Some(rates.f1),
        "p" => Some(rates.precision),
        "r" => Some(rates.recall),
        _ => None,
    }
}
