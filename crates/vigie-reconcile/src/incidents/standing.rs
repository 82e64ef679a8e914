//! What the claims of an incident say together, and how well it stands (methods C3).

use jiff::civil::Date;
use vigie_model::{Act, Decision, Entry, EventCode, Incident, Link, Modality, PlaceRef, Standing};

use crate::Knowledge;
use crate::origins::independent;

/// An incident, from the links and entries that stood at an instant. All links are of one incident; `decisions`
/// are those up to that instant. `None` where no claim tells it.
///
/// Standing, by rule: a person *discounted* it; the party to whom it is unfavourable says so itself, *confirmed*; two
/// sides are told as doing it, *contested*; two or more independent origins, *fair*; else *weak*. Only what is asserted counts.
pub fn incident(group: &[(Link, Entry)], decisions: &[Decision], knowledge: &Knowledge) -> Option<Incident> {
    let mut group: Vec<&(Link, Entry)> = group.iter().collect();
    group.sort_by_key(|(link, entry)| {
        let claim = &entry.claim;
        (link.known, entry.known, &claim.document, claim.quote.start, &claim.id)
    });
    let (first, founding) = *group.first()?;
    let entries: Vec<&Entry> = group.iter().map(|(_, entry)| entry).collect();

    let days = days(&entries);
    let (standing, because) = standing(&entries, decisions, knowledge);
    let ids = |of: fn(&Entry) -> &Vec<vigie_model::ActorRef>| {
        let mut ids: Vec<String> = entries.iter().flat_map(|e| of(e)).map(|actor| actor.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    Some(Incident {
        id: first.incident.clone(),
        event: founding.claim.event,
        place: place(&entries),
        start: days.map(|(start, _)| start.to_string()),
        end: days.map(|(_, end)| end.to_string()),
        actors: ids(|entry| &entry.claim.actors),
        targets: ids(|entry| &entry.claim.targets),
        standing,
        because,
        origins: independent(&entries, knowledge).into_iter().map(|voice| voice.origin.id).collect(),
        known: first.known,
        claims: group.iter().map(|(link, _)| link.linked.clone()).collect(),
    })
}

/// The most precise place, in it rather than near it; of several, the first that was told.
fn place(entries: &[&Entry]) -> Option<PlaceRef> {
    let places = entries.iter().filter_map(|entry| entry.claim.place.as_ref());
    places.min_by_key(|place| (place.prec, place.relation.is_some())).cloned()
}

/// The days on which all agree who tell any, as far as they agree with those who told first.
fn days(entries: &[&Entry]) -> Option<(Date, Date)> {
    let told = entries.iter().filter_map(|entry| {
        let time = entry.claim.time.as_ref()?;
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Date>().ok());
        let (start, end) = (day(&time.start), day(&time.end));
        Some((start.or(end)?, end.or(start)?))
    });
    told.reduce(|(a, b), (c, d)| if a.max(c) <= b.min(d) { (a.max(c), b.min(d)) } else { (a, b) })
}

fn standing(entries: &[&Entry], decisions: &[Decision], knowledge: &Knowledge) -> (Standing, String) {
    let about = decisions.iter().filter(|decision| {
        matches!(decision.act, Act::Discount | Act::Accept) && entries.iter().any(|e| e.claim.id == decision.claim)
    });
    if let Some(last) = about.max_by_key(|decision| decision.n)
        && last.act == Act::Discount
    {
        return (Standing::Discounted, format!("C3 discounted-by-person: {}", last.reason));
    }
    let asserted: Vec<&Entry> = entries.iter().copied().filter(|e| e.claim.modality == Modality::Asserted).collect();
    if asserted.is_empty() {
        return (Standing::Weak, "C3 not-asserted".to_owned());
    }
    if asserted.iter().any(|entry| admits(entry, &asserted, knowledge)) {
        return (Standing::Confirmed, "C3 admission".to_owned());
    }
    if sides(&asserted, knowledge).len() > 1 {
        return (Standing::Contested, "C3 two-sides".to_owned());
    }
    if independent(&asserted, knowledge).len() > 1 {
        return (Standing::Fair, "C3 independent-origins".to_owned());
    }
    (Standing::Weak, "C3 one-origin".to_owned())
}

fn day(entry: &Entry) -> Date {
    crate::control::day_of(entry).or_else(|| entry.known.day()).unwrap_or(Date::MAX)
}

/// Whether whoever says it is a party to whom it is unfavourable: who did it; of ground taken or kept, who lost by it; of
/// ground left, who left.
fn admits(entry: &Entry, all: &[&Entry], knowledge: &Knowledge) -> bool {
    let gained = entry.claim.event.family() == EventCode::Capture.family() && entry.claim.event != EventCode::Withdraw;
    let (origin, on) = (knowledge.origin(entry).id, day(entry));
    let told = all.iter().flat_map(|e| if gained { &e.claim.targets } else { &e.claim.actors });
    let who = |refs: &[vigie_model::ActorRef]| refs.iter().any(|actor| knowledge.sides_with(&origin, &actor.id, on));
    // Who names another as the doer admits nothing.
    let own = if gained { !who(&entry.claim.actors) } else { entry.claim.actors.is_empty() || who(&entry.claim.actors) };
    own && told.into_iter().any(|actor| knowledge.sides_with(&origin, &actor.id, on))
}

/// The sides that are told as doing it, each with all its actors. Those who are told as doing it
/// together are one side. Of a battle there is none: both fight.
pub(crate) fn sides<'a>(entries: &[&'a Entry], knowledge: &Knowledge) -> Vec<Vec<&'a str>> {
    let mut sides: Vec<Vec<&str>> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.claim.event != EventCode::Battle && !entry.claim.actors.is_empty()) {
        let mut actors: Vec<&str> = entry.claim.actors.iter().map(|actor| actor.id.as_str()).collect();
        let known = |side: &[&str]| side.iter().any(|a| actors.iter().any(|b| knowledge.same_side(a, b, day(entry))));
        let (mut one, others): (Vec<_>, Vec<_>) = sides.into_iter().partition(|side| known(side));
        sides = others;
        let mut all = one.drain(..).flatten().collect::<Vec<&str>>();
        all.append(&mut actors);
        sides.push(all);
    }
    sides
}
