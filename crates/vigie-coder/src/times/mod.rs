//! Stage 3: times. Which words tell when, and which days they mean.
//!
//! An expression is found by the patterns of `rules/time.tsv` over the words
//! of `lexicon/calendar.tsv`; what it stands for is reckoned from the day of
//! publication, or from the day last told (*the day before*, *that night*).
//! Extents and values are those of TIMEX3 (`TimeML` 1.2.1; days and weeks as in
//! ISO 8601): prepositions and contracted articles stand outside. Which event
//! an expression dates is not decided here. Read [`Time`] next.

mod count;
mod day;
mod length;
mod matcher;
mod meaning;
mod period;
mod reckon;

use jiff::civil::Date;
use vigie_model::Days;
use vigie_pack::Pack;
use vigie_pack::time::{TimeMeaning, Zone};
use vigie_text::Sentence;

use self::count::{Count, figure};
use self::matcher::Reader;
use self::meaning::{Draft, From, of_part};
use self::reckon::Unit;
pub(crate) use self::reckon::add_days;
use crate::words::Words;

/// The four types of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A day or longer: `2024-11-30`, `2024-W48`.
    #[default]
    Date,
    /// Within a day: `2024-11-30T20:30`, `2024-11-30TNI`; also `PRESENT_REF` and the like.
    Time,
    /// A length: `P3D`.
    Duration,
    /// Something that comes back: `P1D`, `XXXX-WXX-6`.
    Set,
}

impl Kind {
    /// The name in TIMEX3.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// How the words before (or after) an expression tie it to what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Relation {
    /// At that time: *on*, *in*, *at*, or nothing.
    #[default]
    On,
    /// From then to publication; of a length: for so long, up to publication.
    Since,
    /// Up to then.
    Until,
    /// Earlier than that; of a length: so long before the day last told.
    Before,
    /// Later than that; of a length: so long after the day last told.
    After,
    /// Within a length that ends at publication: *in two days*, *the last 24 hours*.
    Within,
    /// For a length, or at some moment of a stretch.
    During,
    /// A length before publication.
    Ago,
    /// A length after publication: *in three days*.
    Ahead,
}

/// A time expression of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// First token.
    pub first: usize,
    /// Token after the last.
    pub last: usize,
    /// First token with the preposition: *since*, *until*, *in*.
    pub outer_first: usize,
    /// Token after the last with what follows and is no part of it: *later*.
    pub outer_last: usize,
    /// TIMEX3 type.
    pub kind: Kind,
    /// TIMEX3 value.
    pub value: String,
    /// The days that the words cover, both included. `None` when they name no days
    /// of the calendar (a length alone, something that comes back, a date without an anchor).
    pub days: Option<Days>,
    /// How it is tied to what is told.
    pub relation: Relation,
    /// It counts from the day last told, not from publication.
    pub narrative: bool,
    /// When it is one end of a stretch (*from the 27th to the 30th*, *between Sunday and
    /// Thursday*), the days of the whole; both ends carry it.
    pub through: Option<Days>,
    /// Name of the pattern of `rules/time.tsv`.
    pub rule: usize,
}

impl Time {
    /// A length in days, when it is one of hours, days or weeks.
    pub fn whole_days(&self) -> Option<i64> {
        let number = |s: &str, unit| s.strip_suffix(unit).and_then(|n| n.parse::<i64>().ok());
        if let Some(hours) = self.value.strip_prefix("PT") {
            return number(hours, 'H').filter(|h| h % 24 == 0).map(|h| h / 24);
        }
        let length = self.value.strip_prefix('P')?;
        number(length, 'D').or_else(|| number(length, 'W').map(|w| 7 * w))
    }
}

/// What expressions are reckoned from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The day of publication, or the month when no more is known.
    pub published: Option<Days>,
    /// The day last told before this sentence.
    pub story: Option<Days>,
    /// The days of the deed last told, or of anything told that was not the saying of it:
    /// hours and parts of days are of then.
    pub deed: Option<Days>,
}

