//! Withdrawals: one of the two ends it before its goals are reached.

pub(super) mod routes;
mod store;
