//! The bytes of a table: a header, then sections. All numbers are little-endian.
//!
//! ```text
//! 0   magic "VIGIEGAZ"      8   version u32        12  places u32
//! 16  checksum u64 of all bytes from 24 on
//! 24  5 sections, each offset u32, length u32: records, texts, postings, names, note
//! ```
//! A record is 28 bytes: see [`Record::read`]. A text is the name, then each
//! shown alias, `|` between.

use crate::row::PlaceKind;

pub(crate) const MAGIC: &[u8; 8] = b"VIGIEGAZ";
pub(crate) const VERSION: u32 = 1;
pub(crate) const HEADER: usize = 64;
pub(crate) const RECORD: usize = 28;
/// High bit of a record's id: the id is a slug in the texts.
pub(crate) const SLUG: u32 = 1 << 31;
/// No region known.
pub(crate) const NO_REGION: u16 = u16::MAX;
pub(crate) const FLAG_CAPITAL: u8 = 1;
pub(crate) const FLAG_WAR: u8 = 2;

/// Reads a number at a byte, or zero past the end.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at.saturating_add(4)).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at.saturating_add(8)).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at.saturating_add(2)).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

/// One place as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record {
    /// `GeoNames` number, or with [`SLUG`] the text offset of the slug (ends at `|`).
    pub id: u32,
    /// Offset of the name in the texts.
    pub text: u32,
    /// Bytes of name and aliases.
    pub text_len: u16,
    /// Index of the first-level region, or [`NO_REGION`].
    pub region: u16,
    /// Latitude, in 1e-5 degrees.
    pub lat: i32,
    /// Longitude, in 1e-5 degrees.
    pub lon: i32,
    /// People; 0 = unknown.
    pub population: u32,
    /// ISO 3166-1 alpha-2; zeros = none.
    pub country: [u8; 2],
    pub kind: PlaceKind,
    pub flags: u8,
}

impl Record {
    pub(crate) fn read(bytes: &[u8], at: usize) -> Self {
        let country = bytes.get(at + 24..at + 26).and_then(|b| b.try_into().ok()).unwrap_or([0, 0]);
        Self {
            id: u32_at(bytes, at),
            text: u32_at(bytes, at + 4),
            text_len: u16_at(bytes, at + 8),
            region: u16_at(bytes, at + 10),
            lat: u32_at(bytes, at + 12).cast_signed(),
            lon: u32_at(bytes, at + 16).cast_signed(),
            population: u32_at(bytes, at + 20),
            country,
            kind: PlaceKind::from_byte(bytes.get(at + 26).copied().unwrap_or(0)),
            flags: bytes.get(at + 27).copied().unwrap_or(0),
        }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.id.to_le_bytes());
        out.extend(self.text.to_le_bytes());
        out.extend(self.text_len.to_le_bytes());
        out.extend(self.region.to_le_bytes());
        out.extend(self.lat.to_le_bytes());
        out.extend(self.lon.to_le_bytes());
        out.extend(self.population.to_le_bytes());
        out.extend(self.country);
        out.push(self.kind.byte());
        out.push(self.flags);
    }
}
