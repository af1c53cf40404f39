//! What a request asks for, in its words: each edit adds a wording, and the last one counts.

pub(crate) mod store;
