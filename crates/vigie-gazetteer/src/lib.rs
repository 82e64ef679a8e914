//! Places of the world: one compiled table, look-up by name, choice with reasons.
//!
//! [`Gazetteer`] opens a table without parsing it and finds the names that
//! begin at a token; [`resolve()`] says which of several places of one name is
//! meant and why; [`compile()`] makes a table from [`Row`]s, which come from the
//! recipe under `data/gazetteer`, from a `GeoNames` dump ([`geonames`]) or from
//! an OCHA table ([`cod`]). Nothing here reads a file, and nothing here finds
//! the words *near* or *in the province of*: the coder says what it saw in a
//! [`Context`]. Read [`gazetteer`] next.

pub mod checksum;
pub mod cod;
pub mod compile;
pub mod gazetteer;
pub mod geonames;
pub mod key;
pub mod overlay;
pub mod resolve;
pub mod row;

mod layout;

pub use compile::{Note, compile};
pub use gazetteer::{Candidate, CountryCode, Form, Gazetteer, NameMatch, PlaceIndex, PlaceRef};
pub use overlay::Extra;
pub use resolve::{Asked, Context, Reason, Refusal, Verdict, lies_within, resolve};
pub use row::{PlaceKind, Row, read_rows};

/// The table that comes with the program: `GeoNames` and others, see
/// `data/gazetteer/LICENSE.md`.
pub static WORLD: &[u8] = include_bytes!("../../../data/gazetteer/world.gaz");

/// What can be wrong with a table, or with the rows to make one from.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GazetteerError {
    /// The bytes are no gazetteer, or one of another version.
    #[error("not a gazetteer of version {expected}")]
    Header {
        /// The version that this program reads.
        expected: u32,
    },
    /// The bytes are shorter or longer than their header says, or were changed.
    #[error("the gazetteer is damaged: {part} does not fit")]
    Damaged {
        /// The part that does not fit.
        part: &'static str,
    },
    /// The index of names cannot be opened or written.
    #[error("the index of names is not usable")]
    Names {
        /// What the index found wrong.
        #[source]
        source: vigie_text::PhraseError,
    },
    /// A cell of a table cannot be used.
    #[error("{file}:{line}:{column}: {fault}")]
    Cell {
        /// Name of the table, as given by the caller.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column (cell), from 1.
        column: usize,
        /// What is wrong with it.
        fault: String,
    },
    /// More places, names or text than the table can number.
    #[error("too many {what} for one gazetteer")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
    },
}
