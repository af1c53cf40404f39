//! The SQL of what is to be told, and of what letters about it quote.

use chrono::{DateTime, Utc};
use domain::conversations::MessageKind;
use domain::events::Event;
use domain::ids::{
    EventId, GoalId, MeetingId, MessageId, MilestoneId, ParticipantId, RelationshipId, ReportId, RequestId,
};
use domain::requests::RequestAction;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, write_json};
use crate::notifications::store::SwitchesRow;
use crate::{execute, fetch_all, fetch_optional, later};

/// Keeps a fact until it has been told.
pub async fn insert(tx: &mut Tx, id: EventId, event: &Event, at: DateTime<Utc>) -> sqlx::Result<()> {
    let fact = write_json(event)?;
    later!(tx, "INSERT INTO events (id, fact, happened_at) VALUES ($1, $2, $3)", id.0, fact, at)
}

/// The facts that name somebody, in the order in which they are taken to be told: nobody waits for somebody who waits.
pub(super) async fn naming(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Vec<(Uuid, String)>> {
    fetch_all!(
        tx,
        (Uuid, String),
        {
            sqlite: "SELECT id, fact FROM events WHERE fact LIKE '%' || $1 || '%' ORDER BY id",
            postgres: "SELECT id, fact FROM events WHERE fact LIKE '%' || $1 || '%' ORDER BY id FOR UPDATE"
        },
        id.to_string()
    )
}

/// Says a fact in other words.
pub(super) async fn replace(tx: &mut Tx, id: Uuid, event: &Event) -> sqlx::Result<()> {
    let fact = write_json(event)?;
    execute!(tx, "UPDATE events SET fact = $2 WHERE id = $1", id, fact)?;
    Ok(())
}

/// Forgets the facts that name somebody.
pub(super) async fn forget(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<u64> {
    execute!(tx, "DELETE FROM events WHERE fact LIKE '%' || $1 || '%'", id.to_string())
}

/// Takes so many of the oldest facts, in their order: they are gone with the commit, and no other server takes them
/// meanwhile.
pub(crate) async fn take(tx: &mut Tx, most: i64) -> sqlx::Result<Vec<(String, DateTime<Utc>)>> {
    let mut taken = fetch_all!(
        tx,
        (Uuid, String, DateTime<Utc>),
        {
            sqlite: "DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT $1)
                     RETURNING id, fact, happened_at",
            // An array is made once; what stands behind IN may be asked again for each row, and then takes more.
            postgres: "DELETE FROM events WHERE id = ANY (ARRAY(SELECT id FROM events ORDER BY id LIMIT $1 FOR UPDATE))
                       RETURNING id, fact, happened_at"
        },
        most,
    )?;
    taken.sort_unstable_by_key(|(id, ..)| *id);
    Ok(taken.into_iter().map(|(_, fact, at)| (fact, at)).collect())
}

/// Somebody who may be told something. Nobody erases them until the transaction ends.
#[derive(Debug, FromRow)]
pub(crate) struct Someone {
    id: Uuid,
    pub(crate) email: String,
    pub(crate) display_name: String,
    pub(crate) suspended: bool,
    /// One of the two has blocked the other.
    pub(crate) blocked: bool,
    /// What comes to them by letter.
    #[sqlx(flatten)]
    pub(crate) switches: SwitchesRow,
}

/// Who the two are, unless they have left.
pub(crate) async fn two(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
) -> sqlx::Result<(Option<Someone>, Option<Someone>)> {
    let mut found = fetch_all!(
        tx,
        Someone,
        {
            sqlite: "SELECT p.id, p.email, p.display_name, p.suspended_at IS NOT NULL AS suspended,
                            EXISTS (SELECT 1 FROM blocks WHERE (participant_id = $1 AND blocked_id = $2)
                                                            OR (participant_id = $2 AND blocked_id = $1)) AS blocked,
                            i.answers, i.requests, i.messages, i.meetings, i.goals, i.relationships, i.token
                     FROM participants p LEFT JOIN inboxes i ON i.participant_id = p.id WHERE p.id IN ($1, $2)",
            postgres: "SELECT p.id, p.email, p.display_name, p.suspended_at IS NOT NULL AS suspended,
                              EXISTS (SELECT 1 FROM blocks WHERE (participant_id = $1 AND blocked_id = $2)
                                                              OR (participant_id = $2 AND blocked_id = $1)) AS blocked,
                              i.answers, i.requests, i.messages, i.meetings, i.goals, i.relationships, i.token
                       FROM participants p LEFT JOIN inboxes i ON i.participant_id = p.id WHERE p.id IN ($1, $2)
                       FOR KEY SHARE OF p"
        },
        one.0,
        other.0,
    )?;
    let mut take =
        |id: ParticipantId| Some(found.swap_remove(found.iter().position(|someone| someone.id == id.0)?));
    Ok((take(one), take(other)))
}

/// A message, as whoever tells of it needs to know it.
#[derive(Debug, FromRow)]
pub(crate) struct Line {
    /// Its number in the conversation.
    pub(crate) number: i64,
    /// What was written.
    pub(crate) body: String,
    /// The reader has read it.
    pub(crate) read: bool,
    /// Another message of the author from before waits for the reader.
    pub(crate) follows: bool,
}

/// A message that its author has written and nobody has taken away.
pub(crate) async fn line(tx: &mut Tx, id: MessageId, reader: ParticipantId) -> sqlx::Result<Option<Line>> {
    fetch_optional!(
        tx,
        Line,
        "SELECT m.number, m.body, m.number <= CASE WHEN c.low_id = $2 THEN c.low_read ELSE c.high_read END AS read,
                EXISTS (SELECT 1 FROM messages o WHERE o.conversation_id = m.conversation_id AND o.author_id = m.author_id
                        AND o.kind = $3 AND o.number < m.number
                        AND o.number > CASE WHEN c.low_id = $2 THEN c.low_read ELSE c.high_read END) AS follows
         FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.id = $1 AND m.kind = $3 AND m.removed_at IS NULL",
        id.0,
        reader.0,
        MessageKind::Text.as_str(),
    )
}

/// The support that a request asks for.
pub(crate) async fn support(tx: &mut Tx, id: RequestId) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT support FROM request_texts WHERE request_id = $1 ORDER BY number DESC LIMIT 1",
        id.0,
    )?;
    Ok(found.map(|(support,)| support))
}

