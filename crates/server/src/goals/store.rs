//! The SQL of goals.

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::state::Status;
use domain::goals::{Agreement, Amount, GoalState, GoalText};
use domain::ids::{GoalId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word, read_json, write_json};
use crate::{execute, fetch_all, fetch_one, fetch_optional, later};

/// A goal as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: GoalId,
    pub(crate) relationship: RelationshipId,
    pub(crate) status: Status,
    /// Of what it says, with its milestones.
    pub(crate) version: i64,
    pub(crate) author: Side,
    pub(crate) text: GoalText,
    pub(crate) agreement: Agreement,
    /// The goal of an earlier journey that it goes on with.
    pub(crate) earlier: Option<GoalId>,
    /// Why it was let go.
    pub(crate) last_words: String,
    /// When its day was chosen.
    pub(crate) planned_at: DateTime<Utc>,
    pub(crate) drafted_at: DateTime<Utc>,
    pub(crate) changed_at: DateTime<Utc>,
    /// Until when the relationship is planned.
    pub(crate) planned_until: Option<NaiveDate>,
}

#[derive(FromRow)]
struct KeptRow {
    id: Uuid,
    relationship_id: Uuid,
    state: String,
    version: i64,
    author: String,
    title: String,
    specific: String,
    kind: String,
    measure: String,
    baseline: Option<i64>,
    target: Option<i64>,
    unit: String,
    attainable: String,
    relevant: String,
    due_on: Option<NaiveDate>,
    excuses: String,
    mentor_confirmed: Option<i64>,
    mentee_confirmed: Option<i64>,
    agreed_version: Option<i64>,
    agreed_at: Option<DateTime<Utc>>,
    earlier_id: Option<Uuid>,
    active_since: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    last_words: String,
    planned_at: DateTime<Utc>,
    drafted_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    planned_until: Option<NaiveDate>,
}

impl TryFrom<KeptRow> for Kept {
    type Error = sqlx::Error;

    fn try_from(row: KeptRow) -> sqlx::Result<Self> {
        let (status, excuses) = (row.status()?, read_json(&row.excuses)?);
        Ok(Self {
            id: GoalId(row.id),
            relationship: RelationshipId(row.relationship_id),
            status,
            version: row.version,
            author: from_word("goals.author", &row.author)?,
            text: GoalText {
                title: row.title,
                specific: row.specific,
                kind: from_word("goals.kind", &row.kind)?,
                measure: row.measure,
                baseline: amount("goals.baseline", row.baseline)?,
                target: amount("goals.target", row.target)?,
                unit: row.unit,
                attainable: row.attainable,
                relevant: row.relevant,
                due_on: row.due_on,
                excuses,
            },
            agreement: Agreement {
                mentor: row.mentor_confirmed,
                mentee: row.mentee_confirmed,
                both: row.agreed_version.zip(row.agreed_at),
            },
            earlier: row.earlier_id.map(GoalId),
            last_words: row.last_words,
            planned_at: row.planned_at,
            drafted_at: row.drafted_at,
            changed_at: row.changed_at,
            planned_until: row.planned_until,
        })
    }
}

impl KeptRow {
    fn status(&self) -> sqlx::Result<Status> {
        let state: GoalState = from_word("goals.state", &self.state)?;
        Ok(match (state, self.active_since, self.ended_at) {
            (GoalState::Draft, None, None) => Status::Draft,
            (GoalState::Active, Some(since), None) => Status::Active { since },
            (GoalState::Achieved, Some(since), Some(at)) => Status::Achieved { since, at },
            (GoalState::LetGo, Some(since), Some(at)) => Status::LetGo { since, at },
            _ => {
                let broken = format!("goals: the row {} contradicts itself", self.id);
                return Err(sqlx::Error::Decode(broken.into()));
            }
        })
    }
}

/// An amount as it is kept.
pub(super) fn amount(column: &str, thousandths: Option<i64>) -> sqlx::Result<Option<Amount>> {
    let read = |thousandths| {
        Amount::from_thousandths(thousandths).ok_or_else(|| sqlx::Error::Decode(column.to_owned().into()))
    };
    thousandths.map(read).transpose()
}

