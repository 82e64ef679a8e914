//! Who and where is meant: groups to actors, speakers and places.
//!
//! Stage 4, second half, and the anaphora of stage 7. A group is read with its
//! complements (*les forces du président syrien*), composed with the country
//! that it names or that is in focus, and, where it only points (*le groupe*,
//! *ils*, *l'ONG*), settled from what the passage told before. Here are the
//! types and how a group is read; `party`, `speaker` and `place` settle it.

mod party;
mod place;
mod speaker;
mod voice;

use std::sync::Arc;

use vigie_gazetteer::{Asked, Context, CountryCode, Gazetteer, PlaceIndex, PlaceKind};
use vigie_model::{Part, Relation};
use vigie_pack::theatre::Theatre;
use vigie_pack::{LemmaId, Pack, Pos};
use vigie_text::Tokenizer;

use crate::grammar::{Function, Grammar, Meaning, NounUse};
use crate::groups::{Body, Found, Group, NounGroup};
use crate::tolls::Tolled;
pub use voice::Voice;

/// Somebody who takes part: canonical name, and where the text says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Id of the theatre, or a slug.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// What kind of body.
    pub kind: PartyKind,
    /// ISO code of its country, when it has one.
    pub country: Option<String>,
    /// Whether it is the army of a state: its row of a theatre says so.
    pub army: bool,
    /// Tokens of the mention; `None` when it was carried from elsewhere.
    pub tokens: Option<(usize, usize)>,
}

/// Kinds of parties, as far as reference depends on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PartyKind {
    State,
    Group,
    Generic,
    People,
    Person,
    Source,
}

/// What the passage has told so far.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// Parties that took part, the latest last.
    pub parties: Vec<Party>,
    /// Who has spoken, the latest last.
    pub heard: Vec<Arc<Voice>>,
    /// Countries at issue, most telling first.
    pub focus: Vec<CountryCode>,
    /// Places settled, the latest last.
    pub settled: Vec<PlaceIndex>,
    /// The place of the last claim.
    pub place: Option<Located>,
    /// The town last named.
    pub town: Option<Located>,
    /// Whom the last toll counted.
    pub toll: Option<Tolled>,
    /// The region or area last named.
    pub area: Option<Located>,
    /// That town was named after the place of the last claim.
    pub town_later: bool,
}

/// Who says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Id of the theatre, or a slug.
    pub id: String,
    /// Canonical English name.
    pub name: String,
    /// The words of the text.
    pub mention: String,
    /// Verb or preposition.
    pub verb: String,
    /// The body that it is, when it takes part in the war itself.
    pub party: Option<Party>,
}

/// A place with how the text lies to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The place; of a name that no list knows, the country that it is taken to lie in.
    pub place: PlaceIndex,
    /// The name, when no list knows it.
    pub unlisted: Option<String>,
    /// The words of the text.
    pub mention: String,
    /// Tokens of the mention in its sentence.
    pub tokens: (usize, usize),
    /// How the event lies to it.
    pub relation: Option<Relation>,
    /// Which part of it.
    pub part: Option<Part>,
}

impl Located {
    /// Whether both are one place.
    pub fn is_same(&self, other: &Self) -> bool {
        self.place == other.place && self.unlisted == other.unlisted
    }
}

/// The countries of the gazetteer and their capitals, by code.
#[derive(Debug, Clone, Default)]
pub struct States {
    countries: Vec<(CountryCode, PlaceIndex)>,
    capitals: Vec<(CountryCode, PlaceIndex)>,
}

impl States {
    /// Reads the gazetteer once. Which town is a capital, the theatres say.
    pub fn new(gazetteer: &Gazetteer, theatre: &Theatre) -> Self {
        let mut countries: Vec<_> =
            gazetteer.places().filter(|p| p.kind() == PlaceKind::Country).map(|p| (p.country(), p.index())).collect();
        let capital = |c: &vigie_pack::theatre::Country| {
            let words = Tokenizer::default().sentence(&c.capital_en, 0, c.capital_en.len());
            let name = gazetteer.longest_at(|i| words.phrase_plain(i), 0)?;
            let candidates: Vec<_> = gazetteer.candidates(&name).collect();
            let context = Context { asked: Some(Asked::Settlement), ..Context::in_focus(&[c.iso2.as_str()]) };
            let place = vigie_gazetteer::resolve(gazetteer, &candidates, &context).place?;
            let code = CountryCode::new(&c.iso2);
            gazetteer.place(place).filter(|p| p.country() == code && p.kind().is_settlement()).map(|p| (code, p.index()))
        };
        let mut capitals: Vec<_> = theatre.countries.iter().filter_map(capital).collect();
        for list in [&mut countries, &mut capitals] {
            list.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        }
        Self { countries, capitals }
    }

