//! The programme office: what coordinators see and do.

mod dto;

pub use dto::*;
