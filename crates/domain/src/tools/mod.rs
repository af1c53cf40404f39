//! Tools: worksheets that the two of a relationship fill in, each alone or both together.

mod dto;
mod stage;

pub use dto::*;
pub use stage::{Way, suggested};
