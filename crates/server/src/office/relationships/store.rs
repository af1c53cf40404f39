//! The SQL of the relationships.

use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;
use domain::office::WhichRelationships;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::fetch_all;
use crate::page::After;

/// A relationship, as the office sees it.
#[derive(Debug, FromRow)]
pub(super) struct RelationshipRow {
    pub(super) id: Uuid,
    pub(super) mentor_id: Option<Uuid>,
    pub(super) mentee_id: Option<Uuid>,
    pub(super) state: String,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) meetings: i64,
    pub(super) goals: i64,
    pub(super) goals_achieved: i64,
    pub(super) active_at: Option<DateTime<Utc>>,
    /// When a line was last written in the conversation of the two.
    pub(super) newest_at: DateTime<Utc>,
    pub(super) idle: bool,
    pub(super) withdrawn_by: Option<String>,
    pub(super) reason: String,
}

impl RelationshipRow {
    /// Those of the two who are there.
    pub(super) fn two(&self) -> impl Iterator<Item = ParticipantId> + use<> {
        [self.mentor_id, self.mentee_id].into_iter().flatten().map(ParticipantId)
    }
}

/// Relationships, the latest first: those after a place in the list.
pub(super) async fn relationships(
    tx: &mut Tx,
    which: WhichRelationships,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<RelationshipRow>> {
    fetch_all!(
        tx,
        RelationshipRow,
        "SELECT r.id, r.mentor_id, r.mentee_id, r.state, r.started_at, r.ended_at,
                (SELECT COUNT(*) FROM meetings m WHERE m.relationship_id = r.id AND m.state = 'held') AS meetings,
                (SELECT COUNT(*) FROM goals g WHERE g.relationship_id = r.id AND g.state <> 'draft') AS goals,
                (SELECT COUNT(*) FROM goals g WHERE g.relationship_id = r.id AND g.state = 'achieved') AS goals_achieved,
                r.active_at, c.newest_at,
                COALESCE(r.state = 'active' AND r.nudged_at >= COALESCE(r.active_at, r.started_at)
                         AND r.nudged_at >= c.newest_at, FALSE) AS idle,
                w.side AS withdrawn_by, COALESCE(w.reason, '') AS reason
         FROM relationships r JOIN conversations c ON c.id = r.conversation_id
         LEFT JOIN withdrawals w ON w.relationship_id = r.id
         WHERE (NOT $1 OR (r.state = 'active' AND r.nudged_at >= COALESCE(r.active_at, r.started_at)
                           AND r.nudged_at >= c.newest_at))
         AND (NOT $2 OR r.state = 'withdrawn') AND (r.started_at, r.id) < ($3, $4)
         ORDER BY r.started_at DESC, r.id DESC LIMIT $5",
        which == WhichRelationships::Idle,
        which == WhichRelationships::Withdrawn,
        after.at,
        after.id,
        most,
    )
}
