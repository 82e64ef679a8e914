//! Who speaks: named sources, spokesmen of bodies, unnamed speakers by the table of the pack.

use super::{Memory, Party, PartyKind, Scene, Speaker, slug};
use crate::grammar::{Det, NounUse};
use crate::groups::NounGroup;

impl<'p> Scene<'_, 'p> {
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
        // `l'armée`, `la présidence`, `le bureau de l'ONU` are nobody told before: a body of their own, or one that they name.
        let body = (self.head_use(n, NounUse::Armed) && !self.head_is(n, "armed.group")) || self.head_use(n, NounUse::Government);
        let names_another =
            body || self.chain(at).skip(1).any(|g| self.noun(g).is_some_and(|c| self.named_speaker(c, memory).is_some()));
        if self.points_back(n) && !names_another {
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
    pub(super) fn with_country(&self, row: &str, at: usize, memory: &Memory) -> String {
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
    pub(super) fn unknown_name(&self, n: &NounGroup<'_>, last: usize) -> String {
        let s = self.found.sentence;
        let first = (n.start..last).find(|i| s.tokens[*i].case != vigie_text::Case::Lower).unwrap_or(n.start);
        s.slice(first, last).trim_matches(['"', '«', '»', ' ']).to_string()
    }

    /// `l'ONG`, `cette source`, `l'organisation`: an organisation told before.
    pub(super) fn points_back(&self, n: &NounGroup<'_>) -> bool {
        matches!(n.det, Some(Det::Definite | Det::Demonstrative | Det::Possessive))
            && (self.head_is(n, "speaker.org")
                || self.head_is(n, "speaker.person")
                || self.head_is(n, "armed.group")
                || self.head_is(n, "speaker.text"))
            && n.names.is_empty()
            && !n.unknown_name
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
        let state = party.country.clone().filter(|_| office && party.is_army());
        state.and_then(|iso| self.state_party(&iso, "government", party.tokens)).unwrap_or(party)
    }

    /// The plain English name of an unnamed speaker, by the table of the pack.
    pub(super) fn speaker_row(&self, at: usize, n: &NounGroup<'p>) -> Option<String> {
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
}