/// What was said when something was last done with a request.
pub(crate) async fn words(tx: &mut Tx, id: RequestId, action: RequestAction) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT words FROM request_steps WHERE request_id = $1 AND action = $2 ORDER BY number DESC LIMIT 1",
        id.0,
        action.as_str(),
    )?;
    Ok(found.map(|(words,)| words))
}

/// What the coordinators answered to a report.
pub(crate) async fn answer(tx: &mut Tx, id: ReportId) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(tx, (String,), "SELECT answer FROM reports WHERE id = $1", id.0)?;
    Ok(found.map(|(answer,)| answer))
}

/// The other of the two of a relationship, unless they have left.
pub(super) async fn partner(
    tx: &mut Tx,
    relationship: RelationshipId,
    of: ParticipantId,
) -> sqlx::Result<Option<ParticipantId>> {
    let found = fetch_optional!(
        tx,
        (Option<Uuid>,),
        "SELECT CASE WHEN mentor_id = $2 THEN mentee_id ELSE mentor_id END FROM relationships WHERE id = $1",
        relationship.0,
        of.0,
    )?;
    Ok(found.and_then(|(id,)| id).map(ParticipantId))
}

/// When a meeting begins that has a time, how many minutes it takes, and the time zone of somebody who reads that.
pub(super) async fn meeting(
    tx: &mut Tx,
    meeting: MeetingId,
    reader: ParticipantId,
) -> sqlx::Result<Option<(DateTime<Utc>, i64, String)>> {
    fetch_optional!(
        tx,
        (DateTime<Utc>, i64, String),
        "SELECT m.starts_at, m.minutes, f.time_zone FROM meetings m JOIN profiles f ON f.participant_id = $2
         WHERE m.id = $1 AND m.starts_at IS NOT NULL",
        meeting.0,
        reader.0,
    )
}

/// The words with which somebody withdrew from a relationship.
pub(super) async fn withdrawal(tx: &mut Tx, relationship: RelationshipId) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT words FROM withdrawals WHERE relationship_id = $1",
        relationship.0
    )?;
    Ok(found.map(|(words,)| words))
}

/// The thanks that the other shows to a reader.
pub(super) async fn thanks(
    tx: &mut Tx,
    relationship: RelationshipId,
    reader: ParticipantId,
) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(
        tx,
        (String,),
        "SELECT s.thanks FROM relationship_sides s JOIN relationships r ON r.id = s.relationship_id
         WHERE r.id = $1 AND s.shows_thanks AND s.side = CASE WHEN r.mentor_id = $2 THEN 'mentee' ELSE 'mentor' END",
        relationship.0,
        reader.0,
    )?;
    Ok(found.map(|(thanks,)| thanks))
}

/// The words with which the times of a meeting were offered.
pub(super) async fn proposal(tx: &mut Tx, meeting: MeetingId) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(tx, (String,), "SELECT words FROM meetings WHERE id = $1", meeting.0)?;
    Ok(found.map(|(words,)| words))
}

/// The words with which a meeting was called off.
pub(super) async fn cancellation(tx: &mut Tx, meeting: MeetingId) -> sqlx::Result<Option<String>> {
    let found =
        fetch_optional!(tx, (String,), "SELECT settled_words FROM meetings WHERE id = $1", meeting.0)?;
    Ok(found.map(|(words,)| words))
}

/// What a goal is called.
pub(super) async fn goal(tx: &mut Tx, goal: GoalId) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(tx, (String,), "SELECT title FROM goals WHERE id = $1", goal.0)?;
    Ok(found.map(|(title,)| title))
}

/// What a milestone is called.
pub(super) async fn milestone(tx: &mut Tx, milestone: MilestoneId) -> sqlx::Result<Option<String>> {
    let found = fetch_optional!(tx, (String,), "SELECT title FROM milestones WHERE id = $1", milestone.0)?;
    Ok(found.map(|(title,)| title))
}
