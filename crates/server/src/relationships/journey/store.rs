//! The SQL of journeys in numbers.

use chrono::{DateTime, Utc};
use domain::ids::{ParticipantId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;

use crate::db::Tx;
use crate::fetch_one;
use crate::people::store::PersonRow;

/// A journey in numbers.
#[derive(FromRow)]
pub(super) struct JourneyRow {
    #[sqlx(flatten)]
    pub(super) partner: PersonRow,
    pub(super) name: String,
    pub(super) sent_at: DateTime<Utc>,
    pub(super) held: i64,
    pub(super) minutes: i64,
    pub(super) first_at: Option<DateTime<Utc>>,
    pub(super) last_at: Option<DateTime<Utc>>,
    pub(super) items_done: i64,
    pub(super) goals: i64,
    pub(super) goals_achieved: i64,
    pub(super) milestones_done: i64,
    pub(super) agreed_at: Option<DateTime<Utc>>,
    pub(super) takes_along: String,
    pub(super) reflected: i64,
}

/// A journey in numbers, as one of the two sees it; `other` is absent where the reader sees nobody.
pub(super) async fn journey(
    tx: &mut Tx,
    id: RelationshipId,
    (me, side): (ParticipantId, Side),
    other: Option<ParticipantId>,
) -> sqlx::Result<JourneyRow> {
    fetch_one!(
        tx,
        JourneyRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone, i.display_name AS name, q.sent_at,
                (SELECT COUNT(*) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS held,
                (SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS minutes,
                (SELECT MIN(starts_at) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS first_at,
                (SELECT MAX(starts_at) FROM meetings WHERE relationship_id = r.id AND state = 'held') AS last_at,
                (SELECT COUNT(*) FROM action_items WHERE relationship_id = r.id AND done_at IS NOT NULL) AS items_done,
                (SELECT COUNT(*) FROM goals WHERE relationship_id = r.id AND state <> 'draft') AS goals,
                (SELECT COUNT(*) FROM goals WHERE relationship_id = r.id AND state = 'achieved') AS goals_achieved,
                (SELECT COUNT(m.done_at) FROM goals g JOIN milestones m ON m.goal_id = g.id WHERE g.relationship_id = r.id)
                AS milestones_done,
                (SELECT MIN(agreed_at) FROM worksheets WHERE relationship_id = r.id) AS agreed_at,
                COALESCE((SELECT takes_along FROM relationship_sides WHERE relationship_id = r.id AND side = $3), '') AS takes_along,
                (SELECT COUNT(*) FROM relationship_sides WHERE relationship_id = r.id AND reflected_at IS NOT NULL) AS reflected
         FROM relationships r
         JOIN requests q ON q.id = r.request_id
         JOIN participants i ON i.id = $2
         LEFT JOIN participants p ON p.id = $4
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE r.id = $1",
        id.0,
        me.0,
        side.as_str(),
        other.map(|other| other.0),
    )
}
