//! The SQL of goals in short.

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::state::Status;
use domain::goals::{Agreement, Amount, GoalKind, GoalState};
use domain::ids::{GoalId, MilestoneId, ParticipantId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, count, from_word};
use crate::fetch_all;
use crate::goals::store::amount;
use crate::page::After;
use crate::people::store::{Eyes, PersonRow};

/// A goal in short.
pub(in crate::goals) struct Brief {
    pub(in crate::goals) id: GoalId,
    pub(in crate::goals) relationship: RelationshipId,
    pub(in crate::goals) status: Status,
    pub(in crate::goals) version: i64,
    pub(in crate::goals) title: String,
    pub(in crate::goals) kind: GoalKind,
    pub(in crate::goals) baseline: Option<Amount>,
    pub(in crate::goals) target: Option<Amount>,
    pub(in crate::goals) due_on: Option<NaiveDate>,
    pub(in crate::goals) agreement: Agreement,
    pub(in crate::goals) value: Option<Amount>,
    pub(in crate::goals) steps: u32,
    pub(in crate::goals) steps_done: u32,
    pub(in crate::goals) weight: u32,
    pub(in crate::goals) weight_done: u32,
    pub(in crate::goals) next: Option<(MilestoneId, String, Option<NaiveDate>)>,
    pub(in crate::goals) changed_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct BriefRow {
    id: Uuid,
    relationship_id: Uuid,
    state: String,
    version: i64,
    title: String,
    kind: String,
    baseline: Option<i64>,
    target: Option<i64>,
    due_on: Option<NaiveDate>,
    mentor_confirmed: Option<i64>,
    mentee_confirmed: Option<i64>,
    agreed_version: Option<i64>,
    agreed_at: Option<DateTime<Utc>>,
    active_since: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    changed_at: DateTime<Utc>,
    value: Option<i64>,
    steps: i64,
    steps_done: i64,
    weight: i64,
    weight_done: i64,
    next_id: Option<Uuid>,
    next_title: Option<String>,
    next_due_on: Option<NaiveDate>,
}

impl TryFrom<BriefRow> for Brief {
    type Error = sqlx::Error;

