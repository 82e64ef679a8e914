//! The words of the field as types: what a claim is, and nothing that reads
//! or writes one.
//!
//! The field names of [`Claim`] are the wire form; there is no other JSON
//! shape of a claim. Read [`claim`] next.

pub mod claim;
pub mod days;
pub mod event;

pub use claim::{
    ActorRef, Claim, CodedPassage, Count, Counted, Grade, Modality, Part, PlaceRef, Quote, Relation, Scope, SourceRef, TimeRef,
    Who,
};
pub use days::Days;
pub use event::{Bound, EventCode};
