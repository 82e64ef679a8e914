//! Months, seasons, years, and what is counted in them.

use vigie_model::Days;

use super::count::number;
use super::matcher::Found;
use super::meaning::{Draft, From, Toward, dated, one_day, span};
use super::reckon::{
    Unit, add_days, add_months, date, month, part_of, week, week_value, weekday, weekday_on_or_after, weekday_on_or_before, years,
};
use vigie_pack::Pos;

impl<'p> From<'_, 'p> {
    pub(super) fn month(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let number: i64 = self.text(found, "month")?.parse().ok()?;
        let edge = self.text(found, "edge").unwrap_or("");
        if found.bound.len() == 1 && self.is_name(found.first) {
            return None;
        }
        let year = if let Some(year) = self.year_of(found) {
            year
        } else {
            let Some(last) = self.last() else { return Some(dated(format!("XXXX-{number:02}"), None)) };
            let (year, current) = (i64::from(last.year()), i64::from(last.month()));
            match self.toward(found) {
                Toward::Before => year - i64::from(number >= current),
                Toward::After => year + i64::from(number <= current),
                Toward::Coming => year + i64::from((current - number).rem_euclid(12) != 0 && number < current),
                Toward::Unsaid => year - i64::from(number > current),
            }
        };
        let days = month(year, number)?;
        Some(dated(format!("{year:04}-{number:02}"), Some(part_of(days, edge))))
    }

    /// A capital inside a sentence makes a name of a word that is written small.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let capital = self.reader.sentence.tokens.get(at).is_some_and(|t| t.case == vigie_text::token::Case::Capital);
        capital && at > 0 && !self.reader.sentence.tokens.get(at - 1).is_some_and(vigie_text::Token::is_mark)
    }

    pub(super) fn season(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let pack = self.reader.pack;
        let code = self.text(found, "season")?;
        let edge = self.text(found, "edge").unwrap_or("");
        let start = match code {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let last = self.last();
        let shift = self.text(found, "shift");
        let year = if let Some(year) = self.year_of(found) {
            year
        } else if shift.is_some() || found.nth(pack, "this", 0).is_some() {
            let last = last?;
            let year = i64::from(last.year());
            let begun = i64::from(last.month()) >= start;
            match shift {
                Some("last" | "before") => year - i64::from(!begun || i64::from(last.month()) < start + 3),
                Some("next" | "after") => year + i64::from(begun),
                _ => year,
            }
        } else {
            return Some(dated(format!("XXXX-{code}"), None));
        };
        let first = date(year, start, 1)?;
        let end = add_months(first, 2)?.last_of_month();
        Some(dated(format!("{year:04}-{code}"), Some(part_of(Days::span(first, end), edge))))
    }

    pub(super) fn year(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let year = self.year_of(found)?;
        let edge = self.text(found, "edge").unwrap_or("");
        if found.bound.len() == 1 && !self.is_year(found) {
            return None;
        }
        Some(dated(format!("{year:04}"), Some(part_of(years(year, year)?, edge))))
    }

    /// Four figures alone are a year where no thing counted follows.
    pub(super) fn is_year(&self, found: &Found<'p>) -> bool {
        let reader = self.reader;
        let year = self.year_of(found).unwrap_or(0);
        if !(1500..=2100).contains(&year) {
            return false;
        }
        let tied = ["within", "since", "until", "before", "after", "between", "in"]
            .iter()
            .any(|k| reader.phrase_before(found.first, k).is_some());
        let next = found.last;
        let open = reader.sentence.tokens.get(next).is_none_or(|t| t.is_mark() && !t.is('%'));
        let senses = reader.words.senses(next);
        let function = senses.iter().any(|s| s.pos == Pos::Function) && !senses.iter().any(|s| s.pos == Pos::Noun);
        let counted = senses.iter().any(|s| s.pos == Pos::Noun)
            || number(reader.sentence, reader.words, reader.pack, next).is_some()
            || reader.is(next, "units");
        let linked = ["and", "to", "of", "from"].iter().any(|k| reader.phrase_before(found.first, k).is_some());
        // After "more than" and the like it is a quantity.
        let bound = reader.phrase_before(found.first, "approx").is_some();
        let first_word = found.first == 0;
        let glued_before = found.first > 0 && reader.sentence.tokens.get(found.first - 1).is_some_and(|t| t.is('/') || t.is('('));
        !bound
            && ((tied && !counted)
                || glued_before
                || (!first_word && (open || (function && linked)) && (1900..=2100).contains(&year)))
    }

    pub(super) fn period(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let value = self.text(found, "unit").or_else(|| self.text(found, "units"))?;
        let unit = Unit::read(value)?;
        let edge = self.text(found, "edge").unwrap_or("");
        let shift = self.text(found, "shift");
        // Several of them without a number are a length.
        if found.nth(self.reader.pack, "day", 0).is_some() {
            let day = self.day(found)?.days?.start?;
            return Some(dated(week_value(day), week(day)));
        }
        let several = found.nth(self.reader.pack, "units", 0).is_some() && found.nth(self.reader.pack, "unit", 0).is_none();
        if several {
            return self.recent(found);
        }
        let narrative = matches!(shift, Some("before" | "after"));
        if unit.clock || unit.times > 100 || (unit.letter == "D" && !narrative) {
            return None;
        }
        // The article alone is no reference to the unit of publication.
        let named = shift.is_some() || found.nth(self.reader.pack, "this", 0).is_some() || unit.letter == "WE";
        if !named && edge.is_empty() {
            return None;
        }
        let Some(last) = self.last() else {
            return Some(dated(if shift == Some("last") { "PAST_REF" } else { "PRESENT_REF" }.to_string(), None));
        };
        let base = if narrative { self.story.unwrap_or(last) } else { last };
        let step = match shift {
            Some("last" | "before") => -1,
            Some("next" | "after") => 1,
            _ => 0,
        };
        let coming = self.toward(found) == Toward::Coming;
        let draft = match (unit.letter, unit.times) {
            ("D", _) => one_day(add_days(base, step)?),
            ("W", 1) => {
                let day = add_days(base, 7 * step)?;
                dated(week_value(day), week(day))
            }
            ("WE", _) => {
                let saturday = match step {
                    1 => weekday_on_or_after(add_days(base, 1)?, 6)?,
                    -1 => weekday_on_or_before(add_days(base, -1 - i64::from(weekday(base) == 7))?, 6)?,
                    _ if coming => weekday_on_or_after(add_days(base, -i64::from(weekday(base) == 7))?, 6)?,
                    _ => weekday_on_or_before(base, 6)?,
                };
                dated(format!("{}-WE", week_value(saturday)), span(Some(saturday), add_days(saturday, 1)))
            }
            ("M", 1) => {
                let first = add_months(base.first_of_month(), step)?;
                let days = month(i64::from(first.year()), i64::from(first.month()))?;
                dated(format!("{:04}-{:02}", first.year(), first.month()), Some(days))
            }
            ("M", n @ (3 | 6)) => {
                let index = (i64::from(base.month()) - 1) / n;
                let first = add_months(date(i64::from(base.year()), index * n + 1, 1)?, step * n)?;
                let end = add_months(first, n - 1)?.last_of_month();
                let letter = if n == 3 { 'Q' } else { 'H' };
                dated(
                    format!("{:04}-{letter}{}", first.year(), (i64::from(first.month()) - 1) / n + 1),
                    span(Some(first), Some(end)),
                )
            }
            ("Y", 1) => {
                let year = i64::from(base.year()) + step;
                dated(format!("{year:04}"), Some(years(year, year)?))
            }
            ("Y", 10) => {
                let first = i64::from(base.year()) / 10 * 10 + 10 * step;
                dated(format!("{:03}", first / 10), years(first.max(1), first + 9))
            }
            ("Y", 100) => {
                let first = (i64::from(base.year()) - 1) / 100 * 100 + 1 + 100 * step;
                dated(format!("{:02}", first / 100), years(first.max(1), first + 99))
            }
            _ => return None,
        };
        let days = draft.days.map(|d| part_of(d, edge));
        Some(Draft { days, narrative, ..draft })
    }

    pub(super) fn decade(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let year = match self.whole(found, "year", 0) {
            Some(year) => year,
            None => self.whole(found, "year2", 0)? + 1900,
        };
        (year % 10 == 0).then(|| dated(format!("{:03}", year / 10), years(year, year + 9)))
    }
}
