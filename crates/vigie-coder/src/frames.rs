//! Frames: which predicate evokes which event, and who fills which role.
//!
//! Stage 6. The rules of the pack are asked of every predicate; the rule that
//! finds most of what it names wins. Refused readings are kept for `explain`.

use rustc_hash::FxHashMap;
use vigie_model::EventCode;
use vigie_pack::{ClassId, Feature, Item, Pack, Role, Rule};

use crate::clauses::{Clauses, Predicate};
use crate::grammar::{Function, Grammar, Meaning, NounUse, Word};
use crate::groups::{Body, Form};
use crate::resolve::{Memory, PartyKind, Scene};

/// The rules of a pack, by the class of the predicate that they read.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    by_class: FxHashMap<ClassId, Vec<usize>>,
    items: Vec<Vec<Vec<(Function, Vec<Test>)>>>,
}

/// What an argument must be.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Place,
    Actor,
    Event,
    Quantity,
    Armed,
    People,
    Class(String),
}

impl Rules {
    /// Reads the rules of a pack once.
    pub fn new(pack: &Pack, grammar: &Grammar) -> Self {
        let mut rules = Self::default();
        for (at, rule) in pack.rules.iter().enumerate() {
            for pattern in &rule.predicate {
                for class in grammar.under(&pattern.class) {
                    let list = rules.by_class.entry(class).or_default();
                    if !list.contains(&at) {
                        list.push(at);
                    }
                }
            }
            rules.items.push(rule.items.iter().map(read_item).collect());
        }
        rules
    }

    /// Whether any rule reads a predicate of this class.
    pub fn evokes(&self, class: ClassId) -> bool {
        self.by_class.contains_key(&class)
    }
}

fn read_item(item: &Item) -> Vec<(Function, Vec<Test>)> {
    item.alternatives
        .iter()
        .filter_map(|a| Function::named(&a.function).map(|f| (f, a.classes.iter().map(|c| read_test(c)).collect())))
        .collect()
}

fn read_test(class: &str) -> Test {
    match class {
        "place" => Test::Place,
        "actor" => Test::Actor,
        "event" => Test::Event,
        "quantity" => Test::Quantity,
        "armed" => Test::Armed,
        "people" => Test::People,
        other => Test::Class(other.to_string()),
    }
}

/// A predicate with the rule that reads it and the groups in its roles.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Place in the list of predicates.
    pub predicate: usize,
    /// Place in the list of rules.
    pub rule: usize,
    /// Code.
    pub event: EventCode,
    /// Groups that act.
    pub actors: Vec<usize>,
    /// Groups acted upon.
    pub targets: Vec<usize>,
    /// Group that says where.
    pub place: Option<usize>,
    /// Groups that are counted.
    pub counts: Vec<usize>,
    /// How many items were found.
    pub found: usize,
}

/// A rule that was asked and refused, and why.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Group of the predicate.
    pub group: usize,
    /// Place in the list of rules.
    pub rule: usize,
    /// Why.
    pub why: String,
}

/// Reads one predicate: the best frame, and the rules that were refused.
pub fn frame(
    scene: &Scene<'_, '_>,
    clauses: &Clauses,
    at: usize,
    rules: &Rules,
    memory: &Memory,
    refused: Option<&mut Vec<Refused>>,
) -> Option<Frame> {
    let p = &clauses.predicates[at];
    let mut best: Option<(Frame, usize)> = None;
    let mut losers = Vec::new();
    for (class, weak) in &p.classes {
        let Some(list) = rules.by_class.get(class) else { continue };
        for rule_at in list {
            let rule = &scene.pack.rules[*rule_at];
            match read(scene, clauses, at, rule, &rules.items[*rule_at], *class, *weak, memory) {
                Ok(mut frame) => {
                    frame.rule = *rule_at;
                    // A narrower class counts like an item found.
                    let depth = rule
                        .predicate
                        .iter()
                        .filter(|c| scene.grammar.is_under(*class, &c.class))
                        .map(|c| c.class.matches('.').count())
                        .max()
                        .unwrap_or(0);
                    // Of two rules for one noun, the one that counts it reads more.
                    let counts = rule.counts.is_some() && scene.noun(p.group).is_some_and(|n| n.quantity.is_some());
                    let rank = frame.found * 4 + depth + usize::from(counts) * 2;
                    let wins = match &best {
                        None => true,
                        Some((other, other_rank)) => {
                            let other_rule = &scene.pack.rules[other.rule];
                            if rule.before.contains(&other_rule.id) {
                                true
                            } else if other_rule.before.contains(&rule.id) {
                                false
                            } else {
                                rank > *other_rank
                            }
                        }
                    };
                    if wins {
                        if let Some((other, _)) = best.replace((frame, rank)) {
                            losers.push((other.rule, Why::Beaten(*rule_at)));
                        }
                    } else {
                        losers.push((*rule_at, Why::Beaten(best.as_ref().map_or(*rule_at, |b| b.0.rule))));
                    }
                }
                Err(why) => losers.push((*rule_at, why)),
            }
        }
    }
    if let Some(refused) = refused {
        let rules = &scene.pack.rules;
        refused.extend(losers.into_iter().map(|(rule, why)| Refused {
            group: p.group,
            rule,
            why: why.told(&rules[rule], rules),
        }));
    }
    best.map(|b| b.0)
}

