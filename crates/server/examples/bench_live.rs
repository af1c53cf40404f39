//! `cargo xtask bench workflow`, the second half: how soon a message is on the other's open page, what open pages weigh, and
//! how search does beside them.

#[expect(dead_code, reason = "the benchmarks of pages use the rest")]
mod workshop;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use actix_web::web;
use api_client::Client;
use cairn::db::Db;
use cairn::fetch_all;
use domain::conversations::WriteMessage;
use domain::ids::ParticipantId;
use tokio::time::timeout;
use uuid::Uuid;

use workshop::{Outcome, Platform, fill, median, print, request};

const PEOPLE: u32 = 2000;
const MESSAGES: usize = 50;
const STREAMS: usize = 1000;
const ROUNDS: usize = 5;
/// How long search is asked at a time.
const SEARCHING: Duration = Duration::from_secs(2);
/// News that takes longer is lost.
const PATIENCE: Duration = Duration::from_secs(10);

#[actix_web::main]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite:{}", folder.path().join("live.db").display());
    fill(&database, PEOPLE).await?;
    let platform = Platform::start(&database, PEOPLE).await?;
    let delay = message_ms(&platform).await?;
    platform.told().await?;

    let searcher = browser(&platform, searcher(&database).await?)?;
    let quiet = searches_per_second(&searcher).await?;
    let before = resident_mb()?;
    let mut ratios = Vec::new();
    let mut weights = Vec::new();
    for _ in 0..ROUNDS {
        let alone = searches_per_second(&searcher).await?;
        let streams = open_streams(&platform).await?;
        weights.push(resident_mb()? - before);
        ratios.push(searches_per_second(&searcher).await? / alone);
        drop(streams);
    }
    platform.stop().await;
    print(&[
        ("live.message_ms", delay, "ms"),
        ("live.mb_per_1000_streams", median(&mut weights), "MB"),
        ("live.search_ratio", median(&mut ratios), "ratio"),
        ("live.searches_per_second", quiet, "requests/s"),
    ]);
    Ok(())
}

/// Somebody who has said what a mentor should bring.
async fn searcher(database: &str) -> Outcome<ParticipantId> {
    let db = Db::connect(database).await?;
    let found = fetch_all!(
        &mut db.read().await?,
        (Uuid,),
        "SELECT participant_id FROM preferred_criteria ORDER BY participant_id LIMIT 1"
    )?;
    db.close().await;
    found.first().map(|(id,)| ParticipantId(*id)).ok_or_else(|| "nobody searches".into())
}

fn browser(platform: &Platform, participant: ParticipantId) -> Outcome<Client> {
    let client = Client::new(&platform.origin);
    client.set_token(Some(platform.token(participant)?));
    Ok(client)
}

/// From the beginning of the call that writes a message until the other's stream says that there is something new.
async fn message_ms(platform: &Platform) -> Outcome<f64> {
    let (mentor, mentee) = (platform.mentors[0], platform.mentees[0]);
    let writer = browser(platform, mentee)?;
    let conversation = writer.send_request("bench-live", &request(mentor)).await?.value.conversation;
    let page = reqwest::Client::new().get(format!("{}/api/v1/events", platform.origin));
    let mut page = page.bearer_auth(platform.token(mentor)?).send().await?.error_for_status()?;
    // The greeting.
    timeout(PATIENCE, page.chunk()).await??;
    let mut delays = Vec::new();
    for number in 0..MESSAGES {
        // News of the message before must not count for this one.
        while let Ok(Ok(Some(_))) = timeout(Duration::from_millis(100), page.chunk()).await {}
        let message = WriteMessage { body: format!("Message {number}") };
        let began = Instant::now();
        let key = format!("bench-live-{number}");
        let write = writer.write_message(conversation, &key, &message);
        let hear = async { timeout(PATIENCE, news(&mut page)).await?.map(|()| began.elapsed()) };
        let (written, heard) = tokio::join!(write, hear);
        written?;
        delays.push(heard?.as_secs_f64() * 1000.0);
    }
    Ok(median(&mut delays))
}

/// Waits for an event; what only keeps the connection open is none.
async fn news(page: &mut reqwest::Response) -> Outcome<()> {
    while let Some(chunk) = page.chunk().await? {
        if chunk.windows(5).any(|window| window == b"data:") {
            return Ok(());
        }
    }
    Err("the stream has ended".into())
}

/// Pages of different people that listen. Their ends here weigh next to nothing: a socket each.
async fn open_streams(platform: &Platform) -> Outcome<Vec<TcpStream>> {
    let people = platform.mentors.iter().cycle().take(STREAMS);
    let tokens = people.map(|id| platform.token(*id)).collect::<Outcome<Vec<String>>>()?;
    let address = platform.origin.trim_start_matches("http://").to_owned();
    web::block(move || tokens.iter().map(|token| open_stream(&address, token)).collect()).await?
}

fn open_stream(address: &str, token: &str) -> Outcome<TcpStream> {
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET /api/v1/events HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n"
    )?;
    let mut answer = BufReader::new(&stream);
    let mut line = String::new();
    answer.read_line(&mut line)?;
    if !line.contains(" 200 ") {
        return Err(format!("no stream: {line}").into());
    }
    while !line.contains("hello") {
        line.clear();
        if answer.read_line(&mut line)? == 0 {
            return Err("a stream ended at once".into());
        }
    }
    Ok(stream)
}

/// One after the other.
async fn searches_per_second(client: &Client) -> Outcome<f64> {
    let began = Instant::now();
    let mut count = 0;
    while began.elapsed() < SEARCHING {
        client.mentors("").await?;
        count += 1;
    }
    Ok(f64::from(count) / began.elapsed().as_secs_f64())
}

/// What this process holds in memory.
fn resident_mb() -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: f64 = line.and_then(|line| line.trim().split(' ').next()).unwrap_or_default().parse()?;
    Ok(kilobytes / 1000.0)
}
