//! Conversations: the one thread of two people. A question or a request opens it.

mod dto;

pub use dto::*;

use chrono::Duration;

/// The longest message, in characters.
pub const MOST_CHARACTERS: usize = 4000;
/// For so long a message can be changed by its author.
pub const EDITABLE: Duration = Duration::minutes(10);
/// The most people whom one person can block.
pub const MOST_BLOCKS: usize = 500;
