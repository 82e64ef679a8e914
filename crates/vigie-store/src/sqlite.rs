//! The record in one SQLite file.
//!
//! Each subject of the trait has its module; this one only joins them. The
//! tables are in `migrations/`, with a comment for each. Nothing outside of
//! this module knows SQL. Read [`open`] next, then [`take`] and [`entries`].

mod check;
mod copies;
mod decide;
mod derived;
mod documents;
mod entries;
mod fault;
mod names;
mod open;
mod row;
mod take;

use std::fmt;
use std::ops::ControlFlow;
use std::path::PathBuf;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use vigie_model::{Decision, Document, Entry, Instant, Link, PlaceRef, Stretch, Tombstone};

use crate::record::{Ask, Bucket, Counts, Derivation, Page, Record, StoreError, Taken, Taking};
use fault::Trouble;
use names::Names;

/// A record in an SQLite file, or in memory.
///
/// One program writes at a time, any number read meanwhile and see what was there when their
/// question began. A write waits five seconds for another one to end, then gives
/// [`StoreError::Locked`].
///
/// ```
/// use vigie_store::{Record, SqliteRecord};
/// let record = SqliteRecord::in_memory()?;
/// assert_eq!(record.counts()?.documents, 0);
/// # Ok::<(), vigie_store::StoreError>(())
/// ```
pub struct SqliteRecord {
    conn: Connection,
    path: PathBuf,
    names: Names,
}

impl fmt::Debug for SqliteRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteRecord").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SqliteRecord {
    /// Does something wholly or not at all.
    fn write<T>(&self, doing: &'static str, work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, StoreError> {
        let done = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate).map_err(Trouble::from).and_then(|t| {
            let result = work()?;
            t.commit()?;
            Ok(result)
        });
        // What was numbered in the part that is undone has no number any more.
        done.inspect_err(|_| self.names.forget()).map_err(|t| t.named(&self.path, doing))
    }

    /// Does something that is on the disk when it is done, also when the power fails.
    fn with_care<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let set = |how: &str| self.conn.pragma_update(None, "synchronous", how);
        set("FULL").map_err(|e| Trouble::from(e).named(&self.path, "write with care"))?;
        let done = work();
        set("NORMAL").map_err(|e| Trouble::from(e).named(&self.path, "write with care"))?;
        done
    }

    /// Asks several questions of one state of the record.
    fn read<T>(&self, doing: &'static str, work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, StoreError> {
        // Whoever is shown rows may ask on meanwhile, of the same state.
        if !self.conn.is_autocommit() {
            return work().map_err(|t| t.named(&self.path, doing));
        }
        let inside = Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred);
        let done = inside.map_err(Trouble::from).and_then(|t| {
            let result = work();
            t.finish()?;
            result
        });
        done.map_err(|t| t.named(&self.path, doing))
    }
}

impl Record for SqliteRecord {
    fn take(&mut self, batch: &[Taking], now: Instant) -> Result<Vec<Taken>, StoreError> {
        self.write("take documents", || self.take_all(batch, now))
    }

    fn decide(&mut self, decision: Decision) -> Result<Decision, StoreError> {
        self.with_care(|| self.write("add a decision", || self.add_decision(decision)))
    }

    fn document(&self, id: &str) -> Result<Option<Document>, StoreError> {
        self.read("show a document", || self.head(id))
    }

    fn bytes(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read("give the bytes of a document", || self.bytes_of(id))
    }

    fn read_by(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.read("say which coder read a document", || self.coder_of(id))
    }

    fn documents(
        &self,
        known_at: Instant,
        page: Page,
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.read("list documents", || self.heads(known_at, page, each))
    }

    fn signatures(&self, from: &str, to: &str) -> Result<Vec<(String, String, Vec<u8>)>, StoreError> {
        self.read("list signatures", || self.signatures_between(from, to))
    }

    fn entries(&self, ask: &Ask, page: Page, each: &mut dyn FnMut(Entry) -> ControlFlow<()>) -> Result<(), StoreError> {
        let later = ask.known_at.is_none();
        let mut each = |entry: Entry| each(Entry { gone: entry.gone.filter(|_| later), ..entry });
        self.read("list claims", || self.entries_that_fit(ask, page, &mut each))
    }

    fn places(&self) -> Result<Vec<PlaceRef>, StoreError> {
        self.read("list places", || self.all_places())
    }

    fn decisions(&self, known_at: Instant) -> Result<Vec<Decision>, StoreError> {
        self.read("list decisions", || self.decisions_until(known_at))
    }

    fn bucket(&self, bucket: &Bucket) -> Result<Vec<Entry>, StoreError> {
        self.read("gather what bears on something", || self.entries_of(bucket))
    }

    fn stale(&self, limit: usize) -> Result<Vec<Bucket>, StoreError> {
        self.read("list what is to be derived", || self.stale_buckets(limit))
    }

    fn derive(&mut self, derived: &[(Bucket, Derivation)]) -> Result<(), StoreError> {
        self.write("keep what was derived", || self.replace_derived(derived))
    }

    fn forget_derived(&mut self) -> Result<(), StoreError> {
        self.write("forget what was derived", || self.drop_derived())
    }

    fn control(&self, on: &str, known_at: Instant) -> Result<Vec<Stretch>, StoreError> {
        self.read("say who holds what", || self.stretches_on(on, known_at)).map(as_then)
    }

    fn history(&self, place: &str, known_at: Instant) -> Result<Vec<Stretch>, StoreError> {
        self.read("say who held a place", || self.stretches_of(place, known_at)).map(as_then)
    }

    fn incidents(&self, ask: &Ask, page: Page, each: &mut dyn FnMut(Link, Entry) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut each = |link: Link, entry: Entry| each(Link { until: None, ..link }, Entry { gone: None, ..entry });
        self.read("list incidents", || self.links_that_fit(ask, page, &mut each))
    }

    fn tombstones(&self, since: Instant) -> Result<Vec<Tombstone>, StoreError> {
        self.read("list incidents that are no more", || self.tombstones_since(since))
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        self.read("count", || self.count_all())
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        self.read("check the file", || self.faults())
    }
}

/// Stretches without what became of them after the instant that was asked for.
fn as_then(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    for stretch in &mut stretches {
        stretch.until = None;
    }
    stretches
}

#[cfg(test)]
mod tests;
