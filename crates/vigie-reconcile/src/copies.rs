//! Copies: which dispatches tell the same in the same words (methods R2).
//!
//! A text is cut into shingles of three words. What is kept of them is a
//! [`Signature`] of at most 512 bytes; an [`Index`] finds, among the documents of a
//! window of days, those that share enough of their shingles, without comparing
//! all pairs. Likeness is symmetric: which of two is the copy follows from what
//! was known first, and is not decided here.
//!
//! Whoever asks folds the text first, as their language folds words: two
//! spellings of one word are two words here. Translations and paraphrases are
//! not seen; who is quoted in them is (see [`crate::origins`]). How the numbers
//! below were chosen is told in `docs/record.md`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Words in a shingle. One length for every text, long or short, so that a dispatch
/// and its first paragraph still have shingles in common.
const WORDS: usize = 3;
/// Rows of a band: minima that must agree for two texts to be compared.
const ROWS: usize = 3;
/// Bands over the whole text.
const WHOLE: usize = 34;
/// Bands over its beginning only, which finds a dispatch that was cut to a fraction.
const LEAD: usize = 8;
const BANDS: usize = WHOLE + LEAD;
/// Shingles that make up the beginning.
const LEAD_SHINGLES: usize = 48;
/// Shingles whose hashes are kept: those with the smallest. A text with no more of them is compared exactly.
const KEPT: usize = 111;
/// Share of the shorter text's shingles that the longer one holds, in percent, from which on one is a copy.
const COPY_PERCENT: u32 = 60;
/// Bits of 64 in which the digests of a reprint differ at most.
const REPRINT_BITS: u32 = 3;
/// Texts with fewer shingles are copies only when they have the same ones.
const FEW: u16 = 12;

/// Changed whenever signatures of two versions cannot be compared.
const VERSION: u8 = 1;
const SIMHASH: usize = 3;
const BAND: usize = SIMHASH + 8;
const HASHES: usize = BAND + 4 * BANDS;

/// What is kept of a text for the search of copies: 512 bytes at most, the same on every machine.
///
/// ```
/// use vigie_reconcile::copies::Signature;
/// let dispatch = "the army said on sunday that it had pushed back an attack on the town and \
///                 that dozens of assailants were killed before they withdrew to the hills";
/// let (whole, other) = (Signature::of(dispatch), Signature::of(&dispatch[20..]));
/// assert!(whole.as_bytes().len() <= 512);
/// assert!(whole.alike(&other).is_some());
/// assert_eq!(Signature::from_bytes(whole.as_bytes()), Some(whole));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature(Box<[u8]>);

/// How two texts are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    /// What the likeness is called.
    pub kind: Kind,
    /// Share of the shorter text's shingles that the longer one holds, in percent; estimated where a text has more
    /// shingles than are kept.
    pub percent: u32,
    /// In how many of 64 bits the digests differ.
    pub bits: u32,
}

/// What a likeness is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same text but for a few words.
    Reprint,
    /// Most of the shorter text stands in the longer one.
    Copy,
}

impl Kind {
    /// The key of the reason in lists of inputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reprint => "reprint",
            Self::Copy => "copy",
        }
    }
}

impl Signature {
    /// The signature of a text whose words are folded already. Whatever is neither letter nor digit parts words.
    pub fn of(folded: &str) -> Self {
        let shingles = shingles(folded);
        let mut bytes = Vec::with_capacity(HASHES + 3 * KEPT);
        bytes.push(VERSION);
        let mut hashes: Vec<u32> = shingles.iter().map(|s| (s >> 40) as u32).collect();
        hashes.sort_unstable();
        hashes.dedup();
        bytes.extend(u16::try_from(hashes.len()).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(simhash(&shingles).to_le_bytes());
        let whole = minima::<{ WHOLE * ROWS }>(&shingles);
        let lead = minima::<{ LEAD * ROWS }>(&shingles[..shingles.len().min(LEAD_SHINGLES)]);
        for band in whole.chunks_exact(ROWS).chain(lead.chunks_exact(ROWS)) {
            let hash = band.iter().fold(0, |hash, min| mix(hash ^ u64::from(*min)));
            bytes.extend((hash as u32).to_le_bytes());
        }
        for hash in hashes.iter().take(KEPT) {
            bytes.extend(&hash.to_le_bytes()[..3]);
        }
        Self(bytes.into())
    }

    /// The bytes, to be kept.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A signature from bytes that were kept; `None` when this version did not make them.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let sound = bytes.first() == Some(&VERSION)
            && bytes.len() >= HASHES
            && bytes.len() == HASHES + 3 * KEPT.min(usize::from(u16::from_le_bytes([bytes[1], bytes[2]])));
        sound.then(|| Self(bytes.into()))
    }

