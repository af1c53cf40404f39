//! `cargo xtask bench dashboard`: what the dashboard of a relationship costs among 100,000 of them with 20 meetings each.

#[expect(dead_code, reason = "the benchmarks of the workflow use all of it")]
mod workshop;

#[path = "../tests/api/support/statements.rs"]
#[expect(clippy::unwrap_used, reason = "it is written for tests")]
mod statements;
#[path = "workshop/together.rs"]
mod together;

use std::time::Instant;

use api_client::Client;
use cairn::db::Db;
use cairn::{execute, fetch_all};
use chrono::Duration;
use domain::clock::Clock;
use domain::ids::{ParticipantId, RelationshipId};
use uuid::Uuid;

use statements::{count_statements, most_statements};
use workshop::{Outcome, Platform, fill, p99, print};

const PEOPLE: u32 = 2400;
/// So many mentors, each with so many mentees.
const MENTORS: i64 = 500;
const MENTEES: i64 = 200;
/// Of each relationship: those that were held, and those that are to come.
const HELD: i64 = 17;
const TO_COME: i64 = 3;
const READS: usize = 4000;

#[actix_web::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("dashboard.db").display());
    fill(&database, PEOPLE).await?;
    let relationships = begin_relationships(&database).await?;
    let platform = Platform::start(&database, PEOPLE).await?;
    let client = Client::new(&platform.origin);

    let (mut dashboards, mut rows) = (Vec::new(), Vec::new());
    for number in 0..READS {
        // Far from each other: what was read for one does not help the next.
        let (id, mentee) = relationships[number * 7919 % relationships.len()];
        client.set_token(Some(platform.token(mentee)?));
        let began = Instant::now();
        client.contact().await?;
        rows.push(began.elapsed().as_secs_f64());
        let began = Instant::now();
        client.relationship(id).await?;
        dashboards.push(began.elapsed().as_secs_f64());
    }
    let (id, mentee) = relationships[0];
    client.set_token(Some(platform.token(mentee)?));
    count_statements();
    client.relationship(id).await?;
    let statements = f64::from(u32::try_from(most_statements("GET /api/v1/relationships/{id}"))?);
    platform.stop().await;
    let (dashboard, row) = (p99(&mut dashboards), p99(&mut rows));
    print(&[
        ("dashboard.statements", statements, "statements"),
        ("dashboard.p99_ratio", dashboard / row, "ratio"),
        ("dashboard.p99_ms", dashboard * 1000.0, "ms"),
        ("dashboard.row_p99_ms", row * 1000.0, "ms"),
    ]);
    Ok(())
}

/// Lets many pairs walk together, besides those of the sample programme, and gives each relationship with its mentee.
async fn begin_relationships(database: &str) -> Outcome<Vec<(RelationshipId, ParticipantId)>> {
    let db = Db::connect(database).await?;
    let (mut tx, now) = (db.write().await?, Clock::System.now());
    together::begin(&mut tx, (MENTORS, MENTEES), now - Duration::days(30 * HELD)).await?;
    for number in 0..HELD + TO_COME {
        let starts_at = now + Duration::days(30 * (number - HELD) + 15);
        execute!(
            &mut tx,
            "INSERT INTO meetings (id, relationship_id, state, sequence, version, proposed_by, format, place, words,
                                   slots, starts_at, minutes, settled_at, settled_by, notes, created_at)
             SELECT randomblob(16), id, $1, 1, 2, 'mentee', 'video', 'https://meet.example/room', '', '[]', $2, 60, $3, $4,
                    'We spoke about the briefing and what to try until the next time.', $5
             FROM relationships",
            if number < HELD { "held" } else { "confirmed" },
            starts_at,
            (number < HELD).then_some(starts_at),
            (number < HELD).then_some("mentor"),
            starts_at - Duration::days(20),
        )?;
    }
    execute!(
        &mut tx,
        "INSERT INTO action_items (id, relationship_id, meeting_id, words, who, due_on, added_by, created_at, version)
         SELECT randomblob(16), relationship_id, id, 'Ask for the next briefing.', 'mentee', NULL, 'mentor', $1, 1
         FROM meetings WHERE state = 'held'",
        now,
    )?;
    let rows = fetch_all!(&mut tx, (Uuid, Uuid), "SELECT id, mentee_id FROM relationships ORDER BY id")?;
    tx.commit().await?;
    db.close().await;
    Ok(rows.into_iter().map(|(id, mentee)| (RelationshipId(id), ParticipantId(mentee))).collect())
}
