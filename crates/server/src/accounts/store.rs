//! The SQL of accounts.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Role;
use domain::ids::{ParticipantId, RegistrationId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_all, fetch_optional};

/// A participant as it is kept.
#[derive(Clone, Debug, FromRow)]
pub struct Participant {
    /// The id.
    pub id: Uuid,
    /// The address.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// The password, hashed.
    pub password_hash: String,
    /// Gives guidance.
    pub is_mentor: bool,
    /// Looks for guidance.
    pub is_mentee: bool,
    /// Runs the programme.
    pub is_coordinator: bool,
    /// When the participant joined.
    pub created_at: DateTime<Utc>,
}

impl Participant {
    /// The id.
    pub fn id(&self) -> ParticipantId {
        ParticipantId(self.id)
    }

    /// What the participant takes part as.
    pub fn roles(&self) -> Vec<Role> {
        let all = [
            (Role::Mentor, self.is_mentor),
            (Role::Mentee, self.is_mentee),
            (Role::Coordinator, self.is_coordinator),
        ];
        all.into_iter().filter_map(|(role, held)| held.then_some(role)).collect()
    }
}

/// An attempt to join.
#[derive(Debug, FromRow)]
pub struct Registration {
    /// The id.
    pub id: Uuid,
    /// The address.
    pub email: String,
    /// The name that others see.
    pub display_name: String,
    /// The password, hashed.
    pub password_hash: String,
    /// Gives guidance.
    pub is_mentor: bool,
    /// Looks for guidance.
    pub is_mentee: bool,
    /// IANA name.
    pub time_zone: String,
    /// The secret of the browser that registered, hashed.
    pub browser_hash: Vec<u8>,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

/// The participant of an address.
pub async fn by_email(tx: &mut Tx, email: &str) -> sqlx::Result<Option<Participant>> {
    fetch_optional!(
        tx,
        Participant,
        "SELECT id, email, display_name, password_hash, is_mentor, is_mentee, is_coordinator, created_at \
         FROM participants WHERE email = $1",
        email
    )
}

/// A participant.
pub async fn by_id(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Option<Participant>> {
    fetch_optional!(
        tx,
        Participant,
        "SELECT id, email, display_name, password_hash, is_mentor, is_mentee, is_coordinator, created_at \
         FROM participants WHERE id = $1",
        id.0
    )
}

/// Adds a participant; false when the address has one.
pub async fn insert(tx: &mut Tx, participant: &Participant) -> sqlx::Result<bool> {
    let inserted = execute!(
        tx,
        "INSERT INTO participants (id, email, display_name, password_hash, is_mentor, is_mentee, is_coordinator, created_at, last_active_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (email) DO NOTHING",
        participant.id,
        participant.email.as_str(),
        participant.display_name.as_str(),
        participant.password_hash.as_str(),
        participant.is_mentor,
        participant.is_mentee,
        participant.is_coordinator,
        participant.created_at,
        participant.created_at.date_naive()
    )?;
    Ok(inserted > 0)
}

/// Notes that the participant was here on this day; true for the first time that day.
pub async fn note_active(tx: &mut Tx, id: ParticipantId, day: NaiveDate) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE participants SET last_active_on = $2 WHERE id = $1 AND last_active_on <> $2",
        id.0,
        day
    )?;
    Ok(noted > 0)
}

/// Sets the password.
pub async fn set_password(tx: &mut Tx, id: ParticipantId, hash: &str) -> sqlx::Result<()> {
    execute!(tx, "UPDATE participants SET password_hash = $2 WHERE id = $1", id.0, hash)?;
    Ok(())
}

/// Sets the roles that one takes for oneself.
pub async fn set_roles(tx: &mut Tx, id: ParticipantId, roles: &[Role]) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE participants SET is_mentor = $2, is_mentee = $3 WHERE id = $1",
        id.0,
        roles.contains(&Role::Mentor),
        roles.contains(&Role::Mentee)
    )?;
    Ok(())
}

/// Nobody can suspend the participant until the transaction ends; false when that has happened.
pub async fn lock_unless_suspended(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<bool> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        {
            sqlite: "SELECT id FROM participants WHERE id = $1 AND suspended_at IS NULL",
            postgres: "SELECT id FROM participants WHERE id = $1 AND suspended_at IS NULL FOR NO KEY UPDATE"
        },
        id.0
    )?;
    Ok(found.is_some())
}

