//! Text as it is searched: without case, accents and variants of letters, words parted by one blank.

use vigie_text::{FoldTable, bare, fold_word};

/// Folds a text for the search and for the comparison of copies. Tolerant of
/// spelling, not of words: it stems nothing.
///
/// ```
/// assert_eq!(vigie_observatory::search::folded("L’Armée à Alep"), "l armee a alep");
/// assert_eq!(vigie_observatory::search::folded("قُتل 12 شخصًا"), "قتل 12 شخصا");
/// ```
pub fn folded(text: &str) -> String {
    let table = FoldTable::default();
    let (mut out, mut word, mut plain) = (String::with_capacity(text.len()), String::new(), String::new());
    for part in text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|w| !w.is_empty()) {
        word.clear();
        plain.clear();
        fold_word(part, &table, &mut word);
        bare(&word, &mut plain);
        if plain.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(plain.chars().map(one_form));
    }
    out
}

/// Marks on letters, and the stroke that lengthens a word: inside words, dropped by folding.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Letters that the press writes for one another, and digits of other scripts (methods R2).
fn one_form(c: char) -> char {
    match c {
        'ى' | 'ی' => 'ي',
        'ة' => 'ه',
        'ک' => 'ك',
        '٠'..='٩' => char::from(b'0' + (c as u32 - '٠' as u32) as u8),
        '۰'..='۹' => char::from(b'0' + (c as u32 - '۰' as u32) as u8),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["Ménaka, l’armée", "الأطفال ١٢", "ŒUVRE", ""] {
            assert_eq!(folded(&folded(text)), folded(text));
        }
    }
}
