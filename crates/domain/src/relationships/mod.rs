//! Relationships: what begins when a mentor accepts.

mod dto;
mod next;
pub mod state;

pub use dto::*;
pub use next::Standing;
