//! The agenda: what the two want to talk about.

pub(super) mod routes;
pub(crate) mod store;
