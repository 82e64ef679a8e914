//! Decisions of people about what was read. Each is added to the record with
//! who, when and why; nothing is changed in place, and a later one counts instead.

use sha2::{Digest, Sha256};
use vigie_model::{Act, Claim, Decision, Instant};
use vigie_store::Ask;

use crate::fault::Fault;
use crate::observatory::Observatory;

/// A decision to be made.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// What is decided.
    pub act: Act,
    /// The claim that it is about.
    pub claim: String,
    /// The second claim of a link.
    pub other: Option<String>,
    /// The claim as it should read.
    pub instead: Option<Claim>,
    /// Who decides.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl Observatory {
    /// Adds a decision to the record.
    ///
    /// # Errors
    /// [`Fault::NoReason`] without one; [`Fault::UnknownId`] and the store's own faults when the claim
    /// is not there or stands no longer.
    pub fn decide(&mut self, ruling: Ruling, now: Instant) -> Result<Decision, Fault> {
        if ruling.reason.trim().is_empty() {
            return Err(Fault::NoReason);
        }
        let instead = ruling.instead.map(|claim| Box::new(signed(claim, &ruling.claim, now)));
        Ok(self.record.decide(Decision {
            n: 0,
            at: now,
            by: ruling.by,
            act: ruling.act,
            claim: ruling.claim,
            other: ruling.other,
            instead,
            reason: ruling.reason,
        })?)
    }

    /// The claim of an id, whether it stands or not.
    ///
    /// # Errors
    /// When the record holds none.
    pub fn claim(&self, id: &str) -> Result<vigie_model::Entry, Fault> {
        let ask = Ask { claims: vec![id.to_owned()], ..Ask::default() };
        self.entries(&ask)?.pop().ok_or_else(|| Fault::UnknownId { id: id.to_owned() })
    }
}

/// A corrected claim gets an id of its own, which follows from the one that it replaces, and
/// the rule `person`.
fn signed(mut claim: Claim, before: &str, now: Instant) -> Claim {
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    hash.update(now.to_string().as_bytes());
    let digest = hash.finalize();
    claim.id = digest.iter().take(8).fold(String::from("c-"), |mut id, byte| {
        use std::fmt::Write;
        let _ = write!(id, "{byte:02x}");
        id
    });
    "person".clone_into(&mut claim.rule);
    claim
}
