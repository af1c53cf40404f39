//! The list of somebody's relationships.

pub(super) mod routes;
mod store;
