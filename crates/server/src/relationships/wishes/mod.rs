//! Wishes: after a completion the two can stay in touch, or begin a new journey, where both wish for it.

pub(super) mod routes;
pub(super) mod store;
