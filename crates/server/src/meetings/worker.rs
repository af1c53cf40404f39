//! The clock of meetings: what time does, looked through every minute, on any server. What belongs to a relationship that
//! rests waits until it goes on.

use actix_web::web;
use chrono::{DateTime, Duration, Utc};
use domain::events::Event;
use domain::ids::MeetingId;
use domain::meetings::state::{Act, REMINDERS, due_reminder};
use domain::requests::Side;

use super::{steps, store};
use crate::app::App;
use crate::http::Answer;
use crate::outbox::{self, Tidings};
use crate::relationships::party;

/// So many meetings are looked for at a time.
const BATCH: i64 = 100;

/// Does what is due: lets lapse what nobody has chosen a time for, and reminds. Each in a transaction of its own, which
/// looks again: another server may have been here before.
pub async fn tick(app: &web::Data<App>) -> Answer<()> {
    let now = app.clock.now();
    loop {
        let over = store::over(&mut app.db.read().await?, now, BATCH).await?;
        if over.is_empty() {
            break;
        }
        for (id,) in over {
            lapse(app, MeetingId(id), now).await?;
        }
    }
    remind_all(app, now).await
}

async fn lapse(app: &web::Data<App>, id: MeetingId, now: DateTime<Utc>) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let Some((relationship, kept)) = steps::locked(&mut tx, id).await? else { return Ok(()) };
    let step = (Act::Lapse, Side::Clock);
    if relationship.rests_since.is_some() || kept.status.decide(step.0, step.1, now).is_err() {
        return Ok(());
    }
    let kept = steps::advance(&mut tx, &kept, step, now, |next| next).await?;
    steps::tell_both(&mut tidings, (&relationship, &kept), None, Event::MeetingLapsed);
    party::show(&relationship, &mut tidings);
    outbox::commit(app, tx, tidings).await
}

/// Each reminder looks for what begins soon enough for it.
async fn remind_all(app: &web::Data<App>, now: DateTime<Utc>) -> Answer<()> {
    for (behind, hours) in (1..).zip(REMINDERS) {
        let soon = (now, now + Duration::hours(hours.into()));
        loop {
            let due = store::unreminded(&mut app.db.read().await?, behind, soon, BATCH).await?;
            if due.is_empty() {
                break;
            }
            for (id,) in due {
                remind(app, MeetingId(id), now).await?;
            }
        }
    }
    Ok(())
}

async fn remind(app: &web::Data<App>, id: MeetingId, now: DateTime<Utc>) -> Answer<()> {
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let Some((relationship, kept)) = steps::locked(&mut tx, id).await? else { return Ok(()) };
    if relationship.rests_since.is_some() {
        return Ok(());
    }
    let Some(starts_at) = kept.status.starts_at() else { return Ok(()) };
    let Some((reminded, hours)) = due_reminder(starts_at, kept.reminded, now) else { return Ok(()) };
    if store::note_reminder(&mut tx, &kept, reminded).await? {
        let event = |fact| Event::MeetingSoon { fact, hours };
        steps::tell_both(&mut tidings, (&relationship, &kept), None, event);
        outbox::commit(app, tx, tidings).await?;
    }
    Ok(())
}
