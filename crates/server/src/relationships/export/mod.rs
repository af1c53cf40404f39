//! Relationships to take along.

mod store;

use chrono::{DateTime, Utc};
use domain::ids::{ParticipantId, RelationshipId};
use domain::relationships::{RelationshipState, Wish};
use domain::requests::Side;
use serde::Serialize;

use self::store::TakenRow;
use crate::db::{Tx, from_word, from_word_if_any};
use crate::http::Answer;

/// A relationship that somebody takes along.
#[derive(Serialize)]
pub(crate) struct Taken {
    relationship: RelationshipId,
    state: RelationshipState,
    side: Side,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    takes_along: String,
    thanks: String,
    wish: Option<Wish>,
    rating: Option<i64>,
    thanks_of_other: String,
    withdrawn_by: Option<Side>,
    withdrawn_with: String,
    private_reason: String,
}

/// All relationships of somebody: their own side, and what the other has left for them to read.
pub(crate) async fn all(tx: &mut Tx, of: ParticipantId) -> Answer<Vec<Taken>> {
    let rows = store::taken_by(tx, of).await?;
    Ok(rows.iter().map(taken).collect::<sqlx::Result<_>>()?)
}

fn taken(row: &TakenRow) -> sqlx::Result<Taken> {
    let side = if row.is_mentor { Side::Mentor } else { Side::Mentee };
    let eyes = &row.eyes;
    let withdrawn_by: Option<Side> = from_word_if_any("withdrawals.side", row.withdrawn_by.as_deref())?;
    let wish = from_word_if_any("relationship_sides.wish", row.wish.as_deref())?;
    Ok(Taken {
        relationship: RelationshipId(row.id),
        state: from_word("relationships.state", &row.state)?,
        side,
        started_at: row.started_at,
        ended_at: row.ended_at,
        takes_along: eyes.own(&row.takes_along),
        thanks: eyes.own(&row.my_thanks),
        wish,
        rating: row.rating,
        thanks_of_other: eyes.others(&row.their_thanks),
        withdrawn_by,
        withdrawn_with: if withdrawn_by == Some(side) {
            eyes.own(&row.words)
        } else {
            eyes.others(&row.words)
        },
        private_reason: eyes.own(&row.reason),
    })
}
