//! The pattern language: the `match` line of a rule.
//!
//! `actor:subject? <verb.capture> place:object<place|locality>`. Parts stand
//! between blanks; one of them, in angle brackets alone, is the predicate.
//! Everything is ASCII: words of a language stand in tables, never here.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::nearest::guess;

/// What a group does in the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom, against whom, who loses.
    Target,
    /// Where.
    Place,
    /// How many.
    Count,
    /// Who is counted.
    Who,
    /// With what: weapon, carrier.
    With,
}

/// How a predicate must be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Feature {
    /// A verb whose subject does it.
    Active,
    /// A verb whose subject undergoes it.
    Passive,
    /// An infinitive.
    Infinitive,
    /// A participle without auxiliary.
    Participle,
    /// A noun.
    Noun,
    /// A verb with a tense.
    Finite,
}

const ROLES: [(&str, Role); 6] = [
    ("actor", Role::Actor),
    ("target", Role::Target),
    ("place", Role::Place),
    ("count", Role::Count),
    ("who", Role::Who),
    ("with", Role::With),
];

const FEATURES: [(&str, Feature); 6] = [
    ("active", Feature::Active),
    ("passive", Feature::Passive),
    ("infinitive", Feature::Infinitive),
    ("participle", Feature::Participle),
    ("noun", Feature::Noun),
    ("finite", Feature::Finite),
];

/// Functions of the deep clause: subject, object, then those of prepositions.
pub const FUNCTIONS: [&str; 25] = [
    "subject",
    "object",
    "of",
    "by",
    "against",
    "at",
    "on",
    "near",
    "from",
    "to",
    "with",
    "between",
    "among",
    "for",
    "after",
    "before",
    "during",
    "because",
    "as",
    "thanks",
    "under",
    "without",
    "according",
    "around",
    "toward",
];

/// Classes that no table defines, because the engine finds such groups itself:
/// a place of the gazetteer, an actor of the theatre, an event told by any
/// predicate, a number with what it counts.
pub const BUILT_IN: [&str; 4] = ["place", "actor", "event", "quantity"];

impl Role {
    /// The name in a pattern.
    pub fn as_str(self) -> &'static str {
        ROLES.iter().find(|r| r.1 == self).map_or("", |r| r.0)
    }
}

impl Feature {
    /// The name in a pattern.
    pub fn as_str(self) -> &'static str {
        FEATURES.iter().find(|r| r.1 == self).map_or("", |r| r.0)
    }
}

/// A class, and how the predicate must be used; no feature = any way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClassPattern {
    /// The class, or a class above it: `noun.strike` is satisfied by `noun.strike.air`.
    pub class: String,
    /// All of them must hold.
    pub features: Vec<Feature>,
}

/// One way to find a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alternative {
    /// `subject`, `object`, or the function of a preposition.
    pub function: String,
    /// The group must be of one of these; empty = of any.
    pub classes: Vec<String>,
}

/// A role and where it is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Item {
    /// What the group does in the claim.
    pub role: Role,
    /// Tried one after the other.
    pub alternatives: Vec<Alternative>,
    /// The rule fires without it.
    pub optional: bool,
}

/// A `match` line, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    /// The predicate: any of these.
    pub predicate: Vec<ClassPattern>,
    /// The roles, in the order written.
    pub items: Vec<Item>,
}

/// What is wrong with a pattern; `at` counts bytes of the pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternFault {
    /// The faulty part.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What may stand in angle brackets: the classes of the pack's tables, and its sets.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Classes that some row bears.
    pub classes: &'a [String],
    /// Names for several classes that rules ask for together (`[sets]` of pack.toml).
    pub sets: &'a Sets,
}

/// Names for several classes.
pub type Sets = BTreeMap<String, Vec<String>>;

/// Reads a `match` line.
///
/// # Errors
/// Everything that is wrong with it, in the order written.
pub fn parse_pattern(text: &str, known: Known<'_>) -> Result<Pattern, Vec<PatternFault>> {
    let mut reader = Reader { known, faults: Vec::new() };
    let pattern = reader.pattern(Part { text, at: 0 });
    if reader.faults.is_empty() { Ok(pattern) } else { Err(reader.faults) }
}

/// Whether a class is built in, stands in a table, or has classes below it that do.
pub fn is_class(class: &str, classes: &[String]) -> bool {
    let below = |c: &String| c.strip_prefix(class).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    BUILT_IN.contains(&class) || classes.iter().any(below)
}

/// Whether a letter runs from right to left (Hebrew, Syriac, Arabic and their presentation forms).
pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{200f}' | '\u{10800}'..='\u{10fff}')
}

/// A slice of the pattern with the byte it begins at.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    at: usize,
}

impl Part<'_> {
    fn cut(self, at: usize) -> (Self, Self) {
        let (a, b) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        (Self { text: a, at: self.at }, Self { text: b, at: self.at + a.len() })
    }

    fn after(self, bytes: usize) -> Self {
        self.cut(bytes).1
    }

    fn trim(self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        Self { text: self.text.trim(), at: self.at + start }
    }

    /// The parts between separators, those in angle brackets left alone.
    fn split(self, separator: impl Fn(char) -> bool) -> Vec<Self> {
        let (mut parts, mut start, mut inside) = (Vec::new(), 0, false);
        for (at, c) in self.text.char_indices() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside && separator(c) => {
                    parts.push(Self { text: &self.text[start..at], at: self.at + start });
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
        parts.push(Self { text: &self.text[start..], at: self.at + start });
        parts
    }

    fn range(self) -> Range<usize> {
        self.at..self.at + self.text.len().max(1)
    }
}

