//! What SQLite says when something goes wrong, in the words of the record.

use std::path::Path;

use rusqlite::{Error, ErrorCode};

use crate::record::StoreError;

/// A fault inside of the record, before it is known what was asked.
#[derive(Debug)]
pub(super) enum Trouble {
    Sql(Error),
    Store(StoreError),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Trouble {
    /// A row that cannot be read.
    pub(super) fn row(what: impl Into<String>) -> Self {
        Self::Store(StoreError::Row { what: what.into() })
    }

    /// The fault with the file and what was asked of it.
    pub(super) fn named(self, path: &Path, doing: &'static str) -> StoreError {
        let source = match self {
            Self::Store(error) => return error,
            Self::Sql(error) => error,
        };
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked { path },
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, what: source.to_string() },
            Some(ErrorCode::NotADatabase) => StoreError::NotARecord { path },
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path },
            Some(ErrorCode::CannotOpen) => StoreError::Open { path, source },
            _ => StoreError::Database { doing, source },
        }
    }
}
