//! The SQL of what happened to requests.

use chrono::{DateTime, Utc};
use domain::ids::{ParticipantId, RequestId};
use domain::requests::{RequestAction, Side};
use uuid::Uuid;

use crate::db::{Tx, from_word};
use crate::{execute, fetch_all, later};

/// Something that happened to a request.
pub(crate) struct Step {
    pub(crate) action: RequestAction,
    pub(crate) by: Side,
    pub(crate) words: String,
    pub(crate) at: DateTime<Utc>,
}

/// What happened to a request, in order.
pub(in crate::requests) async fn steps(tx: &mut Tx, id: RequestId) -> sqlx::Result<Vec<Step>> {
    let rows = fetch_all!(
        tx,
        (String, String, String, DateTime<Utc>),
        "SELECT action, side, words, at FROM request_steps WHERE request_id = $1 ORDER BY number",
        id.0,
    )?;
    rows.into_iter().map(read_step).collect()
}

/// What happened to all requests to or from somebody, each request's in order.
pub(in crate::requests) async fn all_steps(
    tx: &mut Tx,
    of: ParticipantId,
) -> sqlx::Result<Vec<(RequestId, Step)>> {
    let rows = fetch_all!(
        tx,
        (Uuid, String, String, String, DateTime<Utc>),
        "SELECT s.request_id, s.action, s.side, s.words, s.at FROM request_steps s JOIN requests r ON r.id = s.request_id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY s.request_id, s.number",
        of.0,
    )?;
    let step = |(id, action, side, words, at): (Uuid, String, String, String, DateTime<Utc>)| {
        Ok((RequestId(id), read_step((action, side, words, at))?))
    };
    rows.into_iter().map(step).collect()
}

fn read_step((action, side, words, at): (String, String, String, DateTime<Utc>)) -> sqlx::Result<Step> {
    let action = from_word("request_steps.action", &action)?;
    Ok(Step { action, by: from_word("request_steps.side", &side)?, words, at })
}

/// Adds what has happened.
pub(in crate::requests) async fn add_step(tx: &mut Tx, id: RequestId, step: &Step) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO request_steps (request_id, number, action, side, words, at)
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM request_steps WHERE request_id = $1",
        id.0,
        step.action.as_str(),
        step.by.as_str(),
        step.words.as_str(),
        step.at,
    )
}

/// When the last requests to a mentor were sent, and when each was answered first.
pub(crate) async fn answers_of(
    tx: &mut Tx,
    mentor: ParticipantId,
    most: i64,
) -> sqlx::Result<Vec<(DateTime<Utc>, DateTime<Utc>)>> {
    fetch_all!(
        tx,
        (DateTime<Utc>, DateTime<Utc>),
        "SELECT r.sent_at, MIN(s.at) FROM requests r JOIN request_steps s ON s.request_id = r.id
         WHERE r.mentor_id = $1 AND s.action IN ('accept', 'decline', 'ask_for_more')
         GROUP BY r.id, r.sent_at ORDER BY r.sent_at DESC LIMIT $2",
        mentor.0,
        most,
    )
}

/// What was said with the steps of all requests to or from somebody.
pub(in crate::requests) async fn words_of(
    tx: &mut Tx,
    of: ParticipantId,
) -> sqlx::Result<Vec<(Uuid, i64, String)>> {
    fetch_all!(
        tx,
        (Uuid, i64, String),
        "SELECT s.request_id, s.number, s.words FROM request_steps s JOIN requests r ON r.id = s.request_id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND s.words <> ''",
        of.0,
    )
}

/// Puts other words to a step.
pub(in crate::requests) async fn rewrite_words(
    tx: &mut Tx,
    id: Uuid,
    number: i64,
    words: &str,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE request_steps SET words = $3 WHERE request_id = $1 AND number = $2",
        id,
        number,
        words,
    )?;
    Ok(())
}
