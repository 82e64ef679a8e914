//! Faults of the file, other programs at the same file, and what SQLite itself refuses.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use vigie_model::{Act, EventCode, Fate, Input};
use vigie_store::{Ask, Bucket, BucketKind, Derivation, Page, Record, SqliteRecord, StoreError, Taken, Taking};
use vigie_storetest::made::{claim, decision, document, entries, hour, report, stretch, take};

/// A folder that is gone with the test, and a file in it.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.vigie");
    (folder, path)
}

fn one(n: usize) -> Taking {
    report(&format!("text {n}"), 1, EventCode::Capture, "Tarn")
}

/// A record in a file with some of everything that is kept.
fn full(path: &Path) -> SqliteRecord {
    let mut record = SqliteRecord::open(path).unwrap();
    let (first, mut second) = (one(1), one(2));
    second.alike.push(first.document.id.clone());
    take(&mut record, &[first.clone(), second, first.clone()], 1);
    record.decide(decision(Act::Refuse, &first.claims[0], 2)).unwrap();
    record
}

#[test]
fn every_table_that_is_kept_refuses_change_and_deletion() {
    let (_folder, path) = place();
    drop(full(&path));
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA recursive_triggers = ON").unwrap();
    let kept = ["word", "place", "document", "bytes", "alike", "visit", "reading", "claim", "party", "decision", "gone"];
    for table in kept {
        let column: String = conn.query_row("SELECT name FROM pragma_table_info(?1) LIMIT 1", [table], |row| row.get(0)).unwrap();
        for sql in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET {column} = {column}"),
            format!("REPLACE INTO {table} SELECT * FROM {table}"),
        ] {
            let refused = conn.execute(&sql, []).expect_err(&sql).to_string();
            assert!(refused.contains("only added to"), "{sql}: {refused}");
        }
    }
    // Nothing that is kept was forgotten above: all other tables are derived, or belong to an index.
    let sql = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_%' \
               ESCAPE '\\' ORDER BY name)";
    let tables: String = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    let rest: Vec<&str> = tables.split(' ').filter(|t| !kept.contains(t)).collect();
    assert_eq!(rest, ["copy", "incident", "link", "stale", "stretch", "text", "tombstone"]);
}

#[test]
fn a_record_of_a_newer_version_is_refused() {
    let (_folder, path) = place();
    drop(full(&path));
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    for opened in [SqliteRecord::open(&path), SqliteRecord::open_read_only(&path)] {
        assert!(matches!(opened, Err(StoreError::Newer { found: 99, known: 1, .. })), "{opened:?}");
    }
}

#[test]
fn a_file_that_is_no_record_is_refused_and_left_alone() {
    let (folder, path) = place();
    std::fs::write(&path, "a letter to a friend\n".repeat(99)).unwrap();
    let other = folder.path().join("other.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE thing (n); PRAGMA user_version = 1").unwrap();
    for path in [&path, &other] {
        let before = std::fs::read(path).unwrap();
        for opened in [SqliteRecord::open(path), SqliteRecord::open_read_only(path)] {
            assert!(matches!(opened, Err(StoreError::NotARecord { .. })), "{opened:?}");
        }
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
}

#[test]
fn an_empty_file_becomes_a_record_and_a_missing_folder_is_none() {
    let (folder, path) = place();
    std::fs::write(&path, "").unwrap();
    assert!(matches!(SqliteRecord::open_read_only(&path), Err(StoreError::NotARecord { .. })));
    assert_eq!(SqliteRecord::open(&path).unwrap().counts().unwrap().documents, 0);
    let nowhere = folder.path().join("no folder").join("a.vigie");
    assert!(matches!(SqliteRecord::open(&nowhere), Err(StoreError::Open { .. })));
    assert!(matches!(SqliteRecord::open_read_only(folder.path().join("b.vigie")), Err(StoreError::Open { .. })));
}

#[test]
fn a_file_that_was_cut_is_damaged() {
    let (_folder, path) = place();
    drop(full(&path));
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    for opened in [SqliteRecord::open(&path), SqliteRecord::open_read_only(&path)] {
        assert!(matches!(opened, Err(StoreError::Damaged { .. })), "{opened:?}");
    }
}

#[test]
fn overwritten_pages_are_found_by_the_check() {
    let (_folder, path) = place();
    drop(full(&path));
    let mut bytes = std::fs::read(&path).unwrap();
    let sound = SqliteRecord::open(&path).unwrap().check().unwrap();
    assert_eq!(sound, [""; 0]);
    // All but the first page, which says what the file is, and the schema behind it.
    let rest = bytes.len() / 2;
    bytes[rest..].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    match SqliteRecord::open(&path).map(|r| r.check()) {
        Ok(Ok(faults)) => assert!(!faults.is_empty()),
        Ok(Err(fault)) | Err(fault) => assert!(matches!(fault, StoreError::Damaged { .. }), "{fault:?}"),
    }
}

#[test]
fn rows_that_lead_nowhere_are_found_by_the_check() {
    let (_folder, path) = place();
    let mut record = SqliteRecord::open(&path).unwrap();
    take(&mut record, &[one(1)], 1);
    let mut lost = stretch("made:Tarn", ("2030-01-01", None), 1, None);
    lost.inputs.push(Input {
        claim: "c-00000000000000ff".to_owned(),
        fate: Fate::Used,
        rule: "T3".to_owned(),
        reason: "admission".to_owned(),
        by: None,
    });
    let bucket = Bucket { kind: BucketKind::Control, key: "made:Tarn".to_owned() };
    record.derive(&[(bucket, Derivation { stretches: vec![lost], ..Derivation::default() })]).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("DROP TRIGGER claim_update; UPDATE claim SET body = '{'").unwrap();
    let faults = record.check().unwrap();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("cannot be read") && faults[1].contains("c-00000000000000ff"), "{faults:?}");
}

