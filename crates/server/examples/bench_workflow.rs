//! `cargo xtask bench workflow`, the first half: how many transactions a second send → accept makes over HTTP, beside the
//! same statements made bare, each transaction as durable: by sqlx on SQLite, by pgbench on PostgreSQL.
//!
//! `BENCH_POSTGRES` is the address of a server that syncs its commits, `BENCH_PGBENCH` the program; without them SQLite is
//! measured alone.

#[expect(dead_code, reason = "the benchmarks of pages use the rest")]
mod workshop;

use std::env;
use std::path::Path;
use std::process::Command;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::web;
use api_client::Client;
use domain::clock::Clock;
use domain::ids::{ParticipantId, RequestId};
use domain::requests::Accept;
use futures_util::future::try_join_all;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Executor as _, PgConnection};

use workshop::{Outcome, Platform, fill, median, print, request};

const PEOPLE: u32 = 400;
/// Half of them.
const MENTORS: usize = 200;
/// How often send → accept is made at a time; the clients share them.
const UNITS: u32 = 160;
const ROUNDS: usize = 5;

/// What sending a request asks and writes in its transaction, besides news. What is in braces is filled in: two people, two
/// new ids, the time, and what PostgreSQL locks.
const SEND: [&str; 15] = [
    "INSERT INTO idempotency_keys (participant_id, route, key, body_hash, version, location, answer, at)
     VALUES ({mentee}, 'send_request', {key}, {hash}, 0, '', '', {now})",
    "SELECT id, is_mentor, is_mentee FROM participants WHERE id IN ({mentor}, {mentee}) AND suspended_at IS NULL
     {ORDER BY id FOR SHARE}",
    "INSERT INTO pairs (mentor_id, mentee_id) VALUES ({mentor}, {mentee}) ON CONFLICT DO NOTHING",
    "SELECT open_request, active_relationship, declined_at FROM pairs
     WHERE mentor_id = {mentor} AND mentee_id = {mentee} {FOR UPDATE}",
    "SELECT places, taken, paused, paused_until,
            EXISTS (SELECT 1 FROM blocks WHERE (participant_id = {mentee} AND blocked_id = {mentor})
                                            OR (participant_id = {mentor} AND blocked_id = {mentee}))
            OR EXISTS (SELECT 1 FROM pairs WHERE apart
                       AND ((mentor_id = {mentee} AND mentee_id = {mentor})
                         OR (mentor_id = {mentor} AND mentee_id = {mentee}))) AS closed
     FROM offers WHERE participant_id = {mentor} {FOR UPDATE}",
    "INSERT INTO conversations (id, low_id, high_id, opened_by, opened_at, newest, newest_at, low_read, high_read)
     VALUES ({id}, {mentor}, {mentee}, {mentee}, {now}, 0, {now}, 0, 0)
     ON CONFLICT (low_id, high_id) DO UPDATE SET closed_at = NULL",
    LINE,
    "INSERT INTO messages (id, conversation_id, number, author_id, kind, body, request_id, sent_at)
     VALUES ({id}, {id}, 1, {mentee}, 'request_sent', '', {id}, {now})",
    "INSERT INTO requests (id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number,
                           sent_at, turn_at, reminders, expires_at, ends_at)
     VALUES ({id}, {mentor}, {mentee}, {id}, 'pending', 1, 1, 0, {now}, {now}, 0, {now}, {now})",
    "INSERT INTO request_texts (request_id, number, support, topics, every_weeks, minutes, until_on, goal, why, written_at)
     VALUES ({id}, 1, 'I freeze in front of more than ten people.', '[]', 4, 60, NULL,
             'I want to open a briefing for thirty people.', 'You led wards for twelve years.', {now})",
    STEP,
    "UPDATE pairs SET open_request = {id} WHERE mentor_id = {mentor} AND mentee_id = {mentee}",
    "UPDATE preferences SET open_requests = open_requests + 1 WHERE participant_id = {mentee} AND open_requests < 5",
    "UPDATE idempotency_keys SET version = 1, location = '/api/v1/requests/', answer = 'the view, as JSON'
     WHERE participant_id = {mentee} AND route = 'send_request' AND key = {key}",
    "INSERT INTO events (id, fact, happened_at) VALUES ({id}, '{\"request_sent\":{}}', {now})",
];

