//! The record: what it can do, as a trait in the field's words, and SQLite
//! behind it.
//!
//! Documents, claims and decisions are only added. What is derived from them
//! (stretches of control, incidents) is kept beside them so that a question is
//! answered fast; it may be dropped at any time. Which claims make which
//! derived value is not decided here: that is `vigie-reconcile`.
//! Read [`record`] next.

mod ask;
mod bucket;
pub mod record;
mod sqlite;

pub use record::{Ask, Bucket, BucketKind, Counts, Derivation, Page, Record, StoreError, Taken, Taking};
pub use sqlite::SqliteRecord;
