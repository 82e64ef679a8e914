//! `vigie pack check`: what is wrong with a pack, where, and how to mend it.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use vigie_pack::{Diagnostic, Severity, compile};

use crate::show::{Outcome, Style};
use crate::world::{files, pack_folders};

pub(super) fn run(path: &Path, strict: bool) -> Result<Outcome> {
    let mut wrong = false;
    for folder in pack_folders(path)? {
        let (pack, faults) = compile(&files(&folder)?);
        let (errors, warnings) = diagnostics(&folder, &faults)?;
        wrong |= errors > 0 || pack.is_none() || strict && warnings > 0;
        let told = pack.map_or_else(String::new, |p| {
            let examples: usize = p.rules.iter().map(|r| r.accepts.len() + r.rejects.len()).sum();
            format!(
                "{} forms of {} words, {} rules with {examples} examples, ",
                p.lexicon.len(),
                p.lexicon.lemmas.len(),
                p.rules.len()
            )
        });
        writeln!(io::stdout(), "{}: {told}{errors} errors, {warnings} warnings", folder.display())?;
    }
    Ok(Outcome::unless(wrong))
}

/// Shows diagnostics on standard error, errors last; how many errors and warnings there were.
pub(crate) fn diagnostics(folder: &Path, faults: &[Diagnostic]) -> Result<(usize, usize)> {
    let style = Style::of_stdout();
    let mut sorted: Vec<&Diagnostic> = faults.iter().collect();
    sorted.sort_by_key(|f| f.severity);
    let mut out = io::stderr().lock();
    for fault in sorted {
        let kind = if fault.severity == Severity::Error { "error" } else { "warning" };
        writeln!(out, "{}: {}/{fault}\n", style.bold(kind), folder.display())?;
    }
    let errors = faults.iter().filter(|f| f.severity == Severity::Error).count();
    Ok((errors, faults.len() - errors))
}
