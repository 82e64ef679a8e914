//! Compiles the folders `packs/` and `theatres/` into the program.
#![expect(clippy::panic, reason = "a build script says what is wrong by ending the build")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};
use vigie_pack::{Files, Pack, Severity, compile, compile_theatres};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let mut code = String::from("const PACKS: &[&[u8]] = &[\n");
    let mut packs: Vec<Pack> = Vec::new();
    let mut hash = Sha256::new();
    for folder in folders(&root.join("packs")) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let files = read(&folder);
        if !files.contains_key("pack.toml") {
            continue;
        }
        let (pack, faults) = compile(&files);
        report(&format!("packs/{name}"), &faults);
        let pack = pack.unwrap_or_else(|| panic!("packs/{name} does not compile"));
        let blob = out.join(format!("{name}.pack"));
        let bytes = pack.to_bytes().expect("a pack can be written");
        hash.update(&bytes);
        fs::write(&blob, bytes).expect("OUT_DIR can be written");
        writeln!(code, "    include_bytes!({:?}),", blob.display().to_string()).expect("a string takes text");
        packs.push(pack);
    }
    code.push_str("];\n");
    let files = read(&root.join("theatres"));
    let borrowed: Vec<&Pack> = packs.iter().collect();
    let (theatre, faults) = compile_theatres(&files, &borrowed);
    report("theatres", &faults);
    let blob = out.join("theatres.bin");
    let theatre = theatre.expect("the theatres compile");
    let bytes = theatre.to_bytes().expect("a theatre can be written");
    hash.update(&bytes);
    fs::write(&blob, bytes).expect("OUT_DIR can be written");
    writeln!(code, "const THEATRE: &[u8] = include_bytes!({:?});", blob.display().to_string()).expect("a string takes text");
    let places = root.join("data/gazetteer/world.gaz");
    println!("cargo::rerun-if-changed={}", places.display());
    hash.update(fs::read(&places).unwrap_or_default());
    let mut name = String::new();
    for byte in hash.finalize().iter().take(6) {
        write!(name, "{byte:02x}").expect("a string takes text");
    }
    writeln!(
        code,
        "/// Name of the packs, theatres and places of the program: two programs that differ in it may read differently."
    )
    .expect("a string takes text");
    writeln!(code, "pub const FINGERPRINT: &str = {name:?};").expect("a string takes text");
    fs::write(out.join("builtin.rs"), code).expect("OUT_DIR can be written");
}

/// Warnings of the data are cargo warnings; errors stop the build.
fn report(folder: &str, faults: &[vigie_pack::Diagnostic]) {
    let errors: Vec<_> = faults.iter().filter(|f| f.severity == Severity::Error).collect();
    for fault in errors.iter().take(40) {
        println!("cargo::warning={folder}/{}", fault.to_string().replace('\n', " "));
    }
    assert!(errors.is_empty(), "{} faults in {folder}: `vigie pack check` shows them", errors.len());
}

fn folders(path: &Path) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed={}", path.display());
    let mut list: Vec<_> = fs::read_dir(path).into_iter().flatten().flatten().map(|e| e.path()).filter(|p| p.is_dir()).collect();
    list.sort();
    list
}

/// The text files below a folder, by their path in it.
fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        println!("cargo::rerun-if-changed={}", path.display());
        for entry in fs::read_dir(&path).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let (Ok(name), Ok(text)) = (path.strip_prefix(folder), fs::read_to_string(&path)) {
                println!("cargo::rerun-if-changed={}", path.display());
                files.insert(name.to_string_lossy().replace('\\', "/"), text);
            }
        }
    }
    files
}
