//! `vigie code`: the claims of texts.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZeroUsize;

use anyhow::Result;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use vigie_coder::Coder;
use vigie_model::CodedPassage;

use crate::input::{Document, InputArgs, Inputs};
use crate::show::{Outcome, Style};
use crate::table;
use crate::work::{Done, in_order, jobs};
use crate::world::WorldArgs;

/// How claims are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: who says, what, where, when, how many, how sure, and the words it rests on
    Table,
    /// One passage a line
    Jsonl,
    /// One array of passages
    Json,
}

/// Options of `vigie code`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie code dispatch.txt --published 2024-11-30
  vigie code news/ --lang fr --outlet AFP --format jsonl > claims.jsonl
  vigie code passages.jsonl --format json
  pbpaste | vigie code - --published 2024-11-30

A text may begin with its own date line (date 2024-11-30) or dateline (BEYROUTH, 30 nov 2024 -).
Passages are lines of JSON: {\"id\",\"text\",\"published\"?,\"lang\"?,\"outlet\"?}; other keys are not looked at.
What cannot be used is told on standard error with its place and reason, the rest is coded, and the
exit code is 1. `vigie explain` tells how a claim came about.")]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// How the claims are written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: Format,
    /// How many texts are read at a time; by default as many as there are cores
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// Runs the command.
pub(crate) fn run(args: &CodeArgs) -> Result<Outcome> {
    let coder = args.world.coder()?;
    let style = Style::of_stdout();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut progress = Progress::new(&args.input);
    let (mut wrong, mut texts, mut claims) = (false, 0_usize, 0_usize);
    if args.format == Format::Json {
        out.write_all(b"[")?;
    }
    in_order(
        Inputs::new(&args.input),
        jobs(args.jobs),
        |document| code(&coder, document),
        |done| {
            let (document, coded) = match done {
                Done::Text(document, coded) => (document, coded),
                Done::Fault(fault) => {
                    wrong = true;
                    progress.tell(&fault.to_string());
                    return Ok(());
                }
                Done::Remark(remark) => {
                    progress.tell(&remark);
                    return Ok(());
                }
            };
            // The coder notes what it could not read; a text without a conflict has no note.
            for note in &coded.notes[document.notes.len().min(coded.notes.len())..] {
                wrong = true;
                progress.tell(&format!("{}: {note}", document.place));
            }
            match args.format {
                Format::Table => table::write(&mut out, style, &document, &coded)?,
                Format::Jsonl => {
                    serde_json::to_writer(&mut out, &coded)?;
                    out.write_all(b"\n")?;
                }
                Format::Json => {
                    out.write_all(if texts == 0 { b"\n" } else { b",\n" })?;
                    serde_json::to_writer_pretty(&mut out, &coded)?;
                }
            }
            out.flush()?;
            texts += 1;
            claims += coded.claims.len();
            progress.step(document.text.len());
            Ok(())
        },
    )?;
    if args.format == Format::Json {
        out.write_all(b"\n]\n")?;
    }
    if args.format == Format::Table && texts > 1 {
        writeln!(out, "{claims} claims in {texts} texts")?;
    }
    out.flush()?;
    progress.end();
    Ok(Outcome::unless(wrong))
}

/// Reads one document; what had to be done to read it stands before the notes of the coder.
fn code(coder: &Coder, document: &Document) -> CodedPassage {
    let mut coded = coder.code(&document.passage());
    coded.notes.splice(0..0, document.notes.iter().cloned());
    coded
}

/// Input shorter than this, in bytes, is read before a bar could be looked at.
const LONG: u64 = 2_000_000;

/// A bar on standard error, where somebody sees it and the work is long.
struct Progress(Option<ProgressBar>);

impl Progress {
    fn new(input: &InputArgs) -> Self {
        let watched = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let bytes = Inputs::bytes(input).filter(|n| watched && *n > LONG);
        Self(bytes.map(|n| {
            let bar = ProgressBar::new(n);
            if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}") {
                bar.set_style(style);
            }
            bar
        }))
    }

    /// Writes a line without breaking the bar.
    fn tell(&self, line: &str) {
        match &self.0 {
            Some(bar) => bar.suspend(|| eprintln!("vigie: {line}")),
            None => eprintln!("vigie: {line}"),
        }
    }

    fn step(&mut self, bytes: usize) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes as u64);
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
