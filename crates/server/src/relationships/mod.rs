//! Relationships: what begins when a mentor accepts.

pub(crate) mod steps;
