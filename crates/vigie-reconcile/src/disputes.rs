//! Disputes: what cannot both be true, with both sides kept in view (methods R9).
//!
//! Four kinds are found here, place by place: a capture against an attack pushed back or a
//! denial; two holders that exclude one another; one deed ascribed to two camps; a claim and its denial. Disputes about
//! tolls are found in `tolls`. Nothing is resolved: who is right, `control` and `incidents` say by their rules, and
//! the dispute stays.
//!
//! Origins contradict one another, never themselves: what one origin says of two parties in one place is a change
//! of hands or a division of the place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use vigie_model::{Counted, Dispute, DisputeKind, Entry, EventCode, Incident, Modality, Part, Relation, Side};

use crate::Knowledge;
use crate::control::day_of;
use crate::incidents::{sides, within};

/// A contradiction lies at most this many days between its two sides.
const NEAR_DAYS: i64 = 3;

/// What cannot both be true among entries that stand together, in order of (place, first day, kind, id).
///
/// `entries` may be of many places; those of one place are compared. `incidents` are those of the entries, for deeds that are ascribed
/// to two camps; a claim of theirs that is not among the entries is passed over.
///
/// The id of a dispute follows from its kind, its place, and the first claim of each side; it stays when more is said.
pub fn disputes(entries: &[Entry], incidents: &[Incident], knowledge: &Knowledge) -> Vec<Dispute> {
    let mut places: BTreeMap<&str, Vec<Said<'_>>> = BTreeMap::new();
    for entry in entries {
        let told = matches!(entry.claim.modality, Modality::Asserted | Modality::Denied);
        if let (Some(place), Some(said), true) = (&entry.claim.place, Said::of(entry, knowledge), told) {
            places.entry(&place.id).or_default().push(said);
        }
    }
    let mut all = Vec::new();
    for said in places.values_mut() {
        // Of what is not about ground, only a denial contradicts.
        let denied: Vec<EventCode> = said.iter().filter(|s| s.denied()).map(|s| s.entry.claim.event).collect();
        let ground = |code: EventCode| code.family() == EventCode::Capture.family();
        said.retain(|s| ground(s.entry.claim.event) || denied.contains(&s.entry.claim.event));
        said.sort_by(|a, b| a.order().cmp(&b.order()));
        for group in contradictions(said, knowledge) {
            all.extend(dispute(&group, knowledge));
        }
    }
    all.extend(authors(entries, incidents, knowledge));
    let place = |dispute: &Dispute| dispute.place.as_ref().map(|place| place.id.clone());
    all.sort_by_cached_key(|d| (place(d), d.start.clone(), d.kind, d.id.clone()));
    all.dedup_by(|a, b| a.id == b.id);
    all
}

/// An entry with what is asked of it again and again.
struct Said<'a> {
    entry: &'a Entry,
    /// First day of it, where more than one is told.
    from: Date,
    day: Date,
    origin: String,
}

impl<'a> Said<'a> {
    /// `None` where no day is told and none is known of the text.
    fn of(entry: &'a Entry, knowledge: &Knowledge) -> Option<Self> {
        let day = day_of(entry)?;
        let from = entry.claim.time.as_ref().and_then(|time| time.start.as_deref()?.parse().ok()).unwrap_or(day);
        Some(Self { entry, from, day, origin: knowledge.origin(entry).id })
    }
}

impl Said<'_> {
    fn order(&self) -> (Date, vigie_model::Instant, &str, usize, &str) {
        let claim = &self.entry.claim;
        (self.day, self.entry.known, &claim.document, claim.quote.start, &claim.id)
    }

    fn denied(&self) -> bool {
        self.entry.claim.modality == Modality::Denied
    }

    fn relation(&self) -> Option<Relation> {
        self.entry.claim.place.as_ref()?.relation
    }

    /// Whether it is said of unnamed localities somewhere in the place.
    fn scattered(&self) -> bool {
        let claim = &self.entry.claim;
        claim.counts.iter().any(|count| count.of == Counted::Localities)
            || claim.place.as_ref().is_some_and(|place| place.part == Some(Part::Localities))
    }

    /// Whether it is said of the place itself and of all of it.
    fn whole(&self) -> bool {
        let part = self.entry.claim.place.as_ref().and_then(|place| place.part);
        self.relation().is_none() && !self.scattered() && part.is_none_or(|part| part == Part::Whole)
    }
}

