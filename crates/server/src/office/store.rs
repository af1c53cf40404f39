//! The SQL of the programme office.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Role;
use domain::ids::{AuditEntryId, ConversationId, LetterId, MessageId, ParticipantId, ReportId};
use domain::office::{Decision, LetterState, OfficeOverview, PeopleQuery, WhichRelationships};
use domain::people::Person;
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Deed, LastHere, Standing};
use crate::db::{Tx, count};
use crate::page::After;
use crate::people::store::{PersonRow, Sight};
use crate::{execute, fetch_all, fetch_one, fetch_optional, random};

/// Notes what a coordinator has done, in the transaction that does it.
pub(crate) async fn note(tx: &mut Tx, deed: &Deed<'_>, at: DateTime<Utc>) -> sqlx::Result<()> {
    execute!(
        tx,
        "INSERT INTO audit_entries (id, coordinator_id, action, subject_id, setting, before, after, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        AuditEntryId::new(at, &random::bytes()).0,
        deed.by.0,
        deed.action.as_str(),
        deed.subject.map(|subject| subject.0),
        deed.setting,
        deed.before,
        deed.after,
        at,
    )?;
    Ok(())
}

/// Whether somebody is a coordinator who is not suspended.
pub(crate) async fn is_coordinator(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<bool> {
    let found = fetch_optional!(
        tx,
        (Uuid,),
        "SELECT id FROM participants WHERE id = $1 AND is_coordinator AND suspended_at IS NULL",
        id.0,
    )?;
    Ok(found.is_some())
}

#[derive(FromRow)]
struct OverviewRow {
    open_reports: i64,
    refused_letters: i64,
    waiting_letters: i64,
    participants: i64,
    mentors: i64,
    mentees: i64,
    open_requests: i64,
    active_relationships: i64,
}

/// What waits, and the programme in numbers.
pub(crate) async fn overview(tx: &mut Tx) -> sqlx::Result<OfficeOverview> {
    let row = fetch_one!(
        tx,
        OverviewRow,
        "SELECT
         (SELECT COUNT(*) FROM reports WHERE decided_at IS NULL) AS open_reports,
         (SELECT COUNT(*) FROM letters WHERE state = 'refused') AS refused_letters,
         (SELECT COUNT(*) FROM letters WHERE state = 'waiting' AND attempts > 0) AS waiting_letters,
         (SELECT COUNT(*) FROM requests WHERE state IN ('pending', 'needs_info')) AS open_requests,
         (SELECT COUNT(*) FROM relationships WHERE ended_at IS NULL) AS active_relationships,
         COUNT(*) AS participants, COUNT(CASE WHEN is_mentor THEN 1 END) AS mentors,
         COUNT(CASE WHEN is_mentee THEN 1 END) AS mentees FROM participants"
    )?;
    Ok(OfficeOverview {
        open_reports: count(row.open_reports),
        refused_letters: count(row.refused_letters),
        waiting_letters: count(row.waiting_letters),
        participants: count(row.participants),
        mentors: count(row.mentors),
        mentees: count(row.mentees),
        open_requests: count(row.open_requests),
        active_relationships: count(row.active_relationships),
        ratings: ratings(tx).await?,
    })
}

/// How many said from 1 to 5 how much the programme has helped; empty while none may be told.
async fn ratings(tx: &mut Tx) -> sqlx::Result<Vec<u32>> {
    let said = fetch_all!(tx, (i64, i64), "SELECT rating, COUNT(*) FROM ratings WHERE told GROUP BY rating")?;
    let of = |rating| said.iter().find(|(said, _)| *said == rating).map_or(0, |(_, rows)| count(*rows));
    Ok(if said.is_empty() { Vec::new() } else { (1..=5).map(of).collect() })
}

/// Whom the query finds, the latest here first: those after a place in the list.
pub(crate) async fn find(
    tx: &mut Tx,
    query: &PeopleQuery,
    after: LastHere,
    most: i64,
) -> sqlx::Result<Vec<ParticipantId>> {
    let words: Vec<[String; 2]> = query.text.split_whitespace().map(patterns).collect();
    let rows = fetch_all!(
        tx,
        (Uuid,),
        {
            sqlite: "SELECT p.id FROM participants p
                     WHERE ($1 IS NULL OR CASE $1 WHEN 'mentor' THEN is_mentor WHEN 'mentee' THEN is_mentee ELSE is_coordinator END)
                     AND (NOT $2 OR suspended_at IS NOT NULL)
                     AND NOT EXISTS (SELECT 1 FROM json_each($3) word
                     WHERE LOWER(' ' || display_name) NOT LIKE word.value ->> 0 ESCAPE '\\'
                     AND LOWER(' ' || display_name) NOT LIKE word.value ->> 1 ESCAPE '\\')
                     AND (last_active_on, id) < ($4, $5) ORDER BY last_active_on DESC, id DESC LIMIT $6",
            postgres: "SELECT p.id FROM participants p
                       WHERE ($1::text IS NULL OR CASE $1 WHEN 'mentor' THEN is_mentor WHEN 'mentee' THEN is_mentee ELSE is_coordinator END)
                       AND (NOT $2 OR suspended_at IS NOT NULL)
                       AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements($3::text::jsonb) AS word (value)
                       WHERE LOWER(' ' || display_name) NOT LIKE word.value ->> 0 ESCAPE '\\'
                       AND LOWER(' ' || display_name) NOT LIKE word.value ->> 1 ESCAPE '\\')
                       AND (last_active_on, id) < ($4, $5) ORDER BY last_active_on DESC, id DESC LIMIT $6"
        },
        query.role.map(role),
        query.suspended,
        json(&words)?,
        after.day,
        after.id,
        most,
    )?;
    Ok(rows.into_iter().map(|(id,)| ParticipantId(id)).collect())
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Mentor => "mentor",
        Role::Mentee => "mentee",
        Role::Coordinator => "coordinator",
    }
}

