//! What is derived from entries: incidents, tolls, control, disputes. None of
//! it is authoritative: it can be dropped and derived again, bit for bit, and
//! every value lists the claims that it rests on and those that it leaves out.

use serde::{Deserialize, Serialize};

use crate::claim::{Counted, PlaceRef, Who};
use crate::event::{EventCode, codes};
use crate::instant::Instant;

codes! {
    /// What became of a claim in a derived value (methods R12).
    Fate {
        /// The value rests on it.
        Used = "used",
        /// A later claim of the same origin stands in its place (methods R3).
        Superseded = "superseded",
        /// It bears on the value and does not count, for a stated reason.
        Excluded = "excluded",
    }
}

/// A claim that a derived value used, superseded or left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Input {
    /// Id of the claim.
    pub claim: String,
    /// What became of it.
    pub fate: Fate,
    /// Number of the rule in the methods: `R3`, `T3` …
    pub rule: String,
    /// Why, as a key that every language has a sentence for: `later-same-origin`, `own-side` …
    pub reason: String,
    /// The claim that took its place; `None` where none did.
    pub by: Option<String>,
}

codes! {
    /// How independent origins agree (methods R9).
    Agreement {
        /// One origin speaks.
        Single = "single",
        /// All give the same.
        Agree = "agree",
        /// They differ and their ranges overlap.
        Range = "range",
        /// No value fits all.
        Conflict = "conflict",
    }
}

codes! {
    /// Airwars' five words (methods C3).
    Standing {
        /// A party accepted responsibility.
        Confirmed = "confirmed",
        /// Two or more independent origins.
        Fair = "fair",
        /// One origin.
        Weak = "weak",
        /// Two or more camps are said to have done it.
        Contested = "contested",
        /// A reviewer discounted it, with a reason.
        Discounted = "discounted",
    }
}

/// What several claims say happened once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// `VG-<ISO2>-<26 letters and digits>`: derived from the claim that founded it, never given twice.
    pub id: String,
    /// Kind of the founding claim.
    pub event: EventCode,
    /// Most precise place told; `None` = none told.
    pub place: Option<PlaceRef>,
    /// First day; `None` = unknown.
    pub start: Option<String>,
    /// Last day; `None` = unknown.
    pub end: Option<String>,
    /// Ids of the actors told as doing it, in order of the ids.
    pub actors: Vec<String>,
    /// Ids of those told as suffering it, in order of the ids.
    pub targets: Vec<String>,
    /// How well it stands.
    pub standing: Standing,
    /// Why: the rule and the reason.
    pub because: String,
    /// Ids of independent origins, in order of the ids.
    pub origins: Vec<String>,
    /// When the record first knew of it.
    pub known: Instant,
    /// Claims, the founding one first, each with the reason why it is thought to tell the same.
    pub claims: Vec<Linked>,
}

/// A claim tells an incident, and since when the record thinks so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Id of the incident.
    pub incident: String,
    /// The claim, and why.
    #[serde(flatten)]
    pub linked: Linked,
    /// Since when.
    pub known: Instant,
    /// Since when no longer; `None` = it still does.
    pub until: Option<Instant>,
}

/// A claim of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Id of the claim.
    pub claim: String,
    /// Reasons, as keys: `founds`, `same-place`, `same-days`, `same-figures`, `linked-by-person` …
    pub reasons: Vec<String>,
}

/// An incident that is no more (methods A4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The id, never given again.
    pub id: String,
    /// Since when.
    pub at: Instant,
    /// Why, as a key.
    pub reason: String,
    /// The incident that holds its claims now; `None` = none does.
    pub merged_into: Option<String>,
}

/// A number with bounds as the record holds it. `None` leaves a side open; it is never zero.
///
/// What is known: `low <= best <= high`, wherever two of them are told. Nothing else can be built (methods U2).
///
/// ```
/// use vigie_model::Bounds;
/// let toll = Bounds::new(Some(311), Some(514), None).unwrap();
/// assert_eq!((toll.low(), toll.high()), (Some(311), None));
/// assert!(Bounds::new(Some(311), Some(202), None).is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Told")]
pub struct Bounds {
    low: Option<u64>,
    best: Option<u64>,
    high: Option<u64>,
}

