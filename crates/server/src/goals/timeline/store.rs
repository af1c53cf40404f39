//! The SQL of the timeline.

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::{Amount, TimelineKind};
use domain::ids::{GoalId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word_if_any};
use crate::goals::store::amount;
use crate::page::After;
use crate::{fetch_all, later, random};

/// Keeps what was done with a goal.
pub(in crate::goals) async fn insert_step(
    tx: &mut Tx,
    id: GoalId,
    kind: TimelineKind,
    (by, at): (Side, DateTime<Utc>),
    words: &str,
) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO goal_steps (id, goal_id, kind, side, words, at) VALUES ($1, $2, $3, $4, $5, $6)",
        uuid::Builder::from_unix_timestamp_millis(
            u64::try_from(at.timestamp_millis()).unwrap_or(0),
            &random::bytes()
        )
        .into_uuid(),
        id.0,
        kind.as_str(),
        by.as_str(),
        words,
        at,
    )
}

/// Something that happened in a journey.
#[derive(FromRow)]
pub(in crate::goals) struct HappenedRow {
    pub(in crate::goals) kind: String,
    pub(in crate::goals) id: Uuid,
    pub(in crate::goals) at: DateTime<Utc>,
    pub(in crate::goals) side: Option<String>,
    pub(in crate::goals) goal_id: Option<Uuid>,
    pub(in crate::goals) tool: Option<String>,
    pub(in crate::goals) title: Option<String>,
    pub(in crate::goals) words: Option<String>,
    value: Option<i64>,
    pub(in crate::goals) unit: Option<String>,
    pub(in crate::goals) day: Option<NaiveDate>,
}

impl HappenedRow {
    /// Who did it.
    pub(in crate::goals) fn by(&self) -> sqlx::Result<Option<Side>> {
        from_word_if_any("timeline.side", self.side.as_deref())
    }

    /// Where the number stood.
    pub(in crate::goals) fn value(&self) -> sqlx::Result<Option<Amount>> {
        amount("progress_entries.value", self.value)
    }
}

/// What happened in a journey, the latest first; or only with one goal. Thanks are there where the reader sees them. What
/// happens at one moment, such as an end and the reflections before it, has different ids, so that no page loses any of it.
pub(super) async fn happened(
    tx: &mut Tx,
    relationship: RelationshipId,
    (goal, reader): (Option<GoalId>, Side),
    after: After,
    most: i64,
) -> sqlx::Result<Vec<HappenedRow>> {
    fetch_all!(
        tx,
        HappenedRow,
        "SELECT kind, id, at, side, goal_id, tool, title, words, value, unit, day FROM (
           SELECT 'progress' AS kind, e.id, e.happened_at AS at, e.written_by AS side, e.goal_id, NULL AS tool, g.title,
                  e.note AS words, e.value, g.unit, e.day
           FROM goals g JOIN progress_entries e ON e.goal_id = g.id
           WHERE g.relationship_id = $1 AND g.id = COALESCE($2, g.id)
           UNION ALL
           SELECT s.kind, s.id, s.at, s.side, s.goal_id, NULL, g.title, s.words, NULL, '', NULL
           FROM goals g JOIN goal_steps s ON s.goal_id = g.id
           WHERE g.relationship_id = $1 AND g.id = COALESCE($2, g.id)
           UNION ALL
           SELECT 'milestone_done', m.id, m.done_at, m.done_by, m.goal_id, NULL, m.title, '', NULL, '', NULL
           FROM goals g JOIN milestones m ON m.goal_id = g.id
           WHERE g.relationship_id = $1 AND g.id = COALESCE($2, g.id) AND m.done_at IS NOT NULL
           UNION ALL
           SELECT 'meeting_held', m.id, m.starts_at, NULL, NULL, NULL, '', '', NULL, '', NULL
           FROM meetings m WHERE m.relationship_id = $1 AND m.relationship_id = COALESCE($2, $1) AND m.state = 'held'
           UNION ALL
           SELECT 'worksheet_agreed', w.relationship_id, w.agreed_at, NULL, NULL, w.tool, '', '', NULL, '', NULL
           FROM worksheets w
           WHERE w.relationship_id = $1 AND w.relationship_id = COALESCE($2, $1) AND w.agreed_at IS NOT NULL
           UNION ALL
           SELECT 'reflection', CASE WHEN s.side = 'mentor' THEN r.conversation_id ELSE r.request_id END, s.reflected_at, s.side,
                  NULL, NULL, '', CASE WHEN s.shows_thanks OR s.side = $3 THEN s.thanks ELSE '' END, NULL, '', NULL
           FROM relationships r JOIN relationship_sides s ON s.relationship_id = r.id
           WHERE s.relationship_id = $1 AND s.relationship_id = COALESCE($2, $1) AND s.reflected_at IS NOT NULL
           UNION ALL
           SELECT 'request', q.id, q.sent_at, 'mentee', NULL, NULL, '', '', NULL, '', NULL
           FROM relationships r JOIN requests q ON q.id = r.request_id
           WHERE r.id = $1 AND r.id = COALESCE($2, $1)
           UNION ALL
           SELECT 'accepted', r.id, r.started_at, 'mentor', NULL, NULL, '', '', NULL, '', NULL
           FROM relationships r WHERE r.id = $1 AND r.id = COALESCE($2, $1)
           UNION ALL
           SELECT r.state, r.id, r.ended_at, NULL, NULL, NULL, '', '', NULL, '', NULL
           FROM relationships r WHERE r.id = $1 AND r.id = COALESCE($2, $1) AND r.ended_at IS NOT NULL
         ) h WHERE (at, id) < ($4, $5) ORDER BY at DESC, id DESC LIMIT $6",
        relationship.0,
        goal.map(|goal| goal.0),
        reader.as_str(),
        after.at,
        after.id,
        most,
    )
}
