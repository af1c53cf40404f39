//! The SQL of requests.

use chrono::{DateTime, NaiveDate, Utc};
use domain::events::RequestFact;
use domain::ids::{ConversationId, ParticipantId, RelationshipId, RequestId};
use domain::requests::state::{Status, Waiting};
use domain::requests::{DeclineReason, RequestAction, RequestState, RequestText, Side};
use sqlx::FromRow;
use uuid::Uuid;

use super::history::store::{Step, add_step};
use super::texts::store::TextRow;
use crate::db::{Tx, from_word, from_word_if_any};
use crate::people::store::Eyes;
use crate::places::store::Places;
use crate::{execute, fetch_all, fetch_one, fetch_optional, later};

/// A request as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: RequestId,
    pub(crate) mentor: Option<ParticipantId>,
    pub(crate) mentee: Option<ParticipantId>,
    pub(crate) conversation: ConversationId,
    pub(crate) status: Status,
    pub(crate) version: i64,
    /// The wording that counts.
    pub(crate) text_number: i64,
    /// The wording that the mentor has looked at last.
    pub(crate) seen_number: i64,
    pub(crate) sent_at: DateTime<Utc>,
    /// The last turn.
    pub(crate) turn_at: DateTime<Utc>,
}

impl Kept {
    /// What somebody is to it; nothing for strangers.
    pub(crate) fn side_of(&self, id: ParticipantId) -> Option<Side> {
        if self.mentor == Some(id) {
            Some(Side::Mentor)
        } else {
            (self.mentee == Some(id)).then_some(Side::Mentee)
        }
    }

    /// The mentor and the mentee, while both are there.
    pub(crate) fn pair(&self) -> Option<(ParticipantId, ParticipantId)> {
        self.mentor.zip(self.mentee)
    }

    /// The request and its two.
    pub(crate) fn fact(&self) -> RequestFact {
        RequestFact { request: self.id, mentor: self.mentor, mentee: self.mentee }
    }
}

#[derive(FromRow)]
struct KeptRow {
    id: Uuid,
    mentor_id: Option<Uuid>,
    mentee_id: Option<Uuid>,
    conversation_id: Uuid,
    state: String,
    version: i64,
    text_number: i64,
    seen_number: i64,
    sent_at: DateTime<Utc>,
    turn_at: DateTime<Utc>,
    reminders: i64,
    expires_at: DateTime<Utc>,
    stopped_at: Option<DateTime<Utc>>,
    ends_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    decline_reason: Option<String>,
}

impl TryFrom<KeptRow> for Kept {
    type Error = sqlx::Error;

    fn try_from(row: KeptRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: RequestId(row.id),
            mentor: row.mentor_id.map(ParticipantId),
            mentee: row.mentee_id.map(ParticipantId),
            conversation: ConversationId(row.conversation_id),
            status: row.status()?,
            version: row.version,
            text_number: row.text_number,
            seen_number: row.seen_number,
            sent_at: row.sent_at,
            turn_at: row.turn_at,
        })
    }
}

impl KeptRow {
    fn status(&self) -> sqlx::Result<Status> {
        let waiting = Waiting {
            turn_at: self.turn_at,
            reminders: u8::try_from(self.reminders).unwrap_or(u8::MAX),
            expires_at: self.expires_at,
            stopped_at: self.stopped_at,
            ends_at: self.ends_at,
        };
        let reason: Option<DeclineReason> =
            from_word_if_any("requests.decline_reason", self.decline_reason.as_deref())?;
        Ok(match (from_word("requests.state", &self.state)?, self.answered_at, reason) {
            (RequestState::Pending, None, None) => Status::Pending(waiting),
            (RequestState::NeedsInfo, None, None) => Status::NeedsInfo(waiting),
            (RequestState::Accepted, Some(at), None) => Status::Accepted { at },
            (RequestState::Declined, Some(at), Some(reason)) => Status::Declined { at, reason },
            (RequestState::Withdrawn, Some(at), None) => Status::Withdrawn { at },
            (RequestState::Expired, Some(at), None) => Status::Expired { at },
            (RequestState::Closed, Some(at), None) => Status::Closed { at },
            _ => {
                let broken = format!("requests: the row {} contradicts itself", self.id);
                return Err(sqlx::Error::Decode(broken.into()));
            }
        })
    }
}

/// A request.
pub(crate) async fn load(tx: &mut Tx, id: RequestId) -> sqlx::Result<Option<Kept>> {
    let row = fetch_optional!(
        tx,
        KeptRow,
        "SELECT id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number, sent_at, turn_at,
         reminders, expires_at, stopped_at, ends_at, answered_at, decline_reason FROM requests WHERE id = $1",
        id.0,
    )?;
    row.map(Kept::try_from).transpose()
}

