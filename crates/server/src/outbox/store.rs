use chrono::{DateTime, Utc};
use domain::events::Event;
use domain::ids::{EventId, ParticipantId};
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_all};

/// Keeps a fact until it has been told.
pub(crate) async fn insert(tx: &mut Tx, id: EventId, event: &Event, at: DateTime<Utc>) -> sqlx::Result<()> {
    let fact = serde_json::to_string(event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    execute!(tx, "INSERT INTO events (id, fact, happened_at) VALUES ($1, $2, $3)", id.0, fact, at)?;
    Ok(())
}

/// The facts that name somebody.
pub(super) async fn naming(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Vec<(Uuid, String)>> {
    fetch_all!(
        tx,
        (Uuid, String),
        "SELECT id, fact FROM events WHERE fact LIKE '%' || $1 || '%'",
        id.to_string()
    )
}

/// Says a fact in other words.
pub(super) async fn replace(tx: &mut Tx, id: Uuid, event: &Event) -> sqlx::Result<()> {
    let fact = serde_json::to_string(event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    execute!(tx, "UPDATE events SET fact = $2 WHERE id = $1", id, fact)?;
    Ok(())
}

/// Forgets the facts that name somebody.
pub(super) async fn forget(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<u64> {
    execute!(tx, "DELETE FROM events WHERE fact LIKE '%' || $1 || '%'", id.to_string())
}
