//! What every test needs: a server of its own, people who have joined, a way to read their letters.

pub(crate) mod conversations;
mod database;
mod facts;
pub(crate) mod goals;
mod inbox;
pub(crate) mod meetings;
mod open_page;
mod people;
pub(crate) mod profiles;
pub(crate) mod relationships;
pub(crate) mod requests;
mod statements;
mod two;

pub(crate) use database::{Database, postgres};
pub(crate) use facts::fact;
pub(crate) use inbox::Inbox;
pub(crate) use open_page::OpenPage;
pub(crate) use people::{PASSWORD, Person, code, login, plain, registration, token_in};
pub(crate) use statements::{count_statements, most_statements};
pub(crate) use two::Two;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::web::Data;
use api_client::Client;
use cairn::app::{self, App};
use cairn::auth::{Rate, Rates};
use cairn::config::Config;
use cairn::db::{Db, Tx};
use clap::Parser;
use domain::clock::Clock;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    config: Config,
}

/// A running server with a database of its own. When it is dropped, no letter may be left unread, and every problem
/// that was answered must be in the OpenAPI document.
pub(crate) struct TestApp {
    /// Where it listens, such as `http://127.0.0.1:4711`.
    pub(crate) origin: String,
    /// Its time stands still until a test moves it.
    pub(crate) clock: Clock,
    /// What its handlers share.
    pub(crate) app: Data<App>,
    /// Letters may be left over.
    pub(crate) letters_may_stay: bool,
    /// What its tasks run on: a connection to PostgreSQL lives where it was opened.
    runtime: Handle,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
    database: Database,
}

impl TestApp {
    /// A server with nobody in it.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A server with other settings.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::on(Database::new().await, change)
    }

    /// A server on a database that is there already.
    pub(crate) fn on(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        cairn::observe::start_counting();
        let mut config = config(&database.url);
        change(&mut config);
        let clock = Clock::manual("2026-12-01T09:00:00Z".parse().unwrap());
        let (stop, stopped) = oneshot::channel();
        let (ready, built) = mpsc::channel();
        let of_server = clock.clone();
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
            runtime.unwrap().block_on(async move {
                let server = app::build(config, of_server).await.unwrap();
                ready.send((server.address, server.app.clone(), Handle::current())).unwrap();
                let _ = server.until(async { drop(stopped.await) }).await;
            });
        });
        let (address, app, runtime) = built.recv().unwrap();
        let (stop, server) = (Some(stop), Some(server));
        let origin = format!("http://{address}");
        Self { origin, clock, app, letters_may_stay: false, runtime, address, stop, server, database }
    }

    /// A browser with its own cookies.
    pub(crate) fn client(&self) -> Client {
        Client::new(&self.origin)
    }

    /// A connection to the database beside the server's own.
    pub(crate) async fn db(&self) -> Db {
        Db::connect(&self.database.url).await.unwrap()
    }

    /// Runs `read` in a transaction of its own.
    pub(crate) async fn in_database<T>(&self, read: impl AsyncFnOnce(&mut Tx) -> T) -> T {
        let db = self.db().await;
        let mut tx = db.write().await.unwrap();
        let found = read(&mut tx).await;
        tx.commit().await.unwrap();
        db.close().await;
        found
    }

    /// The oldest letter to the address: subject and text. It is taken out of the outbox.
    pub(crate) async fn letter_to(&self, email: &str) -> (String, String) {
        let found = self.in_database(async |tx| take_letter(tx, email).await).await;
        found.unwrap_or_else(|| panic!("there is no letter to {email}"))
    }

    /// The token of the link in the oldest letter to the address.
    pub(crate) async fn token_to(&self, email: &str) -> String {
        token_in(&self.letter_to(email).await.1)
    }

    /// What is due by the clocks of requests and relationships is done.
    pub(crate) async fn tick(&self) {
        let app = self.app.clone();
        let ticking = async move {
            cairn::requests::worker::tick(&app).await.unwrap();
            cairn::relationships::worker::tick(&app).await.unwrap();
        };
        self.runtime.spawn(ticking).await.unwrap();
    }

    /// Waits until something is so, for at most ten seconds.
    pub(crate) async fn until(&self, what: &str, mut so: impl AsyncFnMut() -> bool) {
        for _ in 0..200 {
            if so().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("in ten seconds it did not happen that {what}");
    }

    /// Stops the server as SIGTERM does: running requests finish.
    pub(crate) fn tell_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Stops the server and waits for its end. Its database is still there.
    pub(crate) fn stop(&mut self) {
        self.tell_to_stop();
        if let Some(server) = self.server.take() {
            server.join().expect("the server ends well");
        }
    }

    /// The address of the database.
    pub(crate) fn database_url(&self) -> &str {
        &self.database.url
    }

    /// Method, path and code of every problem that was answered in this process.
    fn problems_answered(&self) -> Vec<(String, String, String)> {
        let Ok(mut connection) = TcpStream::connect(self.address) else { return Vec::new() };
        let _ = connection.write_all(b"GET /metrics HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        let mut page = String::new();
        let _ = connection.read_to_string(&mut page);
        let lines = page.lines().filter(|line| line.starts_with("cairn_problems_total{"));
        let label = |line: &str, name: &str| {
            let rest = line.split_once(&format!("{name}=\"")).unwrap().1;
            rest.split('"').next().unwrap().to_owned()
        };
        lines.map(|line| (label(line, "method"), label(line, "path"), label(line, "code"))).collect()
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let problems = self.problems_answered();
        self.tell_to_stop();
        let stopped = self.server.take().map(JoinHandle::join);
        let left = self.database.close();
        if std::thread::panicking() {
            return;
        }
        assert!(stopped.is_none_or(|stopped| stopped.is_ok()), "the server ends well");
        assert!(self.letters_may_stay || left.is_empty(), "letters nobody read: {left:?}");
        let unknown = undocumented(problems);
        assert!(unknown.is_empty(), "answered, but not in the OpenAPI document: {unknown:?}");
    }
}

fn undocumented(problems: Vec<(String, String, String)>) -> Vec<(String, String, String)> {
    let document: serde_json::Value = serde_json::from_str(cairn::contract::document()).unwrap();
    let documented = |(method, path, code): &(String, String, String)| {
        // Where there is no such operation, none could name the problem.
        let Some(operation) = document["paths"][path].get(method.to_lowercase()) else { return true };
        let mut responses = operation["responses"].as_object().unwrap().values();
        responses.any(|response| response["description"].as_str().unwrap().contains(&format!("`{code}`")))
    };
    problems.into_iter().filter(|problem| !documented(problem)).collect()
}

fn config(database_url: &str) -> Config {
    let arguments = ["cairn", "--listen", "127.0.0.1:0", "--database-url", database_url];
    Config { rates: unlimited(), ..Options::parse_from(arguments).config }
}

/// All tests come from one address, and many sign in.
fn unlimited() -> Rates {
    let often = Rate { burst: 1_000_000, period: Duration::from_millis(1) };
    Rates {
        letters_by_address: often,
        letters_by_account: often,
        tries_by_address: often,
        tries_by_account_and_address: often,
        tries_by_account: often,
        judgements_by_address: often,
    }
}

async fn take_letter(tx: &mut Tx, email: &str) -> Option<(String, String)> {
    cairn::fetch_optional!(
        tx,
        (String, String),
        "DELETE FROM letters WHERE id = (SELECT id FROM letters WHERE recipient = $1 AND state = 'waiting' ORDER BY id LIMIT 1) RETURNING subject, text_body",
        email
    )
    .unwrap()
}
