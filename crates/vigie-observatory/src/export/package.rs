//! `datapackage.json` (Frictionless): what the files beside it are, how they were
//! filtered, their sizes and checksums, and by which version they were made.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use vigie_model::Instant;

use super::Rows;

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// Media type.
    pub media: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many rows it holds.
    pub rows: usize,
}

/// Describes files.
pub fn describe(rows: &Rows, files: &[File], made: Instant) -> Value {
    let resources: Vec<Value> = files
        .iter()
        .map(|file| {
            let hash = Sha256::digest(&file.bytes).iter().fold(String::new(), |mut hex, byte| {
                use std::fmt::Write;
                let _ = write!(hex, "{byte:02x}");
                hex
            });
            let stem = file.name.split('.').next().unwrap_or(&file.name).to_lowercase();
            json!({
                "name": stem,
                "path": file.name,
                "mediatype": file.media,
                "encoding": "utf-8",
                "bytes": file.bytes.len(),
                "hash": format!("sha256:{hash}"),
                "rows": file.rows,
            })
        })
        .collect();
    json!({
        "profile": "data-package",
        "name": "vigie-export",
        "title": "Incidents of a Vigie record",
        "created": made,
        "version": env!("CARGO_PKG_VERSION"),
        "vigie": {
            "filter": rows.filter,
            "known_at": if rows.known_at.is_empty() { None } else { Some(&rows.known_at) },
            "incidents": rows.rows.len(),
            "claims": rows.rows.iter().map(|r| r.entries.len()).sum::<usize>(),
        },
        "resources": resources,
    })
}
