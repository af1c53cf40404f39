//! The clock of relationships: what time does, looked through every minute, on any server.

use actix_web::web;
use chrono::{DateTime, Duration, Utc};
use domain::events::{Event, RelationshipFact};
use domain::ids::RelationshipId;
use domain::relationships::state::{Act, Status};
use domain::requests::Side;

use super::store::{self, Kept};
use super::{completion, party, steps};
use crate::app::App;
use crate::http::Answer;
use crate::outbox::{self, Tidings};
use crate::{pairs, settings};

/// So many relationships are looked for at a time.
const BATCH: i64 = 100;

/// Does what is due: completes what nobody has answered, hides contact details some time after a completion, and asks how it
/// goes where nothing has happened for long. Each in a transaction of its own, which looks again: another server may have been
/// here before.
pub async fn tick(app: &web::Data<App>) -> Answer<()> {
    let now = app.clock.now();
    complete_all(app, now).await?;
    hide_all(app, now).await?;
    nudge_all(app, now).await
}

async fn complete_all(app: &web::Data<App>, now: DateTime<Utc>) -> Answer<()> {
    loop {
        let mut tx = app.db.read().await?;
        let over = store::over(&mut tx, now, BATCH).await?;
        drop(tx);
        if over.is_empty() {
            return Ok(());
        }
        for id in over {
            complete(app, id, now).await?;
        }
    }
}

async fn complete(app: &web::Data<App>, id: RelationshipId, now: DateTime<Utc>) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let Some(kept) = steps::locked(&mut tx, id).await?.filter(|kept| is_over(kept, now)) else {
        return Ok(());
    };
    let next = steps::advance(&mut tx, &kept, (Act::Confirm(kept.wishes), Side::Clock), now).await?;
    completion::store::give_ratings(&mut tx, id).await?;
    steps::end(&mut tx, &next, now, &mut tidings).await?;
    steps::places_changed(&mut tx, &next, now, &mut tidings).await?;
    tell_both(&next, Event::RelationshipCompleted, &mut tidings);
    outbox::commit(app, tx, tidings).await
}

fn is_over(kept: &Kept, now: DateTime<Utc>) -> bool {
    let over = matches!(kept.status, Status::Closing { completes_at, .. } if completes_at <= now);
    over && kept.rests_since.is_none()
}

async fn hide_all(app: &web::Data<App>, now: DateTime<Utc>) -> Answer<()> {
    loop {
        let mut tx = app.db.read().await?;
        let lingered = store::lingered(&mut tx, now, BATCH).await?;
        drop(tx);
        if lingered.is_empty() {
            return Ok(());
        }
        for id in lingered {
            hide(app, id, now).await?;
        }
    }
}

async fn hide(app: &web::Data<App>, id: RelationshipId, now: DateTime<Utc>) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let Some(kept) = steps::locked(&mut tx, id).await? else { return Ok(()) };
    if kept.contact_until.is_none_or(|until| until > now) {
        return Ok(());
    }
    store::note_hidden(&mut tx, id).await?;
    if let Some((mentor, mentee)) = kept.pair() {
        pairs::store::note_entitled(&mut tx, mentor, mentee, now).await?;
    }
    party::show(&kept, &mut tidings);
    outbox::commit(app, tx, tidings).await
}

async fn nudge_all(app: &web::Data<App>, now: DateTime<Utc>) -> Answer<()> {
    let mut tx = app.db.read().await?;
    let (settings, _) = settings::store::load(&mut tx).await?;
    drop(tx);
    let since = now - Duration::days(settings.idle_days.into());
    loop {
        let mut tx = app.db.read().await?;
        let idle = store::idle(&mut tx, since, BATCH).await?;
        drop(tx);
        if idle.is_empty() {
            return Ok(());
        }
        for id in idle {
            nudge(app, id, since, now).await?;
        }
    }
}

async fn nudge(
    app: &web::Data<App>,
    id: RelationshipId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let Some(kept) = store::load(&mut tx, id).await? else { return Ok(()) };
    if store::note_nudge(&mut tx, id, since, now).await? {
        tell_both(&kept, Event::RelationshipIdle, &mut tidings);
        outbox::commit(app, tx, tidings).await?;
    }
    Ok(())
}

fn tell_both(kept: &Kept, event: impl Fn(RelationshipFact) -> Event, tidings: &mut Tidings) {
    for told in kept.two() {
        tidings.tell(event(RelationshipFact { relationship: kept.id, by: None, told }));
    }
}
