//! The names of one language, indexed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vigie_text::{PhraseError, PhraseIndex};

use super::NameSense;

/// The names of one language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NameIndex {
    /// Language code.
    pub lang: String,
    senses: Vec<NameSense>,
    /// For each name, where its meanings begin and how many they are.
    lists: Vec<(u32, u16)>,
    #[serde(skip)]
    index: Option<PhraseIndex>,
    bytes: Vec<u8>,
}

impl NameIndex {
    /// Indexes names, given by their keys.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn build(lang: &str, names: BTreeMap<String, Vec<NameSense>>) -> Result<Self, PhraseError> {
        let (mut senses, mut lists, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (key, list) in names {
            rows.push((key, lists.len() as u64));
            lists.push((senses.len() as u32, list.len() as u16));
            senses.extend(list);
        }
        Ok(Self { lang: lang.to_string(), senses, lists, index: None, bytes: PhraseIndex::build(rows)? })
    }

    /// Makes the index ready.
    ///
    /// # Errors
    /// When the bytes are no index.
    pub fn open(&mut self) -> Result<(), PhraseError> {
        if self.index.is_none() {
            self.index = Some(PhraseIndex::open(std::mem::take(&mut self.bytes))?);
        }
        Ok(())
    }

    /// Whether [`NameIndex::open`] was called.
    pub fn is_open(&self) -> bool {
        self.index.is_some()
    }

    pub(super) fn for_each_at<'w>(
        &self,
        word: impl Fn(usize) -> Option<&'w str>,
        start: usize,
        mut found: impl FnMut(usize, &[NameSense]),
    ) {
        let Some(index) = &self.index else { return };
        for m in index.matches(word, start) {
            let Some(&(first, len)) = self.lists.get(m.value as usize) else { continue };
            if let Some(list) = self.senses.get(first as usize..first as usize + usize::from(len)) {
                found(m.tokens, list);
            }
        }
    }
}
