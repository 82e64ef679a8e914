//! Which document is a copy of which (methods R2), from what is said to be alike.
//!
//! The table `copy` holds what follows from `alike`, the same in every order of
//! arrival: a document is a copy of the first one, in order of (known, id),
//! that is alike and stands before it; its witness is the end of that chain.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use super::SqliteRecord;
use super::entries::Drive;
use super::fault::Trouble;
use crate::record::{Bucket, StoreError};

impl SqliteRecord {
    /// Notes which documents a new one is like, and derives what is a copy of what anew where that changes.
    pub(super) fn note_likeness(&self, document: i64, alike: &[String], stale: &mut BTreeSet<Bucket>) -> Result<(), Trouble> {
        let mut others = BTreeSet::new();
        for id in alike {
            let other = self.document_number(id)?.ok_or_else(|| StoreError::NoSuchDocument { document: id.clone() })?;
            if other != document {
                others.insert(other);
            }
        }
        let mut note = self.conn.prepare_cached("INSERT INTO alike (document, other) VALUES (?1, ?2)")?;
        for other in &others {
            note.execute([document, *other])?;
        }
        // The new document may be one of many, and may stand before any of those that it is like.
        for changed in others.into_iter().chain([document]) {
            self.derive_copy(changed, document, stale)?;
        }
        Ok(())
    }

    /// Derives of what a document is a copy; where that or its witness changes, the same for its own copies.
    fn derive_copy(&self, document: i64, new: i64, stale: &mut BTreeSet<Bucket>) -> Result<(), Trouble> {
        let mut waiting = vec![document];
        while let Some(document) = waiting.pop() {
            let before: Option<(i64, i64)> = self.copy(document)?;
            let source = self.first_alike_before(document)?;
            let after = match source {
                Some(source) => Some((source, self.copy(source)?.map_or(source, |(_, witness)| witness))),
                None => None,
            };
            if before == after {
                continue;
            }
            // A likeness is never taken back: who was a copy stays one.
            if let Some((source, witness)) = after {
                let sql = "INSERT INTO copy (document, source, witness) VALUES (?1, ?2, ?3) \
                           ON CONFLICT (document) DO UPDATE SET source = ?2, witness = ?3";
                self.conn.prepare_cached(sql)?.execute([document, source, witness])?;
            }
            if document != new {
                self.mark_claims_of(document, stale)?;
            }
            let mut copies = self.conn.prepare_cached("SELECT document FROM copy WHERE source = ?1")?;
            for copy in copies.query_map([document], |row| row.get(0))? {
                waiting.push(copy?);
            }
        }
        Ok(())
    }

    fn copy(&self, document: i64) -> Result<Option<(i64, i64)>, Trouble> {
        let mut find = self.conn.prepare_cached("SELECT source, witness FROM copy WHERE document = ?1")?;
        Ok(find.query_row([document], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    fn first_alike_before(&self, document: i64) -> Result<Option<i64>, Trouble> {
        let sql = "SELECT o.n FROM document d JOIN document o ON (o.known, o.hash) < (d.known, d.hash) \
                   WHERE d.n = ?1 AND o.n IN (SELECT other FROM alike WHERE document = ?1 \
                                              UNION SELECT document FROM alike WHERE other = ?1) \
                   ORDER BY o.known, o.hash LIMIT 1";
        Ok(self.conn.prepare_cached(sql)?.query_row(params![document], |row| row.get(0)).optional()?)
    }

    fn mark_claims_of(&self, document: i64, stale: &mut BTreeSet<Bucket>) -> Result<(), Trouble> {
        let by_document = Drive::readings(format!("r.document = {document}"));
        self.each_entry(&by_document, &mut |entry| {
            stale.extend(Bucket::of(&entry.claim));
            Ok(std::ops::ControlFlow::Continue(()))
        })
    }
}
