//! Byte offsets to character offsets.
//!
//! Inside, spans are bytes; at the edge (JSON, browsers, Python) they are
//! Unicode code points. The conversion happens here only.

/// Converts byte offsets of one text into code-point offsets.
///
/// A checkpoint is kept for every 1,024 bytes, so a conversion reads at most
/// that many.
///
/// ```
/// let text = "tué à Alep";
/// let offsets = vigie_text::CharOffsets::new(text);
/// assert_eq!(offsets.chars(text.find("Alep").unwrap()), 6);
/// ```
#[derive(Debug)]
pub struct CharOffsets<'t> {
    text: &'t str,
    checkpoints: Vec<u32>,
}

const STEP: usize = 1024;

impl<'t> CharOffsets<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let mut checkpoints = Vec::new();
        if !text.is_ascii() {
            let mut count = 0u32;
            for block in text.as_bytes().chunks(STEP) {
                checkpoints.push(count);
                count += starts(block);
            }
        }
        Self { text, checkpoints }
    }

    /// Number of code points before byte `at`; an offset past the end counts
    /// the whole text.
    pub fn chars(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if self.checkpoints.is_empty() {
            return at;
        }
        let block = (at / STEP).min(self.checkpoints.len() - 1);
        let rest = starts(&self.text.as_bytes()[block * STEP..at]);
        (self.checkpoints[block] + rest) as usize
    }
}

/// Code points that begin in these bytes.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in "\\PC{0,3000}") {
            let offsets = super::CharOffsets::new(&text);
            for (count, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.chars(at), count);
            }
            prop_assert_eq!(offsets.chars(text.len()), text.chars().count());
        }
    }
}
