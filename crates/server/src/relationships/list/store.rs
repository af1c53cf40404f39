//! The SQL of the list.

use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;
use domain::relationships::state::LINGERS;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::fetch_all;
use crate::page::After;
use crate::people::store::{Eyes, PersonRow};

/// A relationship in a list.
#[derive(FromRow)]
pub(super) struct ListRow {
    pub(super) id: Uuid,
    pub(super) state: String,
    pub(super) is_mentor: bool,
    #[sqlx(flatten)]
    pub(super) partner: PersonRow,
    pub(super) goal: String,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    #[sqlx(flatten)]
    pub(super) eyes: Eyes,
    pub(super) next_meeting_at: Option<DateTime<Utc>>,
    pub(super) my_turn: bool,
}

/// The relationships of somebody, the latest first. Who has blocked the reader has left.
pub(super) async fn latest(
    tx: &mut Tx,
    me: ParticipantId,
    now: DateTime<Utc>,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<ListRow>> {
    let wished_since = now - LINGERS;
    fetch_all!(
        tx,
        ListRow,
        "SELECT r.id, r.state, COALESCE(r.mentor_id = $1, FALSE) AS is_mentor,
                p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
                t.goal, r.started_at, r.ended_at,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former,
                (SELECT MIN(m.starts_at) FROM meetings m WHERE m.relationship_id = r.id AND m.state = 'confirmed'
                 AND m.starts_at > $5 AND r.ended_at IS NULL) AS next_meeting_at,
                (r.rests_since IS NULL AND p.id IS NOT NULL AND CASE r.state
                 WHEN 'active' THEN EXISTS (SELECT 1 FROM meetings m WHERE m.relationship_id = r.id AND m.state = 'proposed'
                      AND m.lapses_at > $5 AND m.proposed_by <> CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END)
                 WHEN 'closing' THEN r.closing_by <> CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END
                 WHEN 'completed' THEN r.ended_at > $6 AND p.suspended_at IS NULL AND NOT EXISTS (
                      SELECT 1 FROM blocks y WHERE y.participant_id = $1 AND y.blocked_id = p.id) AND EXISTS (
                      SELECT 1 FROM relationship_sides o WHERE o.relationship_id = r.id
                      AND o.side <> CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END AND o.wish <> 'end'
                      AND NOT EXISTS (SELECT 1 FROM relationship_sides y WHERE y.relationship_id = r.id
                                      AND y.side <> o.side AND y.wish = o.wish))
                 ELSE FALSE END) AS my_turn
         FROM relationships r
         JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number
         LEFT JOIN participants p ON p.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $1)
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND (r.started_at, r.id) < ($2, $3)
         ORDER BY r.started_at DESC, r.id DESC LIMIT $4",
        me.0,
        after.at,
        after.id,
        most,
        now,
        wished_since,
    )
}
