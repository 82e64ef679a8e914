//! Folding: one spelling for the letters that a language writes in several ways.
//!
//! Folding works token by token, so the place of a token in the text is never
//! in doubt: the offsets are those of the token, whatever its folded form.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters to replace before look-up, from `fold.tsv` of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoldTable {
    rows: Vec<(char, String)>,
}

impl FoldTable {
    /// A table from rows *from*, *to*; later rows for the same letter are ignored.
    pub fn new(rows: impl IntoIterator<Item = (char, String)>) -> Self {
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|r| r.0);
        rows.dedup_by_key(|r| r.0);
        Self { rows }
    }

    /// The rows, sorted by letter.
    pub fn rows(&self) -> &[(char, String)] {
        &self.rows
    }

    /// What the letter becomes, when the table says so.
    pub fn get(&self, letter: char) -> Option<&str> {
        let at = self.rows.binary_search_by_key(&letter, |r| r.0).ok()?;
        Some(&self.rows[at].1)
    }
}

/// Appends the folded form of one word: composed, lower case, letters replaced
/// by the table; marks of direction and soft hyphens are dropped.
///
/// ```
/// use vigie_text::{FoldTable, fold_word};
/// let table = FoldTable::new([('œ', "oe".to_string())]);
/// let mut out = String::new();
/// fold_word("SŒUR", &table, &mut out);
/// assert_eq!(out, "soeur");
/// ```
pub fn fold_word(word: &str, table: &FoldTable, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.bytes().map(|b| b.to_ascii_lowercase() as char));
        return;
    }
    for letter in word.nfc() {
        for lower in letter.to_lowercase() {
            match table.get(lower) {
                Some(to) => out.push_str(to),
                None if is_invisible(lower) => {}
                None => out.push(lower),
            }
        }
    }
}

/// Appends the form without accents: what is left of a folded word when every
/// combining mark is dropped.
///
/// ```
/// let mut out = String::new();
/// vigie_text::bare("lattaquié", &mut out);
/// assert_eq!(out, "lattaquie");
/// ```
pub fn bare(folded: &str, out: &mut String) {
    for letter in folded.nfkd().filter(|c| !is_combining_mark(*c)) {
        match letter {
            'ı' => out.push('i'),
            'ø' => out.push('o'),
            'đ' => out.push('d'),
            'ł' => out.push('l'),
            'ß' => out.push_str("ss"),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            c => out.push(c),
        }
    }
}

/// Marks that change how a word is drawn, not which word it is.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{61c}' | '\u{640}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(word in "\\PC{0,20}") {
            let table = super::FoldTable::default();
            let (mut once, mut twice) = (String::new(), String::new());
            super::fold_word(&word, &table, &mut once);
            super::fold_word(&once, &table, &mut twice);
            // Lower-casing may decompose a letter; composing it again is stable.
            let mut thrice = String::new();
            super::fold_word(&twice, &table, &mut thrice);
            prop_assert_eq!(twice, thrice);
        }
    }
}
