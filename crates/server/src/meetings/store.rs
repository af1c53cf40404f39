//! The SQL of meetings.

use chrono::{DateTime, Utc};
use domain::ids::{MeetingId, ParticipantId, RelationshipId};
use domain::meetings::state::Status;
use domain::meetings::{MeetingFormat, MeetingState, Slot};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, count, from_word, from_word_if_any, read_json, write_json};
use crate::page::After;
use crate::people::store::Eyes;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// A meeting as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: MeetingId,
    pub(crate) relationship: RelationshipId,
    pub(crate) status: Status,
    /// Counts what calendars show.
    pub(crate) sequence: i64,
    pub(crate) version: i64,
    pub(crate) format: MeetingFormat,
    pub(crate) place: String,
    /// The words with which it was proposed.
    pub(crate) words: String,
    /// The times that were offered last.
    pub(crate) slots: Vec<Slot>,
    pub(crate) minutes: u16,
    /// When it begins or was, or the last of its times does.
    pub(crate) when: DateTime<Utc>,
    /// How many reminders are behind it.
    pub(crate) reminded: u8,
    /// The words with which it was called off.
    pub(crate) last_words: String,
}

#[derive(FromRow)]
struct KeptRow {
    id: Uuid,
    relationship_id: Uuid,
    state: String,
    sequence: i64,
    version: i64,
    proposed_by: Option<String>,
    format: String,
    place: String,
    words: String,
    slots: String,
    starts_at: Option<DateTime<Utc>>,
    minutes: i64,
    lapses_at: Option<DateTime<Utc>>,
    reminded: i64,
    settled_at: Option<DateTime<Utc>>,
    settled_by: Option<String>,
    settled_words: String,
}

impl TryFrom<KeptRow> for Kept {
    type Error = sqlx::Error;

    fn try_from(row: KeptRow) -> sqlx::Result<Self> {
        let when = row.starts_at.or(row.lapses_at).ok_or_else(|| row.contradiction())?;
        Ok(Self {
            id: MeetingId(row.id),
            relationship: RelationshipId(row.relationship_id),
            status: row.status()?,
            sequence: row.sequence,
            version: row.version,
            format: from_word("meetings.format", &row.format)?,
            place: row.place,
            words: row.words,
            slots: read_json(&row.slots)?,
            minutes: minutes(row.minutes),
            when,
            reminded: u8::try_from(row.reminded).unwrap_or(u8::MAX),
            last_words: row.settled_words,
        })
    }
}

impl KeptRow {
    fn status(&self) -> sqlx::Result<Status> {
        let side = |column, word: &Option<String>| from_word_if_any(column, word.as_deref());
        let proposed_by = side("meetings.proposed_by", &self.proposed_by)?;
        let settled_by = side("meetings.settled_by", &self.settled_by)?;
        let state: MeetingState = from_word("meetings.state", &self.state)?;
        Ok(match (state, proposed_by, self.starts_at, self.settled_at, settled_by) {
            (MeetingState::Proposed, Some(by), None, None, None) => {
                Status::Proposed { by, lapses_at: self.lapses_at.ok_or_else(|| self.contradiction())? }
            }
            (MeetingState::Confirmed, Some(by), Some(starts_at), None, None) => {
                Status::Confirmed { by, starts_at }
            }
            (
                MeetingState::Held | MeetingState::Missed,
                proposed_by,
                Some(starts_at),
                Some(settled_at),
                Some(by),
            ) => Status::Past { held: state == MeetingState::Held, proposed_by, starts_at, settled_at, by },
            (MeetingState::Cancelled, Some(proposed_by), starts_at, Some(at), by) => {
                Status::Cancelled { proposed_by, starts_at, at, by }
            }
            (MeetingState::Lapsed, Some(by), None, Some(at), None) => Status::Lapsed { by, at },
            _ => return Err(self.contradiction()),
        })
    }

    fn contradiction(&self) -> sqlx::Error {
        sqlx::Error::Decode(format!("meetings: the row {} contradicts itself", self.id).into())
    }
}

