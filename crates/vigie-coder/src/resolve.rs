//! Who and where is meant: groups to actors, speakers and places.
//!
//! Stage 4, second half, and the anaphora of stage 7. A group is read with its
//! complements (*les forces du président syrien*), composed with the country
//! that it names or that is in focus, and, where it only points (*le groupe*,
//! *ils*, *l'ONG*), settled from what the passage told before.

use vigie_gazetteer::{Asked, Candidate, Context, CountryCode, Gazetteer, PlaceIndex, PlaceKind, resolve as settle};
use vigie_model::{Part, Relation};
use vigie_pack::theatre::Theatre;
use vigie_pack::{LemmaId, Pack, Pos};

use crate::grammar::{Det, Function, Grammar, Meaning, NounUse, Word};
use crate::groups::{Body, Found, Group, NounGroup};

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
    /// The speaker last named.
    pub speaker: Option<Speaker>,
    /// The organisation that spoke last (a monitor, an agency of the UN …).
    pub organisation: Option<Speaker>,
    /// Countries at issue, most telling first.
    pub focus: Vec<CountryCode>,
    /// Places settled, the latest last.
    pub settled: Vec<PlaceIndex>,
    /// The place of the last claim.
    pub place: Option<Located>,
    /// The town last named.
    pub town: Option<Located>,
}

impl Memory {
    /// Keeps who spoke last, and the last organisation apart: *the NGO* is never the witness heard in between.
    pub fn heard(&mut self, speaker: &Speaker, theatre: &Theatre) {
        if theatre.sources.iter().any(|s| s.id == speaker.id && matches!(s.kind.as_str(), "monitor" | "ngo" | "un")) {
            self.organisation = Some(speaker.clone());
        }
        self.speaker = Some(speaker.clone());
    }
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

/// The countries of the gazetteer, by code.
#[derive(Debug, Clone, Default)]
pub struct States(Vec<(CountryCode, PlaceIndex)>);

impl States {
    /// Reads the gazetteer once.
    pub fn new(gazetteer: &Gazetteer) -> Self {
        let mut list: Vec<_> =
            gazetteer.places().filter(|p| p.kind() == PlaceKind::Country).map(|p| (p.country(), p.index())).collect();
        list.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        Self(list)
    }

    /// The place of a country.
    pub fn get(&self, code: CountryCode) -> Option<PlaceIndex> {
        self.0.binary_search_by(|s| s.0.as_str().cmp(code.as_str())).ok().map(|at| self.0[at].1)
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

    /// The party of a state: its army, air force … under the name that the theatre gives it.
    pub fn state_party(&self, iso: &str, kind: &str, tokens: Option<(usize, usize)>) -> Option<Party> {
        // Of several armies of one state the one that bears its name is the army; the others are corps of it.
        let mut bodies = self.theatre.actors.iter().filter(|a| a.country == iso && a.kind == kind);
        let first = bodies.clone().next();
        let whole = bodies.find(|a| kind != "army" || a.id.ends_with("-army")).or(first);
        if let Some(actor) = whole {
            return Some(Party {
                id: actor.id.clone(),
                name: actor.name.clone(),
                kind: PartyKind::State,
                country: Some(iso.to_string()),
                tokens,
            });
        }
        let country = self.theatre.countries.iter().find(|c| c.iso2 == iso)?;
        let body = match kind {
            "airforce" => "air force",
            other => other,
        };
        let name = format!("{} {body}", country.adj_en);
        Some(Party { id: slug(&name), name, kind: PartyKind::State, country: Some(iso.to_string()), tokens })
    }

    /// Whose an attack is by its nationality: the army, or the air force where the theatre says that strikes mean it.
    fn striking_party(&self, iso: &str, body: &str, tokens: Option<(usize, usize)>) -> Option<Party> {
        let own = self
            .theatre
            .actors
            .iter()
            .any(|a| a.country == iso && a.kind == "airforce" && a.generic.iter().any(|g| g == "strikes"));
        self.state_party(iso, if body == "airforce" && own { "airforce" } else { "army" }, tokens)
    }

    /// `raids russes et syriens`: the second nationality stands in a group of its own.
    fn second_adjective(&self, at: usize) -> Option<&NounGroup<'p>> {
        let joined = matches!(self.groups.get(at + 1).map(|g| &g.body), Some(Body::Joint(Word::And)));
        let second = self.noun(at + 2).filter(|_| joined)?;
        let bare = second.head.is_none() && second.prep.is_none() && second.det.is_none() && second.quantity.is_none();
        (bare && !second.names.is_empty() && second.names.iter().all(|i| self.found.names[*i].is_demonym())).then_some(second)
    }

    fn generic(name: &str, tokens: (usize, usize)) -> Party {
        Party { id: slug(name), name: name.to_string(), kind: PartyKind::Generic, country: None, tokens: Some(tokens) }
    }

    fn actor_party(&self, actor: u32, tokens: Option<(usize, usize)>) -> Option<Party> {
        let a = self.theatre.actors.get(actor as usize)?;
        let kind = match a.kind.as_str() {
            "army" | "airforce" | "navy" | "government" | "police" => PartyKind::State,
            "person" => PartyKind::Person,
            _ => PartyKind::Group,
        };
        let country = (!a.country.is_empty()).then(|| a.country.clone());
        Some(Party { id: a.id.clone(), name: a.name.clone(), kind, country, tokens })
    }

