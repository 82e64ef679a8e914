//! Who speaks, and how many independent voices there are (methods R1, R11, U4).
//!
//! An *origin* is the nearest speaker of a claim. Several origins may be one
//! *voice*: a ministry and its army, a carrier and whom it quotes, two outlets
//! that print one dispatch. Only voices are counted as witnesses; how trustworthy
//! a voice is, nobody says here.

use rustc_hash::FxHashMap;
use vigie_model::Entry;

use crate::knowledge::{Knowledge, Origin};

/// Origins that count as one witness of what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Who is heard: the origin that follows no other; of several that follow one another, the first by id.
    pub origin: Origin,
    /// Ids of all that speak with this voice, in order of the ids.
    pub origins: Vec<String>,
    /// Places in the list that was asked about, in order.
    pub entries: Vec<usize>,
}

/// The independent voices among entries that speak of one thing, in order of
/// the ids of their origins.
///
/// One origin follows another, and is no witness beside it, when
/// - one of them speaks for the other, or both speak for one actor;
/// - it carries the other's words in one of the entries (`B, quoting A`);
/// - it is an outlet that names no speaker, and each document in which it says so also gives the words to
///   a speaker that it names;
/// - it is an outlet that names no speaker, and all its documents are copies of documents of the other (R2).
///
/// Whoever follows two keeps them apart: an agency that quotes two parties does not make them one.
pub fn independent(entries: &[&Entry], knowledge: &Knowledge) -> Vec<Voice> {
    let speakers = Speakers::of(entries, knowledge);
    let follows = speakers.follows(entries, knowledge);
    let reach: Vec<Vec<usize>> = (0..follows.len()).map(|from| reached(from, &follows)).collect();
    let leads = |a: usize| reach[a].iter().all(|b| reach[*b].contains(&a));
    // The leader of an origin: the first that it reaches and that follows nobody who does not follow it too.
    let leader = |a: usize| reach[a].iter().copied().filter(|b| leads(*b)).min_by_key(|b| &speakers.origins[*b].id);

    let mut voices: FxHashMap<usize, Voice> = FxHashMap::default();
    let heard: Vec<usize> = (0..follows.len()).map(|a| leader(a).unwrap_or(a)).collect();
    for (a, origin) in speakers.origins.iter().enumerate() {
        let voice = voices.entry(heard[a]).or_insert_with(|| Voice {
            origin: speakers.origins[heard[a]].clone(),
            origins: Vec::new(),
            entries: Vec::new(),
        });
        voice.origins.push(origin.id.clone());
    }
    for (at, a) in speakers.of_entry.iter().enumerate() {
        if let Some(voice) = voices.get_mut(&heard[*a]) {
            voice.entries.push(at);
        }
    }
    let mut voices: Vec<Voice> = voices.into_values().collect();
    for voice in &mut voices {
        voice.origins.sort_unstable();
    }
    voices.sort_by(|a, b| a.origin.id.cmp(&b.origin.id));
    voices
}

/// The origins of some entries, each once.
struct Speakers {
    origins: Vec<Origin>,
    of_entry: Vec<usize>,
    by_id: FxHashMap<String, usize>,
}

impl Speakers {
    fn of(entries: &[&Entry], knowledge: &Knowledge) -> Self {
        let mut speakers = Self { origins: Vec::new(), of_entry: Vec::new(), by_id: FxHashMap::default() };
        for entry in entries {
            let named = entry.claim.sources.first();
            let known = named.and_then(|source| Some((*speakers.by_id.get(&source.id)?, source)));
            let at = match known {
                Some((at, source)) => speakers.call(at, &source.name),
                None => speakers.add(knowledge.origin(entry)),
            };
            speakers.of_entry.push(at);
        }
        speakers
    }

    fn add(&mut self, origin: Origin) -> usize {
        if let Some(at) = self.by_id.get(&origin.id) {
            return self.call(*at, &origin.name);
        }
        self.by_id.insert(origin.id.clone(), self.origins.len());
        self.origins.push(origin);
        self.origins.len() - 1
    }

    /// One id may be written in two ways; the first in order of letters is kept.
    fn call(&mut self, at: usize, name: &str) -> usize {
        if name < self.origins[at].name.as_str() {
            name.clone_into(&mut self.origins[at].name);
        }
        at
    }

    /// For each origin, those that it follows.
    fn follows(&self, entries: &[&Entry], knowledge: &Knowledge) -> Vec<Vec<usize>> {
        let mut follows: Vec<Vec<usize>> = vec![Vec::new(); self.origins.len()];
        let mut add = |from: usize, to: usize| {
            if from != to && !follows[from].contains(&to) {
                follows[from].push(to);
            }
        };
        let mut mouths: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (at, origin) in self.origins.iter().enumerate() {
            mouths.entry(knowledge.actor_of(&origin.id).unwrap_or(&origin.id)).or_default().push(at);
        }
        for one in mouths.into_values() {
            for pair in one.windows(2) {
                add(pair[0], pair[1]);
                add(pair[1], pair[0]);
            }
        }
        for (entry, from) in entries.iter().zip(&self.of_entry) {
            for carrier in entry.claim.sources.iter().skip(1).filter_map(|s| self.by_id.get(&s.id)) {
                add(*carrier, *from);
            }
        }
        for (from, to) in self.bare(entries) {
            add(from, to);
        }
        follows
    }

    /// Outlets that name no speaker, each with those whose words it has.
    fn bare(&self, entries: &[&Entry]) -> Vec<(usize, usize)> {
        let unnamed = entries.iter().filter(|e| e.claim.sources.is_empty());
        let mut told: FxHashMap<&str, Vec<usize>> = unnamed.map(|e| (e.witness.as_str(), Vec::new())).collect();
        for (at, entry) in entries.iter().enumerate() {
            if let Some(told) = told.get_mut(entry.witness.as_str()) {
                told.push(at);
            }
        }
        // Of an outlet, whose words each of its bare entries has.
        let mut beside: FxHashMap<usize, Option<Vec<usize>>> = FxHashMap::default();
        for (at, entry) in entries.iter().enumerate().filter(|(_, e)| e.claim.sources.is_empty()) {
            let here = told[entry.witness.as_str()]
                .iter()
                .filter(|other| self.of_entry[**other] != self.of_entry[at] && says_the_same(entry, entries[**other]))
                .map(|other| self.of_entry[*other])
                .collect::<Vec<usize>>();
            let all = beside.entry(self.of_entry[at]).or_insert_with(|| Some(here.clone()));
            if let Some(all) = all {
                all.retain(|b| here.contains(b));
            }
        }
        beside.into_iter().flat_map(|(from, all)| all.unwrap_or_default().into_iter().map(move |to| (from, to))).collect()
    }
}

/// Whether two claims of one matter give the same figures, or one gives none.
fn says_the_same(a: &Entry, b: &Entry) -> bool {
    match (a.claim.counts.first(), b.claim.counts.first()) {
        (Some(a), Some(b)) => (a.of, a.low, a.high) == (b.of, b.low, b.high),
        _ => true,
    }
}

/// Everyone that one follows, itself included, in the order of the walk.
fn reached(from: usize, follows: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![from];
    let mut next = 0;
    while let Some(at) = seen.get(next).copied() {
        next += 1;
        for to in &follows[at] {
            if !seen.contains(to) {
                seen.push(*to);
            }
        }
    }
    seen
}
