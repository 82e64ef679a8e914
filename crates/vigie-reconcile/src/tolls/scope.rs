//! Which figures speak of one thing: what is counted, where, and of one event or since one day (methods R3, U3).
//! Figures of different scopes are never compared: a town lies in its province, and a day in its month.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use vigie_model::{Counted, Entry, EventCode, PlaceRef};

use super::figure::{Figure, Over, number_of_days};
use crate::knowledge::Knowledge;

/// Figures of one scope.
#[derive(Debug)]
pub(super) struct Group<'e> {
    pub(super) of: Counted,
    /// The most precise form in which the place is told; `None` = none is told.
    pub(super) place: Option<&'e PlaceRef>,
    /// A total over many events, not the number of one.
    pub(super) aggregate: bool,
    /// First day; `None` = unknown.
    pub(super) start: Option<Date>,
    /// Last day of an event; `None` = unknown, or a total, whose last day is that of its latest figure.
    pub(super) end: Option<Date>,
    /// What makes the id: the same as long as the scope is.
    pub(super) key: String,
    pub(super) figures: Vec<Figure<'e>>,
}

/// First days of one origin's totals that lie at most so many days apart are one: *since Wednesday*, *in 48 hours*.
const SAME_START_DAYS: i32 = 2;
/// A total over fewer days is one of a closed period (*in 24 hours*) unless its first day is that of another total.
const RUNNING_DAYS: i32 = 2;
/// Totals of a town that do not say since when are of one thing while they follow one another within so many days.
const SILENT_DAYS: i32 = 7;

/// The scopes of some entries, in order of their keys, the same in every order of the entries.
pub(super) fn groups<'e>(entries: &'e [Entry], knowledge: &Knowledge, on: Option<Date>) -> Vec<Group<'e>> {
    let mut origins: FxHashMap<String, usize> = FxHashMap::default();
    let mut places: FxHashMap<(Counted, Where<'e>), Vec<Figure<'e>>> = FxHashMap::default();
    for (at, entry) in entries.iter().enumerate() {
        let next = origins.len();
        let known = entry.claim.sources.first().and_then(|s| origins.get(&s.id)).copied();
        let origin = known.unwrap_or_else(|| *origins.entry(knowledge.origin(entry).id).or_insert(next));
        for figure in Figure::all(at, origin, entry).into_iter().filter(|f| on.is_none_or(|on| !is_after(f, on))) {
            places.entry((figure.of, Where::of(&figure))).or_default().push(figure);
        }
    }
    let speakers: Vec<&String> = {
        let mut ids: Vec<(&String, usize)> = origins.iter().map(|(id, n)| (id, *n)).collect();
        ids.sort_unstable_by_key(|id| id.1);
        ids.into_iter().map(|id| id.0).collect()
    };
    let mut groups = Vec::new();
    for ((of, place), figures) in places {
        let place = place.key(&speakers);
        let (events, totals): (Vec<_>, Vec<_>) = figures.into_iter().partition(|f| f.over == Over::Event);
        for (start, figures) in by_start(totals) {
            let since = start.or_else(|| figures.iter().filter_map(|f| f.as_of).min());
            let word = if start.is_some() { "since" } else { "until" };
            let key = format!("{of}|{place}|{word}|{}", since.map_or_else(String::new, |d| d.to_string()));
            groups.push(Group::new(of, key, true, start, figures));
        }
        for (day, kind, figures) in by_event(events) {
            // The days that all of them share.
            let start = figures.iter().filter_map(|f| f.days.start).max();
            let last = day;
            let day = day.map_or_else(|| figures[0].entry.witness.clone(), |d| d.to_string());
            let kind = kind.map_or("", EventCode::as_str);
            groups.push(Group::new(of, format!("{of}|{place}|event|{day}|{kind}"), false, start, figures).until(last));
        }
    }
    groups
}

