//! Attribution: who says what within a sentence.
//!
//! Stage 7, first part. A speaker stands in a prepositional group (*according
//! to X*), before its verb (*X says that*, *X says to have*), or after it
//! (*…, said X*). Each attribution knows which groups it bears on.

use vigie_pack::Pos;

use crate::clauses::{Clauses, Predicate};
use crate::frames::is_belligerent;
use crate::grammar::{Function, Meaning, NounUse, VerbUse, Word};
use crate::groups::{Body, Form, Tense};
use crate::resolve::{Memory, Scene, Speaker, Voice};

/// One speaker of a sentence.
#[derive(Debug, Clone)]
pub struct Attribution {
    /// Who, and who says it too or hands it on; nobody when the outlet itself does.
    pub voice: Voice,
    /// Group of the verb, or of the prepositional group.
    pub at: usize,
    /// Groups of the speaker itself: nothing there is said by it.
    pub own: (usize, usize),
    /// Bears on what follows only (*X says that …*); otherwise on all of its part of the sentence.
    pub forward: bool,
    /// A prepositional group: bears on its own clause first.
    pub aside: bool,
    /// The verb denies.
    pub denies: bool,
    /// The verb doubts or fears.
    pub doubts: bool,
    /// A thought or an aim that nobody need have uttered (*they believed that …*, *they intend to …*): nothing after it is said by it.
    pub thinks: bool,
    /// It hands on what another speaker says (*quoted by X*).
    pub relays: bool,
}

/// Finds the speakers of a sentence, in order.
pub fn attributions(scene: &Scene<'_, '_>, clauses: &Clauses, memory: &Memory) -> Vec<Attribution> {
    let mut list: Vec<Attribution> = Vec::new();
    let mut memory = memory.clone();
    for at in 0..scene.groups.len() {
        // `les FSR ont pris la ville, a annoncé leur porte-parole`: the bodies of the sentence itself come last.
        if scene.noun(at).is_some_and(|n| n.pronoun.is_none() && !n.names.is_empty()) {
            for party in scene.parties(at, &memory).into_iter().filter(|p| is_belligerent(p.kind) && p.tokens.is_some()) {
                memory.parties.retain(|p| p.id != party.id);
                memory.parties.push(party);
            }
        }
        let found = match &scene.groups[at].body {
            Body::Noun(n) if n.prep == Some(Function::According) => {
                let verb = scene.found.sentence.slice(scene.groups[at].first, n.start);
                let author = author(scene, at);
                scene.voice(author.unwrap_or(at), &memory, verb).map(|mut voice| {
                    let last = scene.chain(at).last().unwrap_or(at);
                    let last = join_voices(scene, clauses, &mut voice, last, &memory, verb);
                    Attribution {
                        voice,
                        at,
                        own: (at, last),
                        forward: false,
                        aside: true,
                        denies: false,
                        doubts: false,
                        thinks: false,
                        relays: false,
                    }
                })
            }
            Body::Verb(_) => clauses.of_group[at].and_then(|p| {
                let predicate = &clauses.predicates[p];
                if cites(scene, predicate) {
                    return cited(scene, predicate, &memory);
                }
                learned(scene, clauses, p, &memory)
                    .or_else(|| spoken(scene, clauses, p, &memory))
                    .or_else(|| issued(scene, clauses, p, &memory))
            }),
            _ => None,
        };
        if let Some(attribution) = found {
            if !attribution.thinks {
                memory.hear(attribution.voice.clone(), scene.theatre);
            }
            list.push(attribution);
        }
    }
    hand_on(&mut list);
    list
}

/// `selon un bilan donné par X`, `d'après un communiqué de X`: whose text it is.
fn author(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let text = scene.noun(at).is_some_and(|n| scene.head_is(n, "noun.toll") || scene.head_is(n, "speaker.text"));
    (at + 1..scene.groups.len().min(at + 7))
        .filter(|_| text)
        .take_while(|g| !matches!(scene.groups[*g].body, Body::Mark(';' | ':')))
        .find(|g| scene.noun(*g).is_some_and(|m| m.prep == Some(Function::By)))
}

