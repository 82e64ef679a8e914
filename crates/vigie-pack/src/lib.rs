//! Language packs and theatres: data that a linguist or a regional expert
//! writes, checked and compiled.
//!
//! Everything here is a pure function of the text of the files: the build
//! script, `--packs DIR` and `vigie pack check` call the same [`compile`].
//! Reading folders is left to the caller. Read [`pack`] next.

pub mod blob;
pub mod check;
pub mod diagnostic;
pub mod feature;
pub mod fmt;
pub mod lexicon;
pub mod nearest;
pub mod new;
pub mod pack;
pub mod pattern;
pub mod rule;
pub mod table;
pub mod theatre;
pub mod time;

pub use blob::PackError;
pub use check::check;
pub use diagnostic::{Diagnostic, Severity, place_of};
pub use feature::Features;
pub use lexicon::{ClassId, LemmaId, Lexicon, Pos, Sense};
pub use pack::{Pack, Strategies, compile};
pub use pattern::{Alternative, ClassPattern, Feature, Item, Role};
pub use rule::{Accept, Reject, Rule, Want};
pub use table::Table;
pub use theatre::{Actor, Country, ExtraPlace, NameSense, Named, Names, Person, Source, Theatre, TheatreInfo, compile_theatres};
pub use time::{TimeGrammar, TimeMeaning, TimePattern};

/// The files of a pack or theatre: path below its folder, text.
pub type Files = std::collections::BTreeMap<String, String>;