    /// Of several actors of one name, the one whose country is in focus.
    fn pick_actor(&self, name: usize, memory: &Memory) -> Option<u32> {
        let hit = &self.found.names[name];
        let actors = || {
            hit.senses.iter().filter_map(|s| match s.named {
                vigie_pack::theatre::Named::Actor(n) => Some(n),
                _ => None,
            })
        };
        let focused = |n: &u32| {
            let country = self.theatre.actors.get(*n as usize).map_or("", |a| a.country.as_str());
            memory.focus.iter().position(|f| f.as_str() == country).unwrap_or(usize::MAX)
        };
        let found = actors().min_by_key(focused)?;
        // `la coalition rebelle`: a common noun is a name only where its country is at issue.
        let small = (hit.first..hit.last).all(|i| self.found.sentence.tokens[i].case == vigie_text::Case::Lower);
        let elsewhere =
            focused(&found) == usize::MAX && self.theatre.actors.get(found as usize).is_some_and(|a| !a.country.is_empty());
        (!(small && elsewhere && self.pack.strategies.names_capitalised)).then_some(found)
    }

    /// Of several sources of one name, the one whose country is in focus; a ministry of another country is not meant.
    fn pick_source(&self, name: usize, memory: &Memory) -> Option<u32> {
        let hit = &self.found.names[name];
        let rank = |n: &u32| {
            let country = self.theatre.sources.get(*n as usize).map_or("", |s| s.country.as_str());
            if country.is_empty() { Some(usize::MAX) } else { memory.focus.iter().position(|f| f.as_str() == country) }
        };
        let sources = hit.senses.iter().filter_map(|s| match s.named {
            vigie_pack::theatre::Named::Source(n) => Some(n),
            _ => None,
        });
        let common = self.found.sentence.tokens[hit.first].case == vigie_text::Case::Lower;
        let mut ranked: Vec<(usize, u32)> =
            sources.filter_map(|n| rank(&n).or((!common).then_some(usize::MAX)).map(|r| (r, n))).collect();
        ranked.sort_by_key(|r| r.0);
        // A common noun (`ministère de la défense`) means that of the country most at issue only.
        let first = ranked.first().copied()?;
        let sure = !common || first.0 == 0 || first.0 == usize::MAX;
        sure.then_some(first.1)
    }

    /// Who takes part in a group; several for coordinated names. Empty when the group is nobody.
    pub fn parties(&self, at: usize, memory: &Memory) -> Vec<Party> {
        let Some(n) = self.noun(at) else {
            return match &self.groups.get(at).map(|g| &g.body) {
                // An inverted pronoun stands for the last party.
                Some(Body::Verb(_)) => memory.parties.last().cloned().map(carried).into_iter().collect(),
                _ => Vec::new(),
            };
        };
        if let Some(pronoun) = n.pronoun {
            return Self::pronoun_party(pronoun, memory);
        }
        let tokens = (n.start, self.groups[at].last);
        if n.det == Some(Det::Possessive) && self.head_is(n, "armed.coalition") && n.names.is_empty() {
            // `HTS et ses alliés`: the allies are not named.
            return Vec::new();
        }
        // Names first: they are certain.
        let mut named: Vec<Party> = Vec::new();
        for name in &n.names {
            let hit = &self.found.names[*name];
            let span = Some((hit.first, hit.last));
            if let Some(actor) = self.pick_actor(*name, memory) {
                named.extend(self.actor_party(actor, span));
            } else if let Some(person) = hit.person() {
                named.extend(self.person_party(person, span));
            }
        }
        named.dedup_by(|a, b| a.id == b.id);
        if !named.is_empty() {
            if named.len() > 1 {
                // `le groupe jihadiste HTS, ex-Front al-Nosra`: one group, the first name.
                named.truncate(if n.plural == Some(true) { 2 } else { 1 });
            }
            return named;
        }
        if let Some(party) = self.body_party(at, n, tokens, memory) {
            return vec![party];
        }
        // `des membres de HTS`, `les hommes du M23`: the complement says who.
        let vague = self.head_use(n, NounUse::People)
            || self.head_use(n, NounUse::Speaker)
            || self.head_use(n, NounUse::Armed)
            || self.head_use(n, NounUse::Other)
            || n.senses.is_empty();
        if vague && let Some(next) = self.chain(at).nth(1) {
            let inner: Vec<Party> = self
                .parties(next, memory)
                .into_iter()
                .filter(|p| matches!(p.kind, PartyKind::State | PartyKind::Group))
                .collect();
            if !inner.is_empty() && !self.head_is(n, "people.civilian") && !self.head_is(n, "people.prisoner") {
                return inner;
            }
        }
        self.people_party(n, tokens, at).into_iter().collect()
    }

    fn person_party(&self, person: u32, tokens: Option<(usize, usize)>) -> Option<Party> {
        let p = self.theatre.people.get(person as usize)?;
        let body = p.actor.as_deref().and_then(|id| self.theatre.actors.iter().position(|a| a.id == id));
        match body {
            Some(actor) => self.actor_party(actor as u32, tokens),
            None => Some(Party { id: p.id.clone(), name: p.name.clone(), kind: PartyKind::Person, country: None, tokens }),
        }
    }

