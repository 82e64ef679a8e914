//! A row of a theatre's table, and the forms that its cells must have.

use crate::diagnostic::Diagnostic;
use crate::table::{Row, Table};

/// A row with the table that knows its columns.
pub(super) struct Cells<'r, 'a> {
    pub(super) path: &'r str,
    pub(super) table: &'r Table<'a>,
    pub(super) row: &'r Row<'a>,
}

impl<'a> Cells<'_, 'a> {
    pub(super) fn text(&self, column: &str) -> &'a str {
        self.row.cell(self.table.column(column))
    }

    pub(super) fn owned(&self, column: &str) -> String {
        self.text(column).to_string()
    }

    pub(super) fn fault(&self, column: &str, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
        self.row.fault(self.path, self.table.column(column), message, hint)
    }
}

pub(super) fn owned(row: &Row<'_>, column: usize) -> Vec<String> {
    row.names(column).map(str::to_string).collect()
}

pub(super) fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

pub(super) fn is_place_id(id: &str) -> bool {
    match id.split_once(':') {
        Some(("geonames", n)) => !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()),
        Some(("vigie", slug)) => is_slug(slug),
        _ => false,
    }
}

pub(super) fn is_country_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())
}

pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && vigie_model::Days::parse(text).is_some_and(|d| d.start == d.end)
}
