//! Tolls: who is counted as dead, wounded or missing.
//!
//! Part of stage 6. A number is a toll by its noun (*277 morts*), or because
//! its group undergoes a verb of killing (*277 personnes ont été tuées*).
//! Numbers that follow as a part (*dont*, a list in brackets or after a colon)
//! are sub-counts of the toll before them.

mod again;

use vigie_model::{Bound, Counted, Who};
use vigie_pack::Pos;

use crate::clauses::Clauses;
use crate::grammar::{Det, Function, Meaning, NounUse, VerbUse, Word};
use crate::groups::{Body, Form, NounGroup};
use crate::resolve::Scene;

pub use again::{Tolled, stands_alone};

/// A counted group.
#[derive(Debug, Clone)]
pub struct Toll {
    /// Its group.
    pub group: usize,
    /// What is counted.
    pub of: Counted,
    /// Who is counted.
    pub who: Option<Who>,
    /// Lower number.
    pub low: Option<u64>,
    /// Upper number.
    pub high: Option<u64>,
    /// How firmly.
    pub bound: Bound,
    /// Tokens of the words.
    pub tokens: (usize, usize),
    /// The predicate by which it is a toll.
    pub predicate: Option<usize>,
    /// Place in the list of tolls of the one that it is part of.
    pub part_of: Option<usize>,
    /// *another*: it adds to what was told.
    pub more: bool,
    /// Another count of what was counted before.
    pub again: bool,
}

/// Who a noun group counts; `None` for things.
pub fn who(scene: &Scene<'_, '_>, n: &NounGroup<'_>) -> Option<Who> {
    const CLASSES: [(&str, Who); 14] = [
        ("people.child", Who::Children),
        ("people.woman", Who::Women),
        ("people.civilian", Who::Civilians),
        ("people.journalist", Who::Journalists),
        ("people.aid", Who::AidWorkers),
        ("people.police", Who::Police),
        ("armed.police", Who::Police),
        ("people.soldier", Who::Soldiers),
        ("armed.army", Who::Soldiers),
        ("people.attacker", Who::Attackers),
        ("armed.attackers", Who::Attackers),
        ("people.prisoner", Who::Prisoners),
        ("people.fighter", Who::Fighters),
        ("armed", Who::Fighters),
    ];
    let class = |pattern: &str| scene.head_is(n, pattern);
    // *inhabitants*, *villagers* are counted as people: nobody says that they are civilians.
    if class("people.person") || (n.senses.is_empty() && n.head.is_none()) {
        if scene.modifier_is(n, "adj.civilian") {
            return Some(Who::Civilians);
        }
        return Some(Who::People);
    }
    // `337 drones ukrainiens`: a people as an adjective makes no person of a weapon.
    if class("weapon") || class("thing") {
        return None;
    }
    if scene.modifier_is(n, "adj.civilian") {
        return Some(Who::Civilians);
    }
    if let Some(found) = CLASSES.iter().find(|(pattern, _)| class(pattern)) {
        return Some(found.1);
    }
    let counted = n.senses.iter().any(|s| {
        matches!(
            scene.grammar.meaning(s.class),
            Meaning::Noun(
                NounUse::CountDead
                    | NounUse::CountInjured
                    | NounUse::CountMissing
                    | NounUse::CountVictim
                    | NounUse::CountDisplaced
                    | NounUse::People
            )
        )
    });
    if counted || !n.names.is_empty() {
        return Some(Who::People);
    }
    if n.senses.iter().any(|s| scene.grammar.meaning(s.class) == Meaning::Noun(NounUse::CountHeld)) {
        return Some(Who::Prisoners);
    }
    None
}

/// The number of a group: its quantity, or one where a single person is told.
pub fn number(scene: &Scene<'_, '_>, n: &NounGroup<'_>) -> Option<(Option<u64>, Option<u64>, Bound)> {
    if let Some(q) = n.quantity.map(|q| &scene.found.quantities[q]) {
        if q.fraction || q.ordinal {
            return None;
        }
        return (q.low.is_some() || q.high.is_some()).then_some((q.low, q.high, q.bound));
    }
    None
}

/// Whether a number stands with the group, and no mere article.
fn numbered(scene: &Scene<'_, '_>, n: &NounGroup<'_>) -> bool {
    n.quantity.is_some_and(|q| !scene.found.quantities[q].article)
}

fn one(n: &NounGroup<'_>) -> Option<(Option<u64>, Option<u64>, Bound)> {
    let single = n.plural == Some(false) || (n.plural.is_none() && (n.unknown_name || !n.names.is_empty()));
    (single && n.pronoun.is_none()).then_some((Some(1), Some(1), Bound::Exact))
}

