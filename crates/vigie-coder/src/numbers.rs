//! Numbers and how firmly they are given.
//!
//! The words come from number.tsv and bound.tsv of the pack; here is only how
//! parts are put together: digits in groups, words from left to right, two
//! numbers to a range, a bound before or after. Every number of a sentence is
//! reported, those of dates and hours too: the reader takes away what lies in
//! an expression of time. The bounds are those of the annotation guide (rule
//! R8 of the methods).

mod compose;
mod digits;
mod role;
#[cfg(test)]
mod tests;

pub use role::Role;

use vigie_model::Bound;
use vigie_pack::{Pack, Pos};
use vigie_text::Sentence;
use vigie_text::token::Kind;

use crate::Words;
use compose::{Bare, LARGEST, Reader};

/// A number of a sentence with its bound.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property that the text may give or not")]
pub struct Quantity {
    /// First token, words of bounds included (*at least* 20).
    pub first: usize,
    /// Token after the last, words of bounds included.
    pub last: usize,
    /// The tokens of the number alone, end exclusive; of a range, of both
    /// numbers and what stands between them. A noun of number, its article
    /// and a sign of percent belong to it.
    pub number: (usize, usize),
    /// The number: of a share (`80 %`, two thirds) its size, where 1 is the
    /// whole. `None` for a range. Whole numbers are exact.
    pub value: Option<f64>,
    /// The smallest count that is meant; `None` where the text sets no lower
    /// limit, and for what is no count (ordinals, shares, 30.4).
    pub low: Option<u64>,
    /// The largest count that is meant; `None` where the text sets no upper
    /// limit, and for what is no count.
    pub high: Option<u64>,
    /// How firmly it is given.
    pub bound: Bound,
    /// The bound is said of this number (by a word, a range, or a vague form).
    /// Where it is not, a bound said of a number coordinated before it holds:
    /// see [`Quantity::with_bound`].
    pub own_bound: bool,
    /// The number is the article alone: 1 only where the reader wants it.
    pub article: bool,
    /// One of a row (*second*, `27th`, resolution 2254): counts nothing.
    pub ordinal: bool,
    /// A share of something (*half*, `80 %`, `3/4`): counts nothing.
    pub fraction: bool,
}

impl Quantity {
    /// Whether it can be the number of something.
    pub fn is_count(&self) -> bool {
        self.low.is_some() || self.high.is_some()
    }

    /// The number where it is whole and one.
    pub fn whole(&self) -> Option<u64> {
        let value = self.value?;
        // Below 2^53, so the conversion is exact.
        #[expect(clippy::cast_sign_loss, reason = "no number is negative")]
        (value.fract() == 0.0).then_some(value as u64)
    }

    /// The same number under a bound of its neighbour: *at least 25 dead and
    /// 31 wounded*. A number with a bound of its own, a range, and what is no
    /// count stay as they are.
    #[must_use]
    pub fn with_bound(mut self, bound: Bound) -> Self {
        if let (false, Some(count), true) = (self.own_bound || bound == Bound::Range, self.whole(), self.is_count()) {
            self.bound = bound;
            (self.low, self.high) = limits(bound, count);
        }
        self
    }
}

/// Where a word of a bound stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before the number.
    Before,
    /// After the number, or after the noun that it counts.
    After,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// The longest words of a bound that begin at a token: how many tokens, and
/// the bound. For the reader who finds *at least* away from the number
/// (20 dead *at least*).
pub fn bound_at(words: &Words<'_>, pack: &Pack, at: usize, side: Side) -> Option<(usize, Bound)> {
    bounds(words, pack, at, side.name()).next()
}

/// The numbers of a sentence, in order, not overlapping.
pub fn quantities(sentence: &Sentence<'_>, words: &Words<'_>, pack: &Pack) -> Vec<Quantity> {
    let reader = Reader { s: sentence, words, pack };
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        let may = match sentence.tokens[at].kind {
            Kind::Number => true,
            Kind::Word => words.at(at).iter().any(|m| m.senses.iter().any(|s| matches!(s.pos, Pos::Number | Pos::Bound))),
            Kind::Mark(_) => false,
        };
        let read = if may { reader.read(at) } else { Read::Nothing(1) };
        at += match read {
            Read::Nothing(tokens) => tokens.max(1),
            Read::Found(quantity) => {
                match found.last_mut().filter(|before| reader.described(before, &quantity)) {
                    Some(before) => *before = joined(before, &quantity),
                    None => found.push(quantity),
                }
                quantity.last - at
            }
        };
    }
    found
}