/// What accepting it asks and writes in its transaction, besides news.
const ACCEPT: [&str; 15] = [
    REQUEST,
    "UPDATE offers SET taken = taken + 1 WHERE participant_id = {mentor} AND taken < places
     RETURNING places, taken, paused, paused_until",
    "UPDATE requests SET state = 'accepted', version = 2, answered_at = {now} WHERE id = {id} AND version = 1",
    STEP,
    "UPDATE pairs SET open_request = NULL WHERE mentor_id = {mentor} AND mentee_id = {mentee}",
    "UPDATE preferences SET open_requests = open_requests - 1 WHERE participant_id = {mentee} AND open_requests > 0",
    "SELECT s.planned_months, t.until_on, t.every_weeks,
            (SELECT COUNT(*) FROM participants p WHERE p.id IN ({mentor}, {mentee}) AND p.suspended_at IS NULL)
     FROM settings s CROSS JOIN request_texts t WHERE t.request_id = {id} AND t.number = 1",
    "INSERT INTO relationships (id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, version)
     VALUES ({id}, {mentor}, {mentee}, {id}, {id}, 'active', {now}, 1)",
    "UPDATE pairs SET active_relationship = {id} WHERE mentor_id = {mentor} AND mentee_id = {mentee}",
    "UPDATE pairs SET entitled =
         NOT EXISTS (SELECT 1 FROM participants s WHERE s.id IN (pairs.mentor_id, pairs.mentee_id) AND s.suspended_at IS NOT NULL)
         AND (active_relationship IS NOT NULL OR EXISTS (
             SELECT 1 FROM relationships r WHERE r.mentor_id = pairs.mentor_id AND r.mentee_id = pairs.mentee_id
             AND r.state = 'completed' AND (r.in_touch_since IS NOT NULL OR r.closes_at > {now})))
     WHERE mentor_id = {mentor} AND mentee_id = {mentee}",
    LINE,
    "INSERT INTO messages (id, conversation_id, number, author_id, kind, body, request_id, sent_at)
     VALUES ({other}, {id}, 2, {mentor}, 'request_accepted', '', {id}, {now})",
    "INSERT INTO events (id, fact, happened_at) VALUES ({other}, '{\"request_accepted\":{}}', {now})",
    "UPDATE counters SET value = value + 1 WHERE name = 'changes'",
    "INSERT INTO changes (participant_id, number) SELECT {mentor}, value FROM counters WHERE name = 'changes'
     ON CONFLICT (participant_id) DO UPDATE SET number = excluded.number",
];

/// What accepting asks besides on PostgreSQL, after its first question: others write at the same time there.
const LOCK: [&str; 3] = [
    "SELECT mentor_id, mentee_id FROM pairs
     WHERE (mentor_id = {mentor} AND mentee_id = {mentee}) OR (mentor_id = {mentee} AND mentee_id = {mentor})
     ORDER BY mentor_id, mentee_id FOR UPDATE",
    "SELECT id FROM conversations WHERE id = {id} FOR UPDATE",
    REQUEST,
];

/// What PostgreSQL tells all servers with the commit.
const ANNOUNCE: &str = "SELECT pg_notify('cairn', {mentor's token} || ',' || {mentee's token})";

const REQUEST: &str = "SELECT id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number, sent_at,
     turn_at, reminders, expires_at, stopped_at, ends_at, answered_at, decline_reason FROM requests WHERE id = {id}";

const LINE: &str = "UPDATE conversations SET newest = newest + 1, newest_at = {now},
     low_read = CASE WHEN low_id = {mentee} THEN newest + 1 ELSE low_read END,
     high_read = CASE WHEN high_id = {mentee} THEN newest + 1 ELSE high_read END WHERE id = {id}";

const STEP: &str = "INSERT INTO request_steps (request_id, number, action, side, words, at)
     SELECT {id}, COALESCE(MAX(number), 0) + 1, 'send', 'mentee', '', {now} FROM request_steps WHERE request_id = {id}";

