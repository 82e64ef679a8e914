//! Times that date something else than the deed: a saying, a count, a noun, a part.

use vigie_model::{Days, EventCode};

use crate::assemble::Assembler;
use crate::clauses::Predicate;
use crate::drafts::Draft;
use crate::grammar::{Function, Meaning, VerbUse, Word};
use crate::groups::{Body, Form, Tense};
use crate::times::{Kind, Relation, Time};

impl Assembler<'_, '_> {
    /// The single day on which the number of a toll was put.
    pub(super) fn put_on(&self, draft: &Draft) -> Option<jiff::civil::Date> {
        let put = |t: &&Time| self.group_of(t.first).is_some_and(|g| self.counts_when(draft, g, t));
        let day = self.scene.found.times.iter().filter(put).find_map(|t| t.days.filter(|d| d.start == d.end))?;
        day.start.filter(|d| self.anchor.published.and_then(|p| p.end).is_none_or(|p| *d <= p))
    }

    /// `l'attaque qui avait fait 86 morts le 4 avril`: what is said of the noun in its relative clause dates it.
    pub(super) fn in_own_relative(&self, draft: &Draft, group: usize) -> bool {
        let clause = self.clauses.clause.get(group);
        // Nothing but its own complements stands between the noun and the pronoun.
        let complement = |g: usize| self.scene.noun(g).is_some_and(|n| n.prep.is_some());
        let own = |r: usize| r > draft.group && (draft.group + 1..r).all(complement);
        draft.predicate.is_some_and(|p| self.clauses.predicates[p].noun)
            && self.clauses.predicates.iter().any(|p| p.relative.is_some_and(own) && self.clauses.clause.get(p.group) == clause)
    }

    /// The day on which a toll was put at a number is not the day of the deaths.
    pub(super) fn counts_when(&self, draft: &Draft, group: usize, time: &Time) -> bool {
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
    pub(super) fn of_a_noun(&self, draft: &Draft, group: usize, time: &Time) -> bool {
        let words = self.scene.found.words;
        let of = |at: usize| self.scene.grammar.words(words.senses(at)).any(|w| matches!(w, Word::Prep(Function::Of, _)));
        let linked = of(time.outer_first) || time.outer_first.checked_sub(1).is_some_and(of);
        let noun = group.checked_sub(1).filter(|g| self.scene.noun(*g).is_some());
        linked && noun.is_some_and(|g| g != draft.group && !draft.core.contains(&g))
    }

    /// `l'offensive lancée mercredi`, `une ville prise jeudi`: the day of that participle, not of what is said of its noun.
    pub(super) fn of_a_participle(&self, draft: &Draft, group: usize) -> bool {
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
    pub(super) fn first_since(&self, group: usize, time: &Time) -> bool {
        time.relation == Relation::Since && self.first_time(group)
    }

    /// What stands before says how rare it is, not when it was: `pour la première fois`, `la plus meurtrière`.
    pub(super) fn first_time(&self, group: usize) -> bool {
        let Some(before) = group.checked_sub(1) else { return false };
        let tokens = self.scene.groups[before.saturating_sub(2)].first..self.scene.groups[group].first;
        let rank = self.ordinal(tokens.clone()).is_some();
        let most = || tokens.clone().any(|t| self.calendar(t, "rank").next().is_some());
        self.scene.noun(before).is_some_and(|n| n.prep == Some(Function::For)) || rank || most()
    }

    /// `70 localités, dont une vingtaine vendredi`: the day of the part.
    pub(super) fn of_a_part(&self, own: usize, group: usize) -> bool {
        let part = (own..group).rev().find(|g| matches!(self.scene.groups[*g].body, Body::Joint(Word::RelativeOf)));
        part.is_some_and(|p| !(p..group).any(|g| self.scene.groups[g].is_mark(',')))
    }

    pub(super) fn subordinate(&self, group: usize) -> bool {
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
    pub(super) fn says_when(&self, draft: &Draft, group: usize, time: &Time) -> bool {
        self.says_when_given(group, time) || self.after_a_saying(draft, group)
    }

    /// `a reconnu, lundi soir, que …`, `a revendiqué jeudi une attaque`: the same where nobody knows who speaks.
    pub(super) fn after_a_saying(&self, draft: &Draft, group: usize) -> bool {
        let said = self.said_before(group);
        said.is_some_and(|p| draft.predicate != Some(p)) || self.of_a_text(group)
    }

    /// The verb of saying right before a time.
    pub(super) fn said_before(&self, group: usize) -> Option<usize> {
        let between = |g: &usize| matches!(self.scene.groups[*g].body, Body::Adverb(_) | Body::Mark(','));
        let verb = (0..group).rev().find(|g| !between(g)).and_then(|g| self.clauses.of_group[g]);
        verb.filter(|p| self.is_a_saying(*p))
    }

    /// `un bilan communiqué lundi`, `dans une vidéo publiée jeudi`: the day of the text.
    pub(super) fn of_a_text(&self, group: usize) -> bool {
        let Some(before) = group.checked_sub(1) else { return false };
        let text = |g: usize| {
            self.scene.noun(g).is_some_and(|n| self.scene.head_is(n, "noun.toll") || self.scene.head_is(n, "speaker.text"))
        };
        let participle = self.verb_before(group);
        let of_it = |p: &Predicate| p.form == Form::Participle && p.passive && p.all(Function::Object).any(text);
        text(before) || participle.is_some_and(of_it)
    }

    /// The verb whose group stands right before this one.
    pub(super) fn verb_before(&self, group: usize) -> Option<&Predicate> {
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
    pub(super) fn is_a_saying(&self, at: usize) -> bool {
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
    pub(super) fn said_as_it_happens(&self, draft: &Draft, group: usize) -> bool {
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

    pub(super) fn says_when_given(&self, group: usize, time: &Time) -> bool {
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
}
