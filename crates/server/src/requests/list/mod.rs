//! The list of requests: those that wait for a mentor, and all to or from somebody.

pub(super) mod routes;
pub(super) mod store;
