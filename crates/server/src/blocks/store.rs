use chrono::{DateTime, Utc};
use domain::conversations::Block;
use domain::ids::ParticipantId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::page::After;
use crate::people::store::{PersonRow, Sight};
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// Somebody who is blocked.
#[derive(Debug, FromRow)]
pub(crate) struct BlockRow {
    blocked_id: Uuid,
    created_at: DateTime<Utc>,
    #[sqlx(flatten)]
    person: PersonRow,
}

impl BlockRow {
    /// Where it stands in the list.
    pub(crate) fn place(&self) -> After {
        After { at: self.created_at, id: self.blocked_id }
    }

    /// As who blocked sees it.
    pub(crate) fn read(self) -> Block {
        Block { person: self.person.read(Sight::Masked), since: self.created_at }
    }
}

/// Whom a participant has blocked, after a place in the list, the latest first. Who has blocked in turn looks as if they
/// had left, and is not there.
pub(crate) async fn of(
    tx: &mut Tx,
    id: ParticipantId,
    after: After,
    most: u32,
) -> sqlx::Result<Vec<BlockRow>> {
    fetch_all!(
        tx,
        BlockRow,
        "SELECT b.blocked_id, b.created_at, p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone
         FROM blocks b
         JOIN participants p ON p.id = b.blocked_id
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE b.participant_id = $1 AND (b.created_at, b.blocked_id) < ($2, $3)
         AND NOT EXISTS (SELECT 1 FROM blocks back WHERE back.participant_id = b.blocked_id AND back.blocked_id = $1)
         ORDER BY b.created_at DESC, b.blocked_id DESC LIMIT $4",
        id.0,
        after.at,
        after.id,
        i64::from(most),
    )
}

/// Nobody else counts the blocks of a participant until the transaction ends.
pub(crate) async fn hold(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<()> {
    fetch_optional!(
        tx,
        (Uuid,),
        {
            sqlite: "SELECT id FROM participants WHERE id = $1",
            postgres: "SELECT id FROM participants WHERE id = $1 FOR NO KEY UPDATE"
        },
        id.0,
    )?;
    Ok(())
}

/// How many a participant has blocked.
pub(crate) async fn count(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<i64> {
    let (count,) = fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM blocks WHERE participant_id = $1", id.0)?;
    Ok(count)
}

/// The participant is there, and has not blocked this one.
pub(crate) async fn is_there(tx: &mut Tx, id: ParticipantId, me: ParticipantId) -> sqlx::Result<bool> {
    let (there,) = fetch_one!(
        tx,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM participants WHERE id = $1)
         AND NOT EXISTS (SELECT 1 FROM blocks WHERE participant_id = $1 AND blocked_id = $2)",
        id.0,
        me.0,
    )?;
    Ok(there)
}

/// Adds a block; false when it was there.
pub(crate) async fn add(
    tx: &mut Tx,
    id: ParticipantId,
    blocked: ParticipantId,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let added = execute!(
        tx,
        "INSERT INTO blocks (participant_id, blocked_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        id.0,
        blocked.0,
        at,
    )?;
    Ok(added > 0)
}

/// Lifts a block; false when there was none.
pub(crate) async fn remove(tx: &mut Tx, id: ParticipantId, blocked: ParticipantId) -> sqlx::Result<bool> {
    let removed =
        execute!(tx, "DELETE FROM blocks WHERE participant_id = $1 AND blocked_id = $2", id.0, blocked.0)?;
    Ok(removed > 0)
}

/// Those whom a participant does not find: the blocked, and those who do not want to be matched again, either way.
pub(crate) async fn hidden(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Vec<ParticipantId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT blocked_id FROM blocks WHERE participant_id = $1
         UNION SELECT participant_id FROM blocks WHERE blocked_id = $1
         UNION SELECT CASE WHEN mentor_id = $1 THEN mentee_id ELSE mentor_id END FROM pairs
         WHERE apart AND (mentor_id = $1 OR mentee_id = $1)",
        id.0,
    )?;
    Ok(rows.into_iter().map(|(id,)| ParticipantId(id)).collect())
}
