//! From settings to a running server.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::AtomicU16;
use std::time::Duration;

use actix_web::http::header::HeaderValue;
use actix_web::middleware::from_fn;
use actix_web::{HttpServer, web};
use anyhow::Context as _;
use domain::clock::Clock;
use secrecy::ExposeSecret as _;
use tokio::net::TcpSocket;
use tokio::sync::Notify;

use crate::auth::{Auth, Ended, Keys, Limits, Passwords};
use crate::changes;
use crate::config::Config;
use crate::criteria::{self, Catalogue};
use crate::db::{self, Db};
use crate::live;
use crate::mentors;
use crate::web_app::{ContentSecurityPolicy, WebApp};
use crate::worker::{self, Worker};
use crate::{http, observe, routes, sample};

/// How long running requests may take to finish when the server is told to stop.
const GRACE: Duration = Duration::from_secs(20);
/// How many connections each thread that answers has open at most; further ones wait to be accepted.
const CONNECTIONS: usize = 4096;
/// How many connections wait to be accepted.
const BACKLOG: u32 = 1024;

/// What every handler can reach.
#[derive(Debug)]
pub struct App {
    /// The settings.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The store.
    pub db: Db,
    /// Who calls.
    pub auth: Auth,
    /// Wakes the worker: a letter has been committed.
    pub letters: Notify,
    /// How many letters this server has written: those of one moment are sent in this order, of which ids keep 4,096.
    pub letters_written: AtomicU16,
    /// Wakes the worker: a fact that is to be told has been committed.
    pub events: Notify,
    /// Wakes open pages.
    pub live: live::Hub,
    /// What the programme matches people on.
    pub criteria: Catalogue,
    /// How far what is held in memory follows the store.
    pub feed: changes::Feed,
    /// The mentors in the list.
    pub mentors: mentors::List,
    /// Who looks at it.
    pub readers: mentors::Readers,
    /// Which build of the web app this server gives; answers carry it, and an older tab offers to reload.
    pub build_id: Option<HeaderValue>,
    /// What the pages may load: only what this server gives, and the web app's own inline script.
    pub content_security_policy: ContentSecurityPolicy,
}

/// A server that listens.
pub struct Server {
    /// The address it listens at.
    pub address: SocketAddr,
    /// What its handlers share.
    pub app: web::Data<App>,
    /// Ends when the server has stopped.
    pub running: actix_web::dev::Server,
    /// What it does besides answering.
    pub worker: Worker,
}

/// Opens the store, brings it to this version, and listens.
pub async fn build(mut config: Config, clock: Clock) -> anyhow::Result<Server> {
    let listener = listen(config.listen)
        .with_context(|| format!("{} could not be listened at: is another program there?", config.listen))?;
    config.listen = listener.local_addr()?;
    config.check()?;
    config.place.make_folder()?;
    let db = Db::connect(config.place.database_url().expose_secret()).await?;
    db::migrate(&db).await?;

    let criteria = open_criteria(&db).await?;
    let passwords = Passwords::new()?;
    if let Some(people) = config.sample_people {
        fill(&db, &passwords, people, &clock).await?;
    }
    let today = clock.now().date_naive();
    let feed = changes::worker::begin(&db, today).await?;
    let mentors = mentors::worker::build(&db, criteria.matching().clone(), today).await?;

    let address = config.listen;
    let web_app = web::Data::new(WebApp::load());
    let content_security_policy = ContentSecurityPolicy::new(&web_app);
    let auth = Auth {
        passwords,
        keys: Keys::default(),
        ended: Ended::default(),
        limits: Limits::new(&config.rates.times(config.rate_factor)),
    };
    let letters = Notify::new();
    let readers = mentors::Readers::default();
    let app = web::Data::new(App {
        config,
        clock,
        db,
        auth,
        letters,
        letters_written: AtomicU16::default(),
        events: Notify::new(),
        live: live::Hub::default(),
        criteria,
        feed,
        mentors,
        readers,
        build_id: web_app.build_id(),
        content_security_policy,
    });
    let worker = worker::start(&app).await?;
    let shared = app.clone();
    let mailbox = app.config.mailbox;
    let operations = web::Data::new(routes::Operations::new(&routes::openapi()));
    let places = web::Data::new(http::Places::new(app.config.max_requests));
    let patience = app.config.patience;
    let running = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(shared.clone())
            .app_data(web_app.clone())
            .app_data(operations.clone())
            .app_data(places.clone())
            .wrap(from_fn(http::shed_load))
            .wrap(from_fn(http::render_problems))
            .wrap(from_fn(http::security_headers))
            .wrap(observe::request_log())
            .wrap(from_fn(http::attend))
            .configure(routes::configure)
            .configure(|config| {
                if mailbox {
                    routes::configure_mailbox(config);
                }
            })
    })
    .on_connect(move |stream, data| http::watch_connection(stream, data, patience.mute))
    .client_request_timeout(patience.head)
    .keep_alive(patience.next)
    .max_connections(CONNECTIONS)
    .shutdown_timeout(GRACE.as_secs())
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(Server { address, app, running, worker })
}

/// Listens with a longer queue than the standard library's: a connection that finds it full comes a second late.
fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?.into_std()
}

/// The criteria of this installation; the first start brings those of the default programme.
pub async fn open_criteria(db: &Db) -> anyhow::Result<Catalogue> {
    let mut tx = db.write().await?;
    let criteria = criteria::open(&mut tx).await?;
    tx.commit().await?;
    Ok(criteria)
}

/// Puts sample people into an empty database; true if it was empty.
pub async fn fill(db: &Db, passwords: &Passwords, people: u32, clock: &Clock) -> anyhow::Result<bool> {
    let mut tx = db.write().await?;
    let filled = sample::fill(&mut tx, passwords, people, clock.now()).await?;
    tx.commit().await?;
    Ok(filled)
}

impl Server {
    /// Serves until `stop` is ready; then running requests finish.
    pub async fn until(self, stop: impl Future<Output = ()>) -> anyhow::Result<()> {
        let handle = self.running.handle();
        let running = tokio::spawn(self.running);
        stop.await;
        // Streams of open pages never end by themselves.
        self.app.live.close();
        handle.stop(true).await;
        running.await??;
        let rest = async {
            self.worker.stop().await;
            self.app.db.close().await;
        };
        // Everything that was committed is safe: nobody waits for a task that does not end.
        if tokio::time::timeout(GRACE, rest).await.is_err() {
            tracing::warn!("something did not end in time and is left");
        }
        Ok(())
    }
}