/// A goal.
pub(crate) async fn load(tx: &mut Tx, id: GoalId) -> sqlx::Result<Option<Kept>> {
    let row = fetch_optional!(
        tx,
        KeptRow,
        "SELECT g.id, g.relationship_id, g.state, g.version, g.author, g.title, g.specific, g.kind, g.measure, g.baseline,
                g.target, g.unit, g.attainable, g.relevant, g.due_on, g.excuses, g.mentor_confirmed, g.mentee_confirmed,
                g.agreed_version, g.agreed_at, g.earlier_id, g.active_since, g.ended_at, g.last_words, g.planned_at,
                g.drafted_at, g.changed_at,
                CASE WHEN r.every_weeks IS NULL THEN t.until_on ELSE r.planned_until END AS planned_until
         FROM goals g JOIN relationships r ON r.id = g.relationship_id JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number WHERE g.id = $1",
        id.0,
    )?;
    row.map(Kept::try_from).transpose()
}

/// The goals of a relationship, the oldest first.
pub(super) async fn all_of(tx: &mut Tx, relationship: RelationshipId, most: i64) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        "SELECT g.id, g.relationship_id, g.state, g.version, g.author, g.title, g.specific, g.kind, g.measure, g.baseline,
                g.target, g.unit, g.attainable, g.relevant, g.due_on, g.excuses, g.mentor_confirmed, g.mentee_confirmed,
                g.agreed_version, g.agreed_at, g.earlier_id, g.active_since, g.ended_at, g.last_words, g.planned_at,
                g.drafted_at, g.changed_at,
                CASE WHEN r.every_weeks IS NULL THEN t.until_on ELSE r.planned_until END AS planned_until
         FROM goals g JOIN relationships r ON r.id = g.relationship_id JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number
         WHERE g.relationship_id = $1 ORDER BY g.id LIMIT $2",
        relationship.0,
        most,
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// The goals that two have not reached in earlier journeys, and that no later journey has gone on with, the latest first.
pub(super) async fn left_of(tx: &mut Tx, relationship: RelationshipId, most: i64) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        "SELECT g.id, g.relationship_id, g.state, g.version, g.author, g.title, g.specific, g.kind, g.measure, g.baseline,
                g.target, g.unit, g.attainable, g.relevant, g.due_on, g.excuses, g.mentor_confirmed, g.mentee_confirmed,
                g.agreed_version, g.agreed_at, g.earlier_id, g.active_since, g.ended_at, g.last_words, g.planned_at,
                g.drafted_at, g.changed_at,
                CASE WHEN r.every_weeks IS NULL THEN t.until_on ELSE r.planned_until END AS planned_until
         FROM relationships h
         JOIN relationships r ON r.mentor_id = h.mentor_id AND r.mentee_id = h.mentee_id AND r.id <> h.id
              AND r.ended_at <= h.started_at
         JOIN goals g ON g.relationship_id = r.id
         JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number
         WHERE h.id = $1 AND g.state <> 'achieved' AND NOT EXISTS (SELECT 1 FROM goals l WHERE l.earlier_id = g.id)
         ORDER BY g.changed_at DESC, g.id DESC LIMIT $2",
        relationship.0,
        most,
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// How many goals a relationship has.
pub(super) async fn count_of(tx: &mut Tx, relationship: RelationshipId) -> sqlx::Result<i64> {
    let (found,) =
        fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM goals WHERE relationship_id = $1", relationship.0)?;
    Ok(found)
}

/// Adds a goal.
pub(super) async fn insert(tx: &mut Tx, kept: &Kept) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO goals (id, relationship_id, state, version, author, title, specific, kind, measure, baseline, target, unit,
                            attainable, relevant, due_on, excuses, earlier_id, last_words, planned_at, drafted_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', $18, $19, $20)",
        kept.id.0,
        kept.relationship.0,
        kept.status.state().as_str(),
        kept.version,
        kept.author.as_str(),
        kept.text.title.as_str(),
        kept.text.specific.as_str(),
        kept.text.kind.as_str(),
        kept.text.measure.as_str(),
        kept.text.baseline.map(Amount::thousandths),
        kept.text.target.map(Amount::thousandths),
        kept.text.unit.as_str(),
        kept.text.attainable.as_str(),
        kept.text.relevant.as_str(),
        kept.text.due_on,
        write_json(&kept.text.excuses)?,
        kept.earlier.map(|earlier| earlier.0),
        kept.planned_at,
        kept.drafted_at,
        kept.changed_at,
    )?;
    Ok(())
}

