//! Relationships: what begins when a mentor accepts.

mod dto;

pub use dto::*;
