//! `vigie sitrep`: the situation report of a day.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::json;
use vigie_model::Instant;
use vigie_observatory::sitrep::{Layout, Order, Words, compose, gather, html, languages, markdown};

use super::{StoreArgs, now};
use crate::show::Outcome;
use crate::world::WorldArgs;

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Markdown
    Md,
    /// One page, ready to print
    Html,
    /// Figures and sentences
    Json,
}

/// How tolls are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TollLayout {
    /// One table of all figures
    Table,
    /// As SOHR prints them: a dated sentence, its categories, estimates apart
    Sohr,
}

impl From<TollLayout> for Layout {
    fn from(layout: TollLayout) -> Self {
        match layout {
            TollLayout::Table => Self::Table,
            TollLayout::Sohr => Self::ByCategory,
        }
    }
}

/// Options of `vigie sitrep`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie sitrep --on 2024-11-30 --lang fr
  vigie sitrep --on 2024-11-30 --since 2024-11-27 --lang ar --arabic-digits --layout sohr
  vigie sitrep --on 2024-12-08 --since 2024-12-02 --known-at 2024-12-08 --format html --out report.html

Each sentence ends in the number of its source; there is no sentence without a claim. The same record
and the same instant give the same report, byte for byte.")]
pub(crate) struct SitrepArgs {
    /// The day
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Date,
    /// First day of the period; by default the day itself
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<Date>,
    /// As the record stood then; by default as it stands
    #[arg(long, value_name = "INSTANT")]
    pub(crate) known_at: Option<Instant>,
    /// Language of the report
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = clap::builder::PossibleValuesParser::new(languages()))]
    pub(crate) lang: String,
    /// Country, by its ISO code of two letters
    #[arg(long, value_name = "ISO2")]
    pub(crate) country: Option<String>,
    /// Number of the report
    #[arg(long, value_name = "N")]
    pub(crate) number: Option<u32>,
    /// Days to the next report
    #[arg(long, value_name = "N")]
    pub(crate) next: Option<i64>,
    /// Digits of the Arabic script
    #[arg(long)]
    pub(crate) arabic_digits: bool,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    pub(crate) format: Format,
    /// How the tolls are laid out
    #[arg(long, value_name = "LAYOUT", default_value = "table")]
    pub(crate) layout: TollLayout,
    /// Into this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// Runs the command.
pub(crate) fn run(args: &SitrepArgs) -> Result<Outcome> {
    let observatory = args.store.open(&args.world)?;
    let order = Order {
        on: args.on,
        since: args.since.unwrap_or(args.on).min(args.on),
        known_at: args.known_at.unwrap_or_else(now),
        number: args.number,
        next_days: args.next,
        country: args.country.as_ref().map(|c| c.to_uppercase()),
        layout: args.layout.into(),
        arabic_digits: args.arabic_digits,
    };
    let facts = gather(&observatory, &order)?;
    let words = Words::of(&args.lang, observatory.theatre(), order.arabic_digits)
        .with_context(|| format!("there are no phrases in {}", args.lang))?;
    let report = compose(&observatory, &order, &facts, &words)?;
    let text = match args.format {
        Format::Md => markdown::write(&report),
        Format::Html => html::write(&report),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&json!({"report": report, "figures": facts}))?),
    };
    match &args.out {
        Some(path) => fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?,
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(Outcome::Done)
}
