//! The tracked files, as the rules see them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};

/// Text files by their path from the root, with `/` between folders.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Text of each file; what is no UTF-8 is left out.
    pub(crate) files: BTreeMap<String, String>,
    /// Paths of all files, also of those that are no text.
    pub(crate) paths: BTreeSet<String>,
}

impl Tree {
    /// Reads the files that git knows or would know, or every file where there is no git.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let listed = crate::run::output(crate::run::command("git", &["ls-files", "--cached", "--others", "--exclude-standard"]));
        let paths: BTreeSet<String> = match listed {
            Some(list) => list.lines().map(str::to_string).filter(|p| root.join(p).is_file()).collect(),
            None => walk(root)?,
        };
        let read = |p: &String| Some((p.clone(), String::from_utf8(std::fs::read(root.join(p)).ok()?).ok()?));
        Ok(Self { files: paths.iter().filter_map(read).collect(), paths })
    }

    /// A tree of these files, for tests.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files: BTreeMap<String, String> = files.iter().map(|(p, t)| ((*p).to_string(), (*t).to_string())).collect();
        Self { paths: files.keys().cloned().collect(), files }
    }

    /// The text of a file; empty when there is none.
    pub(crate) fn text(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// Names of the folders of `crates/`.
    pub(crate) fn crates(&self) -> BTreeSet<&str> {
        self.paths
            .iter()
            .filter_map(|p| p.strip_prefix("crates/")?.strip_suffix("/Cargo.toml"))
            .filter(|n| !n.contains('/'))
            .collect()
    }

    /// Rust files below a folder.
    pub(crate) fn rust(&self, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(move |(p, _)| p.starts_with(folder) && has_ending(p, "rs"))
            .map(|(p, t)| (p.as_str(), t.as_str()))
    }

    /// What `xtask/exceptions.toml` excuses: rule, path (or other name), reason.
    pub(crate) fn exceptions(&self) -> Vec<(String, String, String)> {
        let table: toml::Table = toml::from_str(self.text("xtask/exceptions.toml")).unwrap_or_default();
        let mut out = Vec::new();
        for (rule, entries) in &table {
            for (name, reason) in entries.as_table().into_iter().flatten() {
                out.push((rule.clone(), name.clone(), reason.as_str().unwrap_or("").to_string()));
            }
        }
        out
    }

    /// Whether `xtask/exceptions.toml` excuses a file from a rule.
    pub(crate) fn excused(&self, rule: &str, path: &str) -> bool {
        self.exceptions().iter().any(|(r, p, _)| r == rule && p == path)
    }
}

/// Whether a path ends in this extension.
pub(crate) fn has_ending(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|e| e == extension)
}

fn walk(root: &Path) -> Result<BTreeSet<String>> {
    let mut out = BTreeSet::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?.flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                if !name.starts_with("target") && name != ".git" {
                    waiting.push(path);
                }
            } else if let Ok(path) = path.strip_prefix(root) {
                out.insert(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    Ok(out)
}

/// Lines of a source file that are code outside tests and comments, with their numbers from 1.
pub(crate) fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(n, line)| (n + 1, line))
}

/// Whether a path is a test, a bench, an example or a build script. The suite for records is tests and nothing else.
pub(crate) fn is_test(path: &str) -> bool {
    path.starts_with("crates/vigie-storetest/")
        || path.ends_with("/tests.rs")
        || path.ends_with("/build.rs")
        || ["/tests/", "/benches/", "/examples/"].iter().any(|folder| path.contains(folder))
}

/// The quoted pieces of a line of code.
pub(crate) fn literals(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = None;
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        match (byte, from) {
            (b'\\', Some(_)) if !escaped => {
                escaped = true;
                continue;
            }
            (b'"', Some(start)) if !escaped => {
                out.push(&line[start..at]);
                from = None;
            }
            // A quote between two apostrophes is a letter, not the beginning of a string.
            (b'"', None) if at == 0 || line.as_bytes()[at - 1] != b'\'' => from = Some(at + 1),
            _ => {}
        }
        escaped = false;
    }
    // A string that goes on in the next line.
    out.extend(from.map(|start| &line[start..]));
    out
}

#[cfg(test)]
mod tests {
    use super::{code_lines, literals};

    #[test]
    fn strings_are_cut_out_of_a_line() {
        assert_eq!(literals(r#"a("fr", '"', "x\"y") + "open"#), ["fr", r#"x\"y"#, "open"]);
    }

    #[test]
    fn comments_and_tests_are_no_code() {
        let text = "//! doc\nlet a = 1;\n  // note\n#[cfg(test)]\nmod tests { let b = 2; }\n";
        assert_eq!(code_lines(text).map(|l| l.0).collect::<Vec<_>>(), [2]);
    }
}
