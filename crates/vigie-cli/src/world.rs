//! Packs, theatres and a gazetteer, from the program or from folders, to a coder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use vigie_coder::{Coder, builtin};
use vigie_gazetteer::Gazetteer;
use vigie_pack::{Diagnostic, Files, Pack, Severity, Theatre, compile, compile_theatres};

/// Where languages, conflicts and places come from.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Packs, theatres, places")]
pub(crate) struct WorldArgs {
    /// Read language packs from this folder instead of those in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) packs: Option<PathBuf>,
    /// Read theatres from this folder instead of those in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) theatres: Option<PathBuf>,
    /// Use this gazetteer (made by `vigie gazetteer build`) instead of the one in the program
    #[arg(long, value_name = "FILE")]
    pub(crate) gazetteer: Option<PathBuf>,
}

impl WorldArgs {
    /// The coder that these options ask for.
    pub(crate) fn coder(&self) -> Result<Coder> {
        // Packs open beside the places: a single dispatch is read before anybody waits.
        std::thread::scope(|scope| {
            let opening = scope.spawn(|| match &self.packs {
                Some(folder) => packs(folder),
                None => Ok(builtin::packs()?),
            });
            let theirs = if self.theatres.is_none() {
                let theatre = builtin::theatre()?;
                let gazetteer = builtin::gazetteer(self.places()?, &theatre)?;
                Some((theatre, gazetteer))
            } else {
                None
            };
            let Ok(packs) = opening.join() else { bail!("the packs broke the program; please report it") };
            let packs = packs?;
            let (theatre, gazetteer) = match (theirs, &self.theatres) {
                (Some(both), _) => both,
                (None, folder) => {
                    let theatre = theatre(folder.as_deref().unwrap_or(Path::new("theatres")), &packs)?;
                    let gazetteer = builtin::gazetteer(self.places()?, &theatre)?;
                    (theatre, gazetteer)
                }
            };
            Ok(Coder::new(packs, theatre, gazetteer))
        })
    }

    /// The theatres that these options ask for.
    pub(crate) fn theatre(&self) -> Result<Theatre> {
        match &self.theatres {
            None => Ok(builtin::theatre()?),
            Some(folder) => {
                let packs = match &self.packs {
                    Some(folder) => packs(folder)?,
                    None => builtin::packs()?,
                };
                theatre(folder, &packs)
            }
        }
    }

    /// A hash of the packs, theatres and gazetteer that were named; `None` = those of the program. What
    /// was read with other data is told apart by it.
    pub(crate) fn fingerprint(&self) -> Result<Option<String>> {
        let mut all = Vec::new();
        for folder in [&self.packs, &self.theatres].into_iter().flatten() {
            for (name, text) in files(folder)? {
                all.extend_from_slice(name.as_bytes());
                all.push(0);
                all.extend_from_slice(text.as_bytes());
                all.push(0);
            }
        }
        if let Some(path) = &self.gazetteer {
            all.extend(fs::read(path).with_context(|| format!("the gazetteer {} cannot be read", path.display()))?);
        }
        Ok((!all.is_empty()).then(|| vigie_coder::document_id(&all)))
    }

    /// The gazetteer, without the places of theatres.
    pub(crate) fn places(&self) -> Result<Gazetteer> {
        let Some(path) = &self.gazetteer else { return Ok(Gazetteer::world()?) };
        let bytes = fs::read(path).with_context(|| format!("the gazetteer {} cannot be read", path.display()))?;
        Gazetteer::open(bytes)
            .with_context(|| format!("{} cannot be used; `vigie gazetteer build` makes a gazetteer", path.display()))
    }
}

/// The folders of packs at a path: the path itself when it is one, else those in it.
pub(crate) fn pack_folders(path: &Path) -> Result<Vec<PathBuf>> {
    if path.join("pack.toml").is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = fs::read_dir(path).with_context(|| format!("the folder {} cannot be read", path.display()))?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.join("pack.toml").is_file()).collect();
    folders.sort();
    if folders.is_empty() {
        bail!("{} holds no pack.toml, neither itself nor in its folders; `vigie pack new CODE` makes a pack", path.display());
    }
    Ok(folders)
}

/// The text files below a folder, by their path in it. What is no UTF-8 text is left out.
pub(crate) fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        let entries = fs::read_dir(&path).with_context(|| format!("the folder {} cannot be read", path.display()))?;
        for entry in entries.flatten() {
            let (path, hidden) = (entry.path(), entry.file_name().to_string_lossy().starts_with('.'));
            if hidden {
                continue;
            }
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                waiting.push(path);
            } else if let (Ok(name), Ok(text)) = (path.strip_prefix(folder), fs::read_to_string(&path)) {
                files.insert(name.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    Ok(files)
}

/// Compiles the packs of a folder and opens them; faults are an error that shows them.
pub(crate) fn packs(path: &Path) -> Result<Vec<Pack>> {
    let mut packs = Vec::new();
    for folder in pack_folders(path)? {
        let (pack, faults) = compile(&files(&folder)?);
        let mut pack = settled(pack, &faults, &folder)?;
        pack.lexicon.open().with_context(|| format!("the words of {} cannot be indexed", folder.display()))?;
        packs.push(pack);
    }
    Ok(packs)
}

/// Compiles the theatres of a folder and opens them; faults are an error that shows them.
pub(crate) fn theatre(path: &Path, packs: &[Pack]) -> Result<Theatre> {
    let borrowed: Vec<&Pack> = packs.iter().collect();
    let (theatre, faults) = compile_theatres(&theatre_files(path)?, &borrowed);
    let mut theatre = settled(theatre, &faults, path)?;
    theatre.open().with_context(|| format!("the names of {} cannot be indexed", path.display()))?;
    Ok(theatre)
}

/// The files of theatres: those of a folder of theatres, or of one theatre under its name.
pub(crate) fn theatre_files(path: &Path) -> Result<Files> {
    let found = files(path)?;
    if !found.contains_key("theatre.toml") {
        return Ok(found);
    }
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = whole.file_name().map_or_else(|| "theatre".to_string(), |n| n.to_string_lossy().into_owned());
    Ok(found.into_iter().map(|(file, text)| (format!("{name}/{file}"), text)).collect())
}

fn settled<T>(made: Option<T>, faults: &[Diagnostic], folder: &Path) -> Result<T> {
    let errors: Vec<_> = faults.iter().filter(|f| f.severity == Severity::Error).collect();
    let shown: Vec<String> = errors.iter().take(5).map(|f| format!("{}/{f}", folder.display())).collect();
    match made.filter(|_| errors.is_empty()) {
        Some(made) => Ok(made),
        None => bail!("{} does not compile ({} faults)\n{}", folder.display(), errors.len(), shown.join("\n")),
    }
}
