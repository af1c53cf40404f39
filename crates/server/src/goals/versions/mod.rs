//! Versions: what a goal said, each time that somebody changed it, and what is another word now.

pub(super) mod routes;
pub(super) mod store;
