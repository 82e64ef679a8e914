//! What independent voices say together of one number (methods R5, R9): bounds and agreement, never a mean, never a sum.

use jiff::civil::Date;
use vigie_model::{Agreement, Bounds};

use super::figure::{Said, number_of_days};

/// What one voice says, at its latest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub(super) said: Said,
    pub(super) as_of: Option<Date>,
}

/// Days by which a figure may be older than another and still be set beside it.
const SAME_TIME_DAYS: i32 = 1;

/// Whether each word is older than the newest by more than a day.
fn old(words: &[Word]) -> impl Fn(&Word) -> bool + use<> {
    let newest = words.iter().filter_map(|w| w.as_of).max();
    move |w| w.as_of.zip(newest).is_some_and(|(day, newest)| number_of_days(day, newest) > SAME_TIME_DAYS)
}

/// What each word leaves possible when the newest was said. The dead do not rise, so an older figure bounds from below
/// only; so does one person told alone.
pub(super) fn ranges(words: &[Word]) -> Vec<(u64, u64)> {
    let old = old(words);
    let range = |w: &Word| (w.said.range().0, if old(w) || w.said.is_one() { u64::MAX } else { w.said.range().1 });
    words.iter().map(range).collect()
}

pub(super) fn agreement(words: &[Word]) -> Agreement {
    let ranges = ranges(words);
    let highest = ranges.iter().map(|r| r.0).max().unwrap_or(0);
    if words.len() < 2 {
        Agreement::Single
    } else if words.iter().all(|w| w.said == words[0].said) {
        Agreement::Agree
    } else if ranges.iter().all(|r| highest <= r.1) {
        Agreement::Range
    } else {
        Agreement::Conflict
    }
}

/// Low = the highest of the lows, high = the highest of the highs that are told (R5); `best` is kept where it lies within.
/// A round number bounds nothing where a firm one fits it.
pub(super) fn bounds(words: &[Word], best: Option<u64>) -> Bounds {
    let ranges = ranges(words);
    let firm = || words.iter().zip(&ranges).filter(|(w, _)| !w.said.about).map(|(_, r)| r);
    let fits = |a: &(u64, u64)| firm().any(|b| a.0 <= b.1 && b.0 <= a.1);
    let bind = || words.iter().zip(&ranges).filter(|(w, r)| !w.said.about || !fits(r));
    let low = bind().filter_map(|(w, _)| w.said.low).max();
    let old = old(words);
    let told = bind().filter(|(w, _)| !old(w)).filter_map(|(w, _)| w.said.high).max();
    // Somebody counts more than any high that is told: the number is open above.
    let high = told.filter(|high| low.is_none_or(|low| low <= *high));
    let within = |n: &u64| low.is_none_or(|low| low <= *n) && high.is_none_or(|high| *n <= high);
    Bounds::new(low, best.filter(within).or(low), high).unwrap_or_default()
}
