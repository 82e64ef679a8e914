//! An instant of the record: when the observatory knew something.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment in UTC, to the millisecond.
///
/// The record axis of time; the axis of the world is [`crate::Days`]. Written
/// as RFC 3339 with three decimals, so that text order is order in time.
///
/// ```
/// use vigie_model::Instant;
/// let evening: Instant = "2024-11-30T18:00:00Z".parse().unwrap();
/// assert_eq!(evening.to_string(), "2024-11-30T18:00:00.000Z");
/// // A day alone means its last moment: "as known on that day".
/// let day: Instant = "2024-11-30".parse().unwrap();
/// assert_eq!(day.to_string(), "2024-11-30T23:59:59.999Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// A text that is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no instant: write 2024-11-30 or 2024-11-30T18:00:00Z")]
pub struct InstantError {
    /// What was written.
    pub text: String,
}

impl Instant {
    /// Before everything that a record can hold.
    pub const MIN: Self = Self(i64::MIN);
    /// After everything that a record can hold.
    pub const MAX: Self = Self(i64::MAX);

    /// From milliseconds since 1970 in UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 in UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The first moment of a day, in UTC.
    pub fn start_of(day: Date) -> Self {
        let days = day.since(Date::constant(1970, 1, 1)).map_or(0, |s| i64::from(s.get_days()));
        Self(days * 86_400_000)
    }

    /// The last moment of a day, in UTC.
    pub fn end_of(day: Date) -> Self {
        Self(Self::start_of(day).0 + 86_399_999)
    }

    /// The day in UTC that it falls on; `None` for [`Self::MIN`] and [`Self::MAX`].
    pub fn day(self) -> Option<Date> {
        let stamp = Timestamp::from_millisecond(self.0).ok()?;
        Some(stamp.to_zoned(jiff::tz::TimeZone::UTC).date())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_millisecond(self.0) {
            Ok(stamp) => write!(f, "{stamp:.3}"),
            Err(_) => f.write_str(".."),
        }
    }
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let fault = || InstantError { text: text.to_owned() };
        if let Ok(day) = text.parse::<Date>()
            && text.len() == 10
        {
            return Ok(Self::end_of(day));
        }
        text.parse::<Timestamp>().map(|stamp| Self(stamp.as_millisecond())).map_err(|_| fault())
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_order_is_order_in_time() {
        let early: Instant = "2024-11-30T09:12:00Z".parse().expect("an instant");
        let late: Instant = "2024-11-30T11:12:00+01:00".parse().expect("an instant");
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn what_is_written_reads_back() {
        let at = Instant::from_millis(1_732_957_920_123);
        assert_eq!(at.to_string().parse::<Instant>(), Ok(at));
    }

    #[test]
    fn a_day_has_a_first_and_a_last_moment() {
        let day: Date = "2024-11-30".parse().expect("a day");
        assert_eq!(Instant::start_of(day).day(), Some(day));
        assert_eq!(Instant::end_of(day).day(), Some(day));
        assert!("yesterday".parse::<Instant>().is_err());
    }
}
