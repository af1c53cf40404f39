//! The profile: its steps, and how a draft becomes what the server keeps without losing anything.

mod document;
mod draft;
mod steps;

pub use document::*;
pub use draft::*;
pub use steps::*;
