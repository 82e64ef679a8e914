//! Grammatical features of a form.

use serde::{Deserialize, Serialize};

/// A set of features of one form: tense, number, gender, and how the verb is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features(pub u32);

impl Features {
    /// Infinitive.
    pub const INFINITIVE: Self = Self(1);
    /// Past participle.
    pub const PARTICIPLE: Self = Self(1 << 1);
    /// Present participle.
    pub const GERUND: Self = Self(1 << 2);
    /// Present tense.
    pub const PRESENT: Self = Self(1 << 3);
    /// Imperfect.
    pub const IMPERFECT: Self = Self(1 << 4);
    /// Simple past.
    pub const PAST: Self = Self(1 << 5);
    /// Future.
    pub const FUTURE: Self = Self(1 << 6);
    /// Conditional.
    pub const CONDITIONAL: Self = Self(1 << 7);
    /// Subjunctive.
    pub const SUBJUNCTIVE: Self = Self(1 << 8);
    /// Singular.
    pub const SINGULAR: Self = Self(1 << 9);
    /// Plural.
    pub const PLURAL: Self = Self(1 << 10);
    /// First or second person.
    pub const OTHER_PERSON: Self = Self(1 << 11);
    /// Masculine.
    pub const MASCULINE: Self = Self(1 << 12);
    /// Feminine.
    pub const FEMININE: Self = Self(1 << 13);
    /// The compound past takes *to be*.
    pub const WITH_BE: Self = Self(1 << 14);
    /// Used with the reflexive pronoun in this sense.
    pub const REFLEXIVE: Self = Self(1 << 15);
    /// The form as it stands in the dictionary.
    pub const LEMMA: Self = Self(1 << 16);
    /// Any finite tense.
    pub const FINITE: Self =
        Self(Self::PRESENT.0 | Self::IMPERFECT.0 | Self::PAST.0 | Self::FUTURE.0 | Self::CONDITIONAL.0 | Self::SUBJUNCTIVE.0);

    /// Whether any of the other's features is in this set.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set of a feature name of `paradigm.tsv`; `None` for an unknown name.
    pub fn named(name: &str) -> Option<Self> {
        let (head, tail) = name.split_once('.').unwrap_or((name, ""));
        let tense = match head {
            "inf" => Self::INFINITIVE,
            "pp" => Self::PARTICIPLE,
            "ger" => Self::GERUND,
            "pres" => Self::PRESENT,
            "imp" => Self::IMPERFECT,
            "past" => Self::PAST,
            "fut" => Self::FUTURE,
            "cond" => Self::CONDITIONAL,
            "subj" => Self::SUBJUNCTIVE,
            _ => return None,
        };
        let rest = match tail {
            "" => Self(0),
            "s" => Self::SINGULAR,
            "p" => Self::PLURAL,
            "x" => Self::OTHER_PERSON,
            "ms" => Self::SINGULAR.with(Self::MASCULINE),
            "fs" => Self::SINGULAR.with(Self::FEMININE),
            "mp" => Self::PLURAL.with(Self::MASCULINE),
            "fp" => Self::PLURAL.with(Self::FEMININE),
            _ => return None,
        };
        Some(tense.with(rest))
    }
}