    /// An armed or political body told by a common noun.
    fn body_party(&self, at: usize, n: &NounGroup<'p>, tokens: (usize, usize), memory: &Memory) -> Option<Party> {
        let class = |pattern: &str| self.head_is(n, pattern);
        let country = self.country_in_chain(at);
        let span = Some(tokens);
        // `son aviation`, `ses troupes`: those of the body told last.
        let owner = || memory.parties.last().filter(|_| n.det == Some(Det::Possessive)).and_then(|p| p.country.clone());
        let state = |kind: &str| {
            let iso = country.and_then(|c| self.iso(c)).map(str::to_string).or_else(owner);
            match iso {
                Some(iso) => self.state_party(&iso, kind, span),
                None => self.state_in_focus(kind, memory).map(|mut p| {
                    p.tokens = span;
                    p
                }),
            }
        };
        let definite = matches!(n.det, Some(Det::Definite | Det::Demonstrative | Det::Possessive)) || n.det.is_none();
        if class("armed.airforce") {
            return state("airforce");
        }
        if class("armed.navy") {
            return state("navy");
        }
        if class("armed.army") || class("armed.artillery") {
            return state("army");
        }
        if class("armed.police") || class("people.police") {
            return state("police");
        }
        let rebel = self.modifier_is(n, "adj.armed.rebels") || class("armed.rebels");
        let jihadist = self.modifier_is(n, "adj.armed.jihadists") || class("armed.jihadists");
        let separatist = self.modifier_is(n, "adj.armed.separatists") || class("armed.separatists");
        if rebel || jihadist {
            let generic = if jihadist { "jihadists" } else { "rebels" };
            return self.group_in_memory(generic, memory, definite).or_else(|| Some(Self::generic(generic, tokens)));
        }
        if separatist {
            let own = self.country_of(n).and_then(|c| self.theatre.countries.get(c as usize));
            let name = match own {
                Some(c) => format!("{} separatists", c.adj_en),
                None => "separatists".to_string(),
            };
            return self
                .group_in_memory("separatists", memory, definite && country.is_none())
                .or_else(|| Some(Self::generic(&name, tokens)));
        }
        if class("armed.terrorists") {
            return self
                .group_in_memory("jihadists", memory, definite)
                .or_else(|| Some(Self::generic("terrorist groups", tokens)));
        }
        if class("armed.attackers") {
            return self.group_in_memory("attackers", memory, true).or_else(|| Some(Self::generic("gunmen", tokens)));
        }
        if class("armed.forces") || class("people.soldier") {
            if country.is_some() || self.modifier_is(n, "adj.gov") || self.chain_is(at, "gov") {
                return state("army");
            }
            if class("people.soldier") && (definite || n.quantity.is_some()) {
                return state("army");
            }
            if class("armed.forces") && definite {
                let possessed = n.det == Some(Det::Possessive);
                let last = memory
                    .parties
                    .iter()
                    .rev()
                    .find(|p| matches!(p.kind, PartyKind::State | PartyKind::Group | PartyKind::Generic));
                return if possessed { last.cloned().map(carried) } else { None };
            }
            return None;
        }
        if class("armed.militia") {
            return self
                .group_in_memory("militia", memory, definite && country.is_none())
                .or_else(|| Some(Self::generic("militia", tokens)));
        }
        if class("armed.peacekeepers") {
            return Some(Self::generic("UN peacekeepers", tokens));
        }
        if class("armed.gang") {
            return self.group_in_memory("gang", memory, definite).or_else(|| Some(Self::generic("gangs", tokens)));
        }
        if class("armed.coalition") {
            return self.group_in_memory("group", memory, definite).or_else(|| Some(Self::generic("coalition", tokens)));
        }
        if class("armed.group") || class("people.fighter") {
            let complement = self.chain(at).nth(1).is_some();
            if complement {
                return None;
            }
            return self
                .group_in_memory("group", memory, definite)
                .or_else(|| class("armed.group").then(|| Self::generic("armed groups", tokens)));
        }
        if self.head_use(n, NounUse::Government) {
            return state("government");
        }
        // A country or a capital as a doer: its army, or its government in politics (the frame says which).
        let acts = matches!(n.prep, None | Some(Function::Against | Function::By | Function::Between | Function::With));
        let bare = n.senses.is_empty() && n.head.is_none() && acts;
        if bare && let Some(c) = self.country_of(n) {
            return self.iso(c).map(str::to_string).and_then(|iso| self.state_party(&iso, "army", span));
        }
        None
    }

    fn chain_is(&self, at: usize, pattern: &str) -> bool {
        self.chain(at).skip(1).any(|g| self.noun(g).is_some_and(|n| self.head_is(n, pattern)))
    }

    /// The army (police …) of the country that the passage is about.
    fn state_in_focus(&self, kind: &str, memory: &Memory) -> Option<Party> {
        let said = memory
            .parties
            .iter()
            .rev()
            .find(|p| p.kind == PartyKind::State && p.country.is_some())
            .and_then(|p| p.country.clone());
        let focus = memory.focus.first().map(|c| c.as_str().to_string());
        let local = focus
            .clone()
            .filter(|f| memory.parties.iter().rev().any(|p| p.kind == PartyKind::State && p.country.as_deref() == Some(f)));
        let at_war = |iso: &String| self.theatre.theatres.iter().any(|t| t.countries.contains(iso));
        let fought = focus.clone().filter(at_war);
        local.or(fought).or(said).or(focus).and_then(|iso| self.state_party(&iso, kind, None))
    }

