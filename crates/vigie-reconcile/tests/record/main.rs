//! Control, incidents and disputes: scenarios of the corpus, and the cases of the methods.

#![allow(clippy::panic, clippy::format_push_string, reason = "a test fails by panic, and texts of scenarios are short")]

mod cases;
mod scenario;

use std::path::Path;

#[test]
fn scenarios_of_the_corpus_come_out_as_a_person_expects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/scenarios/rules");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the folder").map(|f| f.expect("a file").path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        println!("{}", file.display());
        scenario::check(&std::fs::read_to_string(file).expect("a text"));
    }
}
