use domain::ids::ParticipantId;
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_all, fetch_one, later};

/// What has been committed since a number.
pub(super) struct News {
    /// The newest numbers now.
    pub(super) newest: Numbers,
    /// The first of the changes, oldest first.
    pub(super) changes: Vec<(i64, ParticipantId)>,
}

/// The newest number of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) changes: i64,
    pub(super) erasures: i64,
}

/// A participant has changed.
pub(super) async fn note_change(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<()> {
    // The row of the counter is locked until the commit: numbers come true in their order.
    later!(tx, "UPDATE counters SET value = value + 1 WHERE name = 'changes'")?;
    later!(
        tx,
        "INSERT INTO changes (participant_id, number) SELECT $1, value FROM counters WHERE name = 'changes'
         ON CONFLICT (participant_id) DO UPDATE SET number = excluded.number",
        id.0,
    )
}

/// Somebody was erased. Who it was is not written down.
pub(super) async fn note_erasure(tx: &mut Tx) -> sqlx::Result<u64> {
    execute!(tx, "UPDATE counters SET value = value + 1 WHERE name = 'erasures'")
}

/// The newest numbers.
pub(super) async fn newest(tx: &mut Tx) -> sqlx::Result<Numbers> {
    let (changes, erasures) = fetch_one!(
        tx,
        (i64, i64),
        "SELECT c.value, e.value FROM counters c JOIN counters e ON e.name = 'erasures' WHERE c.name = 'changes'"
    )?;
    Ok(Numbers { changes, erasures })
}

/// What has come after this number: at most so many changes.
pub(super) async fn since(tx: &mut Tx, number: i64, most: i64) -> sqlx::Result<News> {
    let rows = fetch_all!(
        tx,
        (i64, i64, Option<i64>, Option<Uuid>),
        "SELECT c.value, e.value, n.number, n.participant_id
         FROM counters c JOIN counters e ON e.name = 'erasures'
         LEFT JOIN (SELECT number, participant_id FROM changes WHERE number > $1 ORDER BY number LIMIT $2) n ON TRUE
         WHERE c.name = 'changes' ORDER BY n.number",
        number,
        most,
    )?;
    let newest =
        rows.first().map(|(changes, erasures, ..)| Numbers { changes: *changes, erasures: *erasures });
    let newest = newest.ok_or(sqlx::Error::RowNotFound)?;
    let changes = rows.iter().filter_map(|(_, _, number, id)| Some(((*number)?, ParticipantId((*id)?))));
    Ok(News { newest, changes: changes.collect() })
}
