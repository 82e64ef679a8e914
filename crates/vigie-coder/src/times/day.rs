//! Days, parts of days, times of the clock.

use jiff::civil::Date;
use vigie_model::Days;

use super::Kind;
use super::matcher::Found;
use super::meaning::{Draft, From, Toward, dated, one_day, span, with_part};
use super::reckon::{add_days, add_months, date, weekday, weekday_on_or_after, weekday_on_or_before};

impl<'p> From<'_, 'p> {
    pub(super) fn day(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let asked = self.text(found, "weekday").and_then(|w| w.parse().ok());
        let number = self.whole(found, "day", 0).or_else(|| self.text(found, "first").map(|_| 1))?;
        if self.text(found, "er") == Some("1") && number != 1 {
            return None;
        }
        let told = if let Some(m) = self.text(found, "month") {
            let m: i64 = m.parse().ok()?;
            let day = match self.year_of(found) {
                Some(year) => Some(date(year, m, number)?),
                None => self.day_without_year(found, m, number, asked),
            };
            let Some(day) = day else {
                date(2000, m, number)?;
                return Some(dated(format!("XXXX-{m:02}-{number:02}"), None));
            };
            day
        } else {
            self.day_without_month(number, asked)?
        };
        Some(with_part(told, self.text(found, "part")))
    }

    /// The last day of that number, or of that number and weekday.
    pub(super) fn day_without_month(&self, number: i64, asked: Option<i64>) -> Option<Date> {
        let last = self.last()?;
        (0..12).filter_map(|n| add_months(last.first_of_month(), -n)).find_map(|m| {
            let d = date(i64::from(m.year()), i64::from(m.month()), number)?;
            (d <= last && asked.is_none_or(|w| w == weekday(d))).then_some(d)
        })
    }

    pub(super) fn weekday(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let asked: i64 = self.text(found, "weekday")?.parse().ok()?;
        let part = self.text(found, "part");
        let narrative = matches!(self.text(found, "shift"), Some("before" | "after"));
        let Some(today) = self.today() else {
            let value = format!("XXXX-WXX-{asked}");
            return Some(Draft { days: self.anchor.published, ..dated(value, None) });
        };
        let base = if narrative { self.story.unwrap_or(today) } else { today };
        let day = match self.toward(found) {
            Toward::Before => weekday_on_or_before(add_days(base, -1)?, asked),
            Toward::After => weekday_on_or_after(add_days(base, 1)?, asked),
            Toward::Coming => weekday_on_or_after(base, asked),
            Toward::Unsaid => weekday_on_or_before(base, asked),
        }?;
        Some(Draft { narrative, ..with_part(day, part) })
    }

    pub(super) fn deictic(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let shift: i64 = self.text(found, "deictic")?.parse().ok()?;
        let Some(today) = self.today() else {
            let value = match shift {
                0 => "PRESENT_REF",
                ..0 => "PAST_REF",
                _ => "FUTURE_REF",
            };
            return Some(Draft { days: self.anchor.published, ..dated(value.to_string(), None) });
        };
        Some(with_part(add_days(today, shift)?, self.text(found, "part")))
    }

    pub(super) fn told(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let shift: i64 = self.text(found, "told")?.parse().ok()?;
        // The day before something is not the day before the one last told.
        if self.reader.is(found.outer_last, "of") {
            return None;
        }
        let draft = match self.story.or_else(|| self.today()) {
            Some(base) => with_part(add_days(base, shift)?, self.text(found, "part")),
            None => dated("XXXX-XX-XX".to_string(), None),
        };
        Some(Draft { narrative: true, ..draft })
    }

    pub(super) fn part(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let part = self.text(found, "part")?;
        let pack = self.reader.pack;
        let lone_day = part == "DT" && self.reader.phrase_before(found.first, "in").is_none();
        if found.nth(pack, "month", 0).is_some() {
            return self.day(found);
        }
        if found.nth(pack, "weekday", 0).is_some() {
            return self.weekday(found);
        }
        if found.nth(pack, "deictic", 0).is_some() {
            return self.deictic(found);
        }
        match self.text(found, "shift") {
            // The last night is the one that ended on the day of publication.
            Some("last") => return Some(with_part(add_days(self.today()?, -1)?, Some(part))),
            Some("next") => return Some(with_part(add_days(self.today()?, i64::from(part != "NI"))?, Some(part))),
            Some("after") => {
                return Some(Draft { narrative: true, ..with_part(self.story.or_else(|| self.today())?, Some(part)) });
            }
            _ => {}
        }
        let this = found.nth(pack, "this", 0).is_some() && found.nth(pack, "same", 0).is_none();
        if let Some(today) = self.today().filter(|_| this) {
            let draft = with_part(today, Some(part));
            let days = if part == "NI" { span(add_days(today, -1), Some(today)) } else { draft.days };
            return Some(Draft { days, ..draft });
        }
        // A day's length alone is no part of a day.
        (!lone_day || found.nth(pack, "edge", 0).is_some()).then(|| Draft {
            kind: Kind::Time,
            floating: Some(format!("T{part}")),
            narrative: true,
            ..Draft::default()
        })
    }

    /// The night between two days: the first one gives the value.
    pub(super) fn night(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let pack = self.reader.pack;
        let part = self.text(found, "part")?;
        let first = if let Some(day) = self.whole(found, "day", 0) {
            let second = self.whole(found, "day", 1)?;
            let months = found.nth(pack, "month", 0).map(|m| (m, found.nth(pack, "month", 1).unwrap_or(m)));
            let end = if let Some((_, m)) = months {
                let m: i64 = m.value.parse().ok()?;
                match self.year_of(found) {
                    Some(year) => date(year, m, second)?,
                    None => self.day_without_year(found, m, second, None)?,
                }
            } else {
                self.day_without_month(second, None)?
            };
            let first = add_days(end, -1)?;
            (i64::from(first.day()) == day).then_some(first)?
        } else {
            let asked: i64 = found.nth(pack, "weekday", 1)?.value.parse().ok()?;
            let before: i64 = found.nth(pack, "weekday", 0)?.value.parse().ok()?;
            let Some(today) = self.today() else {
                return Some(Draft {
                    kind: Kind::Time,
                    value: format!("XXXX-WXX-{before}T{part}"),
                    days: self.anchor.published,
                    ..Draft::default()
                });
            };
            weekday_on_or_before(add_days(weekday_on_or_before(today, asked)?, -1)?, before)?
        };
        let draft = with_part(first, Some(part));
        Some(Draft { days: span(Some(first), add_days(first, 1)), ..draft })
    }

    pub(super) fn clock(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let reader = self.reader;
        let (mut hour, mut minute) = (0, 0);
        if let Some(noon) = found.nth(reader.pack, "noon", 0) {
            // With a capital the word is a region.
            let token = reader.sentence.tokens.get(noon.first)?;
            if token.case == vigie_text::token::Case::Capital && noon.first > 0 {
                return None;
            }
            (hour, minute) = noon.value.split_once(':').and_then(|(h, m)| Some((h.parse().ok()?, m.parse().ok()?)))?;
        } else if let Some(digital) = found.nth(reader.pack, "digital", 0) {
            hour = reader.sentence.word(digital.first).parse().ok()?;
            minute = reader.sentence.word(digital.first + 2).parse().ok()?;
        } else {
            hour = self.whole(found, "hour", 0).unwrap_or(hour);
            minute = self.whole(found, "minute", 0).unwrap_or(minute);
            // After *in* or *within*, and before *of* a way, it is a length.
            let length = reader.phrase_before(found.outer_first, "within").is_some()
                || reader.phrase_before(found.outer_first, "during").is_some();
            if length && found.nth(reader.pack, "minute", 0).is_none() {
                return None;
            }
        }
        if matches!(self.text(found, "part"), Some("EV" | "AF")) && hour < 12 {
            hour += 12;
        }
        Some(Draft { kind: Kind::Time, floating: Some(format!("T{hour:02}:{minute:02}")), ..Draft::default() })
    }

    pub(super) fn feast(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let value = self.text(found, "feast")?;
        let year = self.year_of(found);
        if value.contains('/') {
            let last = self.last();
            let mut all = value.split(' ').filter_map(|v| {
                let (a, b) = v.split_once('/')?;
                Some(Days::span(Days::parse(a)?.start?, Days::parse(b)?.start?))
            });
            let held = |d: &Days| {
                d.start.is_some_and(|s| year.map_or_else(|| last.is_some_and(|l| s <= l), |y| i64::from(s.year()) == y))
            };
            let days = if year.is_some() { all.find(held) } else { all.rfind(held) }?;
            return Some(dated(days.edtf(), Some(days)));
        }
        let (m, d) = value.split_once('-')?;
        let (m, d): (i64, i64) = (m.parse().ok()?, d.parse().ok()?);
        let day = match year {
            Some(year) => date(year, m, d),
            None => self.day_without_year(found, m, d, None),
        };
        match day {
            Some(day) => Some(one_day(day)),
            None => Some(dated(format!("XXXX-{value}"), None)),
        }
    }

    /// The day is meant for good when it is written as a name, with a hyphen.
    pub(super) fn landmark(&self, found: &Found<'p>) -> Option<Draft<'p>> {
        let landmark = found.nth(self.reader.pack, "landmark", 0)?;
        let hyphen = (landmark.first..landmark.last).any(|i| self.reader.sentence.tokens.get(i).is_some_and(|t| t.hyphen));
        let day = Days::parse(landmark.value)?.start?;
        hyphen.then(|| one_day(day))
    }
}
