//! Resources: the guides and videos of the library, open to everybody; what a participant keeps in mind and has read of them.

mod dto;
mod query;
mod stage;

pub use dto::*;
pub use query::{MAX_TEXT, ResourceQuery};
pub use stage::{Whereabouts, suggested};
