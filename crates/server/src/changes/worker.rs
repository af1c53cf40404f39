//! Brings what this server holds in memory up to the store.

use actix_web::web;
use chrono::NaiveDate;
use domain::ids::ParticipantId;

use super::Feed;
use super::store::{self, News, Numbers};
use crate::app::App;
use crate::db::{Db, Tx};
use crate::http::Answer;
use crate::mentors;

/// With more changes than this it is quicker to read everything anew.
const MANY: usize = 2000;

/// The feed as it stands. Call it before anything is read into memory.
pub async fn begin(db: &Db, today: NaiveDate) -> sqlx::Result<Feed> {
    let mut tx = db.read().await?;
    Ok(Feed::new(store::newest(&mut tx).await?, today))
}

/// Commits what changes a participant: roles, profile, offer, preferences, photo, activity, bookmarks. The next
/// request to this server goes by it.
pub(crate) async fn commit(app: &web::Data<App>, tx: Tx, id: ParticipantId) -> Answer<()> {
    commit_all(app, tx, &[id], &[]).await
}

/// Commits what changes several participants, and what some `hear` of.
pub(crate) async fn commit_all(
    app: &web::Data<App>,
    mut tx: Tx,
    ids: &[ParticipantId],
    hear: &[ParticipantId],
) -> Answer<()> {
    for id in ids {
        store::note_change(&mut tx, *id).await?;
    }
    tx.announce(hear).await?;
    tx.commit().await?;
    // What was committed stays true: the caller's answer does not depend on what is in memory.
    if let Err(failure) = follow(app).await {
        tracing::error!(%failure, "what is in memory is behind the store");
    }
    Ok(())
}

/// Somebody is erased with the commit.
pub(crate) async fn note_erasure(tx: &mut Tx) -> Answer<()> {
    store::note_erasure(tx).await?;
    Ok(())
}

/// Takes over what has been committed since the last look, here or on another server.
pub(crate) async fn follow(app: &web::Data<App>) -> Answer<()> {
    let mut seen = app.feed.turn().await;
    let mut tx = app.db.read().await?;
    let most = i64::try_from(MANY).unwrap_or(i64::MAX);
    let News { newest, changes } = store::since(&mut tx, seen.changes, most).await?;
    if newest.erasures != seen.erasures {
        mentors::worker::forget_erased(app, &mut tx).await?;
        seen.erasures = newest.erasures;
    }
    if newest.changes == seen.changes {
        return Ok(());
    }
    if changes.len() < MANY {
        let ids: Vec<_> = changes.iter().map(|(_, id)| *id).collect();
        mentors::worker::show(app, &mut tx, &ids).await?;
        seen.changes = changes.last().map_or(newest.changes, |(number, _)| *number);
    } else {
        drop(tx);
        mentors::worker::show_all(app).await?;
        *seen = Numbers { changes: newest.changes, ..*seen };
    }
    Ok(())
}

/// Shows those whose pause has ended since the last look.
pub(crate) async fn welcome_back(app: &web::Data<App>) -> Answer<()> {
    let today = app.clock.now().date_naive();
    if app.feed.has_seen(today) {
        return Ok(());
    }
    let _turn = app.feed.turn().await;
    let mut tx = app.db.read().await?;
    let returned = mentors::store::returned(&mut tx, app.feed.day(), today).await?;
    mentors::worker::show(app, &mut tx, &returned).await?;
    app.feed.see(today);
    Ok(())
}