/// `selon un commandant rebelle et l'ONG`: adds who stands beside, and gives the last group of both.
fn join_voices(scene: &Scene<'_, '_>, clauses: &Clauses, voice: &mut Voice, last: usize, memory: &Memory, verb: &str) -> usize {
    let next = last + 2;
    let joined = matches!(scene.groups.get(last + 1).map(|g| &g.body), Some(Body::Joint(Word::And)));
    let beside = joined
        && scene.noun(next).is_some_and(|n| matches!(n.prep, None | Some(Function::According | Function::By)))
        && is_speaker(scene, next)
        && scene.noun(next).is_some_and(|n| n.pronoun.is_none())
        // `selon l'armée et les rebelles ont fui`: a subject of its own.
        && !clauses.predicates.iter().any(|p| p.group > next && p.form == Form::Finite && p.args.iter().any(|a| a.group == next));
    if !beside {
        return last;
    }
    let Some(second) = scene.voice(next, memory, verb) else { return last };
    for speaker in second.speakers {
        if !voice.speakers.iter().any(|s| s.name == speaker.name) {
            voice.speakers.push(speaker);
        }
    }
    voice.plural = Some(true);
    scene.chain(next).last().unwrap_or(next)
}

/// Who hands on belongs to the voice that it hands on, as long as that is spoken of.
fn hand_on(list: &mut [Attribution]) {
    for at in 0..list.len() {
        if !list[at].relays {
            continue;
        }
        let (own, speakers) = (list[at].own, list[at].voice.speakers.clone());
        let beside = |a: &Attribution| !a.relays && own.0 <= a.own.1 + 4 && a.own.0 <= own.1 + 4;
        if let Some(host) = list.iter_mut().filter(|a| beside(a)).min_by_key(|a| a.own.1.abs_diff(own.0)) {
            for speaker in speakers {
                if !host.voice.speakers.iter().any(|s| s.name == speaker.name) {
                    host.voice.speakers.push(speaker);
                }
            }
        }
    }
}

/// `X, citant Y`, `X, qui cite Y`: whether the verb says that somebody else said it first.
fn cites(scene: &Scene<'_, '_>, p: &Predicate) -> bool {
    let cites = p.classes.iter().any(|c| scene.grammar.is_under(c.0, "verb.say.cite"));
    cites && !p.passive && (p.form == Form::Gerund || p.form == Form::Finite && p.relative.is_some())
}

/// Who is cited so.
fn cited(scene: &Scene<'_, '_>, p: &Predicate, memory: &Memory) -> Option<Attribution> {
    let v = scene.groups.get(p.group)?.verb()?;
    let object = p.arg(Function::Object).filter(|o| is_speaker(scene, *o))?;
    let verb = scene.found.sentence.surface(v.main);
    let whose = author(scene, object).unwrap_or(object);
    scene.voice(whose, memory, verb).filter(|v| !v.is_outlet()).map(|voice| Attribution {
        voice,
        at: p.group,
        own: (p.group, scene.chain(object).last().unwrap_or(object)),
        forward: false,
        aside: false,
        denies: false,
        doubts: false,
        thinks: false,
        relays: true,
    })
}

/// `a-t-on appris auprès de X`, `on apprend de source médicale`: nobody says where it comes from but the complement.
fn learned(scene: &Scene<'_, '_>, clauses: &Clauses, index: usize, memory: &Memory) -> Option<Attribution> {
    let p = &clauses.predicates[index];
    let v = scene.groups.get(p.group)?.verb()?;
    let learns = p.classes.iter().any(|c| scene.grammar.is_under(c.0, "verb.say.learn"));
    if !learns || v.form != Form::Finite {
        return None;
    }
    let from = [Function::Near, Function::According, Function::By, Function::Of];
    let whom = p.args.iter().find(|a| from.contains(&a.function) && a.group > p.group && is_speaker(scene, a.group))?.group;
    let verb = scene.found.sentence.surface(v.main).to_string();
    let voice = scene.voice(whom, memory, &verb)?;
    let own = (p.group, scene.chain(whom).last().unwrap_or(whom));
    let before = (0..p.group).any(|g| scene.groups[g].is_mark(','));
    Some(Attribution {
        voice,
        at: p.group,
        own,
        forward: !before,
        aside: false,
        denies: false,
        doubts: false,
        thinks: false,
        relays: false,
    })
}