struct Reader<'a> {
    known: Known<'a>,
    faults: Vec<PatternFault>,
}

impl Reader<'_> {
    fn fault(&mut self, part: Part<'_>, message: impl Into<String>, hint: impl Into<String>) {
        self.faults.push(PatternFault { at: part.range(), message: message.into(), hint: hint.into() });
    }

    fn pattern(&mut self, whole: Part<'_>) -> Pattern {
        let mut pattern = Pattern::default();
        if let Some((at, c)) = whole.text.char_indices().find(|(_, c)| !c.is_ascii()) {
            let letter = whole.after(at).cut(c.len_utf8()).0;
            let message = if is_right_to_left(c) { "a right-to-left letter in a pattern" } else { "a letter that no class has" };
            self.fault(letter, message, "words stand in the tables of lexicon/, one a row; name their class here");
            return pattern;
        }
        let mut predicates = 0;
        for part in whole.split(char::is_whitespace).into_iter().filter(|p| !p.text.is_empty()) {
            if part.text.starts_with('<') {
                predicates += 1;
                if predicates > 1 {
                    self.fault(part, "a second predicate", "write alternatives inside one: <verb.kill|noun.death>");
                    continue;
                }
                if let Some(stem) = part.text.strip_suffix('?') {
                    self.fault(part.after(stem.len()), "the predicate cannot be optional", "take the ? away");
                    continue;
                }
                pattern.predicate = self.group(part);
            } else if let Some(item) = self.item(part) {
                pattern.items.push(item);
            }
        }
        if predicates == 0 {
            self.fault(whole, "no predicate", "name its class in angle brackets: <verb.capture>");
        }
        pattern
    }

    /// `<class|class:feature>`.
    fn group(&mut self, part: Part<'_>) -> Vec<ClassPattern> {
        let Some(inner) = part.text.strip_prefix('<').and_then(|t| t.strip_suffix('>')) else {
            self.fault(part, "no closing >", "write <class> or <class|class>");
            return Vec::new();
        };
        let inner = part.after(1).cut(inner.len()).0;
        let mut list = Vec::new();
        for one in inner.split(|c| c == '|') {
            let mut pieces = one.split(|c| c == ':').into_iter().map(Part::trim);
            let Some(name) = pieces.next() else { continue };
            let set = self.known.sets.get(name.text);
            if set.is_none() && !is_class(name.text, self.known.classes) {
                let names = self.known.classes.iter().chain(self.known.sets.keys()).map(String::as_str);
                let guess = guess(name.text, names.chain(BUILT_IN));
                let hint = format!("{guess}a class is defined by the rows of lexicon/*.tsv that bear it");
                self.fault(name, format!("unknown class {}", name.text), hint);
            }
            let mut features = Vec::new();
            for piece in pieces {
                if let Some((_, feature)) = FEATURES.iter().find(|f| f.0 == piece.text) {
                    features.push(*feature);
                } else {
                    let names = FEATURES.map(|f| f.0);
                    let hint = format!("{}features: {}", guess(piece.text, names), names.join(" "));
                    self.fault(piece, format!("unknown feature {}", piece.text), hint);
                }
            }
            features.sort_unstable();
            features.dedup();
            let alone = [name.text.to_string()];
            let members = set.map_or(&alone[..], Vec::as_slice);
            list.extend(members.iter().map(|class| ClassPattern { class: class.clone(), features: features.clone() }));
        }
        list
    }

    /// `role:function<class>|function?`.
    fn item(&mut self, part: Part<'_>) -> Option<Item> {
        let pieces = part.split(|c| c == ':');
        let (Some(&name), Some(rest)) = (pieces.first(), pieces.get(1)) else {
            self.fault(part, "neither a predicate nor a role", "write <class> for the predicate, role:function for a role");
            return None;
        };
        let rest = part.after(rest.at - part.at);
        let Some((_, role)) = ROLES.iter().find(|r| r.0 == name.text) else {
            let names = ROLES.map(|r| r.0);
            let hint = format!("{}roles: {}", guess(name.text, names), names.join(" "));
            self.fault(name, format!("unknown role {}", name.text), hint);
            return None;
        };
        let optional = rest.text.ends_with('?');
        let rest = rest.cut(rest.text.len() - usize::from(optional)).0;
        let alternatives = rest.split(|c| c == '|').into_iter().map(|one| self.alternative(one)).collect();
        Some(Item { role: *role, alternatives, optional })
    }

    fn alternative(&mut self, part: Part<'_>) -> Alternative {
        let (name, group) = part.cut(part.text.find('<').unwrap_or(part.text.len()));
        let of_pack = || self.known.classes.iter().filter_map(|c| c.strip_prefix("prep.")).map(|p| p.trim_end_matches("+def"));
        let known = FUNCTIONS.into_iter().chain(of_pack());
        if !known.clone().any(|f| f == name.text) {
            let hint = format!("{}functions: {}", guess(name.text, known), FUNCTIONS.join(" "));
            self.fault(name, format!("unknown function {}", name.text), hint);
        }
        let mut classes = Vec::new();
        if !group.text.is_empty() {
            for class in self.group(group) {
                if !class.features.is_empty() {
                    self.fault(group, "a feature where a group is asked for", "only the predicate takes a feature");
                }
                classes.push(class.class);
            }
        }
        Alternative { function: name.text.to_string(), classes }
    }
}