/// A piece of news for somebody.
const NEWS: [&str; 2] = [
    "INSERT INTO inboxes (participant_id, newest, seen, token, answers, requests, messages)
     SELECT id, 1, 0, {token}, TRUE, TRUE, TRUE FROM participants WHERE id = {to} {FOR KEY SHARE}
     ON CONFLICT (participant_id) DO UPDATE SET newest = inboxes.newest + 1",
    "INSERT INTO live_events (participant_id, number, news, at)
     SELECT participant_id, newest, '{\"kind\":\"request\"}', {now} FROM inboxes WHERE participant_id = {to}",
];

#[actix_web::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let [one, sixteen] = on_sqlite(folder.path()).await?;
    let mut figures = vec![
        ("workflow.sqlite_ratio", one.ratio, "ratio"),
        ("workflow.sqlite_ratio_16", sixteen.ratio, "ratio"),
        ("workflow.sqlite_per_second", one.rate, "transactions/s"),
        ("workflow.sqlite_per_second_16", sixteen.rate, "transactions/s"),
    ];
    if let (Ok(server), Ok(pgbench)) = (env::var("BENCH_POSTGRES"), env::var("BENCH_PGBENCH")) {
        let found = on_postgres(&server, &pgbench, folder.path()).await?;
        figures.push(("workflow.postgres_ratio", found.ratio, "ratio"));
        figures.push(("workflow.postgres_per_second", found.rate, "transactions/s"));
    }
    print(&figures);
    Ok(())
}

/// How we do beside the bare statements, and how many transactions we make a second.
struct Found {
    ratio: f64,
    rate: f64,
}

/// The rounds of one measurement: ours and the bare ones in turn.
#[derive(Default)]
struct Rounds {
    ratios: Vec<f64>,
    rates: Vec<f64>,
}

impl Rounds {
    fn add(&mut self, ours: f64, bare: f64) {
        self.ratios.push(ours / bare);
        self.rates.push(ours);
    }

    fn found(mut self) -> Found {
        Found { ratio: median(&mut self.ratios), rate: median(&mut self.rates) }
    }
}

/// With one client and with sixteen.
async fn on_sqlite(folder: &Path) -> Outcome<[Found; 2]> {
    let address = |name: &str| format!("sqlite:{}", folder.join(name).display());
    let (ours, bare) = (address("ours.db"), address("bare.db"));
    fill(&ours, PEOPLE).await?;
    fill(&bare, PEOPLE).await?;
    let platform = Arc::new(Platform::start(&ours, PEOPLE).await?);
    let bare = Arc::new(Bare::open(&bare, &platform).await?);
    let mut number = 0;
    let mut found = [Rounds::default(), Rounds::default()];
    for _ in 0..ROUNDS {
        for (rounds, clients) in found.iter_mut().zip([1, 16]) {
            let ours = ours_per_second(&platform, clients, number).await?;
            platform.told().await?;
            rounds.add(ours, bare.per_second(clients, number).await?);
            number += UNITS;
        }
    }
    if let Some(platform) = Arc::into_inner(platform) {
        platform.stop().await;
    }
    Ok(found.map(Rounds::found))
}

/// The two people of a unit: each time others.
fn pair(platform: &Platform, number: u32) -> (ParticipantId, ParticipantId) {
    let number = number as usize;
    let count = platform.mentors.len();
    (platform.mentors[number % count], platform.mentees[(number / count + number) % count])
}

/// Transactions a second over HTTP: a unit is two. The clients have a thread of their own, as if they
/// were elsewhere.
async fn ours_per_second(platform: &Arc<Platform>, clients: u32, first: u32) -> Outcome<f64> {
    let platform = Arc::clone(platform);
    let ask = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(ask(&platform, clients, first))
    };
    web::block(ask).await?
}

async fn ask(platform: &Arc<Platform>, clients: u32, first: u32) -> Outcome<f64> {
    let each = UNITS / clients;
    let began = Instant::now();
    let tasks = (0..clients).map(|client| {
        let platform = Arc::clone(platform);
        let numbers = (first..).skip((client * each) as usize).take(each as usize);
        async move {
            let client = Client::new(&platform.origin);
            for number in numbers {
                let (mentor, mentee) = pair(&platform, number);
                send_and_accept(&platform, &client, mentor, mentee, number).await?;
            }
            Outcome::Ok(())
        }
    });
    try_join_all(tasks.map(tokio::spawn)).await?.into_iter().collect::<Outcome<Vec<()>>>()?;
    Ok(f64::from(2 * UNITS) / began.elapsed().as_secs_f64())
}

