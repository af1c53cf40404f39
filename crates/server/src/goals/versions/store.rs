//! The SQL of versions.

use chrono::{DateTime, Utc};
use domain::goals::Content;
use domain::ids::GoalId;
use domain::requests::Side;
use sqlx::FromRow;

use crate::db::{Tx, from_word, read_json, write_json};
use crate::{fetch_all, fetch_optional, later};

/// A version of a goal.
pub(in crate::goals) struct Version {
    pub(in crate::goals) number: i64,
    pub(in crate::goals) content: Content,
    pub(in crate::goals) by: Side,
    pub(in crate::goals) at: DateTime<Utc>,
    pub(in crate::goals) agreed_at: Option<DateTime<Utc>>,
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
pub(in crate::goals) async fn insert_version(
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
pub(in crate::goals) async fn replace_version(
    tx: &mut Tx,
    id: GoalId,
    version: i64,
    by: Side,
) -> sqlx::Result<()> {
    later!(
        tx,
        "DELETE FROM goal_versions WHERE goal_id = $1 AND version = $2 AND written_by = $3",
        id.0,
        version,
        by.as_str(),
    )
}

/// Both have confirmed a version.
pub(in crate::goals) async fn note_agreed(
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
