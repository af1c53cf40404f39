//! Tools: worksheets that the two of a relationship fill in, each alone or both together.

mod dto;
mod stage;
mod value;

pub use dto::*;
pub use stage::{Way, suggested};
pub use value::{LONGEST_LINE, MOST_LINES, refusal};
