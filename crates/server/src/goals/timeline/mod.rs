//! The timeline: what happened in a journey, and what was done with its goals.

pub(super) mod routes;
pub(super) mod store;
