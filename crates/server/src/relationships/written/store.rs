//! The SQL of what the two have said.

use domain::ids::ParticipantId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_all};

/// Deletes what only somebody who leaves could read, and what they have told the coordinators.
pub(in crate::relationships) async fn forget_own(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationship_sides SET takes_along = '', rating = NULL, thanks = CASE WHEN shows_thanks THEN thanks ELSE '' END
         WHERE EXISTS (SELECT 1 FROM relationships r WHERE r.id = relationship_sides.relationship_id
                       AND ((r.mentor_id = $1 AND side = 'mentor') OR (r.mentee_id = $1 AND side = 'mentee')))",
        of.0,
    )?;
    execute!(
        tx,
        "UPDATE withdrawals SET reason = ''
         WHERE EXISTS (SELECT 1 FROM relationships r WHERE r.id = withdrawals.relationship_id
                       AND ((r.mentor_id = $1 AND side = 'mentor') OR (r.mentee_id = $1 AND side = 'mentee')))",
        of.0,
    )?;
    Ok(())
}

/// What one of the two has said.
#[derive(FromRow)]
pub(in crate::relationships) struct SideWords {
    relationship_id: Uuid,
    side: String,
    pub(in crate::relationships) takes_along: String,
    pub(in crate::relationships) thanks: String,
}

/// What was said in all relationships of somebody, by either.
pub(in crate::relationships) async fn sides_with(
    tx: &mut Tx,
    of: ParticipantId,
) -> sqlx::Result<Vec<SideWords>> {
    fetch_all!(
        tx,
        SideWords,
        "SELECT s.relationship_id, s.side, s.takes_along, s.thanks FROM relationship_sides s
         JOIN relationships r ON r.id = s.relationship_id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND (s.takes_along <> '' OR s.thanks <> '')",
        of.0,
    )
}

/// Puts other words in their place.
pub(in crate::relationships) async fn rewrite_side(
    tx: &mut Tx,
    said: &SideWords,
    takes_along: &str,
    thanks: &str,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationship_sides SET takes_along = $3, thanks = $4 WHERE relationship_id = $1 AND side = $2",
        said.relationship_id,
        said.side.as_str(),
        takes_along,
        thanks,
    )?;
    Ok(())
}

/// What was said with a withdrawal.
#[derive(FromRow)]
pub(in crate::relationships) struct WithdrawalWords {
    relationship_id: Uuid,
    pub(in crate::relationships) words: String,
    pub(in crate::relationships) reason: String,
}

/// What was said with the withdrawals from all relationships of somebody, by either.
pub(in crate::relationships) async fn withdrawals_with(
    tx: &mut Tx,
    of: ParticipantId,
) -> sqlx::Result<Vec<WithdrawalWords>> {
    fetch_all!(
        tx,
        WithdrawalWords,
        "SELECT w.relationship_id, w.words, w.reason FROM withdrawals w
         JOIN relationships r ON r.id = w.relationship_id WHERE r.mentor_id = $1 OR r.mentee_id = $1",
        of.0,
    )
}

/// Puts other words in their place.
pub(in crate::relationships) async fn rewrite_withdrawal(
    tx: &mut Tx,
    said: &WithdrawalWords,
    words: &str,
    reason: &str,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE withdrawals SET words = $2, reason = $3 WHERE relationship_id = $1",
        said.relationship_id,
        words,
        reason,
    )?;
    Ok(())
}