/// How `LIKE` finds a word at the beginning of one of a name in lower case: all of it small, or the first letter still a
/// capital, because an engine may know the lower case of ASCII only.
fn patterns(word: &str) -> [String; 2] {
    let lower = word.to_lowercase();
    let mut rest = lower.chars();
    let capital: String = rest.next().into_iter().flat_map(char::to_uppercase).chain(rest.clone()).collect();
    [lower, capital].map(|word| {
        let word = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("% {word}%")
    })
}

/// A participant with what there is of them.
#[derive(Debug, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "it is a row, and these are its columns")]
pub(crate) struct SummaryRow {
    pub(crate) id: Uuid,
    pub(crate) is_mentor: bool,
    pub(crate) is_mentee: bool,
    pub(crate) is_coordinator: bool,
    pub(crate) suspended_at: Option<DateTime<Utc>>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) last_active_on: NaiveDate,
    pub(crate) places: i64,
    pub(crate) taken: i64,
    pub(crate) paused: bool,
    pub(crate) paused_until: Option<NaiveDate>,
    pub(crate) relationships: i64,
    pub(crate) open_requests: i64,
    pub(crate) reports: i64,
}

/// These participants, the latest here first.
pub(crate) async fn summaries(tx: &mut Tx, ids: &[ParticipantId]) -> sqlx::Result<Vec<SummaryRow>> {
    fetch_all!(
        tx,
        SummaryRow,
        {
            sqlite: "SELECT p.id, p.is_mentor, p.is_mentee, p.is_coordinator, p.suspended_at, p.created_at,
                     p.last_active_on, o.places, o.taken, o.paused, o.paused_until,
                     (SELECT COUNT(*) FROM relationships r WHERE r.mentor_id = p.id AND r.ended_at IS NULL)
                     + (SELECT COUNT(*) FROM relationships r WHERE r.mentee_id = p.id AND r.ended_at IS NULL) AS relationships,
                     (SELECT COUNT(*) FROM requests q WHERE q.mentor_id = p.id AND q.state IN ('pending', 'needs_info'))
                     + (SELECT COUNT(*) FROM requests q WHERE q.mentee_id = p.id AND q.state IN ('pending', 'needs_info')) AS open_requests,
                     (SELECT COUNT(*) FROM reports r WHERE r.reported_id = p.id) AS reports
                     FROM participants p JOIN offers o ON o.participant_id = p.id
                     WHERE p.id IN (SELECT unhex(value) FROM json_each($1)) ORDER BY p.last_active_on DESC, p.id DESC",
            postgres: "SELECT p.id, p.is_mentor, p.is_mentee, p.is_coordinator, p.suspended_at, p.created_at,
                       p.last_active_on, o.places, o.taken, o.paused, o.paused_until,
                       (SELECT COUNT(*) FROM relationships r WHERE r.mentor_id = p.id AND r.ended_at IS NULL)
                       + (SELECT COUNT(*) FROM relationships r WHERE r.mentee_id = p.id AND r.ended_at IS NULL) AS relationships,
                       (SELECT COUNT(*) FROM requests q WHERE q.mentor_id = p.id AND q.state IN ('pending', 'needs_info'))
                       + (SELECT COUNT(*) FROM requests q WHERE q.mentee_id = p.id AND q.state IN ('pending', 'needs_info')) AS open_requests,
                       (SELECT COUNT(*) FROM reports r WHERE r.reported_id = p.id) AS reports
                       FROM participants p JOIN offers o ON o.participant_id = p.id
                       WHERE p.id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))
                       ORDER BY p.last_active_on DESC, p.id DESC"
        },
        json(&hexadecimal(ids.iter().copied()))?,
    )
}

