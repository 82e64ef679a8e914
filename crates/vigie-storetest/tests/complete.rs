//! The suite leaves out nothing: every method of the trait is named in it, and every behaviour is run.

use std::collections::BTreeSet;
use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file is there")
}

const SUBJECTS: [&str; 11] =
    ["asking", "buckets", "control", "copies", "deciding", "incidents", "paging", "recoding", "taking", "times", "whole"];

/// Names that follow a word in a text: `fn take(` after `fn `.
fn named_after(text: &str, word: &str) -> BTreeSet<String> {
    let names = text.lines().filter_map(|line| line.trim_start().strip_prefix(word));
    names.map(|n| n.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

#[test]
fn every_method_of_the_trait_is_named_in_the_suite() {
    let record = read("../vigie-store/src/record.rs");
    let methods = named_after(record.split_once("pub trait Record").expect("the trait stands in this file").1, "fn ");
    assert!(methods.contains("take") && methods.contains("check"), "{methods:?}");
    let suite: String = SUBJECTS.iter().map(|s| read(&format!("src/{s}.rs"))).collect::<String>() + &read("src/made.rs");
    let missing: Vec<_> = methods.iter().filter(|m| !suite.contains(&format!("record.{m}("))).collect();
    assert!(missing.is_empty(), "no behaviour asks the record for {missing:?}");
}

#[test]
fn every_behaviour_is_run() {
    let written: BTreeSet<String> = SUBJECTS.iter().flat_map(|s| named_after(&read(&format!("src/{s}.rs")), "pub fn ")).collect();
    let run: BTreeSet<String> = vigie_storetest::FACTS.iter().map(|f| (*f).to_owned()).collect();
    assert_eq!(written, run);
}
