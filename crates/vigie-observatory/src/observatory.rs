//! The observatory: a record, and what is needed to read, reconcile and ask.

use std::ops::ControlFlow;

use vigie_gazetteer::Gazetteer;
use vigie_model::{Entry, Instant};
use vigie_pack::theatre::Theatre;
use vigie_reconcile::{Knowledge, control, incidents};
use vigie_store::{Ask, Bucket, BucketKind, Derivation, Page, Record};

use crate::fault::Fault;
use crate::knowledge::knowledge;

/// How many buckets are derived in one step: each step is one transaction, so that a long
/// derivation can be broken off and goes on where it was.
const STEP: usize = 256;

/// A record, and what is known of the conflicts that it is about.
pub struct Observatory {
    pub(crate) record: Box<dyn Record>,
    pub(crate) theatre: Theatre,
    pub(crate) knowledge: Knowledge,
    pub(crate) gazetteer: Gazetteer,
}

impl Observatory {
    /// Puts a record, theatres and the gazetteer together. The gazetteer is taken as it
    /// is: give it the places of the theatres first.
    pub fn new(record: Box<dyn Record>, theatre: Theatre, gazetteer: Gazetteer) -> Self {
        let knowledge = knowledge(&theatre);
        Self { record, theatre, knowledge, gazetteer }
    }

    /// The record itself, for what needs no more than it.
    pub fn record(&self) -> &dyn Record {
        self.record.as_ref()
    }

    /// What is known of the conflicts.
    pub fn theatre(&self) -> &Theatre {
        &self.theatre
    }

    /// What the reconciler knows of them.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Derives what changed since it was derived last. `progress` is told how many
    /// buckets are done and how many wait. Returns how many were derived.
    ///
    /// # Errors
    /// When the record refuses.
    pub fn refresh(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<u64, Fault> {
        let waiting = self.record.counts()?.stale;
        let decisions = if waiting > 0 { self.record.decisions(Instant::MAX)? } else { Vec::new() };
        let mut done = 0;
        loop {
            let stale = self.record.stale(STEP)?;
            if stale.is_empty() {
                return Ok(done);
            }
            let mut derived = Vec::with_capacity(stale.len());
            for bucket in stale {
                let entries = self.record.bucket(&bucket)?;
                let derivation = match bucket.kind {
                    BucketKind::Control => {
                        Derivation { stretches: control::derive(&bucket.key, &entries, &self.knowledge), ..Derivation::default() }
                    }
                    BucketKind::Incidents => {
                        let (links, tombstones) = incidents::derive(&entries, &self.knowledge, &decisions);
                        Derivation { links, tombstones, ..Derivation::default() }
                    }
                };
                derived.push((bucket, derivation));
            }
            self.record.derive(&derived)?;
            done += derived.len() as u64;
            progress(done, waiting.max(done));
        }
    }

    /// Whether documents count as known since their publication, by explicit statement.
    ///
    /// # Errors
    /// When the record refuses.
    pub fn rests_on_publication(&self) -> Result<bool, Fault> {
        Ok(self.record.counts()?.as_published > 0)
    }

    /// Drops everything derived, and derives it again.
    ///
    /// # Errors
    /// When the record refuses.
    pub fn derive_again(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<u64, Fault> {
        self.record.forget_derived()?;
        self.refresh(progress)
    }

    /// The entries that fit, all in memory.
    pub(crate) fn entries(&self, ask: &Ask) -> Result<Vec<Entry>, Fault> {
        let mut entries = Vec::new();
        self.record.entries(ask, Page::default(), &mut |entry| {
            entries.push(entry);
            ControlFlow::Continue(())
        })?;
        Ok(entries)
    }

    /// Buckets of a kind that wait, for tests and for `vigie doctor`.
    ///
    /// # Errors
    /// When the record refuses.
    pub fn stale(&self) -> Result<Vec<Bucket>, Fault> {
        Ok(self.record.stale(usize::MAX)?)
    }
}
