//! `vigie pack`: the linguist's tools.

mod check;
mod corpus;
mod examples;
mod write;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, Subcommand};
use vigie_coder::Coder;

use crate::explain::{self, ShowArgs};
use crate::input::{Document, InputArgs};
use crate::show::Outcome;
use crate::world::WorldArgs;

pub(crate) use check::diagnostics;

/// Commands for those who write packs.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum PackCommand {
    /// Compile a pack and show what is wrong with it, with line and column
    Check {
        /// A pack, or a folder of packs
        #[arg(value_name = "DIR", default_value = "packs")]
        folder: PathBuf,
        /// Count warnings as faults
        #[arg(long)]
        strict: bool,
    },
    /// Run the examples that every rule must accept and must refuse
    Test(examples::TestArgs),
    /// Bring tables into their canonical form
    Fmt {
        /// A pack, a theatre, or a folder of these
        #[arg(value_name = "DIR", default_value = "packs")]
        folder: PathBuf,
        /// Write nothing; say which files would change, and exit with 1 when there is one
        #[arg(long)]
        check: bool,
    },
    /// Begin a pack for a language: every table with its header, and one rule
    New {
        /// Code of the language: two letters of ISO 639-1, or three of ISO 639-3
        #[arg(value_name = "CODE")]
        code: String,
        /// The language's own name
        #[arg(long)]
        name: Option<String>,
        /// Folder of packs to make it in
        #[arg(long, value_name = "DIR", default_value = "packs")]
        dir: PathBuf,
    },
    /// How a text given on the command line is read
    Explain(PackExplainArgs),
    /// Words and rules that no text of a corpus reaches
    Unused(corpus::UnusedArgs),
    /// Claims gained and lost over a corpus between two packs
    Diff(corpus::DiffArgs),
}

/// Options of `vigie pack explain`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Example:
  vigie pack explain 'Les rebelles ont pris Saraqeb vendredi.' --published 2024-11-30 --packs packs")]
pub(crate) struct PackExplainArgs {
    /// The text
    text: String,
    /// Day (or month) on which the text appeared
    #[arg(long, value_name = "DAY")]
    published: Option<String>,
    /// Language of the text
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    #[command(flatten)]
    show: ShowArgs,
    #[command(flatten)]
    world: WorldArgs,
}

/// Runs the command.
pub(crate) fn run(command: &PackCommand) -> Result<Outcome> {
    match command {
        PackCommand::Check { folder, strict } => check::run(folder, *strict),
        PackCommand::Test(args) => examples::run(args),
        PackCommand::Fmt { folder, check } => write::fmt(folder, *check),
        PackCommand::New { code, name, dir } => write::new(code, name.as_deref(), dir),
        PackCommand::Explain(args) => explain_text(args),
        PackCommand::Unused(args) => corpus::unused(args),
        PackCommand::Diff(args) => corpus::diff(args),
    }
}

fn explain_text(args: &PackExplainArgs) -> Result<Outcome> {
    let published = match &args.published {
        Some(day) => {
            let Some(days) = crate::input::published(day) else { anyhow::bail!("{day} is no day; write YYYY-MM-DD") };
            Some(days)
        }
        None => None,
    };
    let mut coder = args.world.coder()?;
    open_gates(&mut coder);
    let document = Document {
        id: "text".to_string(),
        text: args.text.clone(),
        published,
        lang: args.lang.clone(),
        place: "text".to_string(),
        ..Document::default()
    };
    let mut show = args.show.clone();
    show.refused = true;
    explain::passage(&mut std::io::stdout().lock(), &coder, &document, &show)?;
    Ok(Outcome::Done)
}

/// Lets every text through: an example need not look like a dispatch.
fn open_gates(coder: &mut Coder) {
    for language in &mut coder.languages {
        language.gate = vigie_coder::gate::Gate::default();
    }
}

/// The coder for packs of a folder, or of the program; other choices as in `world`.
fn coder(world: &WorldArgs, packs: Option<&Path>) -> Result<Coder> {
    let packs = packs.map(Path::to_path_buf).or_else(|| world.packs.clone());
    WorldArgs { packs, ..world.clone() }.coder()
}

/// What to read when a corpus is asked for.
fn nothing_named(input: &InputArgs) -> Result<()> {
    if crate::input::Inputs::is_nothing(input) {
        anyhow::bail!("nothing to read: name files or folders of texts");
    }
    Ok(())
}
