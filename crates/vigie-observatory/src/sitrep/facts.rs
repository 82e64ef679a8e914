//! The figures of a report, in no language: what is known of the day and the
//! period, and what changed since the report before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use vigie_model::{
    Counted, Dispute, Entry, EventCode, Incident, Instant, Knowing, Layer, PlaceRef, Standing, Status, Stretch, Toll,
};
use vigie_reconcile::tolls::sums;
use vigie_store::Ask;

use super::Order;
use super::words::country_of;
use crate::ask::Question;
use crate::fault::Fault;
use crate::observatory::Observatory;

/// Days without a word after which a status is stale (methods T9).
pub const STALE_DAYS: i32 = 30;

/// A place that changed hands in the period, or of which another status is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The place.
    pub place: PlaceRef,
    /// How it was held before the period; `None` = nothing was known.
    pub before: Option<Stretch>,
    /// How it is held now.
    pub now: Stretch,
}

/// The most of something since a day that the record reaches back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// The day that is compared.
    pub day: String,
    /// How many.
    pub count: u64,
    /// The last day with as many or more; `None` = no day of the record.
    pub since: Option<String>,
    /// Day of the first document of the record.
    pub reaches: String,
    /// Claims that it rests on.
    pub claims: Vec<String>,
}

/// Who was heard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// Documents, copies counted once.
    pub documents: usize,
    /// Independent origins.
    pub origins: usize,
    /// Documents by language.
    pub languages: BTreeMap<String, usize>,
    /// Origins by kind; an origin of no known kind under the empty name.
    pub kinds: BTreeMap<String, usize>,
}

/// Everything that a report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facts {
    /// Last day.
    pub on: String,
    /// First day.
    pub since: String,
    /// As known at.
    pub known_at: Instant,
    /// Some of it counts as known since publication, by explicit statement.
    pub as_published: bool,
    /// Who was heard about the period.
    pub heard: Heard,
    /// Tolls that hold on the day, totals first.
    pub tolls: Vec<Toll>,
    /// Places that changed hands.
    pub changes: Vec<Change>,
    /// Statuses on the day, assessed and claimed.
    pub control: Vec<Stretch>,
    /// Incidents of the period, the best known first.
    pub incidents: Vec<Incident>,
    /// What sides disagree about.
    pub disputes: Vec<Dispute>,
    /// Displacement and aid.
    pub humanitarian: Vec<Entry>,
    /// The deadliest day.
    pub deadliest: Option<Record>,
    /// The day on which most places changed hands.
    pub most_changes: Option<Record>,
    /// Places of which nobody spoke for [`STALE_DAYS`] days.
    pub stale: Vec<Stretch>,
    /// What is claimed or entered at places of which nobody is assessed to hold them.
    pub unassessed: Vec<Stretch>,
    /// Claims that were given up since the period before.
    pub corrections: Vec<Entry>,
    /// The entries that the report rests on, by id of their claims.
    #[serde(skip)]
    pub entries: BTreeMap<String, Entry>,
    /// Places, by id.
    #[serde(skip)]
    pub places: BTreeMap<String, PlaceRef>,
}

