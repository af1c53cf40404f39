//! The SQL of withdrawals.

use chrono::{DateTime, Utc};
use domain::ids::RelationshipId;
use domain::requests::Side;

use crate::db::Tx;
use crate::execute;

/// Keeps who has withdrawn, and with which words.
pub(super) async fn insert_withdrawal(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    (words, reason): (&str, &str),
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO withdrawals (relationship_id, side, words, reason, at) VALUES ($1, $2, $3, $4, $5)",
        id.0,
        side.as_str(),
        words,
        reason,
        at,
    )?;
    Ok(())
}
