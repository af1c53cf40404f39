use chrono::{DateTime, Utc};
use domain::events::Event;
use domain::ids::{EventId, ParticipantId};

use crate::db::Tx;
use crate::execute;

/// Keeps a fact until it has been told.
pub(crate) async fn insert(tx: &mut Tx, id: EventId, event: &Event, at: DateTime<Utc>) -> sqlx::Result<()> {
    let fact = serde_json::to_string(event).map_err(|error| sqlx::Error::Encode(error.into()))?;
    execute!(tx, "INSERT INTO events (id, fact, happened_at) VALUES ($1, $2, $3)", id.0, fact, at)?;
    Ok(())
}

/// Forgets what is still to be told of somebody who leaves: nobody is told any more.
pub(crate) async fn forget(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<u64> {
    execute!(tx, "DELETE FROM events WHERE fact LIKE '%' || $1 || '%'", id.to_string())
}
