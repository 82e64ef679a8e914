//! Documents against what they describe.

use std::collections::{BTreeMap, BTreeSet};

use super::Tree;
use super::tree::has_ending;

/// Names in the first column of the tables below a heading, written `` `name` ``.
fn first_column<'t>(text: &'t str, heading: &str) -> Vec<(usize, &'t str)> {
    let mut inside = false;
    let mut out = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            inside = line.trim_start_matches('#').trim() == heading;
        } else if let Some(row) = line.strip_prefix("| `").filter(|_| inside) {
            out.extend(row.split_once('`').map(|x| (n + 1, x.0)));
        }
    }
    out
}

/// The code map lists each crate once, and no other.
pub(crate) fn code_map(tree: &Tree) -> Vec<String> {
    let listed: Vec<(usize, &str)> =
        first_column(tree.text("ARCHITECTURE.md"), "Code map").into_iter().filter(|x| x.1.starts_with("vigie-")).collect();
    let there = tree.crates();
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (line, name) in &listed {
        if !there.contains(name) {
            faults.push(format!("ARCHITECTURE.md:{line}: there is no crates/{name}"));
        }
        if !seen.insert(*name) {
            faults.push(format!("ARCHITECTURE.md:{line}: {name} stands twice"));
        }
    }
    for name in there.difference(&seen) {
        faults.push(format!("ARCHITECTURE.md: the code map lacks {name}"));
    }
    faults
}

/// Every test named in ARCHITECTURE.md (a name of four words or more in backticks) is a function somewhere.
pub(crate) fn named_tests(tree: &Tree) -> Vec<String> {
    let text = tree.text("ARCHITECTURE.md");
    let mut faults = Vec::new();
    let mut named = 0;
    for (n, line) in text.lines().enumerate() {
        for name in line.split('`').skip(1).step_by(2) {
            let test = name.matches('_').count() >= 3 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !test {
                continue;
            }
            named += 1;
            let function = format!("fn {name}(");
            if !tree.rust("").any(|(_, t)| t.contains(&function)) {
                faults.push(format!("ARCHITECTURE.md:{}: there is no test {name}", n + 1));
            }
        }
    }
    if named == 0 {
        faults.push("ARCHITECTURE.md: no invariant names its test".to_string());
    }
    faults
}

/// Relative links of Markdown files point at files or folders.
pub(crate) fn links(tree: &Tree) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, text) in tree.files.iter().filter(|(p, _)| has_ending(p, "md")) {
        let folder: Vec<&str> = path.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
        for (n, line) in text.lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
                if target.is_empty() || target.contains(':') {
                    continue;
                }
                let mut parts = folder.clone();
                for part in target.split('/').filter(|p| !p.is_empty() && *p != ".") {
                    if part == ".." {
                        parts.pop();
                    } else {
                        parts.push(part);
                    }
                }
                let wanted = parts.join("/");
                let inside = format!("{wanted}/");
                if !tree.paths.contains(&wanted) && !tree.paths.iter().any(|p| p.starts_with(&inside)) {
                    faults.push(format!("{path}:{}: there is no {target}", n + 1));
                }
            }
        }
    }
    faults
}

/// Every outside dependency of a manifest has a row, and every row is a dependency.
pub(crate) fn dependencies(tree: &Tree) -> Vec<String> {
    let mut used: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in tree.files.iter().filter(|(p, _)| p.ends_with("Cargo.toml")) {
        let Ok(manifest) = toml::from_str::<toml::Table>(text) else { continue };
        let workspace = manifest.get("workspace").and_then(|w| w.get("dependencies"));
        let own = ["dependencies", "dev-dependencies", "build-dependencies"].iter().filter_map(|k| manifest.get(*k));
        for table in workspace.into_iter().chain(own).filter_map(toml::Value::as_table) {
            for name in table.keys().filter(|n| !n.starts_with("vigie")) {
                used.entry(name.clone()).or_insert_with(|| path.clone());
            }
        }
    }
    let file = "docs/dependencies.md";
    let mut listed = BTreeSet::new();
    let mut faults = Vec::new();
    for (n, line) in tree.text(file).lines().enumerate() {
        let Some((name, rest)) = line.strip_prefix("| `").and_then(|l| l.split_once('`')) else { continue };
        let cells: Vec<&str> = rest.split('|').map(str::trim).collect();
        if cells.len() < 5 || cells[1..4].iter().any(|c| c.is_empty()) {
            faults.push(format!("{file}:{}: {name} lacks its version, licence or reason", n + 1));
        }
        if !used.contains_key(name) {
            faults.push(format!("{file}:{}: nothing depends on {name}", n + 1));
        }
        if !listed.insert(name) {
            faults.push(format!("{file}:{}: {name} stands twice", n + 1));
        }
    }
    for (name, path) in &used {
        if !listed.contains(name.as_str()) {
            faults.push(format!("{path}: {name} has no row in {file}"));
        }
    }
    faults
}