/// Asks the record for everything that a report says.
///
/// # Errors
/// When the record refuses.
pub fn gather(observatory: &Observatory, order: &Order) -> Result<Facts, Fault> {
    let question = Question {
        on: Some(order.on),
        since: Some(order.since),
        known_at: Some(order.known_at),
        country: order.country.clone(),
        ..Question::default()
    };
    let whole = Question { since: None, ..question.clone() };
    let all = observatory.entries(&observatory.ask(&whole)?)?;
    let entries: BTreeMap<String, Entry> = all.iter().map(|e| (e.claim.id.clone(), e.clone())).collect();
    let places = observatory.places()?;
    let inside = |id: &str| order.country.as_ref().is_none_or(|c| places.get(id).is_some_and(|p| p.country == *c));
    // Nobody holds a country as one holds a town: such words tell of a front as a whole.
    let is_country = |id: &str| places.get(id).is_some_and(|p| country_of(observatory.theatre(), p).is_some());
    let mut control = observatory.control(&whole)?;
    control.retain(|s| inside(&s.place) && !is_country(&s.place));
    let eve = order.since.checked_sub(1.day()).unwrap_or(order.since);
    let before = observatory.control(&Question { on: Some(eve), ..whole.clone() })?;
    let period: Vec<&Entry> = all.iter().filter(|e| touches(e, order.since, order.on)).collect();
    let mut incidents = observatory.incidents(&question)?;
    incidents.retain(|i| (i.start.is_some() || i.end.is_some()) && !is_humanitarian(i.event));
    incidents.sort_by(|a, b| (a.standing, &b.start, &a.id).cmp(&(b.standing, &a.start, &b.id)));
    let mut tolls = observatory.tolls(&whole)?;
    // How far the record goes back is when it began to listen, not the oldest day that anybody recalls.
    let heard_on = |e: &Entry| e.published.clone().or_else(|| e.known.day().map(|day| day.to_string()));
    let reach = all.iter().filter_map(heard_on).min().unwrap_or_else(|| order.since.to_string());
    let deadliest = deadliest(&tolls, order, &reach);
    let (since, on) = (order.since.to_string(), order.on.to_string());
    tolls.retain(|t| in_period(t.start.as_deref(), t.end.as_deref().or(t.as_of.as_deref()), &since, &on));
    tolls.sort_by_key(toll_rank);
    let mut disputes = observatory.disputes(&question)?;
    disputes.retain(|d| in_period(d.start.as_deref(), d.end.as_deref(), &since, &on));
    Ok(Facts {
        on: order.on.to_string(),
        since: order.since.to_string(),
        known_at: order.known_at,
        as_published: all.iter().any(|e| e.knowing == Knowing::Published),
        heard: heard(observatory, &period),
        changes: changes(&control, &before, order.since, &places),
        disputes,
        humanitarian: period.iter().filter(|e| is_humanitarian(e.claim.event)).map(|e| (*e).clone()).collect(),
        deadliest,
        most_changes: most_changes(observatory, &whole, order, &places, &reach)?,
        stale: control.iter().filter(|s| s.layer == Layer::Assessed && is_stale(s, order.on)).cloned().collect(),
        unassessed: unassessed(&control),
        corrections: corrections(observatory, order)?,
        tolls,
        control,
        incidents,
        entries,
        places,
    })
}

/// What stands under people and aid, and not among the incidents.
fn is_humanitarian(event: EventCode) -> bool {
    matches!(event, EventCode::Displacement | EventCode::Aid)
}

/// Whether days touch a period. Where no first day is told the last one is the day: a figure that held on a
/// later day was not yet told.
fn in_period(start: Option<&str>, end: Option<&str>, since: &str, on: &str) -> bool {
    start.or(end).is_none_or(|day| day <= on) && end.or(start).is_none_or(|day| day >= since)
}

/// Totals before single events, what is counted over everybody before classes, more origins before fewer, the higher first.
fn toll_rank(toll: &Toll) -> impl Ord + use<> {
    let low = toll.bounds.low().map(std::cmp::Reverse);
    let scope = (!toll.aggregate, toll.of, toll.who.is_some() || toll.side.is_some());
    (scope, std::cmp::Reverse(toll.origins.len()), low, toll.id.clone())
}

/// Whether the days of an entry, if any are known, touch a period.
fn touches(entry: &Entry, since: Date, on: Date) -> bool {
    let Some(time) = &entry.claim.time else { return false };
    let (start, end) = (time.start.as_deref(), time.end.as_deref());
    (start.is_some() || end.is_some())
        && start.or(end).is_none_or(|s| s <= on.to_string().as_str())
        && end.or(start).is_none_or(|e| e >= since.to_string().as_str())
}

fn heard(observatory: &Observatory, entries: &[&Entry]) -> Heard {
    let origins: BTreeSet<String> = entries.iter().map(|e| observatory.knowledge.origin(e).id).collect();
    let mut kinds = BTreeMap::new();
    for origin in &origins {
        *kinds.entry(observatory.knowledge.kind_of(origin).unwrap_or_default().to_owned()).or_insert(0) += 1;
    }
    let witnesses: BTreeMap<&str, &str> = entries.iter().map(|e| (e.witness.as_str(), e.claim.lang.as_str())).collect();
    let mut languages = BTreeMap::new();
    for lang in witnesses.values() {
        *languages.entry((*lang).to_owned()).or_insert(0) += 1;
    }
    Heard { documents: witnesses.len(), origins: origins.len(), languages, kinds }
}

fn is_stale(stretch: &Stretch, on: Date) -> bool {
    let reported = stretch.reported.parse::<Date>().ok();
    stretch.status != Status::Unknown
        && reported.and_then(|day| day.until(on).ok()).is_some_and(|gap| gap.get_days() > STALE_DAYS)
}

/// The first claimed stretch of each place that has no assessed one.
fn unassessed(control: &[Stretch]) -> Vec<Stretch> {
    let known = |s: &Stretch| s.layer == Layer::Assessed && s.status != Status::Unknown;
    let held: BTreeSet<&str> = control.iter().filter(|s| known(s)).map(|s| s.place.as_str()).collect();
    let mut seen = BTreeSet::new();
    let open = |s: &&Stretch| s.layer == Layer::Claimed && !held.contains(s.place.as_str());
    control.iter().filter(open).filter(|s| seen.insert(s.place.as_str())).cloned().collect()
}