    /// The place of a country.
    pub fn get(&self, code: CountryCode) -> Option<PlaceIndex> {
        Self::find(&self.countries, code)
    }

    /// The capital of a country.
    pub fn capital(&self, code: CountryCode) -> Option<PlaceIndex> {
        Self::find(&self.capitals, code)
    }

    /// Whether a place is the capital of a country.
    pub fn is_capital(&self, place: PlaceIndex) -> bool {
        self.capitals.iter().any(|c| c.1 == place)
    }

    fn find(list: &[(CountryCode, PlaceIndex)], code: CountryCode) -> Option<PlaceIndex> {
        list.binary_search_by(|s| s.0.as_str().cmp(code.as_str())).ok().map(|at| list[at].1)
    }
}

/// Everything that reference needs to know of a sentence.
#[derive(Clone, Copy)]
pub struct Scene<'a, 'p> {
    /// The language.
    pub pack: &'p Pack,
    /// Its classes.
    pub grammar: &'a Grammar,
    /// The theatres.
    pub theatre: &'a Theatre,
    /// The gazetteer.
    pub gazetteer: &'a Gazetteer,
    /// Its countries.
    pub states: &'a States,
    /// What was found in the sentence.
    pub found: &'a Found<'a, 'p>,
    /// Its groups.
    pub groups: &'a [Group<'p>],
}

/// A slug of a name: lower case, hyphens.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_string()
}

impl<'p> Scene<'_, 'p> {
    /// The noun group at a place in the list.
    pub fn noun(&self, at: usize) -> Option<&NounGroup<'p>> {
        match self.groups.get(at).map(|g| &g.body) {
            Some(Body::Noun(n)) => Some(n),
            _ => None,
        }
    }

    /// The group and the complements that hang on it one after the other: `le porte-parole de l'armée du pays`.
    pub fn chain(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut next = Some(at);
        std::iter::from_fn(move || {
            let here = next?;
            next = (here + 1 < self.groups.len() && self.noun(here + 1).is_some_and(|n| n.prep == Some(Function::Of)))
                .then_some(here + 1);
            Some(here)
        })
        .take(4)
    }

    /// Whether the head noun has a class at or below a pattern.
    pub fn head_is(&self, n: &NounGroup<'_>, pattern: &str) -> bool {
        n.senses.iter().any(|s| s.pos == Pos::Noun && self.grammar.is_under(s.class, pattern))
    }

    /// Whether any adjective or further noun of the group has a class at or below a pattern.
    pub fn modifier_is(&self, n: &NounGroup<'_>, pattern: &str) -> bool {
        n.modifiers.iter().any(|m| m.1.iter().any(|s| self.grammar.is_under(s.class, pattern)))
    }

    fn head_use(&self, n: &NounGroup<'_>, wanted: NounUse) -> bool {
        n.senses.iter().any(|s| self.grammar.meaning(s.class) == Meaning::Noun(wanted))
    }

    /// Lemmas of the head noun.
    fn lemmas<'n>(n: &'n NounGroup<'p>) -> impl Iterator<Item = LemmaId> + 'n {
        n.senses.iter().filter(|s| s.pos == Pos::Noun).map(|s| s.lemma)
    }

    /// The country that a group names by name, adjective or capital.
    pub fn country_of(&self, n: &NounGroup<'_>) -> Option<u32> {
        n.names.iter().find_map(|i| self.found.names[*i].country())
    }

    /// The country of a group or of the complements on it.
    fn country_in_chain(&self, at: usize) -> Option<u32> {
        self.chain(at).find_map(|g| self.noun(g).and_then(|n| self.country_of(n)))
    }

    fn iso(&self, country: u32) -> Option<&str> {
        self.theatre.countries.get(country as usize).map(|c| c.iso2.as_str())
    }
}

/// A party that stands for itself in another place.
fn carried(mut party: Party) -> Party {
    party.tokens = None;
    party
}
