//! A bare number, in digits or words, put together from left to right.

use vigie_model::Bound;
use vigie_pack::{Pack, Pos, Sense};
use vigie_text::token::{Case, Kind};
use vigie_text::{Sentence, Token};

use super::digits;
use super::role::Role;
use crate::Words;

/// Above this a number is no quantity: whole numbers beyond it have no exact
/// place in an `f64`, and nothing that is counted comes near.
pub(super) const LARGEST: u64 = 1 << 53;

/// A number as it stands, without words of bounds: `num / den`.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property that the text may give or not")]
pub(super) struct Bare {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) num: u64,
    pub(super) den: u64,
    /// The form itself is vague (*dozens*).
    pub(super) vague: Option<Bound>,
    pub(super) article: bool,
    pub(super) ordinal: bool,
    pub(super) fraction: bool,
    /// What was multiplied first and last, and by what, where nothing was
    /// added since: `three hundred thousand` is (3, 100,000) and (300, 1,000).
    pub(super) lead: Option<(u64, u64)>,
    pub(super) tail: Option<(u64, u64)>,
    /// Something was multiplied.
    pub(super) multiplied: bool,
}

/// A sentence with what is needed to read its numbers.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) s: &'a Sentence<'a>,
    pub(super) words: &'a Words<'a>,
    pub(super) pack: &'a Pack,
}

