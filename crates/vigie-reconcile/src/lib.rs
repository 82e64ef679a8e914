//! What many claims say together: incidents, tolls, control, disputes, and
//! which dispatches are copies of one another.
//!
//! Pure: entries and what is known of the theatre go in, derived values come
//! out, the same on every machine and in every order of the entries. Nothing
//! here chooses between sources by weight; every choice has a numbered rule of
//! the field's methods and names the claims that it used and left out.
//! Read [`knowledge`] next, then `docs/record.md`.

pub mod control;
pub mod copies;
pub mod disputes;
#[cfg(test)]
mod drawn;
pub mod incidents;
pub mod knowledge;
pub mod origins;
pub mod tolls;

pub use knowledge::Knowledge;
