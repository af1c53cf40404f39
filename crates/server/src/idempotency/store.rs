use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;

use super::Created;
use crate::db::Tx;
use crate::{execute, fetch_one, later};

/// Takes a key; false when it has been taken before. A transaction that has taken it and still runs is waited for.
pub(super) async fn claim(
    tx: &mut Tx,
    by: ParticipantId,
    route: &str,
    key: &str,
    body: &[u8],
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let taken = execute!(
        tx,
        "INSERT INTO idempotency_keys (participant_id, route, key, body_hash, version, location, answer, at)
         VALUES ($1, $2, $3, $4, 0, '', '', $5) ON CONFLICT DO NOTHING",
        by.0,
        route,
        key,
        body,
        at,
    )?;
    Ok(taken > 0)
}

/// The body that came with a key, and what was answered.
pub(super) async fn answer(
    tx: &mut Tx,
    by: ParticipantId,
    route: &str,
    key: &str,
) -> sqlx::Result<(Vec<u8>, Created)> {
    let (body, version, location, view) = fetch_one!(
        tx,
        (Vec<u8>, i64, String, String),
        "SELECT body_hash, version, location, answer FROM idempotency_keys
         WHERE participant_id = $1 AND route = $2 AND key = $3",
        by.0,
        route,
        key,
    )?;
    Ok((body, Created { location, version: (version > 0).then_some(version), view }))
}

/// Keeps what is answered.
pub(super) async fn keep(
    tx: &mut Tx,
    by: ParticipantId,
    route: &str,
    key: &str,
    created: &Created,
) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE idempotency_keys SET version = $4, location = $5, answer = $6
         WHERE participant_id = $1 AND route = $2 AND key = $3",
        by.0,
        route,
        key,
        created.version.unwrap_or(0),
        created.location.as_str(),
        created.view.as_str(),
    )
}

/// Forgets what was answered to whoever has a conversation with somebody: the answers may name them.
pub(crate) async fn forget_answers_about(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<u64> {
    execute!(
        tx,
        "DELETE FROM idempotency_keys WHERE participant_id IN
         (SELECT CASE WHEN low_id = $1 THEN high_id ELSE low_id END FROM conversations
          WHERE low_id = $1 OR high_id = $1)",
        id.0,
    )
}

/// Forgets keys from before `old`.
pub(crate) async fn delete_old(tx: &mut Tx, old: DateTime<Utc>) -> sqlx::Result<u64> {
    execute!(tx, "DELETE FROM idempotency_keys WHERE at < $1", old)
}
