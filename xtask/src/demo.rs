//! `cargo xtask demo`: the first look at Vigie.

use anyhow::{Context, Result};

use crate::run::{build_vigie, command, root, run};
use crate::tidy::has_ending;

/// Builds the program, codes the samples and says what to do next.
///
/// # Errors
/// When the program does not build or refuses a sample.
pub(crate) fn demo() -> Result<()> {
    println!("Building Vigie. The first time takes a few minutes.");
    let vigie = build_vigie()?;
    let mut samples: Vec<_> = std::fs::read_dir(root().join("corpus/samples"))
        .context("corpus/samples is missing: is this a whole clone?")?
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|name| has_ending(name, "txt"))
        .map(|name| format!("corpus/samples/{name}"))
        .collect();
    samples.sort();
    println!("\nCoding the {} sample dispatches of corpus/samples (invented facts, in French).\n", samples.len());
    let program = vigie.to_string_lossy().into_owned();
    let mut arguments = vec!["code"];
    arguments.extend(samples.iter().map(String::as_str));
    run(command(&program, &arguments))?;
    let shown = vigie.strip_prefix(root()).unwrap_or(&vigie).display();
    println!(
        "
Every row is a claim: who says that what happened, where, when, how many, and the words it rests on.

Next:
  {shown} code FILE                          claims of a dispatch of yours (`-` reads standard input)
  {shown} code FILE --format json            the same for a program, every field
  {shown} explain corpus/samples/alep.txt    how each claim came about, and what was refused
  cargo xtask test                                   everything that must hold
  README.md, ARCHITECTURE.md, packs/README.md        what it is, how it is built, how to teach it words"
    );
    Ok(())
}
