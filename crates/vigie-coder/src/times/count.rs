//! Figures and small numbers as times need them.

use vigie_pack::{Pack, Pos};
use vigie_text::Sentence;
use vigie_text::token::Kind;

use crate::words::Words;

/// How many of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Count {
    /// So many; a fraction where the text has one.
    Exactly(f64),
    /// Some; the number is not said.
    Some,
}

/// A whole number below 10,000 in figures, alone: no group of figures stands beside it.
pub(super) fn figure(sentence: &Sentence<'_>, at: usize) -> Option<(u16, usize)> {
    let token = sentence.tokens.get(at)?;
    let word = sentence.word(at);
    (token.kind == Kind::Number && word.len() <= 4).then_some(())?;
    Some((word.parse().ok()?, word.len()))
}

/// Whether the figures at a token are part of a longer number: `2 014`, `3.000`, `30,4`.
pub(super) fn in_longer_number(sentence: &Sentence<'_>, at: usize) -> bool {
    let number = |i: usize| sentence.tokens.get(i).is_some_and(|t| t.kind == Kind::Number);
    let three = |i: usize| number(i) && sentence.word(i).len() == 3;
    let glued = |i: usize| sentence.tokens.get(i).is_some_and(|t| t.glued);
    let point = |i: usize| sentence.tokens.get(i).is_some_and(|t| t.is('.') || t.is(','));
    (three(at + 1) && !hyphen(sentence, at + 1))
        || (point(at + 1) && glued(at + 1) && glued(at + 2) && number(at + 2))
        || (at > 0 && three(at) && number(at - 1))
        || (at > 1 && glued(at) && point(at - 1) && glued(at - 1) && number(at - 2))
}

fn hyphen(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.tokens.get(at).is_some_and(|t| t.hyphen)
}

/// The number that begins at a token, in figures or in words, with how many tokens it takes.
pub(super) fn number(sentence: &Sentence<'_>, words: &Words<'_>, pack: &Pack, at: usize) -> Option<(usize, Count)> {
    if sentence.tokens.get(at)?.kind == Kind::Number {
        return in_figures(sentence, at).map(|(tokens, value)| (tokens, Count::Exactly(value)));
    }
    in_words(words, pack, at)
}

fn in_figures(sentence: &Sentence<'_>, at: usize) -> Option<(usize, f64)> {
    let mut text = sentence.word(at).to_string();
    let mut next = at + 1;
    loop {
        let number = |i: usize| sentence.tokens.get(i).filter(|t| t.kind == Kind::Number);
        let dot = sentence.tokens.get(next).is_some_and(|t| t.is('.') && t.glued);
        let group = if dot { next + 1 } else { next };
        if number(group).is_some_and(|t| sentence.word(group).len() == 3 && (t.glued || !dot) && !t.hyphen) && text.len() <= 12 {
            text.push_str(sentence.word(group));
            next = group + 1;
        } else if sentence.tokens.get(next).is_some_and(|t| t.is(',') && t.glued) && number(next + 1).is_some_and(|t| t.glued) {
            text.push('.');
            text.push_str(sentence.word(next + 1));
            next += 2;
            break;
        } else {
            break;
        }
    }
    let value: f64 = text.parse().ok()?;
    (value.is_finite() && value < 1e9).then_some((next - at, value))
}

fn in_words(words: &Words<'_>, pack: &Pack, at: usize) -> Option<(usize, Count)> {
    let (mut total, mut run, mut next) = (0_i64, 0_i64, at);
    let mut some = false;
    while let Some((tokens, sense)) = words.longest(next, Pos::Number) {
        let word = pack.numbers.get(sense.row as usize)?;
        match word.role.as_str() {
            "several" if next == at => some = true,
            "unit" | "teen" | "ten" | "article" if run % 10 == 0 || (word.value < 20 && run % 20 == 0) => run += word.value,
            // Sixty and eighty take the teens as well.
            "score" if run == 4 && word.value == 20 => run = 80,
            "score" | "unit" | "teen" if run % 10 == 0 => run += word.value,
            "hundred" => run = run.max(1).checked_mul(word.value)?,
            "scale" | "scale.one" | "scale.many" => {
                total = total.checked_add(run.max(1).checked_mul(word.value)?)?;
                run = 0;
            }
            "group.one" if run <= 1 => run = word.value,
            "and.ten"
                if run >= 20
                    && words.longest(next + tokens, Pos::Number).is_some_and(|(_, s)| {
                        pack.numbers.get(s.row as usize).is_some_and(|w| w.role == "article" || w.value == 11)
                    }) => {}
            _ => break,
        }
        next += tokens;
        if some || next > at + 12 {
            break;
        }
    }
    let value = total.checked_add(run)?;
    match (next > at, some, value) {
        (true, true, _) => Some((next - at, Count::Some)),
        (true, false, 1..) => Some((next - at, Count::Exactly(value as f64))),
        _ => None,
    }
}
