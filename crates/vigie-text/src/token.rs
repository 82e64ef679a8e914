//! Tokens of one sentence, folded once.
//!
//! A token is a run of letters (with the digits that follow them: `M23`), a
//! run of digits, or one mark. Hyphens inside a word cut it and leave a flag,
//! so that `cessez-le-feu` and `cessez le feu` are the same three tokens; an
//! apostrophe stays with the token before it where the pack asks for elision
//! (`l'` `armée`), and begins the next token otherwise (`Syria` `'s`).

use crate::fold::{FoldTable, bare, fold_word, is_invisible};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters.
    Word,
    /// Digits only.
    Number,
    /// One mark or symbol.
    Mark(char),
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// No capital first (also digits, marks, and scripts without capitals).
    Lower,
    /// First letter capital.
    Capital,
    /// Two letters or more, all capital.
    Upper,
}

/// One token. Offsets are bytes of the whole text, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    norm: (u32, u32),
    plain: (u32, u32),
    /// What it is.
    pub kind: Kind,
    /// How it is written.
    pub case: Case,
    /// Nothing stands between this token and the one before it.
    pub glued: bool,
    /// A hyphen alone stands between this token and the one before it.
    pub hyphen: bool,
}

impl Token {
    /// Whether it is this mark.
    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether it is a mark of any kind.
    pub fn is_mark(&self) -> bool {
        matches!(self.kind, Kind::Mark(_))
    }

    /// Whether it is an opening or closing quotation mark.
    pub fn is_quote(&self) -> bool {
        matches!(self.kind, Kind::Mark('"' | '«' | '»' | '“' | '”' | '„' | '‟'))
    }
}

/// How a language wants its words cut and folded.
#[derive(Debug, Clone, Default)]
pub struct Tokenizer {
    /// Letters folded before look-up.
    pub fold: FoldTable,
    /// An apostrophe ends a token (French *l'armée*); otherwise it begins one.
    pub elision: bool,
}

/// The tokens of one sentence of a text.
#[derive(Debug, Clone)]
pub struct Sentence<'t> {
    /// The whole text.
    pub text: &'t str,
    /// First byte of the sentence in the text.
    pub start: usize,
    /// Byte after its last.
    pub end: usize,
    /// The tokens.
    pub tokens: Vec<Token>,
    folded: String,
}

impl<'t> Sentence<'t> {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether it has no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The folded form of a token, accents kept; empty past the end.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.folded[t.norm.0 as usize..t.norm.1 as usize])
    }

    /// The folded form without accents; empty past the end.
    pub fn plain(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.folded[t.plain.0 as usize..t.plain.1 as usize])
    }

    /// Reads a token as another folded word from now on; its form without accents and its bytes stay.
    pub fn reword(&mut self, at: usize, word: &str) {
        if let Some(token) = self.tokens.get_mut(at) {
            let from = self.folded.len() as u32;
            self.folded.push_str(word);
            token.norm = (from, self.folded.len() as u32);
        }
    }

    /// The token as written; empty past the end.
    pub fn surface(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |t| &self.text[t.start as usize..t.end as usize])
    }

    /// The text from token `first` to the token before `last`, as written.
    pub fn slice(&self, first: usize, last: usize) -> &'t str {
        match (self.tokens.get(first), last.checked_sub(1).and_then(|l| self.tokens.get(l))) {
            (Some(a), Some(b)) if a.start <= b.end => &self.text[a.start as usize..b.end as usize],
            _ => "",
        }
    }

    /// The token, when it is a word or a number, for phrase look-up with accents.
    pub fn phrase_word(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at)?;
        (!token.is_mark()).then(|| self.word(at))
    }

    /// The same, without accents.
    pub fn phrase_plain(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at)?;
        (!token.is_mark()).then(|| self.plain(at))
    }
}

