//! Sums over tolls, which are the only sums there are: over disjoint events (methods R6), and what an aggregate adds to
//! what is recorded already (methods C7). Both show what they leave out.

use std::cmp::Reverse;
use std::fmt;

use vigie_model::{Bounds, PlaceRef, Toll};

use super::figure::number_of_days;

/// A sum over events that do not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Sum of the lows that are told, of the bests and the highs; a best or a high is `None` where one of them is open, all are
    /// where nothing was added.
    pub bounds: Bounds,
    /// Ids of the tolls that were added, in order of the ids.
    pub added: Vec<String>,
    /// Tolls that were not added, in order of the ids.
    pub held_out: Vec<HeldOut>,
}

/// A toll that a sum leaves out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeldOut {
    /// Its id.
    pub toll: String,
    /// Why, as a key: `aggregate`, `no-day`, `no-place`, `overlaps`.
    pub reason: String,
    /// Id of the toll that may count the same people; `None` where there is no single one.
    pub overlaps: Option<String>,
}

/// Adds the tolls of single events that overlap with no other in place and days; of those that do, the one with the
/// higher low is added, the others are held out. Totals over many events are never added to one another.
///
/// A place that is told no better than as a province may be any other place of its country.
pub fn over(tolls: &[Toll]) -> Sum {
    let mut order: Vec<&Toll> = tolls.iter().collect();
    order.sort_by_key(|t| (Reverse(t.bounds.low()), &t.id));
    let (mut added, mut held_out): (Vec<&Toll>, Vec<HeldOut>) = (Vec::new(), Vec::new());
    for toll in order {
        let mut hold = |reason: &str, overlaps: Option<String>| {
            held_out.push(HeldOut { toll: toll.id.clone(), reason: reason.to_owned(), overlaps });
        };
        if toll.aggregate {
            hold("aggregate", None);
        } else if toll.place.is_none() {
            hold("no-place", None);
        } else if toll.start.is_none() {
            hold("no-day", None);
        } else if let Some(other) = added.iter().find(|other| overlap(toll, other)) {
            hold("overlaps", Some(other.id.clone()));
        } else {
            added.push(toll);
        }
    }
    held_out.sort_unstable();
    let sum = |side: fn(Bounds) -> Option<u64>| {
        let all = added.iter().map(|t| side(t.bounds)).try_fold(0u64, |sum, n| Some(sum.saturating_add(n?)));
        all.filter(|_| !added.is_empty())
    };
    // Who tells no low leaves it open: at least nobody.
    let low = added.iter().filter_map(|t| t.bounds.low()).reduce(u64::saturating_add);
    let bounds = Bounds::new(low, sum(Bounds::best), sum(Bounds::high)).unwrap_or_default();
    let mut added: Vec<String> = added.iter().map(|t| t.id.clone()).collect();
    added.sort_unstable();
    Sum { bounds, added, held_out }
}

/// Whether two tolls may count the same people: the same is counted, their days touch, and their places may be one.
fn overlap(a: &Toll, b: &Toll) -> bool {
    let day = |text: &Option<String>| text.as_deref().and_then(|day| day.parse().ok());
    let before = |a: &Toll, b: &Toll| day(&a.end).zip(day(&b.start)).is_some_and(|(end, start)| number_of_days(end, start) > 0);
    let same = |a: &PlaceRef, b: &PlaceRef| {
        let vague = a.prec >= 4 || b.prec >= 4;
        a.id == b.id || (vague && a.country == b.country)
    };
    let one_place = a.place.as_ref().zip(b.place.as_ref()).is_none_or(|(a, b)| same(a, b));
    a.of == b.of && !before(a, b) && !before(b, a) && one_place
}

/// What an aggregate (a hospital's, a month's) adds to the events that are recorded already.
///
/// ```
/// use vigie_model::Bounds;
/// use vigie_reconcile::tolls::sums::Remainder;
/// let rest = Remainder::of(Bounds::exactly(120), Bounds::exactly(87));
/// assert_eq!(rest.to_string(), "120 − 87 = 33");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remainder {
    /// The aggregate.
    pub aggregate: Bounds,
    /// What is recorded of the same class, place and period.
    pub recorded: Bounds,
    /// What the aggregate adds; never below nothing.
    pub added: Bounds,
}

impl Remainder {
    /// Subtracts what is recorded: the most that may be from the least, and the other way round.
    pub fn of(aggregate: Bounds, recorded: Bounds) -> Self {
        let less = |a: Option<u64>, b: Option<u64>| a.zip(b).map(|(a, b)| a.saturating_sub(b));
        let low = less(aggregate.low(), recorded.high()).unwrap_or(0);
        let high = less(aggregate.high(), recorded.low());
        let best = less(aggregate.best(), recorded.best());
        let added = Bounds::new(Some(low), best, high).unwrap_or_default();
        Self { aggregate, recorded, added }
    }
}

impl fmt::Display for Remainder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |b: Bounds| match (b.low(), b.high()) {
            (Some(low), Some(high)) if low == high => low.to_string(),
            (low, high) => format!("{}–{}", low.unwrap_or(0), high.map_or_else(|| "?".to_owned(), |n| n.to_string())),
        };
        write!(f, "{} − {} = {}", shown(self.aggregate), shown(self.recorded), shown(self.added))
    }
}
