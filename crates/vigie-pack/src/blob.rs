//! Compiled packs and theatres as bytes, for the binary to carry.
//!
//! A header says what follows and in which version of the format; a checksum
//! guards the rest, so that a damaged file is refused when it is read and not
//! met later as a wrong answer. The checksum is no signature: it finds damage,
//! not malice.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vigie_text::PhraseError;

use crate::{Pack, Theatre};

/// Version of the format, raised with every change of a serialized type.
pub const FORMAT: u16 = 1;

const MAGIC: &[u8; 6] = b"vigie\0";
const HEADER: usize = MAGIC.len() + 2 + 1 + 8;

/// What can be wrong with a compiled pack or theatre.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The bytes are something else.
    #[error("not a compiled {what}")]
    Magic {
        /// `pack` or `theatre`.
        what: &'static str,
    },
    /// The bytes are of another version.
    #[error("compiled {what} in format {found}, this program reads format {FORMAT}")]
    Version {
        /// `pack` or `theatre`.
        what: &'static str,
        /// Version of the bytes.
        found: u16,
    },
    /// The bytes are damaged or cut off.
    #[error("compiled {what} is damaged")]
    Damaged {
        /// `pack` or `theatre`.
        what: &'static str,
    },
    /// The bytes are whole but do not decode.
    #[error("compiled {what} cannot be read")]
    Decode {
        /// `pack` or `theatre`.
        what: &'static str,
        /// What the decoder found wrong.
        #[source]
        source: postcard::Error,
    },
    /// The value cannot be written.
    #[error("{what} cannot be written")]
    Encode {
        /// `pack` or `theatre`.
        what: &'static str,
        /// What the encoder found wrong.
        #[source]
        source: postcard::Error,
    },
    /// An index inside is none.
    #[error("index of a compiled {what} cannot be opened")]
    Index {
        /// `pack` or `theatre`.
        what: &'static str,
        /// What the index found wrong.
        #[source]
        source: PhraseError,
    },
    /// Opening gave the bytes of the index away; write before opening.
    #[error("an opened {what} cannot be written")]
    Opened {
        /// `pack` or `theatre`.
        what: &'static str,
    },
}

const PACK: (u8, &str) = (b'p', "pack");
const THEATRE: (u8, &str) = (b't', "theatre");

impl Pack {
    /// The pack as bytes; to be called before its lexicon is opened.
    ///
    /// # Errors
    /// When the lexicon is open.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PackError> {
        if self.lexicon.is_open() {
            return Err(PackError::Opened { what: PACK.1 });
        }
        write(PACK, self)
    }

    /// Reads a pack and opens its lexicon.
    ///
    /// # Errors
    /// When the bytes are no pack of this version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PackError> {
        let mut pack: Self = read(PACK, bytes)?;
        pack.lexicon.open().map_err(|source| PackError::Index { what: PACK.1, source })?;
        Ok(pack)
    }
}

impl Theatre {
    /// The theatre as bytes; to be called before its names are opened.
    ///
    /// # Errors
    /// When the names are open.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PackError> {
        if self.names.iter().any(crate::theatre::NameIndex::is_open) {
            return Err(PackError::Opened { what: THEATRE.1 });
        }
        write(THEATRE, self)
    }

    /// Reads a theatre and opens its names.
    ///
    /// # Errors
    /// When the bytes are no theatre of this version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PackError> {
        let mut theatre: Self = read(THEATRE, bytes)?;
        theatre.open().map_err(|source| PackError::Index { what: THEATRE.1, source })?;
        Ok(theatre)
    }
}

fn write((kind, what): (u8, &'static str), value: &impl Serialize) -> Result<Vec<u8>, PackError> {
    let body = postcard::to_allocvec(value).map_err(|source| PackError::Encode { what, source })?;
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.push(kind);
    bytes.extend_from_slice(&checksum(&body).to_le_bytes());
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

fn read<T: DeserializeOwned>((kind, what): (u8, &'static str), bytes: &[u8]) -> Result<T, PackError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(PackError::Magic { what })?;
    let (version, rest) = rest.split_first_chunk::<2>().ok_or(PackError::Damaged { what })?;
    let found = u16::from_le_bytes(*version);
    if found != FORMAT {
        return Err(PackError::Version { what, found });
    }
    let (&of, rest) = rest.split_first().ok_or(PackError::Damaged { what })?;
    if of != kind {
        return Err(PackError::Magic { what });
    }
    let (sum, body) = rest.split_first_chunk::<8>().ok_or(PackError::Damaged { what })?;
    if u64::from_le_bytes(*sum) != checksum(body) {
        return Err(PackError::Damaged { what });
    }
    postcard::from_bytes(body).map_err(|source| PackError::Decode { what, source })
}

/// A checksum by eights: every changed byte changes it, for each step can be
/// undone (multiplication by an odd number, rotation, exclusive or).
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let step = |sum: u64, word: &[u8; 8]| (sum ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    let sum = words.iter().fold(bytes.len() as u64, step);
    step(sum, &last)
}
