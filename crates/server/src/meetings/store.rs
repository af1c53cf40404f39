//! The SQL of meetings, and of what the two write down for them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ActionItemId, AgendaPointId, MeetingId, ParticipantId, RelationshipId};
use domain::meetings::state::Status;
use domain::meetings::{ActionItem, MeetingFormat, MeetingState, NewActionItem, Slot};
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::criteria::store::from_word;
use crate::db::Tx;
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
            slots: serde_json::from_str(&row.slots).map_err(|error| sqlx::Error::Decode(error.into()))?,
            minutes: minutes(row.minutes),
            when,
            reminded: u8::try_from(row.reminded).unwrap_or(u8::MAX),
            last_words: row.settled_words,
        })
    }
}

impl KeptRow {
    fn status(&self) -> sqlx::Result<Status> {
        let side = |column, word: &Option<String>| side_if_any(column, word.as_deref());
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

pub(super) fn minutes(kept: i64) -> u16 {
    u16::try_from(kept).unwrap_or(u16::MAX)
}

fn side_if_any(column: &str, word: Option<&str>) -> sqlx::Result<Option<Side>> {
    word.map(|word| from_word(column, word)).transpose()
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
            slots: serde_json::to_string(&kept.slots).map_err(|error| sqlx::Error::Encode(error.into()))?,
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

fn count(found: i64) -> u32 {
    u32::try_from(found).unwrap_or(u32::MAX)
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

/// Notes of both.
#[derive(FromRow)]
pub(super) struct NotesRow {
    pub(super) notes: String,
    pub(super) notes_version: i64,
    notes_by: Option<String>,
    pub(super) notes_at: Option<DateTime<Utc>>,
}

impl NotesRow {
    /// Who wrote last.
    pub(super) fn by(&self) -> sqlx::Result<Option<Side>> {
        side_if_any("meetings.notes_by", self.notes_by.as_deref())
    }
}

/// The notes of both.
pub(super) async fn notes(tx: &mut Tx, id: MeetingId) -> sqlx::Result<NotesRow> {
    fetch_one!(
        tx,
        NotesRow,
        "SELECT notes, notes_version, notes_by, notes_at FROM meetings WHERE id = $1",
        id.0
    )
}

/// Writes the notes of both over the version that was seen; false when they have another one.
pub(crate) async fn save_notes(
    tx: &mut Tx,
    id: MeetingId,
    seen: i64,
    notes: &str,
    (by, at): (Side, DateTime<Utc>),
) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE meetings SET notes = $3, notes_version = notes_version + 1, notes_by = $4, notes_at = $5
         WHERE id = $1 AND notes_version = $2",
        id.0,
        seen,
        notes,
        by.as_str(),
        at,
    )?;
    Ok(saved > 0)
}

/// What somebody has written down for themselves, and its version: 0 where they have not.
pub(super) async fn private_notes(
    tx: &mut Tx,
    id: MeetingId,
    of: ParticipantId,
) -> sqlx::Result<(String, i64)> {
    let found = fetch_optional!(
        tx,
        (String, i64),
        "SELECT notes, version FROM private_notes WHERE meeting_id = $1 AND participant_id = $2",
        id.0,
        of.0,
    )?;
    Ok(found.unwrap_or_default())
}

/// Writes what somebody writes down for themselves over the version that was seen; false when it has another one.
pub(super) async fn save_private_notes(
    tx: &mut Tx,
    id: MeetingId,
    of: ParticipantId,
    seen: i64,
    notes: &str,
) -> sqlx::Result<bool> {
    let saved = if seen == 0 {
        execute!(
            tx,
            "INSERT INTO private_notes (meeting_id, participant_id, notes, version) VALUES ($1, $2, $3, 1)
             ON CONFLICT DO NOTHING",
            id.0,
            of.0,
            notes,
        )?
    } else {
        execute!(
            tx,
            "UPDATE private_notes SET notes = $4, version = version + 1
             WHERE meeting_id = $1 AND participant_id = $2 AND version = $3",
            id.0,
            of.0,
            seen,
            notes,
        )?
    };
    Ok(saved > 0)
}

/// Something to talk about.
#[derive(FromRow)]
pub(super) struct PointRow {
    id: Uuid,
    pub(super) meeting_id: Uuid,
    side: String,
    pub(super) words: String,
}

impl PointRow {
    pub(super) fn id(&self) -> AgendaPointId {
        AgendaPointId(self.id)
    }

    pub(super) fn by(&self) -> sqlx::Result<Side> {
        from_word("agenda_points.side", &self.side)
    }
}

/// What the two want to talk about, in the order in which it was added.
pub(super) async fn points(tx: &mut Tx, id: MeetingId) -> sqlx::Result<Vec<PointRow>> {
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

/// Something that the two agreed on.
#[derive(FromRow)]
pub(super) struct ItemRow {
    id: Uuid,
    meeting_id: Uuid,
    words: String,
    who: String,
    due_on: Option<NaiveDate>,
    done_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    version: i64,
}

impl ItemRow {
    /// At which meeting.
    pub(super) fn meeting(&self) -> MeetingId {
        MeetingId(self.meeting_id)
    }

    /// As its readers see it.
    pub(super) fn read(self, see: impl Fn(&str) -> String) -> sqlx::Result<ActionItem> {
        Ok(ActionItem {
            id: ActionItemId(self.id),
            meeting: MeetingId(self.meeting_id),
            words: see(&self.words),
            who: from_word("action_items.who", &self.who)?,
            due_on: self.due_on,
            done: self.done_at.is_some(),
            agreed_at: self.created_at,
            version: self.version,
        })
    }
}

/// What was agreed at a meeting, and what was agreed before `when` and is still open; the oldest first.
pub(super) async fn items(
    tx: &mut Tx,
    relationship: RelationshipId,
    meeting: MeetingId,
    when: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<ItemRow>> {
    fetch_all!(
        tx,
        ItemRow,
        "SELECT a.id, a.meeting_id, a.words, a.who, a.due_on, a.done_at, a.created_at, a.version
         FROM action_items a JOIN meetings m ON m.id = a.meeting_id
         WHERE a.relationship_id = $1
           AND (a.meeting_id = $2 OR (a.done_at IS NULL AND COALESCE(m.starts_at, m.lapses_at) <= $3))
         ORDER BY a.id LIMIT $4",
        relationship.0,
        meeting.0,
        when,
        most,
    )
}

/// What is agreed and still open; the oldest first.
pub(super) async fn open_items(
    tx: &mut Tx,
    relationship: RelationshipId,
    most: i64,
) -> sqlx::Result<Vec<ItemRow>> {
    fetch_all!(
        tx,
        ItemRow,
        "SELECT id, meeting_id, words, who, due_on, done_at, created_at, version FROM action_items
         WHERE relationship_id = $1 AND done_at IS NULL ORDER BY id LIMIT $2",
        relationship.0,
        most,
    )
}

/// Something that was agreed.
pub(super) async fn item(tx: &mut Tx, id: ActionItemId) -> sqlx::Result<Option<ItemRow>> {
    fetch_optional!(
        tx,
        ItemRow,
        "SELECT id, meeting_id, words, who, due_on, done_at, created_at, version FROM action_items WHERE id = $1",
        id.0,
    )
}

/// In which relationship something was agreed.
pub(super) async fn relationship_of(tx: &mut Tx, id: ActionItemId) -> sqlx::Result<Option<RelationshipId>> {
    let found = fetch_optional!(tx, (Uuid,), "SELECT relationship_id FROM action_items WHERE id = $1", id.0)?;
    Ok(found.map(|(id,)| RelationshipId(id)))
}

/// Adds what was agreed; false when so much is open between the two, or was agreed at the meeting, already.
pub(crate) async fn add_item(
    tx: &mut Tx,
    kept: &Kept,
    id: ActionItemId,
    new: &NewActionItem,
    (by, at): (Side, DateTime<Utc>),
    most: i64,
) -> sqlx::Result<bool> {
    let added = execute!(
        tx,
        "INSERT INTO action_items (id, relationship_id, meeting_id, words, who, due_on, added_by, created_at, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, 1 FROM meetings m WHERE m.id = $3
         AND (SELECT COUNT(*) FROM action_items a WHERE a.relationship_id = $2 AND a.done_at IS NULL) < $9
         AND (SELECT COUNT(*) FROM action_items a WHERE a.meeting_id = $3) < $9",
        id.0,
        kept.relationship.0,
        kept.id.0,
        new.words.as_str(),
        new.who.as_str(),
        new.due_on,
        by.as_str(),
        at,
        most,
    )?;
    Ok(added > 0)
}

/// Changes what was agreed over the version that was seen; false when it has another one. What is done stays done since
/// then.
pub(super) async fn save_item(
    tx: &mut Tx,
    id: ActionItemId,
    seen: i64,
    new: &NewActionItem,
    (done, at): (bool, DateTime<Utc>),
) -> sqlx::Result<bool> {
    let saved = execute!(
        tx,
        "UPDATE action_items SET words = $3, who = $4, due_on = $5, version = version + 1,
         done_at = CASE WHEN $6 THEN COALESCE(done_at, $7) END
         WHERE id = $1 AND version = $2",
        id.0,
        seen,
        new.words.as_str(),
        new.who.as_str(),
        new.due_on,
        done,
        at,
    )?;
    Ok(saved > 0)
}

/// Takes away what was agreed.
pub(super) async fn remove_item(tx: &mut Tx, id: ActionItemId) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM action_items WHERE id = $1", id.0)?;
    Ok(())
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

/// Everything that is on the agendas of somebody's meetings.
pub(super) async fn all_points(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<PointRow>> {
    fetch_all!(
        tx,
        PointRow,
        "SELECT a.id, a.meeting_id, a.side, a.words
         FROM relationships r JOIN meetings m ON m.relationship_id = r.id JOIN agenda_points a ON a.meeting_id = m.id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY a.id",
        of.0,
    )
}

/// Everything that was agreed at somebody's meetings.
pub(super) async fn all_items(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<ItemRow>> {
    fetch_all!(
        tx,
        ItemRow,
        "SELECT a.id, a.meeting_id, a.words, a.who, a.due_on, a.done_at, a.created_at, a.version
         FROM relationships r JOIN action_items a ON a.relationship_id = r.id
         WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY a.id",
        of.0,
    )
}

/// Something that was written down, where it stands: what kind of text, and of which row (and of whom).
#[derive(FromRow)]
pub(super) struct Written {
    kind: String,
    id: Uuid,
    participant_id: Option<Uuid>,
    pub(super) words: String,
}

/// Everything that was written down for the meetings of somebody, whoever wrote it.
pub(super) async fn written_with(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Written>> {
    fetch_all!(
        tx,
        Written,
        "WITH own AS (SELECT m.id, m.place, m.words, m.settled_words, m.notes
                      FROM relationships r JOIN meetings m ON m.relationship_id = r.id
                      WHERE r.mentor_id = $1 OR r.mentee_id = $1)
         SELECT 'private' AS kind, n.meeting_id AS id, n.participant_id, n.notes AS words
         FROM own JOIN private_notes n ON n.meeting_id = own.id
         UNION ALL SELECT 'place', id, NULL, place FROM own WHERE place <> ''
         UNION ALL SELECT 'words', id, NULL, words FROM own WHERE words <> ''
         UNION ALL SELECT 'last_words', id, NULL, settled_words FROM own WHERE settled_words <> ''
         UNION ALL SELECT 'notes', id, NULL, notes FROM own WHERE notes <> ''
         UNION ALL SELECT 'point', a.id, NULL, a.words FROM own JOIN agenda_points a ON a.meeting_id = own.id
         UNION ALL SELECT 'item', a.id, NULL, a.words FROM own JOIN action_items a ON a.meeting_id = own.id",
        of.0,
    )
}

/// Says it in other words.
pub(super) async fn rewrite(tx: &mut Tx, row: &Written, words: &str) -> sqlx::Result<()> {
    match row.kind.as_str() {
        "place" => execute!(tx, "UPDATE meetings SET place = $2 WHERE id = $1", row.id, words)?,
        "words" => execute!(tx, "UPDATE meetings SET words = $2 WHERE id = $1", row.id, words)?,
        "last_words" => execute!(tx, "UPDATE meetings SET settled_words = $2 WHERE id = $1", row.id, words)?,
        "notes" => execute!(tx, "UPDATE meetings SET notes = $2 WHERE id = $1", row.id, words)?,
        "point" => execute!(tx, "UPDATE agenda_points SET words = $2 WHERE id = $1", row.id, words)?,
        "item" => execute!(tx, "UPDATE action_items SET words = $2 WHERE id = $1", row.id, words)?,
        _ => execute!(
            tx,
            "UPDATE private_notes SET notes = $3 WHERE meeting_id = $1 AND participant_id = $2",
            row.id,
            row.participant_id,
            words,
        )?,
    };
    Ok(())
}
