//! The packs and theatres of this repository compile without an error.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use vigie_pack::{Diagnostic, Files, Pack, Severity, Theatre, compile, compile_theatres};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(folder: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            read(&entry, below, files);
        } else if let Ok(text) = fs::read_to_string(&entry) {
            files.insert(entry.strip_prefix(below).unwrap().to_str().unwrap().replace('\\', "/"), text);
        }
    }
}

fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    read(folder, folder, &mut files);
    files
}

fn packs() -> Vec<(PathBuf, Option<Pack>, Vec<Diagnostic>)> {
    let mut folders: Vec<_> = fs::read_dir(root().join("packs")).unwrap().map(|e| e.unwrap().path()).collect();
    folders.retain(|f| f.join("pack.toml").exists());
    folders.sort();
    let compiled = |f: PathBuf| {
        let (pack, out) = compile(&files(&f));
        (f, pack, out)
    };
    folders.into_iter().map(compiled).collect()
}

fn show(out: &[Diagnostic]) -> usize {
    for d in out {
        println!("{}{d}\n", if d.severity == Severity::Warning { "warning: " } else { "error: " });
    }
    out.iter().filter(|d| d.severity == Severity::Error).count()
}

#[test]
fn packs_have_no_error() {
    for (folder, pack, out) in packs() {
        assert_eq!(show(&out), 0, "{}", folder.display());
        let pack = pack.unwrap();
        let bytes = pack.to_bytes().unwrap();
        println!("{} {} forms, {} bytes", folder.display(), pack.lexicon.len(), bytes.len());
        assert_eq!(Pack::from_bytes(&bytes).unwrap().lexicon.len(), pack.lexicon.len());
    }
}

#[test]
fn theatres_have_no_error() {
    let packs: Vec<_> = packs().into_iter().filter_map(|p| p.1).collect();
    let (theatre, out) = compile_theatres(&files(&root().join("theatres")), &packs.iter().collect::<Vec<_>>());
    assert_eq!(show(&out), 0);
    let theatre = theatre.unwrap();
    let again = Theatre::from_bytes(&theatre.to_bytes().unwrap()).unwrap();
    assert_eq!(again.actors, theatre.actors);
    println!("{} actors, {} names missing", theatre.actors.len(), theatre.missing_names().len());
}
