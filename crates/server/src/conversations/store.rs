use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};
use domain::conversations::MessageKind;
use domain::ids::{ConversationId, MessageId, ParticipantId, RequestId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::page::After;
use crate::people::store::PersonRow;
use crate::{execute, fetch_all, fetch_one, fetch_optional, later, random};

/// A conversation of somebody, with its newest line and what the two are to each other.
#[derive(Debug, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "columns that do not depend on each other")]
pub(crate) struct ConversationRow {
    pub(super) id: Uuid,
    pub(super) newest_at: DateTime<Utc>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) read_by_other: i64,
    pub(super) unread: i64,
    /// The other's.
    pub(super) display_name: Option<String>,
    pub(super) suspended_at: Option<DateTime<Utc>>,
    /// They walk together; a suspension lets it rest.
    pub(super) walking: bool,
    /// They are entitled to each other's contact details.
    pub(super) entitled: bool,
    pub(super) request_open: bool,
    pub(super) blocked_by_me: bool,
    pub(super) blocked_by_other: bool,
    pub(super) newest_request: Option<Uuid>,
    pub(super) request_state: Option<String>,
    pub(super) relationship_id: Option<Uuid>,
    #[sqlx(flatten)]
    pub(super) person: PersonRow,
    #[sqlx(flatten)]
    pub(super) newest: MessageRow,
}

/// A line of a conversation.
#[derive(Debug, FromRow)]
pub(crate) struct MessageRow {
    pub(super) message_id: Uuid,
    pub(super) number: i64,
    pub(super) author_id: Option<Uuid>,
    pub(super) kind: String,
    pub(super) body: String,
    pub(super) request_id: Option<Uuid>,
    pub(super) sent_at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) removed_at: Option<DateTime<Utc>>,
}

/// A line and where it stands.
#[derive(Debug, FromRow)]
pub(crate) struct LineRow {
    conversation_id: Uuid,
    #[sqlx(flatten)]
    line: MessageRow,
}

/// Every conversation.
pub(crate) const ALL: RangeInclusive<Uuid> = Uuid::nil()..=Uuid::max();

/// A line to be added to a conversation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewLine<'a> {
    pub(crate) conversation: ConversationId,
    pub(crate) author: ParticipantId,
    pub(crate) kind: MessageKind,
    pub(crate) body: &'a str,
    pub(crate) request: Option<RequestId>,
    pub(crate) at: DateTime<Utc>,
}

/// The conversation of two people, where there is one.
pub(crate) async fn between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<Option<ConversationId>> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        "SELECT id FROM conversations WHERE low_id = $1 AND high_id = $2",
        one.min(other).0,
        one.max(other).0,
    )?;
    Ok(found.map(|(id,)| ConversationId(id)))
}

/// The conversation of two people, which `by` begins if there is none yet. It is open from now on.
pub(crate) async fn open(
    tx: &mut Tx,
    by: ParticipantId,
    other: ParticipantId,
    at: DateTime<Utc>,
) -> sqlx::Result<ConversationId> {
    let (id,) = fetch_one!(
        tx,
        (Uuid,),
        "INSERT INTO conversations (id, low_id, high_id, opened_by, opened_at, newest, newest_at, low_read, high_read)
         VALUES ($1, $2, $3, $4, $5, 0, $5, 0, 0)
         ON CONFLICT (low_id, high_id) DO UPDATE SET closed_at = NULL RETURNING id",
        ConversationId::new(at, &random::bytes()).0,
        by.min(other).0,
        by.max(other).0,
        by.0,
        at,
    )?;
    Ok(ConversationId(id))
}

/// Adds a line and gives its id. Its author has read it.
pub(crate) async fn post(tx: &mut Tx, line: NewLine<'_>) -> sqlx::Result<MessageId> {
    let id = MessageId::new(line.at, &random::bytes());
    later!(
        tx,
        "UPDATE conversations SET newest = newest + 1, newest_at = $3,
         low_read = CASE WHEN low_id = $2 THEN newest + 1 ELSE low_read END,
         high_read = CASE WHEN high_id = $2 THEN newest + 1 ELSE high_read END
         WHERE id = $1",
        line.conversation.0,
        line.author.0,
        line.at,
    )?;
    later!(
        tx,
        "INSERT INTO messages (id, conversation_id, number, author_id, kind, body, request_id, sent_at)
         SELECT $1, id, newest, $3, $4, $5, $6, $7 FROM conversations WHERE id = $2",
        id.0,
        line.conversation.0,
        line.author.0,
        line.kind.as_str(),
        line.body,
        line.request.map(|request| request.0),
        line.at,
    )?;
    Ok(id)
}