fn changes(now: &[Stretch], before: &[Stretch], since: Date, places: &BTreeMap<String, PlaceRef>) -> Vec<Change> {
    let since = since.to_string();
    let mut changes: Vec<Change> = now
        .iter()
        .filter(|s| s.status != Status::Unknown && s.from >= since)
        .filter_map(|now| {
            let before = before.iter().find(|b| b.place == now.place && b.layer == now.layer && b.status != Status::Unknown);
            let same = before.is_some_and(|b| b.status == now.status && b.holders == now.holders);
            let place = places.get(&now.place).filter(|_| !same)?;
            Some(Change { place: place.clone(), before: before.cloned(), now: now.clone() })
        })
        .collect();
    changes.sort_by(|a, b| (&a.now.from, a.now.layer, &a.place.name).cmp(&(&b.now.from, b.now.layer, &b.place.name)));
    changes
}

/// The deaths of single events of one day, day by day, those that may be counted twice held out (methods R6); compared are
/// lower bounds (methods C4).
fn deadliest(tolls: &[Toll], order: &Order, reach: &str) -> Option<Record> {
    let mut days: BTreeMap<&str, Vec<Toll>> = BTreeMap::new();
    for toll in tolls.iter().filter(|t| t.of == Counted::Killed && !t.aggregate && t.who.is_none() && t.side.is_none()) {
        if let Some(day) = toll.start.as_deref().filter(|day| toll.end.as_deref() == Some(day)) {
            days.entry(day).or_default().push(toll.clone());
        }
    }
    let sum = |(day, tolls): (&str, Vec<Toll>)| {
        let sum = sums::over(&tolls);
        let added = tolls.iter().filter(|t| sum.added.contains(&t.id));
        let claims = added.flat_map(|t| t.origins.iter().map(|o| o.claim.clone())).collect();
        Some((day.to_owned(), sum.bounds.low()?, claims))
    };
    let days: Vec<_> = days.into_iter().filter_map(sum).collect();
    most(&days, order, reach)
}

/// The largest day of the period, and the last day before it with as many.
fn most(days: &[(String, u64, Vec<String>)], order: &Order, reach: &str) -> Option<Record> {
    let since = order.since.to_string();
    let (day, count, claims) =
        days.iter().filter(|d| d.0 >= since && d.1 > 0).max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?.clone();
    let earlier = days.iter().filter(|d| d.0 < day && d.1 >= count).map(|d| d.0.clone()).max();
    // A single day tells nothing of records.
    (days.len() > 1).then(|| Record { day, count, since: earlier, reaches: reach.to_owned(), claims })
}

/// Assessed changes of holder, day by day.
fn most_changes(
    observatory: &Observatory,
    question: &Question,
    order: &Order,
    places: &BTreeMap<String, PlaceRef>,
    reach: &str,
) -> Result<Option<Record>, Fault> {
    let mut days: BTreeMap<String, (u64, Vec<String>)> = BTreeMap::new();
    let on = order.on.to_string();
    for (id, place) in places {
        if country_of(observatory.theatre(), place).is_some() || order.country.as_ref().is_some_and(|c| place.country != *c) {
            continue;
        }
        let history = observatory.record.history(id, question.at())?;
        for stretch in history.iter().filter(|s| s.layer == Layer::Assessed && s.status == Status::Held && s.from <= on) {
            let day = days.entry(stretch.from.clone()).or_default();
            day.0 += 1;
            day.1.extend(stretch.inputs.iter().filter(|i| i.fate == vigie_model::Fate::Used).map(|i| i.claim.clone()));
        }
    }
    let days: Vec<_> = days.into_iter().map(|(d, (n, c))| (d, n, c)).collect();
    Ok(most(&days, order, reach))
}

/// Claims that the record gave up between the beginning of the period and the instant.
fn corrections(observatory: &Observatory, order: &Order) -> Result<Vec<Entry>, Fault> {
    let from = Instant::start_of(order.since);
    let ask = Ask { country: order.country.clone(), ..Ask::default() };
    let mut gone = observatory.entries(&ask)?;
    gone.retain(|e| e.gone.is_some_and(|at| from <= at && at <= order.known_at) && e.known < from);
    Ok(gone)
}

/// Whether an incident belongs into the first lines.
pub fn is_highlight(incident: &Incident) -> bool {
    matches!(incident.standing, Standing::Confirmed | Standing::Fair | Standing::Contested)
}
