//! What the dashboard of one of the two shows beside where the relationship stands.

pub(super) mod store;