/// Makes somebody a coordinator.
pub async fn make_coordinator(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<()> {
    execute!(tx, "UPDATE participants SET is_coordinator = $2 WHERE id = $1", id.0, true)?;
    Ok(())
}

/// The coordinators who are not suspended; none of them can cease to be one until the transaction ends.
pub async fn lock_coordinators(tx: &mut Tx) -> sqlx::Result<Vec<(Uuid,)>> {
    fetch_all!(
        tx,
        (Uuid,),
        {
            sqlite: "SELECT id FROM participants WHERE is_coordinator = $1 AND suspended_at IS NULL ORDER BY id",
            postgres: "SELECT id FROM participants WHERE is_coordinator = $1 AND suspended_at IS NULL ORDER BY id FOR NO KEY UPDATE"
        },
        true
    )
}

/// Nobody begins anything with a participant until the transaction ends.
pub async fn lock(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<()> {
    fetch_optional!(
        tx,
        (Uuid,),
        {
            sqlite: "SELECT id FROM participants WHERE id = $1",
            postgres: "SELECT id FROM participants WHERE id = $1 FOR NO KEY UPDATE"
        },
        id.0
    )?;
    Ok(())
}

/// Erases a participant: every row that refers to the id goes along, then what holds the addresses.
pub async fn erase(tx: &mut Tx, participant: &Participant) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM participants WHERE id = $1", participant.id)?;
    execute!(tx, "DELETE FROM registrations WHERE email = $1", participant.email.as_str())?;
    execute!(tx, "DELETE FROM letters WHERE recipient = $1", participant.email.as_str())?;
    Ok(())
}

/// Keeps an attempt to join; it replaces the one before it of the same address.
pub async fn put_registration(tx: &mut Tx, attempt: &Registration, token_hash: &[u8]) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO registrations (id, email, display_name, password_hash, is_mentor, is_mentee, time_zone, token_hash, browser_hash, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (email) DO UPDATE SET id = excluded.id, display_name = excluded.display_name, \
         password_hash = excluded.password_hash, is_mentor = excluded.is_mentor, is_mentee = excluded.is_mentee, \
         time_zone = excluded.time_zone, token_hash = excluded.token_hash, browser_hash = excluded.browser_hash, \
         expires_at = excluded.expires_at",
        attempt.id,
        attempt.email.as_str(),
        attempt.display_name.as_str(),
        attempt.password_hash.as_str(),
        attempt.is_mentor,
        attempt.is_mentee,
        attempt.time_zone.as_str(),
        token_hash,
        attempt.browser_hash.as_slice(),
        attempt.expires_at
    )?;
    Ok(())
}

/// The attempt of a link.
pub async fn registration(tx: &mut Tx, token_hash: &[u8]) -> sqlx::Result<Option<Registration>> {
    fetch_optional!(
        tx,
        Registration,
        "SELECT id, email, display_name, password_hash, is_mentor, is_mentee, time_zone, browser_hash, expires_at \
         FROM registrations WHERE token_hash = $1",
        token_hash
    )
}

/// Takes an attempt; false when it was taken or replaced meanwhile.
pub async fn delete_registration(tx: &mut Tx, id: RegistrationId) -> sqlx::Result<bool> {
    Ok(execute!(tx, "DELETE FROM registrations WHERE id = $1", id.0)? > 0)
}

/// Keeps a link for a new password.
pub async fn insert_reset(
    tx: &mut Tx,
    token_hash: &[u8],
    participant: ParticipantId,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO password_resets (token_hash, participant_id, expires_at) VALUES ($1, $2, $3)",
        token_hash,
        participant.0,
        expires_at
    )?;
    Ok(())
}

/// Whose link for a new password it is, unless it has expired.
pub async fn reset(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<ParticipantId>> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        "SELECT participant_id FROM password_resets WHERE token_hash = $1 AND expires_at > $2",
        token_hash,
        now
    )?;
    Ok(found.map(|(participant,)| ParticipantId(participant)))
}

/// Deletes all links for a new password of a participant; false when there were none.
pub async fn delete_resets(tx: &mut Tx, participant: ParticipantId) -> sqlx::Result<bool> {
    Ok(execute!(tx, "DELETE FROM password_resets WHERE participant_id = $1", participant.0)? > 0)
}

/// Keeps a new address until it is confirmed; it replaces the one before it.
pub async fn put_email_change(
    tx: &mut Tx,
    participant: ParticipantId,
    email: &str,
    token_hash: &[u8],
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO email_changes (participant_id, email, token_hash, expires_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (participant_id) DO UPDATE SET email = excluded.email, token_hash = excluded.token_hash, \
         expires_at = excluded.expires_at",
        participant.0,
        email,
        token_hash,
        expires_at
    )?;
    Ok(())
}

/// The address that waits for its confirmation.
pub async fn new_email(tx: &mut Tx, id: ParticipantId, now: DateTime<Utc>) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT email FROM email_changes WHERE participant_id = $1 AND expires_at > $2",
        id.0,
        now
    )?;
    Ok(found.map(|(email,)| email))
}

/// Takes the new address of a link, unless it has expired.
pub async fn take_email_change(
    tx: &mut Tx,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> sqlx::Result<Option<(Uuid, String)>> {
    fetch_optional!(
        tx,
        (Uuid, String),
        "DELETE FROM email_changes WHERE token_hash = $1 AND expires_at > $2 RETURNING participant_id, email",
        token_hash,
        now
    )
}

/// Forgets the address that waits for its confirmation.
pub async fn delete_email_change(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM email_changes WHERE participant_id = $1", id.0)?;
    Ok(())
}

/// Sets the address; false when somebody else has it.
pub async fn set_email(tx: &mut Tx, id: ParticipantId, email: &str) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE participants SET email = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM participants o WHERE o.email = $2)",
        id.0,
        email
    );
    match changed {
        // Taken by a transaction that committed meanwhile.
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
        changed => Ok(changed? > 0),
    }
}

/// Deletes links and attempts that have expired.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM registrations WHERE expires_at < $1", now)?;
    execute!(tx, "DELETE FROM password_resets WHERE expires_at < $1", now)?;
    execute!(tx, "DELETE FROM email_changes WHERE expires_at < $1", now)?;
    Ok(())
}
