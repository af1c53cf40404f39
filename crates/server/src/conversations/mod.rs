//! Conversations: the one thread of two people.

pub(crate) mod store;
