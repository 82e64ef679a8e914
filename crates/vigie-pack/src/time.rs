//! The grammar of time expressions: the table `rules/time.tsv`, compiled.
//!
//! A row says in which order kinds of words of `calendar.tsv` stand, and what
//! they mean together. It holds no word of a language. Reading a sentence with
//! it belongs to `vigie-coder`.

use serde::{Deserialize, Serialize};

use crate::Files;
use crate::diagnostic::Diagnostic;
use crate::pack::CalendarWord;
use crate::table::Table;

/// Kinds that no table lists, because they are figures or marks: a quantity,
/// a day of the month, a year of four or of two figures, an hour, minutes, a
/// date in figures, a time in figures, a dot, a comma.
pub const FIGURES: [&str; 10] = ["number", "day", "year", "year2", "hour", "minute", "figures", "digital", "dot", "comma"];

/// What a pattern stands for; each is one way of reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeMeaning {
    /// A day of a month, with or without year, weekday and part of day.
    Day,
    /// A weekday alone.
    Weekday,
    /// A number of days from publication.
    Deictic,
    /// A number of days from the day last told.
    Told,
    /// A part of a day.
    Part,
    /// The night between two days.
    Night,
    /// A time of the clock.
    Clock,
    /// A date in figures.
    Figures,
    /// A month, or a part of it.
    Month,
    /// A season.
    Season,
    /// A year, or a part of it.
    Year,
    /// A week, month or year counted from that of publication, or a part of it.
    Period,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A length.
    Duration,
    /// A length that ends or begins at publication.
    Recent,
    /// Something that comes back.
    Set,
    /// Past, present or future without a date.
    Reference,
    /// A feast.
    Feast,
    /// A day known by its number and month, whatever the year of publication.
    Landmark,
}

const MEANINGS: [(&str, TimeMeaning); 20] = [
    ("day", TimeMeaning::Day),
    ("weekday", TimeMeaning::Weekday),
    ("deictic", TimeMeaning::Deictic),
    ("told", TimeMeaning::Told),
    ("part", TimeMeaning::Part),
    ("night", TimeMeaning::Night),
    ("clock", TimeMeaning::Clock),
    ("figures", TimeMeaning::Figures),
    ("month", TimeMeaning::Month),
    ("season", TimeMeaning::Season),
    ("year", TimeMeaning::Year),
    ("period", TimeMeaning::Period),
    ("decade", TimeMeaning::Decade),
    ("century", TimeMeaning::Century),
    ("duration", TimeMeaning::Duration),
    ("recent", TimeMeaning::Recent),
    ("set", TimeMeaning::Set),
    ("reference", TimeMeaning::Reference),
    ("feast", TimeMeaning::Feast),
    ("landmark", TimeMeaning::Landmark),
];

/// Where an item stands with regard to the expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Zone {
    /// Before the bracket: read, but outside the expression.
    Before,
    /// In the expression.
    Inside,
    /// After the bracket: read, but outside the expression.
    After,
    /// After the stroke: must stand there, and is left for the next expression.
    Ahead,
}

/// One of the things that an item may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeAtom {
    /// Place in [`TimeGrammar::kinds`].
    pub kind: u8,
    /// The word must have this value in `calendar.tsv`.
    pub value: Option<String>,
}

/// One item of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeItem {
    /// Any of these.
    pub any: Vec<TimeAtom>,
    /// May be absent.
    pub optional: bool,
    /// Where it stands.
    pub zone: Zone,
}

/// A row of `rules/time.tsv`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimePattern {
    /// Name, for traces.
    pub id: String,
    /// The reckoning.
    pub makes: TimeMeaning,
    /// The items, in order.
    pub items: Vec<TimeItem>,
    /// The kinds that may come first, one bit each.
    pub first: u128,
    /// Texts that it must read from end to end, prepositions apart.
    pub accepts: Vec<String>,
    /// Texts in which it must read nothing.
    pub refuses: Vec<String>,
}

/// All patterns, and the kinds that they speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeGrammar {
    /// Names of kinds; those of [`FIGURES`] first. at most 128.
    pub kinds: Vec<String>,
    /// The kind of each row of `calendar.tsv`.
    pub word_kinds: Vec<u8>,
    /// The patterns, in the order of the table.
    pub patterns: Vec<TimePattern>,
    /// The kinds that make an expression, one bit each; the others only stand about one.
    core: u128,
}