impl<'a> Reader<'a> {
    /// The meanings at a token as words of numbers, longest phrase first:
    /// number of tokens, role, value.
    pub(super) fn roles(self, at: usize) -> impl Iterator<Item = (usize, Role, u64)> + 'a {
        let numbers = &self.pack.numbers;
        self.words.at(at).iter().rev().flat_map(move |m| {
            let of = move |s: &'a Sense| {
                let row = (s.pos == Pos::Number).then(|| numbers.get(s.row as usize)).flatten()?;
                Some((m.tokens, Role::named(&row.role)?, u64::try_from(row.value).ok()?))
            };
            m.senses.iter().filter_map(of)
        })
    }

    /// The longest phrase at a token that takes such a part.
    pub(super) fn role(self, at: usize, wanted: impl Fn(Role) -> bool) -> Option<(usize, Role, u64)> {
        self.roles(at).find(|(_, role, _)| wanted(*role))
    }

    fn token(self, at: usize) -> Option<&'a Token> {
        self.s.tokens.get(at)
    }

    fn is_word(self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.kind == Kind::Word)
    }

    /// Whether a token is part of a longer word without numbers (`F-16`, `Twelve-Mile`).
    fn compound_before(self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.hyphen) && at > 0 && self.is_word(at - 1) && self.roles(at - 1).next().is_none()
    }

    fn compound_after(self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.hyphen) && self.is_word(at) && self.roles(at).next().is_none()
    }

    /// The number that begins at a token.
    pub(super) fn bare(self, at: usize) -> Option<Bare> {
        let token = self.token(at)?;
        if token.is_mark() || self.compound_before(at) {
            return None;
        }
        if let Some(label) = self.role(at, |r| r == Role::Label) {
            return self.labelled(at + label.0);
        }
        let mut tally = Tally::new(at);
        if token.kind == Kind::Number {
            self.digits(&mut tally)?;
        } else {
            self.several(&mut tally);
        }
        while !tally.closed && self.step(&mut tally) {}
        if token.kind == Kind::Number {
            self.percent(&mut tally);
        } else if !tally.started || (self.compound_after(tally.last) && !tally.fraction) {
            return None;
        } else {
            self.percent(&mut tally);
        }
        Some(tally.finish())
    }

    /// A number after a word that makes it a name.
    fn labelled(self, mut at: usize) -> Option<Bare> {
        if self.token(at).is_some_and(|t| t.is('°')) {
            at += 1;
        }
        if self.role(at, |r| r == Role::Label).is_some() {
            return None;
        }
        let number = self.bare(at)?;
        Some(Bare { ordinal: true, article: false, ..number })
    }

    fn digits(self, t: &mut Tally) -> Option<()> {
        let d = digits::read(self.s, t.last, &self.pack.strategies)?;
        t.group = d.num;
        t.den = d.den;
        t.last = d.last;
        t.lead = d.lead;
        t.tail = d.lead;
        t.multiplied = d.lead.is_some();
        (t.started, t.digits, t.room) = (true, true, 1);
        let Some(next) = self.token(t.last) else { return Some(()) };
        if next.is('/') && t.den == 1 && d.last == t.first + 1 {
            self.slash(t);
        } else if next.kind == Kind::Word && next.glued {
            self.glued(t, next.case != Case::Lower);
        }
        Some(())
    }

    /// `3/4`, where no third number makes it a date.
    fn slash(self, t: &mut Tally) {
        let one = t.first == 0 || !self.s.tokens[t.first].glued || !self.s.tokens[t.first - 1].is('/');
        let more = digits::after_mark(self.s, t.last + 2).is_some_and(|(c, _)| c == '/');
        let under = digits::after_mark(self.s, t.last).filter(|(c, _)| *c == '/').and_then(|(_, d)| d.parse().ok());
        if let (true, false, Some(den @ 1..)) = (one, more, under) {
            (t.den, t.last, t.closed, t.fraction) = (den, t.last + 2, true, true);
        }
    }

    /// Letters glued to digits: the ending of an ordinal, a multiplier.
    fn glued(self, t: &mut Tally, capital: bool) {
        if self.role(t.last, |r| r == Role::Suffix).is_some() {
            (t.ordinal, t.closed, t.last) = (true, true, t.last + 1);
            return;
        }
        let by = self.role(t.last, |r| r == Role::Symbol || (capital && r == Role::SymbolCapital));
        if let Some((n, ..)) = by.filter(|by| t.scale(by.2, false)) {
            (t.last, t.closed) = (t.last + n, true);
        }
    }

    fn percent(self, t: &mut Tally) {
        let mark = self.token(t.last).and_then(|token| match token.kind {
            Kind::Mark('%' | '٪') => Some((1, 100)),
            Kind::Mark('‰') => Some((1, 1000)),
            _ => None,
        });
        let word = || self.role(t.last, |r| r == Role::Percent).map(|(n, _, of)| (n, of));
        if t.ordinal {
            return;
        }
        if let Some((n, of)) = mark.or_else(word) {
            t.den = t.den.saturating_mul(of.max(1));
            (t.fraction, t.last) = (true, t.last + n);
        }
    }

    /// *Several* and the plural article before a noun of number; *several* alone.
    fn several(self, t: &mut Tally) {
        let Some((n, role, value)) = self.role(t.last, |r| matches!(r, Role::Several | Role::Plural)) else { return };
        let noun = self.role(t.last + n, Role::is_noun).is_some();
        if noun || role == Role::Several {
            (t.started, t.group, t.room, t.last) = (true, value, 1, t.last + n);
            (t.vague, t.closed) = (Some(Bound::AtLeast), !noun);
        }
    }

    /// Takes one more word, when it fits what is there.
    fn step(self, t: &mut Tally) -> bool {
        let at = t.last;
        for (n, role, value) in self.roles(at) {
            if self.take(t, n, role, value) {
                // A part that reads further on has moved `last` itself.
                if t.last == at {
                    t.last += n;
                }
                return true;
            }
        }
        self.digits_after_scale(t)
    }

    fn take(self, t: &mut Tally, n: usize, role: Role, value: u64) -> bool {
        let after = t.last + n;
        match role {
            Role::Article => t.article(value),
            Role::Unit | Role::Teen => t.add(value, 1),
            Role::Ten => t.add(value, 10),
            Role::Score => t.add(value, 20),
            Role::Hundred => t.hundred(value),
            Role::Scale => t.scale(value, true),
            Role::ScaleOne | Role::ScaleMany | Role::GroupOne | Role::GroupMany => self.noun(t, n, role, value),
            Role::HalfAfter => t.half(value),
            Role::HalfBefore => self.half_before(t, after, value),
            Role::AndTen => self.and(t, after),
            Role::Point => self.point(t, after),
            Role::Fraction => t.fraction(value) && self.part_of(t, after),
            Role::Ordinal => t.ordinal(value),
            _ => false,
        }
    }

    /// A noun of number, and what it is multiplied by after *of*.
    fn noun(self, t: &mut Tally, n: usize, role: Role, value: u64) -> bool {
        let group = matches!(role, Role::GroupOne | Role::GroupMany);
        let many = matches!(role, Role::GroupMany | Role::ScaleMany);
        if t.started {
            if group && (!t.alone() || t.group == 0) || !t.scale(value, false) {
                return false;
            }
            if group {
                t.vague = t.vague.or(Some(Bound::About));
            }
        } else {
            // Bare: `dozens of people`, `the dozen`, `the million`.
            t.started = true;
            t.group = if many { 2 } else { 1 };
            if !t.scale(value, false) {
                return false;
            }
            t.vague = if many { Some(Bound::AtLeast) } else { group.then_some(Bound::About) };
        }
        t.last += n;
        while group && t.vague.is_some() {
            let Some((of, ..)) = self.role(t.last, |r| r == Role::Of) else { break };
            let Some((n, _, by)) = self.role(t.last + of, Role::is_noun) else { break };
            t.scale_all(by);
            t.last += of + n;
        }
        t.room = if group { 0 } else { t.room };
        true
    }

    fn half_before(self, t: &mut Tally, after: usize, value: u64) -> bool {
        if value == 0 || t.started && !(t.alone() && t.group > 0 && t.group < 10 && t.den == 1) {
            return false;
        }
        let times = if t.started { t.group } else { 1 };
        (t.started, t.room, t.group, t.den, t.article) = (true, 1, times, value, false);
        if let Some((n, role, by)) = self.role(after, Role::is_noun) {
            t.last = after;
            if t.scale(by, false) {
                t.vague = matches!(role, Role::GroupOne | Role::GroupMany).then_some(Bound::About);
                (t.last, t.closed) = (after + n, true);
                return true;
            }
        }
        (t.last, t.fraction, t.closed) = (after, true, true);
        true
    }

    /// A share of a noun of number is a number: a quarter *of a million*.
    fn part_of(self, t: &mut Tally, after: usize) -> bool {
        t.last = after;
        let Some((of, ..)) = self.role(after, |r| r == Role::Of) else { return true };
        let Some((n, _, by)) = self.role(after + of, Role::is_noun) else { return true };
        t.room = 1;
        if t.scale(by, false) {
            (t.fraction, t.closed, t.last) = (false, true, after + of + n);
            t.vague = Some(Bound::About);
        }
        true
    }

    /// *And* between a ten and what ends in one.
    fn and(self, t: &mut Tally, after: usize) -> bool {
        let ten = t.room == 10 || t.room == 20;
        let wanted = |r| matches!(r, Role::Unit | Role::Article | Role::Teen | Role::Ordinal);
        let Some((n, role, value)) = self.role(after, wanted).filter(|r| ten && r.2 % 10 == 1) else { return false };
        let taken = if role == Role::Ordinal { t.ordinal(value) } else { t.add(value, 1) };
        if taken {
            t.last = after + n;
        }
        taken
    }

    /// The spoken decimal mark.
    fn point(self, t: &mut Tally, after: usize) -> bool {
        if !t.started || t.den != 1 || t.vague.is_some() || !t.alone() {
            return false;
        }
        let mut part = Tally::new(after);
        if self.token(after).is_some_and(|t| t.kind == Kind::Number) {
            let Some(digits) = digits::number(self.s, after).and_then(|d| d.parse().ok()) else { return false };
            (part.group, part.last, part.started) = (digits, after + 1, true);
        } else {
            let small = |r| matches!(r, Role::Unit | Role::Article | Role::Teen | Role::Ten | Role::Score | Role::AndTen);
            while let Some((n, role, value)) = self.role(part.last, small) {
                let from = part.last;
                if !self.take(&mut part, n, role, value) {
                    break;
                }
                part.last = part.last.max(from + n);
            }
        }
        let (Some(whole), Some(part_value)) = (t.total(), part.total()) else { return false };
        let den = 10_u64.checked_pow(part_value.checked_ilog10().unwrap_or(0) + 1).unwrap_or(u64::MAX);
        let Some(num) = whole.checked_mul(den).and_then(|w| w.checked_add(part_value)) else { return false };
        if !part.started || den > 1_000_000_000 {
            return false;
        }
        let (first, last) = (t.first, part.last);
        *t = Tally { group: num, den, started: true, digits: true, room: 1, last, ..Tally::new(first) };
        true
    }

    /// Digits after a scale: *one million* 200 000.
    fn digits_after_scale(self, t: &mut Tally) -> bool {
        let fits = t.multiplied && !t.digits && t.group == 0 && t.room > 1 && t.den == 1 && t.vague.is_none();
        let Some(d) = fits.then(|| digits::read(self.s, t.last, &self.pack.strategies)).flatten() else { return false };
        let below = t.last_scale;
        if d.den != 1 || d.num >= below || d.num < below / 1000 || self.token(t.last).is_some_and(|t| t.hyphen) {
            return false;
        }
        (t.group, t.last, t.room, t.lead, t.tail, t.closed) = (d.num, d.last, 1, None, None, true);
        true
    }
}

