//! What happens to meetings: the steps that all ways share, and what happens because of something else: the relationship
//! ends, somebody leaves.
//!
//! The pair is locked before a meeting is looked at: nobody else changes it until the transaction ends.

use chrono::{DateTime, Utc};
use domain::events::{Event, MeetingFact};
use domain::ids::{MeetingId, ParticipantId};
use domain::masking::mask_former;
use domain::meetings::MeetingState;
use domain::meetings::state::{Act, Refused, Status, reminders_behind};
use domain::problem::{Code, Problem};
use domain::requests::Side;

use super::store::{self, Kept};
use super::written;
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::outbox::Tidings;
use crate::relationships::store::Kept as Relationship;
use crate::{pairs, relationships};

/// It is forbidden, by the state or because the time has passed.
pub(super) fn refused(refused: Refused) -> Failure {
    match refused {
        Refused::State(state) => Problem::transition(state.as_str()).into(),
        Refused::Past => Code::SlotPassed.into(),
    }
}

/// It has another version than the one that was seen; here is where it stands.
pub(super) fn stale(state: MeetingState) -> Failure {
    Problem { state: Some(state.as_str().to_owned()), ..Problem::new(Code::StaleVersion) }.into()
}

/// A meeting with its relationship.
pub(super) async fn locked(tx: &mut Tx, id: MeetingId) -> Answer<Option<(Relationship, Kept)>> {
    let Some(seen) = store::load(tx, id).await? else { return Ok(None) };
    let Some(found) = relationships::store::load(tx, seen.relationship).await? else { return Ok(None) };
    if let Some((mentor, mentee)) = found.mentor.zip(found.mentee) {
        pairs::store::lock(tx, mentor, mentee).await?;
    }
    let relationship = relationships::store::load(tx, seen.relationship).await?;
    Ok(relationship.zip(store::load(tx, id).await?))
}

/// Does something with a meeting: where it stands is saved, with what `change` makes of the rest.
pub(super) async fn advance(
    tx: &mut Tx,
    kept: &Kept,
    (act, by): (Act, Side),
    at: DateTime<Utc>,
    change: impl FnOnce(Kept) -> Kept,
) -> Answer<Kept> {
    let status = kept.status.decide(act, by, at).map_err(refused)?;
    let changes_calendars = kept.status.is_in_calendars() != status.is_in_calendars();
    // Whoever arranges it a few hours before needs no reminder of the day before.
    let reminded =
        if let Status::Confirmed { starts_at, .. } = status { reminders_behind(starts_at, at) } else { 0 };
    let next = Kept {
        status,
        version: kept.version + 1,
        sequence: kept.sequence + i64::from(changes_calendars),
        reminded,
        when: status.starts_at().unwrap_or(kept.when),
        ..kept.clone()
    };
    save(tx, change(next)).await
}

/// Saves a meeting over the version before.
pub(super) async fn save(tx: &mut Tx, next: Kept) -> Answer<Kept> {
    if store::save(tx, &next).await? { Ok(next) } else { Err(stale(next.status.state())) }
}

/// Both of the two are told.
pub(super) fn tell_both(
    tidings: &mut Tidings,
    (relationship, kept): (&Relationship, &Kept),
    by: Option<ParticipantId>,
    event: impl Fn(MeetingFact) -> Event,
) {
    for told in [relationship.mentor, relationship.mentee].into_iter().flatten() {
        tidings.tell(event(MeetingFact { meeting: kept.id, relationship: relationship.id, by, told }));
    }
}

/// Calls off what was to come when a relationship ends; whoever had it in the calendar is told.
pub(crate) async fn cancel_all(
    tx: &mut Tx,
    relationship: &Relationship,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    for kept in store::unsettled(tx, relationship.id).await? {
        let step = (Act::Cancel, Side::System);
        if kept.status.decide(step.0, step.1, at).is_err() {
            // It has begun: what was arranged stays so.
            continue;
        }
        let next = advance(tx, &kept, step, at, |next| next).await?;
        if kept.status.is_in_calendars() {
            tell_both(tidings, (relationship, &next), None, Event::MeetingCancelled);
        }
    }
    Ok(())
}

/// What stays for others of the meetings of somebody who leaves: neither name nor ways to reach them.
pub(crate) async fn mask_all(tx: &mut Tx, of: ParticipantId, name: &str) -> Answer<()> {
    for row in written::store::written_with(tx, of).await? {
        let masked = mask_former(&row.words, name);
        if masked != row.words {
            written::store::rewrite(tx, &row, &masked).await?;
        }
    }
    Ok(())
}