/// Nothing more can be written from now on.
pub(crate) async fn close(tx: &mut Tx, id: ConversationId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "UPDATE conversations SET closed_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// The conversations of a participant among these, after a place in the list.
pub(crate) async fn of(
    tx: &mut Tx,
    me: ParticipantId,
    ids: &RangeInclusive<Uuid>,
    after: After,
    most: u32,
) -> sqlx::Result<Vec<ConversationRow>> {
    fetch_all!(
        tx,
        ConversationRow,
        "SELECT c.id, c.newest_at, c.closed_at, c.read_by_other,
                (SELECT COUNT(*) FROM messages u WHERE u.conversation_id = c.id AND u.number > c.read_by_me
                 AND (u.author_id IS NULL OR u.author_id <> $1)) AS unread,
                p.suspended_at,
                EXISTS (SELECT 1 FROM pairs w WHERE w.active_relationship IS NOT NULL
                        AND ((w.mentor_id = $1 AND w.mentee_id = p.id) OR (w.mentor_id = p.id AND w.mentee_id = $1))) AS walking,
                EXISTS (SELECT 1 FROM pairs e WHERE e.entitled
                        AND ((e.mentor_id = $1 AND e.mentee_id = p.id) OR (e.mentor_id = p.id AND e.mentee_id = $1))) AS entitled,
                EXISTS (SELECT 1 FROM pairs o WHERE o.open_request IS NOT NULL
                        AND ((o.mentor_id = $1 AND o.mentee_id = p.id) OR (o.mentor_id = p.id AND o.mentee_id = $1))) AS request_open,
                EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = $1 AND b.blocked_id = p.id) AS blocked_by_me,
                EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $1) AS blocked_by_other,
                r.id AS newest_request, r.state AS request_state,
                (SELECT s.id FROM relationships s WHERE s.conversation_id = c.id
                 ORDER BY s.started_at DESC, s.id DESC LIMIT 1) AS relationship_id,
                p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
                m.id AS message_id, m.number, m.author_id, m.kind, m.body, m.request_id, m.sent_at, m.edited_at, m.removed_at
         FROM (SELECT id, newest, newest_at, closed_at,
                      CASE WHEN low_id = $1 THEN high_id ELSE low_id END AS other_id,
                      CASE WHEN low_id = $1 THEN low_read ELSE high_read END AS read_by_me,
                      CASE WHEN low_id = $1 THEN high_read ELSE low_read END AS read_by_other
               FROM conversations
               WHERE (low_id = $1 OR high_id = $1) AND id BETWEEN $2 AND $3 AND (newest_at, id) < ($4, $5)
               ORDER BY newest_at DESC, id DESC LIMIT $6) c
         JOIN messages m ON m.conversation_id = c.id AND m.number = c.newest
         LEFT JOIN participants p ON p.id = c.other_id
         LEFT JOIN profiles f ON f.participant_id = p.id
         LEFT JOIN requests r ON r.id = (SELECT q.id FROM requests q WHERE q.conversation_id = c.id
                                         ORDER BY q.sent_at DESC, q.id DESC LIMIT 1)
         ORDER BY c.newest_at DESC, c.id DESC",
        me.0,
        ids.start(),
        ids.end(),
        after.at,
        after.id,
        i64::from(most),
    )
}

/// A conversation of a participant.
pub(crate) async fn one(
    tx: &mut Tx,
    me: ParticipantId,
    id: ConversationId,
) -> sqlx::Result<Option<ConversationRow>> {
    Ok(of(tx, me, &(id.0..=id.0), After::after_all(), 1).await?.pop())
}

/// With whom a participant has this conversation: nothing when it is not theirs, nobody when the other has left.
pub(crate) async fn other(
    tx: &mut Tx,
    me: ParticipantId,
    id: ConversationId,
) -> sqlx::Result<Option<Option<ParticipantId>>> {
    let found = fetch_optional!(
        tx,
        (Option<Uuid>,),
        "SELECT CASE WHEN low_id = $2 THEN high_id ELSE low_id END FROM conversations
         WHERE id = $1 AND (low_id = $2 OR high_id = $2)",
        id.0,
        me.0,
    )?;
    Ok(found.map(|(other,)| other.map(ParticipantId)))
}

/// How many conversations a participant has begun since then. Nobody begins another one for them until the transaction
/// ends.
pub(crate) async fn begun_since(tx: &mut Tx, by: ParticipantId, since: DateTime<Utc>) -> sqlx::Result<i64> {
    execute!(tx, "UPDATE preferences SET open_requests = open_requests WHERE participant_id = $1", by.0)?;
    let (begun,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM conversations WHERE opened_by = $1 AND opened_at > $2",
        by.0,
        since,
    )?;
    Ok(begun)
}

/// The lines of a conversation before this number, the newest first.
pub(crate) async fn lines(
    tx: &mut Tx,
    id: ConversationId,
    before: i64,
    most: u32,
) -> sqlx::Result<Vec<MessageRow>> {
    fetch_all!(
        tx,
        MessageRow,
        "SELECT id AS message_id, number, author_id, kind, body, request_id, sent_at, edited_at, removed_at
         FROM messages WHERE conversation_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
        id.0,
        before,
        i64::from(most),
    )
}

