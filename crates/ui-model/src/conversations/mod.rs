//! Conversations: what is written, what is on its way, and how it is shown.

mod desk;
mod text;
mod thread;

pub use desk::{Desk, Outgoing};
pub use text::{Bit, bits};
pub use thread::Thread;
