//! Text as the coder reads it.
//!
//! Decoding of bytes, folding of letters, tokens, sentences, and an index of
//! phrases over tokens. Nothing here knows a language: what a language wants
//! folded or split comes in as [`Tokenizer`] settings from its pack.
//! Read [`token`] next.

pub mod decode;
pub mod fold;
pub mod offset;
pub mod phrase;
pub mod sentence;
pub mod token;

pub use decode::{Decoded, decode};
pub use fold::{FoldTable, bare, fold_word};
pub use offset::CharOffsets;
pub use phrase::{PhraseError, PhraseIndex, PhraseMatch};
pub use sentence::{Abbreviations, sentences};
pub use token::{Case, Kind, Sentence, Token, Tokenizer, phrase_key};
