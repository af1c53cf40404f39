//! The letters: what became of them, and those that are tried again.

pub(super) mod routes;
mod store;
