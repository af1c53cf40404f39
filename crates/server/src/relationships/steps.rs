//! What happens to relationships: the steps that all ways share, and what happens because of something else: a block, a
//! departure, a suspension.
//!
//! Rows are locked in the order of requests: pairs, the conversation, the relationship, the mentor's places, requests.

use chrono::{DateTime, Months, Utc};
use domain::accounts::Role;
use domain::events::{Event, RelationshipFact};
use domain::ids::{ParticipantId, RelationshipId, RequestId};
use domain::masking::mask_former;
use domain::notifications::{Live, LiveKind};
use domain::problem::{Code, Problem};
use domain::relationships::Plan;
use domain::relationships::state::{Act, LINGERS, Refused, Status};
use domain::requests::Side;

use super::store::{self, Beginning, Kept};
use super::{party, plan, sharing, wishes, written};
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::outbox::Tidings;
use crate::requests::store::Kept as KeptRequest;
use crate::{conversations, goals, meetings, pairs, places, profiles, random, requests};

/// The state forbids it.
pub(super) fn refused(Refused(state): Refused) -> Failure {
    Problem::transition(state.as_str()).into()
}

/// A relationship that nobody else ends or changes until the transaction ends.
pub(super) async fn locked(tx: &mut Tx, id: RelationshipId) -> sqlx::Result<Option<Kept>> {
    let Some(seen) = store::load(tx, id).await? else { return Ok(None) };
    if let Some((mentor, mentee)) = seen.pair() {
        pairs::store::lock(tx, mentor, mentee).await?;
    }
    store::load(tx, id).await
}

