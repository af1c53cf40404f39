use chrono::{DateTime, Utc};
use domain::ids::ParticipantId;
use domain::notifications::Live;

use crate::db::{Tx, write_json};
use crate::{execute, fetch_all, fetch_optional, later, random};

/// Counts one more of what reaches a participant; its number is the newest of the inbox. The row is locked until the
/// commit: numbers come true in their order. So is the participant's, and before it, as erasing locks them.
pub(crate) async fn count(tx: &mut Tx, to: ParticipantId) -> sqlx::Result<()> {
    later!(
        tx,
        {
            sqlite: "INSERT INTO inboxes (participant_id, newest, seen, token, answers, requests, messages)
                     SELECT id, 1, 0, $2, TRUE, TRUE, TRUE FROM participants WHERE id = $1
                     ON CONFLICT (participant_id) DO UPDATE SET newest = inboxes.newest + 1",
            postgres: "INSERT INTO inboxes (participant_id, newest, seen, token, answers, requests, messages)
                       SELECT id, 1, 0, $2, TRUE, TRUE, TRUE FROM participants WHERE id = $1 FOR KEY SHARE
                       ON CONFLICT (participant_id) DO UPDATE SET newest = inboxes.newest + 1"
        },
        to.0,
        random::secret()
    )
}

/// Keeps a piece of news for the open pages of a participant.
pub(crate) async fn insert(
    tx: &mut Tx,
    to: ParticipantId,
    live: &Live,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let news = write_json(live)?;
    count(tx, to).await?;
    later!(
        tx,
        "INSERT INTO live_events (participant_id, number, news, at)
         SELECT participant_id, newest, $2, $3 FROM inboxes WHERE participant_id = $1",
        to.0,
        news,
        at,
    )
}

/// So many pieces are read at once.
pub(crate) const AT_ONCE: usize = 100;

/// The number of the newest that has reached a participant; 0 where nothing has.
pub(crate) async fn newest(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<i64> {
    let found = fetch_optional!(tx, (i64,), "SELECT newest FROM inboxes WHERE participant_id = $1", id.0)?;
    Ok(found.map_or(0, |(newest,)| newest))
}

/// The piece of this number is still kept, and with it whatever came after it.
pub(crate) async fn has(tx: &mut Tx, id: ParticipantId, number: i64) -> sqlx::Result<bool> {
    let found = fetch_optional!(
        tx,
        (i64,),
        "SELECT number FROM live_events WHERE participant_id = $1 AND number = $2",
        id.0,
        number,
    )?;
    Ok(found.is_some())
}

/// What came after a number, in order: at most [`AT_ONCE`] pieces.
pub(crate) async fn after(tx: &mut Tx, id: ParticipantId, number: i64) -> sqlx::Result<Vec<(i64, String)>> {
    fetch_all!(
        tx,
        (i64, String),
        "SELECT number, news FROM live_events WHERE participant_id = $1 AND number > $2 ORDER BY number LIMIT $3",
        id.0,
        number,
        i64::try_from(AT_ONCE).unwrap_or(i64::MAX),
    )
}

/// Deletes what is from before `old`.
pub(crate) async fn delete_old(tx: &mut Tx, old: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM live_events WHERE at < $1", old)?;
    Ok(())
}