/// Bounds as they are written, before anybody looked whether they are in order.
#[derive(Deserialize)]
struct Told {
    low: Option<u64>,
    best: Option<u64>,
    high: Option<u64>,
}

/// Three numbers that are no bounds: the best lies outside, or the low above the high.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("low {low:?}, best {best:?}, high {high:?} are not in order")]
pub struct BoundsError {
    /// At least this many.
    pub low: Option<u64>,
    /// The figure of the best origin.
    pub best: Option<u64>,
    /// At most this many.
    pub high: Option<u64>,
}

impl TryFrom<Told> for Bounds {
    type Error = BoundsError;

    fn try_from(Told { low, best, high }: Told) -> Result<Self, BoundsError> {
        Self::new(low, best, high).ok_or(BoundsError { low, best, high })
    }
}

impl Bounds {
    /// Bounds, unless the best lies outside of them or the low above the high.
    pub fn new(low: Option<u64>, best: Option<u64>, high: Option<u64>) -> Option<Self> {
        let above = |a: Option<u64>, b: Option<u64>| a.zip(b).is_some_and(|(a, b)| a > b);
        let sound = !above(low, best) && !above(best, high) && !above(low, high);
        sound.then_some(Self { low, best, high })
    }

    /// The number itself.
    pub const fn exactly(n: u64) -> Self {
        Self { low: Some(n), best: Some(n), high: Some(n) }
    }

    /// At least this many (inclusive); `None` = left open.
    pub const fn low(self) -> Option<u64> {
        self.low
    }

    /// The figure of the best origin; `None` = none gives one.
    pub const fn best(self) -> Option<u64> {
        self.best
    }

    /// At most this many (inclusive); `None` = left open.
    pub const fn high(self) -> Option<u64> {
        self.high
    }

    /// Whether a number fits both.
    pub fn meets(self, other: Self) -> bool {
        let below = |high: Option<u64>, low: Option<u64>| high.zip(low).is_none_or(|(h, l)| l <= h);
        below(self.high, other.low) && below(other.high, self.low)
    }
}

/// A part of a toll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TollPart {
    /// Who is counted; `None` = the rest that no source specifies (`unspecified`, methods §0 rule 4), and a part of things.
    pub who: Option<Who>,
    /// Id of the side that lost them; `None` = not said.
    pub side: Option<String>,
    /// How many.
    pub bounds: Bounds,
    /// Claims that it rests on.
    pub claims: Vec<String>,
}

/// What one origin says of one toll: its latest figure, and those before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginFigure {
    /// Id of the origin.
    pub origin: String,
    /// Its name.
    pub name: String,
    /// Its latest figure.
    pub bounds: Bounds,
    /// As of which day; `None` = not said.
    pub as_of: Option<String>,
    /// The claim of that figure.
    pub claim: String,
    /// How many figures of its own it has given up since.
    pub superseded: usize,
}

/// What is known of a number of killed, injured … for a scope and a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Toll {
    /// `t-` and 16 hexadecimal digits of its key.
    pub id: String,
    /// What is counted.
    pub of: Counted,
    /// Who is counted; `None` = everybody.
    pub who: Option<Who>,
    /// Id of the side that lost them; `None` = of every side, or not said.
    pub side: Option<String>,
    /// Scope in space; `None` = not said.
    pub place: Option<PlaceRef>,
    /// First day of the event or of the period; `None` = unknown.
    pub start: Option<String>,
    /// Last day of the event; of a total, the day up to which it runs; `None` = unknown.
    pub end: Option<String>,
    /// As of which day the latest figure holds: of one event, the day on which it was told; `None` = unknown.
    pub as_of: Option<String>,
    /// `true` = a total over many events; `false` = one event (methods U3).
    pub aggregate: bool,
    /// Low, best, high (methods R5).
    pub bounds: Bounds,
    /// How independent origins agree.
    pub agreement: Agreement,
    /// One line an origin.
    pub origins: Vec<OriginFigure>,
    /// Parts that are told of it; they never add to it.
    pub parts: Vec<TollPart>,
    /// What is odd, as keys: `parts-exceed-total`, `falls`, `mislabelled`, `scope-unsure` …
    pub flags: Vec<Flag>,
    /// Claims used, superseded, excluded, each with its reason.
    pub inputs: Vec<Input>,
}

