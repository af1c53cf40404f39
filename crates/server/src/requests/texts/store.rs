//! The SQL of wordings.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ParticipantId, RequestId};
use domain::requests::RequestText;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, read_json, write_json};
use crate::{execute, fetch_all, fetch_one, later};

/// A wording, by `t.support, t.topics, t.every_weeks, t.minutes, t.until_on, t.goal, t.why` of `request_texts t`.
#[derive(Clone, FromRow)]
pub(crate) struct TextRow {
    support: String,
    topics: String,
    every_weeks: i64,
    minutes: i64,
    until_on: Option<NaiveDate>,
    goal: String,
    why: String,
}

impl TryFrom<TextRow> for RequestText {
    type Error = sqlx::Error;

    fn try_from(row: TextRow) -> sqlx::Result<Self> {
        Ok(Self {
            support: row.support,
            topics: read_json(&row.topics)?,
            every_weeks: u8::try_from(row.every_weeks).unwrap_or(u8::MAX),
            minutes: u16::try_from(row.minutes).unwrap_or(u16::MAX),
            until: row.until_on,
            goal: row.goal,
            why: row.why,
        })
    }
}

/// A wording of a request.
pub(crate) async fn load(tx: &mut Tx, id: RequestId, number: i64) -> sqlx::Result<RequestText> {
    let row = fetch_one!(
        tx,
        TextRow,
        "SELECT support, topics, every_weeks, minutes, until_on, goal, why FROM request_texts
         WHERE request_id = $1 AND number = $2",
        id.0,
        number,
    )?;
    row.try_into()
}

/// Adds a wording.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: RequestId,
    number: i64,
    text: &RequestText,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let topics = write_json(&text.topics)?;
    later!(
        tx,
        "INSERT INTO request_texts (request_id, number, support, topics, every_weeks, minutes, until_on, goal, why, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        number,
        text.support.as_str(),
        topics,
        i64::from(text.every_weeks),
        i64::from(text.minutes),
        text.until,
        text.goal.as_str(),
        text.why.as_str(),
        at,
    )
}

/// The wordings of all requests to or from somebody, each request's in order.
pub(crate) async fn all_of(
    tx: &mut Tx,
    of: ParticipantId,
) -> sqlx::Result<Vec<(RequestId, i64, RequestText)>> {
    #[derive(FromRow)]
    struct Row {
        request_id: Uuid,
        number: i64,
        #[sqlx(flatten)]
        text: TextRow,
    }
    let rows = fetch_all!(
        tx,
        Row,
        "SELECT t.request_id, t.number, t.support, t.topics, t.every_weeks, t.minutes, t.until_on, t.goal, t.why
         FROM request_texts t JOIN requests r ON r.id = t.request_id WHERE r.mentor_id = $1 OR r.mentee_id = $1
         ORDER BY t.request_id, t.number",
        of.0,
    )?;
    rows.into_iter().map(|row| Ok((RequestId(row.request_id), row.number, row.text.try_into()?))).collect()
}

/// Puts other words into a wording.
pub(crate) async fn rewrite(tx: &mut Tx, id: RequestId, number: i64, text: &RequestText) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE request_texts SET support = $3, goal = $4, why = $5 WHERE request_id = $1 AND number = $2",
        id.0,
        number,
        text.support.as_str(),
        text.goal.as_str(),
        text.why.as_str(),
    )?;
    Ok(())
}
