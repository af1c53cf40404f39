//! What happened to a request, step by step, and with which words.

pub(crate) mod store;
