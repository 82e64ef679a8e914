//! Who is an independent witness, and what many figures say together.

mod cases;
mod laws;
mod origins;
mod scenario;
mod told;
