//! Rules: which predicate evokes which event code, and who fills which role.
//!
//! Here the files of `rules/` become [`Rule`]s. The `match` line is read by
//! [`crate::pattern`]; how rules bear on one another is checked at the end.
//! Whether the examples hold is the engine's to say (`vigie pack test`).

use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use vigie_model::{Bound, Counted, EventCode, Modality, Who};

use crate::Files;
use crate::diagnostic::Diagnostic;
use crate::nearest::guess;
use crate::pattern::{ClassPattern, Item, Known, parse_pattern};

/// A rule, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `lang.family.shape`.
    pub id: String,
    /// What it reads, in plain English.
    pub says: String,
    /// The code of the claims that it makes.
    pub event: EventCode,
    /// The predicate: any of these.
    pub predicate: Vec<ClassPattern>,
    /// The roles, in the order written.
    pub items: Vec<Item>,
    /// What the number of the `count` role counts; `None` = as the counted noun says.
    pub counts: Option<String>,
    /// How firmly, when the predicate itself says it; `None` = as the clause says.
    pub modality: Option<Modality>,
    /// The number stands with the predicate noun itself (`30 morts`).
    pub noun_count: bool,
    /// Rules that this one wins over.
    pub before: Vec<String>,
    /// Where the shape was met.
    pub seen: String,
    /// Texts that it must read, and how.
    pub accepts: Vec<Accept>,
    /// Texts in which it must stay silent.
    pub rejects: Vec<Reject>,
    /// File, below the folder of the pack, and line.
    pub place: (String, usize),
}

/// A text that a rule must read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accept {
    /// The text.
    pub text: String,
    /// A claim that must come of it, one for each; what is not asked for may be anything.
    pub want: Vec<Want>,
    /// Day of publication; `None` = the text holds no relative date.
    pub published: Option<String>,
}

/// What is asked of a claim. `None` = anything; an empty text = nothing may stand there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want {
    /// Event code.
    pub event: Option<EventCode>,
    /// Canonical name of one of the actors.
    pub actor: Option<String>,
    /// Canonical name of one of the targets.
    pub target: Option<String>,
    /// Canonical name of the place.
    pub place: Option<String>,
    /// What is counted.
    pub of: Option<Counted>,
    /// Who is counted.
    pub who: Option<Who>,
    /// Lower number.
    pub low: Option<u64>,
    /// Upper number.
    pub high: Option<u64>,
    /// How firmly the number is given.
    pub bound: Option<Bound>,
    /// Modality.
    pub modality: Option<Modality>,
    /// Canonical name of one of the sources.
    pub source: Option<String>,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
}

/// A text in which a rule must stay silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The text.
    pub text: String,
    /// Why.
    pub why: String,
}

const RULE_KEYS: [&str; 11] =
    ["id", "says", "event", "match", "counts", "modality", "noun_count", "before", "seen", "accepts", "rejects"];
const WANT_KEYS: [&str; 13] =
    ["event", "actor", "target", "place", "of", "who", "low", "high", "bound", "modality", "source", "start", "end"];

/// A rule with the places of what later checks may find wrong.
struct Placed<'a> {
    rule: Rule,
    text: &'a str,
    id_at: Range<usize>,
    before_at: Vec<Range<usize>>,
}

