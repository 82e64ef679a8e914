//! Tables: tab-separated rows under a header, `#` for comments.

use crate::diagnostic::Diagnostic;

/// One row with the line it stands on.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Line of the file, from 1.
    pub line: usize,
    /// The line as it stands.
    pub source: &'a str,
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// The cell of a column, trimmed; empty when the row is too short.
    pub fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).map_or("", |c| c.trim())
    }

    /// The parts of a cell that holds several names, `|` between them.
    pub fn names(&self, column: usize) -> impl Iterator<Item = &'a str> {
        self.cell(column).split('|').map(str::trim).filter(|n| !n.is_empty())
    }

    /// Column in characters, from 1, at which a cell begins.
    pub fn column(&self, column: usize) -> usize {
        self.cells.iter().take(column).map(|c| c.chars().count() + 1).sum::<usize>() + 1
    }

    /// An error at a cell of this row.
    pub fn fault(&self, path: &str, column: usize, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
        Diagnostic::error(path, self.line, self.column(column), message, hint)
            .showing(self.source, self.cell(column).chars().count())
    }
}

/// A table, read.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    /// The rows, in order.
    pub rows: Vec<Row<'a>>,
    columns: Vec<&'a str>,
    /// Columns that hold names in a language: place, prefix and code.
    by_language: Vec<(usize, &'a str, &'a str)>,
}

impl<'a> Table<'a> {
    /// Reads a table that must have just these columns. Rows with the wrong
    /// number of cells are reported and left out.
    pub fn read(path: &str, text: &'a str, columns: &[&str], out: &mut Vec<Diagnostic>) -> Self {
        let header = |cells: &[&str]| (cells != columns).then(|| "the header names other columns".to_string());
        Self::read_with(path, text, columns, header, out)
    }

    /// Reads a table that has these columns, in any order, and columns of
    /// names by language: a prefix of `by_language` and a two-letter code
    /// (`fr`, `hostile_fr`; the prefix of `fr` is empty).
    pub fn read_by_language(
        path: &str,
        text: &'a str,
        columns: &[&str],
        by_language: &[&str],
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let header = |cells: &[&str]| {
            if let Some(missing) = columns.iter().find(|c| !cells.contains(c)) {
                return Some(format!("no column {missing}"));
            }
            let mut sorted = cells.to_vec();
            sorted.sort_unstable();
            if let Some(&[twice, _]) = sorted.windows(2).find(|w| w[0] == w[1]) {
                return Some(format!("column {twice} stands twice"));
            }
            let known = |c: &str| columns.contains(&c) || by_language.iter().any(|p| language_of(c, p).is_some());
            cells.iter().find(|c| !known(c)).map(|c| format!("unknown column {c}"))
        };
        let mut all = columns.to_vec();
        let examples: Vec<_> = by_language.iter().map(|p| format!("{p}xx")).collect();
        let before_seen = all.len().saturating_sub(1);
        all.splice(before_seen..before_seen, examples.iter().map(String::as_str));
        let mut table = Self::read_with(path, text, &all, header, out);
        // `to` is a column of its own, not a language.
        let named = table.columns.iter().enumerate().filter(|(_, c)| !columns.contains(c));
        for (at, column) in named {
            let code = by_language.iter().find_map(|p| language_of(column, p));
            let split = code.and_then(|code| Some((column.strip_suffix(code)?, code)));
            table.by_language.extend(split.map(|(prefix, code)| (at, prefix, code)));
        }
        table
    }

    fn read_with(
        path: &str,
        text: &'a str,
        shown: &[&str],
        header: impl Fn(&[&str]) -> Option<String>,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut table = Self::default();
        for (at, source) in text.lines().enumerate() {
            let line = at + 1;
            if source.trim().is_empty() || is_comment(source) {
                continue;
            }
            let cells: Vec<_> = source.split('\t').collect();
            if table.columns.is_empty() {
                table.columns = cells.iter().map(|c| c.trim()).collect();
                if let Some(fault) = header(&table.columns) {
                    let hint = format!("write: {}", shown.join("<tab>"));
                    out.push(Diagnostic::error(path, line, 1, fault, hint).showing(source, source.chars().count()));
                    return table;
                }
                continue;
            }
            if cells.len() != table.columns.len() {
                let message = format!("{} cells where the header has {}", cells.len(), table.columns.len());
                let hint =
                    format!("columns: {}; cells are parted by one tab, an empty cell keeps its tab", table.columns.join(", "));
                out.push(Diagnostic::error(path, line, 1, message, hint).showing(source, source.chars().count()));
                continue;
            }
            let row = Row { line, source, cells };
            let seen = table.column("seen");
            if seen < table.columns.len() && row.cell(seen).is_empty() {
                let hint = "fill the column `seen`: a corpus id, an address, or `press`";
                out.push(row.fault(path, seen, "nothing says where this was seen", hint));
                continue;
            }
            table.rows.push(row);
        }
        table
    }

    /// Place of a column, from 0; past the last when there is none such.
    pub fn column(&self, name: &str) -> usize {
        self.columns.iter().position(|c| *c == name).unwrap_or(self.columns.len())
    }

    /// The columns of names with this prefix: place and language code.
    pub fn languages(&self, prefix: &str) -> Vec<(usize, &'a str)> {
        self.by_language.iter().filter(|c| c.1 == prefix).map(|c| (c.0, c.2)).collect()
    }
}

/// The two-letter code of a column of names, when it has this prefix.
fn language_of<'c>(column: &'c str, prefix: &str) -> Option<&'c str> {
    let code = column.strip_prefix(prefix)?;
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())).then_some(code)
}

/// Whether a line of a table is a comment: its first cell begins with `#`, blanks before it or none.
pub(crate) fn is_comment(line: &str) -> bool {
    line.split('\t').next().is_some_and(|cell| cell.trim().starts_with('#'))
}
