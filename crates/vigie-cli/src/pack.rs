//! stub
use clap::Subcommand; use anyhow::Result; use crate::show::Outcome;
#[derive(Debug, Clone, Subcommand)] pub(crate) enum PackCommand { Nothing }
pub(crate) fn run(_a: &PackCommand) -> Result<Outcome> { Ok(Outcome::Done) }
