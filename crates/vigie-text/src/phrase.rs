//! An index of phrases over tokens.
//!
//! A phrase is one or more folded tokens joined by one space. The index is a
//! finite-state transducer: opened without parsing, walked token by token.

use std::borrow::Cow;

use fst::raw::{Fst, Output};

/// What can be wrong with the bytes of an index, or with what should be indexed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PhraseError {
    /// The bytes are no index of phrases.
    #[error("not a phrase index")]
    Bytes {
        /// What the transducer found wrong.
        #[source]
        source: fst::Error,
    },
}

/// Phrases, each with a number.
#[derive(Clone)]
pub struct PhraseIndex {
    fst: Fst<Cow<'static, [u8]>>,
}

impl std::fmt::Debug for PhraseIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhraseIndex({} phrases)", self.len())
    }
}

/// A phrase that begins at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhraseMatch {
    /// How many tokens it takes.
    pub tokens: usize,
    /// The number stored with it.
    pub value: u64,
}

impl PhraseIndex {
    /// Opens an index without reading more than its header.
    ///
    /// # Errors
    /// When the header is not that of an index.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, PhraseError> {
        let fst = Fst::new(bytes.into()).map_err(|source| PhraseError::Bytes { source })?;
        Ok(Self { fst })
    }

    /// Builds the bytes of an index. Of two equal phrases the first one stays.
    ///
    /// # Errors
    /// When the transducer cannot be written (a phrase of more than 4 GB).
    ///
    /// ```
    /// use vigie_text::PhraseIndex;
    /// let bytes = PhraseIndex::build([("cessez le feu".into(), 7), ("feu".into(), 1)]).unwrap();
    /// let index = PhraseIndex::open(bytes).unwrap();
    /// let words = ["cessez", "le", "feu"];
    /// let found: Vec<_> = index.matches(|i| words.get(i).copied(), 0).collect();
    /// assert_eq!((found[0].tokens, found[0].value), (3, 7));
    /// ```
    pub fn build(rows: impl IntoIterator<Item = (String, u64)>) -> Result<Vec<u8>, PhraseError> {
        let mut rows: Vec<_> = rows.into_iter().filter(|r| !r.0.is_empty()).collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.dedup_by(|b, a| a.0 == b.0);
        let mut builder = fst::MapBuilder::memory();
        for (phrase, value) in rows {
            builder.insert(phrase, value).map_err(|source| PhraseError::Bytes { source })?;
        }
        builder.into_inner().map_err(|source| PhraseError::Bytes { source })
    }

    /// Number of phrases.
    pub fn len(&self) -> usize {
        self.fst.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.fst.is_empty()
    }

    /// The number of one phrase, exactly.
    pub fn get(&self, phrase: &str) -> Option<u64> {
        self.fst.get(phrase).map(Output::value)
    }

    /// Every phrase that begins at token `start`, shortest first. `word` gives
    /// the folded token at a position, or `None` where no phrase may go on.
    pub fn matches<'a, 'w, W>(&'a self, word: W, start: usize) -> Matches<'a, W>
    where
        W: Fn(usize) -> Option<&'w str>,
    {
        Matches { index: self, word, at: start, taken: 0, state: Some((self.fst.root().addr(), Output::zero())) }
    }

    /// The longest phrase that begins at token `start`.
    pub fn longest<'w>(&self, word: impl Fn(usize) -> Option<&'w str>, start: usize) -> Option<PhraseMatch> {
        self.matches(word, start).last()
    }
}

/// Iterator over the phrases that begin at one token.
#[derive(Debug)]
pub struct Matches<'a, W> {
    index: &'a PhraseIndex,
    word: W,
    at: usize,
    taken: usize,
    state: Option<(usize, Output)>,
}

impl<'w, W: Fn(usize) -> Option<&'w str>> Iterator for Matches<'_, W> {
    type Item = PhraseMatch;

    fn next(&mut self) -> Option<PhraseMatch> {
        loop {
            let (address, mut output) = self.state.take()?;
            let mut node = self.index.fst.node(address);
            let word = (self.word)(self.at)?;
            let space = (self.taken > 0).then_some(b' ');
            for byte in space.into_iter().chain(word.bytes()) {
                let step = node.transition(node.find_input(byte)?);
                output = output.cat(step.out);
                node = self.index.fst.node(step.addr);
            }
            self.at += 1;
            self.taken += 1;
            self.state = Some((node.addr(), output));
            if node.is_final() {
                let value = output.cat(node.final_output()).value();
                return Some(PhraseMatch { tokens: self.taken, value });
            }
        }
    }
}
