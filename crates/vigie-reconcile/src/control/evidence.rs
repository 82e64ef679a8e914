//! What one entry says of how a place is held, and why some entries say nothing.
//!
//! No state is known here: an entry is read alone. What it changes is
//! decided in `rule`.

use jiff::civil::Date;
use vigie_model::{Counted, Days, Entry, EventCode, Grade, Instant, Modality, Part};

use crate::Knowledge;

/// What is said of a place as a whole, or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// They hold it.
    Hold,
    /// They took it.
    Take,
    /// They hold or took a part of it.
    Part,
    /// It fell; to whom is not said.
    Fall,
    /// They left or lost it.
    Leave,
    /// They are inside, or reached it.
    Enter,
    /// They cut it off.
    Besiege,
    /// They pushed an attack back.
    Repel,
}

impl Act {
    /// Acts that confirm one another: what was taken is held.
    pub(super) fn class(self) -> Self {
        match self {
            Self::Take => Self::Hold,
            other => other,
        }
    }

    /// The order of acts of one day: how far the place is gone. A day on which a place was besieged, entered, left and
    /// taken is told by many dispatches, and the order in which they became known is not the order of the deeds.
    fn stage(self) -> u8 {
        match self {
            Self::Hold | Self::Enter | Self::Besiege | Self::Repel => 0,
            Self::Part => 2,
            Self::Leave => 4,
            Self::Take | Self::Fall => 6,
        }
    }
}

/// Why an entry that names the place says nothing of how it is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Excluded {
    pub(super) rule: &'static str,
    pub(super) reason: &'static str,
}

const fn because(rule: &'static str, reason: &'static str) -> Excluded {
    Excluded { rule, reason }
}

/// What one entry says, on one day.
#[derive(Debug, Clone)]
pub(super) struct Evidence<'a> {
    pub(super) entry: &'a Entry,
    /// The day up to which it is said to be so; for a state also the day since when.
    pub(super) day: Date,
    pub(super) act: Act,
    pub(super) denied: bool,
    /// Who holds, takes, leaves, enters …
    pub(super) who: Vec<&'a str>,
    /// From whom, where parties are named.
    pub(super) whom: Vec<&'a str>,
    /// Said by somebody of no side.
    pub(super) neutral: bool,
    /// Who says it: the id of the origin.
    pub(super) origin: String,
    /// No day was told: it was so on the day of publication at the latest.
    pub(super) at_latest: bool,
    /// A state that was said to last from `day` to this one.
    pub(super) lasts: Option<Date>,
}

impl Evidence<'_> {
    /// The order of the fold: by the day in the world, then by the stage of the day, then as the record came to know.
    /// A denial comes after what it denies.
    pub(super) fn order(&self) -> (Date, u8, Instant, &str, usize, &str) {
        let claim = &self.entry.claim;
        let stage = self.act.stage() + u8::from(self.denied);
        (self.day, stage, self.entry.known, &claim.document, claim.quote.start, &claim.id)
    }
}

/// The last day of an entry; where no day is told, the last day on which the text may have appeared: by then it was
/// so. `None` where neither is known to the month.
pub(crate) fn day_of(entry: &Entry) -> Option<Date> {
    let time = entry.claim.time.as_ref();
    let told = time.and_then(|t| t.end.as_deref().or(t.start.as_deref())).and_then(|day| day.parse().ok());
    told.or_else(|| Days::parse(entry.published.as_deref()?).filter(|days| days.precision() < 5)?.end)
}

/// What an entry says of how `place` is held; `None` when it does not name the place or tells no territory.
pub(super) fn read<'a>(entry: &'a Entry, place: &str, knowledge: &Knowledge) -> Option<Result<Evidence<'a>, Excluded>> {
    let claim = &entry.claim;
    let named = claim.place.as_ref().filter(|named| named.id == place)?;
    let code = claim.event;
    if code == EventCode::Battle {
        return Some(Err(because("T5", "bare-clash")));
    }
    if code.family() != EventCode::Hold.family() {
        return None;
    }
    if let Some(relation) = named.relation {
        let reason = if relation == vigie_model::Relation::Countryside { "countryside" } else { "not-in-it" };
        return Some(Err(because("T6", reason)));
    }
    if named.part == Some(Part::Localities) || claim.counts.iter().any(|count| count.of == Counted::Localities) {
        return Some(Err(because("T7", "unnamed-localities")));
    }
    if matches!(claim.modality, Modality::Planned | Modality::Possible) {
        return Some(Err(because("T3", "not-asserted")));
    }
    if claim.grade == Grade::Doubtful {
        return Some(Err(because("T3", "doubtful-reading")));
    }
    let Some(day) = day_of(entry) else { return Some(Err(because("T1", "undated"))) };

    let part = named.part.filter(|part| *part != Part::Whole);
    let act = match (code, part) {
        (EventCode::Capture, None) if claim.actors.is_empty() => Act::Fall,
        (EventCode::Capture, None) => Act::Take,
        (EventCode::Hold, None) => Act::Hold,
        (EventCode::Capture | EventCode::Hold, Some(_)) => Act::Part,
        (EventCode::Advance, _) => Act::Enter,
        (_, Some(_)) => return Some(Err(because("T3", "part-only"))),
        (EventCode::Withdraw, None) => Act::Leave,
        (EventCode::Siege, None) => Act::Besiege,
        (EventCode::Repel, None) => Act::Repel,
        _ => return None,
    };
    // Larger than a province: a country, a river, a part of the world. Nobody holds it as a place is held, and it is often named
    // where the text names no place.
    if named.prec >= 5 {
        return Some(Err(because("T1", "area")));
    }
    // A province is not entered or cut off as a town is, and a part of it says nothing of the rest.
    if named.prec >= 3 && !matches!(act, Act::Hold | Act::Take | Act::Leave) {
        return Some(Err(because("T5", "area")));
    }
    if claim.actors.is_empty() && !matches!(act, Act::Fall | Act::Besiege) {
        return Some(Err(because("T3", "no-actor")));
    }
    let ids = |refs: &'a [vigie_model::ActorRef]| {
        let mut ids: Vec<&str> = refs.iter().map(|actor| actor.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let mut whom = ids(&claim.targets);
    whom.retain(|id| knowledge.is_party(id));
    Some(Ok(Evidence {
        entry,
        day,
        act,
        denied: claim.modality == Modality::Denied,
        who: ids(&claim.actors),
        whom,
        neutral: knowledge.neutral(entry, day),
        origin: knowledge.origin(entry).id,
        at_latest: claim.time.as_ref().is_none_or(|t| t.start.is_none() && t.end.is_none()),
        lasts: None,
    }))
}

/// All evidence of a place, in the order of the fold. A state that is said to
/// have begun on an earlier day is evidence on that day too.
pub(super) fn all<'a>(place: &str, entries: &'a [Entry], knowledge: &Knowledge) -> Vec<Evidence<'a>> {
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(Ok(evidence)) = read(entry, place, knowledge) else { continue };
        let began =
            entry.claim.time.as_ref().and_then(|t| t.start.as_deref()?.parse().ok()).filter(|began| *began < evidence.day);
        if let (Some(began), Act::Hold | Act::Besiege, false) = (began, evidence.act, evidence.denied) {
            all.push(Evidence { day: began, lasts: Some(evidence.day), ..evidence.clone() });
        }
        all.push(evidence);
    }
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    all
}
