//! A scenario as it is written: rows of TOML (`corpus/scenarios/README.md`).

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(crate) struct Scenario {
    pub(crate) story: String,
    pub(crate) pair: Vec<Pair>,
    pub(crate) control: Vec<Control>,
    pub(crate) toll: Vec<Toll>,
    pub(crate) dispute: Vec<Dispute>,
    pub(crate) route: Vec<Route>,
    pub(crate) never: Vec<Never>,
    pub(crate) doubt: Vec<Doubt>,
    pub(crate) reading: Vec<Reading>,
}

/// A day of the world, and an instant of the record.
#[derive(Debug, Deserialize)]
pub(crate) struct Pair {
    pub(crate) id: String,
    pub(crate) on: String,
    pub(crate) known_at: String,
    pub(crate) unsaid: Vec<String>,
}

/// How a place is held in one layer.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Held {
    #[serde(default)]
    pub(crate) layer: String,
    #[serde(default)]
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) holders: Vec<String>,
    #[serde(default)]
    pub(crate) against: Vec<String>,
    pub(crate) since: Option<String>,
}

/// What stands in place of a row where a doubt is settled the other way.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Else {
    pub(crate) doubt: String,
    /// Nothing stands in its place.
    #[serde(default)]
    pub(crate) none: bool,
    #[serde(flatten)]
    pub(crate) held: Held,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Control {
    pub(crate) at: Vec<String>,
    pub(crate) place: String,
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) held: Held,
    #[serde(default, rename = "else")]
    pub(crate) otherwise: Vec<Else>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Figure {
    pub(crate) low: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) who: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Toll {
    pub(crate) at: Vec<String>,
    pub(crate) of: String,
    pub(crate) who: Option<String>,
    pub(crate) kind: String,
    pub(crate) place: Option<String>,
    pub(crate) since: Option<String>,
    pub(crate) as_of: Option<String>,
    pub(crate) low: Option<u64>,
    pub(crate) best: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) origins: Vec<String>,
    pub(crate) agreement: String,
    #[serde(default)]
    pub(crate) parts: Vec<Figure>,
    pub(crate) unspecified: Option<Figure>,
    #[serde(default)]
    pub(crate) supersedes: Vec<Figure>,
    #[serde(default)]
    pub(crate) flags: Vec<String>,
    #[serde(default, rename = "else")]
    pub(crate) otherwise: Vec<ElseToll>,
}

/// What of a toll is otherwise where a doubt is settled the other way.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ElseToll {
    pub(crate) doubt: String,
    pub(crate) origins: Option<Vec<String>>,
    pub(crate) agreement: Option<String>,
    pub(crate) since: Option<String>,
    pub(crate) low: Option<u64>,
    pub(crate) best: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) flags: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dispute {
    pub(crate) at: Vec<String>,
    pub(crate) kind: String,
    pub(crate) place: String,
    pub(crate) name: String,
    pub(crate) days: Option<[String; 2]>,
    pub(crate) first: Side,
    pub(crate) second: Side,
    #[serde(default, rename = "else")]
    pub(crate) otherwise: Vec<ElseCamps>,
}

/// The camps of the second side where a doubt is settled the other way.
#[derive(Debug, Deserialize)]
pub(crate) struct ElseCamps {
    pub(crate) doubt: String,
    pub(crate) camps: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Side {
    pub(crate) origins: Vec<String>,
    pub(crate) camps: Vec<String>,
    pub(crate) claims: Vec<Words>,
}

/// Words of a document.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    pub(crate) doc: String,
    pub(crate) quote: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Route {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) on: String,
    pub(crate) known_at: String,
    pub(crate) towns: Vec<Town>,
    pub(crate) cut: Vec<Cut>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Town {
    pub(crate) place: String,
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) held: Held,
    #[serde(default, rename = "else")]
    pub(crate) otherwise: Vec<Else>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Cut {
    pub(crate) place: String,
    pub(crate) name: String,
}

/// What must not be answered.
#[derive(Debug, Deserialize)]
pub(crate) struct Never {
    /// `control`, `dispute`, `toll`, `copy`.
    pub(crate) what: String,
    pub(crate) docs: Vec<String>,
    pub(crate) place: Option<String>,
    /// Of control: this status.
    pub(crate) status: Option<String>,
    /// Of control: these holders.
    pub(crate) holders: Option<Vec<String>>,
    /// Only for this day.
    pub(crate) on: Option<String>,
    /// Of a dispute: this kind.
    pub(crate) kind: Option<String>,
    /// Of a dispute or a toll: with the claim of these words.
    pub(crate) quote: Option<String>,
    /// Of a toll: these flags.
    pub(crate) flags: Option<Vec<String>>,
    /// Of a toll: a number that nobody says.
    #[serde(default)]
    pub(crate) sum: bool,
}

/// Where the rules left more than one reading.
#[derive(Debug, Deserialize)]
pub(crate) struct Doubt {
    pub(crate) id: String,
    /// `choice` or `other`, where the rules say by now which it is.
    pub(crate) settled: Option<String>,
}

/// What a claim of the annotation says that the annotation has no field for.
#[derive(Debug, Deserialize)]
pub(crate) struct Reading {
    pub(crate) doc: String,
    /// The words of the claim, or how they begin.
    pub(crate) quote: String,
    /// The places of the claim, each of which makes a claim; absent: the one that is annotated.
    pub(crate) places: Option<Vec<String>>,
    pub(crate) part: Option<String>,
    pub(crate) relation: Option<String>,
    /// For each count the place of the count that it is part of; -1: of none.
    pub(crate) parts: Option<Vec<i64>>,
    /// Its first count is a running total.
    #[serde(default)]
    pub(crate) total: bool,
    /// Its nearest speaker, where the annotation allows several.
    pub(crate) source: Option<String>,
}
