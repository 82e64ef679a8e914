//! The canonical form of the files of a pack or theatre: text in, text out.
//!
//! What means something to the compiler is never changed: a table whose order
//! is its author's (numbers, calendar, paradigms, theatres) keeps it.

use crate::check::TABLES;
use crate::table::is_comment;

/// The canonical form of a file, by its path below the folder of the pack or theatre.
///
/// ```
/// let text = vigie_pack::fmt::canonical("lexicon/abbreviation.tsv", "surface\tseen\nmme\tpress \ndr\tpress\n\ndr\tpress");
/// assert_eq!(text, "surface\tseen\ndr\tpress\nmme\tpress\n");
/// ```
pub fn canonical(path: &str, text: &str) -> String {
    match path.rsplit_once('.').map(|p| p.1) {
        Some("tsv") => table(text, TABLES.iter().any(|t| t.path == path && t.sorted)),
        _ => plain(text),
    }
}

/// A table: comments first, then the header, then the rows, each cell trimmed
/// and each row once; sorted when asked.
pub fn table(text: &str, sorted: bool) -> String {
    let lines = text.lines().map(|l| l.trim_end_matches([' ', '\r'])).filter(|l| !l.trim().is_empty());
    let (comments, rows): (Vec<_>, Vec<_>) = lines.partition(|l| is_comment(l));
    let mut rows = rows.into_iter().map(|row| row.split('\t').map(str::trim).collect::<Vec<_>>());
    let header = rows.next();
    let mut rows: Vec<_> = rows.collect();
    if sorted {
        rows.sort();
    }
    let mut seen = rustc_hash::FxHashSet::default();
    rows.retain(|row| seen.insert(row.clone()));
    let mut out = String::with_capacity(text.len());
    for line in comments.into_iter().map(|c| c.trim().to_string()).chain(header.into_iter().chain(rows).map(|r| r.join("\t"))) {
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// Any other file: no blanks at the end of a line, no more than one empty line
/// in a row, one line end at the end. A file with a text of several lines is
/// left as it is, for there blanks may mean something.
pub fn plain(text: &str) -> String {
    if text.contains("\"\"\"") || text.contains("'''") {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len() + 1);
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if empty > 0 && !out.is_empty() {
            out.push('\n');
        }
        empty = 0;
        out.push_str(line);
        out.push('\n');
    }
    out
}
