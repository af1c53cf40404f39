//! People as others see them who have something to do with them.

pub(crate) mod store;
