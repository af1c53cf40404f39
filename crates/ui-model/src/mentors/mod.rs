//! Mentors: how a match is shown and said, how a search is edited, how pages of the list grow together.

mod fit;
mod search;
mod words;

pub use fit::*;
pub use search::*;
pub use words::*;
