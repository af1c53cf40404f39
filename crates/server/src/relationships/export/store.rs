//! The SQL of what somebody takes along.

use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::fetch_all;
use crate::people::store::Eyes;

/// A relationship that somebody takes along: their own side, and what the other has left for them to read.
#[derive(FromRow)]
pub(super) struct TakenRow {
    pub(super) id: Uuid,
    pub(super) state: String,
    pub(super) is_mentor: bool,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) takes_along: String,
    pub(super) my_thanks: String,
    pub(super) wish: Option<String>,
    pub(super) rating: Option<i64>,
    pub(super) their_thanks: String,
    pub(super) withdrawn_by: Option<String>,
    pub(super) words: String,
    pub(super) reason: String,
    #[sqlx(flatten)]
    pub(super) eyes: Eyes,
}

/// All relationships of somebody, the latest first. The private reason of the other is not among what is read.
pub(super) async fn taken_by(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<TakenRow>> {
    fetch_all!(
        tx,
        TakenRow,
        "SELECT r.id, r.state, COALESCE(r.mentor_id = $1, FALSE) AS is_mentor, r.started_at, r.ended_at,
                COALESCE(m.takes_along, '') AS takes_along, COALESCE(m.thanks, '') AS my_thanks, m.wish, m.rating,
                COALESCE(CASE WHEN o.shows_thanks THEN o.thanks END, '') AS their_thanks,
                w.side AS withdrawn_by, COALESCE(w.words, '') AS words,
                COALESCE(CASE WHEN w.side = CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END THEN w.reason END, '') AS reason,
                EXISTS (SELECT 1 FROM pairs t WHERE t.entitled
                        AND ((t.mentor_id = r.mentor_id AND t.mentee_id = r.mentee_id)
                             OR (t.mentor_id = r.mentee_id AND t.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former
         FROM relationships r
         LEFT JOIN relationship_sides m ON m.relationship_id = r.id
              AND m.side = CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END
         LEFT JOIN relationship_sides o ON o.relationship_id = r.id
              AND o.side = CASE WHEN r.mentor_id = $1 THEN 'mentee' ELSE 'mentor' END
         LEFT JOIN withdrawals w ON w.relationship_id = r.id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY r.started_at DESC, r.id DESC",
        of.0,
    )
}
