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
}

impl<'a> Table<'a> {
    /// Reads a table that must have just these columns. Rows with the wrong
    /// number of cells are reported and left out.
    pub fn read(path: &str, text: &'a str, columns: &[&str], out: &mut Vec<Diagnostic>) -> Self {
        let mut table = Self::default();
        let mut header = false;
        for (at, source) in text.lines().enumerate() {
            let line = at + 1;
            if source.trim().is_empty() || source.starts_with('#') {
                continue;
            }
            let cells: Vec<_> = source.split('\t').collect();
            if !header {
                header = true;
                if cells.iter().map(|c| c.trim()).ne(columns.iter().copied()) {
                    out.push(
                        Diagnostic::error(
                            path,
                            line,
                            1,
                            "the header names other columns",
                            format!("write: {}", columns.join("<tab>")),
                        )
                        .showing(source, source.chars().count()),
                    );
                    return table;
                }
                continue;
            }
            if cells.len() != columns.len() {
                out.push(
                    Diagnostic::error(
                        path,
                        line,
                        1,
                        format!("{} cells where the header has {}", cells.len(), columns.len()),
                        format!("columns: {}; cells are parted by one tab, an empty cell keeps its tab", columns.join(", ")),
                    )
                    .showing(source, source.chars().count()),
                );
                continue;
            }
            let row = Row { line, source, cells };
            if columns.last() == Some(&"seen") && row.cell(columns.len() - 1).is_empty() {
                out.push(row.fault(
                    path,
                    columns.len() - 1,
                    "nothing says where this was seen",
                    "fill the column `seen`: a corpus id, an address, or `press`",
                ));
                continue;
            }
            table.rows.push(row);
        }
        table
    }
}
