//! `cargo xtask bench goals`: what the page of a goal with 50 milestones and 1,000 progress entries costs.

#[path = "../tests/api/support/statements.rs"]
#[expect(clippy::unwrap_used, reason = "it is written for tests")]
mod statements;
#[path = "workshop/together.rs"]
mod together;
#[expect(dead_code, reason = "the benchmarks of the workflow use all of it")]
mod workshop;

use std::time::Instant;

use api_client::Client;
use cairn::db::Db;
use cairn::{execute, fetch_all};
use chrono::{Duration, NaiveDate};
use domain::clock::Clock;
use domain::ids::{GoalId, ParticipantId};
use uuid::Uuid;

use statements::{count_statements, most_statements};
use workshop::{Outcome, Platform, fill, p99, print};

const PEOPLE: u32 = 400;
/// So many mentors, each with so many mentees: as many goals.
const MENTORS: i64 = 40;
const MENTEES: i64 = 5;
const MILESTONES: i64 = 50;
const ENTRIES: i64 = 1000;
const COMMENTS: i64 = 20;
const READS: usize = 3000;

#[actix_web::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("goals.db").display());
    fill(&database, PEOPLE).await?;
    let goals = set_goals(&database).await?;
    let platform = Platform::start(&database, PEOPLE).await?;
    let client = Client::new(&platform.origin);

    let (mut pages, mut rows) = (Vec::new(), Vec::new());
    for number in 0..READS {
        let (id, mentee) = goals[number * 7919 % goals.len()];
        client.set_token(Some(platform.token(mentee)?));
        let began = Instant::now();
        client.contact().await?;
        rows.push(began.elapsed().as_secs_f64());
        let began = Instant::now();
        client.goal(id).await?;
        pages.push(began.elapsed().as_secs_f64());
    }
    count_statements();
    client.goal(goals[(READS - 1) * 7919 % goals.len()].0).await?;
    let statements = f64::from(u32::try_from(most_statements("GET /api/v1/goals/{id}"))?);
    platform.stop().await;
    let (page, row) = (p99(&mut pages), p99(&mut rows));
    print(&[
        ("goals.statements", statements, "statements"),
        ("goals.p99_ratio", page / row, "ratio"),
        ("goals.p99_ms", page * 1000.0, "ms"),
        ("goals.row_p99_ms", row * 1000.0, "ms"),
    ]);
    Ok(())
}

/// Gives many pairs a goal each, and gives each goal with its mentee.
async fn set_goals(database: &str) -> Outcome<Vec<(GoalId, ParticipantId)>> {
    let db = Db::connect(database).await?;
    let (mut tx, now) = (db.write().await?, Clock::System.now());
    let began = now - Duration::days(ENTRIES);
    together::begin(&mut tx, (MENTORS, MENTEES), began).await?;
    execute!(
        &mut tx,
        "INSERT INTO goals (id, relationship_id, state, version, author, title, specific, kind, measure, baseline, target, unit,
                            attainable, relevant, due_on, excuses, active_since, last_words, planned_at, drafted_at, changed_at)
         SELECT id, id, 'active', 1, 'mentee', 'Speak to groups with ease', 'Give ten short talks to groups', 'number',
                'Confidence when speaking', 3000, 8000, 'out of 10', 'One talk every three weeks', 'I take over the briefing',
                $2, '[]', $1, '', $1, $1, $1 FROM relationships",
        began,
        (now + Duration::days(200)).date_naive(),
    )?;
    for number in 0..MILESTONES {
        execute!(
            &mut tx,
            "INSERT INTO milestones (id, goal_id, position, title, due_on, weight, done_at, done_by, planned_at)
             SELECT randomblob(16), id, $1, 'Give a talk to a group of more than fifteen people', $2, 1, NULL, NULL, $3
             FROM goals WHERE id = relationship_id",
            number + 1,
            (began + Duration::days(20 * number)).date_naive(),
            began,
        )?;
    }
    for number in 0..ENTRIES {
        let (at, day): (_, NaiveDate) =
            (began + Duration::days(number), (began + Duration::days(number)).date_naive());
        execute!(
            &mut tx,
            "INSERT INTO progress_entries (id, goal_id, value, note, day, happened_at, written_by, written_at, version)
             SELECT randomblob(16), id, $1, 'I forgot the card and it did not matter: twenty-two people listened.', $2, $3, 'mentee', $3, 1
             FROM goals WHERE id = relationship_id",
            3000 + 5 * number + 500 * (number % 3),
            day,
            at,
        )?;
    }
    for _ in 0..COMMENTS {
        execute!(
            &mut tx,
            "INSERT INTO goal_comments (id, goal_id, part, words, written_by, written_at)
             SELECT randomblob(16), id, 'attainable', 'Leave a week free in August. Rest is part of it.', 'mentor', $1
             FROM goals WHERE id = relationship_id",
            now,
        )?;
    }
    let rows = fetch_all!(
        &mut tx,
        (Uuid, Uuid),
        "SELECT g.id, r.mentee_id FROM goals g JOIN relationships r ON r.id = g.relationship_id
         WHERE g.id = g.relationship_id ORDER BY g.id"
    )?;
    tx.commit().await?;
    db.close().await;
    Ok(rows.into_iter().map(|(id, mentee)| (GoalId(id), ParticipantId(mentee))).collect())
}
