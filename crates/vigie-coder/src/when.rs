//! When it happened: the expression that dates a draft, or the days that it takes over.
//!
//! Stage 7, between drafts and claims. A time beside a verb of saying, of
//! counting or of a noun of its own dates that, not the deed (annotation guide,
//! decision 9).

mod other;
mod stretch;

use vigie_model::{Days, EventCode, Modality};

use crate::assemble::{Assembler, Story};
use crate::clauses::Predicate;
use crate::drafts::Draft;
use crate::grammar::{Det, VerbUse, Word};
use crate::groups::{Body, Form, Tense};
use crate::resolve::{Located, Speaker};
use crate::times::{Kind, Relation, Time, claim_days};
use stretch::hours;

impl Assembler<'_, '_> {
    /// The days of a draft, the tokens that say so, and whether they run from a beginning to the report.
    pub(crate) fn days(
        &self,
        draft: &Draft,
        story: &Story,
        modality: Modality,
        place: Option<&Located>,
        speakers: &[Speaker],
    ) -> (Days, Option<(usize, usize)>, bool) {
        let report = self.anchor.published.and_then(|d| d.end);
        let until_report = Days { start: None, end: report };
        let state = draft.event == EventCode::Hold;
        if modality == Modality::Planned {
            return (Days::default(), None, false);
        }
        if let Some((days, tokens)) = self.before_its_sequel(draft) {
            return (days, Some(tokens), false);
        }
        if let Some((days, tokens)) = self.so_many_days_of(draft) {
            return (days, Some(tokens), false);
        }
        if let Some(time) = self.time_of(draft) {
            let mut days = claim_days(time, &self.anchor);
            if self.begins_a_stretch(draft, time) {
                days.end = report.filter(|r| days.start.is_some_and(|s| s <= *r)).or(days.end);
            }
            // `les personnes enlevées le 7 octobre sont encore retenues`: held from that day on.
            let told = self.group_of(time.first).and_then(|g| self.verb_before(g)).is_some_and(|p| p.form == Form::Finite);
            if draft.event == EventCode::Abduction && self.is_present(draft) && !told {
                days.end = report.filter(|r| days.start.is_some_and(|s| s <= *r)).or(days.end);
            }
            if self.counted_as_of(draft, time) {
                days.start = story.last.as_ref().filter(|l| l.since).and_then(|l| l.days.start);
            }
            let since = (matches!(time.relation, Relation::Since | Relation::Within) || self.begins_a_stretch(draft, time))
                && days.start != days.end;
            if state && !since {
                days.start = None;
            }
            if since && let Some(put) = self.put_on(draft) {
                days.end = Some(put).filter(|d| days.start.is_none_or(|s| s <= *d)).or(days.end);
            }
            if !days.is_unknown() {
                return (days, Some((time.first, time.last)), since);
            }
        }
        if let Some(tokens) = self.hours_from(draft).filter(|_| self.anchor.deed.is_some()) {
            return (self.anchor.deed.unwrap_or_default(), Some(tokens), false);
        }
        if let Some(tokens) = self.since_undated(draft).filter(|_| !draft.counts.is_empty()) {
            return (until_report, Some(tokens), true);
        }
        if state || draft.event == EventCode::Siege {
            return (until_report, None, false);
        }
        let predicate = draft.predicate.map(|p| &self.clauses.predicates[p]);
        let now = |p: &Predicate| !p.noun && p.tense == Tense::Present && p.form == Form::Finite && !p.passive;
        // `continuent de fuir`.
        let goes_on = |p: &Predicate| {
            p.form == Form::Infinitive
                && p.governor.map(|g| &self.clauses.predicates[g]).is_some_and(|g| now(g) && g.is(VerbUse::Aspect))
        };
        let present = predicate.is_some_and(|p| now(p) || goes_on(p));
        if present && matches!(draft.event, EventCode::Displacement | EventCode::Advance | EventCode::Aid | EventCode::Repel) {
            return (until_report, None, false);
        }
        // `sont retenues`: held until now.
        if draft.event == EventCode::Abduction && self.is_present(draft) {
            return (until_report, None, false);
        }
        let toll = draft.event == EventCode::Casualties;
        // An attack and its defeat are of one time, whoever tells them.
        let answers = draft.event.family() == "attack" || draft.event == EventCode::Repel;
        let fled = draft.event == EventCode::Displacement && !draft.counts.is_empty();
        if let Some(last) = story.last.as_ref().filter(|l| !self.tells_anew(draft) && !self.goes_on(draft) && (!l.fled || fled)) {
            let same_place = place.map(|p| p.place) == last.place;
            let same_voice = speakers.first().map(|s| &s.name) == last.speaker.as_ref();
            if toll || same_place && (!last.since || fled) && (same_voice || answers) {
                let mut days = last.days;
                if toll && last.since {
                    // A running toll stands as it was when it was given.
                    days.end = self
                        .put_on(draft)
                        .or_else(|| self.given_on())
                        .or(report)
                        .filter(|d| days.start.is_none_or(|s| s <= *d))
                        .or(days.end);
                } else if self.is_gradual(draft) {
                    days.end = report.filter(|d| days.start.is_none_or(|s| s <= *d)).or(days.end);
                }
                return (days, None, last.since);
            }
        }
        if toll {
            return (Days { start: None, end: self.given_on().or(report) }, None, false);
        }
        if draft.event == EventCode::Displacement && modality == Modality::Asserted && !draft.counts.is_empty() {
            return (until_report, None, false);
        }
        (Days::default(), None, false)
    }