/// One line of any conversation.
pub(crate) async fn line(tx: &mut Tx, id: MessageId) -> sqlx::Result<Option<LineRow>> {
    fetch_optional!(
        tx,
        LineRow,
        "SELECT conversation_id, id AS message_id, number, author_id, kind, body, request_id, sent_at, edited_at, removed_at
         FROM messages WHERE id = $1",
        id.0,
    )
}

/// All lines of all conversations of a participant, each in its order.
pub(crate) async fn all_lines(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<LineRow>> {
    fetch_all!(
        tx,
        LineRow,
        "SELECT conversation_id, id AS message_id, number, author_id, kind, body, request_id, sent_at, edited_at, removed_at
         FROM messages WHERE conversation_id IN (SELECT id FROM conversations WHERE low_id = $1 OR high_id = $1)
         ORDER BY conversation_id, number",
        of.0,
    )
}

/// Changes what was written, unless a coordinator has taken it away.
pub(crate) async fn edit(tx: &mut Tx, id: MessageId, body: &str, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let edited = execute!(
        tx,
        "UPDATE messages SET body = $2, edited_at = $3 WHERE id = $1 AND removed_at IS NULL",
        id.0,
        body,
        at,
    )?;
    Ok(edited > 0)
}

/// Notes that a participant has read up to this number; false when that is known.
pub(crate) async fn mark_read(
    tx: &mut Tx,
    id: ConversationId,
    by: ParticipantId,
    number: i64,
) -> sqlx::Result<bool> {
    let moved = execute!(
        tx,
        "UPDATE conversations SET low_read = CASE WHEN low_id = $2 THEN $3 ELSE low_read END,
         high_read = CASE WHEN high_id = $2 THEN $3 ELSE high_read END
         WHERE id = $1 AND ((low_id = $2 AND low_read < $3) OR (high_id = $2 AND high_read < $3))",
        id.0,
        by.0,
        number,
    )?;
    Ok(moved > 0)
}

/// Closes all conversations of somebody who leaves, and gives them with the other of each, where there is one.
pub(crate) async fn close_all(
    tx: &mut Tx,
    of: ParticipantId,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<(ConversationId, Option<ParticipantId>)>> {
    let rows = fetch_all!(
        tx,
        (Uuid, Option<Uuid>),
        "UPDATE conversations SET closed_at = COALESCE(closed_at, $2) WHERE low_id = $1 OR high_id = $1
         RETURNING id, CASE WHEN low_id = $1 THEN high_id ELSE low_id END",
        of.0,
        at,
    )?;
    Ok(rows.into_iter().map(|(id, other)| (ConversationId(id), other.map(ParticipantId))).collect())
}

/// What is written in a conversation.
pub(crate) async fn bodies(tx: &mut Tx, id: ConversationId) -> sqlx::Result<Vec<BodyRow>> {
    fetch_all!(tx, BodyRow, "SELECT id, body FROM messages WHERE conversation_id = $1 AND body <> ''", id.0,)
}

/// What stands in a line.
#[derive(Debug, FromRow)]
pub(crate) struct BodyRow {
    id: Uuid,
    pub(crate) body: String,
}

/// Writes something else where this was written.
pub(crate) async fn replace(tx: &mut Tx, row: &BodyRow, body: &str) -> sqlx::Result<()> {
    execute!(tx, "UPDATE messages SET body = $2 WHERE id = $1", row.id, body)?;
    Ok(())
}

/// Deletes the conversations whose two have left.
pub(crate) async fn delete_left(tx: &mut Tx) -> sqlx::Result<u64> {
    execute!(tx, "DELETE FROM conversations WHERE low_id IS NULL AND high_id IS NULL")
}

impl ConversationRow {
    /// Where it stands in the list.
    pub(crate) fn place(&self) -> After {
        After { at: self.newest_at, id: self.id }
    }

    /// The number of the newest line.
    pub(crate) fn newest_number(&self) -> i64 {
        self.newest.number
    }
}

impl MessageRow {
    /// Its id.
    pub(crate) fn id(&self) -> MessageId {
        MessageId(self.message_id)
    }

    /// Who wrote it.
    pub(crate) fn author(&self) -> Option<ParticipantId> {
        self.author_id.map(ParticipantId)
    }
}

impl LineRow {
    /// Where it stands.
    pub(crate) fn conversation(&self) -> ConversationId {
        ConversationId(self.conversation_id)
    }

    /// Who wrote it.
    pub(crate) fn author(&self) -> Option<ParticipantId> {
        self.line.author()
    }

    /// The line itself.
    pub(crate) fn line(&self) -> &MessageRow {
        &self.line
    }
}
