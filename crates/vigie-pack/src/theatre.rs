//! Theatres: what is known of the conflicts, compiled into one.
//!
//! The tables of several folders are merged; every row keeps the folder it
//! comes from. Names are indexed by language, without accents, so that a text
//! is looked up with `Sentence::plain`. No language is named here: a
//! theatre has the languages that the headers of its tables name.
//! Reading and checking is in [`compile`], the index in [`index`].

mod cells;
pub mod compile;
pub mod index;

use serde::{Deserialize, Serialize};
use vigie_text::PhraseError;

pub use compile::compile_theatres;
pub use index::NameIndex;

/// Names by language code, in the order of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names(pub Vec<(String, Vec<String>)>);

/// One folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TheatreInfo {
    /// Name of the folder.
    pub id: String,
    /// For people to read.
    pub title: String,
    /// SPDX expression of its data.
    pub licence: String,
    /// ISO 3166-1 alpha-2 codes of the countries that it is about; empty = all.
    pub countries: Vec<String>,
}

/// An armed or political body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Slug.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// `army`, `group` …
    pub kind: String,
    /// ISO code; empty = of no one country.
    pub country: String,
    /// Common nouns that mean it in this theatre: `rebels`, `militia` …
    pub generic: Vec<String>,
    /// Names that it and others give it.
    pub names: Names,
    /// Names that its enemies give it.
    pub hostile: Names,
    /// Place in [`Theatre::theatres`].
    pub theatre: u16,
}

/// Somebody who says things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Slug.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// `agency`, `monitor` …
    pub kind: String,
    /// ISO code; empty = of no one country.
    pub country: String,
    /// Id of the actor that it speaks for; `None` = for itself.
    pub actor: Option<String>,
    /// Its names.
    pub names: Names,
    /// Place in [`Theatre::theatres`].
    pub theatre: u16,
}

/// An office holder or spokesperson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Slug.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// Office, in plain English.
    pub role: String,
    /// Id of the actor that they stand for.
    pub actor: Option<String>,
    /// Id of the source that their words count as, or of an actor that speaks for itself.
    pub source: Option<String>,
    /// First day in office; `None` = open.
    pub from: Option<String>,
    /// Last day in office; `None` = open.
    pub to: Option<String>,
    /// Their names, and the names of the office.
    pub names: Names,
    /// Place in [`Theatre::theatres`].
    pub theatre: u16,
}

/// A country.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// Canonical English name.
    pub en: String,
    /// First English adjective.
    pub adj_en: String,
    /// First English name of the capital.
    pub capital_en: String,
    /// Its names.
    pub names: Names,
    /// Its adjectives and the names of its inhabitants.
    pub demonyms: Names,
    /// Names of its capital, which stand for its government.
    pub capitals: Names,
    /// Degrees north of a point inside.
    pub lat: f64,
    /// Degrees east of it.
    pub lon: f64,
}

/// A place that the gazetteer lacks or gets wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExtraPlace {
    /// `geonames:N` or `vigie:slug`.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// `city`, `base`, `road` …
    pub kind: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// UCDP's seven steps.
    pub prec: u8,
    /// ISO code; empty where no country is.
    pub country: String,
    /// First-level division.
    pub admin1: String,
    /// Its names.
    pub names: Names,
    /// Place in [`Theatre::theatres`].
    pub theatre: u16,
}

/// An actor or source stands in a camp, both days included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Camp {
    /// Id of the actor or source.
    pub who: String,
    /// Name of the camp.
    pub camp: String,
    /// First day; `None` = open.
    pub from: Option<String>,
    /// Last day; `None` = open.
    pub to: Option<String>,
    /// Place in [`Theatre::theatres`].
    pub theatre: u16,
}

/// How one actor stands to another, both days included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alliance {
    /// Id of the first actor.
    pub a: String,
    /// Id of the second.
    pub b: String,
    /// `ally`, `backs` (a backs b), `part-of` (a is part of b).
    pub kind: String,
    /// First day; `None` = open.
    pub from: Option<String>,
    /// Last day; `None` = open.
    pub to: Option<String>,
}

