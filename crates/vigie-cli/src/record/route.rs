//! `vigie route`: who holds each place on a road, since when, on whose word, and where it is cut.

use std::io::{self, BufWriter};

use anyhow::Result;
use clap::Args;

use super::AskArgs;
use super::ask::{named, remark};
use super::sheet::Sheet;
use super::shown::StopRow;
use crate::show::{Outcome, Style};

/// Options of `vigie route`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie route Damas Alep --on 2024-11-30
  vigie route Damascus Aleppo --on 2024-12-05 --known-at 2024-12-08 --format geojson

The way follows the roads of the theatres, with as few changes of road as it can. A place that nobody spoke
of is unknown, which is no promise that one can pass.")]
pub(crate) struct RouteArgs {
    /// Where it begins
    pub(crate) from: String,
    /// Where it ends
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) ask: AskArgs,
}

/// Runs the command.
pub(crate) fn run(args: &RouteArgs) -> Result<Outcome> {
    let observatory = args.ask.store.open(&args.ask.world)?;
    let stops = observatory.route(&args.from, &args.to, &args.ask.filter.question())?;
    let named = named(&observatory)?;
    let mut out = Sheet::begin::<StopRow<'_>>(BufWriter::new(io::stdout().lock()), Style::of_stdout(), args.ask.format)?;
    for stop in &stops {
        out.row(&StopRow { stop, named: &named })?;
    }
    out.end("no place")?;
    remark(&observatory)?;
    Ok(Outcome::Done)
}
