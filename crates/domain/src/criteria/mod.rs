//! Criteria: the dimensions on which people are matched, and their options.

mod dto;
mod keys;

pub use dto::*;
pub use keys::*;
