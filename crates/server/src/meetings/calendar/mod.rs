//! Calendar entries (RFC 5545) of meetings: with letters, as a file, and in the feed of a participant. The programme is the
//! organizer, and nobody but the reader is named with an address.

mod routes;
mod store;

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use content::{entry_description, entry_summary};
use domain::events::MeetingFact;
use domain::ids::{MeetingId, ParticipantId};
use domain::meetings::MeetingState;
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use lettre::message::Mailbox;
use utoipa_actix_web::service_config::ServiceConfig;

use self::store::InCalendar;
use super::agenda::store::{PointRow, points};
use crate::app::App;
use crate::db::{Tx, from_word};
use crate::http::{Answer, Failure};
use crate::mail::PROGRAMME;

/// The feed goes back so far.
const SINCE: Duration = Duration::days(90);
/// The feed lists so many meetings at most, the latest.
const MOST: i64 = 500;
/// The feed lists so many points of agendas at most, the next.
const MOST_POINTS: i64 = 3000;

/// The addresses of calendar entries.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(routes::get_invitation)
        .service(routes::get_calendar)
        .service(routes::get_calendar_address)
        .service(routes::renew_calendar_address)
        .service(routes::remove_calendar_address);
}

/// What a letter about a meeting does with the entry in its reader's calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Puts it there, or changes it (METHOD:REQUEST).
    Put,
    /// Takes it away (METHOD:CANCEL).
    TakeAway,
}

/// The entry for who is told; nothing where there is none (any more): what is in the calendar is not taken away because of
/// something that came before, and what has been taken away is not put back.
pub(crate) async fn entry(
    tx: &mut Tx,
    app: &App,
    fact: &MeetingFact,
    entry: Entry,
) -> Answer<Option<String>> {
    let Some(meeting) = store::of_meeting(tx, fact.meeting, fact.told).await? else { return Ok(None) };
    let (put, is_arranged) = (entry == Entry::Put, is_arranged(&meeting)?);
    if put != is_arranged || meeting.sequence == 0 {
        return Ok(None);
    }
    let agenda = if put { points(tx, fact.meeting).await? } else { Vec::new() };
    let writer = Writer::of(app)?;
    let mut event = writer.event(&meeting, &agenda);
    let mut attendee = Property::new("ATTENDEE", format!("mailto:{}", meeting.email));
    attendee.add_parameter("ROLE", "REQ-PARTICIPANT").add_parameter("PARTSTAT", "ACCEPTED");
    attendee.add_parameter("RSVP", "FALSE");
    event.append_property(attendee);
    event.add_property("STATUS", if put { "CONFIRMED" } else { "CANCELLED" });
    Ok(Some(written(if put { "REQUEST" } else { "CANCEL" }, [event])))
}

/// The file of a meeting that is arranged or was held, for one of its two.
pub(super) async fn file(
    tx: &mut Tx,
    app: &App,
    id: MeetingId,
    reader: ParticipantId,
) -> Answer<Option<String>> {
    let found = store::of_meeting(tx, id, reader).await?;
    let Some(meeting) = found.filter(|meeting| meeting.starts_at.is_some()) else { return Ok(None) };
    if !is_arranged(&meeting)? {
        return Ok(None);
    }
    let agenda = points(tx, id).await?;
    let mut event = Writer::of(app)?.event(&meeting, &agenda);
    event.add_property("STATUS", "CONFIRMED");
    Ok(Some(written("PUBLISH", [event])))
}

/// The feed of a participant.
pub(super) async fn feed(tx: &mut Tx, app: &App, of: ParticipantId) -> Answer<String> {
    let now = app.clock.now();
    let mut agendas = HashMap::<_, Vec<_>>::new();
    for point in store::agendas(tx, of, now, MOST_POINTS).await? {
        agendas.entry(MeetingId(point.meeting_id)).or_default().push(point);
    }
    let writer = Writer::of(app)?;
    let meetings = store::of_somebody(tx, of, now - SINCE, MOST).await?;
    let events = meetings.iter().map(|meeting| {
        let agenda = agendas.remove(&meeting.id()).unwrap_or_default();
        let mut event = writer.event(meeting, &agenda);
        event.add_property("STATUS", "CONFIRMED");
        event
    });
    Ok(written("PUBLISH", events))
}

fn is_arranged(meeting: &InCalendar) -> sqlx::Result<bool> {
    let state: MeetingState = from_word("meetings.state", &meeting.state)?;
    Ok(matches!(state, MeetingState::Confirmed | MeetingState::Held))
}

/// What all entries have in common.
struct Writer {
    here: String,
    organizer: Property,
    now: DateTime<Utc>,
}

impl Writer {
    fn of(app: &App) -> Answer<Self> {
        let from: Mailbox = app.config.mail_from.parse().map_err(Failure::internal)?;
        let mut organizer = Property::new("ORGANIZER", format!("mailto:{}", from.email));
        organizer.add_parameter("CN", PROGRAMME);
        Ok(Self { here: app.config.public_url(), organizer, now: app.clock.now() })
    }

    fn event(&self, meeting: &InCalendar, agenda: &[PointRow]) -> Event {
        let link =
            format!("{}/relationships/{}/meetings/{}", self.here, meeting.relationship(), meeting.id());
        let points: Vec<String> = agenda.iter().map(|point| meeting.eyes.others(&point.words)).collect();
        let mut event = Event::new();
        event
            .uid(&meeting.id().to_string())
            .timestamp(self.now)
            .sequence(u32::try_from(meeting.sequence).unwrap_or(u32::MAX))
            .summary(&entry_summary(PROGRAMME, &meeting.reader, meeting.other.as_deref()))
            .description(&entry_description(&points, &link))
            .url(&link)
            .append_property(self.organizer.clone());
        if let Some(starts_at) = meeting.starts_at {
            event.starts(starts_at).ends(starts_at + Duration::minutes(meeting.minutes().into()));
        }
        if !meeting.place.is_empty() {
            event.location(&meeting.eyes.others(&meeting.place));
        }
        event
    }
}

fn written(method: &str, events: impl IntoIterator<Item = Event>) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Cairn//Cairn//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", method)]
    {
        calendar.append_property((name, value));
    }
    if method == "PUBLISH" {
        calendar.append_property(("X-WR-CALNAME", PROGRAMME));
        calendar.append_property(("X-PUBLISHED-TTL", "PT1H"));
    }
    calendar.extend(events);
    calendar.to_string()
}
