//! Relationships: what begins when a mentor accepts.

mod dto;
pub mod state;

pub use dto::*;
