//! The SQL of agendas.

use domain::ids::{AgendaPointId, MeetingId, ParticipantId};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, from_word};
use crate::{execute, fetch_all};

/// Something to talk about.
#[derive(FromRow)]
pub(in crate::meetings) struct PointRow {
    id: Uuid,
    pub(in crate::meetings) meeting_id: Uuid,
    side: String,
    pub(in crate::meetings) words: String,
}

impl PointRow {
    pub(in crate::meetings) fn id(&self) -> AgendaPointId {
        AgendaPointId(self.id)
    }

    pub(in crate::meetings) fn by(&self) -> sqlx::Result<Side> {
        from_word("agenda_points.side", &self.side)
    }
}

/// What the two want to talk about, in the order in which it was added.
pub(in crate::meetings) async fn points(tx: &mut Tx, id: MeetingId) -> sqlx::Result<Vec<PointRow>> {
    fetch_all!(
        tx,
        PointRow,
        "SELECT id, meeting_id, side, words FROM agenda_points WHERE meeting_id = $1 ORDER BY id",
        id.0
    )
}

/// Adds something to talk about; false when there is so much already.
pub(crate) async fn add_point(
    tx: &mut Tx,
    meeting: MeetingId,
    id: AgendaPointId,
    (by, words): (Side, &str),
    most: i64,
) -> sqlx::Result<bool> {
    let added = execute!(
        tx,
        "INSERT INTO agenda_points (id, meeting_id, side, words)
         SELECT $2, $1, $3, $4 FROM meetings m
         WHERE m.id = $1 AND (SELECT COUNT(*) FROM agenda_points p WHERE p.meeting_id = $1) < $5",
        meeting.0,
        id.0,
        by.as_str(),
        words,
        most,
    )?;
    Ok(added > 0)
}

/// Takes something off the agenda; false when it is not on it.
pub(super) async fn remove_point(tx: &mut Tx, meeting: MeetingId, id: AgendaPointId) -> sqlx::Result<bool> {
    let removed =
        execute!(tx, "DELETE FROM agenda_points WHERE id = $1 AND meeting_id = $2", id.0, meeting.0)?;
    Ok(removed > 0)
}

/// Everything that is on the agendas of somebody's meetings.
pub(in crate::meetings) async fn all_points(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<PointRow>> {
    fetch_all!(
        tx,
        PointRow,
        "SELECT a.id, a.meeting_id, a.side, a.words
         FROM relationships r JOIN meetings m ON m.relationship_id = r.id JOIN agenda_points a ON a.meeting_id = m.id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY a.id",
        of.0,
    )
}
