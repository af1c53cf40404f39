//! Goals: what the two of a relationship want to reach, agreed in versions, with milestones and progress on the way.

mod agreement;
mod amount;
mod chart;
mod days;
mod diff;
mod dto;
mod progress;
mod query;
pub mod smart;
pub mod state;

pub use agreement::Agreement;
pub use amount::{Amount, NotAnAmount};
pub use chart::{MOST_POINTS, thinned};
pub use days::{lies_ahead, moment_of, reminder_is_due};
pub use diff::{Content, changes};
pub use dto::*;
pub use progress::{Course, Way};
pub use query::{GoalsQuery, TimelineQuery, export_format, since};

/// The most milestones of a goal.
pub const MOST_MILESTONES: usize = 50;
/// The most goals of a relationship.
pub const MOST_GOALS: i64 = 50;
/// The most progress entries of a goal.
pub const MOST_ENTRIES: i64 = 2000;
/// The most comments on a goal.
pub const MOST_COMMENTS: i64 = 100;
