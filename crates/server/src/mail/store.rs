//! The SQL of the outbox.

use chrono::{DateTime, Utc};
use content::Letter;
use domain::ids::LetterId;
use sqlx::FromRow;
use uuid::Uuid;

use super::Recipient;
use crate::db::Tx;
use crate::{execute, fetch_all, fetch_optional};

/// A letter that waits.
#[derive(Debug, FromRow)]
pub struct Waiting {
    /// Its id; the message id is made of it.
    pub id: Uuid,
    /// The address it goes to.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text_body: String,
    /// HTML.
    pub html_body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often it was tried to be sent.
    pub attempts: i64,
}

/// Adds a letter, due at once.
pub async fn insert(
    tx: &mut Tx,
    id: LetterId,
    to: Recipient<'_>,
    letter: &Letter,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO letters (id, recipient, participant_id, subject, text_body, html_body, created_at, attempts, due_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $7)",
        id.0,
        to.email,
        to.participant.map(|participant| participant.0),
        letter.subject.as_str(),
        letter.text.as_str(),
        letter.html.as_str(),
        at
    )?;
    Ok(())
}

/// Takes a letter out of the outbox.
pub async fn delete(tx: &mut Tx, id: LetterId) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM letters WHERE id = $1", id.0)?;
    Ok(())
}

/// The next letter that is due and is its recipient's oldest.
pub async fn next_due(tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<Option<Waiting>> {
    fetch_optional!(
        tx,
        Waiting,
        "SELECT id, recipient, subject, text_body, html_body, created_at, attempts FROM letters l \
         WHERE due_at <= $1 AND NOT EXISTS (SELECT 1 FROM letters o WHERE o.recipient = l.recipient AND o.id < l.id) \
         ORDER BY due_at, id LIMIT 1",
        now
    )
}

/// Counts an attempt and puts the letter off; false when another server has just done so.
pub async fn put_off(tx: &mut Tx, letter: &Waiting, until: DateTime<Utc>) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE letters SET attempts = attempts + 1, due_at = $3 WHERE id = $1 AND attempts = $2",
        letter.id,
        letter.attempts,
        until
    )?;
    Ok(changed > 0)
}

/// Sets when a letter is tried again.
pub async fn retry_at(tx: &mut Tx, id: LetterId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "UPDATE letters SET due_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// Lets a letter be tried again that was refused or could not be sent; false when it was not, or its text is gone. It is due
/// at once: since it was written.
pub async fn retry(tx: &mut Tx, id: LetterId) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE letters SET state = 'waiting', due_at = created_at, attempts = 0, settled_at = NULL
         WHERE id = $1 AND state IN ('refused', 'failed') AND text_body <> ''",
        id.0
    )?;
    Ok(changed > 0)
}

/// Deletes letters from before `old`, and gives their ids.
pub async fn delete_old(tx: &mut Tx, old: DateTime<Utc>) -> sqlx::Result<Vec<(Uuid,)>> {
    fetch_all!(tx, (Uuid,), "DELETE FROM letters WHERE created_at < $1 RETURNING id", old)
}

/// All letters, the newest first.
pub async fn all(tx: &mut Tx) -> sqlx::Result<Vec<Waiting>> {
    fetch_all!(
        tx,
        Waiting,
        "SELECT id, recipient, subject, text_body, html_body, created_at, attempts FROM letters ORDER BY id DESC LIMIT 500"
    )
}

/// One letter.
pub async fn one(tx: &mut Tx, id: LetterId) -> sqlx::Result<Option<Waiting>> {
    fetch_optional!(
        tx,
        Waiting,
        "SELECT id, recipient, subject, text_body, html_body, created_at, attempts FROM letters WHERE id = $1",
        id.0
    )
}
