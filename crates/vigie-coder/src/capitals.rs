//! Capitals that have lost their accent: `Etat` for *État*, `A Alep` for *À Alep*.
//!
//! Many newsrooms write no accent on a capital. The pack says which letters
//! (`bare_capitals`); a word is read with its accent where the lexicon knows it
//! only so. The names of actors and places are looked up without accents anyway.

use vigie_pack::Lexicon;
use vigie_text::{Case, Sentence};

/// The letters that lose their accent, each with what is left of it.
pub fn bare_letters(letters: &str) -> Vec<(char, char)> {
    let plain = |l: char| {
        let mut plain = String::new();
        vigie_text::bare(l.encode_utf8(&mut [0; 4]), &mut plain);
        plain.chars().next().map(|p| (p, l))
    };
    letters.chars().filter_map(plain).collect()
}

/// Gives the words of a sentence their accents back, for look-up alone: the text stays as it is.
pub fn restore(sentence: &mut Sentence<'_>, letters: &[(char, char)], lexicon: &Lexicon) {
    if letters.is_empty() {
        return;
    }
    for at in 0..sentence.len() {
        let token = &sentence.tokens[at];
        if token.case != Case::Capital {
            continue;
        }
        let word = sentence.word(at);
        let Some(first) = word.chars().next().filter(char::is_ascii) else { continue };
        let rest = &word[first.len_utf8()..];
        // Of one letter, the bare form may be a word of its own (`A-t-il`): at the head of a clause it is the preposition.
        let heads = rest.is_empty()
            && (at == 0 || sentence.tokens[at - 1].is_mark())
            && sentence.tokens.get(at + 1).is_some_and(|next| !next.hyphen && !next.is_mark());
        let accented = letters.iter().filter(|l| l.0 == first);
        let found = accented.map(|l| format!("{}{rest}", l.1)).find(|w| !lexicon.get(w).is_empty());
        if let Some(found) = found.filter(|_| heads || lexicon.get(sentence.word(at)).is_empty()) {
            sentence.reword(at, &found);
        }
    }
}