    /// The other side: of a foreign or local state, the last group told or another state; of a group, the army of the
    /// country where it fights.
    pub fn opponent(&self, actors: &[Party], memory: &Memory, place: Option<&str>) -> Option<Party> {
        let states = actors.iter().any(|a| a.kind == PartyKind::State);
        let other = |p: &&Party| !actors.iter().any(|a| a.id == p.id || a.name == p.name);
        let here = place.filter(|c| !c.is_empty()).or(memory.focus.first().map(CountryCode::as_str));
        let army_here = || here.and_then(|iso| self.state_party(iso, "army", None));
        if states {
            let own = here.is_some_and(|h| actors.iter().any(|a| a.country.as_deref() == Some(h)));
            let group =
                memory.parties.iter().rev().filter(other).find(|p| matches!(p.kind, PartyKind::Group | PartyKind::Generic));
            let countries: Vec<_> = actors.iter().filter_map(|a| a.country.as_deref()).collect();
            let state = memory
                .parties
                .iter()
                .rev()
                .filter(other)
                .find(|p| p.kind == PartyKind::State && p.country.as_deref().is_some_and(|c| !countries.contains(&c)));
            return group.or(state).cloned().map(carried).or_else(|| army_here().filter(|_| !own));
        }
        let local = memory
            .parties
            .iter()
            .rev()
            .filter(other)
            .find(|p| p.kind == PartyKind::State && p.country.as_deref() == here && p.name.ends_with("rmy"));
        local.cloned().map(carried).or_else(army_here)
    }

    /// The group that a common noun points to: the last one named that may be called so.
    fn group_in_memory(&self, generic: &str, memory: &Memory, points: bool) -> Option<Party> {
        if !points {
            return None;
        }
        let fits = |p: &&Party| {
            p.kind == PartyKind::Group
                && (matches!(generic, "attackers" | "group")
                    || self.theatre.actors.iter().any(|a| a.id == p.id && a.generic.iter().any(|g| g == generic)))
        };
        let named = memory.parties.iter().rev().find(fits);
        // The only group that the passage names is meant by any common noun for fighters.
        let mut groups = memory.parties.iter().filter(|p| p.kind == PartyKind::Group);
        let only =
            groups.next().filter(|_| groups.next().is_none() && matches!(generic, "rebels" | "jihadists" | "militia" | "gang"));
        let told = memory.parties.iter().any(|p| p.kind == PartyKind::Generic && p.name == generic);
        let named = named.or(only.filter(|_| !told));
        // `des groupes armés` tells less than any other common noun.
        let vague = |p: &&Party| matches!(p.name.as_str(), "armed groups" | "coalition" | "gunmen");
        let fits = |p: &&Party| p.kind == PartyKind::Generic && (p.name == generic || matches!(generic, "attackers" | "group"));
        let generics = || memory.parties.iter().rev().filter(fits);
        let said = generics().find(|p| !vague(p)).or_else(|| generics().next());
        named.or(said).cloned().map(carried)
    }

    fn pronoun_party(pronoun: Word, memory: &Memory) -> Vec<Party> {
        match pronoun {
            Word::Person { plural, .. } => {
                let fits = |p: &&Party| match plural {
                    Some(true) => p.kind != PartyKind::Person,
                    _ => true,
                };
                memory.parties.iter().rev().find(fits).cloned().map(carried).into_iter().collect()
            }
            _ => memory.parties.last().cloned().map(carried).into_iter().collect(),
        }
    }

    fn people_party(&self, n: &NounGroup<'p>, tokens: (usize, usize), at: usize) -> Option<Party> {
        let class = |pattern: &str| self.head_is(n, pattern);
        let people = |name: &str| Party {
            id: slug(name),
            name: name.to_string(),
            kind: PartyKind::People,
            country: None,
            tokens: Some(tokens),
        };
        if class("people.journalist") {
            return Some(people("journalists"));
        }
        if class("people.aid") {
            return Some(people("aid workers"));
        }
        if class("people.prisoner") || class("count.detained") {
            return Some(people("prisoners"));
        }
        if class("people.civilian")
            || class("people.child")
            || class("people.woman")
            || class("people.person")
            || class("count.displaced")
        {
            return Some(people("civilians"));
        }
        if n.unknown_name && n.senses.is_empty() {
            let name = self.found.sentence.slice(n.start, self.groups[at].last).to_string();
            return Some(Party { id: slug(&name), name, kind: PartyKind::Person, country: None, tokens: Some(tokens) });
        }
        None
    }

