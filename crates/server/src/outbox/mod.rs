//! The outbox: what has happened is written in the transaction that made it true, and told after it.

pub mod store;
mod telling;
pub(crate) mod worker;

use actix_web::web;
use domain::events::Event;
use domain::ids::{EventId, ParticipantId};
use domain::notifications::Live;

use crate::app::App;
use crate::changes;
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::{live, random};

/// What follows from a change: gathered while it is made, and committed with it.
#[derive(Debug, Default)]
pub(crate) struct Tidings {
    events: Vec<Event>,
    live: Vec<(ParticipantId, Live)>,
    changed: Vec<ParticipantId>,
    erased: bool,
}

impl Tidings {
    /// Something has happened that somebody is told: by notification and letter.
    pub(crate) fn tell(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Open pages of a participant show something that is old now.
    pub(crate) fn show(&mut self, to: ParticipantId, live: Live) {
        self.live.push((to, live));
    }

    /// What servers hold in memory of a participant is old now: the list of mentors, what a reader has said.
    pub(crate) fn change(&mut self, id: ParticipantId) {
        self.changed.push(id);
    }

    /// A participant is erased: nobody tells them anything any more, and no fact names them.
    pub(crate) fn erase(&mut self, id: ParticipantId) {
        self.erased = true;
        self.live.retain(|(to, _)| *to != id);
        self.changed.retain(|changed| *changed != id);
        for event in &mut self.events {
            event.leave_out(id);
        }
    }
}

/// Commits a change with what follows from it, and tells it.
pub(crate) async fn commit(app: &web::Data<App>, mut tx: Tx, mut tidings: Tidings) -> Answer<()> {
    let now = app.clock.now();
    for (place, event) in (0..).zip(&tidings.events) {
        store::insert(&mut tx, EventId::new(now, &random::bytes_at(place)), event, now).await?;
    }
    // In one order on all servers: nobody waits for a row of somebody who waits for theirs.
    tidings.live.sort_by_key(|(to, _)| *to);
    for (to, news) in &tidings.live {
        live::store::insert(&mut tx, *to, news, now).await?;
    }
    tidings.changed.sort_unstable();
    tidings.changed.dedup();
    let mut heard: Vec<ParticipantId> = tidings.live.iter().map(|(to, _)| *to).collect();
    heard.dedup();
    if tidings.erased {
        changes::worker::note_erasure(&mut tx).await?;
    }
    if tidings.changed.is_empty() && !tidings.erased {
        tx.announce(&heard).await?;
        tx.commit().await?;
    } else {
        changes::worker::commit_all(app, tx, &tidings.changed, &heard).await?;
    }
    app.live.wake(&heard);
    if !tidings.events.is_empty() {
        app.events.notify_one();
    }
    Ok(())
}

/// Leaves somebody who is erased out of what is still to be told; what cannot be told without them is forgotten.
pub(crate) async fn leave_out(tx: &mut Tx, id: ParticipantId) -> Answer<()> {
    for (event, fact) in store::naming(tx, id).await? {
        let mut fact: Event = serde_json::from_str(&fact).map_err(Failure::internal)?;
        fact.leave_out(id);
        store::replace(tx, event, &fact).await?;
    }
    store::forget(tx, id).await?;
    Ok(())
}
