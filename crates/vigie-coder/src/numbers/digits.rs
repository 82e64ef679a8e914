//! Numbers in digits: groups of three, decimals.

use vigie_pack::Strategies;
use vigie_text::Sentence;
use vigie_text::token::Kind;

/// A number in digits: `num / den`, `den` a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits {
    /// Token after the last.
    pub(super) last: usize,
    pub(super) num: u64,
    pub(super) den: u64,
    /// `12 000` is twelve times 1,000: the first group and what multiplies it.
    pub(super) lead: Option<(u64, u64)>,
}

/// What stands between two groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// One white space of any kind.
    Space,
    Mark(char),
}

/// Reads the digits that begin at a token. Groups have exactly three digits
/// after one to three, one separator throughout; `2024 12` is two numbers.
/// `None` where there are no digits; too many of them saturate `num`.
pub(super) fn read(s: &Sentence<'_>, at: usize, how: &Strategies) -> Option<Digits> {
    let first = number(s, at)?;
    let alone = Digits { last: at + 1, num: parse(first), den: 1, lead: None };
    let mut whole = alone;
    let mut used = None;
    if first.len() <= 3 && !first.starts_with('0') {
        let (mut tail, mut zeros) = (1_u64, true);
        while let Some((separator, group)) = group_after(s, whole.last, how) {
            if used.is_some_and(|u| u != separator) {
                break;
            }
            let digits = number(s, group)?;
            whole.num = whole.num.saturating_mul(1000).saturating_add(parse(digits));
            tail = tail.saturating_mul(1000);
            zeros &= digits == "000";
            whole.last = group + 1;
            used = Some(separator);
        }
        whole.lead = (used.is_some() && zeros).then_some((alone.num, tail));
    }
    let Some((mark, digits)) = after_mark(s, whole.last) else { return Some(whole) };
    let decimal = how.decimal.chars().next();
    let other = used.is_none() && digits.len() != 3 && matches!(mark, '.' | ',');
    let more = after_mark(s, whole.last + 2).is_some_and(|(m, _)| m == mark);
    if used == Some(Separator::Mark(mark)) {
        // `1.250.30` is no number: what follows the last group breaks the row.
        return Some(alone);
    }
    if more || !(decimal == Some(mark) || other) {
        return Some(whole);
    }
    let decimals = u32::try_from(digits.len()).ok().filter(|d| *d <= 9);
    let exact = decimals.and_then(|d| {
        let den = 10_u64.pow(d);
        let num = whole.num.checked_mul(den)?.checked_add(parse(digits))?;
        Some(Digits { last: whole.last + 2, num, den, lead: None })
    });
    Some(exact.unwrap_or(whole))
}

/// The digits of a token, folded to ASCII by the pack.
pub(super) fn number<'s>(s: &'s Sentence<'_>, at: usize) -> Option<&'s str> {
    let token = s.tokens.get(at)?;
    let word = s.word(at);
    (token.kind == Kind::Number && word.bytes().all(|b| b.is_ascii_digit())).then_some(word)
}

fn parse(digits: &str) -> u64 {
    digits.parse().unwrap_or(u64::MAX)
}

/// The separator before a group of three at `at`, and the token of the group.
fn group_after(s: &Sentence<'_>, at: usize, how: &Strategies) -> Option<(Separator, usize)> {
    let (before, token) = (s.tokens.get(at.checked_sub(1)?)?, s.tokens.get(at)?);
    let groups = |at: usize| number(s, at).is_some_and(|d| d.len() == 3);
    if token.kind == Kind::Number {
        let mut gap = s.text.get(before.end as usize..token.start as usize)?.chars();
        let one = gap.next().is_some_and(char::is_whitespace) && gap.next().is_none();
        let asked = how.group.iter().any(|g| g.chars().all(char::is_whitespace));
        return (one && asked && !token.hyphen && groups(at)).then_some((Separator::Space, at));
    }
    let (mark, _) = after_mark(s, at)?;
    let mark = if mark == '’' { '\'' } else { mark };
    let asked = how.group.iter().any(|g| g.chars().eq([mark]));
    (asked && groups(at + 1)).then_some((Separator::Mark(mark), at + 1))
}

/// A mark glued between two runs of digits, and the digits after it.
pub(super) fn after_mark<'s>(s: &'s Sentence<'_>, at: usize) -> Option<(char, &'s str)> {
    let (mark, next) = (s.tokens.get(at)?, s.tokens.get(at + 1)?);
    match mark.kind {
        Kind::Mark(c) if mark.glued && next.glued => Some((c, number(s, at + 1)?)),
        _ => None,
    }
}
