//! What happens to requests because of something else: a message, a block, a departure, a place that is taken or free.

use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;

use crate::db::Tx;
use crate::http::Answer;
use crate::outbox::Tidings;

/// A mentee wrote to a mentor: a request that waits for the mentee's answer is pending again.
pub(crate) async fn answered_in_conversation(
    _tx: &mut Tx,
    _mentee: ParticipantId,
    _mentor: ParticipantId,
    _at: DateTime<Utc>,
    _tidings: &mut Tidings,
) -> Answer<()> {
    Ok(())
}

/// Closes the open requests between two people, whoever asked.
pub(crate) async fn close_between(
    _tx: &mut Tx,
    _one: ParticipantId,
    _other: ParticipantId,
    _at: DateTime<Utc>,
    _tidings: &mut Tidings,
) -> Answer<()> {
    Ok(())
}

/// Closes the open requests to somebody (who is no mentor any more), from somebody (who is no mentee any more), or both.
pub(crate) async fn close_all(
    _tx: &mut Tx,
    _of: ParticipantId,
    _as_mentor: bool,
    _as_mentee: bool,
    _at: DateTime<Utc>,
    _tidings: &mut Tidings,
) -> Answer<()> {
    Ok(())
}

/// A mentor's places or pause have changed: the clocks of open requests stand or go on.
pub(crate) async fn places_changed(
    _tx: &mut Tx,
    _mentor: ParticipantId,
    _at: DateTime<Utc>,
    _tidings: &mut Tidings,
) -> Answer<()> {
    Ok(())
}
