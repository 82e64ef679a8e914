//! Incidents: which claims tell one occurrence, and how well it stands
//! (methods A4, C3, U3, U5).
//!
//! [`derive()`] walks through what happened to the record in its own order: claims came, people decided, claims
//! were given up. Each claim joins an incident that it fits, or founds one; so the id of an incident outlives the
//! claim that founded it, as long as any claim tells it. [`incident`] says what the claims of one incident say
//! together.
//!
//! `likeness` holds when a claim fits. Not here: tolls, and what is aggregated over many
//! occurrences, which is no incident.

mod id;
mod likeness;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use vigie_model::{Act, Decision, Entry, Instant, Link, Linked, Tombstone};

use crate::Knowledge;
use likeness::{Profile, Telling};
pub use standing::incident;
pub(crate) use standing::sides;

/// Which claims tell which incident, from when to when the record thought so, and incidents that are no more.
///
/// `entries` are those of one bucket: one family of events at one place. Their order does not matter.
/// `decisions` of people are obeyed from their instant on; those about claims of other buckets are passed over.
/// Links come in order of (incident, known, claim), tombstones in order of (at, id).
///
/// States (`territory.hold`), plans, denials, running totals and numbers of unnamed localities tell no incident:
/// they have no link.
pub fn derive(entries: &[Entry], knowledge: &Knowledge, decisions: &[Decision]) -> (Vec<Link>, Vec<Tombstone>) {
    let tellings: Vec<Option<Telling<'_>>> = entries.iter().map(|entry| Telling::of(entry, knowledge)).collect();
    let mut turns: Vec<Turn<'_>> = Vec::with_capacity(entries.len());
    for (n, telling) in tellings.iter().enumerate() {
        let entry = &entries[n];
        if telling.is_none() || entry.gone.is_some_and(|gone| gone <= entry.known) {
            continue;
        }
        turns.push(Turn { at: entry.known, what: What::Comes, n, decision: None });
        turns.extend(entry.gone.map(|gone| Turn { at: gone, what: What::Goes, n, decision: None }));
    }
    let mine: BTreeSet<&str> = entries.iter().map(|entry| entry.claim.id.as_str()).collect();
    for decision in decisions.iter().filter(|d| mine.contains(d.claim.as_str())) {
        if matches!(decision.act, Act::Link | Act::Unlink) {
            let n = usize::try_from(decision.n).unwrap_or(usize::MAX);
            turns.push(Turn { at: decision.at, what: What::Decided, n, decision: Some(decision) });
        }
    }
    // In one instant claims come first, so that what a newer coder reads joins what the older one read.
    let key = |n: usize, what: What| {
        let claim = entries.get(n).filter(|_| what != What::Decided).map(|entry| &entry.claim);
        claim.map(|claim| (claim.document.as_str(), claim.quote.start, claim.id.as_str()))
    };
    turns.sort_by(|a, b| (a.at, a.what, key(a.n, a.what), a.n).cmp(&(b.at, b.what, key(b.n, b.what), b.n)));

    let mut fold = Fold::new(entries, &tellings, knowledge);
    for turn in turns {
        match (turn.what, turn.decision) {
            (What::Comes, _) => fold.come(turn.n),
            (What::Goes, _) => fold.go(turn.n, turn.at),
            (What::Decided, Some(decision)) => fold.decide(decision),
            (What::Decided, None) => {}
        }
    }
    fold.close()
}

/// Something that happened to the record.
struct Turn<'a> {
    at: Instant,
    what: What,
    /// Which entry, or number of the decision.
    n: usize,
    decision: Option<&'a Decision>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Comes,
    Decided,
    Goes,
}

/// An incident on its way.
struct Case<'a> {
    id: String,
    profile: Profile<'a>,
    /// Entries that tell it, in the order in which they joined; empty = it is no more.
    members: Vec<usize>,
}

struct Fold<'a> {
    entries: &'a [Entry],
    tellings: &'a [Option<Telling<'a>>],
    knowledge: &'a Knowledge,
    cases: Vec<Case<'a>>,
    /// Where each entry is linked: the incident, and the open link.
    of: FxHashMap<usize, (usize, usize)>,
    links: Vec<Link>,
    /// Incidents by the day under which they were founded, and the longer ones.
    by_day: [BTreeMap<Date, Vec<usize>>; 2],
    /// Pairs of claims that a person parted, each in order of the ids.
    parted: BTreeSet<(&'a str, &'a str)>,
    /// How many incidents each claim has founded.
    founded: FxHashMap<&'a str, usize>,
    tombstones: Vec<Tombstone>,
}

