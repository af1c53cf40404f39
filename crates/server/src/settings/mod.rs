//! How the programme is run: one row of numbers that coordinators set.

pub(crate) mod store;
