//! A figure: one count of one claim, with what must be known of it to set it beside others.

use jiff::civil::Date;
use vigie_model::{Bound, Count, Counted, Days, Entry, EventCode, Modality, Scope, Who};

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Class<'e> {
    /// `None` = everybody.
    pub(super) who: Option<Who>,
    /// Id of the side that lost them; `None` = every side, or not said.
    pub(super) side: Option<&'e str>,
}

impl Class<'_> {
    /// Everybody, on every side.
    pub(super) const ALL: Self = Self { who: None, side: None };
}

/// How many, with the number itself where a word excludes it (methods R8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Said {
    /// At least this many; `None` = left open.
    pub(super) low: Option<u64>,
    /// At most this many; `None` = left open.
    pub(super) high: Option<u64>,
    /// The speaker rounds: both numbers are the one that was said, and bind nobody.
    pub(super) about: bool,
}

impl Said {
    fn of(count: &Count) -> Self {
        let (low, high) = match count.bound {
            Bound::Exact | Bound::About => (count.low.or(count.high), count.high.or(count.low)),
            Bound::AtLeast => (count.low, None),
            Bound::MoreThan => (count.low.map(|n| n.saturating_add(1)), None),
            Bound::AtMost => (None, count.high),
            Bound::LessThan => (None, count.high.map(|n| n.saturating_sub(1))),
            Bound::Range => (count.low, count.high),
        };
        Self { low, high, about: count.bound == Bound::About }
    }

    /// The number that stands for it.
    pub(super) fn number(self) -> Option<u64> {
        self.low.or(self.high)
    }

    /// The number, when it is said to be that one.
    pub(super) fn exactly(self) -> Option<u64> {
        self.low.filter(|low| !self.about && self.high == Some(*low))
    }

    /// One, and no more is said.
    pub(super) fn is_one(self) -> bool {
        self.exactly() == Some(1)
    }

    /// What it leaves possible. A round number is meant to its last digit that is not zero: *about 200* is
    /// nearer to 200 than to 100 or 300.
    pub(super) fn range(self) -> (u64, u64) {
        let (low, high) = (self.low.unwrap_or(0), self.high.unwrap_or(u64::MAX));
        if !self.about {
            return (low, high);
        }
        let step = |n: u64| (0..19).map(|k| 10u64.pow(k)).take_while(|step| n.is_multiple_of(*step)).last();
        let half = |n: u64| step(n).filter(|_| n > 0).unwrap_or(1) / 2;
        (low.saturating_sub(half(low)), high.saturating_add(half(high)))
    }
}

/// Over what the figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Over {
    /// One event, on these days.
    Event,
    /// Everything since a day; `None` = since when is not said.
    Since(Option<Date>),
}

/// A part that a claim tells of its own figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'e> {
    pub(super) class: Class<'e>,
    pub(super) said: Said,
    /// It lies within another part and adds nothing to the sum.
    pub(super) nested: bool,
}

/// One count of one entry that is no part of another count of it.
#[derive(Debug, Clone)]
pub(super) struct Figure<'e> {
    pub(super) entry: &'e Entry,
    /// Place of the entry in the list.
    pub(super) at: usize,
    /// Its origin, as a number that means nothing but that.
    pub(super) origin: usize,
    pub(super) of: Counted,
    pub(super) class: Class<'e>,
    pub(super) said: Said,
    pub(super) over: Over,
    /// The words do not say whether it is a total or one event (methods R4).
    pub(super) unsure: bool,
    /// The words of the count name the side.
    pub(super) labelled: bool,
    /// New ones only.
    pub(super) more: bool,
    /// Days of the event, or up to which the total runs.
    pub(super) days: Days,
    /// As of which day it holds.
    pub(super) as_of: Option<Date>,
    /// Last day on which it may have been said.
    pub(super) spoken: Option<Date>,
    pub(super) parts: Vec<Part<'e>>,
}

/// Days that a claim is taken to reach back where its first day is not told.
const OPEN_DAYS: i32 = 3;
/// Longer than this many days, a figure is a total over a period.
const EVENT_DAYS: i32 = 7;

/// What is counted in tolls: people, and localities taken. Strikes and vehicles are counted too, and are no toll.
pub(super) fn is_toll(of: Counted) -> bool {
    matches!(
        of,
        Counted::Killed
            | Counted::Injured
            | Counted::Missing
            | Counted::Detained
            | Counted::Abducted
            | Counted::Displaced
            | Counted::Returned
            | Counted::Localities
    )
}