/// A number being put together: `done + open + group`, over `den`.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property that the text may give or not")]
struct Tally {
    first: usize,
    last: usize,
    /// What a noun of number has closed; only smaller ones may follow `ceiling`.
    done: u64,
    ceiling: u64,
    /// What scales have multiplied since, the smallest of them.
    open: u64,
    open_scale: u64,
    /// What is being added up, and below which value the next part must lie.
    group: u64,
    room: u64,
    den: u64,
    last_scale: u64,
    started: bool,
    closed: bool,
    digits: bool,
    multiplied: bool,
    article: bool,
    ordinal: bool,
    fraction: bool,
    vague: Option<Bound>,
    lead: Option<(u64, u64)>,
    tail: Option<(u64, u64)>,
}

/// What may be added to a group before anything is there.
const FREE: u64 = 1000;

impl Tally {
    fn new(at: usize) -> Self {
        Self {
            first: at,
            last: at,
            done: 0,
            ceiling: u64::MAX,
            open: 0,
            open_scale: 0,
            group: 0,
            room: FREE,
            den: 1,
            last_scale: 0,
            started: false,
            closed: false,
            digits: false,
            multiplied: false,
            article: false,
            ordinal: false,
            fraction: false,
            vague: None,
            lead: None,
            tail: None,
        }
    }