    /// The parties of an event noun's own group: possessor, or nationality of the doer.
    pub fn possessor(&self, at: usize, memory: &Memory) -> Vec<Party> {
        let Some(n) = self.noun(at) else { return Vec::new() };
        let tokens = Some((n.start, self.groups[at].last));
        let body = if self.head_is(n, "noun.strike.air") { "airforce" } else { "army" };
        let mut named = Vec::new();
        for group in [Some(n), self.second_adjective(at)].into_iter().flatten() {
            for name in &group.names {
                let hit = &self.found.names[*name];
                let span = Some((hit.first, hit.last));
                if let Some(actor) = self.pick_actor(*name, memory) {
                    named.extend(self.actor_party(actor, span));
                } else if let Some(iso) = hit.country().and_then(|c| self.iso(c)) {
                    named.extend(self.striking_party(iso, body, span));
                }
            }
        }
        if !named.is_empty() {
            return named;
        }
        let generic = if self.modifier_is(n, "adj.armed.jihadists") {
            "jihadists"
        } else if self.modifier_is(n, "adj.armed.rebels") {
            "rebels"
        } else if self.modifier_is(n, "adj.gov") {
            return self
                .state_in_focus("army", memory)
                .map(|mut p| {
                    p.tokens = tokens;
                    p
                })
                .into_iter()
                .collect();
        } else {
            if n.det == Some(Det::Possessive) {
                return memory
                    .parties
                    .iter()
                    .rev()
                    .find(|p| p.kind != PartyKind::People)
                    .cloned()
                    .map(carried)
                    .into_iter()
                    .collect();
            }
            return Vec::new();
        };
        let party = self
            .group_in_memory(generic, memory, false)
            .unwrap_or_else(|| Self::generic(generic, (n.start, self.groups[at].last)));
        vec![party]
    }

    /// Who speaks in a group.
    pub fn speaker(&self, at: usize, memory: &Memory, verb: &str) -> Option<Speaker> {
        let said = |id: String, name: String, party: Option<Party>, mention: &str| Speaker {
            id,
            name,
            mention: mention.to_string(),
            verb: verb.to_string(),
            party,
        };
        let Some(n) = self.noun(at) else {
            // Inverted pronoun: the speaker goes on.
            return memory.speaker.clone().map(|mut s| {
                s.verb = verb.to_string();
                s
            });
        };
        if n.pronoun.is_some() {
            return memory.speaker.clone().map(|mut s| {
                s.verb = verb.to_string();
                s
            });
        }
        let end = self.chain(at).last().map_or(self.groups[at].last, |g| self.groups[g].last);
        let mention = self.found.sentence.slice(n.start, end);
        let own = self.named_speaker(n, memory);
        if let Some((id, name, party)) = own {
            return Some(said(id, name, party, mention));
        }
        // `le directeur de l'ONG, Rami Abdel Rahmane`: an apposition that names somebody known.
        let apposed = self.groups.get(at + 1).is_some_and(|g| g.is_mark(','))
            || self.chain(at).last().is_some_and(|l| self.groups.get(l + 1).is_some_and(|g| g.is_mark(',')));
        if apposed {
            let last = self.chain(at).last().unwrap_or(at);
            if let Some((id, name, party)) =
                self.noun(last + 2).filter(|a| a.prep.is_none() && a.head.is_none()).and_then(|a| self.named_speaker(a, memory))
                && self.found.names.iter().any(|h| {
                    h.person()
                        .and_then(|p| self.theatre.people.get(p as usize))
                        .is_some_and(|p| p.source.is_some() || p.actor.is_some())
                        && h.first >= self.groups[last + 2].first
                        && h.last <= self.groups[last + 2].last
                })
            {
                return Some(said(id, name, party, mention));
            }
        }
        let speaks = self.head_use(n, NounUse::Speaker) || self.head_is(n, "people.official") || self.head_is(n, "gov.president");
        if n.det == Some(Det::Possessive) && self.head_is(n, "speaker.person") && n.names.is_empty() {
            // `leur porte-parole`: of the body told last.
            if let Some(party) = memory.parties.iter().rev().find(|p| matches!(p.kind, PartyKind::State | PartyKind::Group)) {
                return Some(said(party.id.clone(), party.name.clone(), Some(party.clone()), mention));
            }
        }
        if self.points_back(n) {
            let organisation = memory.organisation.as_ref().filter(|_| self.head_is(n, "speaker.org"));
            if let Some(s) = organisation.or(memory.speaker.as_ref()) {
                return Some(said(s.id.clone(), s.name.clone(), s.party.clone(), mention));
            }
        }
        if self.head_use(n, NounUse::Armed)
            && let Some(party) = self.body_party(at, n, (n.start, self.groups[at].last), memory)
        {
            return Some(said(party.id.clone(), party.name.clone(), Some(party), mention));
        }
        if let Some(row) = self.speaker_row(at, n) {
            let name = self.with_country(&row, at, memory);
            return Some(said(slug(&name), name, None, mention));
        }
        // `le porte-parole de l'armée`: the complement says for whom.
        for next in self.chain(at).skip(1) {
            let Some(inner) = self.noun(next) else { continue };
            if let Some((id, name, party)) = self.named_speaker(inner, memory) {
                if inner.names.iter().all(|i| self.found.names[*i].is_demonym()) {
                    continue;
                }
                return Some(said(id, name, party, mention));
            }
            if let Some(party) = self.body_party(next, inner, (inner.start, self.groups[next].last), memory) {
                return Some(said(party.id.clone(), party.name.clone(), Some(party), mention));
            }
            if self.points_back(inner) {
                let organisation = memory.organisation.as_ref().filter(|_| self.head_is(inner, "speaker.org"));
                if let Some(s) = organisation.or(memory.speaker.as_ref()) {
                    return Some(said(s.id.clone(), s.name.clone(), s.party.clone(), mention));
                }
            }
        }
        if let Some(party) = self.body_party(at, n, (n.start, self.groups[at].last), memory) {
            return Some(said(party.id.clone(), party.name.clone(), Some(party), mention));
        }
        if speaks || self.head_use(n, NounUse::People) {
            let country = self.country_in_chain(at).and_then(|c| self.theatre.countries.get(c as usize));
            let plain = if self.head_is(n, "people") { "witnesses" } else { "official" };
            let name = match country {
                Some(c) if plain == "official" && !self.head_is(n, "speaker.media") => format!("{} government", c.adj_en),
                Some(c) if self.head_is(n, "speaker.media") => format!("{} media", c.adj_en),
                _ => plain.to_string(),
            };
            return Some(said(slug(&name), name, None, mention));
        }
        if n.unknown_name {
            // `X, coordonnateur de Y`: what the person is.
            let beside = self.noun(at + 2).filter(|m| {
                self.groups[at + 1].is_mark(',') && m.prep.is_none() && n.head.is_none() && self.head_is(m, "speaker")
            });
            if let Some(row) = beside.and_then(|m| self.speaker_row(at + 2, m)) {
                let name = self.with_country(&row, at + 2, memory);
                return Some(said(slug(&name), name, None, mention));
            }
            let name = self.unknown_name(n, self.groups[at].last);
            if name.chars().count() <= 2 {
                // A title without its name.
                return memory.speaker.clone();
            }
            return Some(said(slug(&name), name, None, mention));
        }
        None
    }