/// Kinds of small words: they make no expression without another kind.
const SMALL: [&str; 34] = [
    "the", "this", "same", "each", "all", "whole", "of", "to", "and", "shift", "edge", "half", "portion", "few", "in", "at",
    "about", "since", "until", "before", "after", "during", "within", "ahead", "from", "between", "per", "ago", "later",
    "earlier", "approx", "er", "age", "stretch",
];

const PATH: &str = "rules/time.tsv";

impl TimeGrammar {
    /// Compiles the patterns over the words of the calendar.
    pub fn compile(files: &Files, words: &[CalendarWord], out: &mut Vec<Diagnostic>) -> Self {
        let mut grammar = Self { kinds: FIGURES.iter().map(ToString::to_string).collect(), ..Self::default() };
        for word in words {
            let kind = grammar.kind(&word.kind).unwrap_or_else(|| {
                grammar.kinds.push(word.kind.clone());
                grammar.kinds.len() - 1
            });
            grammar.word_kinds.push(u8::try_from(kind).unwrap_or(u8::MAX));
        }
        for (at, kind) in grammar.kinds.iter().enumerate().skip(FIGURES.len()).take(118) {
            if !SMALL.contains(&kind.as_str()) && !kind.starts_with("plan") {
                grammar.core |= 1 << at;
            }
        }
        if grammar.kinds.len() > 128 {
            out.push(Diagnostic::error(
                "lexicon/calendar.tsv",
                0,
                0,
                "more than 128 kinds",
                "merge kinds that no pattern tells apart",
            ));
            return Self::default();
        }
        let Some(text) = files.get(PATH) else { return grammar };
        for row in Table::read(PATH, text, &["id", "pattern", "makes", "accepts", "refuses", "seen"], out).rows {
            let Some(makes) = MEANINGS.iter().find(|m| m.0 == row.cell(2)).map(|m| m.1) else {
                out.push(row.fault(PATH, 2, format!("unknown meaning {}", row.cell(2)), "see TimeMeaning for the list"));
                continue;
            };
            let accepts: Vec<_> = row.names(3).map(str::to_string).collect();
            let refuses: Vec<_> = row.names(4).map(str::to_string).collect();
            if accepts.is_empty() || refuses.is_empty() {
                let column = if accepts.is_empty() { 3 } else { 4 };
                out.push(row.fault(PATH, column, "a pattern needs both kinds of example", "write a text, several parted by |"));
                continue;
            }
            match grammar.items(row.cell(1)) {
                Ok(items) => {
                    let first = first_of(&items);
                    grammar.patterns.push(TimePattern { id: row.cell(0).to_string(), makes, items, first, accepts, refuses });
                }
                Err(fault) => {
                    out.push(row.fault(
                        PATH,
                        1,
                        fault,
                        "kinds are those of lexicon/calendar.tsv, and figures: number, day, year …",
                    ));
                }
            }
        }
        grammar
    }

    /// Whether words of a kind make a time expression.
    pub fn makes(&self, kind: u8) -> bool {
        self.core & (1u128 << (kind & 127)) != 0
    }

    /// The place of a kind.
    pub fn kind(&self, name: &str) -> Option<usize> {
        self.kinds.iter().position(|k| k == name)
    }

    fn items(&self, pattern: &str) -> Result<Vec<TimeItem>, String> {
        let mut zone = if pattern.contains('[') { Zone::Before } else { Zone::Inside };
        let mut items = Vec::new();
        for word in pattern.split_whitespace() {
            match word {
                "[" => zone = Zone::Inside,
                "]" => zone = Zone::After,
                "/" => zone = Zone::Ahead,
                _ => {
                    let (names, optional) = word.strip_suffix('?').map_or((word, false), |w| (w, true));
                    let any = names.split('|').map(|name| self.atom(name)).collect::<Result<_, _>>()?;
                    items.push(TimeItem { any, optional, zone });
                }
            }
        }
        if items.iter().any(|i| i.zone == Zone::Inside && !i.optional) {
            Ok(items)
        } else {
            Err("nothing in the pattern must be there".into())
        }
    }

    fn atom(&self, name: &str) -> Result<TimeAtom, String> {
        let (kind, value) = name.split_once('=').map_or((name, None), |(k, v)| (k, Some(v.to_string())));
        let at = self.kind(kind).ok_or_else(|| format!("unknown kind {kind}"))?;
        Ok(TimeAtom { kind: u8::try_from(at).unwrap_or(u8::MAX), value })
    }
}

fn first_of(items: &[TimeItem]) -> u128 {
    let mut mask = 0u128;
    for item in items {
        mask |= item.any.iter().fold(0, |m, a| m | (1u128 << (a.kind & 127)));
        if !item.optional {
            break;
        }
    }
    mask
}
