//! The SQL of the letters.

use chrono::{DateTime, Utc};
use domain::ids::{LetterId, ParticipantId};
use domain::office::LetterState;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word};
use crate::people::store::PersonRow;
use crate::{fetch_all, fetch_optional};

/// A letter, without address and text.
#[derive(Debug, FromRow)]
pub(super) struct LetterRow {
    #[sqlx(flatten)]
    pub(super) to: PersonRow,
    pub(super) id: Uuid,
    pub(super) occasion: String,
    state: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) attempts: i64,
    pub(super) said: String,
    pub(super) due_at: DateTime<Utc>,
}

impl LetterRow {
    pub(super) fn state(&self) -> sqlx::Result<LetterState> {
        from_word("letters.state", &self.state)
    }
}

/// Letters, all or those in a state, the latest first: those before one.
pub(super) async fn letters(
    tx: &mut Tx,
    state: Option<LetterState>,
    before: LetterId,
    most: i64,
) -> sqlx::Result<Vec<LetterRow>> {
    fetch_all!(
        tx,
        LetterRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
         l.id, l.occasion, l.state, l.created_at, l.attempts, l.said, l.due_at FROM letters l
         LEFT JOIN participants p ON p.id = l.participant_id LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE (l.state = $1 OR $1 = '') AND l.id < $2 ORDER BY l.id DESC LIMIT $3",
        state.map_or("", LetterState::as_str),
        before.0,
        most,
    )
}

/// To whom a letter goes and what has become of it.
pub(super) async fn letter(
    tx: &mut Tx,
    id: LetterId,
) -> sqlx::Result<Option<(Option<ParticipantId>, LetterState)>> {
    let row = fetch_optional!(
        tx,
        (Option<Uuid>, String),
        "SELECT participant_id, state FROM letters WHERE id = $1",
        id.0,
    )?;
    row.map(|(to, state)| Ok((to.map(ParticipantId), from_word("letters.state", &state)?))).transpose()
}
