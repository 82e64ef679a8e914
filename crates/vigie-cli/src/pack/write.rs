//! `vigie pack fmt` and `vigie pack new`: the commands that write.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use vigie_pack::fmt::canonical;
use vigie_pack::new::new_pack;

use crate::show::Outcome;
use crate::world::files;

/// The folders at a path whose files have a canonical form: packs and theatres.
fn folders(path: &Path) -> Result<Vec<PathBuf>> {
    let is_one = |p: &Path| p.join("pack.toml").is_file() || p.join("theatre.toml").is_file();
    if is_one(path) {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = fs::read_dir(path).with_context(|| format!("the folder {} cannot be read", path.display()))?;
    let mut found: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| is_one(p)).collect();
    found.sort();
    if found.is_empty() {
        bail!("{} holds no pack.toml and no theatre.toml, neither itself nor in its folders", path.display());
    }
    Ok(found)
}

pub(super) fn fmt(path: &Path, check: bool) -> Result<Outcome> {
    let (mut changed, mut all) = (0, 0);
    let mut out = io::stdout().lock();
    for folder in folders(path)? {
        for (name, text) in files(&folder)? {
            all += 1;
            let wanted = canonical(&name, &text);
            if wanted == text {
                continue;
            }
            changed += 1;
            let file = folder.join(&name);
            if !check {
                fs::write(&file, wanted).with_context(|| format!("{} cannot be written", file.display()))?;
            }
            writeln!(out, "{} {}", if check { "would change" } else { "changed" }, file.display())?;
        }
    }
    writeln!(out, "{changed} of {all} files {}", if check { "would change" } else { "changed" })?;
    Ok(Outcome::unless(check && changed > 0))
}

pub(super) fn new(code: &str, name: Option<&str>, dir: &Path) -> Result<Outcome> {
    if !(2..=3).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_lowercase()) {
        bail!("{code} is no language code; write the two letters of ISO 639-1 (sw) or the three of ISO 639-3 (swh)");
    }
    let folder = dir.join(code);
    if folder.exists() {
        bail!("{} is there already; nothing was written", folder.display());
    }
    let files = new_pack(code, name.unwrap_or(code));
    for (path, text) in &files {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
        }
        fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    let shown = folder.display();
    writeln!(
        io::stdout(),
        "{shown}: {} files. The words are English and wait to be replaced; then\n  vigie pack check {shown}\n  vigie pack test {shown}",
        files.len()
    )?;
    Ok(Outcome::Done)
}
