//! What it means that an entry fits what is asked: in one place for every
//! implementation of the record. Which rows to look at first is theirs.

use vigie_model::{Entry, PlaceRef};

use crate::record::Ask;

impl Ask {
    /// Whether an entry fits everything that it tells of itself. The words of the
    /// document and its incidents are not in an entry: [`Ask::words`] and
    /// [`Ask::incidents`] are left to the record.
    pub fn fits(&self, entry: &Entry) -> bool {
        let claim = &entry.claim;
        let any = |ids: &[String], id: &str| ids.iter().any(|i| i == id);
        let place = |fits: &dyn Fn(&PlaceRef) -> bool| claim.place.as_ref().is_some_and(fits);
        self.known_at.is_none_or(|at| entry.stood_at(at))
            && (self.places.is_empty() || place(&|p| any(&self.places, &p.id)))
            && self.country.as_ref().is_none_or(|c| place(&|p| p.country == *c))
            && self.bbox.is_none_or(|b| place(&|p| inside(b, p.lat, p.lon)))
            && (self.events.is_empty() || self.events.contains(&claim.event))
            && (self.actors.is_empty() || claim.actors.iter().chain(&claim.targets).any(|a| any(&self.actors, &a.id)))
            && (self.sources.is_empty() || self.said_by(entry))
            && self.within_days(entry)
            && self.document.as_ref().is_none_or(|d| *d == claim.document)
            && (self.claims.is_empty() || any(&self.claims, &claim.id))
            && (!self.counted || !claim.counts.is_empty())
            && self.grade.is_none_or(|g| claim.grade <= g)
    }

    fn said_by(&self, entry: &Entry) -> bool {
        let outlet = entry.outlet.as_ref().map(|o| o.to_lowercase());
        let mut ids = entry.claim.sources.iter().map(|s| s.id.as_str()).chain(outlet.as_deref());
        ids.any(|id| self.sources.iter().any(|s| s == id))
    }

    fn within_days(&self, entry: &Entry) -> bool {
        let Some(time) = &entry.claim.time else { return true };
        // ISO days of four-digit years: the order of the texts is the order of the days.
        let before = |day: &Option<String>, limit: &Option<String>| day.as_ref().zip(limit.as_ref()).is_some_and(|(d, l)| d < l);
        !before(&time.end, &self.since) && !before(&self.on, &time.start)
    }
}

/// Whether a point lies in west, south, east, north; where west is greater than east, the box
/// crosses the line of 180 degrees.
pub(crate) fn inside([west, south, east, north]: [f64; 4], lat: f64, lon: f64) -> bool {
    let wide = if west <= east { west <= lon && lon <= east } else { west <= lon || lon <= east };
    wide && south <= lat && lat <= north
}
