//! Notes: those that the two write together, and what each writes down alone.

pub(super) mod routes;
pub(crate) mod store;