/// Finds the tolls of a sentence, in order.
pub fn tolls(scene: &Scene<'_, '_>, clauses: &Clauses, before: Option<Tolled>) -> Vec<Toll> {
    let mut list: Vec<Toll> = Vec::new();
    for at in 0..scene.groups.len() {
        let Some(n) = scene.noun(at) else { continue };
        let found = own_count(scene, clauses, at, n)
            .or_else(|| by_predicate(scene, clauses, at, n))
            .or_else(|| number_of(scene, clauses, at, n))
            .or_else(|| again::again(scene, clauses, at, n, &list, before));
        let sub = part_of(scene, clauses, at, &list);
        let mut toll = match (found, sub) {
            (Some(toll), _) => toll,
            (None, Some(whole)) => {
                let Some((low, high, bound)) = number(scene, n) else { continue };
                let kind = who(scene, n);
                if kind.is_none() {
                    continue;
                }
                Toll {
                    group: at,
                    of: list[whole].of,
                    who: kind,
                    low,
                    high,
                    bound,
                    tokens: span(scene, at),
                    predicate: list[whole].predicate,
                    part_of: None,
                    more: false,
                    again: false,
                }
            }
            (None, None) => continue,
        };
        toll.part_of = sub.map(|w| list[w].part_of.unwrap_or(w));
        extend_bound(scene, &list, &mut toll, n);
        list.push(toll);
    }
    list
}

/// `au moins 25 morts et 31 blessés`: the bound holds for both.
fn extend_bound(scene: &Scene<'_, '_>, list: &[Toll], toll: &mut Toll, n: &NounGroup<'_>) {
    let own = n.quantity.is_none_or(|q| scene.found.quantities[q].own_bound);
    let Some(last) = list.last() else { return };
    let joined = toll.group > 0
        && (last.group + 1..toll.group).all(|g| match &scene.groups[g].body {
            Body::Joint(Word::And) => true,
            Body::Noun(m) => m.prep == Some(Function::Of),
            Body::Verb(v) => v.form != Form::Infinitive,
            Body::Adverb(_) | Body::Time(_) => true,
            _ => false,
        })
        && (last.group + 1..toll.group).any(|g| matches!(scene.groups[g].body, Body::Joint(Word::And)));
    if own || !joined || toll.part_of.is_some() != last.part_of.is_some() {
        return;
    }
    if let (Some(number), Bound::AtLeast | Bound::MoreThan) = (toll.low, last.bound) {
        toll.bound = last.bound;
        toll.low = Some(number);
        toll.high = None;
    }
}

fn span(scene: &Scene<'_, '_>, at: usize) -> (usize, usize) {
    let g = &scene.groups[at];
    (scene.noun(at).map_or(g.first, |n| n.start), g.last)
}

/// Whether a verb of counting has the group beside it.
fn recorded(clauses: &Clauses, at: usize) -> bool {
    clauses.predicates.iter().any(|p| !p.noun && p.is(VerbUse::Count) && p.args.iter().any(|a| a.group == at))
}

/// `277 morts`, `une vingtaine de blessés`.
fn own_count(scene: &Scene<'_, '_>, clauses: &Clauses, at: usize, n: &NounGroup<'_>) -> Option<Toll> {
    let of = n.senses.iter().filter(|s| s.pos == Pos::Noun).find_map(|s| match scene.grammar.meaning(s.class) {
        Meaning::Noun(NounUse::CountDead) => Some(Counted::Killed),
        Meaning::Noun(NounUse::CountVictim) => Some(Counted::Killed),
        Meaning::Noun(NounUse::CountInjured) => Some(Counted::Injured),
        Meaning::Noun(NounUse::CountMissing) => Some(Counted::Missing),
        // `douze décès ont été recensés`.
        Meaning::Noun(NounUse::Death) if recorded(clauses, at) => Some(Counted::Killed),
        _ => None,
    })?;
    // `les corps de 15 secouristes`: the number stands with those who died.
    let bodies = || {
        let whole = n.quantity.is_none() && n.plural != Some(false) && of == Counted::Killed;
        let inner = scene.chain(at).nth(1).and_then(|g| scene.noun(g)).filter(|m| whole && numbered(scene, m))?;
        number(scene, inner).filter(|_| who(scene, inner).is_some())
    };
    let (low, high, bound) = number(scene, n).or_else(bodies)?;
    // `un mort` counts only where something says that it is a toll.
    let article = n.quantity.is_some_and(|q| scene.found.quantities[q].article);
    let predicate = (0..clauses.predicates.len()).find(|p| {
        let p = &clauses.predicates[*p];
        !p.noun
            && p.args.iter().any(|a| a.group == at)
            && (p.is(VerbUse::Toll) || p.is(VerbUse::Count) || p.is(VerbUse::Say) || p.is(VerbUse::Kill))
    });
    if article && predicate.is_none() {
        return None;
    }
    let mut kind = who(scene, n);
    // `16 blessés parmi les soldats`, `trois morts civils`.
    if let Some(inner) = scene.chain(at).nth(1).and_then(|g| scene.noun(g))
        && let Some(better) = who(scene, inner).filter(|w| *w != Who::People)
    {
        kind = Some(better);
    }
    Some(Toll {
        group: at,
        of,
        who: kind.or(Some(Who::People)),
        low,
        high,
        bound,
        tokens: span(scene, at),
        predicate,
        part_of: None,
        more: more(scene, n),
        again: false,
    })
}

