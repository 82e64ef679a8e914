//! What a record can do. Whoever keeps records elsewhere than in SQLite
//! implements [`Record`] and runs `vigie-storetest` on it.

use std::ops::ControlFlow;
use std::path::PathBuf;

use vigie_model::{Claim, Decision, Document, Entry, EventCode, Instant, Link, PlaceRef, Stretch, Tombstone};

/// A document on its way into the record, with everything that was read in it.
#[derive(Debug, Clone)]
pub struct Taking {
    /// Head of the document; `copy_of` is not looked at.
    pub document: Document,
    /// The bytes as received.
    pub bytes: Vec<u8>,
    /// The text, folded as the searcher folds what it looks for.
    pub search: String,
    /// Signature for the search of copies (methods R2), as `vigie-reconcile` makes it.
    pub signature: Vec<u8>,
    /// Ids of documents that tell the same in the same words, known earlier or later; each is in
    /// the record or stands before this one in the batch. The record derives [`Document::copy_of`] and
    /// [`Entry::witness`] from them, the same in every order of arrival: a document is a copy of the first one
    /// in order of (known, id) that is alike and known before it, and its witness is the end of that chain.
    /// Where that changes for documents that were there, the buckets of their claims are stale.
    pub alike: Vec<String>,
    /// Version of the coder, of its packs and theatres, as one name.
    pub coder: String,
    /// The claims that this coder reads in it.
    pub claims: Vec<Claim>,
}

/// What became of a document that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    New {
        /// How many claims came with it.
        claims: usize,
    },
    /// The same bytes were there: a visit was noted, nothing else (methods E1).
    Revisit,
    /// The same bytes were there, read by another coder: a visit was noted, claims that it no
    /// longer reads are gone from now on, new ones stand from now on.
    Recoded {
        /// Claims that both read.
        kept: usize,
        /// Claims that stand no longer.
        superseded: usize,
        /// Claims that stand from now on.
        added: usize,
    },
}

/// Which entries are asked for. Every field that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// As the record stood at this instant; `None` = with everything that ever stood.
    pub known_at: Option<Instant>,
    /// Ids of places, any of them.
    pub places: Vec<String>,
    /// ISO 3166-1 alpha-2 code of the country of the place.
    pub country: Option<String>,
    /// Event codes, any of them.
    pub events: Vec<EventCode>,
    /// Ids of actors, any of which does or suffers it.
    pub actors: Vec<String>,
    /// Ids of sources, or names of outlets in lower case, any of which says it.
    pub sources: Vec<String>,
    /// First day of the world, ISO; entries whose days all lie before it are left out. Entries without a day are kept.
    pub since: Option<String>,
    /// Last day of the world, ISO; entries whose days all lie after it are left out. Entries without a day are kept.
    pub on: Option<String>,
    /// Id of the document.
    pub document: Option<String>,
    /// Ids of claims, any of them.
    pub claims: Vec<String>,
    /// Ids of incidents, any of them.
    pub incidents: Vec<String>,
    /// Folded words that the document must hold, all of them.
    pub words: Option<String>,
    /// Only entries that count something.
    pub counted: bool,
    /// West, south, east, north in degrees; entries without a place are left out.
    pub bbox: Option<[f64; 4]>,
    /// Degree of certainty of the reading, or better.
    pub grade: Option<vigie_model::Grade>,
}

/// Where to go on in a long answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// How many to leave out.
    pub after: u64,
    /// How many at most; `None` = all.
    pub limit: Option<u64>,
}

/// What is derived anew together: everything that one claim can bear on lies
/// in its buckets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket {
    /// What is derived.
    pub kind: BucketKind,
    /// Of what: the id of a place; for incidents also the family of the event.
    pub key: String,
}

/// What a bucket holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BucketKind {
    /// Who held the place, key = id of the place.
    Control,
    /// What happened, key = `family|id of the place`, `family||ISO code` without one.
    Incidents,
}

/// What was derived of a bucket; it replaces what was derived of it before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Derivation {
    /// For [`BucketKind::Control`].
    pub stretches: Vec<Stretch>,
    /// For [`BucketKind::Incidents`]: which claim tells which incident.
    pub links: Vec<Link>,
    /// Incidents that were there and are no more.
    pub tombstones: Vec<Tombstone>,
}

/// How much the record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Documents.
    pub documents: u64,
    /// Documents that count as known since their publication.
    pub as_published: u64,
    /// Visits of documents that were there.
    pub revisits: u64,
    /// Claims that stand.
    pub standing: u64,
    /// Claims that stood once.
    pub gone: u64,
    /// Decisions of people.
    pub decisions: u64,
    /// Buckets that wait to be derived.
    pub stale: u64,
}