/// Words of bounds at a token, longest first.
fn bounds<'a>(words: &'a Words<'_>, pack: &'a Pack, at: usize, side: &'a str) -> impl Iterator<Item = (usize, Bound)> + 'a {
    words.at(at).iter().rev().flat_map(move |m| {
        m.senses.iter().filter(|s| s.pos == Pos::Bound).filter_map(move |s| {
            let row = pack.bounds.get(s.row as usize).filter(|r| r.side == side)?;
            Some((m.tokens, Bound::named(&row.bound)?))
        })
    })
}

/// Smallest and largest count under a bound.
fn limits(bound: Bound, count: u64) -> (Option<u64>, Option<u64>) {
    match bound {
        Bound::Exact | Bound::About | Bound::Range => (Some(count), Some(count)),
        Bound::AtLeast | Bound::MoreThan => (Some(count), None),
        Bound::AtMost | Bound::LessThan => (None, Some(count)),
    }
}

/// An article and a noun of number with a word between them, as one.
fn joined(article: &Quantity, noun: &Quantity) -> Quantity {
    let bound = if article.own_bound && article.article { article.bound } else { noun.bound };
    let (low, high) = noun.whole().map_or((None, None), |count| limits(bound, count));
    Quantity { first: article.first, number: (article.number.0, noun.number.1), low, high, bound, ..*noun }
}

enum Read {
    Found(Quantity),
    /// So many tokens hold no number.
    Nothing(usize),
}

