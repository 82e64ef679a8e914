//! SQLite does what every record must do, in memory and in a file.

use std::cell::Cell;

use vigie_store::SqliteRecord;

#[test]
fn sqlite_in_memory_does_what_a_record_must() {
    vigie_storetest::suite(|| SqliteRecord::in_memory().expect("a record in memory"));
}

#[test]
fn sqlite_in_a_file_does_what_a_record_must() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = Cell::new(0);
    vigie_storetest::suite(|| {
        made.set(made.get() + 1);
        SqliteRecord::open(folder.path().join(format!("{}.vigie", made.get()))).expect("a record in a file")
    });
}
