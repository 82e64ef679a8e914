//! What is wrong with a file, where, and how to mend it.

use std::fmt;
use std::ops::Range;

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack compiles; somebody should look.
    Warning,
    /// The pack is refused.
    Error,
}

/// One fault of a pack or theatre file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Path of the file, below the folder that was given.
    pub path: String,
    /// Line, from 1; 0 when the fault is the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 when the fault is the line as a whole.
    pub column: usize,
    /// Length of the faulty part in characters.
    pub length: usize,
    /// The line as it stands.
    pub source: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Diagnostic {
    /// An error at a place of a file.
    pub fn error(path: &str, line: usize, column: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            path: path.to_string(),
            line,
            column,
            length: 1,
            source: String::new(),
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// An error at a stretch of bytes of a file, with the line as it stands.
    /// A stretch that runs over the end of its line is shown up to that end.
    pub fn at(path: &str, text: &str, span: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (line, column) = place_of(text, span.start);
        let source = text.lines().nth(line - 1).unwrap_or("");
        let faulty = text.get(span).and_then(|t| t.lines().next()).unwrap_or("");
        Self::error(path, line, column, message, hint).showing(source, faulty.chars().count())
    }

    /// The same, as a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same, with the line as it stands and the length of the faulty part.
    #[must_use]
    pub fn showing(mut self, source: &str, length: usize) -> Self {
        self.source = source.to_string();
        self.length = length.max(1);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if self.column > 0 {
            write!(f, ":{}", self.column)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.source.is_empty() {
            write!(f, "\n   |  {}", self.source)?;
            if self.column > 0 {
                // Tabs are kept, so that the caret stands below the cell wherever the tab stops are.
                let lead = self.source.chars().take(self.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' });
                write!(f, "\n   |  {}{}", lead.collect::<String>(), "^".repeat(self.length))?;
            }
        }
        if !self.hint.is_empty() {
            write!(f, "\n   hint: {}", self.hint)?;
        }
        Ok(())
    }
}

/// Line and column, from 1, of a byte offset.
pub fn place_of(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}
