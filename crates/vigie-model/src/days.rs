//! A stretch of days, either end possibly open.

use jiff::civil::Date;

/// Days from `start` to `end`, both included. `None` leaves that side open:
/// it is unknown, not infinite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Days {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
}

impl Days {
    /// One day.
    pub const fn day(day: Date) -> Self {
        Self { start: Some(day), end: Some(day) }
    }

    /// From one day to another, both included.
    pub const fn span(start: Date, end: Date) -> Self {
        Self { start: Some(start), end: Some(end) }
    }

    /// Reads `2024-11-30`, `2024-11` or `2024`; `None` for anything else.
    ///
    /// ```
    /// let days = vigie_model::Days::parse("2024-11").unwrap();
    /// assert_eq!(days.edtf(), "2024-11");
    /// assert_eq!(days.end.unwrap().to_string(), "2024-11-30");
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '-');
        let year: i16 = parts.next()?.parse().ok()?;
        let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
        match (month, day) {
            (Some(m), Some(d)) => Date::new(year, m, d).ok().map(Self::day),
            (Some(m), None) => {
                let first = Date::new(year, m, 1).ok()?;
                Some(Self::span(first, first.last_of_month()))
            }
            _ => Some(Self::span(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        }
    }

    /// Whether nothing is known.
    pub const fn is_unknown(self) -> bool {
        self.start.is_none() && self.end.is_none()
    }

    /// The EDTF form, level 1: a day, a month, a year, an interval, `..` for an open side.
    pub fn edtf(self) -> String {
        match (self.start, self.end) {
            (None, None) => String::new(),
            (Some(a), Some(b)) if a == b => a.to_string(),
            (Some(a), Some(b)) if a.day() == 1 && a.first_of_month() == b.first_of_month() && b == b.last_of_month() => {
                format!("{:04}-{:02}", a.year(), a.month())
            }
            (Some(a), Some(b)) if a.month() == 1 && a.day() == 1 && b.month() == 12 && b.day() == 31 && a.year() == b.year() => {
                format!("{:04}", a.year())
            }
            (Some(a), Some(b)) => format!("{a}/{b}"),
            (Some(a), None) => format!("{a}/.."),
            (None, Some(b)) => format!("../{b}"),
        }
    }

    /// UCDP's five steps of date precision: 1 a day, 2 two to six days, 3 a
    /// week, 4 up to a month, 5 longer; 5 also when a side is open.
    pub fn precision(self) -> u8 {
        let (Some(a), Some(b)) = (self.start, self.end) else { return 5 };
        match a.until(b).map_or(i32::MAX, |s| s.get_days()) {
            0 => 1,
            1..=5 => 2,
            6 => 3,
            7..=30 => 4,
            _ => 5,
        }
    }
}
