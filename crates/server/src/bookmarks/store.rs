use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;
use uuid::Uuid;

use super::Bookmark;
use crate::db::Tx;
use crate::{execute, fetch_all};

/// All bookmarks of a participant, the latest first; there are never many.
pub(crate) async fn all(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Vec<Bookmark>> {
    let rows = fetch_all!(
        tx,
        (DateTime<Utc>, Uuid),
        "SELECT created_at, mentor_id FROM bookmarks WHERE participant_id = $1
         ORDER BY created_at DESC, mentor_id DESC",
        id.0,
    )?;
    Ok(rows.into_iter().map(|(at, mentor)| Bookmark { at, mentor: ParticipantId(mentor) }).collect())
}

/// Keeps a mentor in mind, if that is not so yet.
pub(crate) async fn add(tx: &mut Tx, id: ParticipantId, bookmark: &Bookmark) -> sqlx::Result<u64> {
    execute!(
        tx,
        "INSERT INTO bookmarks (participant_id, mentor_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        id.0,
        bookmark.mentor.0,
        bookmark.at,
    )
}

/// Lets a mentor go.
pub(crate) async fn remove(tx: &mut Tx, id: ParticipantId, mentor: ParticipantId) -> sqlx::Result<u64> {
    execute!(tx, "DELETE FROM bookmarks WHERE participant_id = $1 AND mentor_id = $2", id.0, mentor.0)
}
