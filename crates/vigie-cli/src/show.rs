//! The terminal: how wide, whether in colour, and how a fault is told.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a command ended, when it ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was done.
    Done,
    /// Something in the input could not be used, or a check failed; it was said which and why.
    Unusable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Unusable => Self::FAILURE,
        }
    }
}

impl Outcome {
    /// `Done` when nothing was wrong.
    pub(crate) fn unless(wrong: bool) -> Self {
        if wrong { Self::Unusable } else { Self::Done }
    }
}

/// Whether the reader of the output went away (`vigie code … | head`).
pub(crate) fn is_broken_pipe(fault: &anyhow::Error) -> bool {
    let of = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
    fault.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(of)
            || cause.downcast_ref::<serde_json::Error>().is_some_and(|e| e.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

/// Tells an error with its causes on standard error.
pub(crate) fn fault(fault: &anyhow::Error) {
    eprintln!("vigie: {fault}");
    for cause in fault.chain().skip(1) {
        eprintln!("  because {cause}");
    }
}

/// How to write to standard output.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// Whether escapes for bold and dim are wanted.
    pub(crate) colour: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

/// Columns when nothing tells how wide the terminal is.
const WIDTH: usize = 110;

impl Style {
    /// As the terminal and the environment ask for it: plain when the output is
    /// no terminal or `NO_COLOR` is set, as wide as the terminal or `COLUMNS`.
    pub(crate) fn of_stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let asked = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let measured = || terminal_size::terminal_size().filter(|_| terminal).map(|(w, _)| usize::from(w.0));
        let width = measured().or(asked).unwrap_or(WIDTH).clamp(20, 200);
        Self { colour: terminal && !plain, width }
    }

    /// A heading.
    pub(crate) fn bold(self, text: &str) -> String {
        self.escaped("1", text)
    }

    /// What stands behind.
    pub(crate) fn dim(self, text: &str) -> String {
        self.escaped("2", text)
    }

    fn escaped(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

/// Text of a document as it may be shown: one line, no control characters that
/// a terminal would obey, and isolated when some of it runs from right to left.
pub(crate) fn plain(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() || is_steering(c) { ' ' } else { c }).collect();
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().any(runs_left) { format!("\u{2068}{line}\u{2069}") } else { line }
}

/// Marks that turn or hide the direction of text.
fn is_steering(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters of scripts that run from right to left.
fn runs_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Columns that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// Cuts a text into lines of so many columns, between words where there are any.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let gap = usize::from(!line.is_empty());
        if columns(&line) + gap + columns(word) <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if columns(&line) + c.width().unwrap_or(0) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// A text filled with blanks to so many columns.
pub(crate) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::{columns, plain, wrapped};

    #[test]
    fn a_document_cannot_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\n d"), "a [31mb c d");
    }

    #[test]
    fn text_from_right_to_left_is_isolated() {
        assert_eq!(plain("حلب"), "\u{2068}حلب\u{2069}");
    }

    #[test]
    fn long_words_are_cut_and_nothing_is_lost() {
        let lines = wrapped("une offensive éclair-de-plusieurs-jours", 10);
        assert!(lines.iter().all(|l| columns(l) <= 10), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), "uneoffensiveéclair-de-plusieurs-jours");
    }
}
