use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, Utc};
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Interval, interval, sleep};

use super::{Listener, store};
use crate::app::App;
use crate::auth::{Actor, ActorUntil};
use crate::http::Answer;

/// After this long without news something is said, so that nobody takes the connection for a dead one.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// Live news
///
/// A stream of server-sent events that goes on until the access token expires or the session ends. Each event has a
/// number (`id`) and says in `data` (a `Live` object) what has changed: get that again. With the number of the last event
/// that was seen, the stream goes on from there. Where it cannot (no number, or one from more than a day ago), it begins
/// with the event `hello`, whose number is the present one: get everything again. Lines that begin with `:` only keep
/// the connection open.
#[utoipa::path(
    operation_id = "events",
    tag = "live",
    security(("access_token" = [])),
    params(
        ("Last-Event-ID" = Option<String>, Header, description = "The number of the last event that was seen", example = "7"),
        ("last_event_id" = Option<String>, Query, description = "The same, for programs that cannot set the header", example = "7"),
    ),
    responses((status = 200, description = "The stream", body = String, content_type = "text/event-stream",
        example = "id: 8\ndata: {\"kind\":\"notification\"}\n\n"))
)]
#[get("/events")]
pub(crate) async fn events(
    app: web::Data<App>,
    ActorUntil(actor, until): ActorUntil,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let page = OpenPage {
        // Before the store is read: what is committed in between rings.
        listener: app.live.listen(actor.participant),
        ended: app.auth.ended.bell(),
        beat: interval(HEARTBEAT),
        seen: last_event_id(&request),
        begun: false,
        stale: true,
        actor,
        until,
        app,
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store, no-transform"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream::unfold(page, OpenPage::next)))
}

fn last_event_id(request: &HttpRequest) -> Option<i64> {
    let header = request.headers().get("last-event-id").and_then(|header| header.to_str().ok());
    if let Some(number) = header {
        return number.parse().ok();
    }
    let query = web::Query::<Vec<(String, String)>>::from_query(request.query_string()).ok()?;
    query.iter().find(|(name, _)| name == "last_event_id").and_then(|(_, number)| number.parse().ok())
}

/// A page that listens.
struct OpenPage {
    app: web::Data<App>,
    actor: Actor,
    until: DateTime<Utc>,
    listener: Listener,
    ended: watch::Receiver<()>,
    beat: Interval,
    /// The number of the newest event that the page has.
    seen: Option<i64>,
    /// It is known whether the page can go on from there.
    begun: bool,
    /// There may be something new in the store.
    stale: bool,
}

impl OpenPage {
    /// What the page is sent next, as soon as there is something; none when it is over.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        while !self.is_over() {
            if self.stale {
                match self.news().await {
                    Ok(news) if news.is_empty() => {}
                    Ok(news) => return Some((Ok(news.into()), self)),
                    Err(error) => {
                        tracing::warn!(%error, "an open page could not read what is new");
                        return None;
                    }
                }
            }
            if self.beats().await {
                return Some((Ok(Bytes::from_static(b":\n\n")), self));
            }
        }
        None
    }

    fn is_over(&self) -> bool {
        self.app.live.is_closed()
            || self.app.auth.ended.contains(self.actor.session)
            || self.app.clock.now() >= self.until
    }

    /// Waits until there may be something to do; true when it is only time to say something.
    async fn beats(&mut self) -> bool {
        let left = (self.until - self.app.clock.now()).to_std().unwrap_or_default();
        tokio::select! {
            () = self.listener.rung() => self.stale = true,
            _ = self.ended.changed() => {}
            () = sleep(left) => {}
            _ = self.beat.tick() => return true,
        }
        false
    }

    /// What has been committed since the page read last.
    async fn news(&mut self) -> sqlx::Result<String> {
        let id = self.actor.participant;
        let mut tx = self.app.db.read().await?;
        let mut text = String::new();
        if !self.begun {
            let newest = store::newest(&mut tx, id).await?;
            let known = match self.seen {
                Some(seen) => seen == newest || store::has(&mut tx, id, seen).await?,
                None => false,
            };
            if !known {
                self.seen = Some(newest);
                text = format!("event: hello\nid: {newest}\ndata: {newest}\n\n");
            }
            self.begun = true;
        }
        let news = store::after(&mut tx, id, self.seen.unwrap_or_default()).await?;
        self.stale = news.len() >= store::AT_ONCE;
        self.seen = news.last().map(|(number, _)| *number).or(self.seen);
        text.extend(news.iter().map(|(number, live)| format!("id: {number}\ndata: {live}\n\n")));
        Ok(text)
    }
}