#[derive(FromRow)]
struct OwnRow {
    #[sqlx(flatten)]
    kept: KeptRow,
    #[sqlx(flatten)]
    eyes: Eyes,
}

/// All requests to or from somebody, the latest first, and what they see of what the two write.
pub(super) async fn all_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<(Kept, Eyes)>> {
    let rows = fetch_all!(
        tx,
        OwnRow,
        "SELECT r.id, r.mentor_id, r.mentee_id, r.conversation_id, r.state, r.version, r.text_number, r.seen_number, r.sent_at,
                r.turn_at, r.reminders, r.expires_at, r.stopped_at, r.ends_at, r.answered_at, r.decline_reason,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS entitled,
                (SELECT x.display_name FROM participants x JOIN blocks y ON y.participant_id = x.id AND y.blocked_id = $1
                 WHERE x.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END) AS former
         FROM requests r WHERE r.mentor_id = $1 OR r.mentee_id = $1 ORDER BY r.sent_at DESC, r.id DESC",
        of.0,
    )?;
    rows.into_iter().map(|row| Ok((row.kept.try_into()?, row.eyes))).collect()
}

/// Nobody else writes in the conversation until the transaction ends.
pub(super) async fn lock_conversation(tx: &mut Tx, id: ConversationId) -> sqlx::Result<()> {
    if tx.is_alone() {
        return Ok(());
    }
    fetch_optional!(
        tx,
        (Uuid,),
        {
            sqlite: "SELECT id FROM conversations WHERE id = $1",
            postgres: "SELECT id FROM conversations WHERE id = $1 FOR UPDATE"
        },
        id.0,
    )?;
    Ok(())
}

/// Adds a request.
pub(super) async fn insert(tx: &mut Tx, kept: &Kept, waiting: &Waiting) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO requests (id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number,
                               sent_at, turn_at, reminders, expires_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        kept.id.0,
        kept.mentor.map(|id| id.0),
        kept.mentee.map(|id| id.0),
        kept.conversation.0,
        kept.status.state().as_str(),
        kept.version,
        kept.text_number,
        kept.seen_number,
        kept.sent_at,
        waiting.turn_at,
        i64::from(waiting.reminders),
        waiting.expires_at,
        waiting.ends_at,
    )
}

/// Saves where a request stands over the version before; false when it has another one meanwhile.
pub(super) async fn save(tx: &mut Tx, kept: &Kept) -> sqlx::Result<bool> {
    let waiting = kept.status.waiting();
    let saved = execute!(
        tx,
        "UPDATE requests SET state = $3, version = version + 1, text_number = $4,
         turn_at = COALESCE($5, turn_at), reminders = COALESCE($6, reminders), expires_at = COALESCE($7, expires_at),
         stopped_at = $8, answered_at = $9, decline_reason = $10
         WHERE id = $1 AND version = $2 - 1",
        kept.id.0,
        kept.version,
        kept.status.state().as_str(),
        kept.text_number,
        waiting.map(|waiting| waiting.turn_at),
        waiting.map(|waiting| i64::from(waiting.reminders)),
        waiting.map(|waiting| waiting.expires_at),
        waiting.and_then(|waiting| waiting.stopped_at),
        kept.status.ended_at(),
        kept.status.decline_reason().map(DeclineReason::as_str),
    )?;
    Ok(saved > 0)
}

/// Notes that whoever's turn it is has been reminded; false when that has been noted meanwhile.
pub(super) async fn note_reminder(tx: &mut Tx, kept: &Kept, before: u8, after: u8) -> sqlx::Result<bool> {
    let noted = execute!(
        tx,
        "UPDATE requests SET reminders = $4 WHERE id = $1 AND version = $2 AND reminders = $3",
        kept.id.0,
        kept.version,
        i64::from(before),
        i64::from(after),
    )?;
    Ok(noted > 0)
}

/// Notes which wording the mentor has looked at.
pub(super) async fn mark_seen(tx: &mut Tx, id: RequestId, number: i64) -> sqlx::Result<()> {
    execute!(
        tx,
        "UPDATE requests SET seen_number = $2 WHERE id = $1 AND seen_number < $2 AND text_number >= $2",
        id.0,
        number,
    )?;
    Ok(())
}

/// What a request asks for now, and what has come of it.
pub(super) struct Standing {
    pub(super) text: RequestText,
    /// The relationship that it began.
    pub(super) relationship: Option<RelationshipId>,
    /// How many mentees could begin with the mentor now.
    pub(super) free_places: u8,
}

#[derive(FromRow)]
struct StandingRow {
    #[sqlx(flatten)]
    text: TextRow,
    relationship_id: Option<Uuid>,
    free: Option<i64>,
}

