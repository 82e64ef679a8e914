//! The command line: what there is to ask for, and where each command lives.

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

use crate::show::Outcome;
use crate::{code, doctor, eval, explain, gazetteer, input, pack, parse, theatre};

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
