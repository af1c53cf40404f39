use chrono::{DateTime, Utc};
use domain::ids::{MeetingId, ParticipantId, RelationshipId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::meetings::agenda::store::PointRow;
use crate::meetings::store::minutes;
use crate::people::store::Eyes;
use crate::{execute, fetch_all, fetch_optional};

/// What a calendar shows of a meeting to one of its two.
#[derive(Debug, FromRow)]
pub(super) struct InCalendar {
    id: Uuid,
    relationship_id: Uuid,
    pub(super) state: String,
    pub(super) sequence: i64,
    pub(super) starts_at: Option<DateTime<Utc>>,
    minutes: i64,
    pub(super) place: String,
    /// The name of the reader.
    pub(super) reader: String,
    /// The address of the reader.
    pub(super) email: String,
    /// The name of the other; absent when they have left.
    pub(super) other: Option<String>,
    #[sqlx(flatten)]
    pub(super) eyes: Eyes,
}

impl InCalendar {
    pub(super) fn id(&self) -> MeetingId {
        MeetingId(self.id)
    }

    pub(super) fn relationship(&self) -> RelationshipId {
        RelationshipId(self.relationship_id)
    }

    pub(super) fn minutes(&self) -> u16 {
        minutes(self.minutes)
    }
}

/// What a calendar shows of a meeting to one of its two; nothing to others.
pub(super) async fn of_meeting(
    tx: &mut Tx,
    id: MeetingId,
    reader: ParticipantId,
) -> sqlx::Result<Option<InCalendar>> {
    fetch_optional!(
        tx,
        InCalendar,
        "SELECT m.id, m.relationship_id, m.state, m.sequence, m.starts_at, m.minutes, m.place,
                me.display_name AS reader, me.email, p.display_name AS other,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $2
                 WHERE x.id = CASE WHEN r.mentor_id = $2 THEN r.mentee_id ELSE r.mentor_id END) AS former
         FROM meetings m JOIN relationships r ON r.id = m.relationship_id JOIN participants me ON me.id = $2
         LEFT JOIN participants p ON p.id = CASE WHEN r.mentor_id = $2 THEN r.mentee_id ELSE r.mentor_id END
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $2)
         WHERE m.id = $1 AND (r.mentor_id = $2 OR r.mentee_id = $2)",
        id.0,
        reader.0,
    )
}

/// What the calendar of somebody shows: what is arranged or was held since then; the latest first.
pub(super) async fn of_somebody(
    tx: &mut Tx,
    of: ParticipantId,
    since: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<InCalendar>> {
    fetch_all!(
        tx,
        InCalendar,
        "SELECT m.id, m.relationship_id, m.state, m.sequence, m.starts_at, m.minutes, m.place,
                me.display_name AS reader, me.email, p.display_name AS other,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former
         FROM relationships r JOIN meetings m ON m.relationship_id = r.id JOIN participants me ON me.id = $1
         LEFT JOIN participants p ON p.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $1)
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND m.state IN ('confirmed', 'held') AND m.starts_at >= $2
         ORDER BY m.starts_at DESC, m.id LIMIT $3",
        of.0,
        since,
        most,
    )
}

/// What is on the agendas of somebody's meetings that are arranged for after that, in order.
pub(super) async fn agendas(
    tx: &mut Tx,
    of: ParticipantId,
    since: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<PointRow>> {
    fetch_all!(
        tx,
        PointRow,
        "SELECT a.id, a.meeting_id, a.side, a.words
         FROM relationships r JOIN meetings m ON m.relationship_id = r.id JOIN agenda_points a ON a.meeting_id = m.id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND m.state = 'confirmed' AND m.starts_at >= $2
         ORDER BY m.starts_at, a.id LIMIT $3",
        of.0,
        since,
        most,
    )
}

/// When somebody's calendar address was made.
pub(super) async fn made_at(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Option<DateTime<Utc>>> {
    let found = fetch_optional!(
        tx,
        (DateTime<Utc>,),
        "SELECT made_at FROM calendars WHERE participant_id = $1",
        of.0
    )?;
    Ok(found.map(|(at,)| at))
}

/// Keeps the hash of a new calendar address; the one before is good for nothing any more.
pub(super) async fn put(
    tx: &mut Tx,
    of: ParticipantId,
    secret_hash: &[u8],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO calendars (participant_id, secret_hash, made_at) VALUES ($1, $2, $3)
         ON CONFLICT (participant_id) DO UPDATE SET secret_hash = excluded.secret_hash, made_at = excluded.made_at",
        of.0,
        secret_hash,
        at,
    )?;
    Ok(())
}

/// Gives a calendar address up.
pub(super) async fn remove(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM calendars WHERE participant_id = $1", of.0)?;
    Ok(())
}

/// Whose calendar address it is, unless they are suspended.
pub(super) async fn owner(tx: &mut Tx, secret_hash: &[u8]) -> sqlx::Result<Option<ParticipantId>> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        "SELECT c.participant_id FROM calendars c JOIN participants p ON p.id = c.participant_id
         WHERE c.secret_hash = $1 AND p.suspended_at IS NULL",
        secret_hash,
    )?;
    Ok(found.map(|(id,)| ParticipantId(id)))
}
