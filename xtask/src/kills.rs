//! `cargo xtask kills`: a program that writes a record is killed at moments that nobody chose.
//!
//! `cargo xtask test` kills it ten times; this asks for more.

use anyhow::{Context, Result};

use crate::run::{cargo, run};

/// Kills the writer of the record, and the program while it takes, so many times each, 200 where nothing is said, and looks
/// at the record each time.
///
/// # Errors
/// When something was lost or stands twice, or the number is none.
pub(crate) fn kills(arguments: &[&str]) -> Result<()> {
    let times: u32 = arguments.first().map_or(Ok(200), |n| n.parse()).context("how often is a number")?;
    for (package, test) in [("vigie-store", "killed"), ("vigie-cli", "killed")] {
        let mut command = cargo(&["test", "-p", package, "--test", test]);
        command.env("VIGIE_KILLS", times.to_string());
        run(command)?;
    }
    Ok(())
}
