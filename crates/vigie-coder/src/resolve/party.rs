//! Who takes part: armies, groups, peoples, and what common nouns and pronouns stand for.

use vigie_gazetteer::CountryCode;

use super::{Memory, Party, PartyKind, Scene, carried, slug};
use crate::grammar::{Det, Function, NounUse, Word};
use crate::groups::{Body, NounGroup};

impl<'p> Scene<'_, 'p> {
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
                army: kind == "army",
                tokens,
            });
        }
        let country = self.theatre.countries.iter().find(|c| c.iso2 == iso)?;
        let body = match kind {
            "airforce" => "air force",
            other => other,
        };
        let name = format!("{} {body}", country.adj_en);
        Some(Party {
            id: slug(&name),
            name,
            kind: PartyKind::State,
            country: Some(iso.to_string()),
            army: kind == "army",
            tokens,
        })
    }

    /// Whose an attack is by its nationality: the army, or the air force where the theatre says that strikes mean it.
    pub(super) fn striking_party(&self, iso: &str, body: &str, tokens: Option<(usize, usize)>) -> Option<Party> {
        let own = self
            .theatre
            .actors
            .iter()
            .any(|a| a.country == iso && a.kind == "airforce" && a.generic.iter().any(|g| g == "strikes"));
        self.state_party(iso, if body == "airforce" && own { "airforce" } else { "army" }, tokens)
    }

    /// `raids russes et syriens`: the second nationality stands in a group of its own.
    pub(super) fn second_adjective(&self, at: usize) -> Option<&NounGroup<'p>> {
        let joined = matches!(self.groups.get(at + 1).map(|g| &g.body), Some(Body::Joint(Word::And)));
        let second = self.noun(at + 2).filter(|_| joined)?;
        let bare = second.head.is_none() && second.prep.is_none() && second.det.is_none() && second.quantity.is_none();
        (bare && !second.names.is_empty() && second.names.iter().all(|i| self.found.names[*i].is_demonym())).then_some(second)
    }

    pub(super) fn generic(name: &str, tokens: (usize, usize)) -> Party {
        Party {
            id: slug(name),
            name: name.to_string(),
            kind: PartyKind::Generic,
            country: None,
            army: false,
            tokens: Some(tokens),
        }
    }

    pub(super) fn actor_party(&self, actor: u32, tokens: Option<(usize, usize)>) -> Option<Party> {
        let a = self.theatre.actors.get(actor as usize)?;
        let kind = match a.kind.as_str() {
            "army" | "airforce" | "navy" | "government" | "police" => PartyKind::State,
            "person" => PartyKind::Person,
            _ => PartyKind::Group,
        };
        let country = (!a.country.is_empty()).then(|| a.country.clone());
        Some(Party { id: a.id.clone(), name: a.name.clone(), kind, country, army: a.kind == "army", tokens })
    }

    /// Of several actors of one name, the one whose country is in focus.
    pub(super) fn pick_actor(&self, name: usize, memory: &Memory) -> Option<u32> {
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
    pub(super) fn pick_source(&self, name: usize, memory: &Memory) -> Option<u32> {
        let hit = &self.found.names[name];
        let rank = |n: &u32| {
            let country = self.theatre.sources.get(*n as usize).map_or("", |s| s.country.as_str());
            if country.is_empty() { Some(usize::MAX) } else { memory.focus.iter().position(|f| f.as_str() == country) }
        };
        let sources = hit.senses.iter().filter_map(|s| match s.named {
            vigie_pack::theatre::Named::Source(n) => Some(n),
            _ => None,
        });
        let proper = |n: &u32| {
            self.theatre
                .sources
                .get(*n as usize)
                .is_some_and(|s| matches!(s.kind.as_str(), "agency" | "media" | "ngo" | "monitor" | "un"))
        };
        let small = self.found.sentence.tokens[hit.first].case == vigie_text::Case::Lower;
        let named = || (hit.first..hit.last).any(|t| self.found.sentence.tokens[t].case != vigie_text::Case::Lower);
        // `l'agence Reuters` tells itself who it is; `le ministère de la Défense` does not.
        let own_name = sources.clone().all(|n| proper(&n)) && named();
        let common = small && !own_name && !self.tells_country(hit.first, hit.last);
        let mut ranked: Vec<(usize, u32)> =
            sources.filter_map(|n| rank(&n).or((!common).then_some(usize::MAX)).map(|r| (r, n))).collect();
        ranked.sort_by_key(|r| r.0);
        // A common noun (`ministère de la défense`) means that of the country most at issue only.
        let first = ranked.first().copied()?;
        let sure = !common || first.0 == 0 || first.0 == usize::MAX;
        sure.then_some(first.1)
    }

    /// `ministère russe de la Défense`: whether a name tells its country itself.
    fn tells_country(&self, first: usize, last: usize) -> bool {
        use vigie_pack::theatre::Named;
        let mut found = false;
        for at in first..last {
            let word = |i| self.found.sentence.phrase_plain(i);
            self.theatre.for_each_name_at(&self.pack.code, word, at, |_, senses| {
                found |= senses.iter().any(|s| matches!(s.named, Named::Demonym(_) | Named::Country(_)));
            });
        }
        found
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

    pub(super) fn person_party(&self, person: u32, tokens: Option<(usize, usize)>) -> Option<Party> {
        let p = self.theatre.people.get(person as usize)?;
        let body = p.actor.as_deref().and_then(|id| self.theatre.actors.iter().position(|a| a.id == id));
        match body {
            Some(actor) => self.actor_party(actor as u32, tokens),
            None => Some(Party {
                id: p.id.clone(),
                name: p.name.clone(),
                kind: PartyKind::Person,
                country: None,
                army: false,
                tokens,
            }),
        }
    }

    /// An armed or political body told by a common noun.
    pub(super) fn body_party(&self, at: usize, n: &NounGroup<'p>, tokens: (usize, usize), memory: &Memory) -> Option<Party> {
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
            // `les assaillants`, with nobody told, are those of an attack that has no known doer.
            let told = class("armed.attackers.gunmen") || !matches!(n.det, Some(Det::Definite | Det::Demonstrative));
            return self.group_in_memory("attackers", memory, true).or_else(|| told.then(|| Self::generic("gunmen", tokens)));
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
        // `HTS et des factions alliées`: others than the group told.
        if class("armed.group.allied") {
            return Some(Self::generic("allied groups", tokens));
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

    /// Whose a position, a base or a weapon is, by its adjective or its complement.
    pub fn owners(&self, at: usize, memory: &Memory) -> Vec<Party> {
        let Some(n) = self.noun(at) else { return Vec::new() };
        let military = ["locality.position", "locality.base", "weapon", "thing.vehicle"].iter().any(|c| self.head_is(n, c));
        if !military {
            return Vec::new();
        }
        let tokens = (n.start, self.groups[at].last);
        if let Some(iso) = self.country_of(n).and_then(|c| self.iso(c)) {
            return self.state_party(iso, "army", Some(tokens)).into_iter().collect();
        }
        for (class, name) in
            [("adj.armed.jihadists", "jihadists"), ("adj.armed.rebels", "rebels"), ("adj.armed.separatists", "separatists")]
        {
            if self.modifier_is(n, class) {
                let told = self.group_in_memory(name, memory, true);
                return vec![told.unwrap_or_else(|| Self::generic(name, tokens))];
            }
        }
        let complement = self.chain(at).nth(1).map(|g| self.parties(g, memory)).unwrap_or_default();
        complement.into_iter().filter(|p| matches!(p.kind, PartyKind::State | PartyKind::Group | PartyKind::Generic)).collect()
    }

    pub(super) fn chain_is(&self, at: usize, pattern: &str) -> bool {
        self.chain(at).skip(1).any(|g| self.noun(g).is_some_and(|n| self.head_is(n, pattern)))
    }

    /// The army (police …) of the country that the passage is about.
    pub(super) fn state_in_focus(&self, kind: &str, memory: &Memory) -> Option<Party> {
        let said = memory
            .parties
            .iter()
            .rev()
            .find(|p| p.kind == PartyKind::State && p.country.is_some())
            .and_then(|p| p.country.clone());
        // `l'armée` in a war on a land that has none is that of the other side.
        let people =
            |name: &str| name.ends_with('s') && self.theatre.countries.iter().any(|c| name.strip_prefix(&c.adj_en) == Some("s"));
        let has = |iso: &str| self.theatre.actors.iter().any(|a| a.country == iso && a.kind == "army" && !people(&a.name));
        let at_war = |iso: &str| self.theatre.theatres.iter().any(|t| t.countries.iter().any(|c| c == iso));
        let focus = memory.focus.first().map(CountryCode::as_str);
        let wanting = matches!(kind, "army" | "airforce" | "navy") && focus.is_some_and(|iso| at_war(iso) && !has(iso));
        let focus = memory
            .focus
            .iter()
            .map(CountryCode::as_str)
            .find(|iso| wanting && at_war(iso) && has(iso))
            .or(focus)
            .map(str::to_string);
        let local = focus
            .clone()
            .filter(|f| memory.parties.iter().rev().any(|p| p.kind == PartyKind::State && p.country.as_deref() == Some(f)));
        let fought = focus.clone().filter(|iso| at_war(iso));
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
        let local = memory.parties.iter().rev().filter(other).find(|p| p.army && p.country.as_deref() == here);
        local.cloned().map(carried).or_else(army_here)
    }

    /// Whether it is a mission of peacekeepers, whom nobody calls assailants.
    fn keeps_peace(&self, party: &Party) -> bool {
        self.theatre.actors.iter().any(|a| a.id == party.id && a.kind == "peacekeepers")
    }

    /// The group that a common noun points to: the last one named that may be called so.
    pub(super) fn group_in_memory(&self, generic: &str, memory: &Memory, points: bool) -> Option<Party> {
        if !points {
            return None;
        }
        let fits = |p: &&Party| {
            p.kind == PartyKind::Group
                && (matches!(generic, "attackers" | "group") && !self.keeps_peace(p)
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
        let fits = |p: &&Party| {
            p.kind == PartyKind::Generic
                && p.name != "UN peacekeepers"
                && (p.name == generic || matches!(generic, "attackers" | "group"))
        };
        let generics = || memory.parties.iter().rev().filter(fits);
        let said = generics().find(|p| !vague(p)).or_else(|| generics().next());
        named.or(said).cloned().map(carried)
    }

    pub(super) fn pronoun_party(pronoun: Word, memory: &Memory) -> Vec<Party> {
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

    pub(super) fn people_party(&self, n: &NounGroup<'p>, tokens: (usize, usize), at: usize) -> Option<Party> {
        let class = |pattern: &str| self.head_is(n, pattern);
        let people = |name: &str| Party {
            id: slug(name),
            name: name.to_string(),
            kind: PartyKind::People,
            country: None,
            army: false,
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
            return Some(Party {
                id: slug(&name),
                name,
                kind: PartyKind::Person,
                country: None,
                army: false,
                tokens: Some(tokens),
            });
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
}
