//! Taking documents in: from bytes to what the record keeps.
//!
//! Reading ([`read`]) is pure and may run on many threads; [`Observatory::take`]
//! keeps what was read, in batches, each all or nothing. A take that was broken
//! off is simply run again: what is there already is a revisit.

use jiff::ToSpan;
use jiff::civil::Date;
use vigie_coder::{Coder, Passage, builtin, document_id};
use vigie_model::{CodedPassage, Days, Document, Instant, Knowing};
use vigie_reconcile::copies::{Index, Signature};
use vigie_store::{Taken, Taking};

use crate::fault::Fault;
use crate::observatory::Observatory;
use crate::search::folded;

/// A document as it came.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// Name under which it came: a file, a line of a file.
    pub name: String,
    /// The bytes as received.
    pub bytes: Vec<u8>,
    /// Their text.
    pub text: String,
    /// Who published it; `None` = unknown.
    pub outlet: Option<String>,
    /// Day or month of publication; `None` = unknown.
    pub published: Option<Days>,
    /// Language code; `None` = to be found.
    pub lang: Option<String>,
}

/// A document that was read, ready to be kept.
#[derive(Debug, Clone)]
pub struct Read {
    taking: Taking,
    signature: Signature,
    notes: Vec<String>,
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Name under which it came.
    pub name: String,
    /// Id of the document.
    pub document: String,
    /// What became of it.
    pub taken: Taken,
    /// The document that it is a copy of; `None` = of none that is known.
    pub copy_of: Option<String>,
    /// What the reader of the report should know.
    pub notes: Vec<String>,
}

/// Name of a coder, its packs and theatres: two that differ may read differently.
///
/// The version of the program stands in it, and the hash of its packs, theatres and places, or of those
/// that were named instead, which the caller gives.
pub fn coder_name(named: Option<&str>) -> String {
    format!("vigie {} with {}", env!("CARGO_PKG_VERSION"), named.unwrap_or(builtin::FINGERPRINT))
}

/// Reads a document: its claims, its folded text, its signature. Pure, apart from what it is
/// given: `now` is when the document was received.
///
/// # Errors
/// [`Fault::Unpublished`] when it is to count as known since its publication and nobody
/// knows when that was.
pub fn read(coder: &Coder, name: &str, document: Received, knowing: Knowing, now: Instant) -> Result<Read, Fault> {
    let id = document_id(&document.bytes);
    let coded: CodedPassage = coder.code(&Passage {
        id: &document.name,
        text: &document.text,
        published: document.published,
        lang: document.lang.as_deref(),
        outlet: document.outlet.as_deref(),
        document: &id,
    });
    let mut notes = coded.notes;
    let last = document.published.and_then(|days| days.end);
    let known = match knowing {
        Knowing::Received => now,
        Knowing::Published => {
            let day = last.ok_or_else(|| Fault::Unpublished { name: document.name.clone() })?;
            Instant::end_of(day)
        }
    };
    if last.zip(now.day()).is_some_and(|(published, today)| published > today) {
        notes.push(format!("published {}: that lies in the future", document.published.unwrap_or_default().edtf()));
    }
    let search = folded(&document.text);
    let signature = Signature::of(&search);
    let lang = if coded.lang.is_empty() { document.lang } else { Some(coded.lang) };
    let head = Document {
        id,
        name: document.name,
        outlet: document.outlet,
        published: document.published.map(Days::edtf).filter(|d| !d.is_empty()),
        lang,
        received: now,
        known,
        knowing,
        copy_of: None,
    };
    let taking = Taking {
        document: head,
        bytes: document.bytes,
        search,
        signature: signature.as_bytes().to_vec(),
        alike: Vec::new(),
        coder: name.to_owned(),
        claims: coded.claims,
    };
    Ok(Read { taking, signature, notes })
}

/// Days before and behind a document within which its copies are looked for: wire copies run
/// for days, and an older text that is printed again is a new document.
pub const COPY_DAYS: u16 = 7;

impl Observatory {
    /// Keeps what was read: one batch, all or nothing, one report for each in order.
    /// Refused are documents that could not be read; the others are kept.
    ///
    /// # Errors
    /// When the record refuses; then nothing of the batch is kept.
    pub fn take(&mut self, batch: Vec<Read>, copies: &mut Copies, now: Instant) -> Result<Vec<Report>, Fault> {
        let mut takings = Vec::with_capacity(batch.len());
        let mut reports = Vec::with_capacity(batch.len());
        for Read { mut taking, signature, notes } in batch {
            taking.alike = copies.alike(self, &taking.document, signature)?;
            reports.push((taking.document.name.clone(), taking.document.id.clone(), notes));
            takings.push(taking);
        }
        let mut all = Vec::with_capacity(reports.len());
        for ((name, document, notes), taken) in reports.into_iter().zip(self.record.take(&takings, now)?) {
            let copy_of = self.record.document(&document)?.and_then(|d| d.copy_of);
            all.push(Report { name, document, taken, copy_of, notes });
        }
        Ok(all)
    }
}

/// Signatures of the documents around those that are being taken.
#[derive(Debug)]
pub struct Copies {
    index: Index,
    /// Days of which the signatures are in the index.
    loaded: Option<(Date, Date)>,
}

impl Default for Copies {
    fn default() -> Self {
        Self { index: Index::new(COPY_DAYS), loaded: None }
    }
}

impl Copies {
    /// Documents that are alike, in the record or taken through this before; the document
    /// itself is looked for from now on.
    fn alike(&mut self, observatory: &Observatory, document: &Document, signature: Signature) -> Result<Vec<String>, Fault> {
        let Some(day) = document.day() else { return Ok(Vec::new()) };
        let far = |n: i64| day.checked_add(n.days()).unwrap_or(day);
        self.load(observatory, far(-i64::from(COPY_DAYS)), far(i64::from(COPY_DAYS)))?;
        let mut alike: Vec<String> = self.index.alike(day, &signature).into_iter().map(|(id, _)| id.to_owned()).collect();
        alike.retain(|id| *id != document.id);
        self.index.insert(&document.id, day, signature);
        Ok(alike)
    }

    /// Fetches what lies between two days and was not fetched yet.
    fn load(&mut self, observatory: &Observatory, from: Date, to: Date) -> Result<(), Fault> {
        let missing = match self.loaded {
            None => vec![(from, to)],
            Some((first, last)) => {
                let before = first.yesterday().ok().filter(|_| from < first).map(|eve| (from, eve));
                let after = last.tomorrow().ok().filter(|_| to > last).map(|next| (next, to));
                before.into_iter().chain(after).collect()
            }
        };
        for (from, to) in missing {
            for (id, day, bytes) in observatory.record.signatures(&from.to_string(), &to.to_string())? {
                if let (Some(signature), Ok(day)) = (Signature::from_bytes(&bytes), day.parse()) {
                    self.index.insert(&id, day, signature);
                }
            }
            let (first, last) = self.loaded.unwrap_or((from, to));
            self.loaded = Some((first.min(from), last.max(to)));
        }
        Ok(())
    }
}