/// Minutes as they are kept.
pub(super) fn minutes(kept: i64) -> u16 {
    u16::try_from(kept).unwrap_or(u16::MAX)
}

/// A meeting.
pub(super) async fn load(tx: &mut Tx, id: MeetingId) -> sqlx::Result<Option<Kept>> {
    let row = fetch_optional!(
        tx,
        KeptRow,
        "SELECT id, relationship_id, state, sequence, version, proposed_by, format, place, words, slots, starts_at, minutes,
                lapses_at, reminded, settled_at, settled_by, settled_words FROM meetings WHERE id = $1",
        id.0,
    )?;
    row.map(Kept::try_from).transpose()
}

/// Adds a meeting.
pub(crate) async fn insert(tx: &mut Tx, kept: &Kept, at: DateTime<Utc>) -> sqlx::Result<()> {
    let columns = Columns::of(kept)?;
    execute!(
        tx,
        "INSERT INTO meetings (id, relationship_id, state, sequence, version, proposed_by, format, place, words, slots,
                               starts_at, minutes, lapses_at, settled_at, settled_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        kept.id.0,
        kept.relationship.0,
        columns.state,
        kept.sequence,
        kept.version,
        columns.proposed_by,
        kept.format.as_str(),
        kept.place.as_str(),
        kept.words.as_str(),
        columns.slots,
        kept.status.starts_at(),
        i64::from(kept.minutes),
        columns.lapses_at,
        columns.settled_at,
        columns.settled_by,
        at,
    )?;
    Ok(())
}

/// Saves a meeting over the version before; false when it has another one meanwhile.
pub(super) async fn save(tx: &mut Tx, kept: &Kept) -> sqlx::Result<bool> {
    let columns = Columns::of(kept)?;
    let saved = execute!(
        tx,
        "UPDATE meetings SET state = $3, sequence = $4, version = version + 1, proposed_by = $5, format = $6, place = $7,
         words = $8, slots = $9, starts_at = $10, minutes = $11, lapses_at = COALESCE($12, lapses_at), reminded = $13,
         settled_at = $14, settled_by = $15, settled_words = $16
         WHERE id = $1 AND version = $2 - 1",
        kept.id.0,
        kept.version,
        columns.state,
        kept.sequence,
        columns.proposed_by,
        kept.format.as_str(),
        kept.place.as_str(),
        kept.words.as_str(),
        columns.slots,
        kept.status.starts_at(),
        i64::from(kept.minutes),
        columns.lapses_at,
        i64::from(kept.reminded),
        columns.settled_at,
        columns.settled_by,
        kept.last_words.as_str(),
    )?;
    Ok(saved > 0)
}

/// What is kept of a status, and the times.
struct Columns {
    state: &'static str,
    proposed_by: Option<&'static str>,
    slots: String,
    lapses_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
    settled_by: Option<&'static str>,
}

impl Columns {
    fn of(kept: &Kept) -> sqlx::Result<Self> {
        let settled = kept.status.settled();
        let lapses_at =
            if let Status::Proposed { lapses_at, .. } = kept.status { Some(lapses_at) } else { None };
        Ok(Self {
            state: kept.status.state().as_str(),
            proposed_by: kept.status.proposed_by().map(Side::as_str),
            slots: write_json(&kept.slots)?,
            lapses_at,
            settled_at: settled.map(|(at, _)| at),
            settled_by: settled.and_then(|(_, by)| by).map(Side::as_str),
        })
    }
}

/// How many meetings of a relationship wait for an answer.
pub(super) async fn count_proposed(tx: &mut Tx, relationship: RelationshipId) -> sqlx::Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM meetings WHERE relationship_id = $1 AND state = 'proposed'",
        relationship.0,
    )?;
    Ok(count)
}

/// The meetings of a relationship that can still be called off or said to have been held.
pub(super) async fn unsettled(tx: &mut Tx, relationship: RelationshipId) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        "SELECT id, relationship_id, state, sequence, version, proposed_by, format, place, words, slots, starts_at, minutes,
                lapses_at, reminded, settled_at, settled_by, settled_words
         FROM meetings WHERE relationship_id = $1 AND state IN ('proposed', 'confirmed') ORDER BY id",
        relationship.0,
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// A meeting as it is shown.
pub(super) struct Seen {
    pub(super) kept: Kept,
    /// Which it is of those that were not called off.
    pub(super) ordinal: Option<u32>,
    pub(super) agreed: u32,
    pub(super) agreed_done: u32,
    /// The beginning of the shared notes.
    pub(super) notes: String,
}

