//! Completion: one of the two asks for it, the other agrees or walks on, and each looks back.

pub(super) mod routes;
pub(super) mod store;
