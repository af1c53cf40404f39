//! Meetings as one of the two sees them.

use chrono::{DateTime, Utc};
use domain::meetings::{ActionItem, Meeting};

use crate::db::Tx;
use crate::http::Answer;
use crate::relationships::party::Party;

/// What the dashboard shows of meetings.
#[derive(Debug, Default)]
pub(crate) struct Glance {
    /// How many took place.
    pub(crate) held: u32,
    /// Proposed, to come, or past and nobody has said what became of it: at most five, the next first.
    pub(crate) meetings: Vec<Meeting>,
    /// What is agreed and still open: at most twenty, the oldest first.
    pub(crate) action_items: Vec<ActionItem>,
}

/// What the dashboard shows of meetings, in at most three statements.
pub(crate) async fn glance(_tx: &mut Tx, _party: &Party, _now: DateTime<Utc>) -> Answer<Glance> {
    Ok(Glance::default())
}
