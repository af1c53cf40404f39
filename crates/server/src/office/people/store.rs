//! The SQL of the participants.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Role;
use domain::ids::ParticipantId;
use domain::office::PeopleQuery;
use sqlx::FromRow;
use uuid::Uuid;

use super::{LastHere, Standing};
use crate::db::{Tx, write_json};
use crate::office::store::hexadecimal;
use crate::people::store::PersonRow;
use crate::{execute, fetch_all, fetch_optional};

/// Whom the query finds, the latest here first: those after a place in the list.
pub(super) async fn find(
    tx: &mut Tx,
    query: &PeopleQuery,
    after: LastHere,
    most: i64,
) -> sqlx::Result<Vec<LastHere>> {
    let words: Vec<[String; 2]> = query.text.split_whitespace().map(patterns).collect();
    fetch_all!(
        tx,
        LastHere,
        {
            sqlite: "SELECT p.last_active_on, p.id FROM participants p
                     WHERE ($1 IS NULL OR CASE $1 WHEN 'mentor' THEN is_mentor WHEN 'mentee' THEN is_mentee ELSE is_coordinator END)
                     AND (NOT $2 OR suspended_at IS NOT NULL)
                     AND NOT EXISTS (SELECT 1 FROM json_each($3) word
                     WHERE LOWER(' ' || display_name) NOT LIKE word.value ->> 0 ESCAPE '\\'
                     AND LOWER(' ' || display_name) NOT LIKE word.value ->> 1 ESCAPE '\\')
                     AND (last_active_on, id) < ($4, $5) ORDER BY last_active_on DESC, id DESC LIMIT $6",
            postgres: "SELECT p.last_active_on, p.id FROM participants p
                       WHERE ($1::text IS NULL OR CASE $1 WHEN 'mentor' THEN is_mentor WHEN 'mentee' THEN is_mentee ELSE is_coordinator END)
                       AND (NOT $2 OR suspended_at IS NOT NULL)
                       AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements($3::text::jsonb) AS word (value)
                       WHERE LOWER(' ' || display_name) NOT LIKE word.value ->> 0 ESCAPE '\\'
                       AND LOWER(' ' || display_name) NOT LIKE word.value ->> 1 ESCAPE '\\')
                       AND (last_active_on, id) < ($4, $5) ORDER BY last_active_on DESC, id DESC LIMIT $6"
        },
        query.role.map(Role::as_str),
        query.suspended,
        write_json(&words)?,
        after.day,
        after.id,
        most,
    )
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
pub(super) struct SummaryRow {
    pub(super) id: Uuid,
    pub(super) is_mentor: bool,
    pub(super) is_mentee: bool,
    pub(super) is_coordinator: bool,
    pub(super) suspended_at: Option<DateTime<Utc>>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) last_active_on: NaiveDate,
    pub(super) places: i64,
    pub(super) taken: i64,
    pub(super) paused: bool,
    pub(super) paused_until: Option<NaiveDate>,
    pub(super) relationships: i64,
    pub(super) open_requests: i64,
    pub(super) reports: i64,
}

/// These participants, the latest here first.
pub(super) async fn summaries(tx: &mut Tx, ids: &[ParticipantId]) -> sqlx::Result<Vec<SummaryRow>> {
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
        write_json(&hexadecimal(ids.iter().copied()))?,
    )
}

/// What somebody is to the office; nobody else changes it until the transaction ends.
pub(super) async fn standing(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<Option<Standing>> {
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
pub(super) async fn set_suspended(
    tx: &mut Tx,
    id: ParticipantId,
    at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    execute!(tx, "UPDATE participants SET suspended_at = $2 WHERE id = $1", id.0, at)?;
    Ok(())
}

/// A request between somebody and another.
#[derive(Debug, FromRow)]
pub(super) struct ThreadRow {
    #[sqlx(flatten)]
    pub(super) with: PersonRow,
    pub(super) state: String,
    /// It has become a relationship that has not ended.
    pub(super) walks: bool,
    pub(super) sent_at: DateTime<Utc>,
}

/// The requests of somebody, the latest first.
pub(super) async fn threads(tx: &mut Tx, id: ParticipantId, most: i64) -> sqlx::Result<Vec<ThreadRow>> {
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
