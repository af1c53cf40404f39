//! What happens to meetings because of something else: the relationship ends.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::http::Answer;
use crate::outbox::Tidings;
use crate::relationships::store::Kept;

/// Calls off what was to come when a relationship ends; whoever had it in the calendar is told.
pub(crate) async fn cancel_all(
    _tx: &mut Tx,
    _relationship: &Kept,
    _at: DateTime<Utc>,
    _tidings: &mut Tidings,
) -> Answer<()> {
    Ok(())
}
