//! Many who walk together.

use cairn::db::Tx;
use cairn::execute;
use chrono::{DateTime, Utc};

use crate::workshop::Outcome;

/// Lets so many mentors each walk with so many mentees, since then, besides those of the sample programme.
pub(crate) async fn begin(
    tx: &mut Tx,
    (mentors, mentees): (i64, i64),
    started_at: DateTime<Utc>,
) -> Outcome<()> {
    execute!(
        tx,
        "INSERT INTO pairs (mentor_id, mentee_id, active_relationship, entitled)
         SELECT mentors.id, mentees.id, randomblob(16), TRUE
         FROM (SELECT participant_id AS id, row_number() OVER (ORDER BY participant_id) - 1 AS number
               FROM offers WHERE help <> '') AS mentors
         JOIN (SELECT participant_id AS id, row_number() OVER (ORDER BY participant_id) - 1 AS number
               FROM offers WHERE help <> '') AS mentees
         ON mentors.number < $1 AND mentees.number >= $1 AND mentees.number < 2 * $1
         AND (mentees.number - mentors.number) % $1 < $2",
        mentors,
        mentees,
    )?;
    execute!(
        tx,
        "INSERT INTO conversations (id, low_id, high_id, opened_by, opened_at, newest, newest_at, low_read, high_read)
         SELECT active_relationship, min(mentor_id, mentee_id), max(mentor_id, mentee_id), mentee_id, $1, 0, $1, 0, 0
         FROM pairs WHERE active_relationship NOT IN (SELECT id FROM relationships)",
        started_at,
    )?;
    execute!(
        tx,
        "INSERT INTO requests (id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number,
                               sent_at, turn_at, reminders, expires_at, ends_at, answered_at)
         SELECT active_relationship, mentor_id, mentee_id, active_relationship, 'accepted', 2, 1, 1,
                $1, $1, 0, $1, $1, $1
         FROM pairs WHERE active_relationship NOT IN (SELECT id FROM relationships)",
        started_at,
    )?;
    execute!(
        tx,
        "INSERT INTO request_texts (request_id, number, support, topics, every_weeks, minutes, until_on, goal, why, written_at)
         SELECT active_relationship, 1, 'I freeze in front of more than ten people.', '[]', 4, 60, NULL,
                'I want to open a briefing for thirty people.', 'You led wards for twelve years.', $1
         FROM pairs WHERE active_relationship NOT IN (SELECT id FROM relationships)",
        started_at,
    )?;
    execute!(
        tx,
        "INSERT INTO relationships (id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, version)
         SELECT active_relationship, mentor_id, mentee_id, active_relationship, active_relationship, 'active', $1, 1
         FROM pairs WHERE active_relationship NOT IN (SELECT id FROM relationships)",
        started_at,
    )?;
    Ok(())
}
