//! What a word does in a number: the column `role` of number.tsv.

/// The part that a word of number.tsv takes in a number. The value of the row
/// is what the part adds, multiplies by, or divides by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// 0 to 9: adds.
    Unit,
    /// One, or the article; the reader decides.
    Article,
    /// 10 to 19: adds, nothing smaller may follow.
    Teen,
    /// A ten that 1 to 9 may follow.
    Ten,
    /// A ten that 1 to 19 may follow (60, and 80 counted as four twenties).
    Score,
    /// 100: multiplies the units before it, or stands alone.
    Hundred,
    /// 1,000: multiplies what is before it, or stands alone.
    Scale,
    /// A million and above, a noun: multiplies and needs something before it.
    ScaleOne,
    /// The same in the plural; alone it is twice as many, at least.
    ScaleMany,
    /// A letter glued to digits that multiplies them (`100k`).
    Symbol,
    /// The same, only where it is written as a capital (`3M`).
    SymbolCapital,
    /// A noun for about so many (a dozen).
    GroupOne,
    /// The same in the plural; alone it is twice as many, at least.
    GroupMany,
    /// At least so many (several).
    Several,
    /// A plural that counts only before [`Role::GroupMany`] and [`Role::ScaleMany`].
    Plural,
    /// Joins a ten and what ends in one (twenty *and* one).
    AndTen,
    /// Joins two nouns of number (tens *of* thousands).
    Of,
    /// The decimal mark, spoken.
    Point,
    /// Adds one part in so many of what stands before it (*and a half*).
    HalfAfter,
    /// Divides the noun of number after it (*half* a million).
    HalfBefore,
    /// Hundredths.
    Percent,
    /// One part in so many.
    Fraction,
    /// One of a row.
    Ordinal,
    /// The ending of an ordinal in digits (`27th`).
    Suffix,
    /// Names one of a row by the number that follows (*page* 3).
    Label,
    /// Looks like a number and is none.
    Nothing,
}

impl Role {
    /// Every role with its name in number.tsv.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("unit", Self::Unit),
        ("article", Self::Article),
        ("teen", Self::Teen),
        ("ten", Self::Ten),
        ("score", Self::Score),
        ("hundred", Self::Hundred),
        ("scale", Self::Scale),
        ("scale.one", Self::ScaleOne),
        ("scale.many", Self::ScaleMany),
        ("symbol", Self::Symbol),
        ("symbol.capital", Self::SymbolCapital),
        ("group.one", Self::GroupOne),
        ("group.many", Self::GroupMany),
        ("several", Self::Several),
        ("plural", Self::Plural),
        ("and.ten", Self::AndTen),
        ("of", Self::Of),
        ("point", Self::Point),
        ("half.after", Self::HalfAfter),
        ("half.before", Self::HalfBefore),
        ("percent", Self::Percent),
        ("fraction", Self::Fraction),
        ("ordinal", Self::Ordinal),
        ("suffix", Self::Suffix),
        ("label", Self::Label),
        ("none", Self::Nothing),
    ];

    /// The role of a name; `None` for any other text.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, role)| *role)
    }

    /// Whether a number may begin with such a word.
    pub(super) fn begins(self) -> bool {
        !matches!(
            self,
            Self::Symbol
                | Self::SymbolCapital
                | Self::AndTen
                | Self::Of
                | Self::Point
                | Self::HalfAfter
                | Self::Percent
                | Self::Suffix
        )
    }

    /// A noun of number that another one may multiply.
    pub(super) fn is_noun(self) -> bool {
        matches!(self, Self::GroupOne | Self::GroupMany | Self::ScaleOne | Self::ScaleMany)
    }
}
