//! People as others see them who have something to do with them: the two of a thread, a request, a relationship.

mod dto;

pub use dto::*;
