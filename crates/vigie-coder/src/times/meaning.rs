//! What a pattern stands for: one way of reckoning for each meaning.

use jiff::civil::Date;
use vigie_model::Days;
use vigie_pack::time::TimeMeaning;
use vigie_pack::{Features, Pos};

use super::count::Count;
use super::matcher::{Found, Reader, figure_date};
use super::reckon::{Unit, add_days, date, distance, weekday, years};
use super::{Anchor, Kind, Relation};

/// What is known of an expression before the words around it are looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft<'p> {
    pub(super) kind: Kind,
    pub(super) value: String,
    pub(super) days: Option<Days>,
    pub(super) narrative: bool,
    /// A time of the clock or a part of a day whose day is told elsewhere: `T20:30`, `TNI`.
    pub(super) floating: Option<String>,
    pub(super) length: Option<(Unit<'p>, Count)>,
    pub(super) relation: Option<Relation>,
}

/// What expressions are reckoned from.
#[derive(Debug, Clone, Copy)]
pub(super) struct From<'a, 'p> {
    pub(super) reader: Reader<'a, 'p>,
    pub(super) anchor: &'a Anchor,
    /// The day last told, in this sentence or before it.
    pub(super) story: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    /// Before publication, not on it.
    Before,
    /// After publication, not on it.
    After,
    /// What is told is still to come.
    Coming,
    /// Nothing says so.
    Unsaid,
}

/// How many days ahead a date without a year may lie when nothing tells of the future.
const NEAR_AHEAD_DAYS: i64 = 31;
/// The same when something does.
const FAR_AHEAD_DAYS: i64 = 300;
/// How many tokens to either side are asked for the tense.
const TENSE_WINDOW: usize = 14;