impl<'e> Group<'e> {
    fn new(of: Counted, key: String, aggregate: bool, start: Option<Date>, mut figures: Vec<Figure<'e>>) -> Self {
        figures.sort_by_cached_key(Figure::rank);
        let told = figures.iter().filter_map(|f| f.entry.claim.place.as_ref().map(|p| (p.prec, &f.entry.claim.id, p)));
        let place = told.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1))).map(|(.., place)| place);
        Self { of, place, aggregate, start, end: None, key, figures }
    }

    fn until(self, end: Option<Date>) -> Self {
        Self { end, ..self }
    }
}

/// Whether a figure is not yet told of a day: its event begins later, or its total runs further.
fn is_after(figure: &Figure<'_>, on: Date) -> bool {
    match figure.over {
        Over::Since(_) => figure.as_of.is_some_and(|day| day > on),
        Over::Event => figure.days.start.or(figure.days.end).is_some_and(|day| day > on),
    }
}

/// What stands for the place of a figure. Where none is told, two texts need not speak of one place: a running total is
/// its speaker's, an event its text's.
#[derive(PartialEq, Eq, Hash)]
enum Where<'e> {
    Place(&'e str),
    Speaker(usize),
    Text(&'e str),
}

impl<'e> Where<'e> {
    fn of(figure: &Figure<'e>) -> Self {
        match (&figure.entry.claim.place, figure.over) {
            (Some(place), _) => Self::Place(&place.id),
            (None, Over::Since(_)) => Self::Speaker(figure.origin),
            (None, Over::Event) => Self::Text(&figure.entry.witness),
        }
    }

    fn key(&self, speakers: &[&String]) -> String {
        match self {
            Self::Place(id) => (*id).to_owned(),
            Self::Speaker(origin) => format!("@{}", speakers[*origin]),
            Self::Text(witness) => format!("@{witness}"),
        }
    }
}

/// Running totals by their first day.
///
/// Two first days are one when a total of one origin that runs for days has the one and another of the same origin the other, close by
/// ([`SAME_START_DAYS`]); origins are compared only where they share a day. A total without a first day goes with the only
/// one that its origin keeps there, else with the only one that there is.
fn by_start(totals: Vec<Figure<'_>>) -> Vec<(Option<Date>, Vec<Figure<'_>>)> {
    let start = |f: &Figure<'_>| if let Over::Since(day) = f.over { day } else { None };
    let mut days: BTreeMap<Date, Date> = totals.iter().filter_map(start).map(|day| (day, day)).collect();
    let mut running: FxHashMap<usize, BTreeSet<Date>> = FxHashMap::default();
    for figure in &totals {
        if let Some((day, as_of)) = start(figure).zip(figure.as_of)
            && number_of_days(day, as_of) >= RUNNING_DAYS
        {
            running.entry(figure.origin).or_default().insert(day);
        }
    }
    for starts in running.values() {
        let mut anchor: Option<Date> = None;
        for day in starts {
            let first = anchor.filter(|a| number_of_days(*a, *day) <= SAME_START_DAYS).unwrap_or(*day);
            anchor = Some(first);
            let (one, other) = (days[&first], days[day]);
            for day in days.values_mut().filter(|d| **d == one || **d == other) {
                *day = one.min(other);
            }
        }
    }
    let mut kept: FxHashMap<usize, BTreeSet<Date>> = FxHashMap::default();
    for figure in &totals {
        kept.entry(figure.origin).or_default().extend(start(figure).map(|day| days[&day]));
    }
    let all: BTreeSet<Date> = days.values().copied().collect();
    let only = |starts: &BTreeSet<Date>| starts.first().copied().filter(|_| starts.len() == 1);
    let scope = |figure: &Figure<'_>| match start(figure) {
        Some(day) => Some(days[&day]),
        None if kept[&figure.origin].is_empty() => only(&all),
        None => only(&kept[&figure.origin]),
    };
    let mut found: BTreeMap<Option<Date>, Vec<Figure<'_>>> = BTreeMap::new();
    for figure in totals {
        found.entry(scope(&figure)).or_default().push(figure);
    }
    let silent = found.remove(&None).unwrap_or_default();
    let mut scopes: Vec<_> = found.into_values().map(|figures| (most_named(figures.iter().filter_map(start)), figures)).collect();
    scopes.extend(by_silence(silent).into_iter().map(|figures| (None, figures)));
    scopes
}

