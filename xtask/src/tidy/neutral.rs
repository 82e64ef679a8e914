//! What the crates of levels 0 to 2 leave to data and to the edge: languages,
//! wars, files, clocks, printing.

use super::Tree;
use super::tree::{code_lines, is_test, literals};

/// Crates of levels 0 to 2.
const PURE: [&str; 7] =
    ["vigie-model", "vigie-text", "vigie-gazetteer", "vigie-pack", "vigie-coder", "vigie-reconcile", "vigie-store"];

/// Codes of ISO 639-1 that would be a language test in a string of their own. Codes that are also English words or
/// columns of tables (`as`, `is`, `it`, `no`, `or`, `to` …) are left out.
const LANGUAGES: [&str; 26] = [
    "fr", "en", "ar", "fr_BE", "fr_CH", "fra", "eng", "ara", "de", "es", "pt", "ru", "uk", "fa", "ku", "tr", "he", "ps", "ur",
    "sw", "ha", "my", "zh", "french", "english", "arabic",
];

/// Beginnings of words that name a war, its places or its parties.
const WARS: [&str; 33] = [
    "syri",
    "alep",
    "idleb",
    "idlib",
    "damas",
    "russ",
    "ukrain",
    "sudan",
    "soudan",
    "sahel",
    "mali",
    "burkin",
    "congo",
    "goma",
    "gaza",
    "israel",
    "israël",
    "palestin",
    "hamas",
    "hezbollah",
    "houthi",
    "yemen",
    "yémen",
    "iraq",
    "irak",
    "libya",
    "libye",
    "somal",
    "taliban",
    "sohr",
    "osdh",
    "m23",
    "wagner",
];

fn pure_sources(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    let inside = |p: &str| {
        PURE.iter().any(|c| p.strip_prefix("crates/").and_then(|p| p.strip_prefix(c)).is_some_and(|p| p.starts_with("/src/")))
    };
    tree.rust("crates/").filter(move |(p, _)| inside(p) && !is_test(p))
}

/// No string of the code is a language code or names a war.
pub(crate) fn no_language(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in pure_sources(tree).filter(|(p, _)| !tree.excused("language", p)) {
        for (n, line) in code_lines(text) {
            for literal in literals(line) {
                let lower = literal.to_lowercase();
                let war = lower.split(|c: char| !c.is_alphanumeric()).find(|w| WARS.iter().any(|s| w.starts_with(s)));
                if LANGUAGES.contains(&literal) {
                    faults.push(format!("{path}:{n}: {literal:?} is a language: let the pack say it"));
                } else if let Some(word) = war {
                    faults.push(format!("{path}:{n}: {word:?} belongs to a war: let the theatre say it"));
                }
            }
        }
    }
    faults
}

/// Nothing reads files, the environment or the clock, starts threads, or prints.
pub(crate) fn no_effects(tree: &Tree) -> Vec<String> {
    const EFFECTS: [&str; 11] = [
        "std::fs",
        "std::env::",
        "std::net",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "Zoned::now",
        "println!",
        "print!(",
        "dbg!",
    ];
    let mut faults = Vec::new();
    for (path, text) in pure_sources(tree).filter(|(p, _)| !tree.excused("effects", p)) {
        for (n, line) in code_lines(text) {
            if let Some(effect) = EFFECTS.iter().find(|e| line.contains(**e)) {
                faults.push(format!("{path}:{n}: {effect} is an effect: take what it gives as an argument"));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{no_effects, no_language};
    use crate::tidy::Tree;

    #[test]
    fn a_language_in_the_engine_is_a_fault_and_in_a_test_is_none() {
        let code = "//! Doc: \"fr\".\nif lang == \"fr\" {}\n#[cfg(test)]\nmod tests { const L: &str = \"fr\"; }\n";
        let tree = Tree::of(&[
            ("crates/vigie-coder/src/a.rs", code),
            ("crates/vigie-coder/tests/a.rs", "\"fr\""),
            ("crates/vigie-cli/src/a.rs", "\"fr\""),
        ]);
        assert_eq!(no_language(&tree), ["crates/vigie-coder/src/a.rs:2: \"fr\" is a language: let the pack say it"]);
    }

    #[test]
    fn a_war_in_the_engine_is_a_fault() {
        let tree = Tree::of(&[("crates/vigie-text/src/a.rs", "let x = \"the Syrian army\";")]);
        assert_eq!(no_language(&tree), ["crates/vigie-text/src/a.rs:1: \"syrian\" belongs to a war: let the theatre say it"]);
    }

    #[test]
    fn a_file_opened_in_the_engine_is_a_fault() {
        let tree =
            Tree::of(&[("crates/vigie-pack/src/a.rs", "use std::fs;\n"), ("crates/vigie-pack/build.rs", "use std::fs;\n")]);
        assert_eq!(no_effects(&tree), ["crates/vigie-pack/src/a.rs:1: std::fs is an effect: take what it gives as an argument"]);
    }
}
