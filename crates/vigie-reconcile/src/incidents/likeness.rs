//! When a claim tells the same occurrence as others: place, days, parties,
//! figures. Only what two texts say is compared; how far they may lie apart is stated here.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use vigie_model::{Counted, Entry, EventCode, Modality, Part, Scope, Who};

use super::within;
use crate::Knowledge;
use crate::control::day_of;

/// A claim of more days than this tells several occurrences, and joins only others that do.
const LONG_DAYS: i64 = 7;
/// A claim of more days than this is an aggregate (methods U3).
const AGGREGATE_DAYS: i64 = 31;
/// A text speaks of what happened up to this many days before it appeared, where it says no day.
const NEWS_DAYS: i64 = 3;

/// A number that a claim gives: what, of whom, low, high.
type Figure = (Counted, Option<Who>, Option<u64>, Option<u64>);

/// What one claim tells of an occurrence.
#[derive(Debug, Clone)]
pub(super) struct Telling<'a> {
    entry: &'a Entry,
    /// Days told; `None` = none.
    days: Option<(Date, Date)>,
    /// First day told; else the day on which the text appeared or was known.
    pub(super) day: Date,
    /// Many days.
    pub(super) long: bool,
    actors: Vec<&'a str>,
    targets: Vec<&'a str>,
    figures: Vec<Figure>,
}

impl<'a> Telling<'a> {
    /// What an entry tells; `None` when it tells no single occurrence.
    pub(super) fn of(entry: &'a Entry, knowledge: &Knowledge) -> Option<Self> {
        let claim = &entry.claim;
        let told = matches!(claim.modality, Modality::Asserted | Modality::Possible);
        if !told || claim.event == EventCode::Hold {
            return None;
        }
        let mut counts = claim.counts.iter();
        let unnamed = claim.place.as_ref().is_some_and(|place| place.part == Some(Part::Localities));
        if unnamed || counts.clone().any(|count| count.of == Counted::Localities) {
            return None;
        }
        if claim.event == EventCode::Casualties && counts.all(|count| count.scope == Some(Scope::Cumulative)) {
            return None;
        }
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
        let days = claim.time.as_ref().and_then(|time| match (day(&time.start), day(&time.end)) {
            (Some(a), Some(b)) => Some((a, b)),
            (one, other) => one.or(other).map(|day| (day, day)),
        });
        if days.is_some_and(|(a, b)| !within(a, b, AGGREGATE_DAYS)) {
            return None;
        }
        let parties = |refs: &'a [vigie_model::ActorRef]| {
            refs.iter().map(|actor| actor.id.as_str()).filter(|id| knowledge.is_party(id)).collect::<Vec<_>>()
        };
        let actors = claim.actors.iter().map(|actor| actor.id.as_str()).collect();
        let figures = claim.counts.iter().map(|count| (count.of, count.who, count.low, count.high)).collect();
        Some(Self {
            entry,
            days,
            day: days.map(|(a, _)| a).or_else(|| day_of(entry)).or_else(|| entry.known.day())?,
            long: days.is_some_and(|(a, b)| !within(a, b, LONG_DAYS)),
            actors,
            targets: parties(&claim.targets),
            figures,
        })
    }

    /// How far from its day an incident may have been founded that it fits.
    pub(super) fn reach(&self) -> Span {
        if self.long { AGGREGATE_DAYS.days() } else { (LONG_DAYS + NEWS_DAYS).days() }
    }
}

/// What the claims of an incident tell together.
#[derive(Debug, Clone)]
pub(super) struct Profile<'a> {
    code: EventCode,
    /// Days that all agree on who tell any; `None` = nobody does.
    days: Option<(Date, Date)>,
    /// Day of the founding claim, told or of its text.
    day: Date,
    actors: Vec<&'a str>,
    targets: Vec<&'a str>,
    figures: Vec<Figure>,
    documents: Vec<(&'a str, EventCode, Vec<Figure>)>,
}

impl<'a> Profile<'a> {
    pub(super) fn new(founding: &Telling<'a>) -> Self {
        let mut profile = Self {
            code: founding.entry.claim.event,
            days: None,
            day: founding.day,
            actors: Vec::new(),
            targets: Vec::new(),
            figures: Vec::new(),
            documents: Vec::new(),
        };
        profile.add(founding);
        profile
    }