/// A road as the places on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Road {
    /// Its name.
    pub id: String,
    /// Ids of places, in order.
    pub places: Vec<String>,
    /// Place in [`Theatre::theatres`].
    pub theatre: u16,
}

/// What a name names, by its place in the list of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Named {
    /// [`Theatre::actors`].
    Actor(u32),
    /// [`Theatre::sources`].
    Source(u32),
    /// [`Theatre::people`].
    Person(u32),
    /// The name of a country: [`Theatre::countries`].
    Country(u32),
    /// Its adjective or inhabitant.
    Demonym(u32),
    /// Its capital, standing for its government.
    Capital(u32),
}

/// One meaning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NameSense {
    /// What is named.
    pub named: Named,
    /// Its enemies call it so: the name alone does not decide.
    pub hostile: bool,
    /// Place in [`Theatre::theatres`].
    pub theatre: u16,
}

/// All theatres, merged.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Theatre {
    /// The folders, by name.
    pub theatres: Vec<TheatreInfo>,
    /// Armed and political bodies.
    pub actors: Vec<Actor>,
    /// Who says things.
    pub sources: Vec<Source>,
    /// Office holders and spokespersons.
    pub people: Vec<Person>,
    /// Countries.
    pub countries: Vec<Country>,
    /// Places that the gazetteer lacks.
    pub places: Vec<ExtraPlace>,
    /// Who stands where.
    pub camps: Vec<Camp>,
    /// Who stands with whom.
    pub alliances: Vec<Alliance>,
    /// Roads.
    pub roads: Vec<Road>,
    pub(crate) names: Vec<NameIndex>,
}

/// A row without a name in a language that the theatres speak.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingName {
    /// `actor`, `source`, `person`, `country`, `place`.
    pub what: &'static str,
    /// Its id.
    pub id: String,
    /// Language code.
    pub lang: String,
}

impl Names {
    /// The names in one language.
    pub fn of(&self, lang: &str) -> &[String] {
        self.0.iter().find(|n| n.0 == lang).map_or(&[], |n| &n.1)
    }

    /// All names, language after language.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|n| &n.1).map(String::as_str)
    }
}

impl Theatre {
    /// Makes the index of names ready; to be called once after compiling.
    ///
    /// # Errors
    /// When the bytes of the index are no index.
    pub fn open(&mut self) -> Result<(), PhraseError> {
        self.names.iter_mut().try_for_each(NameIndex::open)
    }

    /// Calls `found` with the number of tokens and the meanings of every name
    /// of a language that begins at token `start`, shortest first. `word` gives
    /// the tokens as `Sentence::plain` does, marks too (`U.S. army` is a name),
    /// and `None` where no name may go on.
    pub fn for_each_name_at<'w>(
        &self,
        lang: &str,
        word: impl Fn(usize) -> Option<&'w str>,
        start: usize,
        found: impl FnMut(usize, &[NameSense]),
    ) {
        if let Some(index) = self.names.iter().find(|n| n.lang == lang) {
            index.for_each_at(word, start, found);
        }
    }

    /// The languages that some name is given in, sorted.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|n| n.lang.as_str())
    }

    /// Rows without a name in one of [`Theatre::languages`], sorted.
    pub fn missing_names(&self) -> Vec<MissingName> {
        let actors = self.actors.iter().map(|a| ("actor", &a.id, &a.names));
        let sources = self.sources.iter().map(|s| ("source", &s.id, &s.names));
        let people = self.people.iter().map(|p| ("person", &p.id, &p.names));
        let countries = self.countries.iter().map(|c| ("country", &c.iso2, &c.names));
        let places = self.places.iter().map(|p| ("place", &p.id, &p.names));
        let mut missing = Vec::new();
        for (what, id, names) in actors.chain(sources).chain(people).chain(countries).chain(places) {
            for lang in self.languages().filter(|l| names.of(l).is_empty()) {
                missing.push(MissingName { what, id: id.clone(), lang: lang.to_string() });
            }
        }
        missing.sort();
        missing
    }
}

/// Whether a day lies in a period, both ends included; days as `YYYY-MM-DD`.
pub fn covers(from: Option<&str>, to: Option<&str>, day: &str) -> bool {
    from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t)
}