    /// The single day on which something was said or counted in this sentence, when the sentence says so.
    fn given_on(&self) -> Option<jiff::civil::Date> {
        let said = |t: &&Time| {
            self.group_of(t.first).is_some_and(|g| {
                self.says_when_given(g, t)
                    || self.of_a_text(g)
                    || self.attributions.iter().any(|a| !a.aside && self.clauses.clause.get(g) == self.clauses.clause.get(a.at))
            })
        };
        let day = self.scene.found.times.iter().filter(said).find_map(|t| t.days.filter(|d| d.start == d.end))?;
        day.start.filter(|d| self.anchor.published.and_then(|p| p.end).is_none_or(|p| *d <= p))
    }

    /// The time expression that dates the draft.
    fn time_of(&self, draft: &Draft) -> Option<&Time> {
        let scene = self.scene;
        let clause = self.clauses.clause.get(draft.group).copied();
        let own = scene.groups.get(draft.group).map_or(0, |g| g.first);
        let mut best: Option<((u8, usize), &Time)> = None;
        for time in scene.found.times {
            let nameless = time.kind == Kind::Time && time.days.is_none() && time.through.is_none();
            if time.kind == Kind::Set
                || nameless
                || (time.days.is_none()
                    && time.kind == Kind::Duration
                    && matches!(time.relation, Relation::On | Relation::During))
            {
                continue;
            }
            let Some(group) = self.group_of(time.first) else { continue };
            if (self.says_when(draft, group, time) && !self.said_as_it_happens(draft, group))
                || self.counts_when(draft, group, time)
                || self.first_since(group, time)
                || self.of_a_noun(draft, group, time)
                || self.of_a_participle(draft, group)
                || hours(time)
            {
                continue;
            }
            let same = self.clauses.clause.get(group).copied() == clause || self.in_own_relative(draft, group);
            let distance = time.first.abs_diff(own);
            let inside = draft.groups.iter().any(|g| scene.groups[*g].first <= time.first && time.last <= scene.groups[*g].last);
            let rank = if inside || same {
                0
            } else if group < draft.group {
                1
            } else {
                2
            };
            if rank == 1 && self.in_relative(group, draft.group) {
                continue;
            }
            if rank == 2 && (self.subordinate(group) || time.relation == Relation::Since) || self.of_a_part(draft.group, group) {
                continue;
            }
            let key = (rank, distance);
            if best.is_none_or(|b| key < b.0) {
                best = Some((key, time));
            }
        }
        best.map(|b| b.1)
    }

    /// `les frappes se poursuivent`, `intensifier ses frappes`: what goes on, or is meant to, is of no one day.
    pub(crate) fn goes_on(&self, draft: &Draft) -> bool {
        let Some(p) = draft.predicate.map(|p| &self.clauses.predicates[p]).filter(|p| p.noun) else { return false };
        p.governor.map(|g| &self.clauses.predicates[g]).is_some_and(|verb| {
            verb.form == Form::Infinitive || verb.tense == Tense::Present && (verb.is(VerbUse::Aspect) || verb.is(VerbUse::End))
        })
    }

    /// `une frappe sur X`, `deux attentats`: an event noun that nothing ties to what was told before.
    pub(crate) fn tells_anew(&self, draft: &Draft) -> bool {
        let Some(p) = draft.predicate.map(|p| &self.clauses.predicates[p]) else { return false };
        let noun = self.scene.noun(p.group).filter(|_| p.noun && draft.event != EventCode::Casualties);
        // `ont mené des raids`, `ont été la cible de tirs`: the verb goes on with the story.
        let carries = |g: usize| {
            let verb = &self.clauses.predicates[g];
            let suffers = verb.is(VerbUse::Undergo) && verb.tense != Tense::Present;
            verb.is(VerbUse::Be) || (verb.is(VerbUse::Launch) || suffers) && !self.is_a_saying(g)
        };
        let carried = p.governor.is_some_and(carries);
        // `une seconde vague` follows a first one.
        // `Une attaque qui …` at the head of a sentence goes on about the one just told.
        let opens = p.group == 0 && matches!(self.scene.groups.get(1).map(|g| &g.body), Some(Body::Joint(Word::RelativeSubject)));
        let group = &self.scene.groups[p.group];
        let next = opens || self.ordinal(group.first..group.last).is_some();
        noun.is_some_and(|n| !carried && !next && (n.quantity.is_some() || matches!(n.det, None | Some(Det::Indefinite))))
    }
}
