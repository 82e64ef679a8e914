//! The engine: a text in, claims out.
//!
//! Seven stages, each a module: text (in `vigie-text`), [`numbers`], [`times`],
//! [`mentions`] and [`resolve`], [`groups`] and [`clauses`], [`frames`] with
//! [`tolls`] and [`drafts`], and discourse ([`speech`], [`when`],
//! [`incident`], [`assemble`]). No
//! language and no war is named here: packs and theatres bring them. Read
//! [`coder`] next.

pub mod assemble;
pub mod builtin;
pub mod capitals;
pub mod clauses;
pub mod coder;
pub mod denial;
pub mod drafts;
mod focus;
pub mod frames;
pub mod gate;
pub mod grammar;
pub mod groups;
mod heading;
pub mod incident;
pub mod mentions;
pub mod numbers;
pub mod passage;
mod reading;
pub mod resolve;
pub mod speech;
pub mod stages;
pub mod times;
pub mod tolls;
pub mod trace;
pub mod when;
mod wire;
pub mod words;

pub use coder::{Coder, Language};
pub use passage::Passage;
pub use trace::Trace;
pub use wire::document_id;
pub use words::{WordMatch, Words};
