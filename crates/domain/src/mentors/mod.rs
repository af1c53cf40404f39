//! Mentors: the ranked search and the page of one mentor.

mod dto;
mod query;

pub use dto::*;
pub use query::*;

/// Names the formula that gives the points.
pub const SCORE_VERSION: u32 = 1;
