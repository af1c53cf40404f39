//! Progress: where goals stood, day by day, as the two write it down.

pub(super) mod routes;
pub(crate) mod store;
