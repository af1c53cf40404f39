use chrono::{DateTime, Utc};
use domain::ids::{
    ConversationId, GoalId, MeetingId, NotificationId, ParticipantId, RelationshipId, RequestId,
};
use domain::notifications::{LetterKind, News, Notification, NotificationKind, NotificationSettings};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, count};
use crate::people::store::{PersonRow, Sight};
use crate::{execute, fetch_all, fetch_one, fetch_optional, later, live, random};

/// Something new for a participant.
#[derive(Clone, Debug)]
pub(crate) struct NewNotification {
    pub(crate) to: ParticipantId,
    pub(crate) kind: NotificationKind,
    pub(crate) actor: Option<ParticipantId>,
    pub(crate) request: Option<RequestId>,
    pub(crate) conversation: Option<ConversationId>,
    pub(crate) relationship: Option<RelationshipId>,
    pub(crate) meeting: Option<MeetingId>,
    pub(crate) goal: Option<GoalId>,
    pub(crate) tool: Option<String>,
}

#[derive(FromRow)]
struct NotificationRow {
    id: Uuid,
    number: i64,
    kind: String,
    request_id: Option<Uuid>,
    conversation_id: Option<Uuid>,
    relationship_id: Option<Uuid>,
    meeting_id: Option<Uuid>,
    goal_id: Option<Uuid>,
    tool: Option<String>,
    at: DateTime<Utc>,
    read: bool,
    /// The two are entitled to each other's contact details.
    entitled: bool,
    #[sqlx(flatten)]
    actor: PersonRow,
}

impl NotificationRow {
    fn read(self) -> sqlx::Result<Notification> {
        let kind = self.kind.parse().map_err(|_| sqlx::Error::Decode("notifications.kind".into()))?;
        let sight = if self.entitled { Sight::Whole } else { Sight::Masked };
        Ok(Notification {
            id: NotificationId(self.id),
            number: self.number,
            kind,
            actor: self.actor.id().is_some().then(|| self.actor.read(sight)),
            request: self.request_id.map(RequestId),
            conversation: self.conversation_id.map(ConversationId),
            relationship: self.relationship_id.map(RelationshipId),
            meeting: self.meeting_id.map(MeetingId),
            goal: self.goal_id.map(GoalId),
            tool: self.tool,
            at: self.at,
            read: self.read,
        })
    }
}

/// Adds a notification under the next number of its reader.
pub(crate) async fn insert(tx: &mut Tx, new: &NewNotification, at: DateTime<Utc>) -> sqlx::Result<()> {
    live::store::count(tx, new.to).await?;
    later!(
        tx,
        "INSERT INTO notifications (id, participant_id, number, kind, actor_id, request_id, conversation_id,
                                    relationship_id, meeting_id, tool, at, goal_id)
         SELECT $1, participant_id, newest, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM inboxes WHERE participant_id = $2",
        NotificationId::new(at, &random::bytes()).0,
        new.to.0,
        new.kind.as_str(),
        new.actor.map(|actor| actor.0),
        new.request.map(|request| request.0),
        new.conversation.map(|conversation| conversation.0),
        new.relationship.map(|relationship| relationship.0),
        new.meeting.map(|meeting| meeting.0),
        new.tool.as_deref(),
        at,
        new.goal.map(|goal| goal.0),
    )
}

/// A notification about messages of this conversation is there that its reader has not seen.
pub(crate) async fn has_unseen_message(
    tx: &mut Tx,
    reader: ParticipantId,
    conversation: ConversationId,
) -> sqlx::Result<bool> {
    let (found,) = fetch_one!(
        tx,
        (bool,),
        "SELECT EXISTS (SELECT 1 FROM notifications n JOIN inboxes i ON i.participant_id = n.participant_id
                        WHERE n.participant_id = $1 AND n.number > i.seen AND NOT n.read AND n.kind = $2 AND n.conversation_id = $3)",
        reader.0,
        NotificationKind::Message.as_str(),
        conversation.0,
    )?;
    Ok(found)
}