impl Reader<'_> {
    fn read(self, at: usize) -> Read {
        let nothing = self.role(at, |r| r == Role::Nothing).map_or(0, |r| r.0);
        let mut alone = self.number(at).filter(|b| b.last - at > nothing);
        if let Some(several) = alone.filter(|b| b.vague == Some(Bound::AtLeast) && b.multiplied) {
            return self.found(at, None, several);
        }
        for (tokens, bound) in bounds(self.words, self.pack, at, "before") {
            let number = self.number(at + tokens).filter(|b| !b.ordinal);
            if let (true, Some(number)) = (tokens > nothing, number) {
                return self.found(at, Some(bound), number);
            }
        }
        for (tokens, _) in bounds(self.words, self.pack, at, "open") {
            let range = self.number(at + tokens).and_then(|a| self.range(at, a, "close"));
            if let Some(range) = range {
                return Read::Found(range);
            }
        }
        for (tokens, _) in bounds(self.words, self.pack, at, "from") {
            if let Some(number) = self.number(at + tokens) {
                return self.single(number.first, None, number);
            }
        }
        alone.take().map_or(Read::Nothing(nothing), |b| self.found(at, None, b))
    }

    /// Whether a noun of number follows its article or *several* with one word
    /// between them (*a good dozen*).
    fn described(self, before: &Quantity, noun: &Quantity) -> bool {
        let (at, from) = (before.number.0, noun.number.0);
        from == noun.first
            && before.last == before.number.1
            && from == before.last + 1
            && self.s.tokens[before.last].kind == Kind::Word
            && noun.own_bound
            && (before.article && self.role(from, |r| r == Role::GroupOne).is_some()
                || self.role(at, |r| r == Role::Several).is_some() && self.role(from, |r| r == Role::GroupMany).is_some())
    }

    /// A number that begins at a token which is allowed to begin one.
    fn number(self, at: usize) -> Option<Bare> {
        let digits = self.s.tokens.get(at)?.kind == Kind::Number;
        let blocked = !digits && self.role(at, |r| r == Role::Nothing).is_some();
        let bare = (digits || self.role(at, Role::begins).is_some()).then(|| self.bare(at)).flatten()?;
        (!blocked || self.role(at, |r| r == Role::Nothing).is_some_and(|r| bare.last - at > r.0)).then_some(bare)
    }

    /// A number with the bound before it, or the range that it begins, or the bound after it.
    fn found(self, first: usize, before: Option<Bound>, number: Bare) -> Read {
        if let Some(range) = self.range(first, number, "between") {
            return Read::Found(range);
        }
        self.single(first, before, number)
    }

    /// A number that begins no range.
    fn single(self, first: usize, before: Option<Bound>, number: Bare) -> Read {
        let after = || {
            let free = |tokens: &usize| {
                let again = bounds(self.words, self.pack, number.last, "before").any(|b| b.0 == *tokens);
                !again || self.number(number.last + tokens).is_none()
            };
            bounds(self.words, self.pack, number.last, "after").find(|(tokens, _)| free(tokens))
        };
        let (last, said) = match before {
            Some(bound) => (number.last, Some(bound)),
            None if number.ordinal || number.article => (number.last, None),
            None => after().map_or((number.last, None), |(tokens, bound)| (number.last + tokens, Some(bound))),
        };
        let bound = said.or(number.vague).unwrap_or(Bound::Exact);
        if number.num > LARGEST || number.den > LARGEST {
            return Read::Nothing(last - first);
        }
        let whole = (number.den == 1 && !number.ordinal && !number.fraction).then_some(number.num);
        let (low, high) = whole.map_or((None, None), |count| limits(bound, count));
        Read::Found(Quantity {
            first,
            last,
            number: (number.first, number.last),
            value: Some(number.num as f64 / number.den as f64),
            low,
            high,
            bound,
            own_bound: said.is_some() || number.vague.is_some(),
            article: number.article,
            ordinal: number.ordinal,
            fraction: number.fraction,
        })
    }

    /// The range from a number to the one after a word or mark of ranges.
    fn range(self, first: usize, a: Bare, side: &str) -> Option<Quantity> {
        let b = self.other(&a, side)?;
        let fits = |b: &Bare| !(b.ordinal || b.article || b.vague == Some(Bound::AtLeast));
        if a.ordinal || a.vague == Some(Bound::AtLeast) || !fits(&b) {
            return None;
        }
        // `five to ten thousand`, `2.5 to 3 million`: the second number lends its multiplier.
        let scaled = |(m, by): (u64, u64)| {
            let low = a.num.checked_mul(by).filter(|n| n % a.den == 0)? / a.den;
            (a.num < m.saturating_mul(a.den)).then_some(low)
        };
        let first_part = if a.multiplied { None } else { b.lead.and_then(scaled) };
        let lent = first_part.or_else(|| b.tail.and_then(scaled)).filter(|_| !a.fraction);
        let (low, den) = lent.map_or((a.num, a.den), |low| (low, 1));
        let ordered = if b.fraction && !a.fraction {
            a.num < b.num && a.den == 1
        } else {
            low.checked_mul(b.den)? < b.num.checked_mul(den)?
        };
        let count = !(a.fraction || b.fraction) && den == 1 && b.den == 1;
        if !ordered || b.num > LARGEST || b.den > LARGEST {
            return None;
        }
        Some(Quantity {
            first,
            last: b.last,
            number: (a.first, b.last),
            value: None,
            low: count.then_some(low),
            high: count.then_some(b.num),
            bound: Bound::Range,
            own_bound: true,
            article: false,
            ordinal: false,
            fraction: a.fraction || b.fraction,
        })
    }

    /// The second number of a range.
    fn other(self, a: &Bare, side: &str) -> Option<Bare> {
        for (tokens, bound) in bounds(self.words, self.pack, a.last, side) {
            if let (Bound::Range, Some(b)) = (bound, self.number(a.last + tokens)) {
                return Some(b);
            }
        }
        let tokens = &self.s.tokens;
        let joined = tokens.get(a.last)?;
        // A third number after a hyphen is a date or a telephone number.
        let chain = |at: usize| tokens.get(at).is_some_and(|t| t.hyphen);
        if joined.hyphen && !chain(a.first) && (a.last == a.first + 1 || joined.kind == Kind::Number) {
            return self.number(a.last).filter(|b| !chain(b.last));
        }
        let next = tokens.get(a.last + 1)?;
        let dash = matches!(joined.kind, Kind::Mark('–' | '—')) && joined.glued && next.glued;
        dash.then(|| self.number(a.last + 1)).flatten()
    }
}