    fn total(&self) -> Option<u64> {
        self.done.checked_add(self.open)?.checked_add(self.group)
    }

    /// Only a group: nothing multiplied by a scale stands before it.
    fn alone(&self) -> bool {
        self.done == 0 && self.open == 0
    }

    fn add(&mut self, value: u64, room: u64) -> bool {
        if value >= self.room || self.den != 1 || (value == 0 && self.started) {
            return false;
        }
        if self.multiplied {
            (self.lead, self.tail) = (None, None);
        }
        self.group += value;
        self.room = if value == 0 { 0 } else { room };
        (self.started, self.article) = (true, false);
        true
    }

    /// After a noun of number the article begins something else.
    fn article(&mut self, value: u64) -> bool {
        let first = !self.started;
        if self.done != 0 && self.group == 0 && self.open == 0 || !self.add(value, 1) {
            return false;
        }
        self.article = first;
        true
    }

    fn hundred(&mut self, value: u64) -> bool {
        let bare = self.group == 0 && self.room == FREE;
        let times = self.room == 1 && (2..=19).contains(&self.group);
        if self.digits || self.den != 1 || !(bare || times) {
            return false;
        }
        if self.alone() && !self.multiplied {
            self.lead = Some((self.group.max(1), value));
            self.tail = self.lead;
        } else {
            (self.lead, self.tail) = (None, None);
        }
        self.group = self.group.max(1).saturating_mul(value);
        (self.room, self.multiplied, self.started, self.article) = (value, true, true, false);
        true
    }