/// Reads every file of `rules/`. A rule with a fault is reported and left out.
pub fn read_rules(files: &Files, code: &str, known: Known<'_>, out: &mut Vec<Diagnostic>) -> Vec<Rule> {
    let mut placed = Vec::new();
    let is_rules = |p: &str| p.starts_with("rules/") && p.strip_suffix(".toml").is_some();
    for (path, text) in files.iter().filter(|(p, _)| is_rules(p)) {
        let (table, faults) = DeTable::parse_recoverable(text);
        if !faults.is_empty() {
            for fault in &faults {
                let span = fault.span().unwrap_or(0..0);
                out.push(Diagnostic::at(path, text, span, fault.message(), "rules are TOML; packs/README.md shows one"));
            }
            continue;
        }
        let mut reader = Reader { path, text, code, known, out };
        for (key, value) in table.get_ref() {
            match value.get_ref().as_array() {
                Some(list) if key.get_ref() == "rule" => placed.extend(list.iter().filter_map(|v| reader.rule(v))),
                _ => reader.fault(key.span(), format!("unknown key {}", key.get_ref()), "a file of rules holds [[rule]] only"),
            }
        }
    }
    relations(&mut placed, out);
    placed.into_iter().map(|p| p.rule).collect()
}

struct Reader<'a, 'o> {
    path: &'a str,
    text: &'a str,
    code: &'a str,
    known: Known<'a>,
    out: &'o mut Vec<Diagnostic>,
}

type Table<'t> = DeTable<'t>;
type Value<'t> = Spanned<DeValue<'t>>;

