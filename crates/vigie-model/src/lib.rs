//! The words of the field as types: what a claim is, what the record holds,
//! what is derived from it, and nothing that reads or writes one.
//!
//! The field names of [`Claim`] are the wire form; there is no other JSON
//! shape of a claim. Read [`claim`] next, then [`record`] and [`derived`].

pub mod claim;
pub mod days;
pub mod derived;
pub mod event;
pub mod instant;
pub mod record;

pub use claim::{
    ActorRef, Claim, CodedPassage, Count, Counted, Grade, Modality, Part, PlaceRef, Quote, Relation, Scope, SourceRef, TimeRef,
    Who,
};
pub use days::Days;
pub use derived::{
    Agreement, Bounds, BoundsError, Dispute, DisputeKind, Fate, Flag, Incident, Input, Layer, Link, Linked, OriginFigure, Side,
    Standing, Status, Stretch, Toll, TollPart, Tombstone,
};
pub use event::{Bound, EventCode};
pub use instant::{Instant, InstantError};
pub use record::{Act, Decision, Document, Entry, Knowing};
