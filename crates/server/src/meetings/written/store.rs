//! The SQL of what is written for meetings.

use domain::ids::ParticipantId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_all};

/// Something that was written down, where it stands: what kind of text, and of which row (and of whom).
#[derive(FromRow)]
pub(in crate::meetings) struct Written {
    kind: String,
    id: Uuid,
    participant_id: Option<Uuid>,
    pub(in crate::meetings) words: String,
}

/// Everything that was written down for the meetings of somebody, whoever wrote it.
pub(in crate::meetings) async fn written_with(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Written>> {
    fetch_all!(
        tx,
        Written,
        "WITH own AS (SELECT m.id, m.place, m.words, m.settled_words, m.notes
                      FROM relationships r JOIN meetings m ON m.relationship_id = r.id
                      WHERE r.mentor_id = $1 OR r.mentee_id = $1)
         SELECT 'private' AS kind, n.meeting_id AS id, n.participant_id, n.notes AS words
         FROM own JOIN private_notes n ON n.meeting_id = own.id
         UNION ALL SELECT 'place', id, NULL, place FROM own WHERE place <> ''
         UNION ALL SELECT 'words', id, NULL, words FROM own WHERE words <> ''
         UNION ALL SELECT 'last_words', id, NULL, settled_words FROM own WHERE settled_words <> ''
         UNION ALL SELECT 'notes', id, NULL, notes FROM own WHERE notes <> ''
         UNION ALL SELECT 'point', a.id, NULL, a.words FROM own JOIN agenda_points a ON a.meeting_id = own.id
         UNION ALL SELECT 'item', a.id, NULL, a.words FROM own JOIN action_items a ON a.meeting_id = own.id",
        of.0,
    )
}

/// Says it in other words.
pub(in crate::meetings) async fn rewrite(tx: &mut Tx, row: &Written, words: &str) -> sqlx::Result<()> {
    match row.kind.as_str() {
        "place" => execute!(tx, "UPDATE meetings SET place = $2 WHERE id = $1", row.id, words)?,
        "words" => execute!(tx, "UPDATE meetings SET words = $2 WHERE id = $1", row.id, words)?,
        "last_words" => execute!(tx, "UPDATE meetings SET settled_words = $2 WHERE id = $1", row.id, words)?,
        "notes" => execute!(tx, "UPDATE meetings SET notes = $2 WHERE id = $1", row.id, words)?,
        "point" => execute!(tx, "UPDATE agenda_points SET words = $2 WHERE id = $1", row.id, words)?,
        "item" => execute!(tx, "UPDATE action_items SET words = $2 WHERE id = $1", row.id, words)?,
        _ => execute!(
            tx,
            "UPDATE private_notes SET notes = $3 WHERE meeting_id = $1 AND participant_id = $2",
            row.id,
            row.participant_id,
            words,
        )?,
    };
    Ok(())
}
