//! Sentences of a text.
//!
//! A sentence ends at a full stop, question or exclamation mark or ellipsis
//! that is followed by a space and a word that may begin one; at a blank line;
//! at a line end after which a capital stands. A dot after an abbreviation, an
//! initial or inside a number ends nothing.

use std::ops::Range;

/// Words whose dot ends no sentence, folded, without the dot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abbreviations(pub Vec<String>);

impl Abbreviations {
    fn holds(&self, word: &str) -> bool {
        let folded = word.to_lowercase();
        self.0.binary_search(&folded).is_ok()
    }
}

/// A sentence of more bytes than this is cut at a space: nothing that a person
/// wrote is so long, and the work on a sentence must stay bounded.
pub const LONGEST: usize = 3000;

/// The byte ranges of the sentences of a text, in order, without the white
/// space around them.
///
/// ```
/// use vigie_text::{Abbreviations, sentences};
/// let text = "M. Diallo est arrivé. Il a vu 1.200 soldats.\n\nDes renforts";
/// let found: Vec<_> = sentences(text, &Abbreviations(vec!["m".into()])).map(|r| &text[r]).collect();
/// assert_eq!(found, ["M. Diallo est arrivé.", "Il a vu 1.200 soldats.", "Des renforts"]);
/// ```
pub fn sentences<'a>(text: &'a str, abbreviations: &'a Abbreviations) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            let skipped = rest.len() - rest.trim_start().len();
            let start = at + skipped;
            if start >= text.len() {
                return None;
            }
            at = end_of_sentence(text, start, abbreviations);
            let end = start + text[start..at].trim_end().len();
            if end > start {
                return Some(start..end);
            }
        }
    })
}

/// The byte after the sentence that begins at `start`; more than `start`.
fn end_of_sentence(text: &str, start: usize, abbreviations: &Abbreviations) -> usize {
    let bytes = text.as_bytes();
    let mut i = start;
    let mut line = start;
    while i < bytes.len() {
        if i - start > LONGEST && (bytes[i] == b' ' || i - start > 2 * LONGEST) && text.is_char_boundary(i) {
            return i;
        }
        match bytes[i] {
            b'\n' => {
                let rest = &text[i..];
                let next = rest.trim_start();
                let breaks = rest[..rest.len() - next.len()].matches('\n').count();
                let goes_on = next.chars().next().is_some_and(char::is_lowercase)
                    || (i - line > 60 && !text[start..i].trim_end().ends_with(ENDERS));
                if breaks > 1 || !goes_on {
                    return i;
                }
                i = text.len() - next.len();
                line = i;
                continue;
            }
            b'.' | b'!' | b'?' => {
                let end = after_closers(text, i + 1);
                if ends_here(text, start, i, end, abbreviations) {
                    return end;
                }
                i = end.max(i + 1);
                continue;
            }
            0xE2 if text[i..].starts_with('…') => {
                let end = after_closers(text, i + '…'.len_utf8());
                if begins_sentence(&text[end..]) {
                    return end;
                }
                i = end;
                continue;
            }
            // Arabic question mark.
            0xD8 if text[i..].starts_with('؟') => return after_closers(text, i + 2),
            _ => {}
        }
        i += 1;
    }
    text.len()
}

const ENDERS: &[char] = &['.', '!', '?', '…', ':', '"', '»', '”'];

/// Skips more enders and closing quotes and brackets: `…».`
fn after_closers(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { return at };
        match c {
            '.' | '!' | '?' | ')' | ']' | '”' | '»' => at += c.len_utf8(),
            // A straight quote closes when nothing but space or an end follows.
            '"' if rest[1..].chars().next().is_none_or(|n| n.is_whitespace() || n == ',') => at += 1,
            ' ' | '\u{a0}' | '\u{202f}' if rest[c.len_utf8()..].starts_with('»') => at += c.len_utf8(),
            _ => return at,
        }
    }
}

fn ends_here(text: &str, start: usize, dot: usize, end: usize, abbreviations: &Abbreviations) -> bool {
    let before = &text[start..dot];
    let after = &text[end..];
    if after.trim_start().is_empty() {
        return true;
    }
    let word_start = before.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last().map_or(dot, |(i, _)| start + i);
    let word = &text[word_start..dot];
    let spaced = after.starts_with(char::is_whitespace);
    if !spaced {
        // Glued sentences (`refuge.Dimanche`): a full word, then a capital and a small letter.
        let mut next = after.chars();
        let capital = next.next().is_some_and(char::is_uppercase);
        let small = next.next().is_some_and(|c| c.is_lowercase() || c == '\'' || c == '’' || c == ' ');
        return capital && small && word.chars().count() > 2 && word.chars().all(char::is_lowercase);
    }
    if text.as_bytes()[dot] == b'.' && end == dot + 1 {
        let one_letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        let initial = one_letter && word.chars().all(char::is_uppercase);
        if initial || abbreviations.holds(word) {
            return false;
        }
    }
    begins_sentence(after)
}

/// Whether what follows the space may begin a sentence: no small letter does.
fn begins_sentence(after: &str) -> bool {
    after
        .trim_start()
        .chars()
        .find(|c| !matches!(c, '"' | '«' | '“' | '(' | '[' | '-' | '–' | '—' | ' ' | '\u{a0}' | '\u{202f}'))
        .is_none_or(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        let abbreviations = Abbreviations(vec!["gén".into(), "m".into()]);
        sentences(text, &abbreviations).map(|r| &text[r]).collect()
    }

    #[test]
    fn a_closing_quote_belongs_to_its_sentence() {
        assert_eq!(cut("Il a dit: « Nous tenons. » Puis rien."), ["Il a dit: « Nous tenons. »", "Puis rien."]);
    }

    #[test]
    fn a_glued_sentence_is_cut() {
        assert_eq!(cut("Un refuge.Dimanche, dix."), ["Un refuge.", "Dimanche, dix."]);
    }

    #[test]
    fn an_initial_ends_nothing() {
        assert_eq!(cut("Le gén. J. Smith parle."), ["Le gén. J. Smith parle."]);
    }

    #[test]
    fn a_wrapped_line_goes_on() {
        assert_eq!(cut("Les rebelles ont pris\nla ville. Fin."), ["Les rebelles ont pris\nla ville.", "Fin."]);
    }

    #[test]
    fn a_heading_stands_alone() {
        assert_eq!(cut("Des localités prises\n\nSelon l'ONG"), ["Des localités prises", "Selon l'ONG"]);
    }

    proptest! {
        #[test]
        fn sentences_cover_all_that_is_not_space(text in "[a-zA-Zé .!?…\"»\n«0-9]{0,300}") {
            let mut last = 0;
            for r in sentences(&text, &Abbreviations::default()) {
                prop_assert!(r.start >= last && r.end > r.start);
                prop_assert!(text[last..r.start].trim().is_empty());
                last = r.end;
            }
            prop_assert!(text[last..].trim().is_empty());
        }
    }
}