impl<'a> Reader<'a, '_> {
    fn fault(&mut self, at: Range<usize>, message: impl Into<String>, hint: impl Into<String>) {
        self.out.push(Diagnostic::at(self.path, self.text, at, message, hint));
    }

    fn table<'v, 't>(&mut self, value: &'v Value<'t>, known: &[&str]) -> Option<&'v Table<'t>> {
        let Some(table) = value.get_ref().as_table() else {
            self.fault(value.span(), "not a table", "packs/README.md shows a rule");
            return None;
        };
        for key in table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())) {
            let hint = format!("{}keys: {}", guess(key.get_ref(), known.iter().copied()), known.join(" "));
            self.fault(key.span(), format!("unknown key {}", key.get_ref()), hint);
        }
        Some(table)
    }

    /// A text, and the bytes between its quotes.
    fn string<'v>(&mut self, table: &'v Table<'_>, key: &str) -> Option<(&'v str, Range<usize>)> {
        let value = table.get(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.fault(value.span(), format!("{key} is no text"), "put it in quotes");
            return None;
        };
        let span = value.span();
        // Inside the quotes when the text stands there letter for letter.
        let inner = span.start + 1..span.end.saturating_sub(1);
        let exact = self.text.get(inner.clone()) == Some(text);
        Some((text, if exact { inner } else { span }))
    }

    fn needed<'v>(&mut self, whole: &Value<'_>, table: &'v Table<'_>, key: &str, hint: &str) -> Option<(&'v str, Range<usize>)> {
        let found = self.string(table, key).filter(|t| !t.0.trim().is_empty());
        if found.is_none() {
            let at = table.get(key).map_or(whole.span().start..whole.span().start, Spanned::span);
            self.fault(at, format!("no {key}"), hint);
        }
        found
    }

    /// A text of a closed list.
    fn one_of<T>(&mut self, table: &Table<'_>, key: &str, named: impl Fn(&str) -> Option<T>, all: &[&str]) -> Option<T> {
        let (text, at) = self.string(table, key)?;
        let value = named(text);
        if value.is_none() {
            let what = if key == "event" { "event code" } else { key };
            let hint = format!("{}one of: {}", guess(text, all.iter().copied()), all.join(" "));
            self.fault(at, format!("unknown {what} {text}"), hint);
        }
        value
    }

    fn rule(&mut self, whole: &Value<'_>) -> Option<Placed<'a>> {
        let faults = self.out.len();
        let table = self.table(whole, &RULE_KEYS)?;
        let id = self.needed(whole, table, "id", "write: id = \"lang.family.shape\"");
        if let Some((id, at)) = &id {
            self.id(id, at.clone());
        }
        let says = self.needed(whole, table, "says", "say in one plain English sentence what the rule reads");
        let seen = self.needed(whole, table, "seen", "say where the shape was met: a corpus id, an address, or press");
        let _ = self.needed(whole, table, "event", "packs/README.md lists the event codes");
        let event = self.event(table);
        let pattern = self.needed(whole, table, "match", "write the predicate and its roles; packs/README.md shows how");
        let pattern = pattern.and_then(|(text, at)| match parse_pattern(text, self.known) {
            Ok(pattern) => Some(pattern),
            Err(list) => {
                for fault in list {
                    // A text with escapes is shown as a whole.
                    let exact = self.text.get(at.clone()) == Some(text);
                    let span = if exact { at.start + fault.at.start..at.start + fault.at.end } else { at.clone() };
                    self.fault(span, fault.message, fault.hint);
                }
                None
            }
        });
        let counts =
            self.one_of(table, "counts", |t| Counted::named(t).map(|_| t.to_string()), &names(Counted::ALL, Counted::as_str));
        let modality = self.one_of(table, "modality", Modality::named, &names(Modality::ALL, Modality::as_str));
        let noun_count = match table.get("noun_count") {
            Some(v) => v.get_ref().as_bool().unwrap_or_else(|| {
                self.fault(v.span(), "noun_count is neither true nor false", "write: noun_count = true");
                false
            }),
            None => false,
        };
        let (before, before_at) = self.before(table);
        let accepts = self.list(whole, table, "accepts").iter().filter_map(|v| self.accept(v)).collect();
        let rejects = self.list(whole, table, "rejects").iter().filter_map(|v| self.reject(v)).collect();
        let (Some((id, id_at)), Some((says, _)), Some((seen, _)), Some(event), Some(pattern)) = (id, says, seen, event, pattern)
        else {
            return None;
        };
        if self.out.len() > faults {
            return None;
        }
        let rule = Rule {
            id: id.to_string(),
            says: says.to_string(),
            event,
            predicate: pattern.predicate,
            items: pattern.items,
            counts,
            modality,
            noun_count,
            before,
            seen: seen.to_string(),
            accepts,
            rejects,
            place: (self.path.to_string(), crate::place_of(self.text, whole.span().start).0),
        };
        Some(Placed { rule, text: self.text, id_at, before_at })
    }

    fn event(&mut self, table: &Table<'_>) -> Option<EventCode> {
        self.one_of(table, "event", EventCode::named, &names(EventCode::ALL, EventCode::as_str))
    }

    fn id(&mut self, id: &str, at: Range<usize>) {
        let parts: Vec<_> = id.split('.').collect();
        let plain = |p: &&str| !p.is_empty() && p.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if parts.len() != 3 || !parts.iter().all(plain) {
            self.fault(at, format!("{id} is no rule id"), "write lang.family.shape, small letters, digits, hyphens");
        } else if parts.first() != Some(&self.code) {
            self.fault(at, format!("{id} belongs to another language"), format!("rules of this pack begin with {}.", self.code));
        }
    }

    fn before(&mut self, table: &Table<'_>) -> (Vec<String>, Vec<Range<usize>>) {
        let Some(value) = table.get("before") else { return (Vec::new(), Vec::new()) };
        let Some(list) = value.get_ref().as_array() else {
            self.fault(value.span(), "before is no list", "write: before = [\"xx.family.shape\"]");
            return (Vec::new(), Vec::new());
        };
        let mut ids = Vec::new();
        for one in list {
            match one.get_ref().as_str() {
                Some(id) => ids.push((id.to_string(), one.span())),
                None => self.fault(one.span(), "not a rule id", "put the id in quotes"),
            }
        }
        ids.into_iter().unzip()
    }

    /// The examples under a key; none at all is a fault.
    fn list<'v, 't>(&mut self, whole: &Value<'_>, table: &'v Table<'t>, key: &str) -> &'v [Value<'t>] {
        let list = table.get(key).and_then(|v| v.get_ref().as_array()).map_or(&[][..], |l| &l[..]);
        if list.is_empty() {
            let start = whole.span().start;
            let (message, hint) = match key {
                "accepts" => ("the rule accepts nothing", "add [[rule.accepts]] with a text that it must read, and want"),
                _ => ("the rule rejects nothing", "add [[rule.rejects]] with a text in which it must stay silent, and why"),
            };
            self.fault(start..start, message, hint);
        }
        list
    }

    fn accept(&mut self, whole: &Value<'_>) -> Option<Accept> {
        let table = self.table(whole, &["text", "want", "published"])?;
        let text = self.needed(whole, table, "text", "write the text that the rule must read");
        let published = self.string(table, "published").map(|(day, at)| {
            if vigie_model::Days::parse(day).is_none() {
                self.fault(at, format!("{day} is no day"), "write YYYY-MM-DD");
            }
            day.to_string()
        });
        let want = match table.get("want") {
            Some(value) => match value.get_ref().as_array() {
                Some(list) => list.iter().filter_map(|v| self.want(v)).collect(),
                None => self.want(value).into_iter().collect(),
            },
            None => Vec::new(),
        };
        if want.is_empty() {
            self.fault(
                whole.span().start..whole.span().start,
                "nothing is wanted of the text",
                "write: want = { event = \"…\" }",
            );
        }
        Some(Accept { text: text?.0.to_string(), want, published })
    }

    fn want(&mut self, whole: &Value<'_>) -> Option<Want> {
        let table = self.table(whole, &WANT_KEYS)?;
        let event = self.event(table);
        let mut text = |key| self.string(table, key).map(|t| t.0.to_string());
        let (actor, target, place, source) = (text("actor"), text("target"), text("place"), text("source"));
        let mut day = |key| {
            let (day, at) = self.string(table, key)?;
            if !day.is_empty() && vigie_model::Days::parse(day).is_none() {
                self.fault(at, format!("{day} is no day"), "write YYYY-MM-DD, or an empty text for none");
            }
            Some(day.to_string())
        };
        let (start, end) = (day("start"), day("end"));
        Some(Want {
            event,
            actor,
            target,
            place,
            of: self.one_of(table, "of", Counted::named, &names(Counted::ALL, Counted::as_str)),
            who: self.one_of(table, "who", Who::named, &names(Who::ALL, Who::as_str)),
            low: self.number(table, "low"),
            high: self.number(table, "high"),
            bound: self.one_of(table, "bound", Bound::named, &names(Bound::ALL, Bound::as_str)),
            modality: self.one_of(table, "modality", Modality::named, &names(Modality::ALL, Modality::as_str)),
            source,
            start,
            end,
        })
    }

    fn number(&mut self, table: &Table<'_>, key: &str) -> Option<u64> {
        let value = table.get(key)?;
        let number = value.get_ref().as_integer().and_then(|i| u64::from_str_radix(i.as_str(), i.radix()).ok());
        if number.is_none() {
            self.fault(value.span(), format!("{key} is no whole number"), "write digits only, without quotes");
        }
        number
    }

    fn reject(&mut self, whole: &Value<'_>) -> Option<Reject> {
        let table = self.table(whole, &["text", "why"])?;
        let text = self.needed(whole, table, "text", "write a text in which the rule must stay silent");
        let why = self.needed(whole, table, "why", "say in a few words why the rule must stay silent");
        Some(Reject { text: text?.0.to_string(), why: why?.0.to_string() })
    }
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|v| name(*v)).collect()
}