/// A day as claims write it, `2024-11-30`; there are many, and no other form is met.
fn day(text: Option<&str>) -> Option<Date> {
    let bytes: &[u8; 10] = text?.as_bytes().try_into().ok()?;
    let digits = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0i16, |n, b| b.is_ascii_digit().then(|| n * 10 + i16::from(b - b'0')))
    };
    let sound = bytes[4] == b'-' && bytes[7] == b'-';
    Date::new(digits(0..4)?, digits(5..7)? as i8, digits(8..10)? as i8).ok().filter(|_| sound)
}

impl<'e> Figure<'e> {
    /// The figures of an entry, parts within their wholes.
    pub(super) fn all(at: usize, origin: usize, entry: &'e Entry) -> Vec<Self> {
        let counts = &entry.claim.counts;
        // A part counts what its whole counts; `19 of them wounded` is a figure of its own.
        let whole = |count: &Count| count.sub_of.filter(|n| counts.get(*n).is_some_and(|w| w.of == count.of));
        let mut all: Vec<Self> = Vec::new();
        for (nth, count) in counts.iter().enumerate() {
            if is_toll(count.of) && whole(count).is_none() && Said::of(count).number().is_some() {
                let parts = counts.iter().filter(|c| whole(c) == Some(nth) && Said::of(c).number().is_some());
                let parts = parts.map(|c| Part { class: part_class(entry, c), said: Said::of(c), nested: false });
                all.push(Self { at, origin, ..Self::of(entry, count, parts.collect()) });
            }
        }
        lift_civilians(&mut all);
        for figure in &mut all {
            figure.nest();
        }
        all
    }

    fn of(entry: &'e Entry, count: &'e Count, parts: Vec<Part<'e>>) -> Self {
        let time = entry.claim.time.as_ref();
        let days = Days { start: day(time.and_then(|t| t.start.as_deref())), end: day(time.and_then(|t| t.end.as_deref())) };
        let length = days.start.zip(days.end).map(|(a, b)| number_of_days(a, b));
        let text = entry.published.as_deref();
        let published = day(text).or_else(|| Days::parse(text?)?.end);
        let spoken = published.or_else(|| entry.known.day());
        let country = entry.claim.place.as_ref().is_some_and(|p| p.prec >= 6);
        // A count told beside an attack is the attack's own, and a bare toll one event's where it has its days and its town.
        let bare = entry.claim.event == EventCode::Casualties;
        let wide = bare || entry.claim.event == EventCode::Battle && length > Some(0);
        let unsure = count.scope.is_none() && (country && wide || bare && days.start.is_none() && days.end.is_some());
        let told_before = spoken.zip(days.end).is_some_and(|(spoken, end)| number_of_days(end, spoken) > 1);
        let over = match count.scope {
            Some(Scope::Cumulative) => Over::Since(day(count.since.as_deref())),
            Some(Scope::Incremental) => Over::Event,
            // Of a total that is told days later, one day is the first; of one told then, the last.
            None if unsure => Over::Since(days.start.filter(|_| length > Some(0) || told_before)),
            // How many are displaced in a country is a state.
            None if country && entry.claim.event == EventCode::Displacement => Over::Since(None),
            None if length.is_some_and(|l| l > EVENT_DAYS) => Over::Since(days.start),
            None => Over::Event,
        };
        // A total holds as of its last day; the number of one event as of the day on which it was told.
        let as_of = match over {
            Over::Since(first) if unsure && first == days.end => spoken,
            Over::Since(_) => days.end.or(spoken),
            Over::Event => published.or(days.end).or(spoken),
        };
        Self {
            entry,
            at: 0,
            origin: 0,
            of: count.of,
            class: Class { who: count.who.filter(|w| *w != Who::People), side: side(entry, count, &parts) },
            said: Said::of(count),
            over,
            unsure,
            labelled: named_in(entry, count).is_some(),
            more: count.scope == Some(Scope::Incremental),
            days,
            as_of,
            spoken,
            parts,
        }
    }

    /// Whether it says so, rather than that it may be, will be or is not.
    pub(super) fn asserted(&self) -> bool {
        self.entry.claim.modality == Modality::Asserted
    }

    /// The stretch of days on which its event lies; `None` = no day is told.
    pub(super) fn stretch(&self) -> Option<(Date, Date)> {
        let end = self.days.end.or(self.days.start)?;
        let back = || end.checked_sub(jiff::Span::new().days(OPEN_DAYS)).unwrap_or(end);
        Some((self.days.start.unwrap_or_else(back), end))
    }

