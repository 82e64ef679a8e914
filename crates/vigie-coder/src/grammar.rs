//! What the classes of a pack mean to the engine.
//!
//! Classes are dotted names that a linguist writes. They are read once, when a
//! pack is opened; after that the engine asks by number.

use rustc_hash::FxHashMap;
use vigie_pack::{ClassId, Pack, Sense};

/// Grammatical function of a group in the deep clause, or of a preposition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // The names are those of packs/README.md.
pub enum Function {
    Subject,
    Object,
    Of,
    By,
    Against,
    At,
    On,
    Near,
    From,
    To,
    With,
    Between,
    Among,
    For,
    After,
    Before,
    During,
    Because,
    As,
    Thanks,
    Under,
    Without,
    According,
    Around,
    Toward,
}

impl Function {
    /// The function of a name; `None` when there is none such.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "subject" => Self::Subject,
            "object" => Self::Object,
            "of" => Self::Of,
            "by" => Self::By,
            "against" => Self::Against,
            "at" => Self::At,
            "on" => Self::On,
            "near" => Self::Near,
            "from" => Self::From,
            "to" => Self::To,
            "with" => Self::With,
            "between" => Self::Between,
            "among" => Self::Among,
            "for" => Self::For,
            "after" => Self::After,
            "before" => Self::Before,
            "during" => Self::During,
            "because" => Self::Because,
            "as" => Self::As,
            "thanks" => Self::Thanks,
            "under" => Self::Under,
            "without" => Self::Without,
            "according" => Self::According,
            "around" => Self::Around,
            "toward" => Self::Toward,
            _ => return None,
        })
    }

    /// Whether a group with this function says where.
    pub const fn is_local(self) -> bool {
        matches!(self, Self::At | Self::On | Self::Near | Self::From | Self::To | Self::Around | Self::Toward | Self::Against)
    }
}

/// Determiners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Det {
    Definite,
    Indefinite,
    Demonstrative,
    Possessive,
}

/// What a closed-class word does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Word {
    Det(Det),
    /// A preposition; `true` when it holds the definite article too.
    Prep(Function, bool),
    /// A personal pronoun as subject: plural, feminine, both `None` when open.
    Person {
        plural: Option<bool>,
        feminine: Option<bool>,
    },
    DemonstrativePronoun,
    RelativeSubject,
    RelativeObject,
    RelativeOf,
    RelativePlace,
    Reflexive,
    ObjectPronoun,
    And,
    Or,
    But,
    That,
    Subordinate,
    /// *after*: what follows is earlier.
    SubordinateAfter,
    /// *if*: what follows is not told as a fact.
    Condition,
    /// *before*: what follows had not happened yet.
    SubordinateBefore,
    Negation,
    Adverb,
    AdverbMore,
    AdverbDoubt,
    /// *little by little*: what is not done on one day.
    AdverbGradual,
}

impl Word {
    /// An adverb of any kind.
    pub fn is_adverb(self) -> bool {
        matches!(self, Self::Adverb | Self::AdverbMore | Self::AdverbDoubt | Self::AdverbGradual)
    }
}

/// What a verb does apart from evoking events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum VerbUse {
    Be,
    Have,
    Modal,
    Say,
    Deny,
    Plan,
    Doubt,
    Cause,
    Aspect,
    Attempt,
    Launch,
    Undergo,
    End,
    Count,
    Toll,
    Kill,
    Die,
    Injure,
    Vanish,
    Event,
    Other,
}

/// What a noun stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum NounUse {
    /// Evokes an event.
    Event,
    Death,
    Toll,
    CountDead,
    CountInjured,
    CountMissing,
    CountVictim,
    CountHeld,
    CountDisplaced,
    People,
    Armed,
    Government,
    Locality,
    Weapon,
    Thing,
    Speaker,
    Other,
}

/// Meaning of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A closed-class word.
    Word(Word),
    /// A verb.
    Verb(VerbUse),
    /// A noun.
    Noun(NounUse),
    /// An adjective.
    Adjective,
    /// Numbers, bounds, dates: other stages read them.
    Elsewhere,
}

/// The classes of a pack, read.
#[derive(Debug, Clone)]
pub struct Grammar {
    meanings: Vec<Meaning>,
    names: Vec<String>,
    by_name: FxHashMap<String, ClassId>,
}

impl Grammar {
    /// Reads the classes of a pack.
    pub fn new(pack: &Pack) -> Self {
        let names = pack.lexicon.classes.clone();
        let meanings = names.iter().map(|n| meaning(n)).collect();
        let by_name = names.iter().enumerate().map(|(i, n)| (n.clone(), ClassId(i as u16))).collect();
        Self { meanings, names, by_name }
    }

    /// The meaning of a class.
    pub fn meaning(&self, class: ClassId) -> Meaning {
        self.meanings.get(class.0 as usize).copied().unwrap_or(Meaning::Elsewhere)
    }

    /// The name of a class.
    pub fn name(&self, class: ClassId) -> &str {
        self.names.get(class.0 as usize).map_or("", String::as_str)
    }

    /// The class of a name, when the pack has it.
    pub fn class(&self, name: &str) -> Option<ClassId> {
        self.by_name.get(name).copied()
    }

