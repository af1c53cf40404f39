//! The SQL of the reports.

use chrono::{DateTime, Utc};
use domain::ids::{ConversationId, MessageId, ParticipantId, ReportId};
use domain::office::Decision;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, count, from_word_if_any};
use crate::people::store::PersonRow;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// A report as it is kept.
#[derive(Clone, Debug, FromRow)]
pub(in crate::office) struct ReportRecord {
    pub(super) id: Uuid,
    reporter_id: Option<Uuid>,
    reported_id: Option<Uuid>,
    message_id: Option<Uuid>,
    pub(super) words: String,
    pub(super) created_at: DateTime<Utc>,
    decision: Option<String>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    pub(super) answer: String,
    pub(super) version: i64,
}

impl ReportRecord {
    pub(super) fn reporter(&self) -> Option<ParticipantId> {
        self.reporter_id.map(ParticipantId)
    }

    pub(super) fn reported(&self) -> Option<ParticipantId> {
        self.reported_id.map(ParticipantId)
    }

    pub(super) fn message(&self) -> Option<MessageId> {
        self.message_id.map(MessageId)
    }

    pub(super) fn decision(&self) -> sqlx::Result<Option<Decision>> {
        from_word_if_any("reports.decision", self.decision.as_deref())
    }
}

/// Reports that nobody has decided about, the oldest first: those after one.
pub(super) async fn open_reports(tx: &mut Tx, after: ReportId, most: i64) -> sqlx::Result<Vec<ReportRecord>> {
    fetch_all!(
        tx,
        ReportRecord,
        "SELECT id, reporter_id, reported_id, message_id, words, created_at, decision, decided_at, answer, version
         FROM reports WHERE decided_at IS NULL AND id > $1 ORDER BY id LIMIT $2",
        after.0,
        most,
    )
}

/// Reports that were decided, the latest first: those before one.
pub(super) async fn decided_reports(
    tx: &mut Tx,
    (at, id): (DateTime<Utc>, ReportId),
    most: i64,
) -> sqlx::Result<Vec<ReportRecord>> {
    fetch_all!(
        tx,
        ReportRecord,
        "SELECT id, reporter_id, reported_id, message_id, words, created_at, decision, decided_at, answer, version
         FROM reports WHERE (decided_at, id) < ($1, $2) ORDER BY decided_at DESC, id DESC LIMIT $3",
        at,
        id.0,
        most,
    )
}

/// Reports about somebody, the latest first.
pub(in crate::office) async fn reports_about(
    tx: &mut Tx,
    id: ParticipantId,
    most: i64,
) -> sqlx::Result<Vec<ReportRecord>> {
    fetch_all!(
        tx,
        ReportRecord,
        "SELECT id, reporter_id, reported_id, message_id, words, created_at, decision, decided_at, answer, version
         FROM reports WHERE reported_id = $1 ORDER BY id DESC LIMIT $2",
        id.0,
        most,
    )
}

/// How many reports there are about the same person as this one.
pub(super) async fn count_reports_like(tx: &mut Tx, id: ReportId) -> sqlx::Result<u32> {
    let (found,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM reports r JOIN reports o ON o.reported_id = r.reported_id OR o.id = r.id WHERE r.id = $1",
        id.0,
    )?;
    Ok(count(found))
}

/// One report.
pub(super) async fn report(tx: &mut Tx, id: ReportId) -> sqlx::Result<Option<ReportRecord>> {
    fetch_optional!(
        tx,
        ReportRecord,
        "SELECT id, reporter_id, reported_id, message_id, words, created_at, decision, decided_at, answer, version
         FROM reports WHERE id = $1",
        id.0,
    )
}

/// A message that coordinators may see.
#[derive(Debug, FromRow)]
pub(super) struct MessageRow {
    #[sqlx(flatten)]
    pub(super) author: PersonRow,
    pub(super) id: Uuid,
    pub(super) body: String,
    pub(super) sent_at: DateTime<Utc>,
}

/// A message with what was written next to it: two before and two after, and nothing else.
pub(super) async fn neighbours(tx: &mut Tx, id: MessageId) -> sqlx::Result<Vec<MessageRow>> {
    fetch_all!(
        tx,
        MessageRow,
        "WITH it AS (SELECT conversation_id, number FROM messages WHERE id = $1),
         near AS (
           SELECT * FROM (SELECT m.id FROM messages m JOIN it ON m.conversation_id = it.conversation_id
             WHERE m.number <= it.number AND (m.kind = 'text' OR m.id = $1) ORDER BY m.number DESC LIMIT 3) before
           UNION
           SELECT * FROM (SELECT m.id FROM messages m JOIN it ON m.conversation_id = it.conversation_id
             WHERE m.number >= it.number AND (m.kind = 'text' OR m.id = $1) ORDER BY m.number LIMIT 3) after)
         SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone, m.id, m.body, m.sent_at
         FROM near JOIN messages m ON m.id = near.id LEFT JOIN participants p ON p.id = m.author_id
         LEFT JOIN profiles f ON f.participant_id = p.id ORDER BY m.number",
        id.0,
    )
}

/// Keeps what was decided; false when the report is no longer at this version.
pub(super) async fn decide(
    tx: &mut Tx,
    report: &ReportRecord,
    decision: Decision,
    answer: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let changed = execute!(
        tx,
        "UPDATE reports SET decision = $3, answer = $4, decided_at = $5, version = version + 1
         WHERE id = $1 AND version = $2 AND decided_at IS NULL",
        report.id,
        report.version,
        decision.as_str(),
        answer,
        at,
    )?;
    Ok(changed > 0)
}

#[derive(FromRow)]
struct PlaceRow {
    id: Uuid,
    low_id: Option<Uuid>,
    high_id: Option<Uuid>,
}

/// Takes a message away, and says where it was and who was there.
pub(super) async fn remove_message(
    tx: &mut Tx,
    id: MessageId,
    at: DateTime<Utc>,
) -> sqlx::Result<(ConversationId, Vec<ParticipantId>)> {
    execute!(tx, "UPDATE messages SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL", id.0, at)?;
    let place = fetch_one!(
        tx,
        PlaceRow,
        "SELECT c.id, c.low_id, c.high_id FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE m.id = $1",
        id.0,
    )?;
    let two = place.low_id.into_iter().chain(place.high_id).map(ParticipantId).collect();
    Ok((ConversationId(place.id), two))
}