    fn scale(&mut self, value: u64, bare: bool) -> bool {
        let down = self.open_scale == 0 || value < self.open_scale;
        let times = match (down, self.group) {
            (true, 0) if bare && self.room == FREE => 1,
            (true, group) => group,
            (false, group) => self.open.saturating_add(group),
        };
        if times == 0 || self.room == 0 || value >= self.ceiling || value == self.open_scale || value == 0 {
            return false;
        }
        let mut product = times.saturating_mul(value);
        if self.den != 1 {
            if !self.alone() {
                return false;
            }
            let den = self.den;
            if product % self.den == 0 {
                (product, self.den) = (product / self.den, 1);
            }
            // Of 2.5 million, what is below 3 may share the multiplier in a range.
            self.lead = Some((times / den + 1, value));
            self.tail = self.lead;
        } else if self.alone() {
            self.lead = match self.lead {
                Some((m, by)) => Some((m, by.saturating_mul(value))),
                None if self.multiplied => None,
                None => Some((times, value)),
            };
            self.tail = Some((times, value));
        } else if !down && self.done == 0 && self.group == 0 {
            self.lead = self.lead.map(|(m, by)| (m, by.saturating_mul(value)));
            self.tail = Some((times, value));
        } else {
            (self.lead, self.tail) = (None, None);
        }
        if down {
            self.open = self.open.saturating_add(product);
            self.open_scale = value;
        } else {
            self.done = self.done.saturating_add(product);
            (self.ceiling, self.open, self.open_scale) = (value, 0, 0);
        }
        (self.group, self.room, self.last_scale) = (0, FREE, value);
        (self.multiplied, self.started, self.digits, self.article) = (true, true, false, false);
        self.closed = self.den != 1;
        true
    }

    /// Everything that is there, times a noun after *of*.
    fn scale_all(&mut self, value: u64) {
        let Some(total) = self.total() else { return };
        self.lead = self.lead.map(|(m, by)| (m, by.saturating_mul(value)));
        self.tail = self.lead;
        (self.done, self.open, self.group) = (0, total.saturating_mul(value), 0);
        self.last_scale = value;
    }

    /// One part in `value` of the last noun of number, or of one.
    fn half(&mut self, value: u64) -> bool {
        if !self.started || value == 0 || self.den != 1 {
            return false;
        }
        if self.multiplied && self.group == 0 && self.last_scale.is_multiple_of(value) {
            self.open = self.open.saturating_add(self.last_scale / value);
        } else if let (false, Some(num)) = (self.multiplied, self.group.checked_mul(value)) {
            (self.group, self.den) = (num.saturating_add(1), value);
        } else {
            return false;
        }
        (self.lead, self.tail, self.closed, self.article) = (None, None, true, false);
        true
    }

    fn fraction(&mut self, value: u64) -> bool {
        if value == 0 || self.multiplied || self.den != 1 || self.started && self.room != 1 {
            return false;
        }
        if !self.started {
            self.group = 1;
        }
        (self.den, self.started, self.fraction, self.closed, self.article) = (value, true, true, true, false);
        true
    }

    fn ordinal(&mut self, value: u64) -> bool {
        let taken = match value {
            _ if self.digits => false,
            0..100 => self.add(value, 0),
            100 => self.hundred(value),
            _ => self.scale(value, true),
        };
        if taken {
            (self.ordinal, self.closed, self.article) = (true, true, false);
        }
        taken
    }

    fn finish(self) -> Bare {
        Bare {
            first: self.first,
            last: self.last,
            num: self.total().unwrap_or(u64::MAX),
            den: self.den,
            vague: self.vague,
            article: self.article,
            ordinal: self.ordinal,
            fraction: self.fraction,
            lead: self.lead,
            tail: self.tail,
            multiplied: self.multiplied,
        }
    }
}
