//! The SQL of relationships.

use chrono::{DateTime, Utc};
use domain::ids::{ConversationId, ParticipantId, RelationshipId, RequestId};
use domain::relationships::RelationshipState;
use domain::requests::Side;
use sqlx::FromRow;
use uuid::Uuid;

use crate::criteria::store::from_word;
use crate::db::Tx;
use crate::page::After;
use crate::people::store::PersonRow;
use crate::requests::store::Kept as KeptRequest;
use crate::{execute, fetch_all, fetch_one, fetch_optional, later};

/// A relationship as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: RelationshipId,
    pub(crate) mentor: Option<ParticipantId>,
    pub(crate) mentee: Option<ParticipantId>,
    pub(crate) request: RequestId,
    pub(crate) conversation: ConversationId,
    pub(crate) state: RelationshipState,
    pub(crate) started_at: DateTime<Utc>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
    /// One of the two is suspended since then.
    pub(crate) rests_since: Option<DateTime<Utc>>,
}

impl Kept {
    /// What somebody is in it; nothing for strangers.
    pub(crate) fn side_of(&self, id: ParticipantId) -> Option<Side> {
        if self.mentor == Some(id) {
            Some(Side::Mentor)
        } else {
            (self.mentee == Some(id)).then_some(Side::Mentee)
        }
    }
}

#[derive(FromRow)]
struct KeptRow {
    id: Uuid,
    mentor_id: Option<Uuid>,
    mentee_id: Option<Uuid>,
    request_id: Uuid,
    conversation_id: Uuid,
    state: String,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    rests_since: Option<DateTime<Utc>>,
}

impl TryFrom<KeptRow> for Kept {
    type Error = sqlx::Error;

    fn try_from(row: KeptRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: RelationshipId(row.id),
            mentor: row.mentor_id.map(ParticipantId),
            mentee: row.mentee_id.map(ParticipantId),
            request: RequestId(row.request_id),
            conversation: ConversationId(row.conversation_id),
            state: from_word("relationships.state", &row.state)?,
            started_at: row.started_at,
            ended_at: row.ended_at,
            rests_since: row.rests_since,
        })
    }
}

/// Adds what begins with an accepted request.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: RelationshipId,
    request: &KeptRequest,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO relationships (id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
        id.0,
        request.mentor.map(|id| id.0),
        request.mentee.map(|id| id.0),
        request.id.0,
        request.conversation.0,
        RelationshipState::Active.as_str(),
        at,
    )
}

/// A relationship.
pub(crate) async fn load(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<Option<Kept>> {
    let row = fetch_optional!(
        tx,
        KeptRow,
        "SELECT id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, ended_at, rests_since
         FROM relationships WHERE id = $1",
        id.0,
    )?;
    row.map(Kept::try_from).transpose()
}

/// The relationships between two people that have not ended, whoever mentors whom.
pub(super) async fn active_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        "SELECT id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, ended_at, rests_since FROM relationships
         WHERE ended_at IS NULL AND ((mentor_id = $1 AND mentee_id = $2) OR (mentor_id = $2 AND mentee_id = $1))
         ORDER BY mentor_id, mentee_id",
        one.0,
        other.0,
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// The relationships of somebody that have not ended.
pub(super) async fn active_of(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Vec<Kept>> {
    let rows = fetch_all!(
        tx,
        KeptRow,
        "SELECT id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, ended_at, rests_since FROM relationships
         WHERE ended_at IS NULL AND (mentor_id = $1 OR mentee_id = $1) ORDER BY mentor_id, mentee_id",
        of.0,
    )?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// Ends a relationship; false when it has ended meanwhile.
pub(super) async fn end(
    tx: &mut Tx,
    id: RelationshipId,
    state: RelationshipState,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let ended = execute!(
        tx,
        "UPDATE relationships SET state = $2, ended_at = $3, version = version + 1 WHERE id = $1 AND ended_at IS NULL",
        id.0,
        state.as_str(),
        at,
    )?;
    Ok(ended > 0)
}

/// The two did something in it.
pub(super) async fn touch(tx: &mut Tx, id: RelationshipId, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "UPDATE relationships SET active_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// The email address of somebody, unless suspended.
pub(super) async fn email(tx: &mut Tx, of: ParticipantId) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT email FROM participants WHERE id = $1 AND suspended_at IS NULL",
        of.0,
    )?;
    Ok(found.map(|(email,)| email))
}

/// The number of the wording with which a relationship began.
pub(super) async fn text_number(tx: &mut Tx, request: RequestId) -> sqlx::Result<i64> {
    let (number,) = fetch_one!(tx, (i64,), "SELECT text_number FROM requests WHERE id = $1", request.0)?;
    Ok(number)
}

/// A relationship in a list.
#[derive(FromRow)]
pub(super) struct ListRow {
    pub(super) id: Uuid,
    pub(super) state: String,
    pub(super) is_mentor: bool,
    #[sqlx(flatten)]
    pub(super) partner: PersonRow,
    pub(super) goal: String,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) walking: bool,
}

/// The relationships of somebody, the latest first. Who has blocked the reader has left.
pub(super) async fn latest(
    tx: &mut Tx,
    me: ParticipantId,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<ListRow>> {
    fetch_all!(
        tx,
        ListRow,
        "SELECT r.id, r.state, COALESCE(r.mentor_id = $1, FALSE) AS is_mentor,
                p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
                t.goal, r.started_at, r.ended_at,
                EXISTS (SELECT 1 FROM pairs w WHERE w.entitled
                        AND ((w.mentor_id = r.mentor_id AND w.mentee_id = r.mentee_id)
                             OR (w.mentor_id = r.mentee_id AND w.mentee_id = r.mentor_id))) AS walking
         FROM relationships r
         JOIN requests q ON q.id = r.request_id
         JOIN request_texts t ON t.request_id = q.id AND t.number = q.text_number
         LEFT JOIN participants p ON p.id = CASE WHEN r.mentor_id = $1 THEN r.mentee_id ELSE r.mentor_id END
              AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.participant_id = p.id AND b.blocked_id = $1)
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE (r.mentor_id = $1 OR r.mentee_id = $1) AND (r.started_at, r.id) < ($2, $3)
         ORDER BY r.started_at DESC, r.id DESC LIMIT $4",
        me.0,
        after.at,
        after.id,
        most,
    )
}
