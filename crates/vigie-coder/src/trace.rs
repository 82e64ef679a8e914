//! How each claim came about, stage by stage: what `vigie explain` shows.

use serde::Serialize;

use vigie_model::Claim;
use vigie_pack::theatre::{Named, Theatre};

use crate::assemble::{Settled, Whence};
use crate::clauses::Clauses;
use crate::frames::Refused;
use crate::gate::Anchors;
use crate::groups::{Body, Group};
use crate::resolve::Scene;
use crate::speech::Attribution;

/// The trace of a passage.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Trace {
    /// Set when the gate stayed closed: what the scan found.
    #[serde(skip)]
    pub gate: Option<Anchors>,
    /// The text names no armed group and no country of a theatre.
    pub outside: bool,
    /// The sentences, in order.
    pub sentences: Vec<SentenceTrace>,
}

/// The trace of one sentence.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SentenceTrace {
    /// The sentence as written.
    pub text: String,
    /// Numbers: words, value, bound.
    pub numbers: Vec<String>,
    /// Times: words, value, days.
    pub times: Vec<String>,
    /// Names: words and what they may name.
    pub names: Vec<String>,
    /// Groups, in order.
    pub groups: Vec<String>,
    /// Predicates with their arguments.
    pub predicates: Vec<String>,
    /// Speakers and what they bear on.
    pub speakers: Vec<String>,
    /// Claims: id, rule, quote.
    pub claims: Vec<ClaimTrace>,
    /// Rules that were asked and refused.
    pub refused: Vec<RefusedTrace>,
}

/// A claim and the rule that made it.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimTrace {
    /// Id of the claim.
    pub id: String,
    /// Rule.
    pub rule: String,
    /// What the rule says it reads.
    pub says: String,
    /// The words.
    pub quote: String,
    /// What was carried from elsewhere, and why the grade.
    pub notes: Vec<String>,
}

/// A reading that was refused.
#[derive(Debug, Clone, Serialize)]
pub struct RefusedTrace {
    /// Words of the predicate.
    pub words: String,
    /// Rule.
    pub rule: String,
    /// Why.
    pub why: String,
}

impl Trace {
    /// Adds to what is said of a claim.
    pub(crate) fn note(&mut self, id: &str, note: &str) {
        for claim in self.sentences.iter_mut().flat_map(|s| &mut s.claims).filter(|c| c.id == id) {
            claim.notes.push(note.to_string());
        }
    }

