//! Patterns of `rules/time.tsv` over the tokens of a sentence.

use jiff::civil::Date;
use vigie_pack::time::{FIGURES, TimeAtom, TimePattern, Zone};
use vigie_pack::{Pack, Pos};
use vigie_text::Sentence;
use vigie_text::token::Kind;

use super::count::{Count, figure, in_longer_number, number};
use crate::words::Words;

/// One item of a pattern with what it was found to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bound<'p> {
    kind: u8,
    /// The value of the word in `calendar.tsv`; empty for figures.
    pub(super) value: &'p str,
    /// The number, for figures.
    pub(super) count: Count,
    /// First token.
    pub(super) first: usize,
    /// Token after the last.
    pub(super) last: usize,
    zone: Zone,
}

/// A pattern that fits.
#[derive(Debug, Clone)]
pub(super) struct Found<'p> {
    /// The pattern.
    pub(super) pattern: &'p TimePattern,
    /// What its items are.
    pub(super) bound: Vec<Bound<'p>>,
    /// First token read.
    pub(super) outer_first: usize,
    /// First token of the expression.
    pub(super) first: usize,
    /// Token after the last of the expression.
    pub(super) last: usize,
    /// Token after the last one read, those left for the next expression apart.
    pub(super) outer_last: usize,
}

/// What a sentence is read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a, 'p> {
    pub(super) sentence: &'a Sentence<'a>,
    pub(super) words: &'a Words<'p>,
    pub(super) pack: &'p Pack,
}

impl<'p> Found<'p> {
    /// The n-th item of a kind, from 0.
    pub(super) fn nth(&self, pack: &Pack, kind: &str, n: usize) -> Option<&Bound<'p>> {
        let kind = pack.times.kind(kind)?;
        self.bound.iter().filter(|b| usize::from(b.kind) == kind).nth(n)
    }

    /// The value of the first item of a kind.
    pub(super) fn value(&self, pack: &Pack, kind: &str) -> Option<&'p str> {
        self.nth(pack, kind, 0).map(|b| b.value)
    }

    /// The whole number of the n-th item of a kind.
    pub(super) fn whole(&self, pack: &Pack, kind: &str, n: usize) -> Option<i64> {
        match self.nth(pack, kind, n)?.count {
            Count::Exactly(v) => Some(v as i64),
            Count::Some => None,
        }
    }

    fn set_extent(&mut self, start: usize) {
        let inside = |b: &&Bound<'_>| b.zone == Zone::Inside;
        self.outer_first = start;
        self.first = self.bound.iter().find(inside).map_or(start, |b| b.first);
        self.last = self.bound.iter().rev().find(inside).map_or(start, |b| b.last);
        self.outer_last = self.bound.iter().rev().find(|b| b.zone != Zone::Ahead).map_or(start, |b| b.last);
    }
}

