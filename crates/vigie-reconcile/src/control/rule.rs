//! The change rule (methods T3): what one piece of evidence changes.
//!
//! A [`State`] is what must be known of the past to judge the next piece of
//! evidence, and nothing else: since when a status holds and which claims decided
//! it stand beside it, in `ledger`. So an entry that comes late into the past changes
//! no more of what follows than it must.

use jiff::ToSpan;
use jiff::civil::Date;
use vigie_model::{Fate, Status};

use super::evidence::{Act, Evidence};
use crate::Knowledge;
use crate::origins::independent;

/// Claims of one origin wait this long for a second one (methods T3), in days.
const WINDOW_DAYS: i64 = 7;

/// What runs through time on its own: the assessed status, and each overlay of each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lane<'a> {
    /// What the observatory stands by.
    Assessed,
    /// What is drawn over it: `claimed`, `entered` or `withdrawn`, with the camp (or the party, where it has none).
    Overlay(Status, &'a str),
}

/// What is answered for the place in one lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value<'a> {
    pub(super) status: Status,
    pub(super) holders: Vec<&'a str>,
    pub(super) against: Vec<&'a str>,
}

/// Who is said to have done something to the place, when last, by which claim.
#[derive(Debug, Clone, PartialEq)]
struct Mark<'a> {
    lane: Lane<'a>,
    who: &'a str,
    day: Date,
    claim: &'a str,
    /// Of who left: the loser says so itself, or the place is told to have fallen.
    lost: bool,
}

impl Mark<'_> {
    fn is(&self, status: Status) -> bool {
        matches!(self.lane, Lane::Overlay(own, _) if own == status)
    }
}

/// A claim that did not change anything alone and may with a second origin.
#[derive(Debug, Clone)]
struct Waiting<'a>(&'a Evidence<'a>);

impl PartialEq for Waiting<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

/// What must be known of a place to judge the next piece of evidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct State<'a> {
    /// By the change rule; `None` = nothing was assessed.
    pub(super) assessed: Option<Value<'a>>,
    /// What is drawn over it, in order of (lane, who).
    marks: Vec<Mark<'a>>,
    waiting: Vec<Waiting<'a>>,
    /// The document that last told who holds the whole place, and the day: a part that it
    /// gives to another is an exception to what it tells, not a contest.
    whole: Option<(&'a str, Date)>,
}

impl<'a> State<'a> {
    /// Lanes of overlays that are drawn, in order.
    pub(super) fn overlays(&self) -> impl Iterator<Item = Lane<'a>> + '_ {
        self.marks.chunk_by(|a, b| a.lane == b.lane).map(|marks| marks[0].lane)
    }

    /// The last day on which an overlay was told.
    pub(super) fn told(&self, lane: Lane<'a>) -> Option<Date> {
        self.marks.iter().filter(|mark| mark.lane == lane).map(|mark| mark.day).max()
    }

    /// Claims that an overlay rests on.
    pub(super) fn claims(&self, lane: Lane<'a>) -> impl Iterator<Item = &'a str> + '_ {
        self.marks.iter().filter(move |mark| mark.lane == lane).map(|mark| mark.claim)
    }

    fn marked(&self, status: Status) -> impl Iterator<Item = &Mark<'a>> + Clone {
        self.marks.iter().filter(move |mark| mark.is(status))
    }
}

/// What became of a piece of evidence, and with which other claims it decided.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verdict<'a> {
    pub(super) fate: Fate,
    /// `T3-neutral`, `T3-admission` …
    pub(super) rule: &'static str,
    /// Key of a reason.
    pub(super) reason: &'static str,
    /// Claims that decided together with it.
    pub(super) with: Vec<&'a str>,
}

fn used<'a>(rule: &'static str, reason: &'static str) -> Verdict<'a> {
    Verdict { fate: Fate::Used, rule, reason, with: Vec::new() }
}

fn excluded<'a>(rule: &'static str, reason: &'static str) -> Verdict<'a> {
    Verdict { fate: Fate::Excluded, rule, reason, with: Vec::new() }
}

/// The rule, with what is known of the parties.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    pub(super) knowledge: &'a Knowledge,
}

