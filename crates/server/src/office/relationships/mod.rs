//! The relationships: how each stands, and nothing of what the two write.

pub(super) mod routes;
mod store;
