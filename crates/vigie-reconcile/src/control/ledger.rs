//! The ledger of one place: days of the world on one axis, the record's
//! knowledge on the other.
//!
//! Evidence lies in the order of the fold, each piece standing or not. When the record learns or gives up a piece, the
//! fold is done again from there until its state is what it was before; of the stretches, those are closed and opened
//! anew that changed. So the work of one entry follows what it changes, not the length of the history.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::ToSpan;
use jiff::civil::Date;
use vigie_model::{Fate, Input, Instant, Layer, Stretch};

use super::evidence::Evidence;
use super::rule::{Lane, Rule, State, Value, Verdict};
use super::{STALE_DAYS, evidence_input, input};

/// The fold after one piece of evidence that stands.
#[derive(Debug)]
struct Step<'a> {
    /// `None` until it was folded.
    after: Option<Rc<State<'a>>>,
}

/// Why the value of a lane changed at a piece of evidence.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Cause {
    rule: &'static str,
    inputs: Vec<Input>,
}

impl Cause {
    fn of(lane: Lane<'_>, next: &State<'_>, evidence: &Evidence<'_>, verdict: &Verdict<'_>) -> Self {
        let decided = evidence_input(evidence, verdict);
        let mut inputs = vec![decided];
        for claim in verdict.with.iter().copied().chain(next.claims(lane)) {
            if inputs.iter().all(|known| known.claim != claim) {
                inputs.push(input(claim, Fate::Used, verdict.rule, "told-before"));
            }
        }
        Self { rule: verdict.rule, inputs }
    }
}

/// A stretch that the record believes, as far as it depends on days.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Belief<'a> {
    /// `None` = from this day on the lane has no value.
    value: Option<Value<'a>>,
    to: Option<Date>,
    reported: Date,
    cause: Cause,
}

