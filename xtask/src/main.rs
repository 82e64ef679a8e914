//! Chores of the repository: `cargo xtask`.
//!
//! Each chore is a module and is written for someone who has just cloned the
//! repository: it does all the set-up it can, and says what is missing and how
//! to get it where it cannot. Read [`mod@test`] next.

mod archive;
mod bless;
mod demo;
mod fuzz;
mod gazetteer;
mod kills;
mod measure;
mod readme;
mod run;
mod test;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "\
Chores of the repository.

  cargo xtask demo              build Vigie, code a sample, keep a record of a story and ask it
  cargo xtask test              everything that must hold before a change is handed in
                                (--keep-going: do not stop at the first step that fails)
  cargo xtask tidy              only the rules of the repository itself (no compiler)
  cargo xtask bless             accept new snapshots; raise floors where scores rose
  cargo xtask gazetteer         make data/gazetteer/world.gaz anew (python3, network)
  cargo xtask kills [N]         kill a program that writes a record N times (200): nothing lost, nothing twice
  cargo xtask measure [N]       how fast and how large a record of N made-up documents is (20000)
  cargo xtask fuzz [S] [TARGET] fuzz each target for S seconds (600), or one target
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["demo"] => demo::demo(),
        ["test"] => test::test(false),
        ["test", "--keep-going"] => test::test(true),
        ["tidy"] => tidy::report(),
        ["bless"] => bless::bless(),
        ["gazetteer"] => gazetteer::gazetteer(),
        ["kills", rest @ ..] => kills::kills(rest),
        ["measure", rest @ ..] => measure::measure(rest),
        ["fuzz", rest @ ..] => fuzz::fuzz(rest),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => {
            eprint!("cargo xtask {}: no such chore\n\n{HELP}", words.join(" "));
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("\n{fault:#}");
            ExitCode::FAILURE
        }
    }
}
