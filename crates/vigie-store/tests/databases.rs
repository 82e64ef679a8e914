//! Records that older programs wrote are read by this one: every file of `corpus/databases`.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use vigie_model::{Act, EventCode, Instant};
use vigie_store::{Ask, Counts, Page, Record, SqliteRecord, Taken};
use vigie_storetest::made::{at, document, entries, hour, incidents, report, take};

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/databases")
}

#[test]
fn every_record_of_an_older_program_is_read_as_it_was_written() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(kept()).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "vigie"));
    assert!(!files.is_empty());
    for file in files {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.vigie");
        std::fs::copy(&file, &path).unwrap();
        let mut record = SqliteRecord::open(&path).unwrap();
        holds_what_was_written(&record);
        // And it can be written on.
        assert_eq!(take(&mut record, &[report("noon", 20, EventCode::Siege, "Elm")], 20), [Taken::New { claims: 1 }]);
        assert_eq!(record.check().unwrap(), [""; 0], "{}", file.display());
    }
}

/// What `examples/sample_record.rs` wrote.
fn holds_what_was_written(record: &SqliteRecord) {
    let expected = Counts { documents: 8, as_published: 0, revisits: 2, standing: 7, gone: 3, decisions: 3, stale: 5 };
    assert_eq!(record.counts().unwrap(), expected);
    let first = document("the blue column entered tarn at dawn", 1).document;
    assert_eq!(record.document(&first.id).unwrap(), Some(first.clone()));
    assert_eq!(record.bytes(&first.id).unwrap().unwrap(), b"the blue column entered tarn at dawn");
    let told = report("the blue column entered tarn at dawn", 1, EventCode::Capture, "Tarn").claims;
    assert_eq!(entries(record, &at(1)).into_iter().map(|e| e.claim).collect::<Vec<_>>(), told);
    let words = |words: &str| Ask { words: Some(words.to_owned()), ..Ask::default() };
    let wire = entries(record, &words("wire dawn"));
    assert_eq!(wire.iter().map(|e| e.witness.as_str()).collect::<Vec<_>>(), [first.id]);
    assert_eq!(entries(record, &words("حريق"))[0].gone, Some(hour(11)));
    let acts: Vec<Act> = record.decisions(Instant::MAX).unwrap().into_iter().map(|d| d.act).collect();
    assert_eq!(acts, [Act::Refuse, Act::Correct, Act::Link]);
    assert_eq!(record.control("2030-01-05", hour(5)).unwrap().len(), 1);
    assert_eq!(incidents(record, &Ask::default(), Page::default()).len(), 2);
}
