//! The SQL of milestones.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::WriteMilestone;
use domain::ids::{GoalId, MilestoneId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word_if_any};
use crate::{execute, fetch_all, fetch_optional, later};

/// A milestone as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) id: MilestoneId,
    pub(crate) title: String,
    pub(crate) due_on: Option<NaiveDate>,
    pub(crate) weight: u8,
    /// When it was reached, and who has said so.
    pub(crate) done: Option<(DateTime<Utc>, Side)>,
}

impl Step {
    /// As it is written.
    pub(in crate::goals) fn written(&self) -> WriteMilestone {
        WriteMilestone {
            id: Some(self.id),
            title: self.title.clone(),
            due_on: self.due_on,
            weight: self.weight,
        }
    }
}

#[derive(FromRow)]
struct StepRow {
    id: Uuid,
    title: String,
    due_on: Option<NaiveDate>,
    weight: i64,
    done_at: Option<DateTime<Utc>>,
    done_by: Option<String>,
}

impl TryFrom<StepRow> for Step {
    type Error = sqlx::Error;

    fn try_from(row: StepRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: MilestoneId(row.id),
            title: row.title,
            due_on: row.due_on,
            weight: u8::try_from(row.weight).unwrap_or(u8::MAX),
            done: row.done_at.zip(from_word_if_any("milestones.done_by", row.done_by.as_deref())?),
        })
    }
}

/// The milestones of a goal, in order.
pub(crate) async fn steps(tx: &mut Tx, id: GoalId) -> sqlx::Result<Vec<Step>> {
    let rows = fetch_all!(
        tx,
        StepRow,
        "SELECT id, title, due_on, weight, done_at, done_by FROM milestones WHERE goal_id = $1 ORDER BY position",
        id.0,
    )?;
    rows.into_iter().map(Step::try_from).collect()
}

/// Puts a milestone at its place: a new one, or one that there is. The day counts as chosen now where it is another one.
pub(in crate::goals) async fn put_step(
    tx: &mut Tx,
    goal: GoalId,
    position: i64,
    step: &Step,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO milestones (id, goal_id, position, title, due_on, weight, planned_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET position = excluded.position, title = excluded.title, weight = excluded.weight,
         planned_at = CASE WHEN milestones.due_on = excluded.due_on THEN milestones.planned_at ELSE excluded.planned_at END,
         due_on = excluded.due_on",
        step.id.0,
        goal.0,
        position,
        step.title.as_str(),
        step.due_on,
        i64::from(step.weight),
        at,
    )
}

/// Takes a milestone away.
pub(super) async fn delete_step(tx: &mut Tx, id: MilestoneId) -> sqlx::Result<()> {
    later!(tx, "DELETE FROM milestones WHERE id = $1", id.0)
}

/// The goal that a milestone belongs to.
pub(super) async fn goal_of_step(tx: &mut Tx, id: MilestoneId) -> sqlx::Result<Option<GoalId>> {
    let found = fetch_optional!(tx, (Uuid,), "SELECT goal_id FROM milestones WHERE id = $1", id.0)?;
    Ok(found.map(|(goal,)| GoalId(goal)))
}

/// A milestone is reached, or open again; false where it was so before.
pub(crate) async fn lay(
    tx: &mut Tx,
    id: MilestoneId,
    done: Option<(DateTime<Utc>, Side)>,
) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE milestones SET done_at = $2, done_by = $3 WHERE id = $1 AND (done_at IS NULL) = $4",
        id.0,
        done.map(|(at, _)| at),
        done.map(|(_, by)| by.as_str()),
        done.is_some(),
    )?;
    Ok(changed > 0)
}

/// A milestone, with its goal.
#[derive(FromRow)]
struct StepOfRow {
    goal_id: Uuid,
    #[sqlx(flatten)]
    step: StepRow,
}

/// The milestones of several goals, each with its own.
pub(in crate::goals) type StepsByGoal = HashMap<GoalId, Vec<Step>>;

fn by_goal(rows: Vec<StepOfRow>) -> sqlx::Result<StepsByGoal> {
    let mut found = StepsByGoal::new();
    for StepOfRow { goal_id, step } in rows {
        found.entry(GoalId(goal_id)).or_default().push(step.try_into()?);
    }
    Ok(found)
}

/// The open milestones of what was left in earlier journeys of the two, in order.
pub(in crate::goals) async fn steps_left(
    tx: &mut Tx,
    relationship: RelationshipId,
) -> sqlx::Result<StepsByGoal> {
    let rows = fetch_all!(
        tx,
        StepOfRow,
        "SELECT m.goal_id, m.id, m.title, m.due_on, m.weight, m.done_at, m.done_by
         FROM relationships h
         JOIN relationships r ON r.mentor_id = h.mentor_id AND r.mentee_id = h.mentee_id AND r.id <> h.id
              AND r.ended_at <= h.started_at
         JOIN goals g ON g.relationship_id = r.id JOIN milestones m ON m.goal_id = g.id
         WHERE h.id = $1 AND g.state <> 'achieved' AND m.done_at IS NULL ORDER BY m.goal_id, m.position",
        relationship.0,
    )?;
    by_goal(rows)
}

/// All milestones of a relationship's goals, in order.
pub(in crate::goals) async fn steps_with(
    tx: &mut Tx,
    relationship: RelationshipId,
) -> sqlx::Result<StepsByGoal> {
    let rows = fetch_all!(
        tx,
        StepOfRow,
        "SELECT m.goal_id, m.id, m.title, m.due_on, m.weight, m.done_at, m.done_by
         FROM goals g JOIN milestones m ON m.goal_id = g.id WHERE g.relationship_id = $1 ORDER BY m.goal_id, m.position",
        relationship.0,
    )?;
    by_goal(rows)
}

/// The day of a milestone that is open, and when it was chosen.
pub(in crate::goals) async fn day_of_step(
    tx: &mut Tx,
    id: MilestoneId,
) -> sqlx::Result<Option<(Option<NaiveDate>, DateTime<Utc>)>> {
    fetch_optional!(
        tx,
        (Option<NaiveDate>, DateTime<Utc>),
        "SELECT due_on, planned_at FROM milestones WHERE id = $1 AND done_at IS NULL",
        id.0,
    )
}

/// The same of a milestone.
pub(in crate::goals) async fn note_reminder_of_step(tx: &mut Tx, id: MilestoneId) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE milestones SET reminded_of = due_on WHERE id = $1 AND (reminded_of IS NULL OR reminded_of <> due_on)",
        id.0,
    )?;
    Ok(noted > 0)
}
