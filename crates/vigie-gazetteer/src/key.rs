//! The key of a name: its tokens as [`vigie_text`] cuts and folds them.
//!
//! Accents are dropped; Arabic letters that writers exchange are made one
//! (alef with and without hamza, yeh and alef maqsura, teh marbuta and heh),
//! and every apostrophe becomes the plain one. Look-up applies the same to the
//! words of a text, so a pack that folds less or more finds the same names.

use std::borrow::Cow;

use vigie_text::{FoldTable, Tokenizer, bare};

/// Letters made one beyond what dropping accents does.
const SAME: &[(char, &str)] = &[
    ('ى', "ي"),
    ('ة', "ه"),
    ('ی', "ي"),
    ('ک', "ك"),
    ('گ', "غ"),
    ('ڤ', "ف"),
    ('پ', "ب"),
    ('ٱ', "ا"),
    ('ə', "a"),
    ('’', "'"),
    ('‘', "'"),
    ('ʼ', "'"),
    ('＇', "'"),
    ('ʻ', "'"),
    ('`', "'"),
    ('ʿ', ""),
    ('ʾ', ""),
    ('”', ""),
    ('ـ', ""),
];

fn fold_table() -> FoldTable {
    FoldTable::new(SAME.iter().map(|(from, to)| (*from, (*to).to_string())))
}

/// Words of a text that need [`settle`] before look-up.
pub(crate) fn unsettled(word: &str) -> bool {
    !word.is_ascii() && word.chars().any(|c| SAME.iter().any(|(from, _)| *from == c))
}

/// A folded word of a text, with the letters above made one.
pub(crate) fn settle(word: &str) -> Cow<'_, str> {
    if !unsettled(word) {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match SAME.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => out.push_str(to),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Makes keys; holds the settings so that they are built once.
#[derive(Debug)]
pub struct Keys {
    elided: Tokenizer,
    whole: Tokenizer,
}

impl Default for Keys {
    fn default() -> Self {
        Self::new()
    }
}

impl Keys {
    /// Settings for both ways of cutting at an apostrophe.
    pub fn new() -> Self {
        Self { elided: Tokenizer { fold: fold_table(), elision: true }, whole: Tokenizer { fold: fold_table(), elision: false } }
    }

    /// The keys of one name: as French cuts it, as English cuts it, and without
    /// its apostrophes. Empty for a name without a letter.
    ///
    /// ```
    /// let keys = vigie_gazetteer::key::Keys::new();
    /// assert_eq!(keys.of("Deir ez-Zor"), ["deir ez zor"]);
    /// assert_eq!(keys.of("Sana'a"), ["sana' a", "sana 'a", "sanaa"]);
    /// assert_eq!(keys.of("الرّقة"), ["الرقه"]);
    /// ```
    pub fn of(&self, name: &str) -> Vec<String> {
        let name: String =
            name.chars().map(|c| settle_char(c).unwrap_or(c)).filter(|c| !matches!(c, 'ʿ' | 'ʾ' | '”' | 'ـ')).collect();
        let mut out = vec![key_with(&self.elided, &name)];
        if name.contains('\'') {
            out.push(key_with(&self.whole, &name));
            out.push(key_with(&self.whole, &name.replace('\'', "")));
        }
        out.retain(|k| k.chars().any(char::is_alphabetic));
        out.dedup();
        out
    }
}

fn settle_char(c: char) -> Option<char> {
    matches!(c, '’' | '‘' | 'ʼ' | '＇' | 'ʻ' | '`').then_some('\'')
}

fn key_with(tokenizer: &Tokenizer, name: &str) -> String {
    let s = tokenizer.sentence(name, 0, name.len());
    let mut out = String::with_capacity(name.len());
    for at in 0..s.len() {
        if let Some(word) = s.phrase_plain(at) {
            let mut plain = String::new();
            bare(word, &mut plain);
            if !out.is_empty() && !plain.is_empty() {
                out.push(' ');
            }
            out.push_str(&plain);
        }
    }
    out
}
