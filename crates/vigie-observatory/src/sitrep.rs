//! The situation report: one day, as known at one instant, in any of the
//! languages that there are phrases for, from the same figures (methods N1–N6).
//!
//! [`facts`] asks the record and says nothing; [`words`] finds the words of a
//! language; [`mod@compose`] makes sentences, each with the claims that it rests
//! on; `sohr` lays tolls out by category; [`markdown`] and [`html`] write them. A sentence without a claim cannot be made.

pub mod compose;
pub mod facts;
pub mod html;
pub mod markdown;
mod sohr;
pub mod words;

use jiff::civil::Date;
use vigie_model::Instant;

pub use compose::{Block, Cell, Report, compose};
pub use facts::{Facts, gather};
pub use words::{Words, languages};

/// What a report is asked to be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The day in the world.
    pub on: Date,
    /// First day of the period; the day itself, if the period is one day.
    pub since: Date,
    /// As known at.
    pub known_at: Instant,
    /// Number of the report; `None` = not numbered.
    pub number: Option<u32>,
    /// Days to the next report; `None` = not announced.
    pub next_days: Option<i64>,
    /// ISO code of the country; `None` = all.
    pub country: Option<String>,
    /// How tolls are laid out.
    pub layout: Layout,
    /// Digits of the Arabic script where the language writes so; Latin ones otherwise.
    pub arabic_digits: bool,
}

/// How the tolls of a report are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// One table of all figures.
    #[default]
    Table,
    /// Each toll of the dead as a dated sentence with a table of its categories, estimates apart (methods N6).
    ByCategory,
}
