//! The programme office: what coordinators see and do.

mod dto;
mod query;

pub use dto::*;
pub use query::*;