/// The group undergoes a verb, or hangs on a noun, of death or injury.
fn by_predicate(scene: &Scene<'_, '_>, clauses: &Clauses, at: usize, n: &NounGroup<'_>) -> Option<Toll> {
    for (index, p) in clauses.predicates.iter().enumerate() {
        let Some(arg) = p.args.iter().find(|a| a.group == at) else { continue };
        let class = |pattern: &str| p.classes.iter().any(|c| scene.grammar.is_under(c.0, pattern));
        let mut predicate = Some(index);
        let of = if p.noun {
            let death = p.classes.iter().any(|c| scene.grammar.meaning(c.0) == Meaning::Noun(NounUse::Death));
            (death && arg.function == Function::Of).then_some(Counted::Killed)
        } else if class("verb.kill.at") {
            (arg.function == Function::At || arg.function == Function::To).then_some(Counted::Killed)
        } else if class("verb.kill.of") {
            (arg.function == Function::Of).then_some(Counted::Killed)
        } else if p.is(VerbUse::Kill) || class("verb.execute") {
            (arg.function == Function::Object).then_some(Counted::Killed)
        } else if p.is(VerbUse::Injure) {
            let killed = killed_or(scene, clauses, p.group);
            if killed.is_some() && arg.function == Function::Object {
                predicate = killed;
            }
            let of = if killed.is_some() { Counted::Killed } else { Counted::Injured };
            (arg.function == Function::Object).then_some(of)
        } else if class("verb.lose") {
            // `a perdu neuf de ses hommes`.
            let told = numbered(scene, n) || scene.head_is(n, "people.soldier");
            let fallen = arg.function == Function::Object && told && who(scene, n).is_some();
            (fallen && !scene.head_is(n, "people.official")).then_some(Counted::Killed)
        } else if p.is(VerbUse::Die) {
            (matches!(arg.function, Function::Subject) || (p.passive && arg.function == Function::Object))
                .then_some(Counted::Killed)
        } else if p.is(VerbUse::Vanish) {
            matches!(arg.function, Function::Subject | Function::Object).then_some(Counted::Missing)
        } else {
            None
        };
        let Some(of) = of else { continue };
        let counted = number(scene, n).or_else(|| one(n).filter(|_| who(scene, n).is_some() || n.unknown_name));
        let (low, high, bound) = counted?;
        let kind = who(scene, n).or_else(|| (n.head.is_none() || n.senses.is_empty() || n.unknown_name).then_some(Who::People));
        let official = scene.head_is(n, "people.official") || scene.head_is(n, "speaker") || scene.head_is(n, "gov");
        let kind = kind.or(official.then_some(Who::People))?;
        return Some(Toll {
            group: at,
            of,
            who: Some(kind),
            low,
            high,
            bound,
            tokens: span(scene, at),
            predicate,
            part_of: None,
            more: more(scene, n),
            again: false,
        });
    }
    None
}

/// `a tué ou blessé des dizaines de soldats`: the verb of killing before *or*, which shares the object.
fn killed_or(scene: &Scene<'_, '_>, clauses: &Clauses, injures: usize) -> Option<usize> {
    let or = injures.checked_sub(1).filter(|g| matches!(scene.groups[*g].body, Body::Joint(Word::Or)))?;
    let kills = clauses.of_group[or.checked_sub(1)?]?;
    let p = &clauses.predicates[kills];
    (!p.noun && p.is(VerbUse::Kill)).then_some(kills)
}

