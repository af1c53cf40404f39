//! Letters: written in the transaction of what they tell about, sent by the worker after it.

mod post;
pub mod routes;
pub mod store;

pub use post::{Outcome, Post};

use std::sync::atomic::Ordering;

use chrono::Duration;
use content::{Occasion, letter};
use domain::ids::{LetterId, ParticipantId};

use crate::app::App;
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::random;

/// The name of the programme, as letters say it.
pub(crate) const PROGRAMME: &str = "Cairn";
/// For how long a letter is tried to be sent, and its text kept.
pub const LETTER_LIVES: Duration = Duration::days(4);
/// For how long it is on record what became of a letter.
pub const RECORD_LIVES: Duration = Duration::days(30);

/// Who gets a letter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recipient<'a> {
    /// The address.
    pub email: &'a str,
    /// The participant who gets it: erasing takes it along.
    pub participant: Option<ParticipantId>,
    /// Whom else it names: their erasing takes it along while it waits.
    pub about: Option<ParticipantId>,
    /// Where one click switches such letters off (RFC 8058); empty where that cannot be.
    pub unsubscribe: &'a str,
    /// The calendar entry that goes with it (iCalendar), or nothing.
    pub calendar: &'a str,
}

/// Writes a letter into the outbox. The worker sends it after the commit, once `App::letters` is notified.
pub async fn write(tx: &mut Tx, app: &App, to: Recipient<'_>, occasion: &Occasion) -> Answer<LetterId> {
    let letter = letter(PROGRAMME, occasion).map_err(Failure::internal)?;
    let now = app.clock.now();
    let place = app.letters_written.fetch_add(1, Ordering::Relaxed);
    let id = LetterId::new(now, &random::bytes_at(place));
    store::insert(tx, id, to, occasion.name(), &letter, now).await?;
    Ok(id)
}
