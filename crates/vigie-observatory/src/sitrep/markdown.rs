//! A report as Markdown: for a wiki, a mail, a terminal.

use std::fmt::Write;

use super::compose::{Block, Cell, Report};

/// Writes a report as Markdown.
pub fn write(report: &Report) -> String {
    let mut out = format!("# {}\n", line(&report.title));
    for block in &report.blocks {
        match block {
            Block::Heading(text) => {
                let _ = write!(out, "\n## {}\n", line(text));
            }
            Block::About(text) => {
                let _ = write!(out, "\n{}\n", line(text));
            }
            Block::Sentences(cells) => {
                out.push('\n');
                for cell in cells {
                    let _ = writeln!(out, "- {}", sentence(cell));
                }
            }
            Block::Table { head, rows } => {
                let heads: Vec<String> = head.iter().map(|h| cut(h)).collect();
                let _ = write!(out, "\n| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(head.len()));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|c| cut(&sentence(c))).collect();
                    let _ = writeln!(out, "| {} |", cells.join(" | "));
                }
            }
        }
    }
    if !report.notes.is_empty() {
        let _ = write!(out, "\n## {}\n\n", line(&report.notes_head));
        for (at, note) in report.notes.iter().enumerate() {
            let _ = writeln!(out, "{}. {}", at + 1, line(note));
        }
    }
    out
}

fn sentence(cell: &Cell) -> String {
    let mut out = line(&cell.text);
    for n in &cell.notes {
        let _ = write!(out, " [{n}]");
    }
    out
}

/// One line, with what Markdown would take for its own made harmless.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '<' | '>' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn cut(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_source_wrote_cannot_become_a_link_or_a_tag() {
        assert_eq!(super::line("<b>*x*</b>\nnext"), "\\<b\\>\\*x\\*\\</b\\> next");
    }
}
