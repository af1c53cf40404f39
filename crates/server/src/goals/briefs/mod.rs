//! Goals in short, as lists show them: those of a relationship, and all of somebody.

pub(super) mod routes;
pub(super) mod store;
