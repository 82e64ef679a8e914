//! In which buckets a claim lies.

use vigie_model::{Claim, EventCode, PlaceRef};

use crate::record::{Bucket, BucketKind};

impl Bucket {
    /// The buckets of a claim: everything that is derived from it lies in them.
    ///
    /// A claim whose place is a country tells no place, only where to look for one: it lies
    /// with those of its family and country. One without any place lies with its family.
    pub fn of(claim: &Claim) -> Vec<Self> {
        Self::at(claim.event, claim.place.as_ref().map(PlaceKey::from))
    }

    pub(crate) fn at(event: EventCode, place: Option<PlaceKey<'_>>) -> Vec<Self> {
        let family = event.family();
        let incidents = match place {
            Some(p) if p.kind == COUNTRY => format!("{family}||{}", p.country),
            Some(p) => format!("{family}|{}", p.id),
            None => format!("{family}||"),
        };
        let incidents = Self { kind: BucketKind::Incidents, key: incidents };
        match place {
            Some(p) if family == TERRITORY => vec![Self { kind: BucketKind::Control, key: p.id.to_owned() }, incidents],
            _ => vec![incidents],
        }
    }
}

/// What of a place decides on its buckets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlaceKey<'a> {
    pub(crate) id: &'a str,
    pub(crate) country: &'a str,
    pub(crate) kind: &'a str,
}

impl<'a> From<&'a PlaceRef> for PlaceKey<'a> {
    fn from(place: &'a PlaceRef) -> Self {
        Self { id: &place.id, country: &place.country, kind: &place.kind }
    }
}

/// Kind of a place that is a whole country.
pub(crate) const COUNTRY: &str = "country";
/// Family of the events that say how a place is held.
pub(crate) const TERRITORY: &str = "territory";

impl BucketKind {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Incidents => "incidents",
        }
    }

    /// The kind of a name; `None` for any other text.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "control" => Some(Self::Control),
            "incidents" => Some(Self::Incidents),
            _ => None,
        }
    }
}
