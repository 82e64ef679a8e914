//! `vigie doctor`: what this program holds, and whether it is whole.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use clap::Args;
use vigie_coder::Passage;
use vigie_gazetteer::{Gazetteer, WORLD};
use vigie_model::Days;

use crate::show::Outcome;
use crate::world::WorldArgs;

/// Options of `vigie doctor`.
#[derive(Debug, Clone, Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    world: WorldArgs,
}

/// A sentence that some pack of the program must read.
const PROBE: &str = "Au moins 277 personnes ont été tuées à Alep, selon l'OSDH.";

/// Runs the command.
pub(crate) fn run(args: &DoctorArgs) -> Result<Outcome> {
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "vigie {}", env!("CARGO_PKG_VERSION"))?;
    let coder = args.world.coder()?;
    for language in &coder.languages {
        let pack = &language.pack;
        let examples: usize = pack.rules.iter().map(|r| r.accepts.len() + r.rejects.len()).sum();
        writeln!(
            out,
            "pack {} ({}): {} forms of {} words, {} rules with {examples} examples",
            pack.code,
            pack.name,
            pack.lexicon.len(),
            pack.lexicon.lemmas.len(),
            pack.rules.len()
        )?;
    }
    let theatre = &coder.theatre;
    for info in &theatre.theatres {
        writeln!(out, "theatre {} ({}, {})", info.id, info.title, info.licence)?;
    }
    writeln!(
        out,
        "  {} actors, {} sources, {} people, {} countries, {} places; names in {}",
        theatre.actors.len(),
        theatre.sources.len(),
        theatre.people.len(),
        theatre.countries.len(),
        theatre.places.len(),
        theatre.languages().collect::<Vec<_>>().join(" ")
    )?;
    let table = &coder.gazetteer;
    writeln!(out, "gazetteer: {} places, {} names ({})", table.len(), table.name_count(), table.note().sources)?;
    let mut ill = Vec::new();
    if let Err(fault) = Gazetteer::open(WORLD) {
        ill.push(format!("the gazetteer in the program: {fault}"));
    }
    if args.world.packs.is_none() {
        let passage = Passage { text: PROBE, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
        if coder.code(&passage).claims.is_empty() {
            ill.push(format!("no claim comes of “{PROBE}”"));
        }
    }
    for fault in &ill {
        writeln!(out, "ill: {fault}")?;
    }
    if ill.is_empty() {
        writeln!(out, "all is well")?;
    }
    out.flush()?;
    Ok(Outcome::unless(!ill.is_empty()))
}