/// How a request stands.
pub(super) async fn standing(tx: &mut Tx, kept: &Kept) -> sqlx::Result<Standing> {
    let row = fetch_one!(
        tx,
        StandingRow,
        "SELECT support, topics, every_weeks, minutes, until_on, goal, why,
                (SELECT r.id FROM relationships r WHERE r.request_id = $1) AS relationship_id,
                (SELECT o.places - o.taken FROM offers o WHERE o.participant_id = $3) AS free
         FROM request_texts WHERE request_id = $1 AND number = $2",
        kept.id.0,
        kept.text_number,
        kept.mentor.map(|id| id.0),
    )?;
    Ok(Standing {
        text: row.text.try_into()?,
        relationship: row.relationship_id.map(RelationshipId),
        free_places: u8::try_from(row.free.unwrap_or_default().max(0)).unwrap_or(u8::MAX),
    })
}

/// Adds a request that was accepted as it was sent, with the words of an earlier one: so begins a new journey.
pub(crate) async fn insert_accepted(
    tx: &mut Tx,
    id: RequestId,
    earlier: RequestId,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO requests (id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number,
                               sent_at, turn_at, reminders, expires_at, ends_at, answered_at)
         SELECT $1, mentor_id, mentee_id, conversation_id, $3, 1, 1, 1, $4, $4, 0, $4, $4, $4 FROM requests WHERE id = $2",
        id.0,
        earlier.0,
        RequestState::Accepted.as_str(),
        at,
    )?;
    execute!(
        tx,
        "INSERT INTO request_texts (request_id, number, support, topics, every_weeks, minutes, until_on, goal, why, written_at)
         SELECT $1, 1, t.support, t.topics, t.every_weeks, t.minutes, NULL, t.goal, t.why, $3
         FROM requests q JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number WHERE q.id = $2",
        id.0,
        earlier.0,
        at,
    )?;
    for (action, by) in [(RequestAction::Send, Side::Mentee), (RequestAction::Accept, Side::Mentor)] {
        add_step(tx, id, &Step { action, by, words: String::new(), at }).await?;
    }
    Ok(())
}

/// One more request of a mentee is open; false when there are `most` already.
pub(super) async fn count_in(tx: &mut Tx, mentee: ParticipantId, most: u8) -> sqlx::Result<bool> {
    let counted = execute!(
        tx,
        "UPDATE preferences SET open_requests = open_requests + 1 WHERE participant_id = $1 AND open_requests < $2",
        mentee.0,
        i64::from(most),
    )?;
    Ok(counted > 0)
}

/// One request of a mentee less is open.
pub(super) async fn count_out(tx: &mut Tx, mentee: ParticipantId) -> sqlx::Result<()> {
    later!(
        tx,
        "UPDATE preferences SET open_requests = open_requests - 1 WHERE participant_id = $1 AND open_requests > 0",
        mentee.0,
    )
}

/// How a mentor stands to a mentee who asks for mentoring.
#[derive(Debug, FromRow)]
pub(super) struct Door {
    #[sqlx(flatten)]
    pub(super) places: Places,
    /// One of the two has blocked the other, or does not want to be matched with the other again.
    pub(super) closed: bool,
}

/// A mentor's places, which stay so until the transaction ends, and what is in the way of the two, whose pair is locked.
pub(super) async fn door(
    tx: &mut Tx,
    mentor: ParticipantId,
    mentee: ParticipantId,
) -> sqlx::Result<Option<Door>> {
    fetch_optional!(
        tx,
        Door,
        {
            sqlite: "SELECT places, taken, paused, paused_until,
                            EXISTS (SELECT 1 FROM blocks
                                    WHERE (participant_id = $1 AND blocked_id = $2) OR (participant_id = $2 AND blocked_id = $1))
                            OR EXISTS (SELECT 1 FROM pairs WHERE apart
                                       AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))) AS closed
                     FROM offers WHERE participant_id = $1",
            postgres: "SELECT places, taken, paused, paused_until,
                              EXISTS (SELECT 1 FROM blocks
                                      WHERE (participant_id = $1 AND blocked_id = $2) OR (participant_id = $2 AND blocked_id = $1))
                              OR EXISTS (SELECT 1 FROM pairs WHERE apart
                                         AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))) AS closed
                       FROM offers WHERE participant_id = $1 FOR UPDATE"
        },
        mentor.0,
        mentee.0,
    )
}

