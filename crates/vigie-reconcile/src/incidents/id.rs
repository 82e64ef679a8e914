//! Public ids of incidents: `VG-<ISO2>-` and a ULID (methods A4).

use sha2::{Digest, Sha256};
use vigie_model::Entry;

/// Crockford's base 32: no I, L, O, U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The id of the incident that an entry founds: 48 bits of the instant at which it was known, 80 bits of the
/// SHA-256 of its claim's id. `again` counts the incidents that the claim founded before: no id is given twice.
pub(super) fn of(entry: &Entry, again: usize) -> String {
    let millis = u64::try_from(entry.known.millis()).unwrap_or(0).min((1 << 48) - 1);
    let mut hash = Sha256::new();
    hash.update(entry.claim.id.as_bytes());
    if again > 0 {
        hash.update(format!("#{again}").as_bytes());
    }
    let mut bits = u128::from(millis);
    for byte in hash.finalize().iter().take(10) {
        bits = bits << 8 | u128::from(*byte);
    }
    let country = entry.claim.place.as_ref().map_or("", |place| place.country.as_str());
    let mut id = format!("VG-{}-", if country.len() == 2 { country } else { "XX" });
    for digit in (0..26).rev() {
        id.push(char::from(DIGITS[(bits >> (5 * digit) & 31) as usize]));
    }
    id
}
