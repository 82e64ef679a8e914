//! A checksum that notices damage, fast enough to run at every start.
//!
//! It guards against broken files, not against forgery.

/// Sum of bytes: four lanes of words, multiplied and rotated, order-dependent.
///
/// ```
/// use vigie_gazetteer::checksum::checksum;
/// assert_ne!(checksum(b"Alep"), checksum(b"Alpe"));
/// ```
pub fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut lanes = [1u64, 2, 3, 4];
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (lane, word) in lanes.iter_mut().zip(block.chunks_exact(8)) {
            let word = word.iter().rev().fold(0, |n, b| n << 8 | u64::from(*b));
            *lane = (*lane ^ word).wrapping_mul(PRIME).rotate_left(29);
        }
    }
    let mut sum = bytes.len() as u64;
    for byte in blocks.remainder() {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME).rotate_left(11);
    }
    lanes.iter().fold(sum, |n, lane| (n ^ lane).wrapping_mul(PRIME).rotate_left(31))
}
