//! The claim: one thing that one source says, at one span of one document.

use serde::{Deserialize, Serialize};

use crate::event::{Bound, EventCode, codes};

codes! {
    /// What is counted (annotation guide).
    Counted {
        /// Dead.
        Killed = "killed",
        /// Wounded.
        Injured = "injured",
        /// Missing.
        Missing = "missing",
        /// Held.
        Detained = "detained",
        /// Taken away.
        Abducted = "abducted",
        /// Driven from home.
        Displaced = "displaced",
        /// Come home or set free.
        Returned = "returned",
        /// Towns, villages, positions.
        Localities = "localities",
        /// Strikes.
        Strikes = "strikes",
        /// Assailants.
        Attackers = "attackers",
        /// Fighters or soldiers that are neither dead nor hurt.
        Fighters = "fighters",
        /// Tanks, aircraft, ships, buses.
        Vehicles = "vehicles",
        /// Anything else.
        Other = "other",
    }
}

codes! {
    /// Who is counted, in the words of the text.
    Who {
        /// Not said.
        People = "people",
        /// Civilians.
        Civilians = "civilians",
        /// Children.
        Children = "children",
        /// Women.
        Women = "women",
        /// Soldiers.
        Soldiers = "soldiers",
        /// Fighters of groups, or of both sides.
        Fighters = "fighters",
        /// Police.
        Police = "police",
        /// Journalists.
        Journalists = "journalists",
        /// Aid and medical workers.
        AidWorkers = "aid workers",
        /// Prisoners.
        Prisoners = "prisoners",
        /// Assailants.
        Attackers = "attackers",
    }
}

codes! {
    /// Whether the source says that it was so.
    Modality {
        /// It was so.
        Asserted = "asserted",
        /// It was not so.
        Denied = "denied",
        /// It is to be so.
        Planned = "planned",
        /// It may have been so.
        Possible = "possible",
    }
}

codes! {
    /// How sure the reading is, from stated conditions: `sure` when the rule
    /// fired with every group resolved, `likely` when a group was carried from
    /// another sentence, `doubtful` when a group that matters is missing.
    Grade {
        /// Unambiguous.
        Sure = "sure",
        /// Something was carried over or chosen among candidates.
        Likely = "likely",
        /// Something that matters is missing.
        Doubtful = "doubtful",
    }
}

codes! {
    /// Whether a count is a running total or an addition (methods R4).
    Scope {
        /// A total since some day.
        Cumulative = "cumulative",
        /// New ones only.
        Incremental = "incremental",
    }
}

codes! {
    /// How the event lies to the place that is named.
    Relation {
        /// Close by.
        Near = "near",
        /// At its gates.
        Gates = "gates",
        /// North of it.
        NorthOf = "north_of",
        /// South of it.
        SouthOf = "south_of",
        /// East of it.
        EastOf = "east_of",
        /// West of it.
        WestOf = "west_of",
        /// In the country around it, which is never the town itself (methods T6).
        Countryside = "countryside",
        /// On the way to it.
        Toward = "toward",
    }
}

codes! {
    /// Which part of the place.
    Part {
        /// About half.
        Half = "half",
        /// More than half.
        Most = "most",
        /// Some of it.
        Some = "some",
        /// One or several districts.
        District = "district",
        /// A number of localities, none of them named.
        Localities = "localities",
        /// All of it.
        Whole = "whole",
    }
}

/// The words that a claim rests on. Offsets are Unicode code points of the
/// document's text, end exclusive; the text is that exact slice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The slice.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// Code point after the last.
    pub end: usize,
}

/// An actor as it takes part in a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorRef {
    /// Id of the theatre, or a slug of the name.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// The words of the text.
    pub mention: String,
    /// Code points of the mention, end exclusive; `None` when it was carried from a noun elsewhere.
    pub span: Option<[usize; 2]>,
}

/// A place as it stands in a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceRef {
    /// `geonames:N` or `vigie:slug`.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// Other names, all languages.
    pub aliases: Vec<String>,
    /// The words of the text.
    pub mention: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2; empty where no country is.
    pub country: String,
    /// `city`, `province`, `country` …
    pub kind: String,
    /// UCDP's seven steps: 1 exact … 6 country, 7 sea.
    pub prec: u8,
    /// How the event lies to it; `None` = in it.
    pub relation: Option<Relation>,
    /// Which part of it; `None` = not said.
    pub part: Option<Part>,
}

/// When it was, in the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeRef {
    /// First day; `None` = unknown.
    pub start: Option<String>,
    /// Last day; `None` = unknown.
    pub end: Option<String>,
    /// EDTF, level 1.
    pub edtf: String,
    /// UCDP's five steps: 1 a day … 5 a year or open.
    pub prec: u8,
    /// The words of the text; `None` when the day was carried over or is the day of the report.
    pub mention: Option<String>,
}

/// How many, as said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What is counted.
    pub of: Counted,
    /// Lower number as said; `None` = left open, never zero.
    pub low: Option<u64>,
    /// Upper number as said; `None` = left open.
    pub high: Option<u64>,
    /// How firmly.
    pub bound: Bound,
    /// Who; `None` for things.
    pub who: Option<Who>,
    /// The words of the text.
    pub mention: String,
    /// Running total or addition; `None` = a single event's own number.
    pub scope: Option<Scope>,
    /// First day of a running total.
    pub since: Option<String>,
    /// Place in the list of the count that this one is part of.
    pub sub_of: Option<usize>,
}

/// Who says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// Id of the theatre, or a slug of the name.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// The words of the text.
    pub mention: String,
    /// The verb or preposition of attribution, as written.
    pub verb: String,
}

/// One claim. Immutable; its id follows from document, span, event and rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// `c-` and 16 hexadecimal digits.
    pub id: String,
    /// `sha256:` of the document's bytes.
    pub document: String,
    /// Language code of the document.
    pub lang: String,
    /// The words it rests on.
    pub quote: Quote,
    /// What happened.
    pub event: EventCode,
    /// Whether the source says that it was so.
    pub modality: Modality,
    /// Who did it; empty = not said.
    pub actors: Vec<ActorRef>,
    /// To whom; empty = not said.
    pub targets: Vec<ActorRef>,
    /// Where; `None` = not said.
    pub place: Option<PlaceRef>,
    /// When; `None` = not said.
    pub time: Option<TimeRef>,
    /// How many.
    pub counts: Vec<Count>,
    /// Who says it, nearest first; empty = the outlet itself.
    pub sources: Vec<SourceRef>,
    /// Rule that made it.
    pub rule: String,
    /// How sure the reading is.
    pub grade: Grade,
}

/// What the coder gives back for one passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodedPassage {
    /// The passage's own id.
    pub id: String,
    /// Language code that it was read in.
    pub lang: String,
    /// The claims, in the order of the text.
    pub claims: Vec<Claim>,
    /// What could not be used, and why.
    pub notes: Vec<String>,
}
