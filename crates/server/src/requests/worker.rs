//! The clock of requests: what time does, looked through every minute, on any server.

use actix_web::web;
use chrono::{DateTime, Duration, Utc};
use domain::events::Event;
use domain::ids::{ParticipantId, RequestId};
use domain::requests::state::Act;
use domain::requests::{SUSPENSION_CLOSES, Side};

use super::{steps, store};
use crate::app::App;
use crate::http::Answer;
use crate::outbox::{self, Tidings};
use crate::{relationships, settings};

/// So many requests are looked for at a time.
const BATCH: i64 = 100;

/// Does what is due: closes what waits for somebody who has been suspended for long, sets clocks right, reminds, and
/// expires. Each in a transaction of its own, which looks again: another server may have been here before.
pub async fn tick(app: &web::Data<App>) -> Answer<()> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let suspended = store::long_suspended(&mut tx, now - SUSPENSION_CLOSES).await?;
    let wrong = store::with_wrong_clocks(&mut tx, now.date_naive()).await?;
    drop(tx);
    for id in suspended {
        leave(app, id, now).await?;
    }
    for mentor in wrong {
        let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
        steps::places_changed(&mut tx, mentor, now, &mut tidings).await?;
        outbox::commit(app, tx, tidings).await?;
    }
    expire_all(app, now).await?;
    remind_all(app, now).await
}

/// Closes everything of somebody who has been suspended for long.
async fn leave(app: &web::Data<App>, id: ParticipantId, now: DateTime<Utc>) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    steps::close_all(&mut tx, id, true, true, now, &mut tidings).await?;
    relationships::steps::close_all(&mut tx, id, now, &mut tidings).await?;
    outbox::commit(app, tx, tidings).await
}

async fn expire_all(app: &web::Data<App>, now: DateTime<Utc>) -> Answer<()> {
    loop {
        let mut tx = app.db.read().await?;
        let over = store::over(&mut tx, now, BATCH).await?;
        drop(tx);
        if over.is_empty() {
            return Ok(());
        }
        for id in over {
            expire(app, id, now).await?;
        }
    }
}

async fn expire(app: &web::Data<App>, id: RequestId, now: DateTime<Utc>) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let Some(kept) = steps::locked(&mut tx, id).await? else { return Ok(()) };
    if !kept.status.waiting().is_some_and(|waiting| waiting.is_over(now)) {
        return Ok(());
    }
    steps::advance(&mut tx, &kept, (Act::Expire, Side::Clock), "", now, &mut tidings).await?;
    tidings.tell(Event::RequestExpired(kept.fact()));
    outbox::commit(app, tx, tidings).await
}

async fn remind_all(app: &web::Data<App>, now: DateTime<Utc>) -> Answer<()> {
    let mut tx = app.db.read().await?;
    let (settings, _) = settings::store::load(&mut tx).await?;
    drop(tx);
    for (behind, days) in (1..).zip(&settings.reminder_days) {
        let since = now - Duration::days((*days).into());
        loop {
            let mut tx = app.db.read().await?;
            let due = store::unreminded(&mut tx, behind, since, BATCH).await?;
            drop(tx);
            if due.is_empty() {
                break;
            }
            for id in due {
                remind(app, id, &settings.reminder_days, now).await?;
            }
        }
    }
    Ok(())
}

async fn remind(app: &web::Data<App>, id: RequestId, days: &[u8], now: DateTime<Utc>) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let Some(kept) = steps::locked(&mut tx, id).await? else { return Ok(()) };
    let Some((waiting, turn)) = kept.status.waiting().zip(kept.status.turn()) else { return Ok(()) };
    let Some(reminders) = waiting.due_reminder(now, days) else { return Ok(()) };
    if store::note_reminder(&mut tx, &kept, waiting.reminders, reminders).await? {
        tidings.tell(Event::RequestWaitedLong { request: kept.fact(), turn });
        outbox::commit(app, tx, tidings).await?;
    }
    Ok(())
}