    /// A name of source.tsv with the adjective of the country that the group names, or that is in focus, in the place kept for it.
    fn with_country(&self, row: &str, at: usize, memory: &Memory) -> String {
        const PLACE: &str = "{country}";
        if !row.contains(PLACE) {
            // `un responsable turc` speaks for his state.
            let own = self.noun(at).and_then(|n| self.country_of(n)).filter(|_| row == "official");
            return own
                .and_then(|c| self.theatre.countries.get(c as usize))
                .map_or_else(|| row.to_string(), |c| format!("{} government", c.adj_en));
        }
        let named = self.country_in_chain(at).and_then(|c| self.theatre.countries.get(c as usize));
        let focus = || memory.focus.first().and_then(|f| self.theatre.countries.iter().find(|c| c.iso2 == f.as_str()));
        match named.or_else(focus) {
            Some(country) => row.replace(PLACE, &country.adj_en),
            None => row.replace(PLACE, "").trim().to_string(),
        }
    }

    /// The capitalised words of a group, as written.
    fn unknown_name(&self, n: &NounGroup<'_>, last: usize) -> String {
        let s = self.found.sentence;
        let first = (n.start..last).find(|i| s.tokens[*i].case != vigie_text::Case::Lower).unwrap_or(n.start);
        s.slice(first, last).trim_matches(['"', '«', '»', ' ']).to_string()
    }

    /// `l'ONG`, `cette source`, `l'organisation`: an organisation told before.
    fn points_back(&self, n: &NounGroup<'_>) -> bool {
        matches!(n.det, Some(Det::Definite | Det::Demonstrative | Det::Possessive))
            && (self.head_is(n, "speaker.org")
                || self.head_is(n, "speaker.person")
                || self.head_is(n, "armed.group")
                || self.head_is(n, "speaker.text"))
            && n.names.is_empty()
            && !n.unknown_name
    }

    fn named_speaker(&self, n: &NounGroup<'_>, memory: &Memory) -> Option<(String, String, Option<Party>)> {
        for name in &n.names {
            let hit = &self.found.names[*name];
            if let Some(person) = hit.person() {
                let p = self.theatre.people.get(person as usize)?;
                let party =
                    self.person_party(person, None).filter(|x| x.kind != PartyKind::Person).map(|x| self.in_office(x, &p.role));
                let as_source = p
                    .source
                    .as_deref()
                    .and_then(|id| self.theatre.sources.iter().find(|s| s.id == id))
                    .map(|s| (s.id.clone(), s.name.clone()));
                let as_actor = p
                    .source
                    .as_deref()
                    .and_then(|id| self.theatre.actors.iter().find(|a| a.id == id))
                    .map(|a| (a.id.clone(), a.name.clone()));
                let (id, name) = as_source
                    .or(as_actor)
                    .or_else(|| party.as_ref().map(|x| (x.id.clone(), x.name.clone())))
                    .unwrap_or_else(|| (p.id.clone(), p.name.clone()));
                return Some((id, name, party));
            }
            if let Some(source) = self.pick_source(*name, memory) {
                let s = self.theatre.sources.get(source as usize)?;
                let party = s
                    .actor
                    .as_deref()
                    .and_then(|id| self.theatre.actors.iter().position(|a| a.id == id))
                    .and_then(|a| self.actor_party(a as u32, None));
                return Some((s.id.clone(), s.name.clone(), party));
            }
            if let Some(actor) = self.pick_actor(*name, memory) {
                let party = self.actor_party(actor, None)?;
                return Some((party.id.clone(), party.name.clone(), Some(party)));
            }
            if n.senses.is_empty()
                && n.head.is_none()
                && let Some(iso) = hit.country().and_then(|c| self.iso(c)).map(str::to_string)
            {
                let party = self.state_party(&iso, "government", None)?;
                let army = self.state_party(&iso, "army", None);
                return Some((party.id.clone(), party.name.clone(), army));
            }
        }
        None
    }