impl Tokenizer {
    /// Cuts the bytes `start..end` of a text into tokens.
    ///
    /// ```
    /// use vigie_text::Tokenizer;
    /// let fr = Tokenizer { elision: true, ..Tokenizer::default() };
    /// let s = fr.sentence("L'armée, 14 000 cessez-le", 0, 99);
    /// let words: Vec<_> = (0..s.len()).map(|i| s.word(i)).collect();
    /// assert_eq!(words, ["l'", "armée", ",", "14", "000", "cessez", "le"]);
    /// ```
    pub fn sentence<'t>(&self, text: &'t str, start: usize, end: usize) -> Sentence<'t> {
        let end = floor_boundary(text, end.min(text.len()));
        let start = floor_boundary(text, start.min(end));
        let mut sentence = Sentence {
            text,
            start,
            end,
            tokens: Vec::with_capacity((end - start) / 5),
            folded: String::with_capacity(end - start),
        };
        self.cut(&mut sentence);
        sentence
    }

    fn cut(&self, s: &mut Sentence<'_>) {
        let bytes = &s.text[s.start..s.end];
        let mut chars = bytes.char_indices().peekable();
        let mut last_end = usize::MAX;
        let mut hyphen = false;
        while let Some((at, c)) = chars.next() {
            if c.is_whitespace() || is_invisible(c) {
                hyphen = false;
                continue;
            }
            let from = s.start + at;
            let mut to = from + c.len_utf8();
            let mut kind = Kind::Mark(c);
            let mut case = Case::Lower;
            if is_hyphen(c) && last_end == from && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric()) {
                hyphen = true;
                last_end = to;
                continue;
            }
            if c.is_numeric() {
                kind = Kind::Number;
                while let Some((_, n)) = chars.next_if(|(_, n)| n.is_numeric()) {
                    to += n.len_utf8();
                }
            } else if is_letter(c) || (is_apostrophe(c) && !self.elision && chars.peek().is_some_and(|(_, n)| is_letter(*n))) {
                kind = Kind::Word;
                // `20h30` is three tokens, `M23` one.
                let after_digits = last_end == from && s.tokens.last().is_some_and(|t| t.kind == Kind::Number);
                let (mut upper, mut letters) = (usize::from(c.is_uppercase()), 1);
                if c.is_uppercase() {
                    case = Case::Capital;
                }
                while let Some((_, n)) =
                    chars.next_if(|(_, n)| is_letter(*n) || (!after_digits && n.is_numeric()) || is_invisible(*n))
                {
                    to += n.len_utf8();
                    letters += usize::from(n.is_alphabetic());
                    upper += usize::from(n.is_uppercase());
                }
                if letters > 1 && upper == letters {
                    case = Case::Upper;
                }
                if self.elision
                    && let Some((_, n)) = chars.next_if(|(_, n)| is_apostrophe(*n))
                {
                    to += n.len_utf8();
                }
            }
            let norm = s.folded.len() as u32;
            let surface = &s.text[from..to];
            fold_word(surface, &self.fold, &mut s.folded);
            let norm = (norm, s.folded.len() as u32);
            let plain = if s.folded[norm.0 as usize..].is_ascii() {
                norm
            } else {
                let mut stripped = String::new();
                bare(&s.folded[norm.0 as usize..], &mut stripped);
                s.folded.push_str(&stripped);
                (norm.1, s.folded.len() as u32)
            };
            s.tokens.push(Token { start: from as u32, end: to as u32, norm, plain, kind, case, glued: last_end == from, hyphen });
            last_end = to;
            hyphen = false;
        }
    }
}

/// The key under which a phrase is indexed: its tokens, folded, one space between.
pub fn phrase_key(phrase: &str, tokenizer: &Tokenizer) -> String {
    let s = tokenizer.sentence(phrase, 0, phrase.len());
    let words: Vec<_> = (0..s.len()).filter_map(|i| s.phrase_word(i)).collect();
    words.join(" ")
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c) || c == '\u{640}'
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '＇')
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tokens_are_ordered_slices(text in "\\PC{0,200}", elision: bool) {
            let s = Tokenizer { elision, ..Tokenizer::default() }.sentence(&text, 0, text.len());
            let mut last = 0;
            for (i, t) in s.tokens.iter().enumerate() {
                prop_assert!(t.start >= last && t.end > t.start);
                prop_assert!(text.get(t.start as usize..t.end as usize).is_some());
                let _ = (s.word(i), s.plain(i));
                last = t.end;
            }
        }
    }

    #[test]
    fn ordinals_and_hours_are_cut_after_the_digits() {
        let s = Tokenizer::default().sentence("le 1er à 20h30, M23", 0, 99);
        let words: Vec<_> = (0..s.len()).map(|i| s.word(i)).collect();
        assert_eq!(words, ["le", "1", "er", "à", "20", "h", "30", ",", "m23"]);
    }
}