impl<'p> Reader<'_, 'p> {
    /// Whether a token is a preposition and nothing of the calendar's own.
    pub(super) fn is_preposition(self, at: usize) -> bool {
        self.sentence.tokens[at].kind == vigie_text::Kind::Word
            && self
                .words
                .senses(at)
                .iter()
                .any(|s| s.pos == vigie_pack::Pos::Function && self.pack.lexicon.class(s.class).starts_with("prep."))
    }

    /// The kinds of words and figures that begin at a token, one bit each.
    pub(super) fn kinds_at(self, at: usize) -> u128 {
        let mut mask = 0;
        for found in self.words.at(at) {
            for sense in found.senses {
                match sense.pos {
                    Pos::Calendar => {
                        let kind = self.pack.times.word_kinds.get(sense.row as usize).copied().unwrap_or(127);
                        mask |= 1u128 << (kind & 127);
                    }
                    // A number in words may be a quantity or an hour.
                    Pos::Number => mask |= (1 << NUMBER) | (1 << HOUR),
                    _ => {}
                }
            }
        }
        match self.sentence.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Number) => mask |= (1 << DOT) - 1,
            Some(Kind::Mark('.')) => mask |= 1 << DOT,
            Some(Kind::Mark(',')) => mask |= 1 << COMMA,
            _ => {}
        }
        mask
    }

    /// Every pattern that fits at a token, the longest first, then in the order of the table. `masks` holds the kinds of
    /// every token ([`Self::kinds_at`]).
    pub(super) fn found_at(self, start: usize, masks: &[u128]) -> Vec<Found<'p>> {
        let mut all = Vec::new();
        let Some(mask) = masks.get(start).copied().filter(|m| *m != 0) else { return all };
        let ahead = masks.iter().skip(start).take(AHEAD).fold(0, |all, m| all | m);
        let may_fit = |p: &&TimePattern| {
            p.first & mask != 0 && p.items.iter().all(|i| i.optional || i.any.iter().any(|a| ahead & (1 << (a.kind & 127)) != 0))
        };
        let mut bound = Vec::new();
        for pattern in self.pack.times.patterns.iter().filter(may_fit) {
            let mut best: Option<(usize, Vec<Bound<'p>>)> = None;
            self.walk(pattern, 0, start, masks, &mut bound, &mut best);
            if let Some((_, bound)) = best {
                let mut found = Found { pattern, bound, outer_first: start, first: start, last: start, outer_last: start };
                found.set_extent(start);
                all.push(found);
            }
        }
        all.sort_by_key(|f| std::cmp::Reverse(f.outer_last));
        all
    }

    fn walk(
        self,
        pattern: &'p TimePattern,
        item: usize,
        at: usize,
        masks: &[u128],
        bound: &mut Vec<Bound<'p>>,
        best: &mut Option<(usize, Vec<Bound<'p>>)>,
    ) {
        let Some(asked) = pattern.items.get(item) else {
            if best.as_ref().is_none_or(|b| at > b.0) {
                *best = Some((at, bound.clone()));
            }
            return;
        };
        // What no word of the token can be is not tried.
        let mask = masks.get(at).copied().unwrap_or(0);
        for atom in asked.any.iter().filter(|a| mask & (1 << (a.kind & 127)) != 0) {
            self.each(atom, at, &mut |last, value, count| {
                bound.push(Bound { kind: atom.kind, value, count, first: at, last, zone: asked.zone });
                self.walk(pattern, item + 1, last, masks, bound, best);
                bound.pop();
            });
        }
        if asked.optional {
            self.walk(pattern, item + 1, at, masks, bound, best);
        }
    }

    fn each(self, atom: &TimeAtom, at: usize, then: &mut dyn FnMut(usize, &'p str, Count)) {
        let kind = usize::from(atom.kind);
        if kind < FIGURES.len() {
            if let Some((tokens, count)) = self.figures(kind, at) {
                then(at + tokens, "", count);
            }
            return;
        }
        for found in self.words.at(at) {
            for sense in found.senses.iter().filter(|s| s.pos == Pos::Calendar) {
                let row = sense.row as usize;
                let fits = self.pack.times.word_kinds.get(row) == Some(&atom.kind);
                let value = self.pack.calendar.get(row).map_or("", |w| w.value.as_str());
                if fits && atom.value.as_ref().is_none_or(|v| v == value) {
                    then(at + found.tokens, value, Count::Some);
                }
            }
        }
    }

    fn figures(self, kind: usize, at: usize) -> Option<(usize, Count)> {
        let sentence = self.sentence;
        let token = sentence.tokens.get(at)?;
        let small = |low: u16, high: u16, lengths: std::ops::RangeInclusive<usize>| {
            let (value, length) = figure(sentence, at)?;
            let fits = (low..=high).contains(&value) && lengths.contains(&length) && !in_longer_number(sentence, at);
            fits.then_some((1, Count::Exactly(f64::from(value))))
        };
        match kind {
            NUMBER => number(sentence, self.words, self.pack, at),
            DAY => small(1, 31, 1..=2),
            YEAR => small(1000, 2199, 4..=4),
            YEAR2 => small(32, 99, 2..=2),
            HOUR => match token.kind {
                Kind::Number => small(0, 24, 1..=2),
                _ => number(sentence, self.words, self.pack, at)
                    .filter(|n| matches!(n.1, Count::Exactly(v) if (0.0..=24.0).contains(&v))),
            },
            MINUTE => small(0, 59, 2..=2),
            FIGURE_DATE => figure_date(sentence, self.pack, at).map(|(tokens, _)| (tokens, Count::Some)),
            DIGITAL => {
                small(0, 24, 1..=2)?;
                let colon = sentence.tokens.get(at + 1).is_some_and(|t| t.is(':') && t.glued);
                let minutes = sentence.tokens.get(at + 2).is_some_and(|t| t.glued && t.kind == Kind::Number);
                let (value, length) = figure(sentence, at + 2)?;
                (colon && minutes && length == 2 && value < 60).then_some((3, Count::Some))
            }
            DOT => token.is('.').then_some((1, Count::Some)),
            COMMA => token.is(',').then_some((1, Count::Some)),
            _ => None,
        }
    }

    /// Whether a word of this kind stands at a token, alone or as the end of a phrase.
    pub(super) fn phrase_before(self, end: usize, kind: &str) -> Option<usize> {
        let kind = self.pack.times.kind(kind)?;
        (end.saturating_sub(6)..end).find(|&start| {
            self.words.at(start).iter().any(|m| {
                start + m.tokens == end
                    && m.senses.iter().any(|s| {
                        s.pos == Pos::Calendar
                            && self.pack.times.word_kinds.get(s.row as usize).map(|k| usize::from(*k)) == Some(kind)
                    })
            })
        })
    }

    /// Whether a word of this kind begins at a token.
    pub(super) fn is(self, at: usize, kind: &str) -> bool {
        self.pack.times.kind(kind).is_some_and(|k| self.kinds_at(at) & (1u128 << (k & 127)) != 0)
    }
}

/// Tokens within which a time expression has all its words.
const AHEAD: usize = 32;

const NUMBER: usize = 0;
const DAY: usize = 1;
const YEAR: usize = 2;
const YEAR2: usize = 3;
const HOUR: usize = 4;
const MINUTE: usize = 5;
const FIGURE_DATE: usize = 6;
const DIGITAL: usize = 7;
const DOT: usize = 8;
const COMMA: usize = 9;

/// A date in figures at a token: `30/11/2024`, `30.11.2024`, `2024-11-30`, in the order that the pack asks for.
pub(super) fn figure_date(sentence: &Sentence<'_>, pack: &Pack, at: usize) -> Option<(usize, Date)> {
    let hyphens = sentence.tokens.get(at + 1).is_some_and(|t| t.hyphen) && sentence.tokens.get(at + 2).is_some_and(|t| t.hyphen);
    let parted = |i: usize| sentence.tokens.get(i).is_some_and(|t| t.glued && (t.is('/') || t.is('.')));
    let step = if hyphens {
        1
    } else if parted(at + 1) && parted(at + 3) {
        2
    } else {
        return None;
    };
    let cell = |n: usize| {
        let i = at + n * step;
        let glued = n == 0 || hyphens || sentence.tokens.get(i).is_some_and(|t| t.glued);
        figure(sentence, i).filter(|_| glued)
    };
    let cells = [cell(0)?, cell(1)?, cell(2)?];
    let (year, month, day) = if cells[0].1 == 4 {
        (cells[0], cells[1], cells[2])
    } else {
        match pack.strategies.date_order.as_str() {
            "mdy" => (cells[2], cells[0], cells[1]),
            "ymd" => (cells[0], cells[1], cells[2]),
            _ => (cells[2], cells[1], cells[0]),
        }
    };
    let full = match year {
        (y, 4) => i16::try_from(y).ok()?,
        (y @ 0..=49, 2) => i16::try_from(y).ok()? + 2000,
        (y, 2) => i16::try_from(y).ok()? + 1900,
        _ => return None,
    };
    let date = Date::new(full, i8::try_from(month.0).ok()?, i8::try_from(day.0).ok()?).ok()?;
    (full >= 1).then_some((2 * step + 1, date))
}
