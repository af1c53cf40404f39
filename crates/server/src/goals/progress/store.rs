//! The SQL of progress.

use chrono::{DateTime, NaiveDate, Utc};
use domain::goals::Amount;
use domain::ids::{GoalId, ProgressEntryId, RelationshipId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word};
use crate::goals::store::amount;
use crate::{execute, fetch_all, fetch_optional};

/// A progress entry as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: ProgressEntryId,
    pub(crate) goal: GoalId,
    pub(crate) value: Option<Amount>,
    pub(crate) note: String,
    pub(crate) day: NaiveDate,
    pub(crate) happened_at: DateTime<Utc>,
    pub(crate) by: Side,
    pub(crate) at: DateTime<Utc>,
    pub(crate) corrected_at: Option<DateTime<Utc>>,
    pub(crate) version: i64,
}

#[derive(FromRow)]
struct EntryRow {
    id: Uuid,
    goal_id: Uuid,
    value: Option<i64>,
    note: String,
    day: NaiveDate,
    happened_at: DateTime<Utc>,
    written_by: String,
    written_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
    version: i64,
}

impl TryFrom<EntryRow> for Entry {
    type Error = sqlx::Error;

    fn try_from(row: EntryRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: ProgressEntryId(row.id),
            goal: GoalId(row.goal_id),
            value: amount("progress_entries.value", row.value)?,
            note: row.note,
            day: row.day,
            happened_at: row.happened_at,
            by: from_word("progress_entries.written_by", &row.written_by)?,
            at: row.written_at,
            corrected_at: row.corrected_at,
            version: row.version,
        })
    }
}

/// The progress of a goal before a place in the list, the latest day first.
pub(in crate::goals) async fn entries(
    tx: &mut Tx,
    id: GoalId,
    (day, after): (NaiveDate, Uuid),
    most: i64,
) -> sqlx::Result<Vec<Entry>> {
    let rows = fetch_all!(
        tx,
        EntryRow,
        "SELECT id, goal_id, value, note, day, happened_at, written_by, written_at, corrected_at, version FROM progress_entries
         WHERE goal_id = $1 AND (day, id) < ($2, $3) ORDER BY day DESC, id DESC LIMIT $4",
        id.0,
        day,
        after,
        most,
    )?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// The progress of all goals of a relationship, the earliest day first.
pub(in crate::goals) async fn entries_with(
    tx: &mut Tx,
    relationship: RelationshipId,
) -> sqlx::Result<Vec<Entry>> {
    let rows = fetch_all!(
        tx,
        EntryRow,
        "SELECT e.id, e.goal_id, e.value, e.note, e.day, e.happened_at, e.written_by, e.written_at, e.corrected_at, e.version
         FROM goals g JOIN progress_entries e ON e.goal_id = g.id WHERE g.relationship_id = $1 ORDER BY e.day, e.id",
        relationship.0,
    )?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// A progress entry.
pub(in crate::goals) async fn entry(tx: &mut Tx, id: ProgressEntryId) -> sqlx::Result<Option<Entry>> {
    let row = fetch_optional!(
        tx,
        EntryRow,
        "SELECT id, goal_id, value, note, day, happened_at, written_by, written_at, corrected_at, version
         FROM progress_entries WHERE id = $1",
        id.0,
    )?;
    row.map(Entry::try_from).transpose()
}

/// Adds a progress entry where there is room for one more; false where there is none.
pub(crate) async fn insert_entry(tx: &mut Tx, entry: &Entry, most: i64) -> sqlx::Result<bool> {
    let added = execute!(
        tx,
        "INSERT INTO progress_entries (id, goal_id, value, note, day, happened_at, written_by, written_at, version)
         SELECT $1, g.id, $3, $4, $5, $6, $7, $8, 1 FROM goals g
         WHERE g.id = $2 AND (SELECT COUNT(*) FROM progress_entries e WHERE e.goal_id = g.id) < $9",
        entry.id.0,
        entry.goal.0,
        entry.value.map(Amount::thousandths),
        entry.note.as_str(),
        entry.day,
        entry.happened_at,
        entry.by.as_str(),
        entry.at,
        most,
    )?;
    Ok(added > 0)
}

/// Corrects a progress entry over the version before; false when it has another one.
pub(in crate::goals) async fn save_entry(tx: &mut Tx, entry: &Entry) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE progress_entries SET value = $3, note = $4, day = $5, happened_at = $6, corrected_at = $7, version = $2
         WHERE id = $1 AND version = $2 - 1",
        entry.id.0,
        entry.version,
        entry.value.map(Amount::thousandths),
        entry.note.as_str(),
        entry.day,
        entry.happened_at,
        entry.corrected_at,
    )?;
    Ok(saved > 0)
}

/// Takes a progress entry away.
pub(in crate::goals) async fn delete_entry(tx: &mut Tx, id: ProgressEntryId) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM progress_entries WHERE id = $1", id.0)?;
    Ok(())
}

/// Where the number of a goal stands.
pub(in crate::goals) async fn value(tx: &mut Tx, id: GoalId) -> sqlx::Result<Option<Amount>> {
    let found = fetch_optional!(
        tx,
        (Option<i64>,),
        "SELECT value FROM progress_entries WHERE goal_id = $1 AND value IS NOT NULL ORDER BY day DESC, id DESC LIMIT 1",
        id.0,
    )?;
    amount("progress_entries.value", found.and_then(|(value,)| value))
}
