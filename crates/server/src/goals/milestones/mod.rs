//! Milestones: the stones on the way to a goal, which the two lay one after another.

pub(super) mod routes;
pub(crate) mod store;
