//! What happens to relationships because of something else: a block, a departure.

use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;

use crate::db::Tx;
use crate::http::Answer;
use crate::outbox::Tidings;

/// Ends the relationships between two people, with neutral words; the conversation is closed.
pub(crate) async fn close_between(
    _tx: &mut Tx,
    _one: ParticipantId,
    _other: ParticipantId,
    _at: DateTime<Utc>,
    _tidings: &mut Tidings,
) -> Answer<()> {
    Ok(())
}

/// Ends all relationships of somebody who leaves.
pub(crate) async fn close_all(
    _tx: &mut Tx,
    _of: ParticipantId,
    _at: DateTime<Utc>,
    _tidings: &mut Tidings,
) -> Answer<()> {
    Ok(())
}