#[derive(FromRow)]
struct SeenRow {
    #[sqlx(flatten)]
    kept: KeptRow,
    ordinal: Option<i64>,
    agreed: i64,
    agreed_done: i64,
    notes: String,
}

impl TryFrom<SeenRow> for Seen {
    type Error = sqlx::Error;

    fn try_from(row: SeenRow) -> sqlx::Result<Self> {
        Ok(Self {
            kept: row.kept.try_into()?,
            ordinal: row.ordinal.map(count),
            agreed: count(row.agreed),
            agreed_done: count(row.agreed_done),
            notes: row.notes,
        })
    }
}

/// The meetings of a relationship, the latest first; or only this one.
pub(super) async fn seen(
    tx: &mut Tx,
    relationship: RelationshipId,
    only: Option<MeetingId>,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<Seen>> {
    let rows = fetch_all!(
        tx,
        SeenRow,
        "SELECT m.id, m.relationship_id, m.state, m.sequence, m.version, m.proposed_by, m.format, m.place, m.words, m.slots,
                m.starts_at, m.minutes, m.lapses_at, m.reminded, m.settled_at, m.settled_by, m.settled_words,
                CASE WHEN m.state IN ('confirmed', 'held', 'missed') THEN
                     (SELECT COUNT(*) FROM meetings o WHERE o.relationship_id = m.relationship_id
                      AND o.state IN ('confirmed', 'held', 'missed') AND (o.starts_at, o.id) <= (m.starts_at, m.id))
                END AS ordinal,
                (SELECT COUNT(*) FROM action_items a WHERE a.meeting_id = m.id) AS agreed,
                (SELECT COUNT(*) FROM action_items a WHERE a.meeting_id = m.id AND a.done_at IS NOT NULL) AS agreed_done,
                SUBSTR(m.notes, 1, 400) AS notes
         FROM meetings m
         WHERE m.relationship_id = $1 AND m.id = COALESCE($2, m.id) AND (COALESCE(m.starts_at, m.lapses_at), m.id) < ($3, $4)
         ORDER BY COALESCE(m.starts_at, m.lapses_at) DESC, m.id DESC LIMIT $5",
        relationship.0,
        only.map(|id| id.0),
        after.at,
        after.id,
        most,
    )?;
    rows.into_iter().map(Seen::try_from).collect()
}

/// The meetings of a relationship that are proposed or arranged: those to come first, the next first.
pub(super) async fn next(
    tx: &mut Tx,
    relationship: RelationshipId,
    now: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<Seen>> {
    let rows = fetch_all!(
        tx,
        SeenRow,
        "SELECT m.id, m.relationship_id, m.state, m.sequence, m.version, m.proposed_by, m.format, m.place, m.words, m.slots,
                m.starts_at, m.minutes, m.lapses_at, m.reminded, m.settled_at, m.settled_by, m.settled_words,
                CASE WHEN m.state = 'confirmed' THEN
                     (SELECT COUNT(*) FROM meetings o WHERE o.relationship_id = m.relationship_id
                      AND o.state IN ('confirmed', 'held', 'missed') AND (o.starts_at, o.id) <= (m.starts_at, m.id))
                END AS ordinal,
                (SELECT COUNT(*) FROM action_items a WHERE a.meeting_id = m.id) AS agreed,
                (SELECT COUNT(*) FROM action_items a WHERE a.meeting_id = m.id AND a.done_at IS NOT NULL) AS agreed_done,
                SUBSTR(m.notes, 1, 400) AS notes
         FROM meetings m
         WHERE m.relationship_id = $1 AND m.state IN ('proposed', 'confirmed')
         ORDER BY CASE WHEN COALESCE(m.starts_at, m.lapses_at) < $2 THEN 1 ELSE 0 END,
                  COALESCE(m.starts_at, m.lapses_at), m.id LIMIT $3",
        relationship.0,
        now,
        most,
    )?;
    rows.into_iter().map(Seen::try_from).collect()
}

/// How many meetings of a relationship took place.
pub(super) async fn count_held(tx: &mut Tx, relationship: RelationshipId) -> sqlx::Result<u32> {
    let (held,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM meetings WHERE relationship_id = $1 AND state = 'held'",
        relationship.0,
    )?;
    Ok(count(held))
}

/// Meetings that nobody has chosen a time for before the last had passed, where the relationship does not rest.
pub(super) async fn over(tx: &mut Tx, now: DateTime<Utc>, most: i64) -> sqlx::Result<Vec<(Uuid,)>> {
    fetch_all!(
        tx,
        (Uuid,),
        "SELECT m.id FROM meetings m JOIN relationships r ON r.id = m.relationship_id AND r.rests_since IS NULL
         WHERE m.state = 'proposed' AND m.lapses_at <= $1 ORDER BY m.lapses_at LIMIT $2",
        now,
        most,
    )
}

/// Meetings that begin after `now` and until `until` and have fewer than so many reminders behind them, where the
/// relationship does not rest.
pub(super) async fn unreminded(
    tx: &mut Tx,
    behind: u8,
    (now, until): (DateTime<Utc>, DateTime<Utc>),
    most: i64,
) -> sqlx::Result<Vec<(Uuid,)>> {
    fetch_all!(
        tx,
        (Uuid,),
        "SELECT m.id FROM meetings m JOIN relationships r ON r.id = m.relationship_id AND r.rests_since IS NULL
         WHERE m.state = 'confirmed' AND m.starts_at > $2 AND m.starts_at <= $3 AND m.reminded < $1
         ORDER BY m.starts_at LIMIT $4",
        i64::from(behind),
        now,
        until,
        most,
    )
}

/// Notes that the two have been reminded; false when something has changed meanwhile.
pub(super) async fn note_reminder(tx: &mut Tx, kept: &Kept, reminded: u8) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE meetings SET reminded = $4 WHERE id = $1 AND version = $2 AND reminded = $3",
        kept.id.0,
        kept.version,
        i64::from(kept.reminded),
        i64::from(reminded),
    )?;
    Ok(noted > 0)
}

