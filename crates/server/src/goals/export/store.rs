//! The SQL of what somebody takes along.

use domain::ids::ParticipantId;
use uuid::Uuid;

use crate::db::Tx;
use crate::fetch_all;

/// The relationships of somebody in which there are goals.
pub(super) async fn relationships_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<(Uuid,)>> {
    fetch_all!(
        tx,
        (Uuid,),
        "SELECT r.id FROM relationships r
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND EXISTS (SELECT 1 FROM goals g WHERE g.relationship_id = r.id)
         ORDER BY r.id",
        of.0,
    )
}
