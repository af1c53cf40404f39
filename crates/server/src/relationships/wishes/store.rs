//! The SQL of wishes, and of what keeps two in touch.

use domain::ids::{ParticipantId, RelationshipId};
use domain::relationships::Wish;
use domain::requests::Side;

use crate::db::Tx;
use crate::execute;

/// Keeps what one of the two wishes.
pub(in crate::relationships) async fn set_wish(
    tx: &mut Tx,
    id: RelationshipId,
    side: Side,
    wish: Option<Wish>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO relationship_sides (relationship_id, side, wish) VALUES ($1, $2, $3)
         ON CONFLICT (relationship_id, side) DO UPDATE SET wish = excluded.wish",
        id.0,
        side.as_str(),
        wish.map(Wish::as_str),
    )?;
    Ok(())
}

/// What was completed between a mentor and a mentee keeps nobody in touch any more.
pub(in crate::relationships) async fn part(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE relationships SET in_touch_since = NULL, closes_at = NULL, version = version + 1
         WHERE mentor_id = $1 AND mentee_id = $2 AND state = 'completed'
         AND (in_touch_since IS NOT NULL OR closes_at IS NOT NULL)",
        mentor.0,
        mentee.0,
    )?;
    Ok(())
}
