//! The commands that keep and ask a record: which file it is, what is asked for, and how an
//! answer is written. What the answers are is `vigie-observatory`.

pub(crate) mod ask;
pub(crate) mod export;
pub(crate) mod keep;
pub(crate) mod review;
pub(crate) mod route;
pub(crate) mod sheet;
pub(crate) mod shown;
pub(crate) mod sitrep;
pub(crate) mod take;
pub(crate) mod why;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use vigie_coder::builtin;
use vigie_model::{Grade, Instant, Standing};
use vigie_observatory::{Observatory, Question};
use vigie_store::{Page, SqliteRecord, StoreError};

use crate::world::WorldArgs;

/// Which record.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Record")]
pub(crate) struct StoreArgs {
    /// File of the record; by default one in the user's data folder
    #[arg(long, value_name = "FILE", env = "VIGIE_STORE")]
    pub(crate) store: Option<PathBuf>,
}

impl StoreArgs {
    /// The file: named, or `vigie/record.vigie` in the user's data folder.
    pub(crate) fn path(&self) -> Result<PathBuf> {
        if let Some(path) = &self.store {
            return Ok(path.clone());
        }
        let folder = dirs::data_dir().context("no folder for data of this user is known; name a file with --store")?;
        Ok(folder.join("vigie").join("record.vigie"))
    }

    /// Opens the record to add to it; makes it when there is none.
    pub(crate) fn open_or_make(&self, world: &WorldArgs) -> Result<Observatory> {
        let path = self.path()?;
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty() && !f.exists()) {
            std::fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        }
        observatory(SqliteRecord::open(&path)?, world)
    }

    /// Opens a record that is there, and derives what waits to be derived.
    pub(crate) fn open(&self, world: &WorldArgs) -> Result<Observatory> {
        let mut observatory = self.open_as_it_is(world)?;
        keep::derive(&mut observatory, false)?;
        Ok(observatory)
    }

    /// Opens a record that is there; one that may not be written can be asked.
    pub(crate) fn open_as_it_is(&self, world: &WorldArgs) -> Result<Observatory> {
        let path = self.path()?;
        if !path.exists() {
            bail!("{}: there is no record; `vigie take FILE` makes one", path.display());
        }
        let record = match SqliteRecord::open(&path) {
            Err(StoreError::ReadOnly { .. }) => SqliteRecord::open_read_only(&path)?,
            opened => opened?,
        };
        observatory(record, world)
    }
}

fn observatory(record: SqliteRecord, world: &WorldArgs) -> Result<Observatory> {
    let theatre = world.theatre()?;
    let gazetteer = builtin::gazetteer(world.places()?, &theatre)?;
    Ok(Observatory::new(Box::new(record), theatre, gazetteer))
}

/// The moment at which the program runs.
pub(crate) fn now() -> Instant {
    Instant::from_millis(jiff::Timestamp::now().as_millisecond())
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For people
    Table,
    /// One object a line, every field
    Jsonl,
    /// For spreadsheets
    Csv,
    /// For maps; what has no place has no geometry
    Geojson,
}

/// What is asked for, and how the answer is written.
#[derive(Debug, Clone, Args)]
pub(crate) struct AskArgs {
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// What is asked for.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "What is asked for")]
pub(crate) struct FilterArgs {
    /// Up to this day in the world: YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    pub(crate) on: Option<Date>,
    /// From this day in the world on: YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<Date>,
    /// As the record stood then: an instant (2024-11-30T18:00:00Z), or a day, which means its end in UTC
    #[arg(long, value_name = "INSTANT")]
    pub(crate) known_at: Option<Instant>,
    /// A place, in any language
    #[arg(long, value_name = "NAME")]
    pub(crate) place: Option<String>,
    /// An actor, in any language
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Option<String>,
    /// A source or an outlet, in any language
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Event codes (attack.airstrike) or their families (territory), commas between
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) event: Vec<String>,
    /// Country, by its ISO code of two letters
    #[arg(long, value_name = "ISO2")]
    pub(crate) country: Option<String>,
    /// Only what lies in this box, in degrees: WEST,SOUTH,EAST,NORTH
    #[arg(long, value_name = "W,S,E,N", value_parser = bbox, allow_hyphen_values = true)]
    pub(crate) bbox: Option<[f64; 4]>,
    /// Only what is told in this document, by its id (sha256:…)
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,
    /// Words that the document holds, in any spelling
    #[arg(long, value_name = "WORDS")]
    pub(crate) words: Option<String>,
    /// At least so sure: sure, likely, doubtful (claims); confirmed, fair, weak, contested, discounted (incidents)
    #[arg(long, value_name = "GRADE", value_parser = degree)]
    pub(crate) grade: Option<Degree>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    /// Leave out the first so many
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) after: u64,
}

/// How sure a claim or how well an incident must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Degree {
    /// Of the reading of a claim.
    Reading(Grade),
    /// Of an incident.
    Incident(Standing),
}

fn degree(text: &str) -> Result<Degree, String> {
    let reading = Grade::named(text).map(Degree::Reading);
    reading.or_else(|| Standing::named(text).map(Degree::Incident)).ok_or_else(|| {
        let of = |names: Vec<&str>| names.join(", ");
        format!(
            "is one of {}; {}",
            of(Grade::ALL.iter().map(|g| g.as_str()).collect()),
            of(Standing::ALL.iter().map(|s| s.as_str()).collect())
        )
    })
}

fn bbox(text: &str) -> Result<[f64; 4], String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[west, south, east, north])
            if south <= north
                && [west, east].iter().all(|x| x.abs() <= 180.0)
                && [south, north].iter().all(|y| y.abs() <= 90.0) =>
        {
            Ok([west, south, east, north])
        }
        _ => Err("write west, south, east, north in degrees, south not above north: 35.5,34.5,38,37".to_owned()),
    }
}

impl FilterArgs {
    /// The question, for the observatory.
    pub(crate) fn question(&self) -> Question {
        Question {
            on: self.on,
            since: self.since,
            known_at: self.known_at,
            place: self.place.clone(),
            actor: self.actor.clone(),
            source: self.source.clone(),
            events: self.event.clone(),
            words: self.words.clone(),
            grade: self.grade.and_then(|d| if let Degree::Reading(grade) = d { Some(grade) } else { None }),
            standing: self.grade.and_then(|d| if let Degree::Incident(standing) = d { Some(standing) } else { None }),
            country: self.country.as_ref().map(|c| c.to_uppercase()),
            bbox: self.bbox,
            document: self.document.clone(),
            page: Page { after: self.after, limit: self.limit },
        }
    }
}
