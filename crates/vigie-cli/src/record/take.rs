//! `vigie take`: documents into the record.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZeroUsize;

use anyhow::Result;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use vigie_model::Knowing;
use vigie_observatory::take::{Copies, Read, Received, Report, coder_name, read};
use vigie_store::Taken;

use super::keep::derive;
use super::{StoreArgs, now};
use crate::input::{Document, InputArgs, Inputs};
use crate::show::{Outcome, plain};
use crate::work::{Done, in_order, jobs};
use crate::world::WorldArgs;

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A summary, and a line for each document that was not taken
    Table,
    /// One document a line
    Jsonl,
}

/// Options of `vigie take`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie take dispatches/ --outlet AFP --published 2024-11-30
  vigie take archive.jsonl --as-published
  curl -s https://example.org/feed.txt | vigie take - --published 2024-11-30

A document is known by the SHA-256 of its bytes: taking it a second time notes a visit and nothing
else. A take that was broken off, even by a power cut, is run again: nothing is lost, nothing is
there twice. What a newer version reads otherwise supersedes what the older one read; both are kept.")]
pub(crate) struct TakeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Count each document as known since the day of its publication, not since now: an archive that
    /// was public then. The record keeps this statement and every answer says so
    #[arg(long)]
    pub(crate) as_published: bool,
    /// Leave it to the first question to derive incidents and control
    #[arg(long)]
    pub(crate) later: bool,
    /// How the report is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: Format,
    /// How many texts are read at a time; by default as many as there are cores
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// Documents kept in one transaction: enough that the pages which each touches at random are written once for many
/// (docs/performance.md), few enough that little is read twice after a break.
const BATCH: usize = 1000;

#[derive(Debug, Default)]
struct Tally {
    new: usize,
    there: usize,
    recoded: usize,
    claims: usize,
    copies: usize,
    refused: usize,
}

/// Runs the command.
pub(crate) fn run(args: &TakeArgs) -> Result<Outcome> {
    let coder = args.world.coder()?;
    let mut observatory = args.store.open_or_make(&args.world)?;
    let knowing = if args.as_published { Knowing::Published } else { Knowing::Received };
    let name = coder_name(args.world.fingerprint()?.as_deref());
    let started = now();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut copies = Copies::default();
    let mut tally = Tally::default();
    let mut batch: Vec<Read> = Vec::with_capacity(BATCH);
    let watched = io::stderr().is_terminal();
    let bar = Inputs::bytes(&args.input).filter(|_| watched).map_or_else(ProgressBar::hidden, ProgressBar::new);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}") {
        bar.set_style(style);
    }
    let tell = |line: &str| bar.suspend(|| eprintln!("vigie: {line}"));
    in_order(
        Inputs::new(&args.input),
        jobs(args.jobs),
        |document| read(&coder, &name, received(document), knowing, started),
        |done| {
            match done {
                Done::Text(document, Ok(read)) => {
                    bar.inc(document.text.len() as u64);
                    batch.push(read);
                }
                Done::Text(document, Err(fault)) => {
                    tally.refused += 1;
                    tell(&format!("{}: {fault}", document.place));
                    refused(&mut out, args.format, &document.place, &fault.to_string())?;
                }
                Done::Fault(fault) => {
                    tally.refused += 1;
                    tell(&fault.to_string());
                    refused(&mut out, args.format, &fault.place, &fault.reason)?;
                }
                Done::Remark(remark) => tell(&remark),
            }
            if batch.len() >= BATCH {
                for report in observatory.take(std::mem::take(&mut batch), &mut copies, now())? {
                    write(&mut out, args.format, &report, &mut tally)?;
                }
            }
            Ok(())
        },
    )?;
    for report in observatory.take(batch, &mut copies, now())? {
        write(&mut out, args.format, &report, &mut tally)?;
    }
    bar.finish_and_clear();
    if !args.later {
        derive(&mut observatory, false)?;
    }
    if args.format == Format::Table {
        let path = args.store.path()?;
        writeln!(
            out,
            "{} taken with {} claims ({} copies of others), {} already there, {} read anew, {} refused; record {}",
            tally.new,
            tally.claims,
            tally.copies,
            tally.there,
            tally.recoded,
            tally.refused,
            path.display()
        )?;
    }
    out.flush()?;
    Ok(Outcome::unless(tally.refused > 0))
}

fn received(document: &Document) -> Received {
    Received {
        name: document.id.clone(),
        bytes: document.raw.clone().unwrap_or_else(|| document.text.clone().into_bytes()),
        text: document.text.clone(),
        outlet: document.outlet.clone(),
        published: document.published,
        lang: document.lang.clone(),
    }
}

fn write(out: &mut impl Write, format: Format, report: &Report, tally: &mut Tally) -> Result<()> {
    let (word, claims) = match &report.taken {
        Taken::New { claims } => {
            tally.new += 1;
            tally.claims += claims;
            ("taken", Some(*claims))
        }
        Taken::Revisit => {
            tally.there += 1;
            ("already there", None)
        }
        Taken::Recoded { kept, superseded: _, added } => {
            tally.recoded += 1;
            ("read anew", Some(kept + added))
        }
    };
    tally.copies += usize::from(report.copy_of.is_some());
    if format == Format::Jsonl {
        let row = json!({
            "name": report.name, "document": report.document, "verdict": word, "claims": claims,
            "copy_of": report.copy_of, "notes": report.notes,
        });
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n")?;
    } else {
        for note in &report.notes {
            writeln!(out, "{}: {}", plain(&report.name), plain(note))?;
        }
    }
    Ok(())
}

fn refused(out: &mut impl Write, format: Format, place: &str, reason: &str) -> Result<()> {
    if format == Format::Jsonl {
        serde_json::to_writer(&mut *out, &json!({"name": place, "verdict": "refused", "reason": reason}))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