/// What can be wrong between rules: one id twice, `before` an unknown rule, in
/// a circle, or two rules that nothing tells apart.
fn relations(placed: &mut Vec<Placed<'_>>, out: &mut Vec<Diagnostic>) {
    let mut first: FxHashMap<String, (String, usize)> = FxHashMap::default();
    placed.retain(|p| {
        if let Some((path, line)) = first.get(&p.rule.id) {
            let message = format!("{} is the id of another rule", p.rule.id);
            out.push(Diagnostic::at(&p.rule.place.0, p.text, p.id_at.clone(), message, format!("see {path}:{line}")));
            return false;
        }
        first.insert(p.rule.id.clone(), p.rule.place.clone());
        true
    });
    for p in placed.iter() {
        for (id, at) in p.rule.before.iter().zip(&p.before_at) {
            if !first.contains_key(id) {
                let hint = format!("{}before names rules of this pack", guess(id, first.keys().map(String::as_str)));
                out.push(Diagnostic::at(&p.rule.place.0, p.text, at.clone(), format!("unknown rule {id}"), hint));
            }
        }
    }
    let wins = |a: usize, b: usize| placed[a].rule.before.contains(&placed[b].rule.id);
    cycles(placed, out);
    let mut shapes: FxHashMap<_, usize> = FxHashMap::default();
    for (at, p) in placed.iter().enumerate() {
        let shape = shape(&p.rule);
        let Some(&other) = shapes.get(&shape) else {
            shapes.insert(shape, at);
            continue;
        };
        let same = output(&p.rule) == output(&placed[other].rule);
        let (path, line) = &placed[other].rule.place;
        let (id, twin) = (&p.rule.id, &placed[other].rule.id);
        if same {
            let message = format!("{id} can never be reached: {twin} matches the same and says the same");
            let hint = format!("take one away; the other is at {path}:{line}");
            out.push(Diagnostic::at(&p.rule.place.0, p.text, p.id_at.clone(), message, hint).warning());
        } else if !wins(at, other) && !wins(other, at) {
            let message = format!("{id} and {twin} match the same and say different things");
            let hint = format!("narrow one of them, or add before = [\"{twin}\"]; the other is at {path}:{line}");
            out.push(Diagnostic::at(&p.rule.place.0, p.text, p.id_at.clone(), message, hint));
        }
    }
}