/// The notifications of a participant before a number, the latest first. Whoever has blocked the reader is as one who has
/// left.
pub(crate) async fn list(
    tx: &mut Tx,
    id: ParticipantId,
    before: i64,
    limit: u32,
) -> sqlx::Result<Vec<Notification>> {
    let rows = fetch_all!(
        tx,
        NotificationRow,
        "SELECT n.id, n.number, n.kind, n.request_id, n.conversation_id, n.relationship_id, n.meeting_id, n.goal_id, n.tool, n.at, n.read OR n.number <= i.seen AS read,
                EXISTS (SELECT 1 FROM pairs t WHERE t.entitled
                        AND ((t.mentor_id = n.participant_id AND t.mentee_id = n.actor_id)
                          OR (t.mentor_id = n.actor_id AND t.mentee_id = n.participant_id))) AS entitled,
                p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone
         FROM notifications n JOIN inboxes i ON i.participant_id = n.participant_id
         LEFT JOIN participants p ON p.id = n.actor_id AND NOT EXISTS
           (SELECT 1 FROM blocks b WHERE b.participant_id = n.actor_id AND b.blocked_id = n.participant_id)
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE n.participant_id = $1 AND n.number < $2 ORDER BY n.number DESC LIMIT $3",
        id.0,
        before,
        i64::from(limit),
    )?;
    rows.into_iter().map(NotificationRow::read).collect()
}

/// How many notifications a participant has not seen.
pub(crate) async fn unread(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<u32> {
    let (unread,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM notifications n JOIN inboxes i ON i.participant_id = n.participant_id
         WHERE n.participant_id = $1 AND n.number > i.seen AND NOT n.read",
        id.0,
    )?;
    Ok(count(unread))
}

/// The participant has seen everything up to a number; false when that is not new.
pub(crate) async fn see(tx: &mut Tx, id: ParticipantId, up_to: i64) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE inboxes SET seen = CASE WHEN $2 < newest THEN $2 ELSE newest END
         WHERE participant_id = $1 AND seen < $2 AND seen < newest",
        id.0,
        up_to,
    )?;
    Ok(changed > 0)
}

/// The participant has read the notification of this number; false when that is not new.
pub(crate) async fn read(tx: &mut Tx, id: ParticipantId, number: i64) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE notifications SET read = TRUE WHERE participant_id = $1 AND number = $2 AND NOT read",
        id.0,
        number,
    )?;
    Ok(changed > 0)
}

/// The participant has read the messages of this conversation; false when no notification was about them.
pub(crate) async fn read_messages(
    tx: &mut Tx,
    id: ParticipantId,
    conversation: ConversationId,
) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE notifications SET read = TRUE
         WHERE participant_id = $1 AND kind = $2 AND conversation_id = $3 AND NOT read",
        id.0,
        NotificationKind::Message.as_str(),
        conversation.0,
    )?;
    Ok(changed > 0)
}

