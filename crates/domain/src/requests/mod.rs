//! Requests: a mentee asks a mentor for her help; she accepts or declines.

mod answer_time;
mod dto;
mod kept;
mod query;
pub mod state;

pub use answer_time::median_hours;
pub use dto::*;
pub use query::RequestsQuery;

use chrono::Duration;

/// For so long a mentor who has declined is not asked again by the same mentee.
pub const DECLINE_RESTS: Duration = Duration::days(30);
/// For so long a request is open in all, whatever happens.
pub const OPEN_IN_ALL: Duration = Duration::days(60);
/// A suspension of this length closes the open requests of whoever is suspended.
pub const SUSPENSION_CLOSES: Duration = Duration::days(30);
