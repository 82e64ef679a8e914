//! Who speaks: named sources, spokesmen of bodies, unnamed speakers by the table of the pack.

use super::voice::OUTLET;
use super::{Memory, Party, PartyKind, Scene, Speaker, slug};
use crate::grammar::{Det, Function, NounUse};
use crate::groups::NounGroup;

/// Where the adjective of a country stands in a name of the table.
const PLACE: &str = "{country}";

impl<'p> Scene<'_, 'p> {
    /// Who speaks in a group, by its own words.
    pub fn speaker(&self, at: usize, memory: &Memory, verb: &str) -> Option<Speaker> {
        let n = self.noun(at).filter(|n| n.pronoun.is_none())?;
        let mention = self.found.sentence.slice(n.start, self.end_of(at));
        let said = |id: String, name: String, party: Option<Party>| Speaker {
            id,
            name,
            mention: mention.to_string(),
            verb: verb.to_string(),
            party,
        };
        let of_party = |party: Party| said(party.id.clone(), party.name.clone(), Some(party));
        let under = |mut s: Speaker| {
            s.mention = mention.to_string();
            s.verb = verb.to_string();
            s
        };
        let row = self.speaker_row(at, n);
        // `le maire X`, whose name some list knows: the office speaks, unless he leads a body.
        let leads = |n: &NounGroup<'_>| {
            n.names
                .iter()
                .filter_map(|i| self.found.names[*i].person())
                .all(|p| self.theatre.people.get(p as usize).is_some_and(|p| p.source.is_some() || p.actor.is_some()))
        };
        // `souffle un Syrien`: one of a people speaks for himself.
        let bare = n.senses.is_empty() && !n.names.is_empty() && n.names.iter().all(|i| self.found.names[*i].is_demonym());
        if bare && n.det == Some(Det::Indefinite) {
            return Some(said("witnesses".to_string(), "witnesses".to_string(), None));
        }
        if let Some((id, name, party)) = self.named_speaker(n, memory).filter(|_| row.is_none() || leads(n)) {
            return Some(said(id, name, party));
        }
        if let Some((id, name, party)) = self.known_beside(at, memory) {
            return Some(said(id, name, party));
        }
        if n.det == Some(Det::Possessive)
            && n.names.is_empty()
            && (self.head_is(n, "speaker.person") || self.is_vague(n))
            && let Some(owner) = self.possessive_speaker(at, n, memory)
        {
            return Some(under(owner));
        }
        // `les services de renseignement` have a name of their own beside that of their state's army.
        let own_row = row.as_deref().is_some_and(|r| !r.contains(PLACE));
        if self.head_use(n, NounUse::Armed)
            && let Some(party) = self.body_party(at, n, (n.start, self.groups[at].last), memory)
            && !(own_row && party.kind == PartyKind::State)
        {
            return Some(of_party(party));
        }
        let whole = |row: &str| {
            let name = self.with_country(row, at, memory);
            said(slug(&name), name, None)
        };
        // What the words say of themselves comes before the complement: `un responsable de la santé`.
        let vague = self.is_vague(n) || row.is_none();
        if let Some(row) = row.as_deref().filter(|_| !vague || self.qualified_row(at, n)) {
            return Some(whole(row));
        }
        // `le porte-parole de l'armée`: the complement says for whom.
        if let Some(inner) = self.complement_speaker(at, memory, verb) {
            return Some(under(inner));
        }
        if let Some(row) = row {
            return Some(whole(&row));
        }
        if let Some(party) = self.body_party(at, n, (n.start, self.groups[at].last), memory) {
            return Some(of_party(party));
        }
        if self.head_is(n, "speaker.text") {
            return None;
        }
        let speaks = self.head_use(n, NounUse::Speaker) || self.head_is(n, "people.official") || self.head_is(n, "gov.president");
        if speaks || self.head_use(n, NounUse::People) {
            let country = self.country_in_chain(at).and_then(|c| self.theatre.countries.get(c as usize));
            let plain = if self.head_is(n, "people") { "witnesses" } else { "official" };
            let name = match country {
                Some(c) if plain == "official" && !self.head_is(n, "speaker.media") => format!("{} government", c.adj_en),
                Some(c) if self.head_is(n, "speaker.media") => format!("{} media", c.adj_en),
                _ => plain.to_string(),
            };
            return Some(said(slug(&name), name, None));
        }
        if n.unknown_name {
            // `X, coordonnateur de Y`: what the person is.
            let beside = self.noun(at + 2).filter(|m| {
                self.groups[at + 1].is_mark(',')
                    && m.prep.is_none()
                    && n.head.is_none()
                    && (self.head_is(m, "speaker") || self.head_is(m, "people"))
            });
            if let Some(office) = beside.and_then(|_| self.speaker(at + 2, memory, verb)) {
                return Some(office);
            }
            // `Jean-Yves Le Drian`: a capitalised article inside a name.
            let goes_on = self.groups.get(at + 1).is_some_and(|g| {
                let capital = self.found.sentence.tokens.get(g.first).is_some_and(|t| t.case != vigie_text::Case::Lower);
                capital && g.noun().is_some_and(|b| b.prep.is_none() && b.unknown_name)
            });
            let name = self.unknown_name(n, self.groups[if goes_on { at + 1 } else { at }].last);
            if name.chars().count() <= 2 {
                // A title without its name.
                return memory.last_heard().and_then(|v| v.speakers.first().cloned());
            }
            return Some(said(slug(&name), name, None));
        }
        None
    }

    /// `le directeur de l'ONG, Rami Abdel Rahmane`: a name beside the office, of somebody who speaks for a known body.
    pub(super) fn known_beside(&self, at: usize, memory: &Memory) -> Option<(String, String, Option<Party>)> {
        let last = self.chain(at).last().unwrap_or(at);
        if !self.groups.get(last + 1)?.is_mark(',') {
            return None;
        }
        let beside = self.noun(last + 2).filter(|a| a.prep.is_none() && a.head.is_none())?;
        let known = beside.names.iter().any(|i| {
            let person = self.found.names[*i].person().and_then(|p| self.theatre.people.get(p as usize));
            person.is_some_and(|p| p.source.is_some() || p.actor.is_some())
        });
        known.then(|| self.named_speaker(beside, memory)).flatten()
    }

    /// `leur porte-parole`, `son directeur`, `son communiqué`: of the body told in the sentence, of who spoke, or of who fought last.
    fn possessive_speaker(&self, at: usize, n: &NounGroup<'p>, memory: &Memory) -> Option<Speaker> {
        if self
            .chain(at)
            .skip(1)
            .any(|g| self.noun(g).is_some_and(|c| !c.names.is_empty() && self.named_speaker(c, memory).is_some()))
        {
            return None;
        }
        if let Some(owner) = self.owner(at, memory) {
            return Some(owner);
        }
        let body =
            |s: &Speaker| s.party.is_some() || self.theatre.sources.iter().any(|k| k.id == s.id) || s.name.ends_with("ministry");
        let heard = memory.last_heard().filter(|v| v.organisation || v.speakers.first().is_some_and(body));
        let party =
            || memory.parties.iter().rev().find(|p| matches!(p.kind, PartyKind::State | PartyKind::Group | PartyKind::Generic));
        let of_party = |p: &Party| Speaker {
            id: p.id.clone(),
            name: p.name.clone(),
            mention: String::new(),
            verb: String::new(),
            party: Some(p.clone()),
        };
        // Whose commanders they are is who fights.
        let fights = self.head_is(n, "people.soldier") || self.head_is(n, "people.fighter") || n.plural == Some(true);
        let heard = || heard.and_then(|v| v.speakers.first().cloned());
        if fights { party().map(of_party).or_else(heard) } else { heard().or_else(|| party().map(of_party)) }
    }

    /// Who a complement says is spoken for: a name, a body, an office, or one told before.
    fn complement_speaker(&self, at: usize, memory: &Memory, verb: &str) -> Option<Speaker> {
        for next in self.chain(at).skip(1) {
            let inner = self.noun(next).filter(|n| n.pronoun.is_none())?;
            if let Some((id, name, party)) = self.named_speaker(inner, memory) {
                if inner.names.iter().all(|i| self.found.names[*i].is_demonym()) && inner.senses.is_empty() {
                    continue;
                }
                return Some(Speaker { id, name, mention: String::new(), verb: verb.to_string(), party });
            }
            let place = self.head_use(inner, NounUse::Locality) && self.speaker_row(next, inner).is_none();
            if place && !self.head_is(inner, "speaker") {
                continue;
            }
            if let Some(told) = self.told_before(next, inner, memory) {
                return told.speakers.first().cloned();
            }
            if let Some(party) = self
                .body_party(next, inner, (inner.start, self.groups[next].last), memory)
                .filter(|_| self.head_use(inner, NounUse::Armed))
            {
                return Some(Speaker {
                    id: party.id.clone(),
                    name: party.name.clone(),
                    mention: String::new(),
                    verb: verb.to_string(),
                    party: Some(party),
                });
            }
            if let Some(row) = self.speaker_row(next, inner).filter(|r| r != OUTLET) {
                let name = self.with_country(&row, next, memory);
                return Some(Speaker { id: slug(&name), name, mention: String::new(), verb: verb.to_string(), party: None });
            }
            if let Some(party) = self.body_party(next, inner, (inner.start, self.groups[next].last), memory) {
                return Some(Speaker {
                    id: party.id.clone(),
                    name: party.name.clone(),
                    mention: String::new(),
                    verb: verb.to_string(),
                    party: Some(party),
                });
            }
        }
        None
    }

    /// A name of source.tsv with the adjective of the country that the group names, or that is in focus, in the place kept for it.
    pub(super) fn with_country(&self, row: &str, at: usize, memory: &Memory) -> String {
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
    pub(super) fn unknown_name(&self, n: &NounGroup<'_>, last: usize) -> String {
        let s = self.found.sentence;
        let first = (n.start..last).find(|i| s.tokens[*i].case != vigie_text::Case::Lower).unwrap_or(n.start);
        s.slice(first, last).trim_matches(['"', '«', '»', ' ']).to_string()
    }

    pub(super) fn named_speaker(&self, n: &NounGroup<'_>, memory: &Memory) -> Option<(String, String, Option<Party>)> {
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
    pub(super) fn in_office(&self, party: Party, role: &str) -> Party {
        let office = role.contains("president") || role.contains("minister");
        let state = party.country.clone().filter(|_| office && party.army);
        state.and_then(|iso| self.state_party(&iso, "government", party.tokens)).unwrap_or(party)
    }

    /// The plain English name of an unnamed speaker, by the table of the pack.
    pub(super) fn speaker_row(&self, at: usize, n: &NounGroup<'p>) -> Option<String> {
        self.row_of(at, n).map(|r| r.source.clone())
    }

    /// Whether a further word of the group says who speaks (`responsable sanitaire`).
    pub(super) fn qualified_row(&self, at: usize, n: &NounGroup<'p>) -> bool {
        self.row_of(at, n).is_some_and(|r| !r.with.is_empty())
    }

    fn row_of(&self, at: usize, n: &NounGroup<'p>) -> Option<&'p vigie_pack::pack::SpeakerRow> {
        let s = self.found.sentence;
        let last = self.end_of(at);
        // An organisation with a name of its own is recorded by that.
        let own_name = n.unknown_name && self.head_is(n, "speaker.org");
        // `de source médicale`: the noun may stand in the preposition.
        let within = n.prep == Some(Function::According) && n.senses.is_empty();
        let start = if within { self.groups[at].first } else { n.start };
        // `le commissaire à l'information`: the office may stand behind another preposition.
        let next = self.chain(at).last().unwrap_or(at) + 1;
        let beside = Some(next).filter(|g| {
            self.noun(*g)
                .is_some_and(|n| n.prep == Some(Function::At) && n.names.is_empty() && !self.head_use(n, NounUse::Locality))
        });
        let last = beside.map_or(last, |g| self.groups[g].last);
        let fits = |row: &vigie_pack::pack::SpeakerRow| {
            (row.with.is_empty() && !own_name) || (!row.with.is_empty() && (start..last).any(|i| s.word(i) == row.with))
        };
        let rows = &self.pack.speakers;
        // A name that stands for nobody here (`ministère de la Santé` of no country at issue) is read as common words; and
        // `source militaire` is a noun of its own, whose rows stand under the first word.
        let common = n.senses.is_empty() && n.head.is_none();
        let several = n.head.is_some_and(|h| h.1 > h.0 + 1);
        let first = self.first_noun(start).filter(|_| common || several);
        Self::lemmas(n).chain(first).find_map(|lemma| {
            let from = rows.partition_point(|r| r.head < lemma);
            rows[from..].iter().take_while(|r| r.head == lemma).find(|r| fits(r))
        })
    }
}