    pub(super) fn add(&mut self, telling: &Telling<'a>) {
        self.days = match (self.days, telling.days) {
            (Some((a, b)), Some((c, d))) if a.max(c) <= b.min(d) => Some((a.max(c), b.min(d))),
            (Some(days), _) | (None, Some(days)) => Some(days),
            (None, None) => None,
        };
        for (all, new) in [(&mut self.actors, &telling.actors), (&mut self.targets, &telling.targets)] {
            for id in new {
                if !all.contains(id) {
                    all.push(id);
                }
            }
        }
        for figure in &telling.figures {
            if !self.figures.contains(figure) {
                self.figures.push(*figure);
            }
        }
        let claim = &telling.entry.claim;
        self.documents.push((&claim.document, claim.event, telling.figures.clone()));
    }

    /// Why a claim tells the same occurrence, as keys; `None` = it does not.
    pub(super) fn fits(&self, telling: &Telling<'a>, knowledge: &Knowledge) -> Option<Vec<String>> {
        let claim = &telling.entry.claim;
        let on = telling.day;
        let mut reasons = vec![if claim.place.is_some() { "same-place" } else { "same-country" }];

        let same_days = match (self.days, telling.days) {
            (Some((a, b)), Some((c, d))) => {
                let overlap = a.max(c) <= b.min(d);
                if !overlap && !(within(b, c, 1) || within(d, a, 1)) {
                    return None;
                }
                Some(overlap)
            }
            (Some((_, end)), None) if on < end || !within(end, on, NEWS_DAYS) => return None,
            (None, Some((start, _))) if self.day < start || !within(start, self.day, NEWS_DAYS) => return None,
            (None, None) if !within(self.day, on, NEWS_DAYS) => return None,
            _ => None,
        };
        let figures = telling.figures.iter().any(|figure| self.figures.contains(figure));
        let code = claim.event == self.code;
        if !code && !(figures && same_days == Some(true)) {
            return None;
        }

        let together = |a: &[&str], b: &[&str]| a.iter().any(|x| b.iter().any(|y| knowledge.same_side(x, y, on)));
        let (mut actor, mut target) = (together(&self.actors, &telling.actors), together(&self.targets, &telling.targets));
        let (mut other_actor, mut other_target) = (
            !actor && !self.actors.is_empty() && !telling.actors.is_empty(),
            !target && !self.targets.is_empty() && !telling.targets.is_empty(),
        );
        if claim.event == EventCode::Battle {
            // Who fights whom may be told from either side.
            let crossed = together(&self.actors, &telling.targets) || together(&self.targets, &telling.actors);
            actor |= crossed;
            target |= crossed;
            other_actor &= !crossed;
            other_target &= !crossed;
        }
        // Another is said to have done it: the same deed only where code, day and figures say so.
        let same_deed = code && figures && same_days == Some(true) && claim.event.family() != EventCode::Capture.family();
        if other_target || (other_actor && !same_deed) {
            return None;
        }

        for (document, event, told) in &self.documents {
            if *document == claim.document && (*event != claim.event || differ(told, &telling.figures)) {
                return None;
            }
        }
        let again = self.documents.iter().any(|(document, ..)| *document == claim.document);

        // On the days that touch, without a day, or of nothing but one kind on one day: something more must agree.
        let more = figures || actor || target || again;
        let agrees = match same_days {
            Some(true) => true,
            Some(false) => figures,
            None => more,
        };
        if !agrees {
            return None;
        }
        let named = [
            (code, "same-kind"),
            (same_days == Some(true), "same-days"),
            (same_days == Some(false), "next-day"),
            (figures, "same-figures"),
            (actor, "same-actor"),
            (target, "same-target"),
            (other_actor, "other-actor"),
            (again, "refers-back"),
        ];
        reasons.extend(named.iter().filter(|(holds, _)| *holds).map(|(_, key)| *key));
        Some(reasons.into_iter().map(str::to_owned).collect())
    }
}

/// Whether two claims give other numbers of one thing.
fn differ(a: &[Figure], b: &[Figure]) -> bool {
    a.iter().any(|x| b.iter().any(|y| (x.0, x.1) == (y.0, y.1) && (x.2, x.3) != (y.2, y.3)))
}
