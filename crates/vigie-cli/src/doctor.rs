//! stub
use clap::Args; use anyhow::Result; use crate::show::Outcome;
#[derive(Debug, Clone, Args)] pub(crate) struct DoctorArgs {}
pub(crate) fn run(_a: &DoctorArgs) -> Result<Outcome> { Ok(Outcome::Done) }