/// How much is new for a participant.
pub(crate) async fn news(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<News> {
    let notifications = unread(tx, id).await?;
    let (conversations, requests) = fetch_one!(
        tx,
        (i64, i64),
        "SELECT (SELECT COUNT(*) FROM conversations WHERE low_id = $1 AND newest > low_read)
              + (SELECT COUNT(*) FROM conversations WHERE high_id = $1 AND newest > high_read),
                (SELECT COUNT(*) FROM requests WHERE mentor_id = $1 AND state = 'pending')
              + (SELECT COUNT(*) FROM requests WHERE mentee_id = $1 AND state = 'needs_info')",
        id.0,
    )?;
    Ok(News { notifications, conversations: count(conversations), requests: count(requests) })
}

/// What comes by letter to a participant, and its version; everything, as long as nothing was chosen.
pub(crate) async fn settings(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<(NotificationSettings, i64)> {
    let found = fetch_optional!(
        tx,
        (bool, bool, bool, bool, bool, bool, i64),
        "SELECT answers, requests, messages, meetings, goals, relationships, version FROM inboxes WHERE participant_id = $1",
        id.0,
    )?;
    let (answers, requests, messages, meetings, goals, relationships, version) =
        found.unwrap_or((true, true, true, true, true, true, 1));
    Ok((NotificationSettings { answers, requests, messages, meetings, goals, relationships }, version))
}

/// Saves what comes by letter over the version that was `seen`, and gives the new version; nothing if there is another one.
pub(crate) async fn save_settings(
    tx: &mut Tx,
    id: ParticipantId,
    settings: &NotificationSettings,
    seen: i64,
) -> sqlx::Result<Option<i64>> {
    make_inbox(tx, id).await?;
    let saved = fetch_optional!(
        tx,
        (i64,),
        "UPDATE inboxes SET answers = $3, requests = $4, messages = $5, meetings = $6, relationships = $7, goals = $8, version = version + 1
         WHERE participant_id = $1 AND version = $2 RETURNING version",
        id.0,
        seen,
        settings.answers,
        settings.requests,
        settings.messages,
        settings.meetings,
        settings.relationships,
        settings.goals,
    )?;
    Ok(saved.map(|(version,)| version))
}

/// What comes by letter to a participant, and the token by which letters are switched off.
pub(crate) struct Switches {
    pub(crate) settings: NotificationSettings,
    pub(crate) token: String,
}

/// The same, by `i.answers, i.requests, i.messages, i.meetings, i.goals, i.relationships, i.token` of
/// `LEFT JOIN inboxes i`.
#[derive(Debug, FromRow)]
pub(crate) struct SwitchesRow {
    answers: Option<bool>,
    requests: Option<bool>,
    messages: Option<bool>,
    meetings: Option<bool>,
    goals: Option<bool>,
    relationships: Option<bool>,
    token: Option<String>,
}

impl SwitchesRow {
    /// Nothing as long as there is no inbox.
    pub(crate) fn read(self) -> Option<Switches> {
        let settings = NotificationSettings {
            answers: self.answers?,
            requests: self.requests?,
            messages: self.messages?,
            meetings: self.meetings?,
            goals: self.goals?,
            relationships: self.relationships?,
        };
        Some(Switches { settings, token: self.token? })
    }
}

/// What comes by letter to a participant who gets an inbox if there is none yet.
pub(crate) async fn switches(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Switches> {
    make_inbox(tx, id).await?;
    let row = fetch_one!(
        tx,
        SwitchesRow,
        "SELECT answers, requests, messages, meetings, goals, relationships, token FROM inboxes WHERE participant_id = $1",
        id.0,
    )?;
    row.read().ok_or(sqlx::Error::RowNotFound)
}

/// Gives a participant an inbox who has none yet.
async fn make_inbox(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<()> {
    later!(
        tx,
        "INSERT INTO inboxes (participant_id, newest, seen, token, answers, requests, messages)
         VALUES ($1, 0, 0, $2, TRUE, TRUE, TRUE) ON CONFLICT (participant_id) DO NOTHING",
        id.0,
        random::secret(),
    )
}

/// Switches letters of a kind off; false when nobody has this token.
pub(crate) async fn switch_off(tx: &mut Tx, token: &str, kind: LetterKind) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE inboxes SET answers = answers AND $2 <> 'answers', requests = requests AND $2 <> 'requests',
         messages = messages AND $2 <> 'messages', meetings = meetings AND $2 <> 'meetings', goals = goals AND $2 <> 'goals',
         relationships = relationships AND $2 <> 'relationships', version = version + 1 WHERE token = $1",
        token,
        kind.as_str(),
    )?;
    Ok(changed > 0)
}

/// Deletes notifications from before `old`.
pub(crate) async fn delete_old(tx: &mut Tx, old: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(tx, "DELETE FROM notifications WHERE at < $1", old)?;
    Ok(())
}
