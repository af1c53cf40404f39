//! Action items: what the two have agreed on at their meetings, until it is done.

pub(super) mod routes;
pub(crate) mod store;
