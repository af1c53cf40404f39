//! The SQL of sessions, their tokens and the keys that sign.

use chrono::{DateTime, Utc};
use domain::ids::{ParticipantId, SessionId};
use sqlx::FromRow;
use uuid::Uuid;

use super::Key;
use crate::db::Tx;
use crate::{execute, fetch_all, fetch_optional};

/// A refresh token and the session that it belongs to.
#[derive(Debug, FromRow)]
pub struct RefreshToken {
    /// The session.
    pub session_id: Uuid,
    /// Who is signed in.
    pub participant_id: Uuid,
    /// When the session was last used.
    pub last_used_at: DateTime<Utc>,
    /// When its successor was given out.
    pub rotated_at: Option<DateTime<Utc>>,
}

/// A session as it is kept.
#[derive(Debug, FromRow)]
pub struct SessionRow {
    /// Its id.
    pub id: Uuid,
    /// What the browser says it is.
    pub user_agent: Option<String>,
    /// When it signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: DateTime<Utc>,
}

/// Begins a session.
pub async fn insert_session(
    tx: &mut Tx,
    id: SessionId,
    participant: ParticipantId,
    user_agent: Option<&str>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO sessions (id, participant_id, user_agent, created_at, last_used_at) VALUES ($1, $2, $3, $4, $4)",
        id.0,
        participant.0,
        user_agent,
        at
    )?;
    Ok(())
}

/// Notes that the session was used.
pub async fn touch_session(tx: &mut Tx, id: SessionId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "UPDATE sessions SET last_used_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// The sessions of a participant, the last used first.
pub async fn sessions(tx: &mut Tx, participant: ParticipantId) -> sqlx::Result<Vec<SessionRow>> {
    fetch_all!(
        tx,
        SessionRow,
        "SELECT id, user_agent, created_at, last_used_at FROM sessions WHERE participant_id = $1 ORDER BY last_used_at DESC, id DESC",
        participant.0
    )
}

/// Adds a token to a session.
pub async fn insert_token(tx: &mut Tx, token_hash: &[u8], session: SessionId) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO refresh_tokens (token_hash, session_id) VALUES ($1, $2)",
        token_hash,
        session.0
    )?;
    Ok(())
}

/// Finds a token.
pub async fn token(tx: &mut Tx, token_hash: &[u8]) -> sqlx::Result<Option<RefreshToken>> {
    fetch_optional!(
        tx,
        RefreshToken,
        "SELECT t.session_id, s.participant_id, s.last_used_at, t.rotated_at FROM refresh_tokens t \
         JOIN sessions s ON s.id = t.session_id WHERE t.token_hash = $1",
        token_hash
    )
}

/// Uses a token up, unless it is already.
pub async fn rotate_token(tx: &mut Tx, token_hash: &[u8], at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE refresh_tokens SET rotated_at = $2 WHERE token_hash = $1 AND rotated_at IS NULL",
        token_hash,
        at
    )?;
    Ok(())
}

/// Ends one session of a participant, with its tokens; false when there is none.
pub async fn end_session(
    tx: &mut Tx,
    participant: ParticipantId,
    session: SessionId,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let deleted =
        execute!(tx, "DELETE FROM sessions WHERE id = $1 AND participant_id = $2", session.0, participant.0)?;
    if deleted > 0 {
        note_ended(tx, session.0, at).await?;
    }
    Ok(deleted > 0)
}

/// Ends all sessions of a participant but `kept`, and says which.
pub async fn end_sessions(
    tx: &mut Tx,
    participant: ParticipantId,
    kept: Option<SessionId>,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<SessionId>> {
    let ended = fetch_all!(
        tx,
        (Uuid,),
        "DELETE FROM sessions WHERE participant_id = $1 AND id <> $2 RETURNING id",
        participant.0,
        kept.map_or(Uuid::nil(), |kept| kept.0)
    )?;
    for (session,) in &ended {
        note_ended(tx, *session, at).await?;
    }
    Ok(ended.into_iter().map(|(session,)| SessionId(session)).collect())
}

async fn note_ended(tx: &mut Tx, session: Uuid, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO ended_sessions (session_id, ended_at) VALUES ($1, $2) ON CONFLICT (session_id) DO NOTHING",
        session,
        at
    )?;
    Ok(())
}

/// Sessions that ended since.
pub async fn ended_since(tx: &mut Tx, since: DateTime<Utc>) -> sqlx::Result<Vec<(Uuid, DateTime<Utc>)>> {
    fetch_all!(
        tx,
        (Uuid, DateTime<Utc>),
        "SELECT session_id, ended_at FROM ended_sessions WHERE ended_at >= $1",
        since
    )
}

/// Deletes what is no longer of use: sessions unused since `idle`, tokens rotated before it, ended sessions from
/// before `expired`.
pub async fn delete_old(tx: &mut Tx, idle: DateTime<Utc>, expired: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM sessions WHERE last_used_at < $1", idle)?;
    execute!(tx, "DELETE FROM refresh_tokens WHERE rotated_at < $1", idle)?;
    execute!(tx, "DELETE FROM ended_sessions WHERE ended_at < $1", expired)?;
    Ok(())
}

#[derive(FromRow)]
struct KeyRow {
    id: Uuid,
    secret: Vec<u8>,
    created_at: DateTime<Utc>,
}

/// The signing keys, the newest first.
pub async fn keys(tx: &mut Tx) -> sqlx::Result<Vec<Key>> {
    let rows = fetch_all!(
        tx,
        KeyRow,
        "SELECT id, secret, created_at FROM signing_keys ORDER BY created_at DESC, id DESC"
    )?;
    Ok(rows.into_iter().map(|row| Key::new(row.id, &row.secret, row.created_at)).collect())
}

/// Whether a signing key was made after `since`.
pub async fn has_key_since(tx: &mut Tx, since: DateTime<Utc>) -> sqlx::Result<bool> {
    let found =
        fetch_optional!(tx, (Uuid,), "SELECT id FROM signing_keys WHERE created_at > $1 LIMIT 1", since)?;
    Ok(found.is_some())
}

/// Adds a signing key.
pub async fn insert_key(tx: &mut Tx, id: Uuid, secret: &[u8], at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "INSERT INTO signing_keys (id, secret, created_at) VALUES ($1, $2, $3)", id, secret, at)?;
    Ok(())
}

/// Deletes the keys from before the newest of those that were made by `settled`: no valid token is signed with them.
pub async fn delete_superseded_keys(tx: &mut Tx, settled: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(
        tx,
        "DELETE FROM signing_keys WHERE created_at < (SELECT MAX(created_at) FROM signing_keys WHERE created_at < $1)",
        settled
    )?;
    Ok(())
}
