//! Documents, their bytes and signatures; how much the record holds.

use std::ops::ControlFlow;

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Row, params};
use vigie_model::{Document, Instant};

use super::SqliteRecord;
use super::fault::Trouble;
use super::row::{Key, day, day_text, document_id, instant, knowing};
use crate::record::{Counts, Page};

/// The head of a document `d`, with what it is a copy of.
const HEAD: &str = "SELECT d.hash, d.name, d.outlet, d.published, d.lang, d.received, d.known, d.knowing, o.hash \
                    FROM document d LEFT JOIN copy k ON k.document = d.n LEFT JOIN document o ON o.n = k.source";

fn read_head(row: &Row<'_>) -> Result<Document, Trouble> {
    let id = document_id(row, 0)?;
    let at = |column: usize| instant(row, column)?.ok_or_else(|| Trouble::row("a document without its instants"));
    Ok(Document {
        name: row.get(1)?,
        outlet: row.get(2)?,
        published: row.get(3)?,
        lang: row.get(4)?,
        received: at(5)?,
        known: at(6)?,
        knowing: knowing(row, 7)?,
        copy_of: if row.get_ref(8)? == ValueRef::Null { None } else { Some(document_id(row, 8)?) },
        id,
    })
}

impl SqliteRecord {
    pub(super) fn head(&self, id: &str) -> Result<Option<Document>, Trouble> {
        let mut find = self.conn.prepare_cached(&format!("{HEAD} WHERE d.hash = ?1"))?;
        let mut rows = find.query([Key::document(id)])?;
        rows.next()?.map(read_head).transpose()
    }

    pub(super) fn bytes_of(&self, id: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let sql = "SELECT b.bytes FROM document d JOIN bytes b ON b.document = d.n WHERE d.hash = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([Key::document(id)], |row| row.get(0)).optional()?)
    }

    pub(super) fn coder_of(&self, id: &str) -> Result<Option<String>, Trouble> {
        let document = self.document_number(id)?;
        Ok(document.map(|n| self.last_coder(n)).transpose()?.flatten())
    }

    pub(super) fn heads(
        &self,
        known_at: Instant,
        page: Page,
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        let sql = format!("{HEAD} WHERE d.known <= ?1 ORDER BY d.known, d.hash LIMIT ?2 OFFSET ?3");
        // SQLite takes -1 for no limit.
        let limit = page.limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
        let after = i64::try_from(page.after).unwrap_or(i64::MAX);
        let mut find = self.conn.prepare_cached(&sql)?;
        let mut rows = find.query(params![known_at.millis(), limit, after])?;
        while let Some(row) = rows.next()? {
            if each(read_head(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn signatures_between(&self, from: &str, to: &str) -> Result<Vec<(String, String, Vec<u8>)>, Trouble> {
        let (Some(from), Some(to)) = (day(from), day(to)) else { return Ok(Vec::new()) };
        let sql = "SELECT hash, day, signature FROM document WHERE day BETWEEN ?1 AND ?2 ORDER BY day, hash";
        let mut find = self.conn.prepare_cached(sql)?;
        let mut rows = find.query([from, to])?;
        let mut signatures = Vec::new();
        while let Some(row) = rows.next()? {
            signatures.push((document_id(row, 0)?, day_text(row.get(1)?), row.get(2)?));
        }
        Ok(signatures)
    }

    pub(super) fn count_all(&self) -> Result<Counts, Trouble> {
        let count = |table: &str| {
            let sql = format!("SELECT count(*) FROM {table}");
            self.conn.query_row(&sql, [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
        };
        let (claims, gone) = (count("claim")?, count("gone")?);
        Ok(Counts {
            documents: count("document")?,
            as_published: count("document WHERE knowing = 'published'")?,
            revisits: count("visit")?,
            standing: claims - gone,
            gone,
            decisions: count("decision")?,
            stale: count("stale")?,
        })
    }
}