    fn try_from(row: BriefRow) -> sqlx::Result<Self> {
        let status = match (from_word("goals.state", &row.state)?, row.active_since, row.ended_at) {
            (GoalState::Active, Some(since), _) => Status::Active { since },
            (GoalState::Achieved, Some(since), Some(at)) => Status::Achieved { since, at },
            (GoalState::LetGo, Some(since), Some(at)) => Status::LetGo { since, at },
            _ => Status::Draft,
        };
        let next = row.next_id.map(MilestoneId).zip(row.next_title);
        Ok(Self {
            id: GoalId(row.id),
            relationship: RelationshipId(row.relationship_id),
            status,
            version: row.version,
            title: row.title,
            kind: from_word("goals.kind", &row.kind)?,
            baseline: amount("goals.baseline", row.baseline)?,
            target: amount("goals.target", row.target)?,
            due_on: row.due_on,
            agreement: Agreement {
                mentor: row.mentor_confirmed,
                mentee: row.mentee_confirmed,
                both: row.agreed_version.zip(row.agreed_at),
            },
            value: amount("progress_entries.value", row.value)?,
            steps: count(row.steps),
            steps_done: count(row.steps_done),
            weight: count(row.weight),
            weight_done: count(row.weight_done),
            next: next.map(|(id, title)| (id, title, row.next_due_on)),
            changed_at: row.changed_at,
        })
    }
}

/// The goals of a relationship, the one that changed last first.
pub(super) async fn briefs(
    tx: &mut Tx,
    relationship: RelationshipId,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<Brief>> {
    let rows = fetch_all!(
        tx,
        BriefRow,
        "SELECT g.id, g.relationship_id, g.state, g.version, g.title, g.kind, g.baseline, g.target, g.due_on, g.mentor_confirmed,
                g.mentee_confirmed, g.agreed_version, g.agreed_at, g.active_since, g.ended_at, g.changed_at,
                (SELECT e.value FROM progress_entries e WHERE e.goal_id = g.id AND e.value IS NOT NULL
                 ORDER BY e.day DESC, e.id DESC LIMIT 1) AS value,
                (SELECT COUNT(*) FROM milestones m WHERE m.goal_id = g.id) AS steps,
                (SELECT COUNT(m.done_at) FROM milestones m WHERE m.goal_id = g.id) AS steps_done,
                (SELECT CAST(COALESCE(SUM(m.weight), 0) AS BIGINT) FROM milestones m WHERE m.goal_id = g.id) AS weight,
                (SELECT CAST(COALESCE(SUM(m.weight), 0) AS BIGINT) FROM milestones m
                 WHERE m.goal_id = g.id AND m.done_at IS NOT NULL) AS weight_done,
                n.id AS next_id, n.title AS next_title, n.due_on AS next_due_on
         FROM goals g
         LEFT JOIN milestones n ON n.id = (SELECT m.id FROM milestones m WHERE m.goal_id = g.id AND m.done_at IS NULL
                                           ORDER BY m.position LIMIT 1)
         WHERE g.relationship_id = $1 AND (g.changed_at, g.id) < ($2, $3) ORDER BY g.changed_at DESC, g.id DESC LIMIT $4",
        relationship.0,
        after.at,
        after.id,
        most,
    )?;
    rows.into_iter().map(Brief::try_from).collect()
}

/// The goals of a relationship that are walked towards, then its drafts; of each those that changed last first.
pub(in crate::goals) async fn open_briefs(
    tx: &mut Tx,
    relationship: RelationshipId,
    most: i64,
) -> sqlx::Result<Vec<Brief>> {
    let rows = fetch_all!(
        tx,
        BriefRow,
        "SELECT g.id, g.relationship_id, g.state, g.version, g.title, g.kind, g.baseline, g.target, g.due_on, g.mentor_confirmed,
                g.mentee_confirmed, g.agreed_version, g.agreed_at, g.active_since, g.ended_at, g.changed_at,
                (SELECT e.value FROM progress_entries e WHERE e.goal_id = g.id AND e.value IS NOT NULL
                 ORDER BY e.day DESC, e.id DESC LIMIT 1) AS value,
                (SELECT COUNT(*) FROM milestones m WHERE m.goal_id = g.id) AS steps,
                (SELECT COUNT(m.done_at) FROM milestones m WHERE m.goal_id = g.id) AS steps_done,
                (SELECT CAST(COALESCE(SUM(m.weight), 0) AS BIGINT) FROM milestones m WHERE m.goal_id = g.id) AS weight,
                (SELECT CAST(COALESCE(SUM(m.weight), 0) AS BIGINT) FROM milestones m
                 WHERE m.goal_id = g.id AND m.done_at IS NOT NULL) AS weight_done,
                n.id AS next_id, n.title AS next_title, n.due_on AS next_due_on
         FROM goals g
         LEFT JOIN milestones n ON n.id = (SELECT m.id FROM milestones m WHERE m.goal_id = g.id AND m.done_at IS NULL
                                           ORDER BY m.position LIMIT 1)
         WHERE g.relationship_id = $1 AND g.state IN ('active', 'draft')
         ORDER BY g.state, g.changed_at DESC, g.id DESC LIMIT $2",
        relationship.0,
        most,
    )?;
    rows.into_iter().map(Brief::try_from).collect()
}

/// A goal in short, with the other of the two.
pub(in crate::goals) struct Mine {
    pub(in crate::goals) brief: Brief,
    pub(in crate::goals) side: Side,
    pub(in crate::goals) eyes: Eyes,
    pub(in crate::goals) may_write: bool,
    pub(in crate::goals) partner: PersonRow,
}

#[derive(FromRow)]
struct MineRow {
    #[sqlx(flatten)]
    brief: BriefRow,
    is_mentor: bool,
    #[sqlx(flatten)]
    eyes: Eyes,
    may_write: bool,
    #[sqlx(flatten)]
    partner: PersonRow,
}

impl TryFrom<MineRow> for Mine {
    type Error = sqlx::Error;

    fn try_from(row: MineRow) -> sqlx::Result<Self> {
        Ok(Self {
            brief: row.brief.try_into()?,
            side: if row.is_mentor { Side::Mentor } else { Side::Mentee },
            eyes: row.eyes,
            may_write: row.may_write,
            partner: row.partner,
        })
    }
}

/// The goals of somebody in one state or any, as one side or either, the one that changed last first. Who has blocked the
/// reader has left.
pub(super) async fn mine(
    tx: &mut Tx,
    me: ParticipantId,
    (state, side): (Option<GoalState>, Option<Side>),
    after: After,
    most: i64,
) -> sqlx::Result<Vec<Mine>> {
    let rows = fetch_all!(
        tx,
        MineRow,
        "SELECT g.id, g.relationship_id, g.state, g.version, g.title, g.kind, g.baseline, g.target, g.due_on, g.mentor_confirmed,
                g.mentee_confirmed, g.agreed_version, g.agreed_at, g.active_since, g.ended_at, g.changed_at,
                (SELECT e.value FROM progress_entries e WHERE e.goal_id = g.id AND e.value IS NOT NULL
                 ORDER BY e.day DESC, e.id DESC LIMIT 1) AS value,
                (SELECT COUNT(*) FROM milestones m WHERE m.goal_id = g.id) AS steps,
                (SELECT COUNT(m.done_at) FROM milestones m WHERE m.goal_id = g.id) AS steps_done,
                (SELECT CAST(COALESCE(SUM(m.weight), 0) AS BIGINT) FROM milestones m WHERE m.goal_id = g.id) AS weight,
                (SELECT CAST(COALESCE(SUM(m.weight), 0) AS BIGINT) FROM milestones m
                 WHERE m.goal_id = g.id AND m.done_at IS NOT NULL) AS weight_done,
                n.id AS next_id, n.title AS next_title, n.due_on AS next_due_on,
                COALESCE(r.mentor_id = $1, FALSE) AS is_mentor,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former,
                r.ended_at IS NULL AND r.rests_since IS NULL AS may_write,
                p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone
         FROM relationships r JOIN goals g ON g.relationship_id = r.id
         LEFT JOIN milestones n ON n.id = (SELECT m.id FROM milestones m WHERE m.goal_id = g.id AND m.done_at IS NULL
                                           ORDER BY m.position LIMIT 1)
         LEFT JOIN participants p ON p.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $1)
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND g.state = COALESCE($2, g.state)
         AND CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END
             = COALESCE($3, CASE WHEN r.mentor_id = $1 THEN 'mentor' ELSE 'mentee' END)
         AND (g.changed_at, g.id) < ($4, $5) ORDER BY g.changed_at DESC, g.id DESC LIMIT $6",
        me.0,
        state.map(GoalState::as_str),
        side.map(Side::as_str),
        after.at,
        after.id,
        most,
    )?;
    rows.into_iter().map(Mine::try_from).collect()
}