/// Why a rule was refused, before anybody wants to read it.
#[derive(Debug, Clone, Copy)]
enum Why {
    Form,
    Missing(usize),
    Weak,
    Beaten(usize),
}

impl Why {
    fn told(self, rule: &Rule, rules: &[Rule]) -> String {
        match self {
            Self::Form => "the predicate stands in another form".to_string(),
            Self::Missing(item) => rule.items.get(item).map_or_else(String::new, |item| {
                let wanted: Vec<&str> = item.alternatives.iter().map(|a| a.function.as_str()).collect();
                format!("no {} among {}", item.role.as_str(), wanted.join(", "))
            }),
            Self::Weak => "the word is used for much else, and nothing beside it shows the event".to_string(),
            Self::Beaten(by) => rules.get(by).map_or_else(String::new, |r| format!("{} finds more", r.id)),
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn read(
    scene: &Scene<'_, '_>,
    clauses: &Clauses,
    at: usize,
    rule: &Rule,
    items: &[Vec<(Function, Vec<Test>)>],
    class: ClassId,
    weak: bool,
    memory: &Memory,
) -> Result<Frame, Why> {
    let p = &clauses.predicates[at];
    let pattern = rule.predicate.iter().find(|c| scene.grammar.is_under(class, &c.class));
    let features_hold = pattern.is_some_and(|c| c.features.iter().all(|f| has(p, *f)));
    if !features_hold {
        return Err(Why::Form);
    }
    let mut frame = Frame {
        predicate: at,
        rule: 0,
        event: rule.event,
        actors: Vec::new(),
        targets: Vec::new(),
        place: None,
        counts: Vec::new(),
        found: 0,
    };
    let mut required = 0;
    let mut taken: Vec<usize> = Vec::new();
    for (index, (item, alternatives)) in rule.items.iter().zip(items).enumerate() {
        let mut hit: Option<(Function, usize)> = None;
        'alternatives: for (function, tests) in alternatives {
            for group in p.all(*function) {
                if taken.contains(&group) && !matches!(item.role, Role::Place | Role::Count) {
                    continue;
                }
                if tests.is_empty() && unfit(scene, p, group) {
                    continue;
                }
                if tests.is_empty()
                    || tests.iter().any(|t| passes(scene, clauses, p, group, t, memory)) && !(weak && vague(scene, group, tests))
                {
                    hit = Some((*function, group));
                    break 'alternatives;
                }
            }
        }
        match hit {
            Some((function, group)) => {
                frame.found += 1;
                required += usize::from(!item.optional);
                // Coordinated groups share the function and the role.
                let tests = alternatives.iter().find(|a| a.0 == function).map(|a| &a.1);
                let all: Vec<usize> = p
                    .all(function)
                    .filter(|g| {
                        // All subjects of an active verb are coordinated.
                        let subject = function == Function::Subject && !p.noun && !p.passive && tests.is_none_or(Vec::is_empty);
                        *g == group
                            || subject
                            || tests.is_some_and(|t| !t.is_empty() && t.iter().any(|t| passes(scene, clauses, p, *g, t, memory)))
                    })
                    .collect();
                match item.role {
                    Role::Actor => frame.actors.extend(all),
                    Role::Target | Role::Who => frame.targets.extend(all),
                    Role::Place => frame.place = Some(group),
                    Role::Count => frame.counts.extend(all),
                    Role::With => {}
                }
                taken.push(group);
            }
            None if item.optional => {}
            None if matches!(item.role, Role::Place | Role::Target | Role::Count)
                && stands_for_object(scene, p, alternatives, memory) =>
            {
                required += 1;
            }
            None => {
                return Err(Why::Missing(index));
            }
        }
    }
    if weak && required == 0 && !denied_again(scene, p) {
        return Err(Why::Weak);
    }
    Ok(frame)
}

/// `l'avoir conquis`, `la reprendre`: the object is a pronoun before the verb, and a place was told.
fn stands_for_object(scene: &Scene<'_, '_>, p: &Predicate, alternatives: &[(Function, Vec<Test>)], memory: &Memory) -> bool {
    let pronoun = scene.groups.get(p.group).and_then(|g| g.verb()).is_some_and(|v| v.object_pronoun && !v.reflexive);
    let place = alternatives.iter().any(|(f, tests)| *f == Function::Object && tests.iter().any(|t| matches!(t, Test::Place)));
    pronoun && place && p.arg(Function::Object).is_none() && (memory.place.is_some() || memory.town.is_some())
}

/// A pronoun alone does not show what a word used for much else means, unless it stands for a body just told.
fn vague(scene: &Scene<'_, '_>, group: usize, tests: &[Test]) -> bool {
    let people = tests.iter().any(|t| matches!(t, Test::People));
    people
        && !tests.iter().any(|t| matches!(t, Test::Armed | Test::Actor))
        && scene.noun(group).is_some_and(|n| n.pronoun.is_some())
}

/// `a démenti cet envoi`: a weak noun that points back counts.
fn denied_again(scene: &Scene<'_, '_>, p: &Predicate) -> bool {
    p.noun && scene.noun(p.group).is_some_and(|n| n.det == Some(crate::grammar::Det::Demonstrative))
}

fn has(p: &Predicate, feature: Feature) -> bool {
    match feature {
        Feature::Active => !p.noun && !p.passive,
        Feature::Passive => !p.noun && p.passive,
        Feature::Infinitive => !p.noun && p.form == Form::Infinitive,
        Feature::Participle => !p.noun && p.form == Form::Participle,
        Feature::Noun => p.noun,
        Feature::Finite => !p.noun && p.form == Form::Finite,
    }
}

/// An event noun's own group is its subject only when it names a doer.
fn unfit(scene: &Scene<'_, '_>, p: &Predicate, group: usize) -> bool {
    p.noun && group == p.group && {
        let Some(n) = scene.noun(group) else { return true };
        let named = n.names.iter().any(|i| {
            let hit = &scene.found.names[*i];
            hit.actor().is_some() || hit.country().is_some()
        });
        !(named
            || n.det == Some(crate::grammar::Det::Possessive)
            || scene.modifier_is(n, "adj.armed")
            || scene.modifier_is(n, "adj.gov"))
    }
}

fn passes(scene: &Scene<'_, '_>, clauses: &Clauses, p: &Predicate, group: usize, test: &Test, memory: &Memory) -> bool {
    if p.noun && group == p.group {
        return match test {
            Test::Armed | Test::Actor => !unfit(scene, p, group),
            _ => false,
        };
    }
    // `la moitié de la ville`: what the share is a share of.
    let share =
        scene.noun(group).is_some_and(|n| n.head.is_none() && n.quantity.is_some_and(|q| scene.found.quantities[q].fraction));
    if share
        && !matches!(test, Test::Quantity)
        && let Some(whole) = scene.chain(group).nth(1)
    {
        return passes(scene, clauses, p, whole, test, memory);
    }
    let Some(n) = scene.noun(group) else {
        // An inverted pronoun.
        return matches!(test, Test::Armed | Test::Actor | Test::People)
            && matches!(scene.groups.get(group).map(|g| &g.body), Some(Body::Verb(_)));
    };
    let head = |wanted: NounUse| n.senses.iter().any(|s| scene.grammar.meaning(s.class) == Meaning::Noun(wanted));
    match test {
        Test::Quantity => n.quantity.is_some_and(|q| scene.found.quantities[q].is_count()),
        Test::Event => clauses.of_group[group].is_some_and(|e| clauses.predicates[e].noun),
        Test::Place => {
            n.pronoun.is_none()
                && (n.names.iter().any(|i| {
                    let hit = &scene.found.names[*i];
                    hit.is_place() && hit.actor().is_none()
                }) && !head(NounUse::Armed)
                    && !head(NounUse::People)
                    && !head(NounUse::Government)
                    && !head(NounUse::Speaker)
                    || scene.points_to_place(group)
                    || ((head(NounUse::Locality)
                        || n.quantity.is_some_and(|q| scene.found.quantities[q].fraction)
                        || scene.head_is(n, "measure"))
                        && scene.place(group, memory).is_some()))
        }
        Test::Armed | Test::Actor => {
            let forces = *test == Test::Armed;
            if let Some(pronoun) = n.pronoun {
                // A pronoun stands for the body told last: for a force, if that is one.
                let stands = memory.parties.last().is_some_and(|p| !forces || !p.name.ends_with(" government"));
                return matches!(pronoun, Word::Person { .. } | Word::DemonstrativePronoun) && stands;
            }
            let civilian =
                scene.head_is(n, "people.civilian") || scene.head_is(n, "people.child") || scene.head_is(n, "people.woman");
            let name = |wanted: fn(&crate::mentions::NameHit) -> bool| n.names.iter().any(|i| wanted(&scene.found.names[*i]));
            let governs = |group: &crate::groups::NounGroup<'_>| {
                group.names.iter().filter_map(|i| scene.found.names[*i].actor()).all(|a| {
                    scene.theatre.actors.get(a as usize).is_some_and(|a| matches!(a.kind.as_str(), "government" | "person"))
                })
            };
            let fights = head(NounUse::Armed)
                || scene.head_is(n, "people.soldier")
                || scene.head_is(n, "people.fighter")
                || scene.head_is(n, "people.attacker")
                || scene.head_is(n, "people.police")
                || scene.head_is(n, "weapon.air")
                || (!civilian && scene.modifier_is(n, "adj.armed"))
                || (name(|h| h.actor().is_some()) && !(forces && governs(n)))
                || (!civilian
                    && !head(NounUse::Locality)
                    && scene.chain(group).skip(1).any(|g| {
                        scene.noun(g).is_some_and(|m| {
                            m.names.iter().any(|i| scene.found.names[*i].actor().is_some())
                                || m.senses.iter().any(|s| scene.grammar.meaning(s.class) == Meaning::Noun(NounUse::Armed))
                        })
                    })
                    && (head(NounUse::People) || head(NounUse::Other) || head(NounUse::Speaker) || n.senses.is_empty()));
            // A state by its name acts in war by its army; in a place complement it is a place.
            let state = n.senses.is_empty()
                && n.head.is_none()
                && scene.country_of(n).is_some()
                && !matches!(
                    n.prep,
                    Some(Function::At | Function::On | Function::From | Function::Toward | Function::Near | Function::Around)
                );
            fights || state || (!forces && (head(NounUse::Government) || (!civilian && name(|h| h.person().is_some()))))
        }
        Test::People => {
            n.pronoun.is_some()
                || head(NounUse::People)
                || head(NounUse::CountHeld)
                || head(NounUse::CountDisplaced)
                || head(NounUse::CountVictim)
                || head(NounUse::CountDead)
                || head(NounUse::CountInjured)
                || (n.quantity.is_some() && n.head.is_none())
                || (head(NounUse::Armed) && !scene.head_is(n, "armed.army"))
                || n.names.iter().any(|i| scene.found.names[*i].person().is_some())
                // `trois Russes`, but not `337 drones russes`.
                || (!head(NounUse::Weapon) && !head(NounUse::Thing) && n.names.iter().any(|i| scene.found.names[*i].is_demonym()))
                || (n.unknown_name && n.senses.is_empty() && n.names.is_empty())
        }
        Test::Class(class) => {
            scene.head_is(n, class)
                || is_body(scene, n, class)
                || (n.pronoun.is_none()
                    && n.modifiers
                        .iter()
                        .any(|m| m.1.iter().any(|s| s.pos == vigie_pack::Pos::Noun && scene.grammar.is_under(s.class, class))))
        }
    }
}

/// Whether a name of the group is that of a body of a class: *l'aviation russe* is an air force, though a name.
fn is_body(scene: &Scene<'_, '_>, n: &crate::groups::NounGroup<'_>, class: &str) -> bool {
    const KINDS: [(&str, &str); 9] = [
        ("airforce", "armed.airforce"),
        ("army", "armed.army"),
        ("navy", "armed.navy"),
        ("police", "armed.police"),
        ("militia", "armed.militia"),
        ("gang", "armed.gang"),
        ("coalition", "armed.coalition"),
        ("group", "armed.group"),
        ("government", "gov.government"),
    ];
    n.names.iter().filter_map(|i| scene.found.names[*i].actor()).filter_map(|a| scene.theatre.actors.get(a as usize)).any(
        |actor| {
            KINDS.iter().any(|(kind, body)| {
                *kind == actor.kind && body.strip_prefix(class).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        },
    )
}

/// Whether a party is somebody who fights or governs.
pub fn is_belligerent(kind: PartyKind) -> bool {
    matches!(kind, PartyKind::State | PartyKind::Group | PartyKind::Generic)
}