    /// Keeps what was found in a sentence.
    pub(crate) fn sentence(
        &mut self,
        scene: &Scene<'_, '_>,
        clauses: &Clauses,
        attributions: &[Attribution],
        refused: &[Refused],
        settled: &[Settled],
        claims: &[Claim],
    ) {
        let s = scene.found.sentence;
        let words = |g: usize| s.slice(scene.groups[g].first, scene.groups[g].last).to_string();
        let mut out = SentenceTrace { text: s.text.get(s.start..s.end).unwrap_or("").to_string(), ..SentenceTrace::default() };
        out.numbers = scene
            .found
            .quantities
            .iter()
            .map(|q| format!("{} = low {} high {} {}", s.slice(q.first, q.last), side(q.low), side(q.high), q.bound))
            .collect();
        out.times = scene
            .found
            .times
            .iter()
            .map(|t| {
                format!(
                    "{} = {} {} {:?} [{}]",
                    s.slice(t.outer_first, t.last),
                    t.kind.as_str(),
                    t.value,
                    t.relation,
                    t.days.map_or_else(String::new, vigie_model::Days::edtf)
                )
            })
            .collect();
        out.names = scene
            .found
            .names
            .iter()
            .map(|n| {
                let mut known: Vec<String> = n.senses.iter().map(|x| named(scene.theatre, x.named)).collect();
                if let Some(place) = &n.place {
                    known.push(match scene.gazetteer.candidates(place).count() {
                        1 => "a place".to_string(),
                        n => format!("one of {n} places"),
                    });
                }
                format!("{} = {}", s.slice(n.first, n.last), known.join(" | "))
            })
            .collect();
        out.groups = scene.groups.iter().map(|g| describe(scene, g)).collect();
        out.predicates = clauses
            .predicates
            .iter()
            .map(|p| {
                let classes: Vec<_> =
                    p.classes.iter().map(|c| format!("{}{}", scene.grammar.name(c.0), if c.1 { "?" } else { "" })).collect();
                let args: Vec<_> = p.args.iter().map(|a| format!("{:?}: {}", a.function, words(a.group))).collect();
                let governor =
                    p.governor.map_or_else(String::new, |g| format!(" under «{}»", words(clauses.predicates[g].group)));
                format!(
                    "{} <{}> {:?}{}{}{} · {}",
                    words(p.group),
                    classes.join("|"),
                    p.tense,
                    if p.passive { " passive" } else { "" },
                    if p.negated { " negated" } else { "" },
                    governor,
                    args.join(" · ")
                )
            })
            .collect();
        out.speakers = attributions
            .iter()
            .map(|a| {
                format!(
                    "{} ({}){}{}",
                    a.voice.speakers.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(" + "),
                    a.voice.speakers.first().map_or("outlet", |s| s.verb.as_str()),
                    if a.forward { " → what follows" } else { "" },
                    if a.denies { ", denies" } else { "" }
                )
            })
            .collect();
        for (claim, done) in claims.iter().zip(settled) {
            let mut notes = Vec::new();
            if done.whence == Whence::Carried {
                notes.push("place carried from the sentence before".to_string());
            }
            if done.time_tokens.is_none() && !done.days.is_unknown() {
                notes.push("days carried over, or the day of the report".to_string());
            }
            if done.actors.iter().any(|a| a.tokens.is_none()) {
                notes.push("actor carried from another group".to_string());
            }
            let says = scene.pack.rules.iter().find(|r| r.id == claim.rule).map_or_else(String::new, |r| r.says.clone());
            out.claims.push(ClaimTrace {
                id: claim.id.clone(),
                rule: claim.rule.clone(),
                says,
                quote: claim.quote.text.clone(),
                notes,
            });
        }
        out.refused = refused
            .iter()
            .map(|r| RefusedTrace {
                words: words(r.group),
                rule: scene.pack.rules.get(r.rule).map_or_else(String::new, |x| x.id.clone()),
                why: r.why.clone(),
            })
            .collect();
        self.sentences.push(out);
    }
}

/// What a name may name, in words.
fn named(theatre: &Theatre, what: Named) -> String {
    let country = |n: u32| theatre.countries.get(n as usize).map_or("?", |c| c.en.as_str());
    match what {
        Named::Actor(n) => format!("actor {}", theatre.actors.get(n as usize).map_or("?", |a| a.name.as_str())),
        Named::Source(n) => format!("source {}", theatre.sources.get(n as usize).map_or("?", |a| a.name.as_str())),
        Named::Person(n) => format!("person {}", theatre.people.get(n as usize).map_or("?", |a| a.name.as_str())),
        Named::Country(n) => format!("country {}", country(n)),
        Named::Demonym(n) => format!("of {}", country(n)),
        Named::Capital(n) => format!("capital of {}", country(n)),
    }
}

fn side(n: Option<u64>) -> String {
    n.map_or_else(|| "open".to_string(), |n| n.to_string())
}

/// A group in a line: kind, function, words.
pub fn describe(scene: &Scene<'_, '_>, g: &Group<'_>) -> String {
    let words = scene.found.sentence.slice(g.first, g.last);
    match &g.body {
        Body::Noun(n) => {
            let classes: Vec<_> = n.senses.iter().map(|s| scene.grammar.name(s.class)).collect();
            let prep = n.prep.map_or_else(String::new, |p| format!("{p:?} "));
            format!("noun[{prep}{words}] {}", classes.join("|"))
        }
        Body::Verb(v) => format!("verb[{words}] {:?} {:?}{}", v.form, v.tense, if v.passive { " passive" } else { "" }),
        Body::Time(_) => format!("time[{words}]"),
        Body::Joint(j) => format!("joint[{words}] {j:?}"),
        Body::Mark(m) => format!("mark[{m}]"),
        Body::Adverb(_) => format!("word[{words}]"),
    }
}
