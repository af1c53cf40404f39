//! Mentors: how a match is shown, how a search is edited, how pages of the list grow together.

mod fit;
mod search;

pub use fit::*;
pub use search::*;
