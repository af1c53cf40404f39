//! Tools: where each stands, and how answers are put together.

mod answers;
mod stands;

pub use answers::*;
pub use stands::*;