/// `le nombre de morts dépasse 200`, `porte à 198 le nombre de personnes tuées`: the number stands apart from what it counts.
fn number_of(scene: &Scene<'_, '_>, clauses: &Clauses, at: usize, n: &NounGroup<'_>) -> Option<Toll> {
    if n.head.is_some() || !n.names.is_empty() || n.unknown_name {
        return None;
    }
    let (low, high, bound) = number(scene, n)?;
    let (index, other) = clauses.predicates.iter().enumerate().find_map(|(index, p)| {
        let counts = !p.noun && p.is(VerbUse::Count) && p.args.iter().any(|a| a.group == at);
        let toll = |g: &usize| *g != at && scene.noun(*g).is_some_and(|m| scene.head_is(m, "noun.toll"));
        counts.then(|| p.args.iter().map(|a| a.group).find(toll)).flatten().map(|g| (index, g))
    })?;
    let head = scene.noun(other)?;
    let own = [("noun.toll.dead", Counted::Killed), ("noun.toll.injured", Counted::Injured)];
    let own = own.iter().find(|(class, _)| scene.head_is(head, class)).map(|c| (c.1, index));
    // `le nombre de personnes tuées`: the participle beside the people says what befell them.
    let told = || {
        let people = scene.chain(other).nth(1)?;
        clauses.predicates.iter().enumerate().filter(|(_, p)| p.args.iter().any(|a| a.group == people)).find_map(|(i, p)| {
            let dead = p.is(VerbUse::Kill) || p.is(VerbUse::Die);
            dead.then_some((Counted::Killed, i)).or_else(|| p.is(VerbUse::Injure).then_some((Counted::Injured, i)))
        })
    };
    let (of, predicate) = own.or_else(told)?;
    Some(Toll {
        group: at,
        of,
        who: Some(Who::People),
        low,
        high,
        bound,
        tokens: span(scene, at),
        predicate: Some(predicate),
        part_of: None,
        more: false,
        again: false,
    })
}

fn more(scene: &Scene<'_, '_>, n: &NounGroup<'_>) -> bool {
    let s = scene.found.words;
    n.head.is_some_and(|h| (n.start..h.0).any(|i| scene.grammar.words(s.senses(i)).any(|w| w == Word::AdverbMore)))
}

/// The toll that the group at `at` is a part of, by what stands between them.
fn part_of(scene: &Scene<'_, '_>, clauses: &Clauses, at: usize, list: &[Toll]) -> Option<usize> {
    let n = scene.noun(at)?;
    number(scene, n)?;
    let whole = list.len().checked_sub(1)?;
    let from = list[whole].group;
    if n.prep == Some(Function::Among) {
        return Some(whole);
    }
    // `…, d'après un responsable`, `contre 826 la veille`: no part.
    if n.prep.is_some_and(|f| !matches!(f, Function::Of | Function::At | Function::On)) {
        return None;
    }
    let own_verb = |g: usize| list[whole].predicate.is_some_and(|p| clauses.predicates[p].group == g);
    let mut opener = false;
    for g in from + 1..at {
        match &scene.groups[g].body {
            Body::Joint(Word::RelativeOf) => opener = true,
            Body::Mark(':' | '(' | '-' | '–' | '—') => opener = true,
            Body::Noun(m) if m.prep == Some(Function::Among) && m.quantity.is_none() => opener = true,
            // `327 personnes ont péri, dont 44 civils`: the verb of the whole itself.
            Body::Verb(v) if v.form == Form::Finite && (opener || !own_verb(g)) => return None,
            Body::Mark(';') => return None,
            Body::Joint(Word::That | Word::Subordinate | Word::RelativeSubject) => return None,
            _ => {}
        }
    }
    if opener {
        return Some(whole);
    }
    // `80 membres de X, 19 de Y et 54 soldats`: the list of parts goes on.
    if list[whole].part_of.is_some() && (from + 1..at).all(|g| goes_on(scene, g)) {
        let closed = (from + 1..at).any(|g| matches!(scene.groups[g].body, Body::Mark(')' | '-' | '–')));
        return (!closed).then_some(whole);
    }
    None
}

fn goes_on(scene: &Scene<'_, '_>, g: usize) -> bool {
    match &scene.groups[g].body {
        Body::Mark(',') | Body::Joint(Word::And) | Body::Adverb(_) | Body::Time(_) => true,
        Body::Noun(m) => m.prep.is_some() || m.det == Some(Det::Definite) || m.det.is_none(),
        Body::Verb(v) => v.form == Form::Participle,
        _ => false,
    }
}
