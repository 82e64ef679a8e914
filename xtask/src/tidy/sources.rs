//! Source files one by one.

use super::Tree;
use super::tree::{code_lines, is_test};

const LONGEST: usize = 1_000;

/// Every Rust file of a crate begins with what it holds.
pub(crate) fn module_docs(tree: &Tree) -> Vec<String> {
    let ours = |p: &str| p.starts_with("crates/") || p.starts_with("xtask/") || p.starts_with("fuzz/");
    tree.rust("")
        .filter(|(p, t)| ours(p) && !p.ends_with("/tests.rs") && !t.starts_with("//! "))
        .map(|(p, _)| format!("{p}:1: no line `//!` says what is here"))
        .collect()
}

/// No source file is longer than it should be, unless there is a reason.
pub(crate) fn lengths(tree: &Tree) -> Vec<String> {
    tree.rust("")
        .map(|(p, t)| (p, t.lines().count()))
        .filter(|(p, lines)| *lines > LONGEST && !tree.excused("length", p))
        .map(|(p, lines)| format!("{p}: {lines} lines; cut it by phenomenon, or give the reason in xtask/exceptions.toml"))
        .collect()
}

/// Nothing unwraps, panics or exits in the sources of crates.
pub(crate) fn no_unwrap(tree: &Tree) -> Vec<String> {
    const CALLS: [&str; 6] = [".unwrap()", "panic!(", "todo!(", "unimplemented!(", "process::exit(", ".unwrap_err()"];
    let mut faults = Vec::new();
    for (path, text) in tree.rust("crates/").filter(|(p, _)| !is_test(p) && !tree.excused("unwrap", p)) {
        for (n, line) in code_lines(text) {
            if let Some(call) = CALLS.iter().find(|c| line.contains(**c)) {
                faults.push(format!("{path}:{n}: {call} in a library; `expect` states an invariant, `?` hands the fault on"));
            }
        }
    }
    faults
}

/// No file names a folder that exists on one machine only.
pub(crate) fn no_machine_paths(tree: &Tree) -> Vec<String> {
    const FOLDERS: [&str; 5] =
        [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Use", "rs/"), concat!("C:", "\\")];
    let mut faults = Vec::new();
    for (path, text) in &tree.files {
        for (n, line) in text.lines().enumerate() {
            // Part of an address is no folder.
            let named = |f: &&&str| {
                line.match_indices(**f).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.'))
            };
            if let Some(folder) = FOLDERS.iter().find(named) {
                faults.push(format!("{path}:{}: {folder} is a folder of one machine", n + 1));
            }
        }
    }
    faults
}

/// Every exception is of a known rule, says why, and names a file that breaks the rule.
pub(crate) fn exceptions(tree: &Tree) -> Vec<String> {
    let file = "xtask/exceptions.toml";
    if let Err(fault) = toml::from_str::<toml::Table>(tree.text(file)) {
        return vec![format!("{file}: {}", fault.message())];
    }
    let bare = Tree {
        files: tree.files.iter().filter(|(p, _)| p.as_str() != file).map(|(p, t)| (p.clone(), t.clone())).collect(),
        paths: tree.paths.clone(),
    };
    let mut faults = Vec::new();
    for (rule, path, reason) in tree.exceptions() {
        let broken = match rule.as_str() {
            "length" => lengths(&bare),
            "unwrap" => no_unwrap(&bare),
            "language" => super::neutral::no_language(&bare),
            "effects" => super::neutral::no_effects(&bare),
            _ => {
                faults.push(format!("{file}: there is no rule {rule}"));
                continue;
            }
        };
        if reason.split_whitespace().count() < 4 {
            faults.push(format!("{file}: {rule}: {path} gives no reason"));
        }
        if !broken.iter().any(|fault| fault.starts_with(&format!("{path}:"))) {
            faults.push(format!("{file}: {rule}: {path} needs no exception"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{exceptions, lengths, module_docs, no_machine_paths, no_unwrap};
    use crate::tidy::Tree;

    #[test]
    fn a_file_without_a_first_line_of_its_own_is_a_fault() {
        let tree = Tree::of(&[("crates/a/src/lib.rs", "//! What is here.\n"), ("crates/a/src/b.rs", "fn x() {}\n")]);
        assert_eq!(module_docs(&tree), ["crates/a/src/b.rs:1: no line `//!` says what is here"]);
    }

    #[test]
    fn a_long_file_needs_a_reason_and_a_short_one_needs_none() {
        let long = "\n".repeat(1_001);
        let tree = Tree::of(&[("a.rs", &long)]);
        assert_eq!(lengths(&tree).len(), 1);
        let excused =
            Tree::of(&[("a.rs", &long), ("xtask/exceptions.toml", "[length]\n\"a.rs\" = \"one table of all cases\"\n")]);
        assert_eq!((lengths(&excused).len(), exceptions(&excused).len()), (0, 0));
        let idle = Tree::of(&[("a.rs", "\n"), ("xtask/exceptions.toml", "[length]\n\"a.rs\" = \"one table of all cases\"\n")]);
        assert_eq!(exceptions(&idle), ["xtask/exceptions.toml: length: a.rs needs no exception"]);
    }

    #[test]
    fn unwrapping_is_for_tests() {
        let code = "fn a() { b.unwrap(); }\n#[cfg(test)]\nmod tests { fn c() { d.unwrap(); } }\n";
        let tree = Tree::of(&[("crates/a/src/lib.rs", code), ("crates/a/tests/x.rs", "a.unwrap()")]);
        assert_eq!(no_unwrap(&tree).len(), 1);
    }

    #[test]
    fn a_folder_of_one_machine_is_a_fault_and_an_address_is_none() {
        let home = concat!("see /ho", "me/me/notes\n");
        let address = concat!("https://example.org/wo", "rk/x\n");
        let tree = Tree::of(&[("a.md", home), ("b.md", address)]);
        assert_eq!(no_machine_paths(&tree).len(), 1);
    }
}
