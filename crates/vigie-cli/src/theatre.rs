//! `vigie theatre`: the regional expert's tools.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Subcommand;
use vigie_coder::builtin;
use vigie_pack::theatre::MissingName;
use vigie_pack::{Pack, compile_theatres};

use crate::pack::diagnostics;
use crate::show::Outcome;
use crate::world::{packs, theatre_files};

/// Commands for those who write theatres.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum TheatreCommand {
    /// Compile theatres and show what is wrong with them, with line and column
    Check {
        /// A theatre, or a folder of theatres
        #[arg(value_name = "DIR", default_value = "theatres")]
        folder: PathBuf,
        /// List every row that has no name in one of the languages
        #[arg(long)]
        missing: bool,
        /// Count warnings as faults
        #[arg(long)]
        strict: bool,
        /// Read language packs from this folder instead of those in the program
        #[arg(long, value_name = "DIR")]
        packs: Option<PathBuf>,
    },
}

/// Runs the command.
pub(crate) fn run(command: &TheatreCommand) -> Result<Outcome> {
    let TheatreCommand::Check { folder, missing, strict, packs: from } = command;
    let packs = match from {
        Some(path) => packs(path)?,
        None => builtin::packs()?,
    };
    check(folder, &packs, *missing, *strict)
}

fn check(folder: &Path, packs: &[Pack], missing: bool, strict: bool) -> Result<Outcome> {
    let borrowed: Vec<&Pack> = packs.iter().collect();
    let files = theatre_files(folder)?;
    if !files.keys().any(|f| f.ends_with("theatre.toml")) {
        anyhow::bail!("{} holds no theatre.toml, neither itself nor in its folders", folder.display());
    }
    let (theatre, faults) = compile_theatres(&files, &borrowed);
    let (errors, warnings) = diagnostics(folder, &faults)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if let Some(theatre) = &theatre {
        for info in &theatre.theatres {
            writeln!(out, "{}: {} ({})", info.id, info.title, info.licence)?;
        }
        writeln!(
            out,
            "{} actors, {} sources, {} people, {} countries, {} places, {} roads, {} camps, {} alliances",
            theatre.actors.len(),
            theatre.sources.len(),
            theatre.people.len(),
            theatre.countries.len(),
            theatre.places.len(),
            theatre.roads.len(),
            theatre.camps.len(),
            theatre.alliances.len()
        )?;
        names(&mut out, &theatre.missing_names(), missing)?;
    }
    writeln!(out, "{errors} errors, {warnings} warnings")?;
    out.flush()?;
    Ok(Outcome::unless(errors > 0 || theatre.is_none() || strict && warnings > 0))
}

/// Rows without a name in some language: how many, or each.
fn names(out: &mut impl Write, missing: &[MissingName], each: bool) -> io::Result<()> {
    let mut count: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for name in missing {
        *count.entry((name.lang.as_str(), name.what)).or_default() += 1;
        if each {
            writeln!(out, "  {} {} has no name in {}", name.what, name.id, name.lang)?;
        }
    }
    for ((lang, what), rows) in count {
        writeln!(out, "  without a name in {lang}: {rows} × {what}")?;
    }
    if !each && !missing.is_empty() {
        writeln!(out, "  (--missing lists them)")?;
    }
    Ok(())
}
