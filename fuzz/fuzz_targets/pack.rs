//! Any files, taken as a pack and as a theatre: parse, check, compile, write,
//! read back. The input is a list of files in the form
//! `=== path` line, then the text of that file; what is not named is taken
//! from the pack to begin with, so that deep checks are reached.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie_pack::{Files, Pack, compile, compile_theatres, fmt, new::new_pack};

static BASE: LazyLock<Files> = LazyLock::new(|| new_pack("xx", "X"));
static READER: LazyLock<Pack> = LazyLock::new(|| compile(&BASE).0.expect("the pack to begin with compiles"));

fuzz_target!(|bytes: &[u8]| {
    // Compiled packs and theatres are read from any bytes.
    let _ = Pack::from_bytes(bytes);
    let _ = vigie_pack::Theatre::from_bytes(bytes);
    let text = String::from_utf8_lossy(bytes);
    let mut files = BASE.clone();
    let mut theatres = Files::new();
    for part in text.split("=== ").skip(1) {
        let (path, body) = part.split_once('\n').unwrap_or((part, ""));
        let path = path.trim();
        // A formatted file is formatted.
        let once = fmt::canonical(path, body);
        assert_eq!(fmt::canonical(path, &once), once, "formatting twice differs: {path}");
        if let Some(path) = path.strip_prefix("theatres/") {
            theatres.insert(path.to_string(), body.to_string());
        } else {
            files.insert(path.to_string(), body.to_string());
        }
    }
    let (pack, faults) = compile(&files);
    for fault in &faults {
        let _ = fault.to_string();
    }
    if let Some(pack) = pack {
        let written = pack.to_bytes().expect("a compiled pack can be written");
        Pack::from_bytes(&written).expect("what was written can be read");
        let again = compile(&files).0.and_then(|p| p.to_bytes().ok());
        assert_eq!(again.as_ref(), Some(&written), "compiling twice differs");
    }
    let (theatre, faults) = compile_theatres(&theatres, &[&READER]);
    for fault in &faults {
        let _ = fault.to_string();
    }
    if let Some(theatre) = theatre {
        let written = theatre.to_bytes().expect("a compiled theatre can be written");
        vigie_pack::Theatre::from_bytes(&written).expect("what was written can be read");
    }
});
