//! Comments: what the two say about a part of a goal.

pub(super) mod routes;
pub(crate) mod store;
