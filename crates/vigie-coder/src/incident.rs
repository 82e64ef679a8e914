//! The one incident that a text tells of, and the day that its claims share.
//!
//! A dispatch about an attack says its day once, in the headline, the lead or
//! further down; the dead, the houses burnt and those taken away are of the same
//! day (annotation guide, decision 9: a date is inherited where it is clearly the
//! same event). A text that tells of several days shares none.

use vigie_model::{Days, EventCode, Modality, Part};

use crate::assemble::{Settled, Whence};

/// How many days before the report an incident may lie and still be the news.
const NEWS_DAYS: i32 = 14;

/// What of a settled claim decides whether it belongs to the incident.
#[derive(Debug, Clone)]
pub struct Dated {
    event: EventCode,
    modality: Modality,
    days: Days,
    /// The claim's own sentence says when.
    own: bool,
    since: bool,
    /// Where, and whether its own clause or sentence says so.
    place: Option<vigie_gazetteer::PlaceIndex>,
    own_place: bool,
    /// Near the place, on the way to it, or a small part of it.
    beside: bool,
    town: bool,
    country: String,
    actor: Option<String>,
    /// An event noun that nothing ties to what was told before.
    anew: bool,
    /// It goes on, or is meant to: of no one day.
    lasting: bool,
}

impl Dated {
    /// Keeps what matters of a claim.
    pub(crate) fn new(done: &Settled, gazetteer: &vigie_gazetteer::Gazetteer) -> Self {
        let place = done.place.as_ref().and_then(|l| gazetteer.place(l.place));
        Self {
            event: done.draft.event,
            modality: done.modality,
            days: done.days,
            own: done.time_tokens.is_some(),
            since: done.since,
            place: done.place.as_ref().map(|l| l.place),
            own_place: done.whence != Whence::Carried,
            beside: done
                .place
                .as_ref()
                .is_some_and(|l| l.relation.is_some() || l.part.is_some_and(|p| !tells_of_whole(done.draft.event, p))),
            town: place.as_ref().is_some_and(|p| p.kind().is_settlement()),
            country: place.map_or_else(String::new, |p| p.country().as_str().to_string()),
            actor: done.actors.first().map(|a| a.id.clone()),
            anew: done.anew,
            lasting: done.lasting,
        }
    }

    /// At most a night long, and said by the claim itself.
    fn is_dated(&self) -> bool {
        self.own && !self.since && self.days.precision() <= 2 && length(self.days).is_some_and(|n| n <= 2)
    }

    fn is_undated(&self) -> bool {
        let open = self.days.is_unknown() || self.event == EventCode::Casualties && self.days.start.is_none();
        open && !self.own && !self.lasting
    }

    /// Of one place, as far as the text says: a town lies in its region and country.
    fn may_be_at(&self, other: &Self) -> bool {
        self.place.is_none()
            || other.place.is_none()
            || self.place == other.place
            || (!self.town || !other.town) && self.country == other.country
    }
}

/// Who takes or leaves the greater part of a town takes or leaves the town, as far as its day goes; who
/// enters any part of it enters it.
fn tells_of_whole(event: EventCode, part: Part) -> bool {
    event == EventCode::Advance || matches!(part, Part::Most | Part::Whole)
}

fn length(days: Days) -> Option<i32> {
    Some(days.start?.until(days.end?).ok()?.get_days())
}

/// The days that undated claims take from the incident, or from the change of hands of their place: number of the claim, days.
pub(crate) fn shared(claims: &[Dated], published: Option<Days>) -> Vec<(usize, Days)> {
    let mut out = Vec::new();
    let report = published.and_then(|p| p.end);
    for (at, claim) in claims.iter().enumerate().filter(|c| c.1.is_undated()) {
        let days = incident(claims, at, report).or_else(|| change_of_hands(claims, claim));
        out.extend(days.map(|d| (at, d)));
    }
    out
}

fn is_violent(claim: &Dated) -> bool {
    claim.event == EventCode::Casualties || claim.event.family() == "attack" && claim.event != EventCode::Battle
}

/// The days of the incident, when an undated claim belongs to it.
fn incident(claims: &[Dated], at: usize, report: Option<jiff::civil::Date>) -> Option<Days> {
    use EventCode as E;
    let claim = &claims[at];
    let harm = matches!(claim.event, E::Casualties | E::Destruction | E::Abduction);
    let deed = claim.event.family() == "attack" && claim.event != E::Battle;
    if !(harm || deed) || !matches!(claim.modality, Modality::Asserted | Modality::Possible) {
        return None;
    }
    let news = |c: &&Dated| {
        (is_violent(c) || harm && c.event == E::Battle)
            && c.is_dated()
            && c.days
                .start
                .is_some_and(|s| report.is_some_and(|r| s.until(r).is_ok_and(|n| (0..=NEWS_DAYS).contains(&n.get_days()))))
    };
    let first = claims.iter().position(|c| news(&c))?;
    let topic = &claims[first];
    // What stands before the day is told must be said of the very place.
    if at < first && claim.place != topic.place {
        return None;
    }
    // What came later is another incident, and what came long before is none.
    let other = |c: &Dated| c.days.start > topic.days.end;
    // Where towns change hands, each deed has a day of its own.
    let front = |c: &Dated| matches!(c.event, E::Capture | E::Withdraw | E::Hold);
    if claims.iter().take(at).filter(news).any(other) || claims.iter().take(at).any(front) {
        return None;
    }
    // `La Turquie a subi une attaque. Deux engins ont explosé à Ankara`: the town says where in the country it was.
    let precise = claim.place == topic.place || claim.town && !topic.town;
    let same = claim.may_be_at(topic) && (!claim.anew || claim.own_place && precise);
    // `vers 2 heures du matin` narrows a night down.
    let within =
        |c: &&Dated| c.own && is_violent(c) && c.days.start >= topic.days.start && c.days.end <= topic.days.end && !c.since;
    same.then(|| claims.iter().take(at).rfind(within).map_or(topic.days, |c| c.days))
}

/// A place changes hands once in a story: who takes it, who leaves it and who enters it do so in the same days.
fn change_of_hands(claims: &[Dated], claim: &Dated) -> Option<Days> {
    use EventCode as E;
    let changes = |c: &&Dated| {
        matches!(c.event, E::Capture | E::Withdraw | E::Advance) && c.modality == Modality::Asserted && c.town && !c.beside
    };
    if !changes(&claim) {
        return None;
    }
    let mut told = claims.iter().filter(changes).filter(|c| c.place == claim.place && c.is_dated());
    let first = told.next()?;
    let rival = claim.event != E::Withdraw && first.event != E::Withdraw && claim.actor != first.actor;
    (!rival && told.all(|c| c.days == first.days)).then_some(first.days)
}
