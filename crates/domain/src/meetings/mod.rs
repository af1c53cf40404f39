//! Meetings: conversations that two arrange, what they want to talk about, and what they agree on.

mod dto;
pub mod slots;
pub mod state;

pub use dto::*;
