//! The engine: a text in, claims out.

pub mod numbers;
pub mod words;
pub use words::{WordMatch, Words};
