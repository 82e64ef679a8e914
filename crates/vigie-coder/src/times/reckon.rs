//! Reckoning with days, months and lengths. Nothing here overflows: what lies
//! outside the years 1 to 9999 is `None`.

use jiff::Span;
use jiff::civil::Date;
use vigie_model::Days;

use super::count::Count;

/// A length of one unit, as `calendar.tsv` writes it: `P1D`, `PT1H`, `P3M`, `P1WE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit<'p> {
    /// Hours, minutes or seconds.
    pub(super) clock: bool,
    /// How many of the letter's unit it is.
    pub(super) times: i64,
    /// `D`, `W`, `M`, `Y`, `WE`, and `H`, `M`, `S` of the clock.
    pub(super) letter: &'p str,
}

impl<'p> Unit<'p> {
    /// Reads the value of a unit.
    pub(super) fn read(value: &'p str) -> Option<Self> {
        let rest = value.strip_prefix('P')?;
        let (clock, rest) = rest.strip_prefix('T').map_or((false, rest), |r| (true, r));
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (times, letter) = rest.split_at(digits);
        Some(Self { clock, times: times.parse().ok()?, letter })
    }

    /// So many of it in TIMEX3: `P3D`, `PT48H`, `PXM` for an unsaid number.
    pub(super) fn value(self, count: Count) -> String {
        let t = if self.clock { "T" } else { "" };
        let Count::Exactly(n) = count else { return format!("P{t}X{}", self.letter) };
        let n = n * self.times as f64;
        if n.fract() == 0.0 {
            return format!("P{t}{n}{}", self.letter);
        }
        // Half a year is six months, half an hour thirty minutes.
        let smaller = match (self.clock, self.letter) {
            (false, "Y") => Some((12.0, "M")),
            (false, "D") => Some((24.0, "H")),
            (true, "H") => Some((60.0, "M")),
            _ => None,
        };
        match smaller {
            Some((many, letter)) if (n * many).fract() == 0.0 => {
                let t = if letter == "H" || self.clock { "T" } else { "" };
                format!("P{t}{}{letter}", n * many)
            }
            _ => format!("P{t}{n}{}", self.letter),
        }
    }

    /// The day so many of it after another (before, when negative).
    pub(super) fn from(self, day: Date, count: i64) -> Option<Date> {
        let n = count.checked_mul(self.times)?;
        if self.clock {
            let hours = match self.letter {
                "H" => n,
                "M" => n / 60,
                _ => n / 3600,
            };
            return add_days(day, hours / 24);
        }
        match self.letter {
            "D" => add_days(day, n),
            "W" | "WE" => add_days(day, n.checked_mul(7)?),
            "M" => add_months(day, n),
            _ => add_months(day, n.checked_mul(12)?),
        }
    }
}

/// The day so many days later.
pub(crate) fn add_days(day: Date, days: i64) -> Option<Date> {
    in_range(day.checked_add(Span::new().try_days(days).ok()?).ok()?)
}

/// The same day of the month so many months later, or the last one of that month.
pub(super) fn add_months(day: Date, months: i64) -> Option<Date> {
    in_range(day.checked_add(Span::new().try_months(months).ok()?).ok()?)
}

fn in_range(day: Date) -> Option<Date> {
    (day.year() >= 1).then_some(day)
}

/// Days from one day to another; negative when the other is earlier.
pub(super) fn distance(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |s| i64::from(s.get_days()))
}

/// The weekday, 1 Monday to 7 Sunday.
pub(super) fn weekday(day: Date) -> i64 {
    i64::from(day.weekday().to_monday_one_offset())
}

/// The last such weekday before a day, or on it.
pub(super) fn weekday_on_or_before(day: Date, asked: i64) -> Option<Date> {
    add_days(day, -(weekday(day) - asked).rem_euclid(7))
}

/// The next such weekday after a day, or on it.
pub(super) fn weekday_on_or_after(day: Date, asked: i64) -> Option<Date> {
    add_days(day, (asked - weekday(day)).rem_euclid(7))
}

/// The whole month.
pub(super) fn month(year: i64, month: i64) -> Option<Days> {
    let first = date(year, month, 1)?;
    Some(Days::span(first, first.last_of_month()))
}

/// A day, when there is such a day.
pub(super) fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    let (y, m, d) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    if y < 1 {
        return None;
    }
    Date::new(y, m, d).ok()
}

/// Whole years.
pub(super) fn years(first: i64, last: i64) -> Option<Days> {
    Some(Days::span(date(first, 1, 1)?, date(last, 12, 31)?))
}

/// The week, Monday to Sunday (ISO 8601), that holds a day.
pub(super) fn week(day: Date) -> Option<Days> {
    let monday = add_days(day, 1 - weekday(day))?;
    Some(Days::span(monday, add_days(monday, 6)?))
}

/// `2024-W48`.
pub(super) fn week_value(day: Date) -> String {
    let iso = day.iso_week_date();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

/// The beginning, middle or end of a stretch of days: thirds of it, the tens of a month.
pub(super) fn part_of(days: Days, edge: &str) -> Days {
    let (Some(first), Some(last)) = (days.start, days.end) else { return days };
    let length = distance(first, last) + 1;
    let (from, to) = match edge {
        "start" => (0, length / 3),
        "mid" => (length / 3, length * 2 / 3),
        "end" => (length * 2 / 3, length),
        "first-half" => (0, length / 2),
        "second-half" => (length / 2, length),
        _ => return days,
    };
    let start = add_days(first, from).unwrap_or(first);
    let end = add_days(first, to - 1).unwrap_or(last);
    Days::span(start, end.max(start))
}
