use chrono::{DateTime, Utc};
use domain::ids::{MessageId, ParticipantId, ReportId};
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_all, random};

/// What is reported: somebody, and the message where it is about one. Who has left is absent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported {
    pub(crate) person: Option<ParticipantId>,
    pub(crate) message: Option<MessageId>,
}

/// A report, as who filed it may take it along.
#[derive(Debug, FromRow, Serialize)]
pub(crate) struct Filed {
    message_id: Option<Uuid>,
    words: String,
    created_at: DateTime<Utc>,
    answer: String,
}

/// The words of a report and of its answer.
#[derive(Debug, FromRow)]
pub(crate) struct WordsRow {
    id: Uuid,
    pub(crate) words: String,
    pub(crate) answer: String,
}

/// Says the open report of the same again in other words; false when there is none. Nobody files another one for this
/// reporter until the transaction ends.
pub(crate) async fn update_open(
    tx: &mut Tx,
    by: ParticipantId,
    reported: Reported,
    words: &str,
) -> sqlx::Result<bool> {
    execute!(tx, "UPDATE preferences SET open_requests = open_requests WHERE participant_id = $1", by.0)?;
    let updated = execute!(
        tx,
        "UPDATE reports SET words = $4, version = version + 1 WHERE reporter_id = $1 AND decided_at IS NULL
         AND reported_id IS NOT DISTINCT FROM $2 AND message_id IS NOT DISTINCT FROM $3",
        by.0,
        reported.person.map(|id| id.0),
        reported.message.map(|id| id.0),
        words,
    )?;
    Ok(updated > 0)
}

/// Keeps a report.
pub(crate) async fn insert(
    tx: &mut Tx,
    by: ParticipantId,
    reported: Reported,
    words: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO reports (id, reporter_id, reported_id, message_id, words, created_at, answer, version)
         VALUES ($1, $2, $3, $4, $5, $6, '', 1)",
        ReportId::new(at, &random::bytes()).0,
        by.0,
        reported.person.map(|id| id.0),
        reported.message.map(|id| id.0),
        words,
        at,
    )?;
    Ok(())
}

/// The reports that a participant has filed, in order.
pub(crate) async fn by(tx: &mut Tx, reporter: ParticipantId) -> sqlx::Result<Vec<Filed>> {
    fetch_all!(
        tx,
        Filed,
        "SELECT message_id, words, created_at, answer FROM reports WHERE reporter_id = $1 ORDER BY created_at, id",
        reporter.0,
    )
}

/// What was said in reports of and about a participant.
pub(crate) async fn words_about(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Vec<WordsRow>> {
    fetch_all!(
        tx,
        WordsRow,
        "SELECT id, words, answer FROM reports WHERE reporter_id = $1 OR reported_id = $1",
        id.0,
    )
}

/// Writes other words where these were.
pub(crate) async fn replace(tx: &mut Tx, row: &WordsRow, words: &str, answer: &str) -> sqlx::Result<()> {
    execute!(tx, "UPDATE reports SET words = $2, answer = $3 WHERE id = $1", row.id, words, answer)?;
    Ok(())
}