/// The time expressions of a sentence, in order; they do not overlap.
pub fn times(sentence: &Sentence<'_>, words: &Words<'_>, pack: &Pack, anchor: &Anchor) -> Vec<Time> {
    let reader = Reader { sentence, words, pack };
    let masks: Vec<u128> = match kinds(reader) {
        Some(masks) => masks,
        None => return Vec::new(),
    };
    let mut times: Vec<(Time, Option<String>)> = Vec::new();
    let mut story = anchor.story.and_then(single);
    let mut deed = anchor.deed;
    let mut at = 0;
    while at < sentence.len() {
        let from = From { reader, anchor, story };
        let found = reader.found_at(at, &masks).into_iter().find_map(|f| from.draft(&f).map(|d| (f, d)));
        let Some((found, draft)) = found else {
            at += 1;
            continue;
        };
        at = found.last.max(found.outer_last).max(at + 1);
        let (relation, outer_first) = relation(reader, found.outer_first, found.first, &draft);
        let days = draft.days.or_else(|| length_days(&draft, relation, anchor));
        let rule = pack.times.patterns.iter().position(|p| std::ptr::eq(p, found.pattern)).unwrap_or(0);
        let mut time = Time {
            first: found.first,
            last: found.last,
            outer_first,
            outer_last: found.outer_last.max(found.last),
            kind: draft.kind,
            value: draft.value,
            days,
            relation,
            narrative: draft.narrative,
            through: None,
            rule,
        };
        if let Some(code) = &draft.floating {
            place(&mut time, code, deed, anchor);
        } else if let Some(day) = day_of(&time).filter(|_| tells_day(&time)) {
            // A time of the clock before its day: "at about 0.40, on Thursday".
            if let Some((clock, Some(code))) = times.last_mut() {
                let gap = (clock.last..time.outer_first).all(|i| sentence.tokens.get(i).is_some_and(|t| t.is(',')));
                if gap && code.contains(':') {
                    place(clock, code, Some(Days::day(day)), anchor);
                }
            }
            story = Some(day);
            deed = time.days;
        }
        times.push((time, draft.floating));
    }
    let mut times: Vec<Time> = times.into_iter().map(|t| t.0).collect();
    for time in &mut times {
        while time.last > time.first + 1 && reader.is_preposition(time.last - 1) {
            // `ce dimanche à Mogadiscio`: what follows is no hour, so the preposition is not of the time.
            time.last -= 1;
            time.outer_last = time.last;
        }
    }
    join(reader, &mut times);
    times
}

/// The kinds of words at each token; `None` when nothing in the sentence can make a time.
fn kinds(reader: Reader<'_, '_>) -> Option<Vec<u128>> {
    let likely = (0..reader.sentence.len()).any(|i| {
        figure(reader.sentence, i).is_some_and(|(_, length)| length != 3)
            || reader.words.at(i).iter().any(|m| {
                m.senses.iter().any(|s| {
                    s.pos == vigie_pack::Pos::Calendar
                        && reader.pack.times.word_kinds.get(s.row as usize).is_some_and(|k| reader.pack.times.makes(*k))
                })
            })
    });
    likely.then(|| (0..reader.sentence.len()).map(|i| reader.kinds_at(i)).collect())
}

/// The days that a claim covers when an expression governs it: the smallest
/// stretch that the words support (annotation guide, decision 9). Unknown when
/// the expression names no days.
///
/// `since Wednesday` runs from that day to publication, `until Monday` is open
/// at its beginning, `in two days` ends at publication.
pub fn claim_days(time: &Time, anchor: &Anchor) -> Days {
    if let Some(days) = time.through {
        return days;
    }
    let published = anchor.published.and_then(|p| p.end);
    let days = time.days.unwrap_or_default();
    if time.kind == Kind::Duration {
        return days;
    }
    match time.relation {
        // Before dawn, until noon: still that day.
        Relation::Until | Relation::Before | Relation::After if time.kind == Kind::Time => days,
        Relation::Until => Days { start: None, end: days.end },
        Relation::Before => Days { start: None, end: days.start.and_then(|d| add_days(d, -1)) },
        Relation::Since | Relation::After => Days { start: days.start, end: latest(published, days.start) },
        _ => days,
    }
}

/// The day last told after these expressions, for the next sentence: the last
/// one that names a single day.
pub fn story_after(times: &[Time], anchor: &Anchor) -> Option<Days> {
    let last = times.iter().rev().filter(|t| tells_day(t)).find_map(day_of);
    last.map(Days::day).or(anchor.story)
}

fn latest(published: Option<Date>, start: Option<Date>) -> Option<Date> {
    published.filter(|p| start.is_none_or(|s| s <= *p))
}

fn single(days: Days) -> Option<Date> {
    (days.start == days.end).then_some(days.start)?
}

/// Whether what follows may be told of the day of an expression: not of the far end of a stretch.
fn tells_day(time: &Time) -> bool {
    time.kind != Kind::Duration && matches!(time.relation, Relation::On | Relation::During)
}

/// The day of a date or of a part of a day.
fn day_of(time: &Time) -> Option<Date> {
    let days = time.days?;
    match time.kind {
        Kind::Date => single(days),
        Kind::Time => days.start,
        _ => None,
    }
}