impl<'a> Rule<'a> {
    /// What the evidence changes. `None` as a state = nothing.
    pub(super) fn apply(self, before: &State<'a>, evidence: &'a Evidence<'a>) -> (Option<State<'a>>, Verdict<'a>) {
        let mut state = before.clone();
        let limit = evidence.day.saturating_sub(WINDOW_DAYS.days());
        state.waiting.retain(|waiting| waiting.0.day >= limit);
        let verdict = if evidence.denied {
            self.denied(&mut state, evidence)
        } else {
            match evidence.act {
                Act::Hold | Act::Take => self.whole(&mut state, evidence),
                Act::Part => self.part(&mut state, evidence),
                Act::Fall => self.fall(&mut state, evidence),
                Act::Leave => self.leave(&mut state, evidence),
                Act::Enter => self.enter(&mut state, evidence),
                Act::Besiege => self.besiege(&mut state, evidence),
                Act::Repel => self.repel(&mut state, evidence),
            }
        };
        ((state != *before).then_some(state), verdict)
    }

    /// What is drawn in a lane; `None` = nothing.
    pub(super) fn value(self, state: &State<'a>, lane: Lane<'a>) -> Option<Value<'a>> {
        let Lane::Overlay(status, _) = lane else { return state.assessed.clone() };
        let mut who: Vec<&str> = state.marks.iter().filter(|mark| mark.lane == lane).map(|mark| mark.who).collect();
        if who.is_empty() {
            return None;
        }
        self.prefer_names(&mut who);
        let (holders, against) = if status == Status::Entered { (Vec::new(), who) } else { (who, Vec::new()) };
        Some(Value { status, holders, against })
    }

    /// Names rather than common nouns, where both were used for the same.
    fn prefer_names(self, who: &mut Vec<&'a str>) {
        if who.iter().any(|id| !self.knowledge.is_common(id)) {
            who.retain(|id| !self.knowledge.is_common(id));
        }
    }

    /// Whether any of `a` stands on the side of any of `b`.
    fn together(self, a: &[&str], b: &[&str], on: Date) -> bool {
        a.iter().any(|x| b.iter().any(|y| self.knowledge.same_side(x, y, on)))
    }

    /// Whether whoever says it stands on the side of one of `parties`.
    fn sides_with(self, evidence: &Evidence<'_>, parties: &[&str]) -> bool {
        parties.iter().any(|party| self.knowledge.sides_with(&evidence.origin, party, evidence.day))
    }

    /// How the evidence is established: by a neutral origin, by the word of whom it is
    /// unfavourable to, or by a second independent origin. `None` = not yet.
    fn established(self, state: &State<'a>, evidence: &Evidence<'a>, losers: &[&str], winners: &[&str]) -> Option<Verdict<'a>> {
        if evidence.neutral {
            return Some(used("T3-neutral", "neutral-origin"));
        }
        let own = self.sides_with(evidence, winners);
        if !own && self.sides_with(evidence, losers) {
            return Some(used("T3-admission", "admission"));
        }
        let second = state.waiting.iter().map(|waiting| waiting.0).find(|other| {
            let one_side = if winners.is_empty() {
                self.knowledge.same_side(&other.origin, &evidence.origin, evidence.day)
            } else {
                own && self.sides_with(other, winners)
            };
            other.act.class() == evidence.act.class()
                && (other.who == evidence.who || self.together(&other.who, &evidence.who, evidence.day))
                && !one_side
                && independent(&[other.entry, evidence.entry], self.knowledge).len() > 1
        })?;
        Some(Verdict { with: vec![&second.entry.claim.id], ..used("T3-two-origins", "second-origin") })
    }

    /// Puts the evidence among those that wait for a second origin, and says why it waits.
    fn wait(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        // One of each origin is enough: the latest stays longest.
        state.waiting.retain(|Waiting(other)| {
            !(other.origin == evidence.origin && other.act.class() == evidence.act.class() && other.who == evidence.who)
        });
        state.waiting.push(Waiting(evidence));
        if self.sides_with(evidence, &evidence.who) {
            excluded("T3-own-claim", "own-side")
        } else {
            excluded("T3-one-origin", "one-origin")
        }
    }

    /// Draws over the place what `who` is said to have done to it.
    fn mark(self, state: &mut State<'a>, status: Status, who: &[&'a str], evidence: &'a Evidence<'a>, lost: bool) {
        for who in who.iter().copied() {
            let side = self.knowledge.camp_of(who, Some(evidence.day)).unwrap_or(who);
            let lost = lost || state.marked(status).any(|mark| mark.who == who && mark.lost);
            state.marks.retain(|mark| !(mark.is(status) && mark.who == who));
            let (lane, day, claim) = (Lane::Overlay(status, side), evidence.day, evidence.entry.claim.id.as_str());
            state.marks.push(Mark { lane, who, day, claim, lost });
        }
        state.marks.sort_by(|a, b| (a.lane, a.who).cmp(&(b.lane, b.who)));
    }

    /// Ends what a side is said to have done, where it was said up to a day (included).
    fn unmark(self, state: &mut State<'a>, status: Status, who: &[&str], until: Option<Date>, on: Date) {
        state.marks.retain(|mark| {
            !(mark.is(status) && until.is_some_and(|until| mark.day <= until) && self.together(&[mark.who], who, on))
        });
    }

    /// The place passes to `who`. What was said against the old state of things ends.
    fn pass(self, state: &mut State<'a>, status: Status, who: &[&'a str], on: Date) {
        let mut holders = who.to_vec();
        holders.sort_unstable();
        holders.dedup();
        state.marks.retain(|mark| {
            let new_holder = self.together(&[mark.who], who, on);
            // What another says to hold he may still say after the change, not before it.
            !(mark.is(Status::Withdrawn) || new_holder || (mark.is(Status::Claimed) && mark.day < on))
        });
        state.waiting.clear();
        state.assessed = Some(Value { status, holders, against: Vec::new() });
    }

    /// Who would lose by the evidence: holders and those named as losing, but not the side of who gains.
    fn losers(self, state: &State<'a>, evidence: &Evidence<'a>) -> Vec<&'a str> {
        let holders = state.assessed.iter().flat_map(|value| value.holders.iter().copied());
        let all = holders.chain(evidence.whom.iter().copied());
        all.filter(|id| !self.together(&[id], &evidence.who, evidence.day)).collect()
    }

    /// Whether everybody who held the place is known to have lost it, by own admission or because it fell.
    fn lost(self, state: &State<'a>, new: &[&str], on: Date) -> bool {
        let lost = |who: &str| state.marked(Status::Withdrawn).any(|mark| mark.lost && self.together(&[mark.who], &[who], on));
        match &state.assessed {
            Some(value) => value.holders.iter().all(|holder| lost(holder)),
            None => state.marked(Status::Withdrawn).any(|mark| mark.lost && !self.together(&[mark.who], new, on)),
        }
    }

    fn whole(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let (who, day) = (&evidence.who, evidence.day);
        let losers = self.losers(state, evidence);
        let established = self.established(state, evidence, &losers, who);
        // From a holder by name: a change of hands also within one camp.
        let from_holder = evidence.act == Act::Take
            && state.assessed.as_ref().is_some_and(|value| {
                let named = |ids: &[&str]| value.holders.iter().any(|holder| ids.contains(holder));
                named(&evidence.whom) && !named(who)
            });
        let holds = !from_holder
            && state.assessed.as_ref().is_some_and(|value| {
                let all = value.holders.iter().all(|holder| self.together(&[holder], who, day));
                let shares = value.status == Status::Shared && evidence.act == Act::Hold;
                all || (shares && self.together(&value.holders, who, day))
            });
        if let Some(verdict) = established {
            state.whole = Some((&evidence.entry.claim.document, day));
            if holds {
                self.confirm(state, evidence);
                return used(verdict.rule, "confirms");
            }
            let shared = evidence.act == Act::Hold && who.iter().any(|id| !self.together(&[id], &who[..1], day));
            self.pass(state, if shared { Status::Shared } else { Status::Held }, who, day);
            if verdict.rule == "T3-admission" {
                self.unmark(state, Status::Claimed, &losers, Some(day), day);
            }
            return verdict;
        }
        if holds {
            return excluded("T3-own-claim", "holder-says-so");
        }
        if self.lost(state, who, day) {
            let with = state.marked(Status::Withdrawn).map(|mark| mark.claim).collect();
            self.pass(state, Status::Held, who, day);
            return Verdict { with, ..used("T3-admission", "holder-left") };
        }
        self.mark(state, Status::Claimed, who, evidence, false);
        let waits = self.wait(state, evidence);
        Verdict { fate: Fate::Used, ..waits }
    }

    /// The holder is said to hold: what was said against it on earlier days ends, and a common noun becomes a name.
    fn confirm(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) {
        let Some(value) = &mut state.assessed else { return };
        let common = |ids: &[&str]| ids.iter().all(|id| self.knowledge.is_common(id));
        if value.status == Status::Held && common(&value.holders) && !common(&evidence.who) {
            value.holders.clone_from(&evidence.who);
        }
        state.marks.retain(|mark| mark.day >= evidence.day);
    }

    fn part(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let (who, day) = (&evidence.who, evidence.day);
        if state.whole == Some((&evidence.entry.claim.document, day)) {
            return excluded("T5", "exception");
        }
        let losers = self.losers(state, evidence);
        let Some(verdict) = self.established(state, evidence, &losers, who) else { return self.wait(state, evidence) };
        let Some(value) = state.assessed.clone() else {
            // They are inside; who holds the rest is not known.
            self.mark(state, Status::Entered, who, evidence, false);
            return Verdict { reason: "part-only", ..verdict };
        };
        if self.together(&value.holders, who, day) {
            return used(verdict.rule, "confirms");
        }
        let left = |holder: &&str| state.marked(Status::Withdrawn).any(|mark| self.together(&[mark.who], &[holder], day));
        if value.holders.iter().all(left) {
            self.mark(state, Status::Entered, who, evidence, false);
            return Verdict { reason: "part-only", ..verdict };
        }
        let both: Vec<&str> = value.holders.iter().chain(who).copied().collect();
        let mut against = if value.status == Status::Contested { value.against } else { Vec::new() };
        against.extend(who);
        against.sort_unstable();
        // Who claims the whole still does.
        let claims: Vec<Mark<'a>> = state.marked(Status::Claimed).cloned().collect();
        self.pass(state, Status::Contested, &both, day);
        state.marks.splice(0..0, claims.into_iter().filter(|claim| claim.is(Status::Claimed)));
        state.marks.sort_by(|a, b| (a.lane, a.who).cmp(&(b.lane, b.who)));
        state.marks.dedup();
        if let Some(value) = &mut state.assessed {
            value.against = against;
        }
        verdict
    }

    /// Who claims the place or is inside since a day, with their claims, if all are of one side and not of that of `old`.
    fn heirs(self, state: &State<'a>, old: &[&str], entered_since: Date, on: Date) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
        let inside = state.assessed.iter().filter(|value| value.status == Status::Contested);
        let inside = inside.flat_map(|value| value.against.iter().copied());
        let entered = state.marked(Status::Entered).filter(|mark| mark.day >= entered_since);
        let marks = state.marked(Status::Claimed).chain(entered);
        let mut who: Vec<&str> = marks.clone().map(|mark| mark.who).chain(inside).collect();
        who.retain(|id| !self.together(&[id], old, on));
        who.sort_unstable();
        who.dedup();
        let first = *who.first()?;
        if !who.iter().all(|id| self.knowledge.same_side(id, first, on)) {
            return None;
        }
        self.prefer_names(&mut who);
        let with = marks.filter(|mark| who.contains(&mark.who)).map(|mark| mark.claim).collect();
        Some((who, with))
    }

    fn fall(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let day = evidence.day;
        let old = state.assessed.as_ref().map_or_else(|| evidence.whom.clone(), |value| value.holders.clone());
        if !evidence.whom.is_empty() && !self.together(&old, &evidence.whom, day) {
            return excluded("T3", "not-the-holder");
        }
        let Some(verdict) = self.established(state, evidence, &old, &[]) else { return self.wait(state, evidence) };
        if let Some((heirs, with)) = self.heirs(state, &old, Date::MIN, day) {
            self.pass(state, Status::Held, &heirs, day);
            return Verdict { with, ..used("T3-fell", "only-one-inside") };
        }
        if old.is_empty() {
            return excluded("T3", "no-actor");
        }
        self.mark(state, Status::Withdrawn, &old, evidence, true);
        verdict
    }

    fn leave(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let (who, day) = (&evidence.who, evidence.day);
        let Some(verdict) = self.established(state, evidence, who, &[]) else { return self.wait(state, evidence) };
        self.unmark(state, Status::Entered, who, Some(day), day);
        // Who is said to have left and says to hold it, on one day: both are shown.
        self.unmark(state, Status::Claimed, who, day.yesterday().ok(), day);
        if let Some(value) = state.assessed.clone() {
            if !self.together(&value.holders, who, day) {
                if value.status == Status::Besieged && value.against.iter().all(|id| self.together(&[id], who, day)) {
                    self.pass(state, Status::Held, &value.holders, day);
                    return Verdict { reason: "besieger-left", ..verdict };
                }
                return excluded("T3", "not-the-holder");
            }
            // Of several holders, those who are named; else the side.
            let named = value.holders.iter().any(|holder| who.contains(holder));
            let gone = |holder: &str| if named { who.contains(&holder) } else { self.together(&[holder], who, day) };
            let rest: Vec<&str> = value.holders.iter().copied().filter(|holder| !gone(holder)).collect();
            if let Some(first) = rest.first() {
                let one = rest.iter().all(|id| self.knowledge.same_side(id, first, day));
                self.pass(state, if one { Status::Held } else { value.status }, &rest, day);
                return Verdict { reason: "holder-left", ..verdict };
            }
        }
        let lost = verdict.rule == "T3-admission";
        let old = state.assessed.as_ref().map_or_else(|| who.clone(), |value| value.holders.clone());
        // A day that is only the latest possible says nothing of who came in on it.
        let entered_since = if evidence.at_latest { Date::MAX } else { day };
        if lost && let Some((heirs, with)) = self.heirs(state, &old, entered_since, day) {
            self.pass(state, Status::Held, &heirs, day);
            return Verdict { with, ..verdict };
        }
        self.mark(state, Status::Withdrawn, who, evidence, lost);
        verdict
    }

    fn enter(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let who = &evidence.who;
        if state.assessed.as_ref().is_some_and(|value| self.together(&value.holders, who, evidence.day)) {
            return excluded("T2", "holder-is-inside");
        }
        let losers = self.losers(state, evidence);
        let established = self.established(state, evidence, &losers, who);
        self.mark(state, Status::Entered, who, evidence, false);
        established.unwrap_or_else(|| Verdict { fate: Fate::Used, ..self.wait(state, evidence) })
    }

    fn besiege(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let (who, day) = (&evidence.who, evidence.day);
        let Some(value) = state.assessed.clone() else { return excluded("T2", "no-holder") };
        if self.together(&value.holders, who, day) {
            return excluded("T2", "holder-is-inside");
        }
        if !matches!(value.status, Status::Held | Status::Besieged) {
            return excluded("T2", "fought-over");
        }
        let Some(verdict) = self.established(state, evidence, &value.holders, who) else { return self.wait(state, evidence) };
        let mut against = value.against;
        against.extend(who);
        against.sort_unstable();
        against.dedup();
        let again = value.status == Status::Besieged;
        state.assessed = Some(Value { status: Status::Besieged, holders: value.holders, against });
        if again { used(verdict.rule, "confirms") } else { verdict }
    }

    fn repel(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let (who, day) = (&evidence.who, evidence.day);
        let Some(value) = &state.assessed else { return excluded("T3", "nothing-to-confirm") };
        if !self.together(&value.holders, who, day) {
            return excluded("T3", "not-the-holder");
        }
        let intruders: Vec<&str> =
            state.marked(Status::Entered).map(|mark| mark.who).chain(evidence.whom.iter().copied()).collect();
        let Some(verdict) = self.established(state, evidence, &intruders, who) else {
            return excluded("T3-own-claim", "holder-says-so");
        };
        state.marks.retain(|mark| !mark.is(Status::Entered) || self.together(&[mark.who], who, day));
        used(verdict.rule, "confirms")
    }

    fn denied(self, state: &mut State<'a>, evidence: &'a Evidence<'a>) -> Verdict<'a> {
        let (who, day) = (&evidence.who, evidence.day);
        let own = self.sides_with(evidence, who);
        // A denial counts from a neutral origin, and from whoever would gain by its contrary. Who is said to have left
        // gains by denying it, and so does every other party.
        let against_interest = own && !matches!(evidence.act, Act::Leave | Act::Fall | Act::Repel);
        if !evidence.neutral && !against_interest {
            return excluded("T3-denied", "keeps-holder");
        }
        let holder = state.assessed.as_ref().is_some_and(|value| self.together(&value.holders, who, day));
        match evidence.act {
            Act::Hold | Act::Take | Act::Part if holder => return excluded("R9", "disputed"),
            Act::Hold | Act::Take => {
                self.unmark(state, Status::Claimed, who, Some(day), day);
                state.waiting.retain(|Waiting(other)| !self.together(&other.who, who, day));
            }
            Act::Enter => self.unmark(state, Status::Entered, who, Some(day), day),
            Act::Leave => self.unmark(state, Status::Withdrawn, who, Some(day), day),
            Act::Fall => state.marks.retain(|mark| !mark.is(Status::Withdrawn)),
            Act::Besiege => {
                if let Some(value) = &mut state.assessed
                    && value.status == Status::Besieged
                {
                    value.status = Status::Held;
                    value.against.clear();
                }
            }
            Act::Part | Act::Repel => {}
        }
        used("T3-denied", if own { "against-own-interest" } else { "neutral-origin" })
    }
}
