//! A number that counts again what was counted before: *the day before it had
//! counted 327*, *against 153 at midday*, *a total of 311*.
//!
//! Nothing beside such a number says what it counts. It is read only where the
//! grammar points back: a pronoun before a verb of counting, a word for a toll,
//! or *against* after a toll of the same sentence.

use vigie_model::{Counted, Who};

use crate::clauses::Clauses;
use crate::grammar::{Function, VerbUse};
use crate::groups::{Body, NounGroup};
use crate::resolve::Scene;

use super::{Toll, number, numbered, span};

/// What was counted last: in what state, and who.
pub type Tolled = (Counted, Option<Who>);

/// The number of the group, as one of what was told before.
pub(super) fn again(
    scene: &Scene<'_, '_>,
    clauses: &Clauses,
    at: usize,
    n: &NounGroup<'_>,
    list: &[Toll],
    before: Option<Tolled>,
) -> Option<Toll> {
    if n.head.is_some() || n.pronoun.is_some() || n.unknown_name || !n.names.is_empty() || !numbered(scene, n) {
        return None;
    }
    let here = list.iter().rev().find(|t| t.part_of.is_none()).map(|t| (t.of, t.who));
    let (predicate, told) =
        if n.prep == Some(Function::Against) { (None, here?) } else { (Some(recount(scene, clauses, at, n)?), here.or(before)?) };
    let (low, high, bound) = number(scene, n)?;
    Some(Toll {
        group: at,
        of: told.0,
        who: told.1,
        low,
        high,
        bound,
        tokens: span(scene, at),
        predicate,
        part_of: None,
        more: false,
        again: true,
    })
}

/// The verb of counting with a pronoun that points back (*en comptait 327*), or with a word for a toll (*un total de 311*).
fn recount(scene: &Scene<'_, '_>, clauses: &Clauses, at: usize, n: &NounGroup<'_>) -> Option<usize> {
    let counts = |group: usize, pronoun: bool| {
        clauses.predicates.iter().position(|p| {
            let verb = || scene.groups.get(p.group).and_then(|g| g.verb());
            !p.noun
                && p.is(VerbUse::Count)
                && p.arg(Function::Object) == Some(group)
                && (!pronoun || verb().is_some_and(|v| v.object_pronoun && !v.reflexive))
        })
    };
    if n.prep.is_none() {
        return counts(at, true);
    }
    let toll = at.checked_sub(1).filter(|_| n.prep == Some(Function::Of))?;
    scene.noun(toll).filter(|m| scene.head_is(m, "noun.toll"))?;
    counts(toll, false)
}

/// Whether a recount is a statement of its own: it has a day of its own, or a verb.
pub fn stands_alone(scene: &Scene<'_, '_>, toll: &Toll) -> bool {
    toll.predicate.is_some() || matches!(scene.groups.get(toll.group + 1).map(|g| &g.body), Some(Body::Time(_)))
}
