//! The plan: until when the two mean to walk together, and how often they mean to meet.

pub(super) mod routes;
pub(super) mod store;