/// A `seen` cell of the form `dfr-001` names a passage of the corpus.
pub(crate) fn seen(tree: &Tree) -> Vec<String> {
    let mut ids = BTreeSet::new();
    for (_, text) in tree.files.iter().filter(|(p, _)| p.starts_with("corpus/") && has_ending(p, "jsonl")) {
        for line in text.lines() {
            if let Ok(row) = serde_json::from_str::<serde_json::Value>(line) {
                ids.extend(row["id"].as_str().map(str::to_string));
            }
        }
    }
    let mut faults = Vec::new();
    let data = |p: &str| (p.starts_with("packs/") || p.starts_with("theatres/")) && !has_ending(p, "md");
    for (path, text) in tree.files.iter().filter(|(p, _)| data(p)) {
        for (n, line) in text.lines().enumerate() {
            let cell = if has_ending(path, "tsv") {
                line.rsplit('\t').next().filter(|_| !line.starts_with('#'))
            } else {
                line.strip_prefix("seen").and_then(|l| l.split('"').nth(1))
            };
            for id in cell.unwrap_or("").split([' ', ',', ';']).filter(|w| is_id(w)) {
                if !ids.contains(id) {
                    faults.push(format!("{path}:{}: the corpus holds no {id}", n + 1));
                }
            }
        }
    }
    faults
}

/// `dfr-001`: a letter d, a language code, three digits.
fn is_id(word: &str) -> bool {
    word.split_once('-').is_some_and(|(head, number)| {
        head.len() == 3 && head.starts_with('d') && number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::{code_map, dependencies, links, named_tests, seen};
    use crate::tidy::Tree;

    #[test]
    fn a_crate_outside_the_code_map_is_a_fault() {
        let map = "## Code map\n| crate | what |\n|---|---|\n| `vigie-model` | words |\n| `vigie-gone` | nothing |\n";
        let tree =
            Tree::of(&[("ARCHITECTURE.md", map), ("crates/vigie-model/Cargo.toml", ""), ("crates/vigie-text/Cargo.toml", "")]);
        assert_eq!(
            code_map(&tree),
            ["ARCHITECTURE.md:5: there is no crates/vigie-gone", "ARCHITECTURE.md: the code map lacks vigie-text"]
        );
    }

    #[test]
    fn an_invariant_names_a_test_that_exists() {
        let tree = Tree::of(&[
            ("ARCHITECTURE.md", "Held by `coding_twice_is_equal` and `this_one_is_gone`."),
            ("a.rs", "fn coding_twice_is_equal() {}"),
        ]);
        assert_eq!(named_tests(&tree), ["ARCHITECTURE.md:1: there is no test this_one_is_gone"]);
    }

    #[test]
    fn a_link_to_nothing_is_a_fault() {
        let tree = Tree::of(&[
            ("docs/a.md", "[b](b.md) [up](../README.md#x) [c](c.md) [web](https://example.org)"),
            ("docs/b.md", ""),
            ("README.md", ""),
        ]);
        assert_eq!(links(&tree), ["docs/a.md:1: there is no c.md"]);
    }

    #[test]
    fn a_dependency_without_reason_is_a_fault() {
        let rows = "| `fst` | 0.4 | MIT | index |\n| `old` | 1 | MIT | none |\n";
        let manifest = "[dependencies]\nfst = \"0.4\"\nserde = \"1\"\nvigie-text = { path = \"x\" }\n";
        let tree = Tree::of(&[("docs/dependencies.md", rows), ("crates/vigie-a/Cargo.toml", manifest)]);
        assert_eq!(
            dependencies(&tree),
            [
                "docs/dependencies.md:2: nothing depends on old",
                "crates/vigie-a/Cargo.toml: serde has no row in docs/dependencies.md"
            ]
        );
    }

    #[test]
    fn a_text_that_was_never_seen_is_a_fault() {
        let tree = Tree::of(&[
            ("corpus/gold/xx/dev.jsonl", "{\"id\": \"dxx-001\"}\n"),
            ("packs/xx/lexicon/noun.tsv", "lemma\tseen\na\tdxx-001\nb\tdxx-002\nc\tpress\n"),
            ("packs/xx/rules/a.toml", "seen = \"dxx-003\"\n"),
        ]);
        assert_eq!(
            seen(&tree),
            ["packs/xx/lexicon/noun.tsv:3: the corpus holds no dxx-002", "packs/xx/rules/a.toml:1: the corpus holds no dxx-003"]
        );
    }
}