async fn send_and_accept(
    platform: &Platform,
    client: &Client,
    mentor: ParticipantId,
    mentee: ParticipantId,
    number: u32,
) -> Outcome<()> {
    client.set_token(Some(platform.token(mentee)?));
    let sent = client.send_request(&format!("bench-{number}"), &request(mentor)).await?;
    client.set_token(Some(platform.token(mentor)?));
    client.accept_request(sent.value.id, &sent.version, &Accept { welcome: String::new() }).await?;
    Ok(())
}

/// The same statements by sqlx: whoever comes waits for the one writer, and commits alone.
struct Bare {
    pool: SqlitePool,
    people: Vec<(ParticipantId, ParticipantId)>,
    send: Vec<&'static str>,
    accept: Vec<&'static str>,
}

impl Bare {
    async fn open(address: &str, platform: &Platform) -> Outcome<Self> {
        let options = SqliteConnectOptions::from_str(address)?
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_mins(1));
        let text = |statement: String| -> &'static str { for_sqlite(&statement).leak() };
        let units = UNITS * 2 * u32::try_from(ROUNDS)?;
        Ok(Self {
            pool: pool.connect_with(options).await?,
            people: (0..units).map(|number| pair(platform, number)).collect(),
            send: with_news(&SEND, 2).into_iter().map(text).collect(),
            accept: with_news(&ACCEPT, 3).into_iter().map(text).collect(),
        })
    }

    async fn per_second(self: &Arc<Self>, clients: u32, first: u32) -> Outcome<f64> {
        let each = UNITS / clients;
        let began = Instant::now();
        let tasks = (0..clients).map(|client| {
            let bare = Arc::clone(self);
            let numbers = (first..).skip((client * each) as usize).take(each as usize);
            async move {
                for number in numbers {
                    bare.unit(number).await?;
                }
                Outcome::Ok(())
            }
        });
        try_join_all(tasks.map(actix_web::rt::spawn)).await?.into_iter().collect::<Outcome<Vec<()>>>()?;
        Ok(f64::from(2 * UNITS) / began.elapsed().as_secs_f64())
    }

    async fn unit(&self, number: u32) -> Outcome<()> {
        let (mentor, mentee) = self.people[number as usize];
        let now = Clock::System.now();
        let [id, other] = [1, 2].map(|kind| {
            let mut bytes = [kind; 10];
            bytes[6..].copy_from_slice(&number.to_be_bytes());
            RequestId::new(now, &bytes)
        });
        for transaction in [&self.send, &self.accept] {
            let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
            for statement in transaction {
                let bound = sqlx::query(*statement).bind(mentor.0).bind(mentee.0).bind(id.0).bind(other.0);
                bound.bind(now).execute(&mut *tx).await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}

/// The statements of a transaction with so many pieces of news for each of the two.
fn with_news(written: &[&str], news: usize) -> Vec<String> {
    let written = written.iter().map(|statement| (*statement).to_owned());
    let told = ["mentor", "mentee"].iter().flat_map(|to| {
        let piece = NEWS.map(|text| {
            text.replace("{to}", &format!("{{{to}}}")).replace("{token}", &format!("{{{to}'s token}}"))
        });
        std::iter::repeat_n(piece, news).flatten()
    });
    written.chain(told).collect()
}

/// With numbered arguments: mentor, mentee, two ids, the time.
fn for_sqlite(statement: &str) -> String {
    let names = [
        (" {ORDER BY id FOR SHARE}", ""),
        (" {FOR UPDATE}", ""),
        (" {FOR KEY SHARE}", ""),
        ("{key}", "hex($3)"),
        ("{hash}", "zeroblob(32)"),
        ("{mentor's token}", "hex($1)"),
        ("{mentee's token}", "hex($2)"),
        ("{mentor}", "$1"),
        ("{mentee}", "$2"),
        ("{id}", "$3"),
        ("{other}", "$4"),
        ("{now}", "$5"),
    ];
    names.iter().fold(statement.to_owned(), |text, (name, argument)| text.replace(name, argument))
}

/// With pgbench's variables: sample people and new ids by their number, all with the same moment.
fn for_pgbench(statement: &str, moment: &str) -> String {
    let numbered = |kind: &str, variable: &str| {
        format!("('{moment}-7000-{kind}-' || lpad(to_hex(:{variable}::bigint), 12, '0'))::uuid")
    };
    let (mentor, mentee) = (numbered("8000", "mentor"), numbered("8000", "mentee"));
    let names = [
        ("{ORDER BY id FOR SHARE}", "ORDER BY id FOR SHARE".to_owned()),
        ("{FOR UPDATE}", "FOR UPDATE".to_owned()),
        ("{FOR KEY SHARE}", "FOR KEY SHARE".to_owned()),
        ("{key}", format!("{}::text", numbered("9000", "number"))),
        ("{hash}", "decode(repeat('00', 32), 'hex')".to_owned()),
        ("{mentor's token}", format!("{mentor}::text")),
        ("{mentee's token}", format!("{mentee}::text")),
        ("{mentor}", mentor),
        ("{mentee}", mentee),
        ("{id}", numbered("9000", "number")),
        ("{other}", numbered("a000", "number")),
        ("{now}", "now()".to_owned()),
    ];
    names.iter().fold(statement.to_owned(), |text, (name, value)| text.replace(name, value))
}

/// With one client.
async fn on_postgres(server: &str, pgbench: &str, folder: &Path) -> Outcome<Found> {
    let (host, _) = server.rsplit_once('/').ok_or("the address names no database")?;
    let address = |name: &str| format!("{host}/{name}");
    let mut connection = PgConnection::connect(server).await?;
    connection.execute("CREATE DATABASE ours").await?;
    connection.execute("CREATE DATABASE bare").await?;
    fill(&address("ours"), PEOPLE).await?;
    fill(&address("bare"), PEOPLE).await?;
    let platform = Arc::new(Platform::start(&address("ours"), PEOPLE).await?);
    let script = folder.join("workflow.sql");
    std::fs::write(&script, pgbench_script(&platform))?;
    let mut rounds = Rounds::default();
    let mut number = 0;
    for _ in 0..ROUNDS {
        let ours = ours_per_second(&platform, 1, number).await?;
        platform.told().await?;
        let mut command = Command::new(pgbench);
        command.args(["-n", "-M", "prepared", "-c", "1", "-t", &UNITS.to_string()]);
        command.args(["-D", &format!("number={number}"), "-f"]).arg(&script).arg(address("bare"));
        rounds.add(ours, web::block(move || bare_per_second(&mut command)).await??);
        number += UNITS;
    }
    if let Some(platform) = Arc::into_inner(platform) {
        platform.stop().await;
    }
    Ok(rounds.found())
}

fn pgbench_script(platform: &Platform) -> String {
    let moment: String = platform.mentors[0].to_string().chars().take(13).collect();
    let transaction = |written: &[&str], news| {
        let statements = with_news(written, news).into_iter().chain([ANNOUNCE.to_owned()]);
        let statements: Vec<_> = statements.map(|text| for_pgbench(&text, &moment) + ";\n").collect();
        format!("BEGIN;\n{}COMMIT;\n", statements.concat())
    };
    format!(
        "\\set number :number + 1\n\\set mentor :number % {MENTORS}\n\
         \\set mentee {MENTORS} + (:number / {MENTORS} + :number) % {MENTORS}\n{}{}",
        transaction(&SEND, 2),
        transaction(&[&ACCEPT[..1], &LOCK, &ACCEPT[1..]].concat(), 3),
    )
}

/// Runs pgbench: each run of its script is two transactions.
fn bare_per_second(command: &mut Command) -> Outcome<f64> {
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate =
        text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse::<f64>().ok());
    match rate.filter(|_| output.status.success()) {
        Some(rate) => Ok(2.0 * rate),
        None => Err(format!("{text}{}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}
