//! Checking the whole file.

use rusqlite::Row;
use sha2::{Digest, Sha256};

use super::SqliteRecord;
use super::fault::Trouble;
use super::row::{COLUMNS, JOINS, Key, document_id};
use super::take::SHIFT;

impl SqliteRecord {
    /// What is wrong with the file, one line each; empty = nothing.
    pub(super) fn faults(&self) -> Result<Vec<String>, Trouble> {
        let mut faults = self.structure()?;
        if faults.is_empty() {
            // Rows of a file whose pages are damaged would only repeat that.
            self.hashes(&mut faults)?;
            self.claims(&mut faults)?;
            self.derived_without_claims(&mut faults)?;
        }
        Ok(faults)
    }

    fn structure(&self) -> Result<Vec<String>, Trouble> {
        let mut faults = Vec::new();
        self.each("PRAGMA integrity_check", &mut |row| {
            let said: String = row.get(0)?;
            faults.extend((said != "ok").then(|| format!("the file: {said}")));
            Ok(())
        })?;
        self.each("PRAGMA foreign_key_check", &mut |row| {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            faults.push(format!("a row of `{table}` leads to none of `{parent}`"));
            Ok(())
        })?;
        for table in ["place_box", "stretch_time"] {
            self.each(&format!("SELECT rtreecheck('{table}')"), &mut |row| {
                let said: String = row.get(0)?;
                faults.extend((said != "ok").then(|| format!("the ranges of `{table}`: {said}")));
                Ok(())
            })?;
        }
        Ok(faults)
    }

    fn hashes(&self, faults: &mut Vec<String>) -> Result<(), Trouble> {
        let sql = "SELECT d.hash, b.bytes FROM document d LEFT JOIN bytes b ON b.document = d.n ORDER BY d.n";
        self.each(sql, &mut |row| {
            let id = document_id(row, 0)?;
            match row.get_ref(1)?.as_blob_or_null().map_err(rusqlite::Error::from)? {
                None => faults.push(format!("document {id}: its bytes are missing")),
                Some(bytes) if id != format!("sha256:{:x}", Sha256::digest(bytes)) => {
                    faults.push(format!("document {id}: its bytes have another hash"));
                }
                Some(_) => {}
            }
            Ok(())
        })
    }

    fn claims(&self, faults: &mut Vec<String>) -> Result<(), Trouble> {
        let sql = format!(
            "SELECT {COLUMNS} FROM claim c JOIN reading r ON r.n = c.n >> {SHIFT} JOIN document d ON d.n = r.document {JOINS} \
             ORDER BY c.n"
        );
        let mut rows = 0;
        self.each(&sql, &mut |row| {
            rows += 1;
            if let Err(Trouble::Store(fault)) = self.entry(row) {
                faults.push(fault.to_string());
            }
            Ok(())
        })?;
        let all: i64 = self.conn.query_row("SELECT count(*) FROM claim", [], |row| row.get(0))?;
        if all > rows {
            faults.push(format!("{} claims belong to no reading", all - rows));
        }
        Ok(())
    }

    fn derived_without_claims(&self, faults: &mut Vec<String>) -> Result<(), Trouble> {
        let mut find = self.conn.prepare_cached("SELECT 1 FROM claim WHERE id = ?1")?;
        let sql = "SELECT p.text, s.layer, s.known, s.until, s.body FROM stretch s JOIN word p ON p.n = s.place ORDER BY s.n";
        self.each(sql, &mut |row| {
            match super::derived::read_stretch(row) {
                Err(Trouble::Store(fault)) => faults.push(fault.to_string()),
                Err(fault) => return Err(fault),
                Ok(stretch) => {
                    for input in &stretch.inputs {
                        if !find.exists([Key::claim(&input.claim)])? {
                            faults.push(format!(
                                "a stretch of {} rests on claim {}, which is not there",
                                stretch.place, input.claim
                            ));
                        }
                    }
                }
            }
            Ok(())
        })
    }

    fn each(&self, sql: &str, row: &mut dyn FnMut(&Row<'_>) -> Result<(), Trouble>) -> Result<(), Trouble> {
        let mut statement = self.conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(one) = rows.next()? {
            row(one)?;
        }
        Ok(())
    }
}
