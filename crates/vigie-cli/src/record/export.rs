//! `vigie export`: the record in the formats that others read.

use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use vigie_observatory::Observatory;
use vigie_observatory::export::package::{File, describe};
use vigie_observatory::export::{Rows, acled, gather, geojson, prov, table, ucdp};

use super::ask::remark;
use super::{FilterArgs, StoreArgs, now};
use crate::show::Outcome;
use crate::world::WorldArgs;

/// Formats of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Incidents for maps (RFC 7946)
    Geojson,
    /// Incidents as a table
    Csv,
    /// The same with a row of HXL tags
    Hxl,
    /// Incidents in the columns of ACLED; not ACLED data
    AcledCsv,
    /// Incidents in the columns of UCDP GED
    UcdpCsv,
    /// Claims, one a line, every field
    Jsonl,
    /// Where each incident comes from (PROV-JSON)
    Prov,
}

impl Format {
    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Geojson => ("incidents.geojson", "application/geo+json"),
            Self::Csv => ("incidents.csv", "text/csv"),
            Self::Hxl => ("incidents-hxl.csv", "text/csv"),
            Self::AcledCsv => ("incidents-acled.csv", "text/csv"),
            Self::UcdpCsv => ("incidents-ucdp.csv", "text/csv"),
            Self::Jsonl => ("claims.jsonl", "application/x-ndjson"),
            Self::Prov => ("provenance.json", "application/json"),
        }
    }
}

/// Options of `vigie export`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie export --format hxl --since 2024-11-27 --on 2024-12-08 > incidents.csv
  vigie export --format geojson,csv,prov --out export/

With --out, the files come with a datapackage.json: counts, filter, checksums, versions. Cells that a
spreadsheet would take for a formula are made harmless.")]
pub(crate) struct ExportArgs {
    /// Formats, commas between; several need --out
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', required = true)]
    pub(crate) format: Vec<Format>,
    /// Folder to write to, with a datapackage.json; otherwise standard output
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ExportArgs) -> Result<Outcome> {
    let observatory = args.store.open(&args.world)?;
    let rows = gather(&observatory, &args.filter.question())?;
    match &args.out {
        None if args.format.len() > 1 => anyhow::bail!("several formats need a folder: give --out FOLDER"),
        None => {
            let file = file(&observatory, &rows, args, args.format[0])?;
            io::stdout().lock().write_all(&file.bytes)?;
        }
        Some(folder) => {
            fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
            let mut files = Vec::new();
            for format in &args.format {
                files.push(file(&observatory, &rows, args, *format)?);
            }
            let package = describe(&rows, &files, now());
            files.push(File {
                name: "datapackage.json".to_owned(),
                media: "application/json",
                bytes: serde_json::to_vec_pretty(&package)?,
                rows: 0,
            });
            for file in &files {
                let path = folder.join(&file.name);
                fs::write(&path, &file.bytes).with_context(|| format!("{} cannot be written", path.display()))?;
                println!("{} {} bytes", path.display(), file.bytes.len());
            }
        }
    }
    remark(&observatory)?;
    Ok(Outcome::Done)
}

fn file(observatory: &Observatory, rows: &Rows, args: &ExportArgs, format: Format) -> Result<File> {
    let (name, media) = format.file();
    let mut bytes = Vec::new();
    let mut count = rows.rows.len();
    match format {
        Format::Geojson => serde_json::to_writer(&mut bytes, &geojson::collection(rows))?,
        Format::Csv => table::write(&mut bytes, rows, false)?,
        Format::Hxl => table::write(&mut bytes, rows, true)?,
        Format::AcledCsv => acled::write(&mut bytes, rows)?,
        Format::UcdpCsv => ucdp::write(&mut bytes, rows)?,
        Format::Prov => serde_json::to_writer(&mut bytes, &prov::document(observatory, rows))?,
        Format::Jsonl => {
            count = 0;
            let mut failed = None;
            observatory.claims(&args.filter.question(), &mut |entry| {
                count += 1;
                match serde_json::to_writer(&mut bytes, &entry) {
                    Ok(()) => {
                        bytes.push(b'\n');
                        ControlFlow::Continue(())
                    }
                    Err(fault) => {
                        failed = Some(fault);
                        ControlFlow::Break(())
                    }
                }
            })?;
            if let Some(fault) = failed {
                return Err(fault.into());
            }
        }
    }
    Ok(File { name: name.to_owned(), media, bytes, rows: count })
}