#[test]
fn while_another_program_writes_the_record_is_locked_and_can_be_read() {
    let (_folder, path) = place();
    let mut record = full(&path);
    let writer = Connection::open(&path).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE").unwrap();
    record.wait_for_others(Duration::from_millis(1)).unwrap();
    assert!(matches!(record.take(&[one(3)], hour(3)), Err(StoreError::Locked { .. })));
    assert_eq!(record.counts().unwrap().documents, 2);
    writer.execute_batch("ROLLBACK").unwrap();
    assert_eq!(take(&mut record, &[one(3)], 3), [Taken::New { claims: 1 }]);
}

#[test]
fn two_writers_at_once_lose_nothing_and_write_nothing_twice() {
    let (_folder, path) = place();
    drop(SqliteRecord::open(&path).unwrap());
    // Both take the hundred of the middle.
    std::thread::scope(|scope| {
        for numbers in [0..200, 100..300] {
            let path = &path;
            scope.spawn(move || {
                let mut record = SqliteRecord::open(path).unwrap();
                record.wait_for_others(Duration::from_mins(10)).unwrap();
                for n in numbers {
                    take(&mut record, &[one(n)], 1);
                }
            });
        }
    });
    let record = SqliteRecord::open(&path).unwrap();
    let counts = record.counts().unwrap();
    assert_eq!((counts.documents, counts.revisits, counts.standing), (300, 100, 300));
    assert_eq!(record.places().unwrap().len(), 1);
    assert_eq!(record.check().unwrap(), [""; 0]);
}

#[test]
fn what_is_opened_to_read_is_not_written() {
    let (_folder, path) = place();
    let before = full(&path).counts().unwrap();
    let mut record = SqliteRecord::open_read_only(&path).unwrap();
    assert!(matches!(record.take(&[one(3)], hour(3)), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(record.forget_derived(), Err(StoreError::ReadOnly { .. })));
    assert_eq!(record.counts().unwrap(), before);
}

#[test]
fn a_reader_sees_what_was_there_and_then_what_came() {
    let (_folder, path) = place();
    let mut record = full(&path);
    let reader = SqliteRecord::open_read_only(&path).unwrap();
    let mut shown = 0;
    let mut each = |_| {
        if shown == 0 {
            take(&mut record, &[one(3)], 3);
        }
        shown += 1;
        std::ops::ControlFlow::Continue(())
    };
    reader.entries(&Ask::default(), Page::default(), &mut each).unwrap();
    assert_eq!(shown, 2);
    assert_eq!(entries(&reader, &Ask::default()).len(), 3);
}

#[test]
fn names_of_another_form_are_kept_as_they_are() {
    let mut record = SqliteRecord::in_memory().unwrap();
    let mut taking = document("dawn", 1);
    taking.document.id = "sha256:ABC".to_owned();
    let mut odd = claim(&taking, 0, EventCode::Hold, None);
    // Capitals would come back small.
    odd.id = "c-00000000000000FF".to_owned();
    taking.claims.push(odd);
    take(&mut record, std::slice::from_ref(&taking), 1);
    assert_eq!(entries(&record, &Ask::default())[0].claim, taking.claims[0]);
    assert_eq!(record.document("sha256:ABC").unwrap(), Some(taking.document));
}
