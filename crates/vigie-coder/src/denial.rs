//! A denial that names nothing: *the junta denied it*, *which Moscow denies*.
//!
//! It says of the claim told just before that it is not so. The speaker and the
//! words are its own; who, where and when are those of that claim. A denial that
//! names what it denies (*denied having left the town*) is a claim like others.

use vigie_model::{EventCode, Modality};

use crate::assemble::{Settled, Whence};
use crate::clauses::{Clauses, Predicate};
use crate::grammar::{Det, Function, Meaning, VerbUse, Word};
use crate::groups::{Body, Form, Tense};
use crate::resolve::Scene;
use crate::speech::Attribution;

/// The rule id of such a claim: no rule of a pack makes it.
const RULE: &str = "denial.of-what-was-told";

/// The claim of a bare denial in a sentence that told `told`, after a sentence that ended with `before`.
pub fn denial(
    scene: &Scene<'_, '_>,
    clauses: &Clauses,
    attributions: &[Attribution],
    told: &[Settled],
    before: Option<&Settled>,
) -> Option<Settled> {
    let (index, p) = clauses.predicates.iter().enumerate().find(|(index, p)| denies_bare(scene, clauses, *index, p))?;
    let speakers = attributions.iter().find(|a| a.at == p.group && a.denies && !a.relays).map(|a| a.voice.speakers.clone())?;
    if told.iter().any(|s| s.modality == Modality::Denied) {
        return None;
    }
    let denied = told.iter().rev().find(|s| s.draft.group < p.group).or(before).filter(|s| is_deed(s.draft.event))?;
    // Nobody denies what nobody said, or what he said himself.
    if denied.modality == Modality::Denied || denied.speakers.iter().any(|s| speakers.iter().any(|own| own.id == s.id)) {
        return None;
    }
    let mut out = denied.clone();
    out.draft.rule = RULE.to_string();
    out.draft.predicate = Some(index);
    out.draft.group = p.group;
    out.draft.groups = vec![p.group];
    out.draft.core = vec![p.group];
    out.draft.counts.clear();
    for party in out.actors.iter_mut().chain(&mut out.targets) {
        party.tokens = None;
    }
    out.time_tokens = None;
    out.whence = Whence::Carried;
    out.speakers = speakers;
    out.modality = Modality::Denied;
    out.quote = words(scene, p)?;
    Some(out)
}

/// Whether somebody can be accused of it: nobody denies a siege or a truce of which only the background was told.
const fn is_deed(event: EventCode) -> bool {
    !matches!(event, EventCode::Hold | EventCode::Siege | EventCode::Aid | EventCode::Agreement | EventCode::Protest)
}

/// Whether a verb of denying stands without what it denies, or with a word that only points at it.
fn denies_bare(scene: &Scene<'_, '_>, clauses: &Clauses, index: usize, p: &Predicate) -> bool {
    // `refuse`, `rejette` deny only with an object that says so.
    let denies = p.classes.iter().any(|c| !c.1 && scene.grammar.meaning(c.0) == Meaning::Verb(VerbUse::Deny));
    let plain = !p.noun && denies && p.form == Form::Finite && !p.negated && !p.passive;
    if !plain || p.tense == Tense::Conditional {
        return false;
    }
    let named = clauses.predicates.iter().any(|q| q.governor == Some(index));
    let clause = matches!(scene.groups.get(p.group + 1).map(|g| &g.body), Some(Body::Joint(Word::That)));
    let object = p.arg(Function::Object).and_then(|g| scene.noun(g));
    !named && !clause && object.is_none_or(|n| n.det == Some(Det::Demonstrative) || n.pronoun.is_some())
}

/// Bytes of the denial: its subject, where that stands beside the verb, to its verb or what it points at.
fn words(scene: &Scene<'_, '_>, p: &Predicate) -> Option<(usize, usize)> {
    let beside = |g: &usize| g.abs_diff(p.group) <= 3;
    let groups = || [Function::Subject, Function::Object].into_iter().filter_map(|f| p.arg(f)).filter(beside);
    let first = groups().min().map_or(p.group, |g| g.min(p.group));
    let last = groups().max().map_or(p.group, |g| g.max(p.group));
    let tokens = &scene.found.sentence.tokens;
    let start = tokens.get(scene.groups.get(first)?.first)?.start as usize;
    let end = tokens.get(scene.groups.get(last)?.last.checked_sub(1)?)?.end as usize;
    Some((start, end))
}
