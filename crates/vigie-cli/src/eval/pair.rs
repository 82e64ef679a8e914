//! Which coded claim stands for which gold claim.
//!
//! Two claims may be paired when their quotes overlap by at least half of the
//! shorter one. Of the possible pairs those with one event code come first,
//! then those of one family, then the larger overlap; each claim is in one pair
//! at most.

use std::collections::BTreeSet;

use super::{CodedRow, GoldRow};

/// A gold claim and the coded claim that stands for it, by their places in the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Gold claim.
    pub(super) gold: usize,
    /// Coded claim.
    pub(super) coded: usize,
    /// The event codes are the same.
    pub(super) same: bool,
    /// The part before the dot is.
    pub(super) family: bool,
}

/// Pairs the claims of a passage.
pub(super) fn pairs(gold: &GoldRow, coded: &CodedRow) -> Vec<Pair> {
    let text: Vec<char> = gold.text.chars().collect();
    let mut taken = BTreeSet::new();
    let spans: Vec<_> = gold.claims.iter().map(|claim| span(&text, &claim.quote, &mut taken)).collect();
    let mut candidates: Vec<(Pair, f64)> = Vec::new();
    for (i, (claim, (a, b))) in gold.claims.iter().zip(&spans).enumerate() {
        for (j, other) in coded.claims.iter().enumerate() {
            let (x, y) = (signed(other.quote.start), signed(other.quote.end));
            let both = b.min(&y) - a.max(&x);
            let short = (b - a).min(y - x).max(1);
            if both * 2 < short {
                continue;
            }
            let pair = Pair {
                gold: i,
                coded: j,
                same: claim.event == other.event,
                family: family(&claim.event) == family(&other.event),
            };
            let whole = (b.max(&y) - a.min(&x)).max(1);
            candidates.push((pair, both as f64 / whole as f64));
        }
    }
    candidates.sort_by(|(a, by), (b, than)| {
        let codes = b.same.cmp(&a.same).then(b.family.cmp(&a.family));
        codes.then(than.total_cmp(by)).then((a.gold, a.coded).cmp(&(b.gold, b.coded)))
    });
    let (mut golds, mut codeds, mut out) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for (pair, _) in candidates {
        if !golds.contains(&pair.gold) && !codeds.contains(&pair.coded) {
            golds.insert(pair.gold);
            codeds.insert(pair.coded);
            out.push(pair);
        }
    }
    out
}

/// The part of an event code before the dot.
fn family(event: &str) -> &str {
    event.split('.').next().unwrap_or(event)
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 4)
}

/// Characters of a gold quote: the first occurrence that no earlier claim with
/// the same quote took; the last one when all are taken, and one before the
/// text when there is none.
fn span<'q>(text: &[char], quote: &'q str, taken: &mut BTreeSet<(i64, &'q str)>) -> (i64, i64) {
    let wanted: Vec<char> = quote.chars().collect();
    let find = |from: usize| {
        let last = text.len().checked_sub(wanted.len())?;
        (from..=last).find(|at| text[*at..at + wanted.len()] == wanted[..])
    };
    let mut at = find(0);
    while let Some(here) = at.filter(|here| taken.contains(&(signed(*here), quote))) {
        match find(here + 1) {
            Some(next) => at = Some(next),
            None => break,
        }
    }
    let start = at.map_or(-1, signed);
    taken.insert((start, quote));
    (start, start + signed(wanted.len()))
}

#[cfg(test)]
mod tests {
    use super::super::{Coded, GoldClaim, Span};
    use super::*;

    fn gold(text: &str, claims: &[(&str, &str)]) -> GoldRow {
        let claim = |(quote, event): &(&str, &str)| GoldClaim {
            quote: (*quote).to_string(),
            event: (*event).to_string(),
            ..GoldClaim::default()
        };
        GoldRow {
            id: "a".into(),
            text: text.into(),
            lang: None,
            outlet: None,
            published: None,
            claims: claims.iter().map(claim).collect(),
        }
    }

    fn coded(claims: &[(usize, usize, &str)]) -> CodedRow {
        let claim = |(start, end, event): &(usize, usize, &str)| Coded {
            quote: Span { text: String::new(), start: *start, end: *end },
            event: (*event).to_string(),
            ..Coded::default()
        };
        CodedRow { id: "a".into(), claims: claims.iter().map(claim).collect() }
    }

    fn found(gold: &GoldRow, coded: &CodedRow) -> Vec<(usize, usize, bool, bool)> {
        pairs(gold, coded).iter().map(|p| (p.gold, p.coded, p.same, p.family)).collect()
    }

    #[test]
    fn half_of_the_shorter_quote_is_enough_and_less_is_not() {
        let gold = gold("0123456789", &[("0123456789", "aid")]);
        assert_eq!(found(&gold, &coded(&[(8, 12, "aid")])), [(0, 0, true, true)]);
        assert_eq!(found(&gold, &coded(&[(9, 12, "aid")])), []);
    }

    #[test]
    fn the_same_event_goes_before_the_larger_overlap() {
        let gold = gold("0123456789", &[("0123456789", "attack.drone")]);
        let coded = coded(&[(0, 10, "attack.armed"), (0, 4, "attack.drone")]);
        assert_eq!(found(&gold, &coded), [(0, 1, true, true)]);
    }

    #[test]
    fn a_repeated_quote_is_the_next_occurrence() {
        let gold = gold("ab ab", &[("ab", "aid"), ("ab", "aid")]);
        assert_eq!(found(&gold, &coded(&[(3, 5, "aid"), (0, 2, "aid")])), [(0, 1, true, true), (1, 0, true, true)]);
    }

    #[test]
    fn each_claim_is_in_one_pair_at_most() {
        let gold = gold("0123456789", &[("01234", "attack.drone"), ("01234567", "attack.armed")]);
        assert_eq!(found(&gold, &coded(&[(0, 8, "attack.shelling")])), [(1, 0, false, true)]);
    }

    #[test]
    fn offsets_are_characters() {
        let gold = gold("été à Alep", &[("Alep", "aid")]);
        assert_eq!(found(&gold, &coded(&[(6, 10, "aid")])).len(), 1);
    }
}