/// Saves a goal over what it was before; false when it is something else meanwhile.
pub(super) async fn save(tx: &mut Tx, before: &Kept, kept: &Kept) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE goals SET state = $4, version = $5, title = $6, specific = $7, kind = $8, measure = $9, baseline = $10,
         target = $11, unit = $12, attainable = $13, relevant = $14, due_on = $15, excuses = $16, mentor_confirmed = $17,
         mentee_confirmed = $18, agreed_version = $19, agreed_at = $20, active_since = $21, ended_at = $22, last_words = $23,
         planned_at = $24, changed_at = $25
         WHERE id = $1 AND version = $2 AND state = $3",
        kept.id.0,
        before.version,
        before.status.state().as_str(),
        kept.status.state().as_str(),
        kept.version,
        kept.text.title.as_str(),
        kept.text.specific.as_str(),
        kept.text.kind.as_str(),
        kept.text.measure.as_str(),
        kept.text.baseline.map(Amount::thousandths),
        kept.text.target.map(Amount::thousandths),
        kept.text.unit.as_str(),
        kept.text.attainable.as_str(),
        kept.text.relevant.as_str(),
        kept.text.due_on,
        write_json(&kept.text.excuses)?,
        kept.agreement.mentor,
        kept.agreement.mentee,
        kept.agreement.both.map(|(version, _)| version),
        kept.agreement.both.map(|(_, at)| at),
        kept.status.since(),
        kept.status.ended_at(),
        kept.last_words.as_str(),
        kept.planned_at,
        kept.changed_at,
    )?;
    Ok(saved > 0)
}

/// Something has happened in a goal.
pub(super) async fn touch(tx: &mut Tx, id: GoalId, at: DateTime<Utc>) -> sqlx::Result<()> {
    later!(tx, "UPDATE goals SET changed_at = $2 WHERE id = $1", id.0, at)
}

/// Throws a draft away.
pub(super) async fn delete(tx: &mut Tx, id: GoalId) -> sqlx::Result<bool> {
    Ok(execute!(tx, "DELETE FROM goals WHERE id = $1 AND state = 'draft'", id.0)? > 0)
}

/// What is near: goals and milestones that are walked towards, whose day comes by then, and that nobody was reminded of.
pub(super) async fn near(
    tx: &mut Tx,
    (today, until): (NaiveDate, NaiveDate),
    most: i64,
) -> sqlx::Result<Vec<(Uuid, Option<Uuid>)>> {
    fetch_all!(
        tx,
        (Uuid, Option<Uuid>),
        "SELECT g.id, NULL AS milestone_id FROM goals g JOIN relationships r ON r.id = g.relationship_id
         WHERE g.state = 'active' AND g.due_on >= $1 AND g.due_on <= $2 AND (g.reminded_of IS NULL OR g.reminded_of <> g.due_on)
         AND r.ended_at IS NULL AND r.rests_since IS NULL
         UNION ALL
         SELECT g.id, m.id FROM milestones m JOIN goals g ON g.id = m.goal_id JOIN relationships r ON r.id = g.relationship_id
         WHERE g.state = 'active' AND m.done_at IS NULL AND m.due_on >= $1 AND m.due_on <= $2
         AND (m.reminded_of IS NULL OR m.reminded_of <> m.due_on) AND r.ended_at IS NULL AND r.rests_since IS NULL
         LIMIT $3",
        today,
        until,
        most,
    )
}

/// Somebody was reminded of the day of a goal, or needed no reminder; false where another server was here before.
pub(super) async fn note_reminder(tx: &mut Tx, id: GoalId) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE goals SET reminded_of = due_on WHERE id = $1 AND (reminded_of IS NULL OR reminded_of <> due_on)",
        id.0,
    )?;
    Ok(noted > 0)
}
