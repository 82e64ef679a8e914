//! Use cases: take documents in, ask the record, decide, report, export. The
//! one door for every front end; what a front end adds is only how it looks.
//!
//! Reading is `vigie-coder`, what follows from claims is `vigie-reconcile`, what
//! is kept is `vigie-store`. Here they are put together. The clock is an
//! argument: nothing below the program asks what time it is.
//! Read [`observatory`] next.

pub mod ask;
pub mod export;
pub mod fault;
pub mod knowledge;
pub mod names;
pub mod observatory;
pub mod review;
pub mod route;
pub mod search;
pub mod sitrep;
pub mod take;
pub mod why;

pub use ask::Question;
pub use fault::Fault;
pub use names::{Named, Names};
pub use observatory::Observatory;
pub use take::{Received, Report};