fn spoken(scene: &Scene<'_, '_>, clauses: &Clauses, index: usize, memory: &Memory) -> Option<Attribution> {
    let p = &clauses.predicates[index];
    let at = p.group;
    let Some(Body::Verb(v)) = scene.groups.get(at).map(|g| &g.body) else { return None };
    let weak = p
        .classes
        .iter()
        .filter(|c| {
            matches!(
                scene.grammar.meaning(c.0),
                Meaning::Verb(VerbUse::Say | VerbUse::Deny | VerbUse::Doubt | VerbUse::Count | VerbUse::Plan)
            )
        })
        .all(|c| c.1);
    let says = p.is(VerbUse::Say);
    let denies = p.is(VerbUse::Deny);
    // `cela porte à 20 le nombre`, `les quatorze que compte l'armée` tell a number, and nobody says it.
    let pointed =
        p.arg(Function::Subject).and_then(|s| scene.noun(s)).is_some_and(|n| n.pronoun == Some(Word::DemonstrativePronoun));
    let relative =
        (0..at).next_back().is_some_and(|b| matches!(scene.groups[b].body, Body::Joint(Word::RelativeObject | Word::That)));
    if !says && !denies && weak && (pointed || relative) {
        return None;
    }
    let doubts = p.is(VerbUse::Doubt);
    let counts = p.is(VerbUse::Count);
    // `est sur le point de` is nobody's word.
    let plans = p.is(VerbUse::Plan) && !p.classes.iter().any(|c| scene.grammar.is_under(c.0, "verb.plan.near"));
    if !(says || denies || doubts || counts || plans) || p.purpose {
        return None;
    }
    if v.form == Form::Participle && !v.passive {
        return None;
    }
    let subject = p.arg(Function::Subject)?;
    // The participle before a noun (`citée par l'agence`) hands on.
    let relays = v.form == Form::Participle;
    if relays && weak && !p.all(Function::Subject).any(|g| is_carrier(scene, g)) {
        return None;
    }
    if relays
        && !(says
            && p.args
                .iter()
                .any(|a| a.function == Function::Subject && scene.noun(a.group).is_some_and(|n| n.prep == Some(Function::By))))
    {
        return None;
    }
    if !relays && v.passive {
        // `a été annoncé par X`: only with an agent.
        let agent = scene.noun(subject).is_some_and(|n| n.prep == Some(Function::By));
        if !agent {
            return None;
        }
    }
    // `le bilan de l'ONG s'élève à`: a toll is said by whose it is, or by who spoke last.
    if scene.noun(subject).is_some_and(|n| scene.head_is(n, "noun.toll")) {
        let whose = scene
            .chain(subject)
            .nth(1)
            .filter(|g| scene.noun(*g).is_some_and(|n| !n.names.is_empty() || scene.head_is(n, "speaker")));
        let verb = scene.found.sentence.surface(v.main).to_string();
        let voice = whose.and_then(|g| scene.voice(g, memory, &verb))?;
        return Some(Attribution {
            voice,
            at,
            own: (subject.min(at), subject.max(at)),
            forward: true,
            aside: false,
            denies: false,
            doubts: false,
            thinks: false,
            relays: false,
        });
    }
    // The agent of a passive stands after its verb and is no inverted subject.
    let inverted = subject >= at && (!v.passive || says);
    let speakerlike = inverted || is_speaker(scene, subject);
    let number = |g: usize| {
        let quantity = scene.noun(g).and_then(|n| n.quantity).map(|q| &scene.found.quantities[q]);
        quantity.is_some_and(|q| !q.article || q.low.is_some_and(|low| low > 1))
    };
    let numbered = counts && p.args.iter().any(|a| a.function != Function::Subject && scene.chain(a.group).any(number));
    let that = (at + 1..scene.groups.len().min(at + 5)).find(|g| matches!(scene.groups[*g].body, Body::Joint(Word::That)));
    let quoted = scene.groups.iter().any(|g| matches!(g.body, Body::Mark('«' | '"' | '“')));
    if weak && !(speakerlike && (inverted || that.is_some() || quoted && says || numbered || governs(clauses, index))) {
        return None;
    }
    if !speakerlike && that.is_none() && !governs(clauses, index) {
        return None;
    }
    // An attack can `announce` nothing: an event noun is no speaker.
    if clauses.of_group.get(subject).copied().flatten().is_some_and(|e| clauses.predicates[e].noun) {
        return None;
    }
    if (counts || plans) && !(says || denies || doubts) {
        // `dénombre 20 morts`: a number makes it a report.
        if !speakerlike || (!numbered && that.is_none() && !((plans || counts && !weak) && governs(clauses, index))) {
            return None;
        }
    }
    let verb = scene.found.sentence.surface(v.main).to_string();
    let mut voice = claimant(scene, p, subject, memory).or_else(|| scene.voice(subject, memory, &verb))?;
    let mut own_last = scene.chain(subject).last().unwrap_or(subject);
    if inverted && scene.noun(subject).is_some() {
        own_last = join_voices(scene, clauses, &mut voice, own_last, memory, &verb);
    }
    for more in p.all(Function::Subject).filter(|s| *s != subject && *s < at && is_speaker(scene, *s)) {
        if let Some(second) = scene.voice(more, memory, &verb) {
            let new: Vec<Speaker> =
                second.speakers.into_iter().filter(|s| !voice.speakers.iter().any(|k| k.name == s.name)).collect();
            voice.speakers.extend(new);
            voice.plural = Some(true);
        }
    }
    let last_verb = !(at + 1..scene.groups.len()).any(|g| scene.groups[g].verb().is_some() || clauses.of_group[g].is_some());
    let tail = !inverted && last_verb && that.is_none() && comma_before(scene, subject) && !has_object(clauses, index);
    // `il a pris la ville, ce que dément l'armée`: the relative clause denies what stands before, and does not say it.
    let refers = denies && at.checked_sub(1).is_some_and(|g| matches!(scene.groups[g].body, Body::Joint(Word::That)));
    // The agent of a passive stands apart from its verb: what lies between is said.
    let own = if v.passive && subject > at && !relays { (subject, own_last) } else { (subject.min(at), own_last.max(at)) };
    Some(Attribution {
        voice,
        at,
        own,
        forward: (!inverted && !tail && !relays) || refers,
        aside: false,
        denies,
        doubts: doubts || v.tense == Tense::Conditional && says,
        thinks: !(says || denies || counts || inverted),
        relays,
    })
}