    /// A head of state or a minister speaks for the government, whoever commands the army.
    fn in_office(&self, party: Party, role: &str) -> Party {
        let office = role.contains("president") || role.contains("minister");
        let state = party.country.clone().filter(|_| office && party.kind == PartyKind::State && party.name.ends_with("rmy"));
        state.and_then(|iso| self.state_party(&iso, "government", party.tokens)).unwrap_or(party)
    }

    /// The plain English name of an unnamed speaker, by the table of the pack.
    fn speaker_row(&self, at: usize, n: &NounGroup<'p>) -> Option<String> {
        let s = self.found.sentence;
        let last = self.chain(at).last().map_or(self.groups[at].last, |g| self.groups[g].last);
        // An organisation with a name of its own is recorded by that.
        let own_name = n.unknown_name && self.head_is(n, "speaker.org");
        let fits = |row: &vigie_pack::pack::SpeakerRow| {
            (row.with.is_empty() && !own_name) || (!row.with.is_empty() && (n.start..last).any(|i| s.word(i) == row.with))
        };
        let rows = &self.pack.speakers;
        for lemma in Self::lemmas(n) {
            let from = rows.partition_point(|r| r.head < lemma);
            if let Some(row) = rows[from..].iter().take_while(|r| r.head == lemma).find(|r| fits(r)) {
                return Some(row.source.clone());
            }
        }
        // `source militaire` is a noun of its own; its rows stand under the first word.
        for lemma in Self::lemmas(n) {
            let Some((first, _)) = self.pack.lexicon.lemma(lemma).split_once(' ') else { continue };
            if let Some(row) = rows.iter().find(|r| self.pack.lexicon.lemma(r.head) == first && fits(r)) {
                return Some(row.source.clone());
            }
        }
        None
    }

    /// The place that a group names, settled; with the relation that its preposition and nouns tell.
    pub fn place(&self, at: usize, memory: &Memory) -> Option<Located> {
        let n = self.noun(at)?;
        let candidates = n.names.iter().filter(|i| {
            let hit = &self.found.names[**i];
            hit.is_place() && hit.actor().is_none()
        });
        for name in candidates {
            // `Abba Aliyu`: a name that goes on with another capitalised word is that of a person, outside a local complement.
            let person = n.unknown_name && n.senses.is_empty() && !n.prep.is_some_and(Function::is_local);
            if let Some(located) = self.settle(at, n, *name, memory).filter(|_| !person) {
                return Some(located);
            }
        }
        if self.head_is(n, "locality.country") && n.det == Some(Det::Definite) {
            return self.country_place(memory);
        }
        if let Some(located) = self.unlisted(at, n, memory) {
            return Some(located);
        }
        // `la ville de Saraqeb`, `la province d'Alep`: the complement names it.
        let inhabitants = self.head_is(n, "people.civilian") || self.head_is(n, "people.person");
        if self.head_use(n, NounUse::Locality)
            || inhabitants
            || self.head_is(n, "measure")
            || self.part_of(n).is_some()
            || self.direction(n).is_some()
        {
            for next in self.chain(at).skip(1) {
                let inner = self.noun(next)?;
                if self.head_is(inner, "locality.country") && inner.det != Some(Det::Indefinite) {
                    return self.country_place(memory);
                }
                if (self.head_is(n, "locality.town")
                    || self.head_is(n, "locality.village")
                    || self.head_is(n, "locality.camp")
                    || self.head_is(n, "locality.position")
                    || self.head_is(n, "people.civilian")
                    || self.head_is(n, "people.person"))
                    && let Some(located) = self.name_unlisted(next, inner, memory)
                {
                    return Some(located);
                }
                let name = inner.names.iter().find(|i| self.found.names[**i].is_place());
                if let Some(name) = name {
                    let mut located = self.settle(at, n, *name, memory)?;
                    located.part = located.part.or(self.part_of(n));
                    return Some(located);
                }
            }
        }
        None
    }

    /// `à Tinzaouatène`: a capitalised name after a local preposition that no list knows is a place of the country at issue.
    fn unlisted(&self, at: usize, n: &NounGroup<'_>, memory: &Memory) -> Option<Located> {
        let local = matches!(n.prep, Some(Function::At | Function::Near | Function::Toward | Function::From));
        let spoken_to = at > 0
            && self.groups[at - 1].verb().is_some_and(|v| {
                v.senses.iter().any(|s| matches!(self.grammar.meaning(s.class), Meaning::Verb(crate::grammar::VerbUse::Say)))
            });
        if !local || spoken_to || n.head.is_some() || n.det.is_some() || n.quantity.is_some() {
            return None;
        }
        self.name_unlisted(at, n, memory)
    }

    fn name_unlisted(&self, at: usize, n: &NounGroup<'_>, memory: &Memory) -> Option<Located> {
        if !n.unknown_name || !n.names.is_empty() || n.head.is_some() || n.pronoun.is_some() {
            return None;
        }
        let s = self.found.sentence;
        let last = self.groups[at].last;
        let first = (n.start..last).find(|i| s.tokens[*i].case == vigie_text::Case::Capital)?;
        if last - first > 3 || first != n.start {
            return None;
        }
        let country = self.states.get(*memory.focus.first()?)?;
        let mention = s.slice(first, last).to_string();
        let relation = matches!(n.prep, Some(Function::Near | Function::Around)).then_some(Relation::Near);
        Some(Located { place: country, unlisted: Some(mention.clone()), mention, tokens: (first, last), relation, part: None })
    }

