//! What may be wrong with the tables of a pack although each row can be read:
//! rows that contradict, repeat or hide one another, classes without a
//! meaning, forms that no text can hold, files that are missing.

use rustc_hash::{FxHashMap, FxHashSet};
use vigie_text::{Tokenizer, phrase_key};

use crate::Files;
use crate::diagnostic::Diagnostic;
use crate::nearest::guess;
use crate::table::{Row, Table};

/// The classes to which the engine gives a meaning, with that meaning in a few
/// words: the contract between packs and engine.
pub const CLASSES: &str = include_str!("classes.tsv");

/// A table of a pack.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Path below the folder of the pack.
    pub path: &'static str,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// Rows stand in the order of their text; otherwise in the order of their author.
    pub sorted: bool,
    /// Column of the class.
    class: Option<usize>,
    /// Columns that tell rows of one form apart, and the columns that must then agree.
    value: Option<(&'static [usize], &'static [usize])>,
    /// Columns with words that a text is searched for.
    words: &'static [usize],
}

/// The tables of a pack, in the order of packs/README.md. `rules/time.tsv` has its own checks.
pub const TABLES: [Shape; 13] = [
    shape("fold.tsv", &["from", "to", "seen"], true),
    shape("morphology/paradigm.tsv", &["paradigm", "feature", "ending", "seen"], false),
    Shape {
        value: Some((&[2, 3, 4], &[1])),
        words: &[0],
        ..shape("lexicon/number.tsv", &["surface", "value", "role", "gender", "region", "seen"], false)
    },
    Shape { value: Some((&[2], &[1])), words: &[0], ..shape("lexicon/bound.tsv", &["surface", "bound", "side", "seen"], false) },
    Shape {
        value: Some((&[1], &[2])),
        words: &[0],
        ..shape("lexicon/calendar.tsv", &["surface", "kind", "value", "seen"], false)
    },
    shape("lexicon/abbreviation.tsv", &["surface", "seen"], true),
    Shape { class: Some(3), words: &[0], ..shape("lexicon/verb.tsv", &["lemma", "paradigm", "aux", "class", "seen"], true) },
    Shape { class: Some(2), words: &[1], ..shape("lexicon/expression.tsv", &["verb", "rest", "class", "seen"], true) },
    Shape { class: Some(3), words: &[0, 1], ..shape("lexicon/noun.tsv", &["lemma", "plural", "gender", "class", "seen"], true) },
    Shape { class: Some(4), words: &[0], ..shape("lexicon/adjective.tsv", &["lemma", "fs", "mp", "fp", "class", "seen"], true) },
    Shape { class: Some(1), words: &[0], ..shape("lexicon/function.tsv", &["surface", "class", "seen"], true) },
    shape("lexicon/source.tsv", &["head", "with", "source", "seen"], true),
    shape("lexicon/anchor.tsv", &["surface", "domain", "seen"], true),
];

const fn shape(path: &'static str, columns: &'static [&'static str], sorted: bool) -> Shape {
    Shape { path, columns, sorted, class: None, value: None, words: &[] }
}

/// Checks the tables of a pack. Faults that a row shows by itself are found by
/// [`crate::compile`], which calls this as well.
pub fn check(files: &Files, tokenizer: &Tokenizer) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    present(files, &mut out);
    let mut unread = Vec::new();
    let known = Table::read("classes.tsv", CLASSES, &["class", "what"], &mut unread);
    let mut known: Vec<_> = known.rows.iter().map(|r| r.cell(0)).collect();
    known.extend(asked_for(files));
    for shape in &TABLES {
        let Some(text) = files.get(shape.path) else { continue };
        // What this finds was reported by the compiler.
        let table = Table::read(shape.path, text, shape.columns, &mut unread);
        let mut checker = Checker { shape, tokenizer, known: &known, out: &mut out };
        checker.repeated(&table);
        checker.values(&table);
        checker.folded(&table);
        checker.marks(&table);
        checker.classes(&table);
        checker.order(&table);
    }
    heads(files, &mut out);
    out
}

/// Classes that a rule asks for: the pack gives them their meaning itself.
fn asked_for(files: &Files) -> FxHashSet<&str> {
    let lines = files.iter().filter(|(path, _)| path.starts_with("rules/")).flat_map(|(_, text)| text.lines());
    let patterns = lines.filter(|line| line.trim_start().starts_with("match"));
    // Whatever is no letter of a class parts them; the rest of a pattern names no class of a table.
    patterns
        .flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && !".-_+".contains(c)))
        .filter(|w| w.contains('.'))
        .collect()
}

/// Files that a pack should have, and files that no pack has.
fn present(files: &Files, out: &mut Vec<Diagnostic>) {
    for shape in TABLES.iter().filter(|s| !files.contains_key(s.path)) {
        let hint = format!("a table without rows is its header: {}", shape.columns.join("<tab>"));
        out.push(Diagnostic::error(shape.path, 0, 0, "the file is missing", hint).warning());
    }
    let is_rules = |p: &str| p.starts_with("rules/") && p.strip_suffix(".toml").is_some();
    if !files.keys().any(|p| is_rules(p)) {
        out.push(Diagnostic::error("rules", 0, 0, "no rule", "packs/README.md shows one").warning());
    }
    let names: Vec<_> = TABLES.iter().map(|t| t.path).chain(["pack.toml", "rules/time.tsv"]).collect();
    for path in files.keys() {
        let other = is_rules(path) || path.starts_with("cases/") || path.strip_suffix(".md").is_some();
        if !other && !names.contains(&path.as_str()) {
            let hint = format!("{}packs/README.md lists the files of a pack", guess(path, names.iter().copied()));
            out.push(Diagnostic::error(path, 0, 0, "no file of a pack", hint).warning());
        }
    }
}

