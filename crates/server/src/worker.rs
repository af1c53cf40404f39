//! What is done after a commit, and from time to time: letters, keys, ended sessions, old rows.

use std::time::Duration;

use actix_web::web;
use chrono::{DateTime, Utc};
use domain::accounts::{ACCESS_TOKEN, IDLE_SESSION};
use domain::ids::{LetterId, ParticipantId, SessionId};
use secrecy::ExposeSecret as _;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::app::App;
use crate::auth::SETTLED;
use crate::db::{Db, announced};
use crate::mail::{LETTER_LIVES, Outcome, Post, RECORD_LIVES};
use crate::{
    accounts, auth, changes, goals, idempotency, live, mail, meetings, notifications, outbox, random,
    relationships, requests,
};

/// How often the outbox is looked through without being told to.
const LOOK: Duration = Duration::from_secs(2);
/// What happens within this time is told along, here and on other servers.
const GATHER: Duration = Duration::from_millis(20);
/// How often other servers' news is asked for.
const NEWS: Duration = Duration::from_secs(1);
/// How often is tidied up.
const TIDY: Duration = Duration::from_mins(1);
/// How long one server has a letter for itself while it sends it; longer than sending can take.
const LEASE: chrono::Duration = chrono::Duration::seconds(90);
/// The pause after the first attempt; it doubles with each.
const FIRST_PAUSE: chrono::Duration = chrono::Duration::seconds(5);
/// The longest pause.
const LONGEST_PAUSE: chrono::Duration = chrono::Duration::hours(1);
/// A commit can be this late, and two clocks this far apart, without news being lost.
const OVERLAP: chrono::Duration = chrono::Duration::minutes(1);
/// How long an Idempotency-Key is remembered.
const KEY_REMEMBERED: chrono::Duration = chrono::Duration::days(1);
/// How long a signing key signs.
const KEY_LIVES: chrono::Duration = chrono::Duration::days(90);

/// The tasks of one server.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Reads what the server needs to know before it answers, then begins to work.
pub async fn start(app: &web::Data<App>) -> anyhow::Result<Worker> {
    read_keys(app).await?;
    read_ended(app, ACCESS_TOKEN).await?;
    let (stop, stopped) = watch::channel(false);
    let mut tasks = vec![
        tokio::spawn(tidy(app.clone(), stopped.clone())),
        tokio::spawn(facts(app.clone(), stopped.clone())),
    ];
    if matches!(app.db, Db::Postgres(_)) {
        tasks.push(tokio::spawn(news(app.clone(), stopped.clone())));
    }
    if let Some(url) = &app.config.smtp_url {
        let post = Post::new(url.expose_secret(), &app.config.mail_from)?;
        tasks.push(tokio::spawn(letters(app.clone(), post, stopped)));
    }
    Ok(Worker { stop, tasks })
}

impl Worker {
    /// Lets the tasks finish what they are at.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task of the worker broke");
            }
        }
    }
}

/// Ready after the pause, or with true as soon as the worker is to stop.
async fn stopped_within(pause: Duration, stopped: &mut watch::Receiver<bool>) -> bool {
    tokio::time::timeout(pause, stopped.wait_for(|stopped| *stopped)).await.is_ok()
}

/// Takes over what other servers commit: as soon as they announce it, and every second in case nothing was heard.
async fn news(app: web::Data<App>, mut stopped: watch::Receiver<bool>) {
    let mut listener = None;
    loop {
        if listener.is_none() {
            listener = app.db.listen().await.ok().flatten();
            // What was announced meanwhile was not heard.
            app.live.wake_all();
        }
        tokio::select! {
            stopped = stopped_within(NEWS, &mut stopped) => if stopped { return },
            still_there = gather(&app, listener.as_mut()) => if !still_there { listener = None },
        }
        let since = if app.auth.ended.is_fresh() { OVERLAP } else { ACCESS_TOKEN };
        if let Err(error) = read_ended(&app, since).await {
            tracing::warn!(%error, "the database did not say which sessions ended");
        }
        if let Err(failure) = changes::worker::follow(&app).await {
            tracing::warn!(%failure, "the database did not say who has changed");
        }
    }
}