/// Gives a time of the clock or a part of a day its day.
fn place(time: &mut Time, code: &str, deed: Option<Days>, anchor: &Anchor) {
    let published = anchor.published.and_then(single);
    // Of a night, only the hours before midnight lie in its first day.
    let early = matches!(code.get(1..3), Some("18" | "19" | "20" | "21" | "22" | "23" | "NI"));
    let told = deed.and_then(|d| if early { d.start } else { d.end });
    let Some(day) = told.or(published) else {
        time.value = format!("XXXX-XX-XX{code}");
        return;
    };
    time.value = format!("{day}{code}");
    let days = of_part(day, code.trim_start_matches('T'));
    // The night of the day of publication is the one that ended on it.
    let coming = code == "TNI" && published.is_some_and(|p| day >= p);
    time.days = Some(if coming { Days { start: add_days(day, -1), end: Some(day) } } else { days });
}

/// Reads the preposition before an expression.
fn relation(reader: Reader<'_, '_>, outer_first: usize, first: usize, draft: &Draft<'_>) -> (Relation, usize) {
    let length = draft.kind == Kind::Duration;
    let names: [(&str, Relation); 9] = [
        ("since", Relation::Since),
        ("until", Relation::Until),
        ("before", Relation::Before),
        ("after", Relation::After),
        ("within", if length { Relation::Within } else { Relation::On }),
        ("ahead", if length { Relation::Ahead } else { Relation::On }),
        ("during", Relation::During),
        ("about", Relation::On),
        ("at", Relation::On),
    ];
    // The longest preposition counts: *d'ici à* before *à*.
    let before = |end: usize| {
        let all = names.iter().filter_map(|(name, relation)| reader.phrase_before(end, name).map(|start| (start, *relation)));
        all.min_by_key(|(start, _)| *start)
    };
    let plain = |end: usize| ["in", "of", "from", "between", "per"].iter().filter_map(|n| reader.phrase_before(end, n)).min();
    if outer_first < first {
        // The pattern has read it already.
        let inside = before(first).filter(|b| b.0 >= outer_first);
        let beyond = before(outer_first).or(inside);
        let start = beyond.map_or(outer_first, |b| b.0.min(outer_first));
        return (draft.relation.or(beyond.map(|b| b.1)).unwrap_or_default(), start);
    }
    match (draft.relation, before(first)) {
        (Some(relation), found) => (relation, found.map_or(first, |f| f.0)),
        (None, Some((start, relation))) => (relation, start),
        (None, None) => (if length { Relation::During } else { Relation::On }, plain(first).unwrap_or(first)),
    }
}

/// The days of a length, once it is known how it is tied.
fn length_days(draft: &Draft<'_>, relation: Relation, anchor: &Anchor) -> Option<Days> {
    let (unit, count): (Unit<'_>, Count) = draft.length?;
    let base = anchor.published?.end?;
    let n = match count {
        Count::Exactly(n) => Some(n as i64),
        Count::Some => None,
    };
    match relation {
        Relation::Since => Some(Days { start: n.and_then(|n| unit.from(base, -n)), end: Some(base) }),
        Relation::Within => Some(Days { start: n.and_then(|n| unit.from(base, -n)), end: Some(base) }),
        Relation::Ahead => n.and_then(|n| unit.from(base, n)).map(Days::day),
        _ => None,
    }
}

/// Joins the two ends of a stretch: *from … to …*, *between … and …*.
fn join(reader: Reader<'_, '_>, times: &mut [Time]) {
    for i in 1..times.len() {
        let (left, right) = times.split_at_mut(i);
        let (Some(a), Some(b)) = (left.last_mut(), right.first_mut()) else { continue };
        if a.kind == Kind::Duration || b.kind == Kind::Duration || b.first <= a.last || b.first > a.last + 3 {
            // The second end may follow the first one at once only with a word between them.
            continue;
        }
        let from = reader.phrase_before(a.first, "from").is_some() || a.relation == Relation::Since;
        let between = reader.phrase_before(a.first, "between").is_some();
        let article = |at: usize| usize::from(at > a.last + 1 && reader.is(at.saturating_sub(1), "the"));
        let link = b.first - article(b.first);
        let to = link > a.last && (reader.is(a.last, "to") || reader.is(a.last, "until"));
        let and = link > a.last && reader.is(a.last, "and");
        // "the 27th and 28th of November": the first one borrows its month.
        let shared = reader
            .pack
            .times
            .patterns
            .get(a.rule)
            .is_some_and(|p| p.makes == TimeMeaning::Day && p.items.iter().any(|i| i.zone == Zone::Ahead))
            && (and || to || reader.sentence.tokens.get(a.last).is_some_and(|t| t.is(',')));
        let stretch = (from && to) || (between && and) || shared;
        if let (true, Some(x), Some(y)) = (stretch, a.days, b.days)
            && x.start <= y.end
        {
            let through = Some(Days { start: x.start, end: y.end });
            a.through = through;
            b.through = through;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