    /// Whether a class is `pattern` or stands below it (`noun.strike.air` under `noun.strike`).
    pub fn is_under(&self, class: ClassId, pattern: &str) -> bool {
        let name = self.name(class);
        name.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Every class at or below a pattern.
    pub fn under(&self, pattern: &str) -> Vec<ClassId> {
        (0..self.names.len() as u16).map(ClassId).filter(|c| self.is_under(*c, pattern)).collect()
    }

    /// The closed-class meaning among the senses of a form.
    pub fn word(&self, senses: &[Sense]) -> Option<Word> {
        senses.iter().find_map(|s| match self.meaning(s.class) {
            Meaning::Word(w) => Some(w),
            _ => None,
        })
    }

    /// Every closed-class meaning among the senses of a form.
    pub fn words<'a>(&'a self, senses: &'a [Sense]) -> impl Iterator<Item = Word> + 'a {
        senses.iter().filter_map(|s| match self.meaning(s.class) {
            Meaning::Word(w) => Some(w),
            _ => None,
        })
    }
}

fn meaning(name: &str) -> Meaning {
    let (top, rest) = name.split_once('.').unwrap_or((name, ""));
    let word = match top {
        "det" => Some(Word::Det(match rest {
            "def" => Det::Definite,
            "dem" => Det::Demonstrative,
            "poss" => Det::Possessive,
            _ => Det::Indefinite,
        })),
        "prep" => {
            let (function, contracted) = rest.strip_suffix("+def").map_or((rest, false), |f| (f, true));
            Function::named(function).map(|f| Word::Prep(f, contracted))
        }
        "pron" => match rest {
            "dem" => Some(Word::DemonstrativePronoun),
            "rel.subject" => Some(Word::RelativeSubject),
            "rel.object" => Some(Word::RelativeObject),
            "rel.of" => Some(Word::RelativeOf),
            "rel.place" => Some(Word::RelativePlace),
            "refl" => Some(Word::Reflexive),
            "object" => Some(Word::ObjectPronoun),
            _ => rest.strip_prefix("person.").map(|p| Word::Person {
                plural: match p.as_bytes().last() {
                    Some(b's') => Some(false),
                    Some(b'p') => Some(true),
                    _ => None,
                },
                feminine: match p.as_bytes().first() {
                    Some(b'f') => Some(true),
                    Some(b'm') => Some(false),
                    _ => None,
                },
            }),
        },
        "conj" => Some(match rest {
            "and" => Word::And,
            "or" => Word::Or,
            "but" => Word::But,
            "that" => Word::That,
            "sub.after" => Word::SubordinateAfter,
            "sub.before" => Word::SubordinateBefore,
            "sub.if" => Word::Condition,
            _ => Word::Subordinate,
        }),
        "neg" => Some(Word::Negation),
        "adv" => Some(match rest {
            "more" => Word::AdverbMore,
            "doubt" => Word::AdverbDoubt,
            "gradual" => Word::AdverbGradual,
            _ => Word::Adverb,
        }),
        _ => None,
    };
    if let Some(word) = word {
        return Meaning::Word(word);
    }
    match top {
        "verb" => Meaning::Verb(match rest.split('.').next().unwrap_or("") {
            "be" => VerbUse::Be,
            "have" => VerbUse::Have,
            "modal" => VerbUse::Modal,
            "say" => VerbUse::Say,
            "deny" => VerbUse::Deny,
            "plan" => VerbUse::Plan,
            "doubt" => VerbUse::Doubt,
            "cause" => VerbUse::Cause,
            "aspect" => VerbUse::Aspect,
            "attempt" => VerbUse::Attempt,
            "launch" => VerbUse::Launch,
            "undergo" => VerbUse::Undergo,
            "end" => VerbUse::End,
            "count" => VerbUse::Count,
            "toll" => VerbUse::Toll,
            "kill" => VerbUse::Kill,
            "die" => VerbUse::Die,
            "injure" => VerbUse::Injure,
            "vanish" => VerbUse::Vanish,
            "other" | "do" => VerbUse::Other,
            _ => VerbUse::Event,
        }),
        "noun" => Meaning::Noun(match rest.split('.').next().unwrap_or("") {
            "other" => NounUse::Other,
            "toll" => NounUse::Toll,
            "death" => NounUse::Death,
            _ => NounUse::Event,
        }),
        "count" => Meaning::Noun(match rest {
            "dead" => NounUse::CountDead,
            "injured" => NounUse::CountInjured,
            "missing" => NounUse::CountMissing,
            "displaced" => NounUse::CountDisplaced,
            "victim" => NounUse::CountVictim,
            _ => NounUse::CountHeld,
        }),
        "people" => Meaning::Noun(NounUse::People),
        "armed" => Meaning::Noun(NounUse::Armed),
        "gov" => Meaning::Noun(NounUse::Government),
        "locality" => Meaning::Noun(NounUse::Locality),
        "weapon" => Meaning::Noun(NounUse::Weapon),
        "thing" => Meaning::Noun(NounUse::Thing),
        "speaker" => Meaning::Noun(NounUse::Speaker),
        "adj" => Meaning::Adjective,
        _ => Meaning::Elsewhere,
    }
}
