//! What the benchmarks of the workflow share: a server with mentors and mentees in it, and who they are.

use std::error::Error;
use std::time::Duration;

use actix_web::web;
use cairn::app::{self, App};
use cairn::auth::Actor;
use cairn::config::Config;
use cairn::worker::Worker;
use cairn::{execute, fetch_all};
use clap::Parser;
use domain::clock::Clock;
use domain::ids::{ParticipantId, SessionId};
use domain::requests::{RequestText, SendRequest};
use uuid::Uuid;

/// What goes wrong ends the measurement.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// As many places as a mentor can have.
const PLACES: i64 = 100;

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    config: Config,
}

/// A running server.
pub(crate) struct Platform {
    /// Where it listens.
    pub(crate) origin: String,
    /// People who mentor.
    pub(crate) mentors: Vec<ParticipantId>,
    /// People who look for mentors; as many.
    pub(crate) mentees: Vec<ParticipantId>,
    app: web::Data<App>,
    handle: actix_web::dev::ServerHandle,
    worker: Worker,
}

/// Fills an empty database with people, half of them mentors who have many places, the other half mentees.
pub(crate) async fn fill(database: &str, people: u32) -> Outcome<()> {
    let server = app::build(config(database, people), Clock::System).await?;
    let mut tx = server.app.db.write().await?;
    execute!(&mut tx, "UPDATE participants SET is_mentor = TRUE, is_mentee = TRUE")?;
    execute!(&mut tx, "UPDATE offers SET places = $1, paused = FALSE", PLACES)?;
    tx.commit().await?;
    server.until(std::future::ready(())).await?;
    Ok(())
}

impl Platform {
    /// Starts a server on a database that was filled.
    pub(crate) async fn start(database: &str, people: u32) -> Outcome<Self> {
        let server = app::build(config(database, people), Clock::System).await?;
        let mut tx = server.app.db.read().await?;
        let ids = fetch_all!(
            &mut tx,
            (Uuid,),
            "SELECT participant_id FROM offers WHERE help <> '' ORDER BY participant_id"
        )?;
        drop(tx);
        let ids: Vec<_> = ids.into_iter().map(|(id,)| ParticipantId(id)).collect();
        let (mentors, mentees) = ids.split_at(ids.len() / 2);
        let (handle, shared) = (server.running.handle(), server.app.clone());
        actix_web::rt::spawn(server.running);
        Ok(Self {
            origin: format!("http://{}", server.address),
            mentors: mentors.to_vec(),
            mentees: mentees[..mentors.len()].to_vec(),
            app: shared,
            handle,
            worker: server.worker,
        })
    }

    /// An access token: nobody is signed in by a password here.
    pub(crate) fn token(&self, participant: ParticipantId) -> Outcome<String> {
        let actor = Actor { participant, session: SessionId(Uuid::nil()) };
        let token = self.app.auth.keys.sign(actor, self.app.clock.now());
        token.map_err(|failure| format!("no token could be signed: {failure}").into())
    }

    /// Ready when everything that has happened has been told: what one measures must not weigh on the next.
    pub(crate) async fn told(&self) -> Outcome<()> {
        loop {
            let mut tx = self.app.db.read().await?;
            if fetch_all!(&mut tx, (Uuid,), "SELECT id FROM events LIMIT 1")?.is_empty() {
                return Ok(());
            }
            drop(tx);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Stops it.
    pub(crate) async fn stop(self) {
        self.handle.stop(false).await;
        self.worker.stop().await;
        self.app.db.close().await;
    }
}

/// What a mentee asks for.
pub(crate) fn request(mentor: ParticipantId) -> SendRequest {
    let text = RequestText {
        support: "I freeze in front of more than ten people.".to_owned(),
        topics: Vec::new(),
        every_weeks: 4,
        minutes: 60,
        until: None,
        goal: "I want to open a briefing for thirty people.".to_owned(),
        why: "You led wards for twelve years.".to_owned(),
    };
    SendRequest { mentor, text }
}

/// The one in the middle.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The time that one of a hundred exceeds.
pub(crate) fn p99(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}

/// Prints the figures as `cargo xtask bench` reads them.
#[expect(clippy::print_stdout, reason = "the figures are the output of this program")]
pub(crate) fn print(figures: &[(&str, f64, &str)]) {
    let figure = |(name, value, unit): &(&str, f64, &str)| serde_json::json!({ "name": name, "value": value, "unit": unit });
    let figures: Vec<_> = figures.iter().map(figure).collect();
    println!("{}", serde_json::json!({ "figures": figures }));
}

fn config(database: &str, people: u32) -> Config {
    let people = people.to_string();
    let arguments =
        ["cairn", "--listen", "127.0.0.1:0", "--database-url", database, "--sample-people", &people];
    Options::parse_from(arguments).config
}
