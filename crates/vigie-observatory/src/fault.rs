//! Why a question could not be answered or a document not taken.

use vigie_store::StoreError;

/// Faults of the observatory. The message says what to do where anything can be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The record refused.
    #[error(transparent)]
    Store {
        /// Why.
        #[from]
        source: StoreError,
    },
    /// A name that nothing in the record or in a theatre has.
    #[error("nothing is called {name:?}{}", near(nearest.as_deref()))]
    UnknownName {
        /// What was asked for.
        name: String,
        /// The name that is written most alike; `None` = none is.
        nearest: Option<String>,
    },
    /// An id of which the record knows nothing.
    #[error(
        "the record knows nothing of {id}; ids begin with c- (claim), t- (toll), d- (dispute), VG- (incident) or sha256: (document)"
    )]
    UnknownId {
        /// What was asked for.
        id: String,
    },
    /// A document cannot count as known since its publication, because nobody knows when that was.
    #[error("{name}: no day of publication is known; --as-published needs one (give --published)")]
    Unpublished {
        /// Name under which the document came.
        name: String,
    },
    /// A decision without a reason.
    #[error("a decision needs a reason: give --reason")]
    NoReason,
    /// There is no road between two places.
    #[error("no road of a theatre leads from {from} to {to}")]
    NoRoad {
        /// First place.
        from: String,
        /// Second place.
        to: String,
    },
    /// A day that is no day.
    #[error("{text:?} is no day: write YYYY-MM-DD")]
    NoDay {
        /// What was written.
        text: String,
    },
}

fn near(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean {name:?}?"))
}
