//! `vigie record`: how much a record holds, whether it is whole, and deriving anew.

use std::io::IsTerminal;

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use vigie_observatory::Observatory;

use super::StoreArgs;
use crate::show::{Outcome, plain};
use crate::world::WorldArgs;

/// What is done with the record as a whole.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum RecordCommand {
    /// How much it holds, and where it is
    Info(InfoArgs),
    /// Checks the whole file: structure, hashes of documents, what is derived
    Check(WholeArgs),
    /// Derives what changed; with --again, drops everything derived and derives it anew
    Derive(DeriveArgs),
}

/// Which record.
#[derive(Debug, Clone, Args)]
pub(crate) struct WholeArgs {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InfoFormat {
    /// For people
    Table,
    /// One object
    Json,
}

/// Options of `vigie record info`.
#[derive(Debug, Clone, Args)]
pub(crate) struct InfoArgs {
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: InfoFormat,
    #[command(flatten)]
    whole: WholeArgs,
}

/// Options of `vigie record derive`.
#[derive(Debug, Clone, Args)]
pub(crate) struct DeriveArgs {
    /// Drop everything derived first; what is kept is not touched
    #[arg(long)]
    again: bool,
    #[command(flatten)]
    whole: WholeArgs,
}

/// Runs the command.
pub(crate) fn run(command: &RecordCommand) -> Result<Outcome> {
    match command {
        RecordCommand::Info(args) => {
            let observatory = args.whole.store.open_as_it_is(&args.whole.world)?;
            let counts = observatory.record().counts()?;
            let path = args.whole.store.path()?;
            let bytes = std::fs::metadata(&path).map(|m| m.len()).unwrap_or_default();
            let rows = [
                ("documents", counts.documents),
                ("known since publication", counts.as_published),
                ("visits of documents that were there", counts.revisits),
                ("claims that stand", counts.standing),
                ("claims that stood once", counts.gone),
                ("decisions of people", counts.decisions),
                ("buckets that wait to be derived", counts.stale),
                ("bytes", bytes),
            ];
            match args.format {
                InfoFormat::Json => println!(
                    "{}",
                    json!({"path": path, "documents": counts.documents, "as_published": counts.as_published, "revisits": counts.revisits,
                        "standing": counts.standing, "gone": counts.gone, "decisions": counts.decisions, "stale": counts.stale, "bytes": bytes})
                ),
                InfoFormat::Table => {
                    println!("{}", path.display());
                    for (what, n) in rows {
                        println!("  {n:>12} {what}");
                    }
                }
            }
            Ok(Outcome::Done)
        }
        RecordCommand::Check(args) => {
            let faults = args.store.open_as_it_is(&args.world)?.record().check()?;
            for fault in &faults {
                println!("ill: {}", plain(fault));
            }
            if faults.is_empty() {
                println!("the record is whole");
            }
            Ok(Outcome::unless(!faults.is_empty()))
        }
        RecordCommand::Derive(args) => {
            let mut observatory = args.whole.store.open_as_it_is(&args.whole.world)?;
            let done = derive(&mut observatory, args.again)?;
            println!("{done} buckets derived");
            Ok(Outcome::Done)
        }
    }
}

/// Derives, with a bar where somebody sees it.
pub(crate) fn derive(observatory: &mut Observatory, again: bool) -> Result<u64> {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} places and families {eta}") {
        bar.set_style(style);
    }
    let mut progress = |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let done = if again { observatory.derive_again(&mut progress)? } else { observatory.refresh(&mut progress)? };
    bar.finish_and_clear();
    Ok(done)
}