/// Ready when something was announced, and what followed it closely: open pages hear of each at once, and the store is asked
/// once for all. False when the connection was lost.
async fn gather(app: &App, listener: Option<&mut PgListener>) -> bool {
    let Some(listener) = listener else { return std::future::pending().await };
    let Some(ids) = hear(listener).await else { return false };
    app.live.wake(&ids);
    let more = async {
        while let Some(ids) = hear(listener).await {
            app.live.wake(&ids);
        }
    };
    // Ready before that time: the connection was lost.
    tokio::time::timeout(GATHER, more).await.is_err()
}

/// Ready when something was announced, with whose open pages it concerns; or with none when the connection was lost.
async fn hear(listener: &mut PgListener) -> Option<Vec<ParticipantId>> {
    let first = listener.try_recv().await.ok().flatten()?;
    let more = std::iter::from_fn(|| listener.next_buffered());
    let said = std::iter::once(first).chain(more);
    Some(said.flat_map(|said| announced(said.payload()).collect::<Vec<_>>()).collect())
}

/// Tells what has happened: as soon as it is committed here, and what other servers left untold.
async fn facts(app: web::Data<App>, mut stopped: watch::Receiver<bool>) {
    loop {
        match outbox::worker::tell_some(&app).await {
            Ok(true) if !*stopped.borrow() => continue,
            Ok(_) => {}
            Err(failure) => tracing::error!(%failure, "what has happened could not be told"),
        }
        tokio::select! {
            stopped = stopped_within(LOOK, &mut stopped) => if stopped { return },
            () = app.events.notified() => if stopped_within(GATHER, &mut stopped).await { return },
        }
    }
}

/// Takes over which sessions have ended in so much time.
async fn read_ended(app: &App, within: chrono::Duration) -> sqlx::Result<()> {
    let mut tx = app.db.read().await?;
    for (session, at) in auth::store::ended_since(&mut tx, app.clock.now() - within).await? {
        app.auth.ended.add([SessionId(session)], at);
    }
    if matches!(app.db, Db::Postgres(_)) {
        app.auth.ended.asked();
    }
    Ok(())
}

async fn tidy(app: web::Data<App>, mut stopped: watch::Receiver<bool>) {
    while !stopped_within(TIDY, &mut stopped).await {
        app.auth.limits.forget_old();
        app.auth.ended.forget_expired(app.clock.now());
        prepare_the_day(&app).await;
        if let Err(error) = read_keys(&app).await {
            tracing::warn!(%error, "the signing keys could not be read");
        }
        if let Err(failure) = requests::worker::tick(&app).await {
            tracing::warn!(%failure, "the clock of requests could not be looked at");
        }
        if let Err(failure) = meetings::worker::tick(&app).await {
            tracing::warn!(%failure, "the clock of meetings could not be looked at");
        }
        if let Err(failure) = relationships::worker::tick(&app).await {
            tracing::warn!(%failure, "the clock of relationships could not be looked at");
        }
        if let Err(failure) = goals::worker::tick(&app).await {
            tracing::warn!(%failure, "the clock of goals could not be looked at");
        }
        if let Err(error) = delete_old(&app).await {
            tracing::warn!(%error, "old rows could not be deleted");
        }
    }
}

/// The list of mentors is ready for tomorrow an hour before it begins.
async fn prepare_the_day(app: &web::Data<App>) {
    let day = (app.clock.now() + chrono::Duration::hours(1)).date_naive();
    let list = app.clone();
    if let Err(error) = web::block(move || list.mentors.prepare(day)).await {
        tracing::warn!(%error, "the list of mentors could not be prepared for the next day");
    }
}