/// The day that is named most often; of several, the last.
fn most_named(days: impl Iterator<Item = Date>) -> Option<Date> {
    let mut named: BTreeMap<Date, usize> = BTreeMap::new();
    for day in days {
        *named.entry(day).or_default() += 1;
    }
    named.into_iter().max_by_key(|(day, times)| (*times, *day)).map(|(day, _)| day)
}

/// Totals that do not say since when: those of a country are one, those of a town end where nobody speaks for days.
fn by_silence(mut totals: Vec<Figure<'_>>) -> Vec<Vec<Figure<'_>>> {
    totals.sort_by_key(|f| f.as_of);
    let mut found: Vec<Vec<Figure<'_>>> = Vec::new();
    for figure in totals {
        let last = found.last_mut().filter(|stretch| {
            let before = stretch.last().and_then(|f| f.as_of);
            let country = figure.entry.claim.place.as_ref().is_some_and(|p| p.prec >= 6);
            country || before.zip(figure.as_of).is_none_or(|(a, b)| number_of_days(a, b) <= SILENT_DAYS)
        });
        match last {
            Some(stretch) => stretch.push(figure),
            None => found.push(vec![figure]),
        }
    }
    found
}

/// Single events by the day that all their figures share: of stretches that overlap, the last day of the one that ends
/// first. Of two kinds of attack in one place on one day there were two events; a bare toll goes with the attack that its document tells.
/// An event without a day is its text's own.
fn by_event(events: Vec<Figure<'_>>) -> Vec<(Option<Date>, Option<EventCode>, Vec<Figure<'_>>)> {
    let (mut dated, undated): (Vec<_>, Vec<_>) = events.into_iter().partition(|f| f.stretch().is_some());
    dated.sort_by_key(|f| f.stretch().map(|(start, end)| (end, start)));
    let mut found = Vec::new();
    while let Some(day) = dated.first().and_then(Figure::stretch).map(|(_, end)| end) {
        let (here, later): (Vec<_>, Vec<_>) = dated.into_iter().partition(|f| f.stretch().is_some_and(|(start, _)| start <= day));
        dated = later;
        found.extend(by_kind(here).into_iter().map(|(kind, figures)| (Some(day), kind, figures)));
    }
    let mut alone: BTreeMap<&str, Vec<Figure<'_>>> = BTreeMap::new();
    for figure in undated {
        alone.entry(&figure.entry.witness).or_default().push(figure);
    }
    found.extend(alone.into_values().map(|figures| (None, None, figures)));
    found
}

fn by_kind(figures: Vec<Figure<'_>>) -> Vec<(Option<EventCode>, Vec<Figure<'_>>)> {
    let kind = |f: &Figure<'_>| Some(f.entry.claim.event).filter(|e| e.family() == "attack" && *e != EventCode::Battle);
    let kinds: BTreeSet<EventCode> = figures.iter().filter_map(kind).collect();
    if kinds.len() < 2 {
        return vec![(None, figures)];
    }
    let mut told: BTreeMap<&str, BTreeSet<EventCode>> = BTreeMap::new();
    for figure in &figures {
        told.entry(&figure.entry.witness).or_default().extend(kind(figure));
    }
    let mut found: BTreeMap<Option<EventCode>, Vec<Figure<'_>>> = BTreeMap::new();
    for figure in figures {
        let beside = || told.get(figure.entry.witness.as_str()).filter(|k| k.len() == 1).and_then(|k| k.first().copied());
        let kind = kind(&figure).or_else(beside);
        found.entry(kind).or_default().push(figure);
    }
    found.into_iter().collect()
}
