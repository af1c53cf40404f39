//! Meetings: what clocks in two places show, how meetings are listed, and how they get into a calendar.

mod clocks;
mod links;
mod list;

pub use clocks::*;
pub use links::*;
pub use list::*;
