//! stub
use clap::Subcommand; use anyhow::Result; use crate::show::Outcome;
#[derive(Debug, Clone, Subcommand)] pub(crate) enum GazetteerCommand { Nothing }
pub(crate) fn run(_a: &GazetteerCommand) -> Result<Outcome> { Ok(Outcome::Done) }
