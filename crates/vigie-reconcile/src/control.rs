//! Control of places: who held each place, from which day to which day, and
//! when the record thought so (methods T1–T9).
//!
//! [`derive()`] folds all entries of one place into stretches on both axes of
//! time; what held at an instant is the stretches that the record believed then. [`bearing`] says of one stretch
//! what became of every claim about the place in its days.
//!
//! `evidence` reads one entry alone; `rule` decides what it changes; `ledger` keeps days and record time. Not
//! here: polygons, roads, and which day is asked about. Nothing lies between places: a district moves no town.

mod evidence;
mod ledger;
mod rule;
#[cfg(test)]
mod tests;

use vigie_model::{Entry, Fate, Input, Instant, Stretch};

use crate::Knowledge;
pub(crate) use evidence::day_of;
use ledger::Ledger;
use rule::{Rule, State, Verdict};

/// A place of which nobody spoke for more than this many days is stale (methods T9). No stretch is longer
/// than this without a report in it: where one was, a new stretch begins with the next report.
pub const STALE_DAYS: i64 = 30;

/// How a place was held, on both axes of time.
///
/// `entries` are all entries of the place, also those that are gone; others are passed over. Their order does
/// not matter. The stretches that the record believed at an instant are those with `known <= at < until`; they are what
/// would be derived from the entries that stood at that instant. Assessed ones do not overlap then; overlays may, but no side has
/// two of one status. They come in order of (layer, from, known, status, holders, against). Days on which nothing was assessed have no assessed stretch.
///
/// A stretch lists the claims that decided it; [`bearing`] lists all.
pub fn derive(place: &str, entries: &[Entry], knowledge: &Knowledge) -> Vec<Stretch> {
    let all = evidence::all(place, entries, knowledge);
    let mut turns: Vec<(Instant, usize, bool)> = Vec::with_capacity(all.len());
    for (at, evidence) in all.iter().enumerate() {
        let entry = evidence.entry;
        if entry.gone.is_some_and(|gone| gone <= entry.known) {
            continue;
        }
        turns.push((entry.known, at, true));
        turns.extend(entry.gone.map(|gone| (gone, at, false)));
    }
    turns.sort_unstable();

    let mut ledger = Ledger::new(place, &all, Rule { knowledge });
    for now in turns.chunk_by(|a, b| a.0 == b.0) {
        ledger.turn(now[0].0, now.iter().map(|(_, at, stands)| (*at, *stands)));
    }
    ledger.stretches()
}

/// What became of every claim about the place in the days of a stretch, as the record stood at an instant: used,
/// or left out, with the rule and the reason; in the order of the fold, those that say nothing of how it is held last.
///
/// `entries` as for [`derive()`].
pub fn bearing(stretch: &Stretch, entries: &[Entry], knowledge: &Knowledge, at: Instant) -> Vec<Input> {
    let within = |day: &str| *stretch.from <= *day && stretch.to.as_deref().is_none_or(|to| day <= to);
    let rule = Rule { knowledge };
    let mut state = State::default();
    let mut inputs: Vec<Input> = Vec::new();
    let all = evidence::all(&stretch.place, entries, knowledge);
    for evidence in all.iter().filter(|e| e.entry.stood_at(at)) {
        let (next, verdict) = rule.apply(&state, evidence);
        state = next.unwrap_or(state);
        // What was said before may decide only now, with what is said here.
        let here = within(&evidence.day.to_string());
        if here {
            let told = verdict.with.iter().map(|claim| input(claim, Fate::Used, verdict.rule, "told-before"));
            inputs.extend(told.filter(|new| !inputs.iter().any(|old| old.claim == new.claim)).collect::<Vec<_>>());
            let new = evidence_input(evidence, &verdict);
            match inputs.iter_mut().find(|old| old.claim == new.claim) {
                Some(old) if old.fate == Fate::Excluded => *old = new,
                Some(_) => {}
                None => inputs.push(new),
            }
        }
    }
    for entry in entries.iter().filter(|e| e.stood_at(at)) {
        if let Some(Err(why)) = evidence::read(entry, &stretch.place, knowledge)
            && day_of(entry).map_or(stretch.to.is_none(), |day| within(&day.to_string()))
        {
            inputs.push(input(&entry.claim.id, Fate::Excluded, why.rule, why.reason));
        }
    }
    inputs
}

fn input(claim: &str, fate: Fate, rule: &str, reason: &str) -> Input {
    let number = rule.split_once('-').map_or(rule, |(number, _)| number);
    Input { claim: claim.to_owned(), fate, rule: number.to_owned(), reason: reason.to_owned(), by: None }
}

/// The input that a piece of evidence is; of one without a day, that its day is the latest possible.
fn evidence_input(evidence: &evidence::Evidence<'_>, verdict: &Verdict<'_>) -> Input {
    let reason = if evidence.at_latest && verdict.fate == Fate::Used { "at-latest" } else { verdict.reason };
    input(&evidence.entry.claim.id, verdict.fate, verdict.rule, reason)
}
