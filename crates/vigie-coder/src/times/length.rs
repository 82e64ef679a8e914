//! Lengths, and what comes back.

use jiff::civil::Date;
use vigie_model::Days;
use vigie_pack::Pos;

use super::count::Count;
use super::matcher::Found;
use super::meaning::{Draft, From, length, span};
use super::reckon::{Unit, add_days, month, years};
use super::{Kind, Relation};

impl<'p> From<'_, 'p> {
    pub(super) fn duration(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let reader = self.reader;
        if let Some(term) = self.text(found, "term") {
            return Some(length(Unit::read(term)?, Count::Exactly(1.0)));
        }
        let unit = Unit::read(self.text(found, "unit").or_else(|| self.text(found, "units"))?)?;
        let count = match (found.nth(reader.pack, "number", 0), self.text(found, "portion")) {
            (_, Some(share)) => Count::Exactly(share.parse().ok()?),
            (Some(number), None) => match (number.count, found.nth(reader.pack, "half", 0)) {
                (Count::Exactly(n), Some(_)) => Count::Exactly(n + 0.5),
                (count, _) => count,
            },
            (None, None) => Count::Some,
        };
        if self.is_age(found, unit, count) {
            return None;
        }
        // A single second before a noun is the second of two.
        let word_after = reader.sentence.tokens.get(found.outer_last).is_some_and(|t| !t.is_mark());
        if unit.clock && unit.letter == "S" && count == Count::Exactly(1.0) && word_after {
            return None;
        }
        let mut draft = length(unit, count);
        if found.nth(reader.pack, "ago", 0).is_some() {
            draft.relation = Some(Relation::Ago);
            draft.days = self.last().and_then(|base| counted_from(base, unit, count, -1));
        }
        let moved = match (found.nth(reader.pack, "later", 0), found.nth(reader.pack, "earlier", 0)) {
            (Some(_), _) => 1,
            (_, Some(_)) => -1,
            _ => 0,
        };
        if moved != 0 {
            draft.relation = Some(if moved > 0 { Relation::After } else { Relation::Before });
            draft.narrative = true;
            // "two days after the attack" counts from the attack, of which nothing is known here.
            let open = reader.sentence.tokens.get(found.outer_last).is_none_or(vigie_text::Token::is_mark);
            let base = self.story.filter(|_| open || found.outer_last > found.last + 1);
            draft.days = base.and_then(|base| counted_from(base, unit, count, moved));
        }
        Some(draft)
    }

    /// Years of a person: `a man of 38 years`, `Layla, 12 years,`.
    pub(super) fn is_age(&self, found: &Found<'p>, unit: Unit<'_>, count: Count) -> bool {
        let reader = self.reader;
        if reader.phrase_before(found.first, "age").is_some() {
            return true;
        }
        if unit.letter != "Y" || unit.times != 1 || count == Count::Some {
            return false;
        }
        let Some(before) = found.first.checked_sub(1) else { return false };
        let token = reader.sentence.tokens.get(before);
        // "those under 17 years", "the 6-16 years".
        let group =
            found.nth(reader.pack, "approx", 0).is_some() || reader.sentence.tokens.get(found.first).is_some_and(|t| t.hyphen);
        if group && (reader.is(before, "the") || token.is_some_and(|t| t.kind == vigie_text::token::Kind::Number)) {
            return true;
        }
        let mark = |t: Option<&vigie_text::Token>| t.is_some_and(|t| t.is(',') || t.is('(') || t.is(')'));
        if mark(token) {
            let next = reader.sentence.tokens.get(found.last);
            return mark(next) || next.is_none_or(|t| t.is('.'));
        }
        if !reader.is(before, "of") || before == 0 {
            return false;
        }
        let head = before - 1;
        let tied = ["during", "since", "until", "before", "after", "stretch", "from", "in", "about"].iter().any(|k| {
            reader.phrase_before(before, k).is_some() || reader.phrase_before(found.first, k).is_some_and(|s| s < before)
        });
        // The noun may have an adjective.
        !tied
            && !reader
                .phrase_before(head, "stretch")
                .is_some_and(|_| reader.words.senses(head).iter().any(|s| s.pos == Pos::Adjective))
    }

    /// A length that touches publication: `the last three days`.
    pub(super) fn recent(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let reader = self.reader;
        let unit = Unit::read(self.text(found, "units").or_else(|| self.text(found, "unit"))?)?;
        let several = found.nth(reader.pack, "units", 0).is_some();
        let number = found.nth(reader.pack, "number", 0);
        // One unit is a period, not a length.
        if number.is_none() && !several {
            return None;
        }
        let count = number.map_or(Count::Some, |n| n.count);
        let shift = self.text(found, "shift")?;
        let narrative = matches!(shift, "before" | "after");
        let base = if narrative { self.story.or_else(|| self.last()) } else { self.last() };
        let days = base.map(|base| {
            let n = match count {
                Count::Exactly(n) => Some(n as i64),
                Count::Some => None,
            };
            match shift {
                "last" | "before" => Days { start: n.and_then(|n| unit.from(base, -n)), end: Some(base) },
                _ => Days { start: Some(base), end: n.and_then(|n| unit.from(base, n)) },
            }
        });
        let relation = if matches!(shift, "last" | "before") { Relation::Within } else { Relation::Ahead };
        Some(Draft { days, narrative, relation: Some(relation), ..length(unit, count) })
    }

    pub(super) fn set(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let reader = self.reader;
        let set = |value: String| Some(Draft { kind: Kind::Set, value, ..Draft::default() });
        if let Some(day) = self.text(found, "weekday").or_else(|| self.text(found, "weekdays")) {
            let part = self.text(found, "part").map_or(String::new(), |p| format!("T{p}"));
            return set(format!("XXXX-WXX-{day}{part}"));
        }
        if let Some(month) = self.text(found, "month") {
            return set(format!("XXXX-{month}"));
        }
        if let Some(often) = self.text(found, "often") {
            // After an article it is a newspaper.
            let before = found.first.checked_sub(1)?;
            let article = ["the", "this", "few", "each", "of"].iter().any(|k| reader.is(before, k));
            let article = article || reader.words.senses(before).iter().any(|s| matches!(s.pos, Pos::Number));
            let mark = reader.sentence.tokens.get(before).is_none_or(vigie_text::Token::is_mark);
            return if article || mark { None } else { set(often.to_string()) };
        }
        if let Some(unit) = self.text(found, "unit").or_else(|| self.text(found, "units")) {
            let unit = Unit::read(unit)?;
            let count = found.nth(reader.pack, "number", 0).map_or(Count::Exactly(1.0), |n| n.count);
            return set(unit.value(count));
        }
        set(format!("XXXX-XX-XXT{}", self.text(found, "part")?))
    }
}

/// The days that so many units before or after a day leave open: a day for days,
/// a week, a month, a year for longer units.
pub(super) fn counted_from(base: Date, unit: Unit<'_>, count: Count, sign: i64) -> Option<Days> {
    let Count::Exactly(n) = count else {
        return Some(if sign < 0 { Days { start: None, end: Some(base) } } else { Days { start: Some(base), end: None } });
    };
    let day = unit.from(base, sign.checked_mul(n as i64)?)?;
    match (unit.clock, unit.letter) {
        (false, "W") => span(add_days(day, -3), add_days(day, 3)),
        (false, "M") => month(i64::from(day.year()), i64::from(day.month())),
        (false, "Y") => years(i64::from(day.year()), i64::from(day.year())),
        _ => Some(Days::day(day)),
    }
}
