//! Migrations and the full disk, which only this crate can bring about. What a record must do
//! is in `vigie-storetest`; faults of files are in `tests/faults.rs`.

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use vigie_model::{Document, Instant, Knowing};

use super::SqliteRecord;
use super::open::MIGRATIONS;
use crate::{Page, Record, StoreError, Taking};

const NOW: Instant = Instant::from_millis(1_893_456_000_000);

/// A folder that is gone with the test, and a file in it that holds two documents.
fn two_documents() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vigie");
    SqliteRecord::open(&path).unwrap().take(&[one(1), one(2)], NOW).unwrap();
    (folder, path)
}

fn one(n: usize) -> Taking {
    let text = format!("text {n} ").repeat(50);
    Taking {
        document: Document {
            id: format!("sha256:{:x}", Sha256::digest(&text)),
            name: n.to_string(),
            outlet: None,
            published: None,
            lang: None,
            received: NOW,
            known: NOW,
            knowing: Knowing::Received,
            copy_of: None,
        },
        bytes: text.clone().into_bytes(),
        search: text,
        signature: Vec::new(),
        alike: Vec::new(),
        coder: "coder 1".to_owned(),
        claims: Vec::new(),
    }
}

fn documents(record: &SqliteRecord) -> Vec<Document> {
    let mut all = Vec::new();
    let mut each = |document| {
        all.push(document);
        std::ops::ControlFlow::Continue(())
    };
    record.documents(Instant::MAX, Page::default(), &mut each).unwrap();
    all
}

#[test]
fn a_released_migration_is_never_edited() {
    let hashes: Vec<String> = MIGRATIONS.iter().map(|sql| format!("{:x}", Sha256::digest(sql))[..16].to_owned()).collect();
    assert_eq!(hashes, ["e899ac92e21cb743"]);
}

/// A later version, as tests need one.
const NEXT: &str = "CREATE TABLE later (n INTEGER PRIMARY KEY) STRICT; PRAGMA user_version = 2;";

#[test]
fn a_migration_keeps_a_copy_and_loses_nothing() {
    let (folder, path) = two_documents();
    let before = documents(&SqliteRecord::open(&path).unwrap());
    for turn in [".v1", ".v1.2"] {
        let record = SqliteRecord::open_with(&path, &[MIGRATIONS[0], NEXT]).unwrap();
        assert_eq!(record.conn.query_row("SELECT count(*) FROM later", [], |row| row.get::<_, i64>(0)), Ok(0));
        assert_eq!(documents(&record), before);
        drop(record);
        // The copy is the record as it was; put in its place, it is migrated again.
        let copy = folder.path().join(format!("a.vigie{turn}"));
        assert_eq!(documents(&SqliteRecord::open_read_only(&copy).unwrap()), before);
        std::fs::copy(&copy, &path).unwrap();
    }
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let (_folder, path) = two_documents();
    let before = documents(&SqliteRecord::open(&path).unwrap());
    let broken = format!("{NEXT} SELECT nothing FROM nowhere;");
    assert!(matches!(SqliteRecord::open_with(&path, &[MIGRATIONS[0], &broken]), Err(StoreError::Database { .. })));
    let record = SqliteRecord::open(&path).unwrap();
    assert_eq!(documents(&record), before);
    assert_eq!(record.check().unwrap(), [""; 0]);
}

#[test]
fn an_older_record_is_not_migrated_by_a_reader() {
    let (_folder, path) = two_documents();
    let opened = SqliteRecord::open_read_only_with(&path, 2);
    assert!(matches!(opened, Err(StoreError::Older { found: 1, known: 2, .. })), "{opened:?}");
}

#[test]
fn a_full_disk_says_so_and_loses_nothing() {
    let (_folder, path) = two_documents();
    let mut record = SqliteRecord::open(&path).unwrap();
    let before = record.counts().unwrap();
    let pages: i64 = record.conn.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    record.conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    let batch: Vec<Taking> = (10..200).map(one).collect();
    assert!(matches!(record.take(&batch, NOW), Err(StoreError::Full { .. })));
    assert_eq!(record.counts().unwrap(), before);
    assert_eq!(record.check().unwrap(), [""; 0]);
    // There is room again.
    record.conn.query_row("PRAGMA max_page_count = 100000", [], |_| Ok(())).unwrap();
    assert_eq!(record.take(&batch, NOW).unwrap().len(), 190);
    assert_eq!(record.counts().unwrap().documents, before.documents + 190);
}
