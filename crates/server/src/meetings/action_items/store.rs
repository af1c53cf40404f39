//! The SQL of action items.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ActionItemId, MeetingId, ParticipantId, RelationshipId};
use domain::meetings::{ActionItem, NewActionItem};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word};
use crate::meetings::store::Kept;
use crate::{execute, fetch_all, fetch_optional};

/// Something that the two agreed on.
#[derive(FromRow)]
pub(in crate::meetings) struct ItemRow {
    id: Uuid,
    meeting_id: Uuid,
    words: String,
    who: String,
    due_on: Option<NaiveDate>,
    done_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    version: i64,
}

impl ItemRow {
    /// At which meeting.
    pub(in crate::meetings) fn meeting(&self) -> MeetingId {
        MeetingId(self.meeting_id)
    }

    /// As its readers see it.
    pub(in crate::meetings) fn read(self, see: impl Fn(&str) -> String) -> sqlx::Result<ActionItem> {
        Ok(ActionItem {
            id: ActionItemId(self.id),
            meeting: MeetingId(self.meeting_id),
            words: see(&self.words),
            who: from_word("action_items.who", &self.who)?,
            due_on: self.due_on,
            done: self.done_at.is_some(),
            agreed_at: self.created_at,
            version: self.version,
        })
    }
}

/// What was agreed at a meeting, and what was agreed before `when` and is still open; the oldest first.
pub(in crate::meetings) async fn items(
    tx: &mut Tx,
    relationship: RelationshipId,
    meeting: MeetingId,
    when: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<ItemRow>> {
    fetch_all!(
        tx,
        ItemRow,
        "SELECT a.id, a.meeting_id, a.words, a.who, a.due_on, a.done_at, a.created_at, a.version
         FROM action_items a JOIN meetings m ON m.id = a.meeting_id
         WHERE a.relationship_id = $1
           AND (a.meeting_id = $2 OR (a.done_at IS NULL AND COALESCE(m.starts_at, m.lapses_at) <= $3))
         ORDER BY a.id LIMIT $4",
        relationship.0,
        meeting.0,
        when,
        most,
    )
}

/// What is agreed and still open; the oldest first.
pub(in crate::meetings) async fn open_items(
    tx: &mut Tx,
    relationship: RelationshipId,
    most: i64,
) -> sqlx::Result<Vec<ItemRow>> {
    fetch_all!(
        tx,
        ItemRow,
        "SELECT id, meeting_id, words, who, due_on, done_at, created_at, version FROM action_items
         WHERE relationship_id = $1 AND done_at IS NULL ORDER BY id LIMIT $2",
        relationship.0,
        most,
    )
}

/// Something that was agreed.
pub(super) async fn item(tx: &mut Tx, id: ActionItemId) -> sqlx::Result<Option<ItemRow>> {
    fetch_optional!(
        tx,
        ItemRow,
        "SELECT id, meeting_id, words, who, due_on, done_at, created_at, version FROM action_items WHERE id = $1",
        id.0,
    )
}

/// In which relationship something was agreed.
pub(super) async fn relationship_of(tx: &mut Tx, id: ActionItemId) -> sqlx::Result<Option<RelationshipId>> {
    let found = fetch_optional!(tx, (Uuid,), "SELECT relationship_id FROM action_items WHERE id = $1", id.0)?;
    Ok(found.map(|(id,)| RelationshipId(id)))
}

/// Adds what was agreed; false when so much is open between the two, or was agreed at the meeting, already.
pub(crate) async fn add_item(
    tx: &mut Tx,
    kept: &Kept,
    id: ActionItemId,
    new: &NewActionItem,
    (by, at): (Side, DateTime<Utc>),
    most: i64,
) -> sqlx::Result<bool> {
    let added = execute!(
        tx,
        "INSERT INTO action_items (id, relationship_id, meeting_id, words, who, due_on, added_by, created_at, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, 1 FROM meetings m WHERE m.id = $3
         AND (SELECT COUNT(*) FROM action_items a WHERE a.relationship_id = $2 AND a.done_at IS NULL) < $9
         AND (SELECT COUNT(*) FROM action_items a WHERE a.meeting_id = $3) < $9",
        id.0,
        kept.relationship.0,
        kept.id.0,
        new.words.as_str(),
        new.who.as_str(),
        new.due_on,
        by.as_str(),
        at,
        most,
    )?;
    Ok(added > 0)
}

/// Changes what was agreed over the version that was seen; false when it has another one. What is done stays done since
/// then.
pub(super) async fn save_item(
    tx: &mut Tx,
    id: ActionItemId,
    seen: i64,
    new: &NewActionItem,
    (done, at): (bool, DateTime<Utc>),
) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE action_items SET words = $3, who = $4, due_on = $5, version = version + 1,
         done_at = CASE WHEN $6 THEN COALESCE(done_at, $7) END
         WHERE id = $1 AND version = $2",
        id.0,
        seen,
        new.words.as_str(),
        new.who.as_str(),
        new.due_on,
        done,
        at,
    )?;
    Ok(saved > 0)
}

/// Takes away what was agreed.
pub(super) async fn remove_item(tx: &mut Tx, id: ActionItemId) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM action_items WHERE id = $1", id.0)?;
    Ok(())
}

/// Everything that was agreed at somebody's meetings.
pub(in crate::meetings) async fn all_items(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<ItemRow>> {
    fetch_all!(
        tx,
        ItemRow,
        "SELECT a.id, a.meeting_id, a.words, a.who, a.due_on, a.done_at, a.created_at, a.version
         FROM relationships r JOIN action_items a ON a.relationship_id = r.id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY a.id",
        of.0,
    )
}
