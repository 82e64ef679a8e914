//! What the record holds: documents, entries, and the decisions of people.
//! Nothing here is derived, and nothing of it is ever changed in place.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::claim::Claim;
use crate::days::Days;
use crate::event::codes;
use crate::instant::Instant;

codes! {
    /// From when on the record counts a document as known.
    Knowing {
        /// From the moment at which it was received.
        Received = "received",
        /// From its publication, by explicit statement of whoever took it in
        /// (`vigie take --as-published`): an archive that was public then.
        Published = "published",
    }
}

/// One text as received. Its bytes are kept beside it and never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// `sha256:` of the bytes of the text.
    pub id: String,
    /// Name under which it came: a file, a line of a file, an address.
    pub name: String,
    /// Who published it; `None` = unknown.
    pub outlet: Option<String>,
    /// Day, month or year of publication as EDTF (`2024-11-30`, `2024-11`); `None` = unknown.
    pub published: Option<String>,
    /// Language code; `None` = unknown.
    pub lang: Option<String>,
    /// When the record received it.
    pub received: Instant,
    /// From when on the record counts it as known.
    pub known: Instant,
    /// What `known` rests on.
    pub knowing: Knowing,
    /// The first document alike that was known before it (methods R2), derived; `None` = none.
    pub copy_of: Option<String>,
}

impl Document {
    /// The day of a document: the last day of its publication; where that is unknown, the day in UTC on
    /// which it was known. `None` = neither is a day.
    pub fn day(&self) -> Option<Date> {
        let published = self.published.as_deref().and_then(Days::parse).and_then(|days| days.end);
        published.or_else(|| self.known.day())
    }
}

/// A claim as the record holds it: what was said, in which document, and from
/// when to when the record stood by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What was said.
    #[serde(flatten)]
    pub claim: Claim,
    /// Who published the document; `None` = unknown.
    pub outlet: Option<String>,
    /// Publication of the document as EDTF; `None` = unknown.
    pub published: Option<String>,
    /// From when on the record knew it.
    pub known: Instant,
    /// What `known` rests on.
    pub knowing: Knowing,
    /// When the record gave it up: a newer coder read the document otherwise,
    /// or a person refused it. `None` = it stands.
    pub gone: Option<Instant>,
    /// Id of the witness that the document belongs to: the first document of
    /// its cluster of copies, or itself (methods R2).
    pub witness: String,
}

impl Entry {
    /// The day that is nearest to what it tells: the last day of the claim, else the last day of its publication.
    /// For what is dated itself (camps, offices); never the day of the event where the claim has none.
    pub fn day(&self) -> Option<Date> {
        let time = self.claim.time.as_ref();
        let told = time.and_then(|t| t.end.as_ref().or(t.start.as_ref())).and_then(|day| day.parse().ok());
        told.or_else(|| self.published.as_deref().and_then(Days::parse).and_then(|days| days.end))
    }

    /// Whether the record stood by it at an instant.
    pub fn stood_at(&self, at: Instant) -> bool {
        self.known <= at && self.gone.is_none_or(|gone| at < gone)
    }
}

codes! {
    /// What a person may decide about the record.
    Act {
        /// The claim was read rightly.
        Accept = "accept",
        /// The claim was read wrongly: it no longer counts.
        Refuse = "refuse",
        /// The claim is replaced by a corrected one.
        Correct = "correct",
        /// Two claims tell the same incident.
        Link = "link",
        /// Two claims do not tell the same incident.
        Unlink = "unlink",
        /// The incident that the claim tells does not count, for a stated reason (methods C3); a later
        /// `accept` of the same claim takes it back.
        Discount = "discount",
    }
}

/// A decision of a person. It is added to the record, never changed; a later
/// one about the same claim counts instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Place in the order of decisions, from 1.
    pub n: u64,
    /// When.
    pub at: Instant,
    /// Who: a name or a sign, as the person gave it.
    pub by: String,
    /// What was decided.
    pub act: Act,
    /// The claim that it is about.
    pub claim: String,
    /// The second claim of [`Act::Link`] and [`Act::Unlink`].
    pub other: Option<String>,
    /// The claim as it should read, for [`Act::Correct`].
    pub instead: Option<Box<Claim>>,
    /// Why; never empty.
    pub reason: String,
}
