//! The SQL of goals.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::state::Status;
use domain::goals::{
    Agreement, Amount, ChartPoint, Content, Excuse, GoalKind, GoalPart, GoalState, GoalText, TimelineKind,
    WriteMilestone,
};
use domain::ids::{GoalCommentId, GoalId, MilestoneId, ParticipantId, ProgressEntryId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use super::progress::store::Entry;
use crate::criteria::store::from_word;
use crate::db::Tx;
use crate::page::After;
use crate::people::store::{Eyes, PersonRow};
use crate::{execute, fetch_all, fetch_one, fetch_optional, later, random};

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

pub(super) fn amount(column: &str, thousandths: Option<i64>) -> sqlx::Result<Option<Amount>> {
    let read = |thousandths| {
        Amount::from_thousandths(thousandths).ok_or_else(|| sqlx::Error::Decode(column.to_owned().into()))
    };
    thousandths.map(read).transpose()
}

fn side_if_any(column: &str, word: Option<&str>) -> sqlx::Result<Option<Side>> {
    word.map(|word| from_word(column, word)).transpose()
}

fn read_json<T: serde::de::DeserializeOwned>(json: &str) -> sqlx::Result<T> {
    serde_json::from_str(json).map_err(|error| sqlx::Error::Decode(error.into()))
}

fn write_json(value: &impl serde::Serialize) -> sqlx::Result<String> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(error.into()))
}

