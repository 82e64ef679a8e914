//! `vigie eval`: how well the coder reads annotated passages.
//!
//! Claims are paired in [`pair`], compared field by field in [`score`], summed
//! up and written in [`report`]. The figures are those of the annotation
//! guide's own scorer, to the last digit.

mod floors;
mod pair;
mod report;
mod score;

pub(crate) use score::fold;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::input::{Document, Item, published};
use crate::show::Outcome;
use crate::work::{Done, in_order, jobs};
use crate::world::WorldArgs;

/// How figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One object
    Json,
}

/// Options of `vigie eval`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie eval corpus/dev-fr.jsonl --errors 20
  vigie eval corpus/dev-fr.jsonl --floors corpus/scores.toml
  vigie eval gold.jsonl --coded claims.jsonl --format json

found    pairs of gold and coded claims with the same event code; the quotes must overlap by half of the shorter
family   the same, when only the part before the dot must agree
claim    found, where each pair counts as the mean of its fields
fields   share of the found pairs whose field is right

A file of floors has a table for each language, or for each gold file by its name without ending:
  [fr]
  found = 0.80
  claim = 0.70
  place = 0.90
Below a floor the exit code is 1.")]
pub(crate) struct EvalArgs {
    /// Annotated passages, one a line: {"id","text","published","lang","claims":[…]}
    #[arg(value_name = "GOLD.jsonl")]
    gold: PathBuf,
    /// Score these claims (written by `vigie code --format jsonl`) instead of coding the passages
    #[arg(long, value_name = "FILE")]
    coded: Option<PathBuf>,
    /// Fail when a figure is below the floor that this file sets
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
    /// List the first N missed, spurious and wrong claims, and the figures of each rule
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// How the figures are written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// How many passages are read at a time; by default as many as there are cores
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    world: WorldArgs,
}

/// An annotated passage.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct GoldRow {
    pub(crate) id: String,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) lang: Option<String>,
    #[serde(default)]
    pub(crate) outlet: Option<String>,
    #[serde(default)]
    pub(crate) published: Option<String>,
    pub(crate) claims: Vec<GoldClaim>,
}

/// A claim as an annotator wrote it. A name may list alternatives: `HTS|jihadists`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct GoldClaim {
    pub(crate) quote: String,
    pub(crate) event: String,
    #[serde(default)]
    pub(crate) actor: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) target: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) place: Option<String>,
    #[serde(default)]
    pub(crate) start: Option<String>,
    #[serde(default)]
    pub(crate) end: Option<String>,
    #[serde(default)]
    pub(crate) counts: Option<Vec<Number>>,
    #[serde(default)]
    pub(crate) sources: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) modality: Option<String>,
}

/// A coded passage, as far as it is scored.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct CodedRow {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) claims: Vec<Coded>,
}

/// A coded claim, as far as it is scored.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Coded {
    pub(crate) quote: Span,
    pub(crate) event: String,
    #[serde(default)]
    pub(crate) actors: Vec<Name>,
    #[serde(default)]
    pub(crate) targets: Vec<Name>,
    #[serde(default)]
    pub(crate) place: Option<Place>,
    #[serde(default)]
    pub(crate) time: Option<Time>,
    #[serde(default)]
    pub(crate) counts: Vec<Number>,
    #[serde(default)]
    pub(crate) sources: Vec<Name>,
    #[serde(default)]
    pub(crate) modality: Option<String>,
    #[serde(default)]
    pub(crate) rule: String,
}

/// Characters of a quote, end exclusive.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Span {
    #[serde(default)]
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Somebody by canonical name.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Name {
    pub(crate) name: String,
}

/// A place by its names.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Place {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
}

/// First and last day.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Time {
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
}

/// What is counted, and between which numbers.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Number {
    pub(crate) of: Option<String>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    #[serde(default)]
    pub(crate) bound: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &EvalArgs) -> Result<Outcome> {
    let gold: Vec<GoldRow> = rows(&args.gold)?;
    let mut seen = BTreeMap::new();
    for (at, row) in gold.iter().enumerate() {
        if let Some(first) = seen.insert(row.id.as_str(), at) {
            bail!("{}: the id {} stands twice (passages {} and {})", args.gold.display(), row.id, first + 1, at + 1);
        }
    }
    let coded: Vec<CodedRow> = match &args.coded {
        Some(path) => rows(path)?,
        None => code(args, &gold)?,
    };
    let by_id: BTreeMap<&str, &CodedRow> = coded.iter().map(|c| (c.id.as_str(), c)).collect();
    let nothing = CodedRow::default();
    let mut figures = score::Figures::default();
    for row in &gold {
        figures.add(row, by_id.get(row.id.as_str()).copied().unwrap_or(&nothing));
    }
    let below = match &args.floors {
        Some(path) => floors::below(path, &section(args, &gold), &figures)?,
        None => Vec::new(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Text => report::text(&mut out, &figures, args.errors)?,
        Format::Json => report::json(&mut out, &figures, args.errors)?,
    }
    out.flush()?;
    for fall in &below {
        eprintln!("vigie: {fall}");
    }
    Ok(Outcome::unless(!below.is_empty()))
}

/// The names under which floors may be set for these passages: the file's own, then its language.
fn section(args: &EvalArgs, gold: &[GoldRow]) -> Vec<String> {
    let file = args.gold.file_stem().map(|s| s.to_string_lossy().into_owned());
    let first = gold.iter().find_map(|g| g.lang.clone());
    file.into_iter().chain(first).collect()
}

fn code(args: &EvalArgs, gold: &[GoldRow]) -> Result<Vec<CodedRow>> {
    let coder = args.world.coder()?;
    let documents = gold.iter().map(|row| {
        Item::Text(Box::new(Document {
            id: row.id.clone(),
            text: row.text.clone(),
            published: row.published.as_deref().and_then(published),
            lang: row.lang.clone(),
            outlet: row.outlet.clone(),
            place: format!("{}: passage {}", args.gold.display(), row.id),
            ..Document::default()
        }))
    });
    let mut coded = Vec::with_capacity(gold.len());
    in_order(
        documents,
        jobs(args.jobs),
        |document| coder.code(&document.passage()),
        |done| {
            match done {
                Done::Text(_, passage) => coded.push(serde_json::from_value(serde_json::to_value(passage)?)?),
                Done::Fault(fault) => eprintln!("vigie: {fault}"),
                Done::Remark(remark) => eprintln!("vigie: {remark}"),
            }
            Ok(())
        },
    )?;
    Ok(coded)
}

fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{} is no passage with claims", path.display(), at + 1))
        })
        .collect()
}
