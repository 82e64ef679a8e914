//! Opening a file: is it a record, of which version, and may it be written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::SqliteRecord;
use super::fault::Trouble;
use super::names::Names;
use crate::record::StoreError;

/// The steps from an empty file to the newest version; each sets `user_version` to its number.
/// A released one is never edited.
pub(super) const MIGRATIONS: [&str; 1] = [include_str!("../../migrations/0001.sql")];

/// `VIGI`: what a file of Vigie says of itself in its head.
const APPLICATION: i64 = 0x5649_4749;

/// How long a write waits for another one.
const WAIT: Duration = Duration::from_secs(5);

const DOING: &str = "open";

impl SqliteRecord {
    /// Opens a record to read and write, and makes it where no file is. A record of an older
    /// version is brought to the newest in one step, after a copy `<file>.v<version>` was kept
    /// beside it.
    ///
    /// # Errors
    /// [`StoreError::Newer`], [`StoreError::NotARecord`], [`StoreError::Damaged`],
    /// [`StoreError::ReadOnly`], [`StoreError::Open`] where the folder is missing,
    /// [`StoreError::Locked`] while another program migrates it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_with(path.as_ref(), &MIGRATIONS)
    }

    /// Opens a record to read only. A record of an older version is not brought to the newest:
    /// it is refused until it was opened to write once.
    ///
    /// # Errors
    /// As [`SqliteRecord::open`]; [`StoreError::Older`] where the file must be migrated first.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_read_only_with(path.as_ref(), newest(&MIGRATIONS))
    }

    /// Reads records of the version that is given: a later one, in tests.
    pub(super) fn open_read_only_with(path: &Path, known: u32) -> Result<Self, StoreError> {
        let named = |t: Trouble| t.named(path, DOING);
        let record = Self::around(connect(path, false).map_err(named)?, path).map_err(named)?;
        let found = record.version().map_err(named)?;
        if found == 0 {
            return Err(StoreError::NotARecord { path: path.to_owned() });
        }
        if found < known {
            return Err(StoreError::Older { path: path.to_owned(), found, known });
        }
        Ok(record)
    }

    /// A record that is gone with the program.
    ///
    /// # Errors
    /// When there is no memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::open(":memory:")
    }

    /// How long a write waits for another one before it gives [`StoreError::Locked`]; five seconds
    /// where this is not called.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn wait_for_others(&self, wait: Duration) -> Result<(), StoreError> {
        self.conn.busy_timeout(wait).map_err(|e| Trouble::from(e).named(&self.path, DOING))
    }

    /// Opens with the migrations that are given: those of a later version, in tests.
    pub(super) fn open_with(path: &Path, migrations: &[&str]) -> Result<Self, StoreError> {
        let named = |t: Trouble| t.named(path, DOING);
        let record = Self::around(connect(path, true).map_err(named)?, path).map_err(named)?;
        record.settle(migrations).map_err(named)?;
        Ok(record)
    }

    fn around(conn: Connection, path: &Path) -> Result<Self, Trouble> {
        conn.busy_timeout(WAIT)?;
        conn.set_prepared_statement_cache_capacity(128);
        // One plan a statement, whatever is bound to it: planning anew for each value costs more than the questions do.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(Self { conn, path: path.to_owned(), names: Names::default() })
    }

    fn pragma(&self, name: &str) -> Result<i64, Trouble> {
        Ok(self.conn.pragma_query_value(None, name, |row| row.get(0))?)
    }

    /// Version of the file; 0 = it is empty.
    fn version(&self) -> Result<u32, Trouble> {
        // The first question that touches the file: SQLite finds here that it is cut or no database.
        let tables: i64 = self.conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let (application, version) = (self.pragma("application_id")?, self.pragma("user_version")?);
        if tables == 0 && application == 0 && version == 0 {
            return Ok(0);
        }
        let version = u32::try_from(version).unwrap_or(0);
        if application != APPLICATION || version == 0 {
            return Err(StoreError::NotARecord { path: self.path.clone() }.into());
        }
        if version > newest(&MIGRATIONS) {
            let known = newest(&MIGRATIONS);
            return Err(StoreError::Newer { path: self.path.clone(), found: version, known }.into());
        }
        Ok(version)
    }

    /// Makes the file ready: its version, how it is written, how much of it is kept in memory.
    fn settle(&self, migrations: &[&str]) -> Result<(), Trouble> {
        let version = self.version()?;
        if version > 0 && self.conn.is_readonly(rusqlite::MAIN_DB)? {
            return Err(StoreError::ReadOnly { path: self.path.clone() }.into());
        }
        // NORMAL: what was taken survives the end of the program at any moment; when the power fails, the last
        // documents may have to be taken again. Decisions, which nobody takes again, are written with more care.
        // A large log lets pages that many batches touch be written once.
        self.conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8192;
             PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
             PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;",
        )?;
        if version >= newest(migrations) {
            return Ok(());
        }
        if version > 0 {
            let copy = self.free_name(version);
            self.conn.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
        }
        self.migrate(migrations)
    }

    fn migrate(&self, migrations: &[&str]) -> Result<(), Trouble> {
        let all = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
        // Another program may have been here between the question and the lock.
        let done = usize::try_from(self.pragma("user_version")?).unwrap_or(0);
        for step in migrations.iter().skip(done) {
            all.execute_batch(step)?;
        }
        Ok(all.commit()?)
    }

    /// A name beside the record that no file has: `<file>.v1`, `<file>.v1.2` …
    fn free_name(&self, version: u32) -> PathBuf {
        let name = |n: u32| {
            let mut name = self.path.clone().into_os_string();
            name.push(if n == 1 { format!(".v{version}") } else { format!(".v{version}.{n}") });
            PathBuf::from(name)
        };
        (1..=u32::MAX).map(name).find(|p| !p.exists()).unwrap_or_else(|| name(0))
    }
}

fn newest(migrations: &[&str]) -> u32 {
    migrations.len() as u32
}

fn connect(path: &Path, write: bool) -> Result<Connection, Trouble> {
    let threads = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if write {
        return Ok(Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | threads,
        )?);
    }
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | threads)?;
    let asked = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    match asked.map_err(|e| (e.sqlite_error_code(), e)) {
        Err((Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly), _)) if path.exists() => {
            // In a folder that may not be written SQLite cannot put its lock beside the file. Then nobody writes it either.
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | threads;
            Ok(Connection::open_with_flags(format!("file:{}?immutable=1", escaped(path)), flags)?)
        }
        Err((_, error)) => Err(error.into()),
        Ok(_) => Ok(conn),
    }
}

/// A path inside of a URI.
fn escaped(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
