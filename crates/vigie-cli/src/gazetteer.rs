//! `vigie gazetteer`: build a table of places, and look into one.

// Doc comments of commands are help texts, where backticks would show.
#![allow(clippy::doc_markdown)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use vigie_coder::builtin;
use vigie_gazetteer::geonames::{Choice, add_names, read_dump};
use vigie_gazetteer::{Candidate, Context, CountryCode, Gazetteer, Note, PlaceRef, Row, cod, compile, read_rows, resolve};
use vigie_text::Tokenizer;

use crate::show::{Outcome, Style, padded, plain};

/// Commands for tables of places.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum GazetteerCommand {
    /// Make a gazetteer from GeoNames dumps and OCHA tables
    Build(BuildArgs),
    /// What a gazetteer holds, and under which licence
    Info {
        /// A gazetteer; by default the one in the program
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// The places of a name, and which one is meant
    Find(FindArgs),
}

/// Options of `vigie gazetteer build`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie gazetteer build SY.txt LB.txt alternateNamesV2.txt -o levant.gaz
  vigie gazetteer build allCountries.txt alternateNamesV2.txt --whole SY,IQ --population 5000 -o world.gaz
  vigie gazetteer build syr_admgz.csv --country SY -o syria.gaz
  vigie code dispatch.txt --gazetteer levant.gaz

Files are told apart by name: alternateNames*.txt gives names to places, .csv is an OCHA table (COD),
.tsv holds rows as in data/gazetteer, and other .txt is a GeoNames dump
(https://download.geonames.org/export/dump/, CC BY 4.0).")]
pub(crate) struct BuildArgs {
    /// GeoNames dumps and names, OCHA tables, tables of rows
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// The gazetteer to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Country of OCHA tables, as ISO 3166-1 alpha-2
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Countries of which every place of a dump is taken; without it, all
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    whole: Vec<String>,
    /// Outside these countries, take places of this many people or more
    #[arg(long, value_name = "PEOPLE", default_value_t = 15_000)]
    population: u32,
    /// Names that are also common words, one a line: places only where the text says that they are
    #[arg(long, value_name = "FILE")]
    everyday: Option<PathBuf>,
}

/// Options of `vigie gazetteer find`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie gazetteer find Tripoli
  vigie gazetteer find Tripoli --in LB        as in a text about Lebanon")]
pub(crate) struct FindArgs {
    /// The name, in any language
    name: String,
    /// Countries that the text is about, most telling first
    #[arg(long = "in", value_name = "CODES", value_delimiter = ',')]
    countries: Vec<String>,
    /// A gazetteer; by default the one in the program, with the places of its theatres
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(command: &GazetteerCommand) -> Result<Outcome> {
    match command {
        GazetteerCommand::Build(args) => build(args),
        GazetteerCommand::Info { file } => info(file.as_deref()),
        GazetteerCommand::Find(args) => find(args),
    }
}

fn build(args: &BuildArgs) -> Result<Outcome> {
    let choice = Choice { whole: args.whole.iter().map(|c| c.to_uppercase()).collect(), population: args.population };
    let (mut rows, mut names): (Vec<Row>, Vec<&PathBuf>) = (Vec::new(), Vec::new());
    for path in &args.inputs {
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().to_lowercase());
        if name.starts_with("alternateNames") {
            names.push(path);
            continue;
        }
        let text = read(path)?;
        let file = path.display().to_string();
        let found = match ending.as_str() {
            "csv" => {
                let Some(country) = &args.country else {
                    bail!("{file} is an OCHA table: say of which country with --country CODE")
                };
                cod::read_table(&file, &text, &country.to_uppercase())?
            }
            "tsv" => read_rows(&file, &text)?,
            _ => read_dump(&file, &text, &choice)?,
        };
        eprintln!("{file}: {} places", found.len());
        rows.extend(found);
    }
    for path in names {
        add_names(&path.display().to_string(), &read(path)?, &mut rows)?;
    }
    if rows.is_empty() {
        bail!("the input holds no place; GeoNames dumps are at https://download.geonames.org/export/dump/");
    }
    let everyday = match &args.everyday {
        Some(path) => read(path)?,
        None => String::new(),
    };
    let everyday: Vec<String> = everyday
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split('\t').next().map(str::trim).filter(|n| !n.is_empty()).map(str::to_string))
        .collect();
    let files: Vec<String> = args.inputs.iter().filter_map(|p| p.file_name().map(|n| n.to_string_lossy().into_owned())).collect();
    let note = Note {
        licence: "GeoNames: CC BY 4.0, https://www.geonames.org; OCHA tables: see the table's own terms".to_string(),
        sources: files.join(", "),
        recipe: format!("vigie gazetteer build, version {}", env!("CARGO_PKG_VERSION")),
    };
    let bytes = compile(rows, &everyday, &note)?;
    let table = Gazetteer::open(bytes.clone())?;
    fs::write(&args.output, &bytes).with_context(|| format!("{} cannot be written", args.output.display()))?;
    let shown = args.output.display();
    writeln!(io::stdout(), "{shown}: {} places, {} names, {} bytes", table.len(), table.name_count(), bytes.len())?;
    Ok(Outcome::Done)
}

fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if bytes.starts_with(b"PK") {
        bail!("{} is a zip archive: unpack it first", path.display());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(fault) => bail!("{} is not UTF-8 (byte {})", path.display(), fault.utf8_error().valid_up_to()),
    }
}

fn open(path: Option<&Path>) -> Result<Gazetteer> {
    let Some(path) = path else { return Ok(builtin::gazetteer(Gazetteer::world()?, &builtin::theatre()?)?) };
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Gazetteer::open(bytes).with_context(|| format!("{} cannot be used", path.display()))
}

fn info(path: Option<&Path>) -> Result<Outcome> {
    let table = open(path)?;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut countries: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    let mut added = 0;
    for place in table.places() {
        *kinds.entry(place.kind().word()).or_default() += 1;
        let country = countries.entry(place.country().as_str().to_string()).or_default();
        country.0 += 1;
        country.1 |= place.at_war();
        added += usize::from(place.is_extra());
    }
    let note = table.note();
    let mut out = BufWriter::new(io::stdout().lock());
    writeln!(out, "{} places, {} names, {} countries", table.len(), table.name_count(), countries.len())?;
    if added > 0 {
        writeln!(out, "{added} of the places come from the theatres")?;
    }
    let kinds: Vec<String> = kinds.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    writeln!(out, "kinds    {}", kinds.join(", "))?;
    let mut most: Vec<_> = countries.iter().filter(|c| !c.0.is_empty()).collect();
    most.sort_by_key(|(code, (n, _))| (std::cmp::Reverse(*n), (*code).clone()));
    let most: Vec<String> = most.iter().take(30).map(|(code, (n, _))| format!("{code} {n}")).collect();
    writeln!(out, "most in  {}", most.join(", "))?;
    let whole: Vec<&str> = countries.iter().filter(|c| c.1.1).map(|c| c.0.as_str()).collect();
    if !whole.is_empty() {
        writeln!(out, "at war   {}", whole.join(" "))?;
    }
    for (head, text) in [("licence", note.licence), ("sources", note.sources), ("recipe", note.recipe)] {
        writeln!(out, "{head:8} {text}")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn find(args: &FindArgs) -> Result<Outcome> {
    let table = open(args.gazetteer.as_deref())?;
    // A name may be indexed with its apostrophe as a cut or as a letter.
    let found = [true, false].into_iter().find_map(|elision| {
        let tokenizer = Tokenizer { elision, ..Tokenizer::default() };
        let name = tokenizer.sentence(&args.name, 0, args.name.len());
        table.names_at(|i| name.phrase_plain(i), 0).into_iter().find(|m| m.tokens == name.len())
    });
    let mut out = BufWriter::new(io::stdout().lock());
    let Some(found) = found else {
        writeln!(out, "no place is called {}", plain(&args.name))?;
        out.flush()?;
        return Ok(Outcome::Unusable);
    };
    let candidates: Vec<Candidate> = table.candidates(&found).collect();
    let context =
        Context { focus: args.countries.iter().map(|c| CountryCode::new(&c.to_uppercase())).collect(), ..Context::default() };
    let verdict = resolve(&table, &candidates, &context);
    let style = Style::of_stdout();
    if found.everyday {
        writeln!(out, "also a common word or a name of people: a place only where the text says so")?;
    }
    if let Some(place) = verdict.place.and_then(|p| table.place(p)) {
        let reasons: Vec<String> = verdict.reasons.iter().map(|r| format!("{r:?}")).collect();
        writeln!(out, "{} {}", style.bold(&line(&place)), style.dim(&reasons.join(", ")))?;
    } else {
        writeln!(out, "none is meant without more to go by")?;
    }
    for place in verdict.others.iter().filter_map(|p| table.place(*p)) {
        writeln!(out, "{}", line(&place))?;
    }
    for (place, why) in &verdict.refused {
        if let Some(place) = table.place(*place) {
            writeln!(out, "{} {}", line(&place), style.dim(&format!("refused: {why:?}")))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn line(place: &PlaceRef<'_>) -> String {
    let region = place.region().map_or_else(String::new, |r| format!("{}, ", r.name()));
    let people = place.population().map_or_else(String::new, |n| format!(", {n} people"));
    let aliases: Vec<&str> = place.aliases().take(6).collect();
    format!(
        "{} {} {region}{} {:.4} {:.4}{people} ({})",
        padded(&place.id(), 18),
        plain(&format!("{} ·", place.name())),
        place.country().as_str(),
        place.lat(),
        place.lon(),
        plain(&[&[place.kind().word()], &aliases[..]].concat().join(", "))
    )
}