/// One lane: where its value changes, and what the record believes since when.
#[derive(Debug, Default)]
struct Drawn<'a> {
    /// Places in the fold at which the value changes.
    cuts: BTreeMap<usize, Cause>,
    beliefs: BTreeMap<Date, (Instant, Belief<'a>)>,
    /// Beliefs that ended at this turn, if they were not taken up again by its end.
    closing: Vec<(Date, Instant, Belief<'a>)>,
}

/// The ledger of one place.
pub(super) struct Ledger<'a> {
    place: &'a str,
    evidence: &'a [Evidence<'a>],
    rule: Rule<'a>,
    steps: BTreeMap<usize, Step<'a>>,
    /// Days on which somebody spoke of the place, with how many times.
    told: BTreeMap<Date, usize>,
    lanes: BTreeMap<Lane<'a>, Drawn<'a>>,
    done: Vec<Stretch>,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(place: &'a str, evidence: &'a [Evidence<'a>], rule: Rule<'a>) -> Self {
        Self { place, evidence, rule, steps: BTreeMap::new(), told: BTreeMap::new(), lanes: BTreeMap::new(), done: Vec::new() }
    }

    /// At an instant, pieces of evidence begin or cease to stand.
    pub(super) fn turn(&mut self, now: Instant, changes: impl Iterator<Item = (usize, bool)>) {
        let mut changed: Vec<usize> = Vec::new();
        for (at, stands) in changes {
            changed.push(at);
            if stands {
                self.steps.insert(at, Step { after: None });
            } else {
                self.steps.remove(&at);
                for drawn in self.lanes.values_mut() {
                    drawn.cuts.remove(&at);
                }
            }
            self.tell(at, stands);
        }
        changed.sort_unstable();
        let mut folded = 0;
        let mut dirty: Vec<(Date, Date)> = Vec::new();
        for at in changed {
            let lasts = self.evidence[at].lasts.unwrap_or(self.evidence[at].day);
            let from = self.evidence[at].day;
            let end = if at >= folded { self.fold(at) } else { at };
            folded = folded.max(end + 1);
            let to = self.evidence[end].day.max(lasts);
            match dirty.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => dirty.push((from, to)),
            }
        }
        let mut lanes = std::mem::take(&mut self.lanes);
        for (lane, drawn) in &mut lanes {
            for (from, to) in &dirty {
                // The day that was told next may have become, or ceased to be, the first after a silence.
                let next = self.told.range(to.saturating_add(1.day())..).next().map_or(*to, |(day, _)| *day);
                self.draw(*lane, drawn, *from, next, now);
            }
            for (day, since, belief) in std::mem::take(&mut drawn.closing) {
                match drawn.beliefs.get_mut(&day) {
                    Some((known, held)) if *held == belief => *known = since,
                    _ => self.put(*lane, day, since, Some(now), belief),
                }
            }
        }
        self.lanes = lanes;
    }

    /// What the record believed, and when; closes the ledger.
    pub(super) fn stretches(mut self) -> Vec<Stretch> {
        for (lane, drawn) in std::mem::take(&mut self.lanes) {
            for (from, (known, belief)) in drawn.beliefs {
                self.put(lane, from, known, None, belief);
            }
        }
        let key = |s: &Stretch| (s.layer, s.from.clone(), s.known, s.status, s.holders.clone(), s.against.clone());
        self.done.sort_by_cached_key(key);
        self.done
    }

    /// Notes the days on which a piece of evidence speaks of the place. A state that lasted is told throughout: one
    /// mark for each silence that it ends.
    fn tell(&mut self, at: usize, stands: bool) {
        let evidence = &self.evidence[at];
        let last = evidence.lasts.unwrap_or(evidence.day);
        let mut day = evidence.day;
        loop {
            let times = self.told.entry(day).or_default();
            *times = if stands { *times + 1 } else { times.saturating_sub(1) };
            if *times == 0 {
                self.told.remove(&day);
            }
            match day.checked_add(STALE_DAYS.days()) {
                Ok(next) if next < last => day = next,
                _ => return,
            }
        }
    }

    /// Folds again from a place on, until the state is what it was before; returns where that was.
    fn fold(&mut self, from: usize) -> usize {
        let mut state = match self.steps.range(..from).next_back() {
            Some((_, Step { after: Some(after), .. })) => Rc::clone(after),
            _ => Rc::default(),
        };
        let mut end = from;
        for (at, step) in self.steps.range_mut(from..) {
            end = *at;
            let evidence = &self.evidence[*at];
            let (next, verdict) = self.rule.apply(&state, evidence);
            for drawn in self.lanes.values_mut() {
                drawn.cuts.remove(at);
            }
            if let Some(next) = next {
                let mut lanes: Vec<Lane<'a>> = state.overlays().chain(next.overlays()).collect();
                lanes.push(Lane::Assessed);
                lanes.sort_unstable();
                lanes.dedup();
                for lane in lanes {
                    if self.rule.value(&state, lane) != self.rule.value(&next, lane) {
                        let cause = Cause::of(lane, &next, evidence, &verdict);
                        self.lanes.entry(lane).or_default().cuts.insert(*at, cause);
                    }
                }
                state = Rc::new(next);
            }
            let same = step.after.as_ref().is_some_and(|after| Rc::ptr_eq(after, &state) || **after == *state);
            if same {
                break;
            }
            step.after = Some(Rc::clone(&state));
        }
        end
    }

    /// The value of a lane after all evidence before a place in the fold.
    fn value(&self, lane: Lane<'a>, before: usize) -> Option<Value<'a>> {
        let (_, step) = self.steps.range(..before).next_back()?;
        self.rule.value(step.after.as_ref()?, lane)
    }

    /// The first place in the fold whose day is not before a day.
    fn place_of(&self, day: Date) -> usize {
        self.evidence.partition_point(|e| e.day < day)
    }

    /// Whether nobody had spoken of the place for so long before a day that what was known was stale.
    fn silence_before(&self, day: Date) -> bool {
        let limit = day.saturating_sub(STALE_DAYS.days());
        self.told.range(..day).next_back().is_some_and(|(last, _)| *last < limit)
    }

    /// Draws the stretches of a lane anew that begin between two days (both included), and the one before them.
    fn draw(&self, lane: Lane<'a>, drawn: &mut Drawn<'a>, from: Date, to: Date, now: Instant) {
        let after = to.saturating_add(1.day());
        let places = self.place_of(from)..self.place_of(after);
        let start = drawn.beliefs.range(..from).next_back().map(|(day, _)| *day);

        // Days on which a stretch may begin.
        let mut days: Vec<Date> = drawn.cuts.range(places).map(|(at, _)| self.evidence[*at].day).collect();
        if lane == Lane::Assessed {
            days.extend(self.told.range(from..=to).map(|(day, _)| *day).filter(|day| self.silence_before(*day)));
        }
        days.sort_unstable();
        days.dedup();
        days.retain(|day| {
            let value = self.value(lane, self.place_of(day.saturating_add(1.day())));
            let silence = lane == Lane::Assessed && value.is_some() && self.silence_before(*day);
            silence || self.value(lane, self.place_of(*day)) != value
        });
        days.splice(0..0, start);
        // Stretches that only a silence divided from what is drawn anew rest on the same cause.
        let divided = drawn.beliefs.range(after..).map(|(day, _)| *day).take_while(|day| {
            let cut = self.place_of(*day)..self.place_of(day.saturating_add(1.day()));
            drawn.cuts.range(cut).next().is_none()
        });
        days.extend(divided);
        let last = days.last().copied().map_or(to, |day| day.max(to));
        let end = drawn.beliefs.range(last.saturating_add(1.day())..).next().map(|(day, _)| *day);

        let mut new: BTreeMap<Date, Belief<'a>> = BTreeMap::new();
        for (n, day) in days.iter().enumerate() {
            let next = days.get(n + 1).copied().or(end);
            let after = self.place_of(day.saturating_add(1.day()));
            let cause = drawn.cuts.range(..after).next_back().map(|(_, cause)| cause.clone());
            let belief = Belief {
                value: self.value(lane, after),
                to: next.map(|next| next.saturating_sub(1.day())),
                reported: self.reported(lane, next).unwrap_or(*day),
                cause: cause.unwrap_or(Cause { rule: "", inputs: Vec::new() }),
            };
            new.insert(*day, belief);
        }

        let old: Vec<Date> = drawn.beliefs.range(start.unwrap_or(from)..=last).map(|(day, _)| *day).collect();
        for day in old {
            if drawn.beliefs.get(&day).is_some_and(|(_, belief)| new.get(&day) == Some(belief)) {
                new.remove(&day);
            } else if let Some((known, belief)) = drawn.beliefs.remove(&day)
                && known < now
            {
                drawn.closing.push((day, known, belief));
            }
        }
        drawn.beliefs.extend(new.into_iter().map(|(day, belief)| (day, (now, belief))));
    }

    /// The last day before another on which the place was spoken of, of an overlay: on which it was told.
    fn reported(&self, lane: Lane<'a>, before: Option<Date>) -> Option<Date> {
        if lane == Lane::Assessed {
            let last = match before {
                Some(before) => self.told.range(..before).next_back(),
                None => self.told.last_key_value(),
            };
            return last.map(|(day, _)| *day);
        }
        let end = before.map_or(self.evidence.len(), |day| self.place_of(day));
        self.steps.range(..end).next_back()?.1.after.as_ref()?.told(lane)
    }

    /// Writes a stretch down; days without a value are none.
    fn put(&mut self, lane: Lane<'a>, from: Date, known: Instant, until: Option<Instant>, belief: Belief<'a>) {
        let Some(value) = belief.value else { return };
        let ids = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
        self.done.push(Stretch {
            place: self.place.to_owned(),
            layer: if lane == Lane::Assessed { Layer::Assessed } else { Layer::Claimed },
            status: value.status,
            holders: ids(value.holders),
            against: ids(value.against),
            from: from.to_string(),
            to: belief.to.map(|day| day.to_string()),
            known,
            until,
            reported: belief.reported.to_string(),
            rule: belief.cause.rule.to_owned(),
            inputs: belief.cause.inputs,
        });
    }
}