/// Makes a key when there is none or the newest is old, and takes those there are.
async fn read_keys(app: &App) -> sqlx::Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !auth::store::has_key_since(&mut tx, now - KEY_LIVES).await? {
        let id = uuid::Builder::from_random_bytes(random::bytes()).into_uuid();
        auth::store::insert_key(&mut tx, id, &random::bytes::<32>(), now).await?;
    }
    // The one before signs until its successor has settled; its last token lasts from then on.
    auth::store::delete_superseded_keys(&mut tx, now - SETTLED - ACCESS_TOKEN - OVERLAP).await?;
    let keys = auth::store::keys(&mut tx).await?;
    tx.commit().await?;
    app.auth.keys.replace(keys);
    Ok(())
}

async fn delete_old(app: &App) -> sqlx::Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    auth::store::delete_old(&mut tx, now - IDLE_SESSION, now - ACCESS_TOKEN - OVERLAP).await?;
    accounts::store::delete_expired(&mut tx, now).await?;
    idempotency::delete_old(&mut tx, now - KEY_REMEMBERED).await?;
    let letters = mail::store::give_up(&mut tx, now - LETTER_LIVES, now).await?;
    mail::store::delete_old(&mut tx, now - RECORD_LIVES).await?;
    live::store::delete_old(&mut tx, now - live::KEPT).await?;
    notifications::store::delete_old(&mut tx, now - notifications::KEPT).await?;
    tx.commit().await?;
    for (letter,) in letters {
        note(letter, "too_old", "");
    }
    Ok(())
}

async fn letters(app: web::Data<App>, post: Post, mut stopped: watch::Receiver<bool>) {
    loop {
        match send_next(&app, &post).await {
            Ok(true) if !*stopped.borrow() => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the outbox could not be worked on"),
        }
        tokio::select! {
            stopped = stopped_within(LOOK, &mut stopped) => if stopped { return },
            () = app.letters.notified() => {}
        }
    }
}

/// Sends one letter; false when none is due.
async fn send_next(app: &App, post: &Post) -> sqlx::Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let Some(letter) = mail::store::next_due(&mut tx, now).await? else { return Ok(false) };
    drop(tx);
    let mut tx = app.db.write().await?;
    let ours = mail::store::put_off(&mut tx, &letter, now + LEASE).await?;
    tx.commit().await?;
    if !ours {
        return Ok(true);
    }

    let outcome = post.send(&letter).await;
    let mut tx = app.db.write().await?;
    let id = LetterId(letter.id);
    let now = app.clock.now();
    match &outcome {
        Outcome::Sent => mail::store::note_sent(&mut tx, id, now).await?,
        Outcome::Refused(said) => mail::store::note_refused(&mut tx, id, said, now).await?,
        Outcome::Later(_) => {
            mail::store::retry_at(&mut tx, id, next_attempt(now, letter.attempts)).await?;
        }
    }
    tx.commit().await?;
    match outcome {
        Outcome::Sent => note(letter.id, "sent", ""),
        Outcome::Refused(why) => note(letter.id, "refused", &why),
        Outcome::Later(why) => note(letter.id, "later", &why),
    }
    Ok(true)
}

/// 5 s after the first attempt, then twice as long each time, up to an hour.
fn next_attempt(now: DateTime<Utc>, attempts_before: i64) -> DateTime<Utc> {
    let doublings = u32::try_from(attempts_before.min(16)).unwrap_or(0);
    now + (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE)
}

fn note(letter: Uuid, outcome: &'static str, why: &str) {
    metrics::counter!("cairn_letters_total", "outcome" => outcome).increment(1);
    tracing::info!(%letter, outcome, why, "a letter was handled");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_five_seconds_to_an_hour() {
        let now = DateTime::UNIX_EPOCH;
        let pause = |attempts| (next_attempt(now, attempts) - now).num_seconds();
        assert_eq!(
            [pause(0), pause(1), pause(2), pause(9), pause(10), pause(1_000_000)],
            [5, 10, 20, 2560, 3600, 3600]
        );
    }
}
