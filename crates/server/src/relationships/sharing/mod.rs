//! Sharing: which contact details each of the two shows the other.

pub(super) mod routes;
pub(super) mod store;
