//! The name that was probably meant.

/// The candidate that differs least from `wanted`, when it differs by no more
/// than a third of its letters; of equals, the first in the alphabet.
///
/// ```
/// let classes = ["verb.kill", "verb.capture"];
/// assert_eq!(vigie_pack::nearest::nearest("verb.kil", classes), Some("verb.kill"));
/// assert_eq!(vigie_pack::nearest::nearest("noun.strike", classes), None);
/// ```
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wanted.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|c| c.chars().count().abs_diff(wanted.chars().count()) <= limit)
        .map(|c| (distance(wanted, c), c))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, c)| c)
}

/// "did you mean X? " or nothing, to stand before the rest of a hint.
pub(crate) fn guess<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(wanted, candidates).map_or_else(String::new, |n| format!("did you mean {n}? "))
}

/// Letters to put in, take out or change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let above = *cell;
            left = (left + 1).min(above + 1).min(corner + usize::from(x != *y));
            corner = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