/// `Damas livre une autre version`, `l'armée a publié un communiqué`: what follows is its word.
fn issued(scene: &Scene<'_, '_>, clauses: &Clauses, index: usize, memory: &Memory) -> Option<Attribution> {
    let p = &clauses.predicates[index];
    let v = scene.groups.get(p.group)?.verb()?;
    let text = p.arg(Function::Object).and_then(|g| scene.noun(g)).is_some_and(|n| scene.head_is(n, "speaker.text"));
    let subject = p.arg(Function::Subject)?;
    if !text || v.form != Form::Finite || v.passive || p.negated || !is_speaker(scene, subject) {
        return None;
    }
    let verb = scene.found.sentence.surface(v.main).to_string();
    let voice = scene.voice(subject, memory, &verb)?;
    let own = (subject.min(p.group), p.group);
    Some(Attribution {
        voice,
        at: p.group,
        own,
        forward: true,
        aside: false,
        denies: false,
        doubts: false,
        thinks: false,
        relays: false,
    })
}

/// `elle revendique la prise`: who claims a deed is who fights, not the monitor that spoke last.
fn claimant(scene: &Scene<'_, '_>, p: &Predicate, subject: usize, memory: &Memory) -> Option<Voice> {
    let claims = p.classes.iter().any(|c| scene.grammar.is_under(c.0, "verb.say.claim"));
    let pronoun = scene.noun(subject).is_none_or(|n| n.pronoun.is_some());
    let fights = memory.last_heard().and_then(|v| v.speakers.first()).is_some_and(|s| s.party.is_some());
    if !claims || !pronoun || fights {
        return None;
    }
    let party = memory.parties.iter().rev().find(|q| is_belligerent(q.kind))?.clone();
    let verb = scene.found.sentence.surface(scene.groups.get(p.group)?.verb()?.main).to_string();
    let speaker = Speaker { id: party.id.clone(), name: party.name.clone(), mention: String::new(), verb, party: Some(party) };
    Some(Voice { speakers: vec![speaker], ..Voice::default() })
}

fn has_object(clauses: &Clauses, index: usize) -> bool {
    clauses.predicates[index].arg(Function::Object).is_some()
}

/// Whether some other predicate hangs on this one (`dit avoir pris`).
fn governs(clauses: &Clauses, index: usize) -> bool {
    let carries = clauses.predicates[index].is(VerbUse::Launch) || clauses.predicates[index].is(VerbUse::Deny);
    clauses.predicates.iter().any(|p| p.governor == Some(index) && !p.purpose && p.form != Form::Gerund && !(p.noun && carries))
}

/// An agency or a channel: it hands on what others say.
fn is_carrier(scene: &Scene<'_, '_>, group: usize) -> bool {
    scene.noun(group).is_some_and(|n| {
        n.names.iter().any(|i| {
            scene.found.names[*i]
                .source()
                .and_then(|s| scene.theatre.sources.get(s as usize))
                .is_some_and(|s| matches!(s.kind.as_str(), "agency" | "media"))
        })
    })
}

fn comma_before(scene: &Scene<'_, '_>, at: usize) -> bool {
    at > 0 && scene.groups[at - 1].is_mark(',')
}