    /// How two texts are alike; `None` when neither is a copy of the other.
    pub fn alike(&self, other: &Self) -> Option<Likeness> {
        let percent = self.percent(other);
        let bits = (self.simhash() ^ other.simhash()).count_ones();
        let few = self.shingles().min(other.shingles()) < FEW;
        let kind = if few {
            (self.shingles() > 0 && self.0 == other.0).then_some(Kind::Reprint)?
        } else if bits <= REPRINT_BITS && percent >= COPY_PERCENT {
            Kind::Reprint
        } else {
            (percent >= COPY_PERCENT).then_some(Kind::Copy)?
        };
        Some(Likeness { kind, percent, bits })
    }

    /// Share of the shorter text's shingles that the longer one holds, in percent.
    ///
    /// Both keep all their hashes up to the smaller of their last ones; there they are compared.
    fn percent(&self, other: &Self) -> u32 {
        let complete = |s: &Self| if usize::from(s.shingles()) <= KEPT { u32::MAX } else { s.hashes().last().unwrap_or(0) };
        let end = complete(self).min(complete(other));
        let (mut mine, mut theirs) = (self.hashes().peekable(), other.hashes().peekable());
        let (mut both, mut only) = (0u32, [0u32; 2]);
        loop {
            match (mine.peek().filter(|h| **h <= end), theirs.peek().filter(|h| **h <= end)) {
                (Some(a), Some(b)) if a == b => {
                    both += 1;
                    mine.next();
                    theirs.next();
                }
                (Some(a), b) if b.is_none_or(|b| a < b) => {
                    only[0] += 1;
                    mine.next();
                }
                (_, Some(_)) => {
                    only[1] += 1;
                    theirs.next();
                }
                _ => break,
            }
        }
        let shorter = both + if self.shingles() <= other.shingles() { only[0] } else { only[1] };
        (both * 100).checked_div(shorter).unwrap_or(0)
    }

    fn shingles(&self) -> u16 {
        u16::from_le_bytes([self.0[1], self.0[2]])
    }

    fn simhash(&self) -> u64 {
        self.0[SIMHASH..BAND].iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
    }

    /// Band and hash, as one key.
    fn bands(&self) -> impl Iterator<Item = u64> {
        let words = self.0[BAND..HASHES].chunks_exact(4);
        words.enumerate().map(|(band, w)| (band as u64) << 32 | u64::from(u32::from_le_bytes([w[0], w[1], w[2], w[3]])))
    }

    fn hashes(&self) -> impl Iterator<Item = u32> {
        self.0[HASHES..].chunks_exact(3).map(|h| u32::from_le_bytes([h[0], h[1], h[2], 0]))
    }
}

/// Hashes of the shingles of a text, in its order. A text with fewer words than a shingle is one shingle.
fn shingles(folded: &str) -> Vec<u64> {
    let words: Vec<u64> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| hash(w.as_bytes())).collect();
    let shingle = |words: &[u64]| words.iter().fold(0, |hash, word| mix(hash ^ word));
    match words.len() {
        0 => Vec::new(),
        n if n < WORDS => vec![shingle(&words)],
        _ => words.windows(WORDS).map(shingle).collect(),
    }
}

