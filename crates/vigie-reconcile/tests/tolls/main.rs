//! Who is an independent witness, and what many figures say together.

mod origins;
#[allow(dead_code, reason = "benches make entries with it too")]
mod told;