/// Two sides of one contradiction, each in the order in which it spoke.
struct Group<'a> {
    kind: DisputeKind,
    sides: [Vec<&'a Said<'a>>; 2],
}

/// All contradictions among what is said of one place, in order of days. Contradictions of one kind between the same parties that follow
/// one another within a few days are one.
fn contradictions<'a>(said: &'a [Said<'a>], knowledge: &Knowledge) -> Vec<Group<'a>> {
    let mut open: BTreeMap<(DisputeKind, EventCode, String, String), (Date, Group<'a>)> = BTreeMap::new();
    let mut done = Vec::new();
    let mut first = 0;
    for (n, later) in said.iter().enumerate() {
        while !within(said[first].day, later.day, NEAR_DAYS) {
            first += 1;
        }
        for earlier in &said[first..n] {
            let Some((kind, turned)) = contradict(earlier, later, knowledge) else { continue };
            let (mut one, mut two) = if turned { (later, earlier) } else { (earlier, later) };
            if kind == DisputeKind::Holder && party(two, knowledge) < party(one, knowledge) {
                std::mem::swap(&mut one, &mut two);
            }
            let code = if kind == DisputeKind::Denial { one.entry.claim.event } else { EventCode::Capture };
            let key = (
                kind,
                code,
                party(one, knowledge),
                if kind == DisputeKind::Holder { party(two, knowledge) } else { String::new() },
            );
            let (last, group) = open.entry(key).or_insert_with(|| (later.day, Group { kind, sides: [Vec::new(), Vec::new()] }));
            if !within(*last, later.day, NEAR_DAYS) {
                done.push(std::mem::replace(group, Group { kind, sides: [Vec::new(), Vec::new()] }));
            }
            *last = later.day;
            for (side, new) in group.sides.iter_mut().zip([one, two]) {
                if !side.iter().any(|known| std::ptr::eq(*known, new)) {
                    side.push(new);
                }
            }
        }
    }
    done.extend(open.into_values().map(|(_, group)| group));
    done
}

/// The camp of who is said to have done it; else who; empty where nobody is named.
fn party(said: &Said<'_>, knowledge: &Knowledge) -> String {
    let actor = said.entry.claim.actors.first().map(|actor| actor.id.as_str());
    actor.map_or("", |id| knowledge.camp_of(id, Some(said.day)).unwrap_or(id)).to_owned()
}

/// Whether two things said of one place contradict one another, and whether the second is the one that is contradicted.
fn contradict(a: &Said<'_>, b: &Said<'_>, knowledge: &Knowledge) -> Option<(DisputeKind, bool)> {
    if a.origin == b.origin || knowledge.actor_of(&a.origin).is_some_and(|actor| knowledge.actor_of(&b.origin) == Some(actor)) {
        return None;
    }
    let (one, two) = (one_way(a, b, knowledge), one_way(b, a, knowledge));
    one.map(|kind| (kind, false)).or_else(|| two.map(|kind| (kind, true)))
}

/// Whether `told` is contradicted by `other`.
fn one_way(told: &Said<'_>, other: &Said<'_>, knowledge: &Knowledge) -> Option<DisputeKind> {
    use EventCode as E;
    if told.denied() {
        return None;
    }
    let on = other.day.max(told.day);
    let (a, b) = (&told.entry.claim, &other.entry.claim);
    let same = |x: &[vigie_model::ActorRef], y: &[vigie_model::ActorRef]| {
        x.iter().any(|x| y.iter().any(|y| knowledge.same_side(&x.id, &y.id, on)))
    };
    // A denial that names nobody denies whoever is said to have done it.
    let of_the_same = b.actors.is_empty() || a.actors.is_empty() || same(&a.actors, &b.actors);
    if other.denied() {
        // What was denied before it began was another thing.
        if told.from > other.day {
            return None;
        }
        // Who denies to have left denies to have left any of it; else towns here and there are another thing than the place.
        let any_of_it = a.event == E::Withdraw && !other.scattered();
        if told.scattered() != other.scattered() && !any_of_it || told.relation() != other.relation() || !of_the_same {
            return None;
        }
        if a.event == E::Capture && matches!(b.event, E::Capture | E::Hold | E::Advance) {
            // Who denies that the place was taken does not deny that a part was; who denies that they came in does.
            return (told.whole() || b.event == E::Advance).then_some(DisputeKind::Capture);
        }
        return (a.event == b.event).then_some(DisputeKind::Denial);
    }
    if !told.whole() || !other.whole() || a.actors.is_empty() || b.actors.is_empty() || same(&a.actors, &b.actors) {
        return None;
    }
    match (a.event, b.event) {
        (E::Capture, E::Repel) => {
            let against = b.targets.is_empty() || same(&a.actors, &b.targets);
            (against && told.day <= other.day).then_some(DisputeKind::Capture)
        }
        (E::Hold, E::Hold) if told.day == other.day => Some(DisputeKind::Holder),
        // Held by another after the capture; on its day, who held the place so far may be told, but not by himself.
        (E::Capture, E::Hold) => {
            let own = || b.actors.iter().any(|actor| knowledge.sides_with(&other.origin, &actor.id, on));
            (told.day < other.day || (told.day == other.day && own())).then_some(DisputeKind::Holder)
        }
        _ => None,
    }
}

/// Deeds that are ascribed to two camps, incident by incident.
fn authors(entries: &[Entry], incidents: &[Incident], knowledge: &Knowledge) -> Vec<Dispute> {
    let by_id: BTreeMap<&str, &Entry> = entries.iter().map(|entry| (entry.claim.id.as_str(), entry)).collect();
    let mut all = Vec::new();
    for incident in incidents.iter().filter(|incident| incident.actors.len() > 1 && incident.event != EventCode::Battle) {
        let told = incident.claims.iter().filter_map(|linked| by_id.get(linked.claim.as_str()).copied());
        let told: Vec<&Entry> = told.filter(|entry| entry.claim.modality == Modality::Asserted).collect();
        if let [one, two, ..] = &sides(&told, knowledge)[..] {
            let of = |side: &[&str]| {
                let all = told.iter().filter_map(|entry| {
                    let said = Said::of(entry, knowledge)?;
                    let named = entry.claim.actors.iter().any(|actor| side.contains(&actor.id.as_str()));
                    named.then_some(said)
                });
                all.collect::<Vec<Said<'_>>>()
            };
            let (one, two) = (of(one), of(two));
            let several = one.iter().chain(&two).any(|said| said.origin != one[0].origin);
            let group = Group { kind: DisputeKind::Author, sides: [one.iter().collect(), two.iter().collect()] };
            if several {
                all.extend(dispute(&group, knowledge));
            }
        }
    }
    all
}

/// A group as a dispute, the side that the record knew first in front.
fn dispute(group: &Group<'_>, knowledge: &Knowledge) -> Option<Dispute> {
    let mut sides: Vec<Vec<&Said<'_>>> = group.sides.to_vec();
    for side in &mut sides {
        side.sort_by_key(|said| (said.entry.known, said.order()));
    }
    sides.sort_by_key(|side| side.first().map(|said| (said.entry.known, said.order())));
    let [one, two] = [sides.first()?, sides.get(1)?];
    let (first, second) = (*one.first()?, *two.first()?);

    let side = |side: &[&Said<'_>]| {
        let mut origins: Vec<String> = side.iter().map(|said| said.origin.clone()).collect();
        let camp = |said: &&Said<'_>| knowledge.camp_of(&said.origin, Some(said.day)).map(str::to_owned);
        let mut camps: Vec<String> = side.iter().filter_map(camp).collect();
        for all in [&mut origins, &mut camps] {
            all.sort_unstable();
            all.dedup();
        }
        Side { origins, camps, claims: side.iter().map(|said| said.entry.claim.id.clone()).collect() }
    };
    let place = first.entry.claim.place.clone().or_else(|| second.entry.claim.place.clone());
    let mut hash = Sha256::new();
    for part in [group.kind.as_str(), place.as_ref().map_or("", |p| &p.id), &first.entry.claim.id, &second.entry.claim.id] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digits = hash.finalize().iter().take(8).fold(String::new(), |id, byte| format!("{id}{byte:02x}"));
    let days = || one.iter().chain(two).map(|said| said.day);
    Some(Dispute {
        id: format!("d-{digits}"),
        kind: group.kind,
        place,
        start: days().min().map(|day| day.to_string()),
        end: days().max().map(|day| day.to_string()),
        sides: [side(one), side(two)],
        known: first.entry.known.max(second.entry.known),
    })
}
