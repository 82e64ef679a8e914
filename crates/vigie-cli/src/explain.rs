//! stub
use clap::Args; use anyhow::Result; use crate::input::InputArgs; use crate::show::Outcome;
#[derive(Debug, Clone, Args)] pub(crate) struct ExplainArgs { #[command(flatten)] pub(crate) input: InputArgs }
pub(crate) fn run(_a: &ExplainArgs) -> Result<Outcome> { Ok(Outcome::Done) }