    /// The country of a code as a place.
    pub fn country_place(&self, memory: &Memory) -> Option<Located> {
        let code = *memory.focus.first()?;
        let place = self.states.get(code)?;
        let mention = self.gazetteer.place(place)?.name().to_string();
        Some(Located { place, unlisted: None, mention, tokens: (0, 0), relation: None, part: None })
    }

    /// `la ville`, `plusieurs quartiers`, `le village`: a place noun that names nothing points to a place told before.
    pub fn points_to_place(&self, at: usize) -> bool {
        let Some(n) = self.noun(at) else { return false };
        let kind = ["locality.town", "locality.village", "locality.district", "locality.camp"].iter().any(|c| self.head_is(n, c));
        let definite = matches!(n.det, Some(Det::Definite | Det::Demonstrative)) || self.head_is(n, "locality.district");
        // `cette ville du centre de l'Ukraine` points back whatever it is said to lie in.
        let shown = n.det == Some(Det::Demonstrative);
        if shown && self.head_use(n, NounUse::Locality) && n.plural != Some(true) {
            return true;
        }
        let named = !shown
            && self
                .chain(at)
                .any(|g| self.noun(g).is_some_and(|m| m.names.iter().any(|i| self.found.names[*i].is_place()) || m.unknown_name));
        kind && definite && !named && (n.plural != Some(true) || self.head_is(n, "locality.district"))
    }

    /// Which part of a place the head noun tells.
    fn part_of(&self, n: &NounGroup<'_>) -> Option<Part> {
        if let Some(q) = n.quantity.map(|q| &self.found.quantities[q])
            && q.fraction
        {
            return Some(Part::Half);
        }
        if self.head_is(n, "locality.district") {
            return Some(Part::District);
        }
        None
    }

    /// `au sud d'Alep`: a direction noun or adjective in the group.
    fn direction(&self, n: &NounGroup<'_>) -> Option<Relation> {
        if self.head_is(n, "measure") {
            return Some(Relation::Near);
        }
        if self.head_is(n, "locality.region.countryside") {
            return Some(Relation::Countryside);
        }
        None
    }

    pub(crate) fn settle(&self, at: usize, n: &NounGroup<'_>, name: usize, memory: &Memory) -> Option<Located> {
        let hit = &self.found.names[name];
        let found = hit.place.as_ref()?;
        let asked = if self.head_is(n, "locality.town") || self.head_is(n, "locality.village") || self.head_is(n, "locality.camp")
        {
            Some(Asked::Settlement)
        } else if self.head_is(n, "locality.region") {
            Some(Asked::Region)
        } else if self.head_is(n, "locality.base") {
            Some(Asked::Site)
        } else {
            None
        };
        let mut focus = Vec::new();
        if let Some(iso) = self.country_in_chain(at).and_then(|c| self.iso(c)) {
            focus.push(CountryCode::new(iso));
        }
        focus.extend(memory.focus.iter().copied());
        let within = self.within(at, memory);
        let candidates: Vec<Candidate> = self.gazetteer.candidates(found).collect();
        let context = Context { asked, within, focus, settled: memory.settled.clone() };
        let place = settle(self.gazetteer, &candidates, &context).place?;
        let relation = match n.prep {
            Some(Function::Near | Function::Around) => Some(Relation::Near),
            Some(Function::Toward) => Some(Relation::Toward),
            _ => self.direction(n),
        };
        let span = (hit.first, hit.last);
        Some(Located {
            place,
            unlisted: None,
            mention: self.found.sentence.slice(hit.first, hit.last).to_string(),
            tokens: span,
            relation,
            part: self.part_of(n),
        })
    }

    /// A region or country told straight after the name: `Saraqeb, dans la province d'Idleb`.
    fn within(&self, at: usize, _memory: &Memory) -> Option<PlaceIndex> {
        for next in at + 1..self.groups.len().min(at + 4) {
            match &self.groups[next].body {
                Body::Mark(',' | '(') => {}
                Body::Noun(n)
                    if matches!(n.prep, Some(Function::At | Function::On | Function::Of | Function::Near))
                        || self.groups[next - 1].is_mark('(') =>
                {
                    for g in self.chain(next) {
                        let inner = self.noun(g)?;
                        for i in &inner.names {
                            let Some(found) = &self.found.names[*i].place else { continue };
                            let candidates: Vec<Candidate> = self.gazetteer.candidates(found).collect();
                            let wide = candidates
                                .iter()
                                .filter_map(|c| self.gazetteer.place(c.place))
                                .find(|p| matches!(p.kind(), PlaceKind::Country | PlaceKind::Region | PlaceKind::Area));
                            if let Some(wide) = wide {
                                return Some(wide.index());
                            }
                        }
                    }
                }
                _ => return None,
            }
        }
        None
    }
}

/// A party that stands for itself in another place.
fn carried(mut party: Party) -> Party {
    party.tokens = None;
    party
}
