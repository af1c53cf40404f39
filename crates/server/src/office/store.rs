//! The SQL of the programme office.

use std::collections::HashMap;

use domain::ids::ParticipantId;
use domain::office::OfficeOverview;
use domain::people::Person;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Tx, count, write_json};
use crate::people::store::{PersonRow, Sight};
use crate::{fetch_all, fetch_one, fetch_optional};

/// Whether somebody is a coordinator who is not suspended.
pub(super) async fn is_coordinator(tx: &mut Tx, id: ParticipantId) -> sqlx::Result<bool> {
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
pub(super) async fn overview(tx: &mut Tx) -> sqlx::Result<OfficeOverview> {
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

/// These participants as the office sees them: no contact details. Who has left is absent.
pub(super) async fn people(
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
        write_json(&hexadecimal(ids))?,
    )?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id()?, row.read(Sight::Masked)))).collect())
}

pub(super) fn hexadecimal(ids: impl IntoIterator<Item = ParticipantId>) -> Vec<String> {
    ids.into_iter().map(|id| id.0.simple().to_string()).collect()
}
