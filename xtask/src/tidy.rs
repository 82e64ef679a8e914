//! `cargo xtask tidy`: rules of the repository that no compiler holds.
//!
//! Each rule is a function from the tracked files to faults, with tests of its
//! own; exceptions stand in `xtask/exceptions.toml`, each with its reason, and
//! one that is no longer needed is a fault. Read [`tree`] next.

mod documents;
mod edges;
mod neutral;
mod sources;
mod tree;

use anyhow::{Result, bail};
pub(crate) use tree::Tree;

/// A rule, and where it is broken.
#[derive(Debug)]
pub(crate) struct Check {
    /// What holds, in one line.
    pub(crate) rule: &'static str,
    /// `path:line: what is wrong`.
    pub(crate) faults: Vec<String>,
}

/// A rule and the function that finds where it is broken.
type Rule = (&'static str, fn(&Tree) -> Vec<String>);

const RULES: [Rule; 13] = [
    ("the code map of ARCHITECTURE.md lists the crates that there are", documents::code_map),
    ("the tests that ARCHITECTURE.md names exist", documents::named_tests),
    ("links between documents lead somewhere", documents::links),
    ("every dependency has its reason in docs/dependencies.md", documents::dependencies),
    ("crates depend downwards, as xtask/edges.toml says", edges::edges),
    ("the crates of levels 0 to 2 name no language and no war", neutral::no_language),
    ("the crates of levels 0 to 2 have no effects", neutral::no_effects),
    ("every source file says what it holds", sources::module_docs),
    ("files are shorter than 1,000 lines, or say why not", sources::lengths),
    ("nothing unwraps or exits outside tests", sources::no_unwrap),
    ("no tracked file names a folder of one machine", sources::no_machine_paths),
    ("texts that packs and theatres say they saw exist in the corpus", documents::seen),
    ("exceptions are needed and reasoned", sources::exceptions),
];

/// Runs every rule.
///
/// # Errors
/// When the files cannot be read.
pub(crate) fn run() -> Result<Vec<Check>> {
    let tree = Tree::read(&crate::run::root())?;
    Ok(RULES.iter().map(|(rule, find)| Check { rule, faults: find(&tree) }).collect())
}

/// Prints what was found.
///
/// # Errors
/// When a rule is broken.
pub(crate) fn show(checks: &[Check]) -> Result<()> {
    for check in checks {
        println!("{}  {}", if check.faults.is_empty() { "ok    " } else { "BROKEN" }, check.rule);
        for fault in &check.faults {
            println!("          {fault}");
        }
    }
    let broken = checks.iter().filter(|c| !c.faults.is_empty()).count();
    if broken > 0 {
        bail!("{broken} rules of the repository are broken");
    }
    Ok(())
}

/// Runs every rule and prints what was found.
///
/// # Errors
/// When a rule is broken.
pub(crate) fn report() -> Result<()> {
    let checks = run()?;
    show(&checks)?;
    println!("\n{} passed, 0 failed", checks.len());
    Ok(())
}