/// These participants as the office sees them: no contact details. Who has left is absent.
pub(crate) async fn people(
    tx: &mut Tx,
    ids: impl IntoIterator<Item = ParticipantId>,
) -> sqlx::Result<HashMap<ParticipantId, Person>> {
    let rows = fetch_all!(
        tx,
        PersonRow,
        {
            sqlite: "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone
                     FROM participants p LEFT JOIN profiles f ON f.participant_id = p.id
                     WHERE p.id IN (SELECT unhex(value) FROM json_each($1))",
            postgres: "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone
                       FROM participants p LEFT JOIN profiles f ON f.participant_id = p.id
                       WHERE p.id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::text::jsonb))"
        },
        json(&hexadecimal(ids))?,
    )?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id()?, row.read(Sight::Masked)))).collect())
}

fn hexadecimal(ids: impl IntoIterator<Item = ParticipantId>) -> Vec<String> {
    ids.into_iter().map(|id| id.0.simple().to_string()).collect()
}

fn json<T: Serialize>(items: &[T]) -> sqlx::Result<String> {
    serde_json::to_string(items).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// What somebody is to the office; nobody else changes it until the transaction ends.
pub(crate) async fn standing(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Option<Standing>> {
    let row = fetch_optional!(
        tx,
        (bool, Option<DateTime<Utc>>),
        {
            sqlite: "SELECT is_coordinator, suspended_at FROM participants WHERE id = $1",
            postgres: "SELECT is_coordinator, suspended_at FROM participants WHERE id = $1 FOR NO KEY UPDATE"
        },
        id.0,
    )?;
    Ok(row.map(|(coordinator, suspended_at)| Standing { coordinator, suspended: suspended_at.is_some() }))
}

/// Suspends somebody since `at`, or reinstates them.
pub(crate) async fn set_suspended(
    tx: &mut Tx,
    id: ParticipantId,
    at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    execute!(tx, "UPDATE participants SET suspended_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// A request between somebody and another.
#[derive(Debug, FromRow)]
pub(crate) struct ThreadRow {
    #[sqlx(flatten)]
    pub(crate) with: PersonRow,
    pub(crate) state: String,
    /// It has become a relationship that has not ended.
    pub(crate) walks: bool,
    pub(crate) sent_at: DateTime<Utc>,
}

/// The requests of somebody, the latest first.
pub(crate) async fn threads(tx: &mut Tx, id: ParticipantId, most: i64) -> sqlx::Result<Vec<ThreadRow>> {
    fetch_all!(
        tx,
        ThreadRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
         q.state, (r.id IS NOT NULL AND r.ended_at IS NULL) AS walks, q.sent_at FROM requests q
         LEFT JOIN relationships r ON r.request_id = q.id
         LEFT JOIN participants p ON p.id = CASE WHEN q.mentor_id = $1 THEN q.mentee_id ELSE q.mentor_id END
         LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE q.mentor_id = $1 OR q.mentee_id = $1 ORDER BY q.sent_at DESC, q.id DESC LIMIT $2",
        id.0,
        most,
    )
}

/// A relationship, as the office sees it.
#[derive(Debug, FromRow)]
pub(crate) struct RelationshipRow {
    pub(crate) id: Uuid,
    pub(crate) mentor_id: Option<Uuid>,
    pub(crate) mentee_id: Option<Uuid>,
    pub(crate) state: String,
    pub(crate) started_at: DateTime<Utc>,
    pub(crate) ended_at: Option<DateTime<Utc>>,
    pub(crate) meetings: i64,
    pub(crate) goals: i64,
    pub(crate) goals_achieved: i64,
    pub(crate) active_at: Option<DateTime<Utc>>,
    /// When a line was last written in the conversation of the two.
    pub(crate) newest_at: DateTime<Utc>,
    pub(crate) idle: bool,
    pub(crate) withdrawn_by: Option<String>,
    pub(crate) reason: String,
}

impl RelationshipRow {
    /// Those of the two who are there.
    pub(crate) fn two(&self) -> impl Iterator<Item = ParticipantId> + use<> {
        [self.mentor_id, self.mentee_id].into_iter().flatten().map(ParticipantId)
    }
}

/// Relationships, the latest first: those after a place in the list.
pub(crate) async fn relationships(
    tx: &mut Tx,
    which: WhichRelationships,
    after: After,
    most: i64,
) -> sqlx::Result<Vec<RelationshipRow>> {
    fetch_all!(
        tx,
        RelationshipRow,
        "SELECT r.id, r.mentor_id, r.mentee_id, r.state, r.started_at, r.ended_at,
                (SELECT COUNT(*) FROM meetings m WHERE m.relationship_id = r.id AND m.state = 'held') AS meetings,
                (SELECT COUNT(*) FROM goals g WHERE g.relationship_id = r.id AND g.state <> 'draft') AS goals,
                (SELECT COUNT(*) FROM goals g WHERE g.relationship_id = r.id AND g.state = 'achieved') AS goals_achieved,
                r.active_at, c.newest_at,
                COALESCE(r.state = 'active' AND r.nudged_at >= COALESCE(r.active_at, r.started_at)
                         AND r.nudged_at >= c.newest_at, FALSE) AS idle,
                w.side AS withdrawn_by, COALESCE(w.reason, '') AS reason
         FROM relationships r JOIN conversations c ON c.id = r.conversation_id
         LEFT JOIN withdrawals w ON w.relationship_id = r.id
         WHERE (NOT $1 OR (r.state = 'active' AND r.nudged_at >= COALESCE(r.active_at, r.started_at)
                           AND r.nudged_at >= c.newest_at))
         AND (NOT $2 OR r.state = 'withdrawn') AND (r.started_at, r.id) < ($3, $4)
         ORDER BY r.started_at DESC, r.id DESC LIMIT $5",
        which == WhichRelationships::Idle,
        which == WhichRelationships::Withdrawn,
        after.at,
        after.id,
        most,
    )
}

/// A report as it is kept.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct ReportRecord {
    pub(crate) id: Uuid,
    reporter_id: Option<Uuid>,
    reported_id: Option<Uuid>,
    message_id: Option<Uuid>,
    pub(crate) words: String,
    pub(crate) created_at: DateTime<Utc>,
    decision: Option<String>,
    pub(crate) decided_at: Option<DateTime<Utc>>,
    pub(crate) answer: String,
    pub(crate) version: i64,
}

impl ReportRecord {
    pub(crate) fn reporter(&self) -> Option<ParticipantId> {
        self.reporter_id.map(ParticipantId)
    }

    pub(crate) fn reported(&self) -> Option<ParticipantId> {
        self.reported_id.map(ParticipantId)
    }

    pub(crate) fn message(&self) -> Option<MessageId> {
        self.message_id.map(MessageId)
    }

    pub(crate) fn decision(&self) -> sqlx::Result<Option<Decision>> {
        self.decision.as_deref().map(word).transpose()
    }
}

/// A word of the database; an unknown one is an error.
pub(super) fn word<T>(word: &str) -> sqlx::Result<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    word.parse().map_err(|error: T::Err| sqlx::Error::Decode(error.into()))
}

/// Reports that nobody has decided about, the oldest first: those after one.
pub(crate) async fn open_reports(tx: &mut Tx, after: ReportId, most: i64) -> sqlx::Result<Vec<ReportRecord>> {
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
pub(crate) async fn decided_reports(
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
pub(crate) async fn reports_about(
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
pub(crate) async fn count_reports_like(tx: &mut Tx, id: ReportId) -> sqlx::Result<u32> {
    let (found,) = fetch_one!(
        tx,
        (i64,),
        "SELECT COUNT(*) FROM reports r JOIN reports o ON o.reported_id = r.reported_id OR o.id = r.id WHERE r.id = $1",
        id.0,
    )?;
    Ok(count(found))
}

/// One report.
pub(crate) async fn report(tx: &mut Tx, id: ReportId) -> sqlx::Result<Option<ReportRecord>> {
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
pub(crate) struct MessageRow {
    #[sqlx(flatten)]
    pub(crate) author: PersonRow,
    pub(crate) id: Uuid,
    pub(crate) body: String,
    pub(crate) sent_at: DateTime<Utc>,
}

/// A message with what was written next to it: two before and two after, and nothing else.
pub(crate) async fn neighbours(tx: &mut Tx, id: MessageId) -> sqlx::Result<Vec<MessageRow>> {
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
pub(crate) async fn decide(
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
pub(crate) async fn remove_message(
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

/// A letter, without address and text.
#[derive(Debug, FromRow)]
pub(crate) struct LetterRow {
    #[sqlx(flatten)]
    pub(crate) to: PersonRow,
    pub(crate) id: Uuid,
    pub(crate) occasion: String,
    state: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) attempts: i64,
    pub(crate) said: String,
    pub(crate) due_at: DateTime<Utc>,
}

impl LetterRow {
    pub(crate) fn state(&self) -> sqlx::Result<LetterState> {
        word(&self.state)
    }
}

/// Letters, all or those in a state, the latest first: those before one.
pub(crate) async fn letters(
    tx: &mut Tx,
    state: Option<LetterState>,
    before: LetterId,
    most: i64,
) -> sqlx::Result<Vec<LetterRow>> {
    fetch_all!(
        tx,
        LetterRow,
        "SELECT p.id AS person_id, p.display_name, f.headline, f.photo, f.time_zone,
         l.id, l.occasion, l.state, l.created_at, l.attempts, l.said, l.due_at FROM letters l
         LEFT JOIN participants p ON p.id = l.participant_id LEFT JOIN profiles f ON f.participant_id = p.id
         WHERE (l.state = $1 OR $1 = '') AND l.id < $2 ORDER BY l.id DESC LIMIT $3",
        state.map_or("", LetterState::as_str),
        before.0,
        most,
    )
}

/// To whom a letter goes and what has become of it.
pub(crate) async fn letter(
    tx: &mut Tx,
    id: LetterId,
) -> sqlx::Result<Option<(Option<ParticipantId>, LetterState)>> {
    let row = fetch_optional!(
        tx,
        (Option<Uuid>, String),
        "SELECT participant_id, state FROM letters WHERE id = $1",
        id.0,
    )?;
    row.map(|(to, state)| Ok((to.map(ParticipantId), word(&state)?))).transpose()
}

/// An entry of the audit trail.
#[derive(Debug, FromRow)]
pub(crate) struct AuditRow {
    pub(crate) id: Uuid,
    coordinator_id: Uuid,
    pub(crate) action: String,
    subject_id: Option<Uuid>,
    pub(crate) setting: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) at: DateTime<Utc>,
}

impl AuditRow {
    pub(crate) fn coordinator(&self) -> ParticipantId {
        ParticipantId(self.coordinator_id)
    }

    pub(crate) fn subject(&self) -> Option<ParticipantId> {
        self.subject_id.map(ParticipantId)
    }
}

/// What coordinators did, the latest first: what came before an entry.
pub(crate) async fn audit(tx: &mut Tx, before: AuditEntryId, most: i64) -> sqlx::Result<Vec<AuditRow>> {
    fetch_all!(
        tx,
        AuditRow,
        "SELECT id, coordinator_id, action, subject_id, setting, before, after, at FROM audit_entries
         WHERE id < $1 ORDER BY id DESC LIMIT $2",
        before.0,
        most,
    )
}

/// What coordinators did to somebody, the latest first.
pub(crate) async fn audit_about(tx: &mut Tx, id: ParticipantId, most: i64) -> sqlx::Result<Vec<AuditRow>> {
    fetch_all!(
        tx,
        AuditRow,
        "SELECT id, coordinator_id, action, subject_id, setting, before, after, at FROM audit_entries
         WHERE subject_id = $1 ORDER BY id DESC LIMIT $2",
        id.0,
        most,
    )
}
