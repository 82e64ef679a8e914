//! Days told by a length or by another event: sequels, ranks of days, stretches since a beginning.

use vigie_model::{Days, EventCode};

use crate::assemble::Assembler;
use crate::drafts::Draft;
use crate::grammar::{Function, Word};
use crate::groups::{Body, Form, Tense};
use crate::times::{Kind, Relation, Time};

/// Up to how many days a stretch told by its length is counted from the day that ends it.
const NEAR_DAYS: i64 = 60;

/// `quelques heures plus tôt` names no day of its own.
pub(super) fn hours(time: &Time) -> bool {
    time.kind == Kind::Duration && time.value.starts_with("PT") && !matches!(time.relation, Relation::Within | Relation::Since)
}

impl Assembler<'_, '_> {
    /// `au lendemain de l'attaque`, `une semaine après la prise de X`: the deed lies so many days before the sentence's own day.
    pub(super) fn before_its_sequel(&self, draft: &Draft) -> Option<(Days, (usize, usize))> {
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
    pub(super) fn so_many_days_of(&self, draft: &Draft) -> Option<(Days, (usize, usize))> {
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
    pub(super) fn ordinal(&self, tokens: std::ops::Range<usize>) -> Option<&crate::numbers::Quantity> {
        self.scene.found.quantities.iter().find(|q| q.ordinal && tokens.contains(&q.first))
    }

    /// The single day that the sentence tells of anything but a saying, or the day of the report.
    pub(super) fn today(&self, draft: &Draft) -> Option<jiff::civil::Date> {
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
    pub(super) fn begins_a_stretch(&self, draft: &Draft, time: &Time) -> bool {
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

    pub(super) fn is_present(&self, draft: &Draft) -> bool {
        let predicate = draft.predicate.map(|p| &self.clauses.predicates[p]);
        predicate.is_some_and(|p| !p.noun && p.tense == Tense::Present && p.form == Form::Finite)
    }

    /// `ont peu à peu pris`: a deed that is not done on one day, and had not ended at the report.
    pub(super) fn is_gradual(&self, draft: &Draft) -> bool {
        let Some(p) = draft.predicate.map(|p| &self.clauses.predicates[p]).filter(|p| !p.noun) else { return false };
        let groups = self.scene.groups;
        let adverb = |g: &crate::groups::Group<'_>| matches!(g.body, Body::Adverb(_) | Body::Verb(_));
        let first = p.group.checked_sub(1).filter(|g| adverb(&groups[*g])).unwrap_or(p.group);
        let last = groups.get(p.group + 1).filter(|g| adverb(g)).map_or(groups[p.group].last, |g| g.last);
        let words = self.scene.found.words;
        (groups[first].first..last)
            .any(|t| words.at(t).iter().any(|f| self.scene.grammar.words(f.senses).any(|w| w == Word::AdverbGradual)))
    }

    /// `au 30 novembre, 48 000 personnes avaient été déplacées`: the day of the count, not of the flight.
    pub(super) fn counted_as_of(&self, draft: &Draft, time: &Time) -> bool {
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
    pub(super) fn hours_from(&self, draft: &Draft) -> Option<(usize, usize)> {
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
    pub(super) fn since_undated(&self, draft: &Draft) -> Option<(usize, usize)> {
        let clause = self.clauses.clause.get(draft.group);
        self.scene.groups.iter().enumerate().find_map(|(g, group)| {
            let noun = group.noun()?;
            let near = self.clauses.clause.get(g) == clause && draft.group < g + 2;
            let first = near && noun.head.is_some() && self.calendar(group.first, "since").next().is_some();
            (first && !self.first_time(g)).then_some((group.first, group.last))
        })
    }

    /// The phrases of the calendar of one kind that begin at a token: how long, and their value.
    pub(super) fn calendar<'c>(&'c self, at: usize, kind: &'c str) -> impl Iterator<Item = (usize, &'c str)> + 'c {
        self.scene.found.words.at(at).iter().flat_map(move |found| {
            let of_kind = found
                .senses
                .iter()
                .filter(|s| s.pos == vigie_pack::Pos::Calendar)
                .filter_map(move |s| self.scene.pack.calendar.get(s.row as usize).filter(|w| w.kind == kind));
            of_kind.map(|w| (found.tokens, w.value.as_str()))
        })
    }
}