/// FNV-1a: the same on every machine and for ever, since what it gives is kept.
fn hash(word: &[u8]) -> u64 {
    word.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finisher of `SplitMix64`: every bit of the input moves every bit of the output.
const fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// For each of `N` permutations the smallest place of a shingle (`MinHash`, by multiply-shift).
fn minima<const N: usize>(shingles: &[u64]) -> [u32; N] {
    let factors: [u64; N] = std::array::from_fn(|n| mix(n as u64) | 1);
    let mut minima = [u32::MAX; N];
    for shingle in shingles {
        for (min, factor) in minima.iter_mut().zip(&factors) {
            *min = (*min).min((shingle.wrapping_mul(*factor) >> 32) as u32);
        }
    }
    minima
}

/// A digest of 64 bits that moves little when the text does (Charikar's `SimHash`).
fn simhash(shingles: &[u64]) -> u64 {
    let mut set = [0u32; 64];
    for shingle in shingles {
        for (bit, count) in set.iter_mut().enumerate() {
            *count += (shingle >> bit & 1) as u32;
        }
    }
    let half = shingles.len() as u32;
    set.iter().enumerate().fold(0, |digest, (bit, count)| digest | u64::from(2 * count > half) << bit)
}

/// Documents of a window of days, ready to be searched for copies.
///
/// A search looks into one drawer a band and a day, whatever the number of documents.
#[derive(Debug, Clone)]
pub struct Index {
    window_days: i32,
    days: BTreeMap<i32, Shelf>,
}

/// The documents of one day: of each drawer the document put in last, and of each document who was there before it.
#[derive(Debug, Clone, Default)]
struct Shelf {
    documents: Vec<(String, Signature)>,
    last: FxHashMap<u64, u32>,
    before: Vec<[u32; BANDS]>,
}

/// No document.
const NOBODY: u32 = u32::MAX;

impl Index {
    /// An index that compares documents at most so many days apart.
    pub fn new(window_days: u16) -> Self {
        Self { window_days: i32::from(window_days), days: BTreeMap::new() }
    }

    /// Puts a document in, under its day of publication, or the day on which it was known where that is unknown.
    /// A text without words is like no other and is left out.
    pub fn insert(&mut self, id: &str, day: Date, signature: Signature) {
        if signature.shingles() == 0 {
            return;
        }
        let shelf = self.days.entry(number(day)).or_default();
        let at = shelf.documents.len() as u32;
        let mut before = [NOBODY; BANDS];
        for (slot, key) in before.iter_mut().zip(signature.bands()) {
            *slot = shelf.last.insert(key, at).unwrap_or(NOBODY);
        }
        shelf.before.push(before);
        shelf.documents.push((id.to_owned(), signature));
    }

    /// The documents within the window that are alike, in order of the ids, whenever they were put in.
    pub fn alike(&self, day: Date, signature: &Signature) -> Vec<(&str, Likeness)> {
        let day = number(day);
        let mut found: Vec<(&str, Likeness)> = Vec::new();
        for shelf in self.days.range(day - self.window_days..=day + self.window_days).map(|(_, shelf)| shelf) {
            for at in shelf.candidates(signature) {
                let (id, other) = &shelf.documents[at as usize];
                found.extend(signature.alike(other).map(|likeness| (id.as_str(), likeness)));
            }
        }
        found.sort_unstable();
        found
    }

    /// Takes out what lies before a day.
    pub fn forget_before(&mut self, day: Date) {
        self.days = self.days.split_off(&number(day));
    }
}

impl Shelf {
    /// Documents that agree in a band, each once.
    fn candidates(&self, signature: &Signature) -> Vec<u32> {
        let mut found = Vec::new();
        for (band, key) in signature.bands().enumerate() {
            let mut at = self.last.get(&key).copied().unwrap_or(NOBODY);
            while at != NOBODY {
                found.push(at);
                at = self.before[at as usize][band];
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Days since 1970.
fn number(day: Date) -> i32 {
    day.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}