/// Something odd that a reader should know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Flag {
    /// What, as a key.
    pub what: String,
    /// Claims that show it.
    pub claims: Vec<String>,
}

codes! {
    /// How a place is held (methods T2).
    Status {
        /// One party holds it.
        Held = "held",
        /// Two hold parts of it and fight inside.
        Contested = "contested",
        /// Held, and cut off by another.
        Besieged = "besieged",
        /// Held by two in truce.
        Shared = "shared",
        /// One side says that it took it; nobody else does.
        Claimed = "claimed",
        /// Forces are inside and do not hold it.
        Entered = "entered",
        /// Left by its holder; the successor is unknown.
        Withdrawn = "withdrawn",
        /// No forces, but obedience.
        Influence = "influence",
        /// Nothing is known.
        Unknown = "unknown",
    }
}

codes! {
    /// Whether the observatory stands by a status or only reports it (methods T2).
    Layer {
        /// By the change rule (methods T3).
        Assessed = "assessed",
        /// As one side says; drawn apart, over what is assessed.
        Claimed = "claimed",
    }
}

/// A stretch of days on which a place had one status, and the stretch of
/// record time in which the observatory thought so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Id of the place.
    pub place: String,
    /// Assessed or claimed.
    pub layer: Layer,
    /// How it is held.
    pub status: Status,
    /// Ids of the holders, in order of the ids; for `besieged` the holder, for `claimed` who claims.
    pub holders: Vec<String>,
    /// Ids of those who press it: the besieger, the one who entered; in order of the ids.
    pub against: Vec<String>,
    /// First day.
    pub from: String,
    /// Last day; `None` = until something else is known.
    pub to: Option<String>,
    /// Since when the record thought so.
    pub known: Instant,
    /// Since when it no longer does; `None` = it still does.
    pub until: Option<Instant>,
    /// Last day on which any source spoke of how the place is held.
    pub reported: String,
    /// The rule that decided: `T3-admission`, `T3-two-origins`, `T3-neutral`, `T3-own-claim` …
    pub rule: String,
    /// Claims that decided, and those that bear on it and did not, with the reason.
    pub inputs: Vec<Input>,
}

codes! {
    /// What two sides disagree about (methods R9).
    DisputeKind {
        /// One says that a place was taken, the other that the attack was pushed back or that it is not so.
        Capture = "capture",
        /// Two are said to hold the same place on the same day.
        Holder = "holder",
        /// Tolls of one thing that no value fits.
        Toll = "toll",
        /// One act is ascribed to two camps.
        Author = "author",
        /// One says that it was so, the other that it was not.
        Denial = "denial",
    }
}

/// One side of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Ids of the origins that say so.
    pub origins: Vec<String>,
    /// Their camps on the day; empty = of none that is known.
    pub camps: Vec<String>,
    /// Claims.
    pub claims: Vec<String>,
}

/// Two claims that cannot both be true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// `d-` and 16 hexadecimal digits: kind, place, and the first claim of each side.
    pub id: String,
    /// What about.
    pub kind: DisputeKind,
    /// Where; `None` = not said.
    pub place: Option<PlaceRef>,
    /// First day in question; `None` = unknown.
    pub start: Option<String>,
    /// Last day in question; `None` = unknown.
    pub end: Option<String>,
    /// The two sides, the one that spoke first in front.
    pub sides: [Side; 2],
    /// Since when the record knew of both sides.
    pub known: Instant,
}