    /// A number that is the year of the report or of the event is thought to be a year (methods R7).
    pub(super) fn is_year(&self) -> bool {
        let years = [self.days.start, self.days.end, self.spoken];
        self.said.exactly().is_some_and(|n| years.iter().flatten().any(|d| i64::try_from(n) == Ok(i64::from(d.year()))))
    }

    /// One person, told alone: whoever tells of one dead does not say that nobody else died.
    pub(super) fn is_lone(&self) -> bool {
        self.over == Over::Event && self.said.is_one() && self.parts.is_empty()
    }

    /// What decides which of two figures of one speaker is the later one: the day as of which it holds, the day on which
    /// it was said; then the higher one, since what is counted of the dead grows and a text restates older figures.
    pub(super) fn rank(&self) -> (Option<Date>, Option<Date>, Option<u64>, bool, usize, &'e str) {
        (self.as_of, self.spoken, self.said.number(), !self.said.about, self.parts.len(), self.entry.claim.id.as_str())
    }

    /// Sets apart what does not lie beside the other parts: children and women where civilians are told; then, while the parts
    /// are more than the whole, those without a class (a text that restates an older total), and those of a class
    /// that an earlier and greater part has too (`54 soldiers and at least four officers`).
    fn nest(&mut self) {
        let has = |parts: &[Part<'_>], who| parts.iter().any(|p| p.class.who == Some(who));
        let civilians = has(&self.parts, Who::Civilians);
        for part in &mut self.parts {
            let beside =
                matches!(part.class.who, Some(Who::Children | Who::Women | Who::Journalists | Who::AidWorkers | Who::Prisoners));
            part.nested = civilians && beside;
        }
        let Some(whole) = self.said.number() else { return };
        let bare = |p: &Part<'_>| p.class == Class { who: Some(Who::People), side: None };
        if sum(&self.parts) > whole && self.parts.iter().any(|p| !bare(p)) {
            let rest: Vec<Part<'_>> = self.parts.iter().copied().filter(|p| !bare(p)).collect();
            if sum(&rest) <= whole {
                self.parts = rest;
            }
        }
        for n in (1..self.parts.len()).rev() {
            if sum(&self.parts) <= whole {
                return;
            }
            let part = self.parts[n];
            let wider = |p: &Part<'_>| !p.nested && p.class == part.class && p.said.number() > part.said.number();
            self.parts[n].nested |= self.parts[..n].iter().any(wider);
        }
    }
}

/// Civilians are no part of the fighters of a sentence: they are counted beside them.
fn lift_civilians(figures: &mut Vec<Figure<'_>>) {
    let mut lifted = Vec::new();
    for figure in figures.iter_mut() {
        if matches!(figure.class.who, Some(Who::Fighters | Who::Soldiers | Who::Police | Who::Attackers)) {
            let (out, kept) = figure.parts.drain(..).partition::<Vec<_>, _>(|p| p.class.who == Some(Who::Civilians));
            figure.parts = kept;
            let alone = |p: Part<'_>| (p.class.who, p.said);
            lifted.extend(out.into_iter().map(alone).map(|(who, said)| Figure {
                class: Class { who, side: None },
                labelled: false,
                said,
                parts: Vec::new(),
                ..figure.clone()
            }));
        }
    }
    figures.extend(lifted);
}

/// What the parts come to that lie beside one another.
pub(super) fn sum(parts: &[Part<'_>]) -> u64 {
    parts.iter().filter(|p| !p.nested).filter_map(|p| p.said.number()).fold(0, u64::saturating_add)
}

fn part_class<'e>(entry: &'e Entry, count: &Count) -> Class<'e> {
    Class { who: count.who, side: named_in(entry, count) }
}

/// The side whose dead are counted: the target that the words of the count name; for a bare toll without parts, the only
/// target. A target that is a class of people (`civilians`) is no side.
fn side<'e>(entry: &'e Entry, count: &Count, parts: &[Part<'_>]) -> Option<&'e str> {
    named_in(entry, count).or_else(|| {
        let mut sides = entry.claim.targets.iter().filter(|t| Who::named(&t.id).is_none());
        let only = sides.next().filter(|_| entry.claim.event == EventCode::Casualties && parts.is_empty())?;
        sides.next().is_none().then_some(only.id.as_str())
    })
}

fn named_in<'e>(entry: &'e Entry, count: &Count) -> Option<&'e str> {
    let named = |mention: &str| !mention.is_empty() && count.mention.contains(mention);
    let target = entry.claim.targets.iter().filter(|t| Who::named(&t.id).is_none()).find(|t| named(&t.mention))?;
    Some(target.id.as_str())
}

/// Days from one day to another.
pub(super) fn number_of_days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