/// Why the record could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file was written by a newer program.
    #[error(
        "{path}: this record has version {found}, this program reads up to {known}; use a newer program, nothing was changed"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Version of the file.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// The file was written by an older program, and is opened to read only.
    #[error("{path}: this record has version {found}; open it once to write, to bring it to version {known}")]
    Older {
        /// The file.
        path: PathBuf,
        /// Version of the file.
        found: u32,
        /// Newest version that this program knows.
        known: u32,
    },
    /// The file is no record.
    #[error("{path}: this file is no record of Vigie; name another one, nothing was changed")]
    NotARecord {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("{path}: the record is damaged: {what}; put a copy in its place, or take the documents again into a new one")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the check found.
        what: String,
    },
    /// The disk is full; nothing of the last step was written.
    #[error("{path}: the disk is full; what was taken before is safe: make room and run it again")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another program writes.
    #[error("{path}: another program writes to this record; run it again when that is done")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file, or the folder that it is in, may not be written.
    #[error(
        "{path}: this record can be read and not written: the file or its folder is read-only; change that, or copy the record elsewhere"
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be opened.
    #[error("{path}: the record cannot be opened")]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// A document is said to be like one that the record does not hold.
    #[error("the record holds no document {document}")]
    NoSuchDocument {
        /// Its id.
        document: String,
    },
    /// A decision is about a claim that the record does not hold.
    #[error("the record holds no claim {claim}")]
    NoSuchClaim {
        /// Its id.
        claim: String,
    },
    /// A decision is about a claim that stands no longer.
    #[error("claim {claim} stands no longer since {since}")]
    Gone {
        /// Its id.
        claim: String,
        /// Since when.
        since: Instant,
    },
    /// A decision does not say what it must.
    #[error("the decision about claim {claim} lacks {what}")]
    Undecided {
        /// Id of the claim.
        claim: String,
        /// What is missing.
        what: &'static str,
    },
    /// A derivation breaks a law: a stretch of another place, an id twice, a claim that is not there.
    #[error("the derivation of {key} is not sound: {what}")]
    Derivation {
        /// Key of the bucket.
        key: String,
        /// What is wrong.
        what: String,
    },
    /// The database refused.
    #[error("the record refused while it was asked to {doing}")]
    Database {
        /// What was asked.
        doing: &'static str,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// What is stored cannot be read.
    #[error("a row of the record cannot be read: {what}")]
    Row {
        /// Which, and why.
        what: String,
    },
}

/// A record. Every method that writes does so in one transaction: it happens
/// wholly or not at all, also when the program is killed.
///
/// Rows come in a stated order, always the same for the same record. What is asked as known at an instant
/// tells nothing of what came later: `gone` and `until` are `None` then.
pub trait Record {
    /// Takes documents in, all or none. One result for each, in order. `now` is the
    /// instant of the visit, for those that are there already.
    fn take(&mut self, batch: &[Taking], now: Instant) -> Result<Vec<Taken>, StoreError>;

    /// Adds a decision; `n` is given by the record.
    /// [`vigie_model::Act::Refuse`] and [`vigie_model::Act::Correct`] end the claim at the
    /// instant of the decision; a correction adds the corrected claim in the same step.
    /// [`vigie_model::Act::Accept`] of a claim that a person refused lets it stand again from then on.
    /// No coder ends a claim that a person put in, brings back one that a person ended, or reads
    /// otherwise one that a person corrected.
    fn decide(&mut self, decision: Decision) -> Result<Decision, StoreError>;

    /// The head of a document; `None` = the record does not hold it.
    fn document(&self, id: &str) -> Result<Option<Document>, StoreError>;

    /// The bytes of a document, exactly as received; `None` = the record does not hold it.
    fn bytes(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Which coder read a document last, in the order in which they did; `None` = the record does not hold it.
    fn read_by(&self, id: &str) -> Result<Option<String>, StoreError>;

    /// Documents known at an instant, in order of (known, id).
    fn documents(
        &self,
        known_at: Instant,
        page: Page,
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// Signatures of the documents of some days (ISO, both included): id, day, signature, in order of (day, id).
    /// The day of a document is the last day of its publication; where that is unknown, the day in UTC on which it was known.
    fn signatures(&self, from: &str, to: &str) -> Result<Vec<(String, String, Vec<u8>)>, StoreError>;

    /// Entries, in order of (known, document, first code point, id of the claim).
    /// The gone ones are among them with their end, unless `known_at` is set.
    fn entries(&self, ask: &Ask, page: Page, each: &mut dyn FnMut(Entry) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// Every place that a claim of the record names, with its names in all languages, in order of
    /// the ids, once each. As no claim speaks, `mention` is empty, `prec` is 0, `relation` and `part` are `None`.
    fn places(&self) -> Result<Vec<PlaceRef>, StoreError>;

    /// Decisions up to an instant, in order of their numbers.
    fn decisions(&self, known_at: Instant) -> Result<Vec<Decision>, StoreError>;

    /// Entries that bear on a bucket, also those that are gone, in the order of [`Record::entries`].
    fn bucket(&self, bucket: &Bucket) -> Result<Vec<Entry>, StoreError>;

    /// Buckets that changed since they were derived, in order, at most `limit`.
    fn stale(&self, limit: usize) -> Result<Vec<Bucket>, StoreError>;

    /// Puts what was derived of buckets in the place of what was there; they are stale no longer.
    fn derive(&mut self, derived: &[(Bucket, Derivation)]) -> Result<(), StoreError>;

    /// Drops everything derived; every bucket is stale.
    fn forget_derived(&mut self) -> Result<(), StoreError>;

    /// Stretches that hold on a day as known at an instant, in order of (place, layer, from), then of what they say.
    fn control(&self, on: &str, known_at: Instant) -> Result<Vec<Stretch>, StoreError>;

    /// All stretches of a place as known at an instant, in order of (from, layer), then of what they say.
    fn history(&self, place: &str, known_at: Instant) -> Result<Vec<Stretch>, StoreError>;

    /// Links that hold at `ask.known_at` (now, if that is `None`), with their entries, of every
    /// incident of which one entry fits `ask`; in order of (incident, known, claim).
    /// `page` counts incidents.
    fn incidents(&self, ask: &Ask, page: Page, each: &mut dyn FnMut(Link, Entry) -> ControlFlow<()>) -> Result<(), StoreError>;

    /// Tombstones since an instant (included), in order of (at, id).
    fn tombstones(&self, since: Instant) -> Result<Vec<Tombstone>, StoreError>;

    /// How much it holds.
    fn counts(&self) -> Result<Counts, StoreError>;

    /// Checks the whole file: structure, hashes of documents, derived rows without claims.
    fn check(&self) -> Result<Vec<String>, StoreError>;
}
