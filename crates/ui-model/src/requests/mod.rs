//! Requests: what is said of them, what changed in them, and how one begins.

mod begin;
mod changes;
mod words;

pub use begin::*;
pub use changes::*;
pub use words::*;