impl<'a> Fold<'a> {
    fn new(entries: &'a [Entry], tellings: &'a [Option<Telling<'a>>], knowledge: &'a Knowledge) -> Self {
        Self {
            entries,
            tellings,
            knowledge,
            cases: Vec::new(),
            of: FxHashMap::default(),
            links: Vec::new(),
            by_day: [BTreeMap::new(), BTreeMap::new()],
            parted: BTreeSet::new(),
            founded: FxHashMap::default(),
            tombstones: Vec::new(),
        }
    }

    fn come(&mut self, n: usize) {
        let Some(telling) = &self.tellings[n] else { return };
        let reach = telling.reach();
        let days = telling.day.saturating_sub(reach)..=telling.day.saturating_add(reach);
        let mut near: Vec<usize> = self.by_day[usize::from(telling.long)].range(days).flat_map(|(_, all)| all).copied().collect();
        near.sort_unstable();
        let fits = near.into_iter().find_map(|case| {
            let open = !self.cases[case].members.is_empty();
            let reasons = open.then(|| self.cases[case].profile.fits(telling, self.knowledge)).flatten()?;
            Some((case, reasons))
        });
        let known = self.entries[n].known;
        match fits {
            Some((case, reasons)) => self.join(n, case, reasons, known),
            None => self.found(n, &["founds"], known),
        }
    }

    fn found(&mut self, n: usize, reasons: &[&str], at: Instant) {
        let Some(telling) = &self.tellings[n] else { return };
        let claim = self.entries[n].claim.id.as_str();
        let times = self.founded.entry(claim).or_default();
        let id = id::of(&self.entries[n], *times);
        *times += 1;
        let case = self.cases.len();
        self.cases.push(Case { id, profile: Profile::new(telling), members: Vec::new() });
        self.by_day[usize::from(telling.long)].entry(telling.day).or_default().push(case);
        self.join(n, case, reasons.iter().map(|r| (*r).to_owned()).collect(), at);
    }

    fn join(&mut self, n: usize, case: usize, reasons: Vec<String>, at: Instant) {
        let Some(telling) = &self.tellings[n] else { return };
        let joined = &mut self.cases[case];
        joined.members.push(n);
        joined.profile.add(telling);
        self.of.insert(n, (case, self.links.len()));
        let linked = Linked { claim: self.entries[n].claim.id.clone(), reasons };
        self.links.push(Link { incident: joined.id.clone(), linked, known: at, until: None });
    }

    /// Takes an entry out of its incident; says which, if nothing tells it any longer.
    fn part(&mut self, n: usize, at: Instant) -> Option<usize> {
        let (case, link) = self.of.remove(&n)?;
        self.links[link].until = Some(at);
        let left = &mut self.cases[case];
        left.members.retain(|member| *member != n);
        let mut rest = left.members.iter().filter_map(|member| self.tellings[*member].as_ref());
        if let Some(first) = rest.next() {
            left.profile = Profile::new(first);
            rest.for_each(|telling| left.profile.add(telling));
            return None;
        }
        Some(case)
    }

    fn bury(&mut self, case: usize, at: Instant, reason: &str, into: Option<usize>) {
        self.tombstones.push(Tombstone {
            id: self.cases[case].id.clone(),
            at,
            reason: reason.to_owned(),
            merged_into: into.map(|case| self.cases[case].id.clone()),
        });
    }

    fn go(&mut self, n: usize, at: Instant) {
        let Some(empty) = self.part(n, at) else { return };
        // What a newer coder, or a person, reads in the same words instead.
        let old = &self.entries[n].claim;
        let instead = self.of.iter().filter(|(other, _)| {
            let new = &self.entries[**other];
            let overlaps = new.claim.quote.start < old.quote.end && old.quote.start < new.claim.quote.end;
            new.known == at && new.claim.document == old.document && overlaps
        });
        let into = instead.min_by_key(|(other, _)| **other).map(|(_, (case, _))| *case);
        self.bury(empty, at, if into.is_some() { "read-otherwise" } else { "no-claim-left" }, into);
    }

    /// The entry of a claim that tells an incident now.
    fn standing(&self, claim: &str) -> Option<usize> {
        self.of.keys().copied().find(|n| self.entries[*n].claim.id == claim)
    }

    fn decide(&mut self, decision: &'a Decision) {
        let (Some(one), Some(two)) = (self.standing(&decision.claim), decision.other.as_deref().and_then(|c| self.standing(c)))
        else {
            return;
        };
        let ids = (self.entries[one].claim.id.as_str(), self.entries[two].claim.id.as_str());
        let pair = (ids.0.min(ids.1), ids.0.max(ids.1));
        let (from, to) = (self.of[&one].0, self.of[&two].0);
        match decision.act {
            Act::Link => {
                self.parted.remove(&pair);
                if from != to {
                    self.merge(from.max(to), from.min(to), decision.at);
                }
            }
            Act::Unlink => {
                self.parted.insert(pair);
                if from == to {
                    // The one that came later leaves: the id stays with the earlier.
                    let members = &self.cases[from].members;
                    let later =
                        if members.iter().position(|m| *m == one) > members.iter().position(|m| *m == two) { one } else { two };
                    if self.part(later, decision.at).is_none() {
                        self.found(later, &["unlinked-by-person"], decision.at);
                    }
                }
            }
            _ => {}
        }
    }

    /// Moves all that tells one incident to another, but for what a person parted from it.
    fn merge(&mut self, from: usize, to: usize, at: Instant) {
        for n in self.cases[from].members.clone() {
            let id = self.entries[n].claim.id.as_str();
            let parted = self.cases[to].members.iter().any(|member| {
                let other = self.entries[*member].claim.id.as_str();
                self.parted.contains(&(id.min(other), id.max(other)))
            });
            if !parted {
                if self.part(n, at).is_some() {
                    self.bury(from, at, "linked-by-person", Some(to));
                }
                self.join(n, to, vec!["linked-by-person".to_owned()], at);
            }
        }
    }

    fn close(mut self) -> (Vec<Link>, Vec<Tombstone>) {
        // Parted again in the instant in which it joined: the record never thought so.
        self.links.retain(|link| link.until != Some(link.known));
        let key = |link: &Link| (link.incident.clone(), link.known, link.linked.claim.clone(), link.until);
        self.links.sort_by_cached_key(key);
        self.tombstones.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        (self.links, self.tombstones)
    }
}

/// Whether two days lie at most so many days apart.
pub(crate) fn within(a: Date, b: Date, days: i64) -> bool {
    a.saturating_sub(days.days()) <= b && b <= a.saturating_add(days.days())
}
