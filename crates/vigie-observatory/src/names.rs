//! From the names that people write to the ids of the record: places, actors, sources.

use std::collections::BTreeMap;

use vigie_model::PlaceRef;
use vigie_pack::nearest::nearest;
use vigie_pack::theatre::Theatre;

use crate::fault::Fault;
use crate::search::folded;

/// What a name may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A place that a claim of the record names.
    Place,
    /// An armed or political body.
    Actor,
    /// Who says things: a source, an actor that speaks, an outlet.
    Source,
}

/// Names of one kind, folded, with the ids that they mean.
#[derive(Debug, Clone, Default)]
pub struct Names {
    ids: BTreeMap<String, Vec<String>>,
    shown: BTreeMap<String, String>,
}

impl Names {
    /// An id and one of its names.
    pub(crate) fn add(&mut self, id: &str, name: &str) {
        let key = folded(name);
        if key.is_empty() {
            return;
        }
        self.shown.entry(key.clone()).or_insert_with(|| name.to_owned());
        let ids = self.ids.entry(key).or_default();
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
            ids.sort();
        }
    }

    /// Names of the places of a record.
    pub fn of_places(places: &[PlaceRef]) -> Self {
        let mut names = Self::default();
        for place in places {
            names.add(&place.id, &place.id);
            names.add(&place.id, &place.name);
            place.aliases.iter().for_each(|alias| names.add(&place.id, alias));
        }
        names
    }

    /// Names of the actors of the theatres, the hostile ones not among them: they decide nothing.
    pub fn of_actors(theatre: &Theatre) -> Self {
        let mut names = Self::default();
        for actor in &theatre.actors {
            names.add(&actor.id, &actor.id);
            names.add(&actor.id, &actor.name);
            actor.names.all().for_each(|name| names.add(&actor.id, name));
        }
        names
    }

    /// Names of the sources of the theatres, and of the actors, who speak too.
    pub fn of_sources(theatre: &Theatre) -> Self {
        let mut names = Self::of_actors(theatre);
        for source in &theatre.sources {
            names.add(&source.id, &source.id);
            names.add(&source.id, &source.name);
            source.names.all().for_each(|name| names.add(&source.id, name));
        }
        names
    }

    /// The ids that a name means; a place or actor may have several of one name.
    ///
    /// # Errors
    /// When nothing is called so; the name that is written most alike is told.
    pub fn ids(&self, name: &str) -> Result<Vec<String>, Fault> {
        let key = folded(name);
        if let Some(ids) = self.ids.get(&key) {
            return Ok(ids.clone());
        }
        let alike = nearest(&key, self.shown.keys().map(String::as_str)).and_then(|known| self.shown.get(known));
        Err(Fault::UnknownName { name: name.to_owned(), nearest: alike.cloned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_language_means_its_actor() {
        let theatre = vigie_coder::builtin::theatre().expect("the theatres of the program");
        let names = Names::of_actors(&theatre);
        for name in ["Hayat Tahrir al-Cham", "hayat tahrir al sham", "هيئة تحرير الشام", "hts"] {
            assert!(names.ids(name).expect("a name").contains(&"hts".to_owned()), "{name}");
        }
    }

    #[test]
    fn a_misspelt_name_is_told_its_like() {
        let theatre = vigie_coder::builtin::theatre().expect("the theatres of the program");
        let fault = Names::of_sources(&theatre).ids("OSDDH").expect_err("no such source");
        assert!(fault.to_string().contains("OSDH"), "{fault}");
    }
}
