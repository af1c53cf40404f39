//! The SQL of the outbox, and of what became of letters.

use chrono::{DateTime, Utc};
use content::Letter;
use domain::ids::LetterId;
use sqlx::FromRow;
use uuid::Uuid;

use super::Recipient;
use crate::db::Tx;
use crate::{execute, fetch_all, fetch_optional, later};

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
    /// Where one click switches such letters off; empty where that cannot be.
    pub unsubscribe: String,
    /// The calendar entry that goes with it (iCalendar), or nothing.
    pub calendar: String,
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
    occasion: &str,
    letter: &Letter,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO letters (id, recipient, participant_id, about_id, occasion, subject, text_body, html_body, unsubscribe, calendar, created_at, attempts, due_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $11)",
        id.0,
        to.email,
        to.participant.map(|participant| participant.0),
        to.about.map(|about| about.0),
        occasion,
        letter.subject.as_str(),
        letter.text.as_str(),
        letter.html.as_str(),
        to.unsubscribe,
        to.calendar,
        at
    )
}

/// Takes a letter out of the outbox.
pub async fn delete(tx: &mut Tx, id: LetterId) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM letters WHERE id = $1", id.0)?;
    Ok(())
}

/// The next letter that is due and is the oldest that waits for its recipient.
pub async fn next_due(tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<Option<Waiting>> {
    fetch_optional!(
        tx,
        Waiting,
        "SELECT id, recipient, subject, text_body, html_body, unsubscribe, calendar, created_at, attempts FROM letters l \
         WHERE state = 'waiting' AND due_at <= $1 AND NOT EXISTS \
         (SELECT 1 FROM letters o WHERE o.recipient = l.recipient AND o.state = 'waiting' AND o.id < l.id) \
         ORDER BY due_at, id LIMIT 1",
        now
    )
}

/// Counts an attempt and puts the letter off; false when another server has just done so.
pub async fn put_off(tx: &mut Tx, letter: &Waiting, until: DateTime<Utc>) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE letters SET attempts = attempts + 1, due_at = $3 WHERE id = $1 AND attempts = $2 AND state = 'waiting'",
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

/// The receiver has taken a letter. To a participant it stays on record, without address and text; else nothing stays.
pub async fn note_sent(tx: &mut Tx, id: LetterId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM letters WHERE id = $1 AND participant_id IS NULL", id.0)?;
    execute!(
        tx,
        "UPDATE letters SET state = 'sent', said = '', settled_at = $2, recipient = '', subject = '', text_body = '', \
         html_body = '', unsubscribe = '', calendar = '', about_id = NULL WHERE id = $1",
        id.0,
        at
    )?;
    Ok(())
}

/// The receiver has refused a letter for good, and said why. To a participant it can be tried again; else nothing stays.
pub async fn note_refused(tx: &mut Tx, id: LetterId, said: &str, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM letters WHERE id = $1 AND participant_id IS NULL", id.0)?;
    execute!(
        tx,
        "UPDATE letters SET state = 'refused', said = $2, settled_at = $3 WHERE id = $1",
        id.0,
        said,
        at
    )?;
    Ok(())
}

/// A letter that was refused or could not be sent waits again, due now; false when there is nothing to send any more.
pub async fn retry(tx: &mut Tx, id: LetterId, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE letters SET state = 'waiting', said = '', settled_at = NULL, due_at = $2, attempts = 0 \
         WHERE id = $1 AND state IN ('refused', 'failed') AND text_body <> ''",
        id.0,
        at
    )?;
    Ok(changed > 0)
}

/// Gives up letters from before `old`: what waited has failed, and no text is kept. Gives the ids of what waited.
pub async fn give_up(tx: &mut Tx, old: DateTime<Utc>, now: DateTime<Utc>) -> sqlx::Result<Vec<(Uuid,)>> {
    let mut given_up = fetch_all!(
        tx,
        (Uuid,),
        "DELETE FROM letters WHERE created_at < $1 AND participant_id IS NULL RETURNING id",
        old
    )?;
    let failed = fetch_all!(
        tx,
        (Uuid,),
        "UPDATE letters SET state = 'failed', settled_at = $2 WHERE created_at < $1 AND state = 'waiting' RETURNING id",
        old,
        now
    )?;
    execute!(
        tx,
        "UPDATE letters SET recipient = '', subject = '', text_body = '', html_body = '', unsubscribe = '', calendar = '', about_id = NULL \
         WHERE created_at < $1 AND state <> 'sent' AND text_body <> ''",
        old
    )?;
    given_up.extend(failed);
    Ok(given_up)
}

/// Deletes the record of letters from before `old`.
pub async fn delete_old(tx: &mut Tx, old: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM letters WHERE created_at < $1", old)?;
    Ok(())
}

/// All letters that wait, the newest first.
pub async fn all(tx: &mut Tx) -> sqlx::Result<Vec<Waiting>> {
    fetch_all!(
        tx,
        Waiting,
        "SELECT id, recipient, subject, text_body, html_body, unsubscribe, calendar, created_at, attempts FROM letters \
         WHERE state = 'waiting' ORDER BY id DESC LIMIT 500"
    )
}

/// One letter that waits.
pub async fn one(tx: &mut Tx, id: LetterId) -> sqlx::Result<Option<Waiting>> {
    fetch_optional!(
        tx,
        Waiting,
        "SELECT id, recipient, subject, text_body, html_body, unsubscribe, calendar, created_at, attempts FROM letters \
         WHERE id = $1 AND state = 'waiting'",
        id.0
    )
}
