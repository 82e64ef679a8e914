//! stub
use clap::Subcommand; use anyhow::Result; use crate::show::Outcome;
#[derive(Debug, Clone, Subcommand)] pub(crate) enum TheatreCommand { Nothing }
pub(crate) fn run(_a: &TheatreCommand) -> Result<Outcome> { Ok(Outcome::Done) }