impl<'p> From<'_, 'p> {
    /// The day of publication; `None` when only the month is known.
    pub(super) fn today(&self) -> Option<Date> {
        let days = self.anchor.published?;
        (days.start == days.end).then_some(days.end)?
    }

    /// The last day on which the text may have been published.
    pub(super) fn last(&self) -> Option<Date> {
        self.anchor.published?.end
    }

    /// What the pattern stands for; `None` when the words, on a closer look, mean something else.
    pub(super) fn draft(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        match found.pattern.makes {
            TimeMeaning::Day => self.day(found),
            TimeMeaning::Weekday => self.weekday(found),
            TimeMeaning::Deictic => self.deictic(found),
            TimeMeaning::Told => self.told(found),
            TimeMeaning::Part => self.part(found),
            TimeMeaning::Night => self.night(found),
            TimeMeaning::Clock => self.clock(found),
            TimeMeaning::Figures => {
                let at = found.nth(self.reader.pack, "figures", 0)?.first;
                Some(one_day(figure_date(self.reader.sentence, self.reader.pack, at)?.1))
            }
            TimeMeaning::Month => self.month(found),
            TimeMeaning::Season => self.season(found),
            TimeMeaning::Year => self.year(found),
            TimeMeaning::Period => self.period(found),
            TimeMeaning::Decade => self.decade(found),
            TimeMeaning::Century => {
                let n = self.text(found, "century").and_then(|v| v.parse().ok()).or_else(|| self.whole(found, "day", 0))?;
                Some(dated(format!("{:02}", n - 1), years((n - 1) * 100 + 1, n * 100)))
            }
            TimeMeaning::Duration => self.duration(found),
            TimeMeaning::Recent => self.recent(found),
            TimeMeaning::Set => self.set(found),
            TimeMeaning::Reference => {
                Some(Draft { kind: Kind::Time, value: self.text(found, "ref")?.to_string(), ..Draft::default() })
            }
            TimeMeaning::Feast => self.feast(found),
            TimeMeaning::Landmark => self.landmark(found),
        }
    }

    pub(super) fn text(&self, found: &Found<'p>, kind: &str) -> Option<&'p str> {
        found.value(self.reader.pack, kind)
    }

    pub(super) fn whole(&self, found: &Found<'p>, kind: &str, n: usize) -> Option<i64> {
        found.whole(self.reader.pack, kind, n)
    }

    pub(super) fn year_of(&self, found: &Found<'p>) -> Option<i64> {
        self.whole(found, "year", 0).or_else(|| self.whole(found, "year2", 0).map(|y| y + 1900))
    }

    /// Whether past or future is spoken of around an expression.
    pub(super) fn toward(&self, found: &Found<'p>) -> Toward {
        match self.text(found, "shift") {
            Some("last" | "before") => Toward::Before,
            Some("next" | "after") => Toward::After,
            _ if self.future(found.outer_first, found.outer_last) => Toward::Coming,
            _ => Toward::Unsaid,
        }
    }

    /// The tense nearest to the left decides, then the one to the right.
    pub(super) fn future(&self, first: usize, last: usize) -> bool {
        let left = (first.saturating_sub(TENSE_WINDOW)..first).rev().find_map(|i| self.tense(i));
        let right = || (last..(last + TENSE_WINDOW).min(self.reader.sentence.len())).find_map(|i| self.tense(i));
        left.or_else(right).unwrap_or(false)
    }

    pub(super) fn tense(&self, at: usize) -> Option<bool> {
        if self.reader.is(at, "plan") {
            return Some(true);
        }
        let senses = self.reader.words.senses(at);
        let verb = senses.iter().filter(|s| s.pos == Pos::Verb);
        let has = |f| verb.clone().any(|s| s.features.any(f));
        if has(Features::FUTURE) {
            return Some(true);
        }
        let only = senses.iter().all(|s| s.pos == Pos::Verb);
        if has(Features::PAST.with(Features::IMPERFECT)) && only {
            return Some(false);
        }
        // A present alone says little; with a participle after it, it is a compound past.
        let participle =
            (at + 1..at + 3).any(|i| self.reader.words.can_be(i, Pos::Verb, Features::PARTICIPLE) && !self.reader.is(i, "plan"));
        if has(Features::PRESENT) && participle {
            return Some(false);
        }
        senses.is_empty().then(|| self.future_ending(at)).flatten()
    }

    pub(super) fn future_ending(&self, at: usize) -> Option<bool> {
        let sentence = self.reader.sentence;
        let word = sentence.plain(at);
        if word.len() < 5 || sentence.tokens.get(at).is_none_or(|t| t.is_mark() || t.case != vigie_text::token::Case::Lower) {
            return None;
        }
        let mut endings = self.reader.pack.calendar.iter().filter(|w| w.kind == "plan-ending");
        endings.any(|e| word.ends_with(&e.value)).then_some(true)
    }

    /// The day of a month in the year that fits best.
    pub(super) fn day_without_year(&self, found: &Found<'p>, month: i64, day: i64, asked: Option<i64>) -> Option<Date> {
        let last = self.last()?;
        let year = i64::from(last.year());
        let near = |span: i64| {
            let all = (year - span..=year + span).filter_map(move |y| date(y, month, day));
            let fits = all.filter(move |d| asked.is_none_or(|w| w == weekday(*d)));
            fits.min_by_key(move |d| distance(last, *d).abs())
        };
        if asked.is_some() {
            return near(8);
        }
        let past = (year - 8..=year).rev().filter_map(|y| date(y, month, day)).find(|d| *d <= last);
        let coming = (year..=year + 8).filter_map(|y| date(y, month, day)).find(|d| *d > last);
        let ahead = coming.map_or(i64::MAX, |c| distance(last, c));
        match self.toward(found) {
            Toward::Before if past == Some(last) => (year - 8..year).rev().find_map(|y| date(y, month, day)),
            Toward::Before => past,
            Toward::After => coming,
            Toward::Coming if past != Some(last) && ahead <= FAR_AHEAD_DAYS => coming,
            Toward::Unsaid if past != Some(last) && ahead <= NEAR_AHEAD_DAYS => coming,
            _ => past.or(coming),
        }
    }
}

pub(super) fn length(unit: Unit<'_>, count: Count) -> Draft<'_> {
    Draft { kind: Kind::Duration, value: unit.value(count), length: Some((unit, count)), ..Draft::default() }
}

pub(super) fn span(start: Option<Date>, end: Option<Date>) -> Option<Days> {
    Some(Days::span(start?, end?))
}

pub(super) fn dated<'p>(value: String, days: Option<Days>) -> Draft<'p> {
    Draft { kind: Kind::Date, value, days, ..Draft::default() }
}

pub(super) fn one_day<'p>(day: Date) -> Draft<'p> {
    dated(day.to_string(), Some(Days::day(day)))
}

/// A part of a day; a night reaches into the next day.
pub(super) fn with_part<'p>(day: Date, part: Option<&str>) -> Draft<'p> {
    let Some(part) = part else { return one_day(day) };
    Draft { kind: Kind::Time, value: format!("{day}T{part}"), days: Some(of_part(day, part)), ..Draft::default() }
}

/// The days that a part of a day touches.
pub(super) fn of_part(day: Date, part: &str) -> Days {
    let last = if part == "NI" { add_days(day, 1).unwrap_or(day) } else { day };
    Days::span(day, last)
}
