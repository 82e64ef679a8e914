//! Where: names settled by the gazetteer, places that no list knows, and nouns that point to a place told before.

use vigie_gazetteer::{Asked, Candidate, Context, CountryCode, PlaceIndex, PlaceKind, lies_within, resolve as settle};
use vigie_model::{Part, Relation};

use super::{Located, Memory, Scene};
use crate::grammar::{Det, Function, Meaning, NounUse};
use crate::groups::{Body, NounGroup};

impl Scene<'_, '_> {
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
        if let Some(capital) = self.capital(at, n, memory).or_else(|| self.seat(at, n, memory)) {
            return Some(capital);
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
                if let Some(mut located) = self.capital(next, inner, memory) {
                    located.relation = self.direction(n);
                    return Some(located);
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
    pub(super) fn unlisted(&self, at: usize, n: &NounGroup<'_>, memory: &Memory) -> Option<Located> {
        // `les habitants de Kafr Hamra`.
        let home = n.prep == Some(Function::Of)
            && at.checked_sub(1).and_then(|h| self.noun(h)).is_some_and(|h| self.head_is(h, "people.civilian"));
        let local = home || matches!(n.prep, Some(Function::At | Function::Near | Function::Toward | Function::From));
        let spoken_to = at > 0
            && self.groups[at - 1].verb().is_some_and(|v| {
                v.senses.iter().any(|s| matches!(self.grammar.meaning(s.class), Meaning::Verb(crate::grammar::VerbUse::Say)))
            });
        if !local || spoken_to || n.head.is_some() || n.det.is_some() || n.quantity.is_some() {
            return None;
        }
        self.name_unlisted(at, n, memory)
    }

    pub(super) fn name_unlisted(&self, at: usize, n: &NounGroup<'_>, memory: &Memory) -> Option<Located> {
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

    /// `la capitale`, `la capitale syrienne`, `la capitale du pays`: that of the country named, else of the one where the
    /// story stands, else of the one most at issue.
    fn capital(&self, at: usize, n: &NounGroup<'_>, memory: &Memory) -> Option<Located> {
        let definite = matches!(n.det, Some(Det::Definite | Det::Demonstrative)) && n.plural != Some(true);
        let demonym = |token: usize| n.names.iter().any(|i| self.found.names[*i].first == token);
        if !self.head_is(n, "locality.town.capital") || !definite || n.modifiers.iter().any(|m| !demonym(m.0)) {
            return None;
        }
        let complement = self.chain(at).nth(1).and_then(|g| self.noun(g));
        let country = match (self.country_of(n).or_else(|| self.country_of(complement?)), complement) {
            (Some(country), _) => CountryCode::new(self.iso(country)?),
            (None, Some(other)) if !self.head_is(other, "locality.country") => return None,
            (None, _) => {
                let here = memory.place.as_ref().and_then(|l| self.gazetteer.place(l.place)).map(|p| p.country());
                here.filter(|c| !c.is_empty()).or(memory.focus.first().copied())?
            }
        };
        let place = self.states.capital(country)?;
        let (first, last) = n.head?;
        let mention = self.found.sentence.slice(first, last).to_string();
        Some(Located { place, unlisted: None, mention, tokens: (first, last), relation: None, part: None })
    }

    /// `le chef-lieu du Darfour-Nord`, `la capitale du Darfour`: the town told last of that region.
    fn seat(&self, at: usize, n: &NounGroup<'_>, memory: &Memory) -> Option<Located> {
        let seat = self.head_is(n, "locality.town.seat") || self.head_is(n, "locality.town.capital");
        if !seat || n.det == Some(Det::Indefinite) || n.plural == Some(true) {
            return None;
        }
        let region = self.chain(at).nth(1).and_then(|g| self.place(g, memory)).and_then(|l| self.gazetteer.place(l.place))?;
        let town = memory.settled.iter().rev().find(|p| {
            self.gazetteer
                .place(**p)
                .is_some_and(|t| region.kind().is_wide() && t.kind().is_settlement() && lies_within(t, region))
        })?;
        let (first, last) = n.head?;
        let mention = self.found.sentence.slice(first, last).to_string();
        Some(Located { place: *town, unlisted: None, mention, tokens: (first, last), relation: None, part: None })
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
    pub(crate) fn part_of(&self, n: &NounGroup<'_>) -> Option<Part> {
        if let Some(q) = n.quantity.map(|q| &self.found.quantities[q])
            && q.fraction
        {
            return Some(Part::Half);
        }
        if self.head_is(n, "locality.district") {
            return Some(Part::District);
        }
        if self.head_is(n, "locality.region.most") {
            return Some(Part::Most);
        }
        if self.head_is(n, "locality.region.part") {
            return Some(Part::Some);
        }
        None
    }

    /// `au sud d'Alep`: a direction noun or adjective in the group.
    pub(super) fn direction(&self, n: &NounGroup<'_>) -> Option<Relation> {
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
        } else if self.head_is(n, "locality.region") && self.part_of(n).is_none() {
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
    pub(super) fn within(&self, at: usize, _memory: &Memory) -> Option<PlaceIndex> {
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