/// Expressions whose verb has no row, unnamed speakers that are no noun.
fn heads(files: &Files, out: &mut Vec<Diagnostic>) {
    for (path, of, what) in
        [("lexicon/expression.tsv", "lexicon/verb.tsv", "verb"), ("lexicon/source.tsv", "lexicon/noun.tsv", "noun")]
    {
        let mut unread = Vec::new();
        let mut table = |path: &str| {
            let shape = TABLES.iter().find(|t| t.path == path)?;
            files.get(path).map(|text| Table::read(shape.path, text, shape.columns, &mut unread))
        };
        let (Some(rows), Some(lemmas)) = (table(path), table(of)) else { continue };
        let lemmas: FxHashSet<&str> = lemmas.rows.iter().map(|r| r.cell(0)).collect();
        let mut told = FxHashSet::default();
        for row in rows.rows.iter().filter(|r| !lemmas.contains(r.cell(0)) && told.insert(r.cell(0))) {
            let message = format!("{} is no lemma of {of}", row.cell(0));
            out.push(row.fault(path, 0, message, format!("add the {what} there, or mend the word here")).warning());
        }
    }
}

struct Checker<'a> {
    shape: &'a Shape,
    tokenizer: &'a Tokenizer,
    known: &'a [&'a str],
    out: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn warn(&mut self, row: &Row<'_>, column: usize, message: String, hint: &str) {
        self.out.push(row.fault(self.shape.path, column, message, hint).warning());
    }

    /// Columns that say something, `seen` apart.
    fn cells<'r>(&self, row: &Row<'r>) -> Vec<&'r str> {
        (0..self.shape.columns.len() - 1).map(|c| row.cell(c)).collect()
    }

    fn repeated(&mut self, table: &Table<'_>) {
        let mut first: FxHashMap<Vec<&str>, usize> = FxHashMap::default();
        for row in &table.rows {
            let line = *first.entry(self.cells(row)).or_insert(row.line);
            if line != row.line {
                self.warn(row, 0, format!("the row stands twice, first on line {line}"), "vigie pack fmt takes one away");
            }
        }
    }

    /// One form, one value: a form that is told apart by nothing else.
    fn values(&mut self, table: &Table<'_>) {
        let Some((apart, agree)) = self.shape.value else { return };
        let cells = |row: &Row<'_>, columns: &[usize]| columns.iter().map(|c| row.cell(*c).to_string()).collect::<Vec<_>>();
        let mut first: FxHashMap<(String, Vec<String>), (usize, Vec<String>)> = FxHashMap::default();
        for row in &table.rows {
            let value = cells(row, agree);
            let key = (phrase_key(row.cell(0), self.tokenizer), cells(row, apart));
            let (line, other) = first.entry(key).or_insert_with(|| (row.line, value.clone())).clone();
            if other != value {
                let column = agree.first().copied().unwrap_or_default();
                let message = format!("{} is {} on line {line}, here {}", row.cell(0), other.join(" "), value.join(" "));
                self.out.push(row.fault(self.shape.path, column, message, "one form has one value; take one row away"));
            }
        }
    }

    /// Two spellings that are one after folding, of different classes.
    fn folded(&mut self, table: &Table<'_>) {
        let Some(class) = self.shape.class.filter(|_| self.shape.words.first() == Some(&0)) else { return };
        let mut first: FxHashMap<String, &Row<'_>> = FxHashMap::default();
        for row in &table.rows {
            let other = *first.entry(phrase_key(row.cell(0), self.tokenizer)).or_insert(row);
            if other.cell(0) != row.cell(0) && other.cell(class) != row.cell(class) {
                let message = format!("{} is {} after folding, which is {}", row.cell(0), other.cell(0), other.cell(class));
                self.warn(row, 0, message, "a text with either word is read as both; give both rows one class, or fold less");
            }
        }
    }

    /// Forms with a mark between words, which look-up never crosses, and forms without a word.
    fn marks(&mut self, table: &Table<'_>) {
        for row in &table.rows {
            for &column in self.shape.words {
                let text = row.cell(column);
                if text.is_empty() || text == "=" {
                    continue;
                }
                let s = self.tokenizer.sentence(text, 0, text.len());
                let words: Vec<_> = (0..s.len()).filter(|i| s.phrase_word(*i).is_some()).collect();
                if words.is_empty() {
                    self.warn(row, column, format!("{text} holds no word"), "a form has letters or digits");
                } else if words.windows(2).any(|w| w[1] != w[0] + 1) {
                    let hint = "look-up goes from word to word; write the form without the mark";
                    self.warn(row, column, format!("{text} is never found: a mark stands inside"), hint);
                }
            }
        }
    }

    fn classes(&mut self, table: &Table<'_>) {
        let Some(column) = self.shape.class else { return };
        let mut told = FxHashSet::default();
        for row in &table.rows {
            let class = row.cell(column).trim_end_matches('?');
            let below = |k: &&str| class.strip_prefix(k).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            if self.known.iter().any(below) || !told.insert(class) {
                continue;
            }
            let hint = format!("{}crates/vigie-pack/src/classes.tsv lists the classes", guess(class, self.known.iter().copied()));
            self.warn(row, column, format!("no rule asks for class {class}, and the engine gives it no meaning"), &hint);
        }
    }

    fn order(&mut self, table: &Table<'_>) {
        if !self.shape.sorted {
            return;
        }
        if let Some([before, row]) = table.rows.array_windows().find(|[a, b]| self.cells(a) > self.cells(b)) {
            self.warn(row, 0, format!("stands after {}", before.cell(0)), "vigie pack fmt sorts the rows");
        }
    }
}