/// What decides whether two rules fit the same clauses.
fn shape(rule: &Rule) -> (Vec<ClassPattern>, Vec<Item>) {
    let (mut predicate, mut items) = (rule.predicate.clone(), rule.items.clone());
    for alternative in items.iter_mut().flat_map(|i| &mut i.alternatives) {
        alternative.classes.sort();
    }
    predicate.sort();
    items.sort();
    (predicate, items)
}

fn output(rule: &Rule) -> (EventCode, Option<&str>, Option<Modality>, bool) {
    (rule.event, rule.counts.as_deref(), rule.modality, rule.noun_count)
}

/// Reports each rule from which `before` leads back to itself, the first of a circle only.
fn cycles(placed: &[Placed<'_>], out: &mut Vec<Diagnostic>) {
    let at: FxHashMap<&str, usize> = placed.iter().enumerate().map(|(i, p)| (p.rule.id.as_str(), i)).collect();
    let next = |i: usize| placed[i].rule.before.iter().filter_map(|id| at.get(id.as_str()).copied());
    let mut reported = vec![false; placed.len()];
    for start in 0..placed.len() {
        // Each rule is reached once; `from` leads back along the way.
        let mut from: FxHashMap<usize, usize> = FxHashMap::default();
        let mut queue = vec![start];
        while let Some(i) = queue.pop() {
            for j in next(i) {
                if let Entry::Vacant(free) = from.entry(j) {
                    free.insert(i);
                    queue.push(j);
                }
            }
        }
        if !from.contains_key(&start) || reported[start] {
            continue;
        }
        let mut way = vec![placed[start].rule.id.as_str()];
        let mut i = start;
        while let Some(&back) = from.get(&i) {
            reported[back] = true;
            way.push(&placed[back].rule.id);
            i = back;
            if i == start {
                break;
            }
        }
        way.reverse();
        let p = &placed[start];
        let message = format!("before runs in a circle: {}", way.join(" -> "));
        out.push(Diagnostic::at(&p.rule.place.0, p.text, p.id_at.clone(), message, "take one of the before entries away"));
    }
}
