//! The command line: what there is to ask for, and where each command lives.

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

use crate::record::ask::What;
use crate::record::{AskArgs, export, keep, review, route, sitrep, take, why};
use crate::show::Outcome;
use crate::{code, doctor, eval, explain, gazetteer, input, pack, parse, record, theatre};

/// Who says what happened, where, when and how many: claims out of news of armed conflicts.
#[derive(Debug, Parser)]
#[command(
    name = "vigie",
    version,
    propagate_version = false,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  vigie code dispatch.txt --published 2024-11-30     the claims of a text
  vigie explain dispatch.txt --published 2024-11-30  how each came about
  vigie eval gold.jsonl                              how good the reading is
  vigie take dispatches/ --as-published              documents into the record
  vigie control --on 2024-11-30 --known-at 2024-12-08    who held what, as known then
  vigie sitrep --on 2024-11-30 --lang fr             the situation of a day

Exit codes: 0 done; 1 something in the input could not be used, or a check failed (it says which and
why); 2 wrong usage. Colours are off when the output is no terminal or NO_COLOR is set."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The claims of texts
    Code(code::CodeArgs),
    /// How each claim of a text came about: spans, rules, readings refused and why
    Explain(explain::ExplainArgs),
    /// What one stage finds: numbers, times, places or clauses
    Parse(parse::ParseArgs),
    /// Score the coder against annotated passages
    Eval(eval::EvalArgs),
    /// Take documents into the record
    Take(take::TakeArgs),
    /// Claims of the record
    #[command(after_help = "\
Examples:
  vigie claims --place Alep --since 2024-11-27 --on 2024-11-30
  vigie claims --words \"citadelle\" --grade sure --format jsonl
  vigie claims --bbox 36.5,35.5,38,37 --format geojson > claims.geojson")]
    Claims(AskArgs),
    /// What several claims say happened once
    #[command(after_help = "\
Examples:
  vigie incidents --on 2024-11-30 --since 2024-11-27
  vigie incidents --event attack --grade fair
  vigie incidents --place Hama --known-at 2024-12-04 --format csv")]
    Incidents(AskArgs),
    /// How many, with bounds, origins, and what was superseded
    #[command(after_help = "\
Examples:
  vigie tolls --on 2024-11-30 --since 2024-11-27
  vigie tolls --place Alep --source OSDH --known-at 2024-12-02")]
    Tolls(AskArgs),
    /// Who holds what on a day; with --place and no --on, how it was held over time
    #[command(after_help = "\
Examples:
  vigie control --on 2024-11-30
  vigie control --on 2024-11-30 --known-at 2024-12-08 --format geojson
  vigie control --place Hama                    how it was held over time")]
    Control(AskArgs),
    /// What sides disagree about
    #[command(after_help = "\
Examples:
  vigie disputes --since 2024-11-27 --on 2024-12-08
  vigie disputes --place Homs --format jsonl")]
    Disputes(AskArgs),
    /// Who said how much, alone, confirmed, contradicted
    #[command(after_help = "\
Examples:
  vigie sources
  vigie sources --on 2024-12-08 --since 2024-11-27 --format csv")]
    Sources(AskArgs),
    /// The whole derivation of one figure, down to quotes
    Why(why::WhyArgs),
    /// Who holds each place on a road, and where it is cut
    Route(route::RouteArgs),
    /// How much the record holds, whether it is whole; deriving anew
    #[command(
        subcommand,
        after_help = "\
Examples:
  vigie record info --format json
  vigie record check
  vigie record derive --again"
    )]
    Record(keep::RecordCommand),
    /// Accept, refuse, correct, link and unlink claims
    #[command(
        subcommand,
        after_help = "\
Examples:
  vigie review accept c-0a1b2c3d4e5f6071 --reason \"as the text says\" --by L.D.
  vigie review refuse c-0a1b2c3d4e5f6071 --reason \"it is a film\" --by L.D.
  vigie review link c-0a1b2c3d4e5f6071 c-71605f4e3d2c1b0a --reason \"one strike\" --by L.D.
  vigie review list"
    )]
    Review(review::ReviewCommand),
    /// The situation report of a day
    Sitrep(sitrep::SitrepArgs),
    /// The record in the formats that others read
    Export(export::ExportArgs),
    /// Write and check language packs
    #[command(subcommand)]
    Pack(pack::PackCommand),
    /// Check theatres: actors, sources and places of conflicts
    #[command(subcommand)]
    Theatre(theatre::TheatreCommand),
    /// Build and look into gazetteers
    #[command(subcommand)]
    Gazetteer(gazetteer::GazetteerCommand),
    /// What this program holds: packs, theatres, places, versions
    Doctor(doctor::DoctorArgs),
    /// Completions for a shell, on standard output
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Reads the command line and runs the command.
pub(crate) fn run() -> Result<Outcome> {
    let cli = Cli::parse();
    if let Some(input) = cli.command.input().filter(|i| input::Inputs::is_nothing(i)) {
        debug_assert!(input.inputs.is_empty(), "nothing was named");
        let message = "nothing to read: name files or folders, or give a text on standard input";
        Cli::command().error(clap::error::ErrorKind::MissingRequiredArgument, message).exit();
    }
    match cli.command {
        Command::Code(args) => code::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Take(args) => take::run(&args),
        Command::Claims(args) => record::ask::run(What::Claims, &args),
        Command::Incidents(args) => record::ask::run(What::Incidents, &args),
        Command::Tolls(args) => record::ask::run(What::Tolls, &args),
        Command::Control(args) => record::ask::run(What::Control, &args),
        Command::Disputes(args) => record::ask::run(What::Disputes, &args),
        Command::Sources(args) => record::ask::run(What::Sources, &args),
        Command::Why(args) => why::run(&args),
        Command::Route(args) => route::run(&args),
        Command::Record(command) => keep::run(&command),
        Command::Review(command) => review::run(&command),
        Command::Sitrep(args) => sitrep::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Pack(command) => pack::run(&command),
        Command::Theatre(command) => theatre::run(&command),
        Command::Gazetteer(command) => gazetteer::run(&command),
        Command::Doctor(args) => doctor::run(&args),
        Command::Completions { shell } => {
            // Into a buffer first: the generator takes a closed pipe for a bug.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "vigie", &mut script);
            std::io::Write::write_all(&mut std::io::stdout(), &script)?;
            Ok(Outcome::Done)
        }
    }
}

impl Command {
    /// The texts that a command reads, for those that read standard input when none is named.
    fn input(&self) -> Option<&input::InputArgs> {
        match self {
            Self::Code(args) => Some(&args.input),
            Self::Explain(args) => Some(&args.input),
            Self::Parse(args) => Some(&args.input),
            Self::Take(args) => Some(&args.input),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
