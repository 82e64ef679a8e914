//! A passage: the text to read, with what is known about it.

use vigie_model::Days;
use vigie_text::token::Kind;
use vigie_text::{Case, Sentence};

use crate::times::Time;

/// A text with what is known about it.
#[derive(Debug, Clone, Default)]
pub struct Passage<'a> {
    /// The caller's own id.
    pub id: &'a str,
    /// The text.
    pub text: &'a str,
    /// Day (or month) of publication; `None` = unknown.
    pub published: Option<Days>,
    /// Language code; `None` = to be found.
    pub lang: Option<&'a str>,
    /// Who published it; `None` = unknown.
    pub outlet: Option<&'a str>,
    /// `sha256:` of the document's bytes; empty = made from the text.
    pub document: &'a str,
}

/// A text may begin with a line `date 2024-11` or `date 2024-11-30`: the days,
/// and the byte after it.
pub fn date_line(text: &str) -> Option<(Days, usize)> {
    let trimmed = text.trim_start();
    let offset = text.len() - trimmed.len();
    let rest = trimmed.strip_prefix("date").or_else(|| trimmed.strip_prefix("Date"))?;
    let value = rest.trim_start_matches([' ', ':', '\u{a0}']);
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(value.len());
    let days = Days::parse(&value[..end])?;
    Some((days, offset + (trimmed.len() - value.len()) + end))
}

/// The tokens of a dateline at the head of a sentence (`BEYROUTH, 27 nov 2024 (agence) -`),
/// and the day that it names. `None` when the sentence begins with none.
pub fn dateline(sentence: &Sentence<'_>, times: &[Time]) -> Option<(usize, Option<Days>)> {
    let limit = sentence.len().min(18);
    let dash = (1..limit).find(|i| {
        let t = &sentence.tokens[*i];
        matches!(t.kind, Kind::Mark('-' | '–' | '—')) && !t.glued
    })?;
    if dash + 1 >= sentence.len() {
        return None;
    }
    let head = || 0..dash;
    let day = times.iter().filter(|t| t.first < dash).find_map(|t| t.days.filter(|_| t.value.len() >= 10));
    let place = sentence.tokens[0].case == Case::Upper || head().any(|i| sentence.tokens[i].is('('));
    let short = dash <= 2 && sentence.tokens[0].case != Case::Lower;
    let small = head().filter(|i| sentence.tokens[*i].kind == Kind::Word && sentence.tokens[*i].case == Case::Lower).count();
    let fits = (day.is_some() && small <= 5) || (place && small <= 3) || (short && sentence.tokens[0].case == Case::Upper);
    fits.then_some((dash + 1, day))
}