fn count(found: i64) -> u32 {
    u32::try_from(found).unwrap_or(u32::MAX)
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

/// A version of a goal.
pub(super) struct Version {
    pub(super) number: i64,
    pub(super) content: Content,
    pub(super) by: Side,
    pub(super) at: DateTime<Utc>,
    pub(super) agreed_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct VersionRow {
    version: i64,
    content: String,
    written_by: String,
    written_at: DateTime<Utc>,
    agreed_at: Option<DateTime<Utc>>,
}

impl TryFrom<VersionRow> for Version {
    type Error = sqlx::Error;

    fn try_from(row: VersionRow) -> sqlx::Result<Self> {
        Ok(Self {
            number: row.version,
            content: read_json(&row.content)?,
            by: from_word("goal_versions.written_by", &row.written_by)?,
            at: row.written_at,
            agreed_at: row.agreed_at,
        })
    }
}

/// Keeps what a goal says in a version.
pub(super) async fn insert_version(
    tx: &mut Tx,
    id: GoalId,
    version: i64,
    content: &Content,
    (by, at): (Side, DateTime<Utc>),
) -> sqlx::Result<()> {
    let content = write_json(content)?;
    later!(
        tx,
        "INSERT INTO goal_versions (goal_id, version, content, written_by, written_at) VALUES ($1, $2, $3, $4, $5)",
        id.0,
        version,
        content,
        by.as_str(),
        at,
    )
}

/// Forgets a version of a draft that its writer has gone on writing.
pub(super) async fn replace_version(tx: &mut Tx, id: GoalId, version: i64, by: Side) -> sqlx::Result<()> {
    later!(
        tx,
        "DELETE FROM goal_versions WHERE goal_id = $1 AND version = $2 AND written_by = $3",
        id.0,
        version,
        by.as_str(),
    )
}

/// Both have confirmed a version.
pub(super) async fn note_agreed(
    tx: &mut Tx,
    id: GoalId,
    version: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE goal_versions SET agreed_at = $3 WHERE goal_id = $1 AND version = $2",
        id.0,
        version,
        at
    )
}

/// The versions of a goal before this one, the latest first.
pub(super) async fn versions(tx: &mut Tx, id: GoalId, before: i64, most: i64) -> sqlx::Result<Vec<Version>> {
    let rows = fetch_all!(
        tx,
        VersionRow,
        "SELECT version, content, written_by, written_at, agreed_at FROM goal_versions
         WHERE goal_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3",
        id.0,
        before,
        most,
    )?;
    rows.into_iter().map(Version::try_from).collect()
}

/// What a goal said in a version.
pub(super) async fn version(tx: &mut Tx, id: GoalId, version: i64) -> sqlx::Result<Option<Version>> {
    let row = fetch_optional!(
        tx,
        VersionRow,
        "SELECT version, content, written_by, written_at, agreed_at FROM goal_versions WHERE goal_id = $1 AND version = $2",
        id.0,
        version,
    )?;
    row.map(Version::try_from).transpose()
}

/// Keeps what was done with a goal.
pub(super) async fn insert_step(
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
    pub(super) fn written(&self) -> WriteMilestone {
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
            done: row.done_at.zip(side_if_any("milestones.done_by", row.done_by.as_deref())?),
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
pub(super) async fn put_step(
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

/// Adds a comment where there is room for one more; false where there is none.
pub(crate) async fn insert_comment(
    tx: &mut Tx,
    (goal, comment): (GoalId, GoalCommentId),
    (part, words): (GoalPart, &str),
    (by, at): (Side, DateTime<Utc>),
    most: i64,
) -> sqlx::Result<bool> {
    let added = execute!(
        tx,
        "INSERT INTO goal_comments (id, goal_id, part, words, written_by, written_at)
         SELECT $1, g.id, $3, $4, $5, $6 FROM goals g
         WHERE g.id = $2 AND (SELECT COUNT(*) FROM goal_comments c WHERE c.goal_id = g.id) < $7",
        comment.0,
        goal.0,
        part.as_str(),
        words,
        by.as_str(),
        at,
        most,
    )?;
    Ok(added > 0)
}

/// Takes a comment of one of the two away; false where there is none.
pub(super) async fn delete_comment(
    tx: &mut Tx,
    goal: GoalId,
    comment: GoalCommentId,
    by: Side,
) -> sqlx::Result<bool> {
    let gone = execute!(
        tx,
        "DELETE FROM goal_comments WHERE id = $1 AND goal_id = $2 AND written_by = $3",
        comment.0,
        goal.0,
        by.as_str(),
    )?;
    Ok(gone > 0)
}

/// What belongs to a goal.
#[derive(Debug, Default)]
pub(super) struct Belongings {
    /// In order.
    pub(super) steps: Vec<Step>,
    /// The oldest first.
    pub(super) comments: Vec<Comment>,
    /// So many as were asked for, the latest day first.
    pub(super) entries: Vec<Entry>,
    /// Where the number stood, the earliest day first: all of it.
    pub(super) values: Vec<ChartPoint>,
}

/// A comment as it is kept.
#[derive(Debug)]
pub(super) struct Comment {
    pub(super) id: GoalCommentId,
    pub(super) part: GoalPart,
    pub(super) words: String,
    pub(super) by: Side,
    pub(super) at: DateTime<Utc>,
}

#[derive(FromRow)]
struct BelongingRow {
    kind: String,
    id: Uuid,
    words: String,
    part: Option<String>,
    day: Option<NaiveDate>,
    /// The version of an entry, or the weight of a milestone.
    number: i64,
    value: Option<i64>,
    side: Option<String>,
    at: Option<DateTime<Utc>>,
    later_at: Option<DateTime<Utc>>,
}

impl BelongingRow {
    fn side(&self) -> sqlx::Result<Side> {
        from_word("goals: who wrote", self.side.as_deref().unwrap_or_default())
    }

    fn entry(self, goal: GoalId) -> sqlx::Result<Entry> {
        let at = self.at.unwrap_or_default();
        Ok(Entry {
            id: ProgressEntryId(self.id),
            goal,
            value: amount("progress_entries.value", self.value)?,
            by: self.side()?,
            note: self.words,
            day: self.day.unwrap_or_default(),
            happened_at: at,
            at,
            corrected_at: self.later_at,
            version: self.number,
        })
    }

    fn comment(self) -> sqlx::Result<Comment> {
        Ok(Comment {
            id: GoalCommentId(self.id),
            part: from_word("goal_comments.part", self.part.as_deref().unwrap_or_default())?,
            by: self.side()?,
            words: self.words,
            at: self.at.unwrap_or_default(),
        })
    }

    fn step(self) -> sqlx::Result<Step> {
        let done_by = side_if_any("milestones.done_by", self.side.as_deref())?;
        Ok(Step {
            id: MilestoneId(self.id),
            title: self.words,
            due_on: self.day,
            weight: u8::try_from(self.number).unwrap_or(u8::MAX),
            done: self.at.zip(done_by),
        })
    }
}

/// What belongs to a goal, in one statement; of its progress so many entries, and of the others only the values.
pub(super) async fn belongings(tx: &mut Tx, id: GoalId, most: i64) -> sqlx::Result<Belongings> {
    // Values come in one row: a row for each of a thousand would take longer than all the rest.
    let rows = fetch_all!(
        tx,
        BelongingRow,
        "SELECT 'entry' AS kind, e.id, e.place, e.note AS words, NULL AS part, e.day,
                e.version AS number, e.value, e.written_by AS side, e.written_at AS at, e.corrected_at AS later_at
         FROM (SELECT p.*, ROW_NUMBER() OVER (ORDER BY p.day DESC, p.id DESC) AS place
               FROM progress_entries p WHERE p.goal_id = $1 ORDER BY p.day DESC, p.id DESC LIMIT $2) e
         UNION ALL
         SELECT 'values', $1, 0, COALESCE(string_agg(CAST(p.day AS TEXT) || ' ' || CAST(p.value AS TEXT), ',' ORDER BY p.day, p.id), ''),
                NULL, NULL, 0, NULL, NULL, NULL, NULL
         FROM progress_entries p WHERE p.goal_id = $1 AND p.value IS NOT NULL
         UNION ALL
         SELECT 'comment', c.id, 0, c.words, c.part, NULL, 0, NULL, c.written_by, c.written_at, NULL
         FROM goal_comments c WHERE c.goal_id = $1
         UNION ALL
         SELECT 'step', m.id, m.position, m.title, NULL, m.due_on, m.weight, NULL, m.done_by, m.done_at, NULL
         FROM milestones m WHERE m.goal_id = $1
         ORDER BY 3, 2",
        id.0,
        most,
    )?;
    let mut found = Belongings::default();
    for row in rows {
        match row.kind.as_str() {
            "entry" => found.entries.push(row.entry(id)?),
            "values" => found.values = values(&row.words)?,
            "comment" => found.comments.push(row.comment()?),
            _ => found.steps.push(row.step()?),
        }
    }
    Ok(found)
}

/// Values as the statement above writes them: "2026-06-04 6000,2026-06-05 6500".
fn values(written: &str) -> sqlx::Result<Vec<ChartPoint>> {
    let value = |one: &str| {
        let (day, thousandths) = one.split_once(' ')?;
        let value = Amount::from_thousandths(thousandths.parse().ok()?)?;
        Some(ChartPoint { on: day.parse().ok()?, value })
    };
    let values = written.split(',').filter(|one| !one.is_empty());
    values
        .map(|one| value(one).ok_or_else(|| sqlx::Error::Decode("progress_entries: values".into())))
        .collect()
}

/// A goal in short.
pub(super) struct Brief {
    pub(super) id: GoalId,
    pub(super) relationship: RelationshipId,
    pub(super) status: Status,
    pub(super) version: i64,
    pub(super) title: String,
    pub(super) kind: GoalKind,
    pub(super) baseline: Option<Amount>,
    pub(super) target: Option<Amount>,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) agreement: Agreement,
    pub(super) value: Option<Amount>,
    pub(super) steps: u32,
    pub(super) steps_done: u32,
    pub(super) weight: u32,
    pub(super) weight_done: u32,
    pub(super) next: Option<(MilestoneId, String, Option<NaiveDate>)>,
    pub(super) changed_at: DateTime<Utc>,
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
pub(super) async fn open_briefs(
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
pub(super) struct Mine {
    pub(super) brief: Brief,
    pub(super) side: Side,
    pub(super) eyes: Eyes,
    pub(super) may_write: bool,
    pub(super) partner: PersonRow,
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

/// Something that happened in a journey.
#[derive(FromRow)]
pub(super) struct HappenedRow {
    pub(super) kind: String,
    pub(super) id: Uuid,
    pub(super) at: DateTime<Utc>,
    pub(super) side: Option<String>,
    pub(super) goal_id: Option<Uuid>,
    pub(super) tool: Option<String>,
    pub(super) title: Option<String>,
    pub(super) words: Option<String>,
    value: Option<i64>,
    pub(super) unit: Option<String>,
    pub(super) day: Option<NaiveDate>,
}

impl HappenedRow {
    /// Who did it.
    pub(super) fn by(&self) -> sqlx::Result<Option<Side>> {
        side_if_any("timeline.side", self.side.as_deref())
    }

    /// Where the number stood.
    pub(super) fn value(&self) -> sqlx::Result<Option<Amount>> {
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

/// The day of a milestone that is open, and when it was chosen.
pub(super) async fn day_of_step(
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

/// Somebody was reminded of the day of a goal, or needed no reminder; false where another server was here before.
pub(super) async fn note_reminder(tx: &mut Tx, id: GoalId) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE goals SET reminded_of = due_on WHERE id = $1 AND (reminded_of IS NULL OR reminded_of <> due_on)",
        id.0,
    )?;
    Ok(noted > 0)
}

/// The same of a milestone.
pub(super) async fn note_reminder_of_step(tx: &mut Tx, id: MilestoneId) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE milestones SET reminded_of = due_on WHERE id = $1 AND (reminded_of IS NULL OR reminded_of <> due_on)",
        id.0,
    )?;
    Ok(noted > 0)
}

/// A text about a goal, where it stands: what kind of text, and of which row.
#[derive(FromRow)]
pub(super) struct Written {
    kind: String,
    id: Uuid,
    version: i64,
    pub(super) words: String,
}

impl Written {
    /// What a version says.
    pub(super) fn content(&self) -> sqlx::Result<Option<Content>> {
        (self.kind == "content").then(|| read_json(&self.words)).transpose()
    }

    /// The excuses of a goal.
    pub(super) fn excuses(&self) -> sqlx::Result<Option<Vec<Excuse>>> {
        (self.kind == "excuses").then(|| read_json(&self.words)).transpose()
    }
}

/// Everything that was written about the goals of somebody, whoever wrote it.
pub(super) async fn written_with(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Written>> {
    fetch_all!(
        tx,
        Written,
        "WITH own AS (SELECT g.id, g.title, g.specific, g.measure, g.unit, g.attainable, g.relevant, g.excuses, g.last_words
                      FROM relationships r JOIN goals g ON g.relationship_id = r.id
                      WHERE r.mentor_id = $1 OR r.mentee_id = $1)
         SELECT 'title' AS kind, id, CAST(0 AS BIGINT) AS version, title AS words FROM own
         UNION ALL SELECT 'specific', id, 0, specific FROM own WHERE specific <> ''
         UNION ALL SELECT 'measure', id, 0, measure FROM own WHERE measure <> ''
         UNION ALL SELECT 'unit', id, 0, unit FROM own WHERE unit <> ''
         UNION ALL SELECT 'attainable', id, 0, attainable FROM own WHERE attainable <> ''
         UNION ALL SELECT 'relevant', id, 0, relevant FROM own WHERE relevant <> ''
         UNION ALL SELECT 'excuses', id, 0, excuses FROM own WHERE excuses <> '[]'
         UNION ALL SELECT 'last_words', id, 0, last_words FROM own WHERE last_words <> ''
         UNION ALL SELECT 'content', own.id, v.version, v.content FROM own JOIN goal_versions v ON v.goal_id = own.id
         UNION ALL SELECT 'step', s.id, 0, s.words FROM own JOIN goal_steps s ON s.goal_id = own.id WHERE s.words <> ''
         UNION ALL SELECT 'milestone', m.id, 0, m.title FROM own JOIN milestones m ON m.goal_id = own.id
         UNION ALL SELECT 'note', e.id, 0, e.note FROM own JOIN progress_entries e ON e.goal_id = own.id WHERE e.note <> ''
         UNION ALL SELECT 'comment', c.id, 0, c.words FROM own JOIN goal_comments c ON c.goal_id = own.id",
        of.0,
    )
}

/// Says it in other words.
pub(super) async fn rewrite(tx: &mut Tx, row: &Written, words: &str) -> sqlx::Result<()> {
    match row.kind.as_str() {
        "title" => execute!(tx, "UPDATE goals SET title = $2 WHERE id = $1", row.id, words)?,
        "specific" => execute!(tx, "UPDATE goals SET specific = $2 WHERE id = $1", row.id, words)?,
        "measure" => execute!(tx, "UPDATE goals SET measure = $2 WHERE id = $1", row.id, words)?,
        "unit" => execute!(tx, "UPDATE goals SET unit = $2 WHERE id = $1", row.id, words)?,
        "attainable" => execute!(tx, "UPDATE goals SET attainable = $2 WHERE id = $1", row.id, words)?,
        "relevant" => execute!(tx, "UPDATE goals SET relevant = $2 WHERE id = $1", row.id, words)?,
        "last_words" => execute!(tx, "UPDATE goals SET last_words = $2 WHERE id = $1", row.id, words)?,
        "step" => execute!(tx, "UPDATE goal_steps SET words = $2 WHERE id = $1", row.id, words)?,
        "milestone" => execute!(tx, "UPDATE milestones SET title = $2 WHERE id = $1", row.id, words)?,
        "note" => execute!(tx, "UPDATE progress_entries SET note = $2 WHERE id = $1", row.id, words)?,
        _ => execute!(tx, "UPDATE goal_comments SET words = $2 WHERE id = $1", row.id, words)?,
    };
    Ok(())
}

/// Says in other words what a version says.
pub(super) async fn rewrite_content(tx: &mut Tx, row: &Written, content: &Content) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE goal_versions SET content = $3 WHERE goal_id = $1 AND version = $2",
        row.id,
        row.version,
        write_json(content)?,
    )?;
    Ok(())
}

/// Says in other words why points stay open.
pub(super) async fn rewrite_excuses(tx: &mut Tx, row: &Written, excuses: &[Excuse]) -> sqlx::Result<()> {
    execute!(tx, "UPDATE goals SET excuses = $2 WHERE id = $1", row.id, write_json(&excuses)?)?;
    Ok(())
}

/// The relationships of somebody in which there are goals.
pub(super) async fn relationships_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<(Uuid,)>> {
    fetch_all!(
        tx,
        (Uuid,),
        "SELECT r.id FROM relationships r
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND EXISTS (SELECT 1 FROM goals g WHERE g.relationship_id = r.id)
         ORDER BY r.id",
        of.0,
    )
}

/// A milestone, with its goal.
#[derive(FromRow)]
struct StepOfRow {
    goal_id: Uuid,
    #[sqlx(flatten)]
    step: StepRow,
}

/// The milestones of several goals, each with its own.
pub(super) type StepsByGoal = HashMap<GoalId, Vec<Step>>;

fn by_goal(rows: Vec<StepOfRow>) -> sqlx::Result<StepsByGoal> {
    let mut found = StepsByGoal::new();
    for StepOfRow { goal_id, step } in rows {
        found.entry(GoalId(goal_id)).or_default().push(step.try_into()?);
    }
    Ok(found)
}

/// The open milestones of what was left in earlier journeys of the two, in order.
pub(super) async fn steps_left(tx: &mut Tx, relationship: RelationshipId) -> sqlx::Result<StepsByGoal> {
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
pub(super) async fn steps_with(tx: &mut Tx, relationship: RelationshipId) -> sqlx::Result<StepsByGoal> {
    let rows = fetch_all!(
        tx,
        StepOfRow,
        "SELECT m.goal_id, m.id, m.title, m.due_on, m.weight, m.done_at, m.done_by
         FROM goals g JOIN milestones m ON m.goal_id = g.id WHERE g.relationship_id = $1 ORDER BY m.goal_id, m.position",
        relationship.0,
    )?;
    by_goal(rows)
}