fn is_speaker(scene: &Scene<'_, '_>, at: usize) -> bool {
    let Some(n) = scene.noun(at) else { return true };
    if n.pronoun.is_some() {
        return true;
    }
    let by_noun = n.senses.iter().filter(|s| s.pos == Pos::Noun).any(|s| {
        matches!(
            scene.grammar.meaning(s.class),
            Meaning::Noun(NounUse::Speaker | NounUse::Government | NounUse::Armed | NounUse::People)
        )
    });
    by_noun
        || n.names.iter().any(|i| {
            let hit = &scene.found.names[*i];
            hit.source().is_some()
                || hit.person().is_some()
                || hit.actor().is_some()
                || (hit.country().is_some() && n.senses.is_empty())
        })
        || (n.unknown_name && n.senses.is_empty())
        || (n.unknown_name && n.senses.iter().any(|s| scene.grammar.meaning(s.class) == Meaning::Noun(NounUse::Other)))
}

/// The speakers of what stands at a group, nearest first.
pub fn speakers<'a>(
    scene: &Scene<'_, '_>,
    clauses: &Clauses,
    list: &'a [Attribution],
    group: usize,
    predicate: Option<usize>,
) -> Vec<&'a Attribution> {
    let mut ranked: Vec<(usize, usize, &Attribution)> = Vec::new();
    for a in list {
        if (a.own.0..=a.own.1).contains(&group) && a.at != group {
            continue;
        }
        if a.at == group && !a.aside {
            // The verb itself bears the claim (`dénombre 20 morts`).
            ranked.push((0, 0, a));
            continue;
        }
        if inserted(scene, a).is_some_and(|(from, to)| group < from || to < group) {
            continue;
        }
        let distance = a.at.abs_diff(group);
        let governed = predicate.is_some_and(|p| is_governed(clauses, p, a.at));
        let same_clause = clauses.clause.get(group) == clauses.clause.get(a.at);
        if governed {
            ranked.push((0, distance, a));
        } else if a.aside && same_clause {
            ranked.push((1, distance, a));
        } else if a.forward {
            if a.at < group && !blocked(scene, a.at, group) {
                ranked.push((2, distance, a));
            }
        } else if !blocked(scene, a.at.min(group), a.at.max(group)) {
            ranked.push((if a.aside { 4 } else { 3 }, distance, a));
        } else if !a.aside && a.at > group && !list.iter().any(|o| !o.relays && o.at < group) {
            // `ils sont entrés ; ils tiennent la ville, a affirmé X`: all of it, when nobody else speaks.
            ranked.push((5, distance, a));
        }
    }
    ranked.sort_by_key(|r| (r.0, r.1));
    let Some(first) = ranked.iter().find(|r| !r.2.relays).map(|r| r.2) else {
        return ranked.first().map(|r| r.2).into_iter().collect();
    };
    // `l'armée a annoncé que …, selon les agences`: who relays stands beside who says.
    let carried = first.aside && is_carrier(scene, first.at);
    let first = ranked.iter().map(|r| r.2).find(|a| carried && a.forward && !a.relays && a.at < group).unwrap_or(first);
    let mut out = vec![first];
    out.extend(ranked.iter().map(|r| r.2).filter(|a| a.aside && !first.aside && a.at != first.at && is_carrier(scene, a.at)));
    out.extend(ranked.iter().map(|r| r.2).filter(|a| a.relays && a.own.0 <= first.own.1 + 4 && first.own.0 <= a.own.1 + 4));
    out
}

/// `les assaillants, une centaine selon des experts, ont`: a source inside an apposition bears on that alone.
fn inserted(scene: &Scene<'_, '_>, a: &Attribution) -> Option<(usize, usize)> {
    let plain = |g: &usize| matches!(scene.groups[*g].body, Body::Noun(_) | Body::Adverb(_));
    let (first, last) = a.own;
    let before = (0..first).rev().take_while(plain).count();
    let from = first - before;
    let to = last + 1;
    let opens = from > 0 && scene.groups[from - 1].is_mark(',');
    let closes = scene.groups.get(to).is_some_and(|g| g.is_mark(','));
    let counts = (from..first).any(|g| scene.noun(g).is_some_and(|n| n.quantity.is_some() && n.prep.is_none()));
    let goes_on = scene.groups.get(to + 1).is_some_and(|g| g.verb().is_some());
    (a.aside && before > 0 && opens && closes && counts && goes_on).then_some((from, to))
}

fn is_governed(clauses: &Clauses, mut predicate: usize, by: usize) -> bool {
    for _ in 0..4 {
        let Some(governor) = clauses.predicates[predicate].governor else { return false };
        if clauses.predicates[governor].group == by {
            return true;
        }
        predicate = governor;
    }
    false
}

/// A semicolon parts what two speakers say.
fn blocked(scene: &Scene<'_, '_>, from: usize, to: usize) -> bool {
    (from..to).any(|g| scene.groups[g].is_mark(';'))
}