/// A meeting of somebody, with what goes with it wherever they take it along.
pub(super) struct Own {
    pub(super) kept: Kept,
    pub(super) side: Side,
    pub(super) eyes: Eyes,
    pub(super) notes: String,
    pub(super) private_notes: String,
}

#[derive(FromRow)]
struct OwnRow {
    #[sqlx(flatten)]
    kept: KeptRow,
    is_mentor: bool,
    #[sqlx(flatten)]
    eyes: Eyes,
    notes: String,
    private_notes: String,
}

impl TryFrom<OwnRow> for Own {
    type Error = sqlx::Error;

    fn try_from(row: OwnRow) -> sqlx::Result<Self> {
        Ok(Self {
            kept: row.kept.try_into()?,
            side: if row.is_mentor { Side::Mentor } else { Side::Mentee },
            eyes: row.eyes,
            notes: row.notes,
            private_notes: row.private_notes,
        })
    }
}

/// All meetings of somebody, the oldest first.
pub(super) async fn all_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Own>> {
    let rows = fetch_all!(
        tx,
        OwnRow,
        "SELECT m.id, m.relationship_id, m.state, m.sequence, m.version, m.proposed_by, m.format, m.place, m.words, m.slots,
                m.starts_at, m.minutes, m.lapses_at, m.reminded, m.settled_at, m.settled_by, m.settled_words, m.notes,
                COALESCE(r.mentor_id = $1, FALSE) AS is_mentor,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former,
                COALESCE(n.notes, '') AS private_notes
         FROM relationships r JOIN meetings m ON m.relationship_id = r.id
         LEFT JOIN private_notes n ON n.meeting_id = m.id AND n.participant_id = $1
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY m.id",
        of.0,
    )?;
    rows.into_iter().map(Own::try_from).collect()
}
