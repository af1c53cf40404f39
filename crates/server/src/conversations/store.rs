use chrono::{DateTime, Utc};
use domain::conversations::MessageKind;
use domain::ids::{ConversationId, MessageId, ParticipantId, RequestId};
use uuid::Uuid;

use crate::db::Tx;
use crate::{execute, fetch_one, fetch_optional, random};

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

/// Adds a line and gives its id and number. Its author has read it.
pub(crate) async fn post(tx: &mut Tx, line: NewLine<'_>) -> sqlx::Result<(MessageId, i64)> {
    let id = MessageId::new(line.at, &random::bytes());
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "UPDATE conversations SET newest = newest + 1, newest_at = $3,
         low_read = CASE WHEN low_id = $2 THEN newest + 1 ELSE low_read END,
         high_read = CASE WHEN high_id = $2 THEN newest + 1 ELSE high_read END
         WHERE id = $1 RETURNING newest",
        line.conversation.0,
        line.author.0,
        line.at,
    )?;
    execute!(
        tx,
        "INSERT INTO messages (id, conversation_id, number, author_id, kind, body, request_id, sent_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        line.conversation.0,
        number,
        line.author.0,
        line.kind.as_str(),
        line.body,
        line.request.map(|request| request.0),
        line.at,
    )?;
    Ok((id, number))
}

/// Nothing more can be written from now on.
pub(crate) async fn close(tx: &mut Tx, id: ConversationId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "UPDATE conversations SET closed_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}
