//! The SQL of notes.

use chrono::{DateTime, Utc};
use domain::ids::{MeetingId, ParticipantId};
use domain::requests::Side;
use sqlx::FromRow;

use crate::db::{Tx, from_word_if_any};
use crate::{execute, fetch_one, fetch_optional};

/// Notes of both.
#[derive(FromRow)]
pub(in crate::meetings) struct NotesRow {
    pub(in crate::meetings) notes: String,
    pub(in crate::meetings) notes_version: i64,
    notes_by: Option<String>,
    pub(in crate::meetings) notes_at: Option<DateTime<Utc>>,
}

impl NotesRow {
    /// Who wrote last.
    pub(in crate::meetings) fn by(&self) -> sqlx::Result<Option<Side>> {
        from_word_if_any("meetings.notes_by", self.notes_by.as_deref())
    }
}

/// The notes of both.
pub(in crate::meetings) async fn notes(tx: &mut Tx, id: MeetingId) -> sqlx::Result<NotesRow> {
    fetch_one!(
        tx,
        NotesRow,
        "SELECT notes, notes_version, notes_by, notes_at FROM meetings WHERE id = $1",
        id.0
    )
}

/// Writes the notes of both over the version that was seen; false when they have another one.
pub(crate) async fn save_notes(
    tx: &mut Tx,
    id: MeetingId,
    seen: i64,
    notes: &str,
    (by, at): (Side, DateTime<Utc>),
) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE meetings SET notes = $3, notes_version = notes_version + 1, notes_by = $4, notes_at = $5
         WHERE id = $1 AND notes_version = $2",
        id.0,
        seen,
        notes,
        by.as_str(),
        at,
    )?;
    Ok(saved > 0)
}

/// What somebody has written down for themselves, and its version: 0 where they have not.
pub(in crate::meetings) async fn private_notes(
    tx: &mut Tx,
    id: MeetingId,
    of: ParticipantId,
) -> sqlx::Result<(String, i64)> {
    let found = fetch_optional!(
        tx,
        (String, i64),
        "SELECT notes, version FROM private_notes WHERE meeting_id = $1 AND participant_id = $2",
        id.0,
        of.0,
    )?;
    Ok(found.unwrap_or_default())
}

/// Writes what somebody writes down for themselves over the version that was seen; false when it has another one.
pub(super) async fn save_private_notes(
    tx: &mut Tx,
    id: MeetingId,
    of: ParticipantId,
    seen: i64,
    notes: &str,
) -> sqlx::Result<bool> {
    let saved = if seen == 0 {
        execute!(
            tx,
            "INSERT INTO private_notes (meeting_id, participant_id, notes, version) VALUES ($1, $2, $3, 1)
             ON CONFLICT DO NOTHING",
            id.0,
            of.0,
            notes,
        )?
    } else {
        execute!(
            tx,
            "UPDATE private_notes SET notes = $4, version = version + 1
             WHERE meeting_id = $1 AND participant_id = $2 AND version = $3",
            id.0,
            of.0,
            seen,
            notes,
        )?
    };
    Ok(saved > 0)
}
