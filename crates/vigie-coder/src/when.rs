//! When it happened: the expression that dates a draft, or the days that it takes over.
//!
//! Stage 7, between drafts and claims. A time beside a verb of saying, of
//! counting or of a noun of its own dates that, not the deed (annotation guide,
//! decision 9).

use vigie_model::{Days, EventCode, Modality};

use crate::assemble::{Assembler, Story};
use crate::clauses::Predicate;
use crate::drafts::Draft;
use crate::grammar::{Det, Function, Meaning, VerbUse, Word};
use crate::groups::{Body, Form, Tense};
use crate::resolve::{Located, Speaker};
use crate::times::{Kind, Relation, Time, claim_days};

/// Up to how many days a stretch told by its length is counted from the day that ends it.
const NEAR_DAYS: i64 = 60;

/// `quelques heures plus tôt` names no day of its own.
fn hours(time: &Time) -> bool {
    time.kind == Kind::Duration && time.value.starts_with("PT") && !matches!(time.relation, Relation::Within | Relation::Since)
}

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

    /// The single day on which the number of a toll was put.
    fn put_on(&self, draft: &Draft) -> Option<jiff::civil::Date> {
        let put = |t: &&Time| self.group_of(t.first).is_some_and(|g| self.counts_when(draft, g, t));
        let day = self.scene.found.times.iter().filter(put).find_map(|t| t.days.filter(|d| d.start == d.end))?;
        day.start.filter(|d| self.anchor.published.and_then(|p| p.end).is_none_or(|p| *d <= p))
    }

    /// `l'attaque qui avait fait 86 morts le 4 avril`: what is said of the noun in its relative clause dates it.
    fn in_own_relative(&self, draft: &Draft, group: usize) -> bool {
        let clause = self.clauses.clause.get(group);
        // Nothing but its own complements stands between the noun and the pronoun.
        let complement = |g: usize| self.scene.noun(g).is_some_and(|n| n.prep.is_some());
        let own = |r: usize| r > draft.group && (draft.group + 1..r).all(complement);
        draft.predicate.is_some_and(|p| self.clauses.predicates[p].noun)
            && self.clauses.predicates.iter().any(|p| p.relative.is_some_and(own) && self.clauses.clause.get(p.group) == clause)
    }

    /// The day on which a toll was put at a number is not the day of the deaths.
    fn counts_when(&self, draft: &Draft, group: usize, time: &Time) -> bool {
        if draft.event != EventCode::Casualties || !matches!(time.relation, Relation::On | Relation::During) {
            return false;
        }
        let toll = |g: usize| self.scene.noun(g).is_some_and(|n| self.scene.head_is(n, "noun.toll"));
        let puts = |at: &usize| {
            let p = &self.clauses.predicates[*at];
            p.is(VerbUse::Count) && draft.predicate == Some(*at)
                || p.is(VerbUse::Be) && p.arg(Function::Subject).is_some_and(toll)
        };
        // `contre 826 la veille`.
        let against =
            draft.predicate.is_none() && self.scene.noun(draft.group).is_some_and(|n| n.prep == Some(Function::Against));
        if against && group == draft.group + 1 {
            return true;
        }
        let carrier = self.predicate_chain(draft).into_iter().take(2).find(puts);
        let at = carrier.map_or(draft.group, |p| self.clauses.predicates[p].group);
        // `est revenu lundi sur le bilan de 12 morts`.
        let of_a_toll = draft.core.iter().any(|g| g.checked_sub(1).is_some_and(toll)) && group < draft.group;
        (carrier.is_some() || of_a_toll) && self.clauses.clause.get(group) == self.clauses.clause.get(at)
    }

    /// `l'accord de 2016`, `l'attaque de samedi`: the day of that noun, not of the clause.
    fn of_a_noun(&self, draft: &Draft, group: usize, time: &Time) -> bool {
        let words = self.scene.found.words;
        let of = |at: usize| self.scene.grammar.words(words.senses(at)).any(|w| matches!(w, Word::Prep(Function::Of, _)));
        let linked = of(time.outer_first) || time.outer_first.checked_sub(1).is_some_and(of);
        let noun = group.checked_sub(1).filter(|g| self.scene.noun(*g).is_some());
        linked && noun.is_some_and(|g| g != draft.group && !draft.core.contains(&g))
    }

    /// `l'offensive lancée mercredi`, `une ville prise jeudi`: the day of that participle, not of what is said of its noun.
    fn of_a_participle(&self, draft: &Draft, group: usize) -> bool {
        let Some(p) = group.checked_sub(1).and_then(|g| self.clauses.of_group[g]) else { return false };
        let participle = &self.clauses.predicates[p];
        participle.form == Form::Participle
            && participle.passive
            && draft.predicate != Some(p)
            && !self.predicate_chain(draft).contains(&p)
            && !draft.core.contains(&participle.group)
            && participle.all(Function::Object).all(|g| g != draft.group && !draft.core.contains(&g))
    }

    /// `pour la première fois depuis 2016`: how long it had not happened, not when it did.
    fn first_since(&self, group: usize, time: &Time) -> bool {
        time.relation == Relation::Since && self.first_time(group)
    }

    /// What stands before says how rare it is, not when it was: `pour la première fois`, `la plus meurtrière`.
    fn first_time(&self, group: usize) -> bool {
        let Some(before) = group.checked_sub(1) else { return false };
        let tokens = self.scene.groups[before.saturating_sub(2)].first..self.scene.groups[group].first;
        let rank = self.ordinal(tokens.clone()).is_some();
        let most = || tokens.clone().any(|t| self.calendar(t, "rank").next().is_some());
        self.scene.noun(before).is_some_and(|n| n.prep == Some(Function::For)) || rank || most()
    }

    /// `70 localités, dont une vingtaine vendredi`: the day of the part.
    fn of_a_part(&self, own: usize, group: usize) -> bool {
        let part = (own..group).rev().find(|g| matches!(self.scene.groups[*g].body, Body::Joint(Word::RelativeOf)));
        part.is_some_and(|p| !(p..group).any(|g| self.scene.groups[g].is_mark(',')))
    }

    fn subordinate(&self, group: usize) -> bool {
        (0..=group).rev().take(12).any(|g| {
            matches!(
                self.scene.groups[g].body,
                Body::Joint(
                    Word::RelativeSubject
                        | Word::RelativeObject
                        | Word::RelativePlace
                        | Word::Subordinate
                        | Word::SubordinateAfter
                        | Word::Condition
                )
            )
        })
    }

    /// The day of an announcement is not the day of the event: a time beside a verb of saying dates the saying.
    fn says_when(&self, draft: &Draft, group: usize, time: &Time) -> bool {
        self.says_when_given(group, time) || self.after_a_saying(draft, group)
    }

    /// `a reconnu, lundi soir, que …`, `a revendiqué jeudi une attaque`: the same where nobody knows who speaks.
    fn after_a_saying(&self, draft: &Draft, group: usize) -> bool {
        let said = self.said_before(group);
        said.is_some_and(|p| draft.predicate != Some(p)) || self.of_a_text(group)
    }

    /// The verb of saying right before a time.
    fn said_before(&self, group: usize) -> Option<usize> {
        let between = |g: &usize| matches!(self.scene.groups[*g].body, Body::Adverb(_) | Body::Mark(','));
        let verb = (0..group).rev().find(|g| !between(g)).and_then(|g| self.clauses.of_group[g]);
        verb.filter(|p| self.is_a_saying(*p))
    }

    /// `un bilan communiqué lundi`, `dans une vidéo publiée jeudi`: the day of the text.
    fn of_a_text(&self, group: usize) -> bool {
        let Some(before) = group.checked_sub(1) else { return false };
        let text = |g: usize| {
            self.scene.noun(g).is_some_and(|n| self.scene.head_is(n, "noun.toll") || self.scene.head_is(n, "speaker.text"))
        };
        let participle = self.verb_before(group);
        let of_it = |p: &Predicate| p.form == Form::Participle && p.passive && p.all(Function::Object).any(text);
        text(before) || participle.is_some_and(of_it)
    }

    /// The verb whose group stands right before this one.
    fn verb_before(&self, group: usize) -> Option<&Predicate> {
        group.checked_sub(1).and_then(|g| self.clauses.of_group[g]).map(|p| &self.clauses.predicates[p])
    }

    /// The last days that the sentence tells of anything but a saying.
    pub(crate) fn told_days(&self) -> Option<Days> {
        let counted = |g: usize| {
            let clause = self.clauses.clause.get(g);
            self.clauses.predicates.iter().any(|p| p.is(VerbUse::Count) && self.clauses.clause.get(p.group) == clause)
        };
        let told = |t: &&Time| {
            t.relation == Relation::On
                && t.kind != Kind::Duration
                && self.group_of(t.first).is_some_and(|g| {
                    !self.says_when_given(g, t) && self.said_before(g).is_none() && !self.of_a_text(g) && !counted(g)
                })
        };
        self.scene.found.times.iter().rev().filter(told).filter_map(|t| t.days).find(|d| d.precision() <= 2)
    }

    /// `l'offensive lancée mercredi`: fighting that began then and goes on.
    pub(crate) fn only_begins(&self, draft: &Draft) -> bool {
        let carrier = draft.predicate.map(|p| &self.clauses.predicates[p]).filter(|p| p.noun).and_then(|p| p.governor);
        draft.event == EventCode::Battle && carrier.is_some_and(|g| self.clauses.predicates[g].is(VerbUse::Launch))
    }

    /// A finite verb of saying, or one that may be and is otherwise used only about what others do.
    fn is_a_saying(&self, at: usize) -> bool {
        let p = &self.clauses.predicates[at];
        let used = |class: vigie_pack::ClassId| match self.scene.grammar.meaning(class) {
            Meaning::Verb(used) => used,
            _ => VerbUse::Event,
        };
        let says = |class| matches!(used(class), VerbUse::Say | VerbUse::Deny);
        let about =
            |class| matches!(used(class), VerbUse::Doubt | VerbUse::Count | VerbUse::Plan | VerbUse::Launch | VerbUse::Other);
        let sure = p.classes.iter().any(|c| says(c.0) && !c.1);
        let maybe = || p.classes.iter().any(|c| says(c.0)) && p.classes.iter().all(|c| says(c.0) || c.1 && about(c.0));
        !p.noun && p.form == Form::Finite && (sure || maybe())
    }

    /// `affirmaient repousser l'assaut`, `décrit des soldats battant en retraite`: the saying and the deed are of one time.
    fn said_as_it_happens(&self, draft: &Draft, group: usize) -> bool {
        let Some(p) = draft.predicate.map(|p| &self.clauses.predicates[p]) else { return false };
        let governor = p.governor.filter(|g| self.is_a_saying(*g)).map(|g| self.clauses.predicates[g].group);
        let perfect = self.scene.groups[p.group].verb().is_some_and(|v| v.main > self.scene.groups[p.group].first);
        // `signalait l'entrée des rebelles`: a simple past of saying goes with what it tells of.
        let simple = p.governor.is_some_and(|g| {
            let said = &self.clauses.predicates[g];
            let verb = self.scene.groups[said.group].verb();
            said.tense == Tense::Past && verb.is_some_and(|v| v.main == self.scene.groups[said.group].first)
        });
        (!p.noun && matches!(p.form, Form::Infinitive | Form::Gerund) && !perfect || p.noun && simple)
            && governor.is_some_and(|g| self.clauses.clause.get(g) == self.clauses.clause.get(group))
    }

    fn says_when_given(&self, group: usize, time: &Time) -> bool {
        self.attributions.iter().filter(|a| !a.aside).any(|a| {
            let verb = &self.scene.groups[a.at];
            let inside = verb.first <= time.first && time.last <= verb.last;
            let after =
                group > a.at && (a.at + 1..group).all(|g| matches!(self.scene.groups[g].body, Body::Adverb(_) | Body::Mark(',')));
            let beside_speaker = !a.forward
                && group > a.own.1
                && (a.own.1 + 1..group)
                    .all(|g| matches!(self.scene.groups[g].body, Body::Mark(',') | Body::Adverb(_) | Body::Noun(_)))
                && group - a.own.1 <= 3;
            // `Dans l'après-midi, l'ONG a annoncé que …`: what stands before the verb of its clause dates the saying.
            // Nothing is said since a date, or within two days.
            let counted = time.days.is_some_and(|d| d.start.is_some());
            let point = match time.relation {
                Relation::Since => time.kind == Kind::Duration,
                Relation::Within => !counted,
                _ => true,
            };
            let fronted = a.forward
                && point
                && group < a.at
                && self.clauses.clause.get(group) == self.clauses.clause.get(a.at)
                && self.clauses.of_group[a.at].is_some_and(|p| {
                    !self.clauses.predicates[p].is(VerbUse::Count) || self.clauses.predicates[p].is(VerbUse::Say)
                });
            inside || after || beside_speaker || fronted
        })
    }

    /// `au lendemain de l'attaque`, `une semaine après la prise de X`: the deed lies so many days before the sentence's own day.
    fn before_its_sequel(&self, draft: &Draft) -> Option<(Days, (usize, usize))> {
        let p = draft.predicate.map(|p| &self.clauses.predicates[p]).filter(|p| p.noun)?;
        // `une semaine après le lancement de l'offensive`.
        let of = self.scene.noun(p.group)?.prep == Some(Function::Of);
        let head = p.group.checked_sub(1).filter(|g| of && self.scene.noun(*g).is_some()).unwrap_or(p.group);
        let group = &self.scene.groups[head];
        let length = head.checked_sub(1).and_then(|g| {
            let Body::Time(t) = self.scene.groups[g].body else { return None };
            let time = self.scene.found.times.get(t)?;
            let after = self.scene.noun(head)?.prep == Some(Function::After);
            after.then(|| Some((time.whole_days()?, (time.first, time.last))))?
        });
        let (days, tokens) = length.or_else(|| {
            let start = self.scene.noun(head)?.start;
            (group.first.saturating_sub(4)..=group.first).find_map(|at| {
                let found =
                    self.calendar(at, "sequel").find(|f| (group.first..=start.max(group.first + 1)).contains(&(at + f.0)))?;
                Some((found.1.parse().ok()?, (at, at + found.0)))
            })
        })?;
        // `au lendemain des attentats du 13 novembre` says the day itself.
        let dated = matches!(self.scene.groups.get(p.group + 1).map(|g| &g.body), Some(Body::Time(_)));
        if dated {
            return None;
        }
        Some((Days::day(crate::times::add_days(self.today(draft)?, -days)?), tokens))
    }

    /// `au deuxième jour de l'offensive`, `après trois jours d'assaut`: from the first of these days to the sentence's own.
    fn so_many_days_of(&self, draft: &Draft) -> Option<(Days, (usize, usize))> {
        let p = draft.predicate.map(|p| &self.clauses.predicates[p]).filter(|p| p.noun)?;
        let words = self.scene.found.words.senses(self.scene.groups[p.group].first);
        self.scene.grammar.words(words).find(|w| matches!(w, Word::Prep(Function::Of, _)))?;
        let before = &self.scene.groups[p.group.checked_sub(1)?];
        let (count, tokens) = match &before.body {
            Body::Time(t) => {
                let time = self.scene.found.times.get(*t).filter(|t| t.kind == Kind::Duration)?;
                (time.whole_days()?, (time.first, time.last))
            }
            Body::Noun(n) => {
                let day = n.head.is_some_and(|h| self.calendar(h.0, "unit").any(|u| u.1 == "P1D"));
                let rank = self.ordinal(before.first..before.last).filter(|_| day)?;
                (i64::try_from(rank.whole()?).ok()?, (before.first, before.last))
            }
            _ => return None,
        };
        let last = self.today(draft)?;
        let first = crate::times::add_days(last, 1 - count).filter(|_| (1..=NEAR_DAYS).contains(&count))?;
        Some((Days::span(first, last), tokens))
    }

    /// `deuxième` among these tokens.
    fn ordinal(&self, tokens: std::ops::Range<usize>) -> Option<&crate::numbers::Quantity> {
        self.scene.found.quantities.iter().find(|q| q.ordinal && tokens.contains(&q.first))
    }

    /// The single day that the sentence tells of anything but a saying, or the day of the report.
    fn today(&self, draft: &Draft) -> Option<jiff::civil::Date> {
        let told = |t: &&Time| {
            t.relation == Relation::On
                && t.kind != Kind::Duration
                && t.days.is_some_and(|d| d.start == d.end)
                && self.group_of(t.first).is_some_and(|g| !self.says_when(draft, g, t))
        };
        let base = self.scene.found.times.iter().find(told).and_then(|t| t.days).or(self.anchor.published)?;
        base.start.filter(|_| base.start == base.end)
    }

    /// `depuis le début de la campagne, le 15 mars`: the day on which a stretch began that runs up to the report.
    fn begins_a_stretch(&self, draft: &Draft, time: &Time) -> bool {
        if time.relation != Relation::On || time.kind == Kind::Duration {
            return false;
        }
        let Some(group) = self.group_of(time.first) else { return false };
        let mut at = group;
        while at > 0 {
            at -= 1;
            match &self.scene.groups[at].body {
                Body::Mark(',') if at + 1 == group => {}
                // `depuis l'attaque du 7 octobre`: the attack itself is of that day.
                Body::Noun(_) if at == draft.group => return false,
                Body::Noun(_) if self.calendar(self.scene.groups[at].first, "since").next().is_some() => return true,
                Body::Noun(n) if n.prep.is_some() => {}
                _ => return false,
            }
        }
        false
    }

    fn is_present(&self, draft: &Draft) -> bool {
        let predicate = draft.predicate.map(|p| &self.clauses.predicates[p]);
        predicate.is_some_and(|p| !p.noun && p.tense == Tense::Present && p.form == Form::Finite)
    }

    /// `au 30 novembre, 48 000 personnes avaient été déplacées`: the day of the count, not of the flight.
    fn counted_as_of(&self, draft: &Draft, time: &Time) -> bool {
        let counted = matches!(draft.event, EventCode::Displacement | EventCode::Casualties) && !draft.counts.is_empty();
        let words = self.scene.found.words;
        let at = |t: usize| self.scene.grammar.words(words.senses(t)).any(|w| matches!(w, Word::Prep(Function::At, true)));
        let linked = at(time.outer_first) || time.outer_first.checked_sub(1).is_some_and(at);
        counted
            && linked
            && time.relation == Relation::On
            && time.kind == Kind::Date
            && time.days.is_some_and(|d| d.start == d.end)
    }

    /// `Quelques heures plus tard, …`: still of the day told before.
    fn hours_from(&self, draft: &Draft) -> Option<(usize, usize)> {
        let clause = self.clauses.clause.get(draft.group);
        let here = |t: &&Time| {
            self.group_of(t.first).is_some_and(|g| self.clauses.clause.get(g) == clause && !self.says_when(draft, g, t))
        };
        let toll = draft.event == EventCode::Casualties;
        let found = self.scene.found.times.iter().filter(|t| {
            !toll && hours(t) && t.whole_days().is_none() && matches!(t.relation, Relation::Before | Relation::After)
        });
        found.filter(here).map(|t| (t.first, t.last)).next()
    }

    /// `depuis le début de la guerre`: a stretch whose beginning nobody dates here.
    fn since_undated(&self, draft: &Draft) -> Option<(usize, usize)> {
        let clause = self.clauses.clause.get(draft.group);
        self.scene.groups.iter().enumerate().find_map(|(g, group)| {
            let noun = group.noun()?;
            let near = self.clauses.clause.get(g) == clause && draft.group < g + 2;
            let first = near && noun.head.is_some() && self.calendar(group.first, "since").next().is_some();
            (first && !self.first_time(g)).then_some((group.first, group.last))
        })
    }

    /// The phrases of the calendar of one kind that begin at a token: how long, and their value.
    fn calendar<'c>(&'c self, at: usize, kind: &'c str) -> impl Iterator<Item = (usize, &'c str)> + 'c {
        self.scene.found.words.at(at).iter().flat_map(move |found| {
            let of_kind = found
                .senses
                .iter()
                .filter(|s| s.pos == vigie_pack::Pos::Calendar)
                .filter_map(move |s| self.scene.pack.calendar.get(s.row as usize).filter(|w| w.kind == kind));
            of_kind.map(|w| (found.tokens, w.value.as_str()))
        })
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
