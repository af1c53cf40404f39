//! The clock of goals: reminders before their day, looked through every minute, on any server. What belongs to a relationship
//! that rests waits until it goes on.

use actix_web::web;
use chrono::{DateTime, Duration, Utc};
use domain::events::{Event, GoalFact};
use domain::goals::{GoalState, reminder_is_due};
use domain::ids::{GoalId, MilestoneId};

use super::milestones::store as milestones;
use super::store::{self, Kept};
use crate::app::App;
use crate::db::Tx;
use crate::http::Answer;
use crate::outbox::{self, Tidings};
use crate::relationships::store::Kept as Relationship;
use crate::{relationships, settings};

/// So many days are looked for at a time.
const BATCH: i64 = 100;

/// Reminds mentees of the days of goals and milestones that are near. Each in a transaction of its own, which looks again:
/// another server may have been here before.
pub async fn tick(app: &web::Data<App>) -> Answer<()> {
    let now = app.clock.now();
    let today = now.date_naive();
    let days = settings::store::load(&mut app.db.read().await?).await?.0.due_days;
    loop {
        let near = (today, today + Duration::days(days.into()));
        let near = store::near(&mut app.db.read().await?, near, BATCH).await?;
        if near.is_empty() {
            return Ok(());
        }
        for (goal, step) in near {
            match step.map(MilestoneId) {
                Some(step) => remind_of_step(app, GoalId(goal), step, (now, days)).await?,
                None => remind(app, GoalId(goal), (now, days)).await?,
            }
        }
    }
}

async fn remind(app: &web::Data<App>, id: GoalId, (now, days): (DateTime<Utc>, u8)) -> Answer<()> {
    let mut tx = app.db.write().await?;
    let Some((relationship, kept)) = walked_towards(&mut tx, id).await? else { return Ok(()) };
    let Some(due_on) = kept.text.due_on else { return Ok(()) };
    if !store::note_reminder(&mut tx, id).await? {
        return Ok(());
    }
    let mut tidings = Tidings::default();
    if reminder_is_due(kept.planned_at.date_naive(), due_on, days, now.date_naive()) {
        tell(&mut tidings, (&relationship, &kept), None, Event::GoalDue);
    }
    outbox::commit(app, tx, tidings).await
}

async fn remind_of_step(
    app: &web::Data<App>,
    id: GoalId,
    step: MilestoneId,
    (now, days): (DateTime<Utc>, u8),
) -> Answer<()> {
    let mut tx = app.db.write().await?;
    let Some((relationship, kept)) = walked_towards(&mut tx, id).await? else { return Ok(()) };
    let Some((Some(due_on), planned_at)) = milestones::day_of_step(&mut tx, step).await? else {
        return Ok(());
    };
    if !milestones::note_reminder_of_step(&mut tx, step).await? {
        return Ok(());
    }
    let mut tidings = Tidings::default();
    if reminder_is_due(planned_at.date_naive(), due_on, days, now.date_naive()) {
        tell(&mut tidings, (&relationship, &kept), Some(step), Event::MilestoneDue);
    }
    outbox::commit(app, tx, tidings).await
}

/// A goal that is walked towards, with its relationship, which does not rest.
async fn walked_towards(tx: &mut Tx, id: GoalId) -> Answer<Option<(Relationship, Kept)>> {
    let Some(kept) = store::load(tx, id).await? else { return Ok(None) };
    let relationship = relationships::store::load(tx, kept.relationship).await?;
    let walks = |found: &Relationship| found.status.is_walking() && found.rests_since.is_none();
    let is_active = kept.status.state() == GoalState::Active;
    Ok(relationship.filter(|found| is_active && walks(found)).map(|found| (found, kept)))
}

/// The mentee is told: the goal is hers.
fn tell(
    tidings: &mut Tidings,
    (relationship, kept): (&Relationship, &Kept),
    milestone: Option<MilestoneId>,
    event: impl FnOnce(GoalFact) -> Event,
) {
    if let Some(told) = relationship.mentee {
        tidings.tell(event(GoalFact {
            goal: kept.id,
            milestone,
            relationship: relationship.id,
            by: None,
            told,
        }));
    }
}