/// The open requests to a mentor whose clocks stand, or those whose clocks run.
pub(super) async fn open_to(tx: &mut Tx, mentor: ParticipantId, stopped: bool) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        {
            sqlite: "SELECT id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number, sent_at, turn_at,
                     reminders, expires_at, stopped_at, ends_at, answered_at, decline_reason FROM requests
                     WHERE mentor_id = $1 AND answered_at IS NULL AND (stopped_at IS NOT NULL) = $2 ORDER BY id",
            postgres: "SELECT id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number, sent_at, turn_at,
                       reminders, expires_at, stopped_at, ends_at, answered_at, decline_reason FROM requests
                       WHERE mentor_id = $1 AND answered_at IS NULL AND (stopped_at IS NOT NULL) = $2 ORDER BY id FOR UPDATE"
        },
        mentor.0,
        stopped,
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// The open requests to somebody as a mentor, and from somebody as a mentee.
pub(super) async fn open_of(
    tx: &mut Tx,
    of: ParticipantId,
    as_mentor: bool,
    as_mentee: bool,
) -> sqlx::Result<Vec<RequestId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM requests WHERE answered_at IS NULL
         AND (($2 AND mentor_id = $1) OR ($3 AND mentee_id = $1)) ORDER BY id",
        of.0,
        as_mentor,
        as_mentee,
    )?;
    Ok(rows.into_iter().map(|(id,)| RequestId(id)).collect())
}

/// The open requests between two people, whoever asked.
pub(super) async fn open_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<Vec<RequestId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM requests WHERE answered_at IS NULL
         AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1)) ORDER BY id",
        one.0,
        other.0,
    )?;
    Ok(rows.into_iter().map(|(id,)| RequestId(id)).collect())
}

/// The open request of a mentee to a mentor.
pub(super) async fn open_from(
    tx: &mut Tx,
    mentee: ParticipantId,
    mentor: ParticipantId,
) -> sqlx::Result<Option<RequestId>> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        "SELECT id FROM requests WHERE mentor_id = $1 AND mentee_id = $2 AND answered_at IS NULL",
        mentor.0,
        mentee.0,
    )?;
    Ok(found.map(|(id,)| RequestId(id)))
}

/// Open requests whose time is over.
pub(super) async fn over(tx: &mut Tx, now: DateTime<Utc>, most: i64) -> sqlx::Result<Vec<RequestId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM requests WHERE state IN ('pending', 'needs_info')
         AND (ends_at <= $1 OR (stopped_at IS NULL AND expires_at <= $1)) ORDER BY expires_at LIMIT $2",
        now,
        most,
    )?;
    Ok(rows.into_iter().map(|(id,)| RequestId(id)).collect())
}

/// Open requests whose turn began at `since` or before, with fewer reminders behind them than `reminders`.
pub(super) async fn unreminded(
    tx: &mut Tx,
    reminders: u8,
    since: DateTime<Utc>,
    most: i64,
) -> sqlx::Result<Vec<RequestId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM requests WHERE state IN ('pending', 'needs_info') AND stopped_at IS NULL
         AND reminders < $1 AND turn_at <= $2 ORDER BY turn_at LIMIT $3",
        i64::from(reminders),
        since,
        most,
    )?;
    Ok(rows.into_iter().map(|(id,)| RequestId(id)).collect())
}

/// Mentors with an open request whose clock runs though they are full or paused, or stands though they are not.
pub(super) async fn with_wrong_clocks(tx: &mut Tx, today: NaiveDate) -> sqlx::Result<Vec<ParticipantId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT DISTINCT r.mentor_id FROM requests r JOIN offers o ON o.participant_id = r.mentor_id
         WHERE r.state IN ('pending', 'needs_info') AND (r.stopped_at IS NULL)
            <> (o.taken < o.places AND NOT (o.paused AND (o.paused_until IS NULL OR o.paused_until > $1)))",
        today,
    )?;
    Ok(rows.into_iter().map(|(id,)| ParticipantId(id)).collect())
}

/// Who was suspended at `since` or before, and still has an open request or an active relationship.
pub(super) async fn long_suspended(tx: &mut Tx, since: DateTime<Utc>) -> sqlx::Result<Vec<ParticipantId>> {
    let rows = fetch_all!(
        tx,
        (Uuid,),
        "SELECT id FROM participants WHERE suspended_at <= $1 AND EXISTS (
             SELECT 1 FROM pairs WHERE (mentor_id = participants.id OR mentee_id = participants.id)
             AND (open_request IS NOT NULL OR active_relationship IS NOT NULL))",
        since,
    )?;
    Ok(rows.into_iter().map(|(id,)| ParticipantId(id)).collect())
}

/// Deletes what belongs to nobody any more.
pub(crate) async fn delete_ownerless(tx: &mut Tx) -> sqlx::Result<u64> {
    execute!(tx, "DELETE FROM requests WHERE mentor_id IS NULL AND mentee_id IS NULL")
}