/// Begins what follows from an accepted request; a place of the mentor is taken already.
pub(crate) async fn begin(
    tx: &mut Tx,
    request: &KeptRequest,
    earlier: Option<&Kept>,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<RelationshipId> {
    let (mentor, mentee) = request.pair().ok_or(Code::NotFound)?;
    let terms = store::terms(tx, request).await?;
    let until = at.date_naive().checked_add_months(Months::new(terms.planned_months));
    let mut plan = Plan { until: terms.until.or(until), every_weeks: terms.every_weeks };
    if let Some(earlier) = earlier {
        plan.every_weeks = plan::store::plan(tx, earlier.id).await?.0.every_weeks;
    }
    let id = RelationshipId::new(at, &random::bytes());
    let begins = Beginning { id, earlier: earlier.map(|earlier| earlier.id), plan, rests: terms.rests, at };
    store::insert(tx, request, &begins).await?;
    pairs::store::set_active_relationship(tx, mentor, mentee, Some(id)).await?;
    pairs::store::note_entitled(tx, mentor, mentee, at).await?;
    for reader in [mentor, mentee] {
        tidings.show(reader, Live { relationship: Some(id), ..Live::about(LiveKind::Relationship) });
    }
    Ok(id)
}

/// Begins a new journey of the same two, who both wish for it: as if the mentor had accepted the same request again.
pub(super) async fn begin_anew(
    tx: &mut Tx,
    earlier: &Kept,
    by: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<RelationshipId> {
    let (mentor, mentee) = earlier.pair().ok_or(Code::NotFound)?;
    check_beginning(tx, mentor, mentee).await?;
    places::store::take(tx, mentor).await?.ok_or(Code::MentorFull)?;
    conversations::store::open(tx, mentee, mentor, at).await?;
    let request = RequestId::new(at, &random::bytes());
    requests::store::insert_accepted(tx, request, earlier.request, at).await?;
    let request = requests::store::load(tx, request).await?.ok_or(Code::NotFound)?;
    let relationship = begin(tx, &request, Some(earlier), at, tidings).await?;
    sharing::store::carry_sharing(tx, earlier.id, relationship).await?;
    goals::steps::carry_over(tx, earlier, relationship, at).await?;
    tidings.change(mentor);
    for told in earlier.two().filter(|party| *party != by) {
        tidings.tell(Event::JourneyBegan(RelationshipFact { relationship, by: Some(by), told }));
    }
    Ok(relationship)
}

/// What stands in the way of a new journey of two whose pair is locked, a free place aside.
async fn check_beginning(tx: &mut Tx, mentor: ParticipantId, mentee: ParticipantId) -> Answer<()> {
    let pair = pairs::store::lock(tx, mentor, mentee).await?;
    if pair.active_relationship().is_some() {
        return Err(Code::RelationshipActive.into());
    }
    if pair.open_request().is_some() {
        return Err(Code::RequestOpen.into());
    }
    let mentors = profiles::store::roles(tx, mentor).await?.contains(&Role::Mentor);
    if !mentors || pairs::store::tie(tx, mentor, mentee).await?.apart {
        return Err(Code::MentorNotOpen.into());
    }
    Ok(())
}

/// Does something with a relationship: where it stands is saved, with what each wishes.
pub(super) async fn advance(
    tx: &mut Tx,
    kept: &Kept,
    (act, by): (Act, Side),
    at: DateTime<Utc>,
) -> Answer<Kept> {
    let status = kept.status.decide(act, by, at).map_err(refused)?;
    let (wishes, contact_until) = match status {
        Status::Completed { in_touch_since: Some(_), wishes, .. } => (wishes, None),
        Status::Completed { wishes, .. } if kept.status.is_walking() => (wishes, Some(at + LINGERS)),
        Status::Completed { wishes, .. } => (wishes, kept.contact_until.filter(|_| act != Act::PartWays)),
        _ => (kept.wishes, None),
    };
    let next = Kept { status, wishes, contact_until, version: kept.version + 1, ..kept.clone() };
    if !store::save(tx, &next).await? {
        let state = Some(kept.status.state().as_str().to_owned());
        return Err(Problem { state, ..Problem::new(Code::StaleVersion) }.into());
    }
    for side in [Side::Mentor, Side::Mentee] {
        if wishes.of(side) != kept.wishes.of(side) {
            wishes::store::set_wish(tx, kept.id, side, wishes.of(side)).await?;
        }
    }
    Ok(next)
}

/// What follows from an end: nothing is arranged any more, and the mentor's place is free. Whoever calls this looks at the
/// clocks of open requests afterwards, once it is clear whether the place stays free.
pub(super) async fn end(tx: &mut Tx, kept: &Kept, at: DateTime<Utc>, tidings: &mut Tidings) -> Answer<()> {
    let withdrawn = matches!(kept.status, Status::Withdrawn { .. });
    if let Some((mentor, mentee)) = kept.pair() {
        pairs::store::set_active_relationship(tx, mentor, mentee, None).await?;
        if withdrawn {
            wishes::store::part(tx, mentor, mentee).await?;
        }
        pairs::store::note_entitled(tx, mentor, mentee, at).await?;
        if withdrawn && !pairs::store::are_bound(tx, mentor, mentee).await? {
            conversations::store::close(tx, kept.conversation, at).await?;
        }
    } else {
        conversations::store::close(tx, kept.conversation, at).await?;
    }
    meetings::steps::cancel_all(tx, kept, at, tidings).await?;
    if let Some(mentor) = kept.mentor {
        places::store::give_back(tx, mentor).await?;
        tidings.change(mentor);
    }
    for party in kept.two() {
        show(tidings, kept, party);
    }
    Ok(())
}

/// A place of the mentor is free, or taken: the clocks of open requests are right again.
pub(super) async fn places_changed(
    tx: &mut Tx,
    kept: &Kept,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    match kept.mentor {
        Some(mentor) => requests::steps::places_changed(tx, mentor, at, tidings).await,
        None => Ok(()),
    }
}

/// Ends the relationships between two people, with neutral words, and what kept them in touch.
pub(crate) async fn close_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_between(tx, one, other).await?;
    for id in store::active_between(tx, one, other).await? {
        close(tx, id, one, at, tidings).await?;
    }
    for (mentor, mentee) in [(one, other), (other, one)] {
        wishes::store::part(tx, mentor, mentee).await?;
        pairs::store::note_entitled(tx, mentor, mentee, at).await?;
    }
    Ok(())
}

/// Ends all relationships of somebody who leaves.
pub(crate) async fn close_all(
    tx: &mut Tx,
    of: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_all_of(tx, of).await?;
    for id in store::active_of(tx, of).await? {
        close(tx, id, of, at, tidings).await?;
    }
    Ok(())
}

/// Ends a relationship because of one of the two: the other is told.
async fn close(
    tx: &mut Tx,
    id: RelationshipId,
    because_of: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    let Some(kept) = locked(tx, id).await?.filter(|kept| kept.status.is_walking()) else { return Ok(()) };
    let next = advance(tx, &kept, (Act::Close, Side::System), at).await?;
    for told in kept.two().filter(|party| *party != because_of) {
        tidings.tell(Event::RelationshipClosed { relationship: id, told });
    }
    end(tx, &next, at, tidings).await?;
    places_changed(tx, &next, at, tidings).await
}

/// Lets the relationships of somebody rest who is suspended: clocks stand, contact details are hidden.
pub(crate) async fn rest_all(
    tx: &mut Tx,
    of: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_all_of(tx, of).await?;
    for id in store::active_of(tx, of).await? {
        let Some(kept) = store::load(tx, id).await? else { continue };
        if kept.rests_since.is_none() {
            let next = Kept { rests_since: Some(at), version: kept.version + 1, ..kept };
            store::save(tx, &next).await?;
            party::show(&next, tidings);
        }
    }
    pairs::store::note_all_entitled(tx, of, at).await?;
    Ok(())
}

/// Lets the relationships of somebody go on who is reinstated, unless the other is suspended too: clocks run as if no time had
/// passed.
pub(crate) async fn go_on_all(
    tx: &mut Tx,
    of: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_all_of(tx, of).await?;
    for id in store::active_of(tx, of).await? {
        let Some(kept) = store::load(tx, id).await? else { continue };
        let other = kept.two().find(|party| *party != of);
        let here = match other {
            Some(other) => pairs::store::is_here(tx, other).await?,
            None => true,
        };
        if let Some(since) = kept.rests_since.filter(|_| here) {
            let status = kept.status.gone_on(at - since);
            let next = Kept { status, rests_since: None, version: kept.version + 1, ..kept };
            store::save(tx, &next).await?;
            store::touch(tx, id, at).await?;
            party::show(&next, tidings);
        }
    }
    pairs::store::note_all_entitled(tx, of, at).await?;
    Ok(())
}

fn show(tidings: &mut Tidings, kept: &Kept, to: ParticipantId) {
    let (conversation, request) = (Some(kept.conversation), Some(kept.request));
    let relationship = Some(kept.id);
    tidings.show(to, Live { relationship, ..Live::about(LiveKind::Relationship) });
    tidings.show(to, Live { conversation, ..Live::about(LiveKind::Conversation) });
    tidings.show(to, Live { request, conversation, ..Live::about(LiveKind::Request) });
}

/// What stays for others of the words of somebody who leaves: neither name nor ways to reach them. What only they could read is
/// gone.
pub(crate) async fn mask_all(tx: &mut Tx, of: ParticipantId, name: &str) -> Answer<()> {
    written::store::forget_own(tx, of).await?;
    let hide = |text: &str| mask_former(text, name);
    for words in written::store::sides_with(tx, of).await? {
        written::store::rewrite_side(tx, &words, &hide(&words.takes_along), &hide(&words.thanks)).await?;
    }
    for words in written::store::withdrawals_with(tx, of).await? {
        written::store::rewrite_withdrawal(tx, &words, &hide(&words.words), &hide(&words.reason)).await?;
    }
    Ok(())
}
