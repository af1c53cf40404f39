use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;
use domain::notifications::Live;

use crate::db::Tx;
use crate::{execute, fetch_one, random};

/// The next number of what reaches a participant. The row is locked until the commit: numbers come true in their order.
pub(crate) async fn next_number(tx: &mut Tx, to: ParticipantId) -> sqlx::Result<i64> {
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "INSERT INTO inboxes (participant_id, newest, seen, token, answers, requests, messages)
         VALUES ($1, 1, 0, $2, TRUE, TRUE, TRUE)
         ON CONFLICT (participant_id) DO UPDATE SET newest = inboxes.newest + 1 RETURNING newest",
        to.0,
        random::secret(),
    )?;
    Ok(number)
}

/// Keeps a piece of news for the open pages of a participant.
pub(crate) async fn insert(
    tx: &mut Tx,
    to: ParticipantId,
    live: &Live,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let news = serde_json::to_string(live).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let number = next_number(tx, to).await?;
    execute!(
        tx,
        "INSERT INTO live_events (participant_id, number, news, at) VALUES ($1, $2, $3, $4)",
        to.0,
        number,
        news,
        at,
    )?;
    Ok(())
}
