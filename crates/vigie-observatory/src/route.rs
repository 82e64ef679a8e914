//! Roads: who holds each place on the way, since when, on whose word, and where the way is cut.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vigie_model::{Layer, Status, Stretch};
use vigie_store::Ask;

use crate::ask::Question;
use crate::fault::Fault;
use crate::names::Names;
use crate::observatory::Observatory;

/// A place on the way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stop {
    /// Id of the place.
    pub place: String,
    /// Its name.
    pub name: String,
    /// The road that leads to it; `None` for the first.
    pub road: Option<String>,
    /// What the observatory stands by; `None` = nothing is known.
    pub assessed: Option<Stretch>,
    /// What sides claim.
    pub claimed: Vec<Stretch>,
    /// Camp of the holder on the day; `None` = not known.
    pub camp: Option<String>,
    /// Ids of the origins on whose word it is held so.
    pub origins: Vec<String>,
    /// Why nobody passes here, as a key: `other-holder`, `contested`, `besieged`; `None` = no
    /// reason is known, which is no promise.
    pub cut: Option<&'static str>,
}

impl Observatory {
    /// The way between two places along the roads of the theatres, with the fewest changes of road.
    ///
    /// # Errors
    /// [`Fault::UnknownName`] for a place that stands on no road; [`Fault::NoRoad`] where none leads from one to the other.
    pub fn route(&self, from: &str, to: &str, question: &Question) -> Result<Vec<Stop>, Fault> {
        let names = self.road_names();
        let begin = names.ids(from)?;
        let end: BTreeSet<String> = names.ids(to)?.into_iter().collect();
        let way = self.way(&begin, &end).ok_or_else(|| Fault::NoRoad { from: from.to_owned(), to: to.to_owned() })?;
        let held = self.control(&Question { place: None, actor: None, ..question.clone() })?;
        let mut stops: Vec<Stop> = Vec::with_capacity(way.len());
        for (place, road) in way {
            let here = || held.iter().filter(|s| s.place == place);
            let assessed = here().find(|s| s.layer == Layer::Assessed && s.status != Status::Unknown).cloned();
            let claimed = here().filter(|s| s.layer == Layer::Claimed).cloned().collect();
            let holder = assessed.as_ref().and_then(|s| s.holders.first());
            let camp = holder.map(|h| self.knowledge.camp_of(h, question.on).unwrap_or(h).to_owned());
            let before = stops.iter().rev().find_map(|stop| stop.camp.as_deref());
            let cut = match assessed.as_ref().map(|s| s.status) {
                Some(Status::Contested) => Some("contested"),
                Some(Status::Besieged) => Some("besieged"),
                _ if before.zip(camp.as_deref()).is_some_and(|(a, b)| a != b) => Some("other-holder"),
                _ => None,
            };
            let name = self.road_place(&place);
            let origins = assessed.as_ref().map_or_else(|| Ok(Vec::new()), |s| self.word_of(s))?;
            stops.push(Stop { place, name, road, assessed, claimed, camp, origins, cut });
        }
        Ok(stops)
    }

    /// Origins of the claims that a stretch rests on, in order of the ids.
    fn word_of(&self, stretch: &Stretch) -> Result<Vec<String>, Fault> {
        let used = stretch.inputs.iter().filter(|i| i.fate == vigie_model::Fate::Used);
        let claims: Vec<String> = used.map(|i| i.claim.clone()).collect();
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let entries = self.entries(&Ask { claims, ..Ask::default() })?;
        let origins: BTreeSet<String> = entries.iter().map(|e| self.knowledge.origin(e).id).collect();
        Ok(origins.into_iter().collect())
    }

    /// Places, each with the road that leads to it: with the fewest changes of road, then through the
    /// fewest places (Dijkstra 1959, over places on roads).
    fn way(&self, begin: &[String], end: &BTreeSet<String>) -> Option<Vec<(String, Option<String>)>> {
        type Here<'r> = (&'r str, &'r str);
        let mut next: BTreeMap<&str, Vec<Here<'_>>> = BTreeMap::new();
        for road in &self.theatre.roads {
            for pair in road.places.windows(2) {
                next.entry(&pair[0]).or_default().push((&pair[1], &road.id));
                next.entry(&pair[1]).or_default().push((&pair[0], &road.id));
            }
        }
        let mut came: BTreeMap<Here<'_>, Option<Here<'_>>> = BTreeMap::new();
        let mut waiting: BTreeSet<(u32, u32, Here<'_>, Option<Here<'_>>)> =
            begin.iter().map(|place| (0, 0, (place.as_str(), ""), None)).collect();
        while let Some((changes, places, here, from)) = waiting.pop_first() {
            if came.contains_key(&here) {
                continue;
            }
            came.insert(here, from);
            if end.contains(here.0) {
                let mut way = Vec::new();
                let mut at = Some(here);
                while let Some(step) = at {
                    way.push((step.0.to_owned(), Some(step.1.to_owned()).filter(|road| !road.is_empty())));
                    at = came.get(&step).copied().flatten();
                }
                way.reverse();
                return Some(way);
            }
            for to in next.get(here.0).into_iter().flatten() {
                let change = u32::from(!here.1.is_empty() && here.1 != to.1);
                waiting.insert((changes + change, places + 1, *to, Some(here)));
            }
        }
        None
    }

    /// Names of the places that stand on a road.
    fn road_names(&self) -> Names {
        let ids: BTreeSet<&String> = self.theatre.roads.iter().flat_map(|r| &r.places).collect();
        let mut names = Names::default();
        for id in ids {
            names.add(id, id);
            if let Some(place) = self.gazetteer.place_by_id(id) {
                names.add(id, place.name());
                place.aliases().for_each(|alias| names.add(id, alias));
            }
        }
        names
    }

    fn road_place(&self, id: &str) -> String {
        self.gazetteer.place_by_id(id).map_or_else(|| id.to_owned(), |p| p.name().to_owned())
    }
}
