//! What happens to requests: the steps that all ways share, and what happens because of something else: a message, a
//! block, a departure, a place that is taken or free.
//!
//! Rows are locked in one order: pairs, the conversation, the mentor's places, requests, the mentee's count. Nobody waits
//! for a row of somebody who waits for theirs.

use chrono::{DateTime, Utc};
use domain::conversations::MessageKind;
use domain::events::Event;
use domain::ids::{ParticipantId, RelationshipId, RequestId};
use domain::masking::mask_former;
use domain::notifications::{Live, LiveKind};
use domain::problem::{Code, Problem};
use domain::requests::state::{Act, Refused, Status, Waiting};
use domain::requests::{RequestAction, RequestState, RequestText, Side};
use domain::settings::Settings;

use super::history::store::Step;
use super::store::{self, Kept};
use super::{history, texts};
use crate::conversations::store::{NewLine, open, post};
use crate::db::Tx;
use crate::http::{Answer, Failure};
use crate::outbox::Tidings;
use crate::relationships::steps::begin;
use crate::{pairs, places, random, settings};

/// The state forbids it.
pub(super) fn refused(Refused(state): Refused) -> Failure {
    Problem::transition(state.as_str()).into()
}

/// It has another version than the one that was seen; here is where it stands.
pub(super) fn stale(state: RequestState) -> Failure {
    Problem { state: Some(state.as_str().to_owned()), ..Problem::new(Code::StaleVersion) }.into()
}

/// A request that nobody else changes until the transaction ends.
pub(super) async fn locked(tx: &mut Tx, id: RequestId) -> sqlx::Result<Option<Kept>> {
    let Some(seen) = store::load(tx, id).await? else { return Ok(None) };
    lock(tx, seen).await
}

/// The request as it is once nobody else changes it until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, seen: Kept) -> sqlx::Result<Option<Kept>> {
    if tx.is_alone() {
        return Ok(Some(seen));
    }
    if let Some((mentor, mentee)) = seen.pair() {
        pairs::store::lock_between(tx, mentor, mentee).await?;
    }
    store::lock_conversation(tx, seen.conversation).await?;
    store::load(tx, seen.id).await
}

/// Does something with a request: where it stands is saved, with the step and what was said.
pub(super) async fn advance(
    tx: &mut Tx,
    kept: &Kept,
    (act, by): (Act, Side),
    words: &str,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<Kept> {
    let days = match act {
        Act::Edit | Act::Answer | Act::AskForMore => settings::store::load(tx).await?.0.request_days,
        // They end it: no time begins.
        _ => 0,
    };
    let status = kept.status.decide(act, by, at, days).map_err(refused)?;
    let next = Kept {
        status,
        version: kept.version + 1,
        turn_at: status.waiting().map_or(kept.turn_at, |waiting| waiting.turn_at),
        ..kept.clone()
    };
    if !store::save(tx, &next).await? {
        return Err(stale(kept.status.state()));
    }
    let step = Step { action: act.action(), by, words: words.to_owned(), at };
    history::store::add_step(tx, next.id, &step).await?;
    if status.ended_at().is_some() {
        end(tx, &next).await?;
    }
    show(tidings, &next);
    Ok(next)
}

/// A mentee asks a mentor, who was found to be open to it: with what happened first.
pub(crate) async fn send(
    tx: &mut Tx,
    (mentor, mentee): (ParticipantId, ParticipantId),
    text: &RequestText,
    settings: &Settings,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<(Kept, Step)> {
    let kept = Kept {
        id: RequestId::new(at, &random::bytes()),
        mentor: Some(mentor),
        mentee: Some(mentee),
        conversation: open(tx, mentee, mentor, at).await?,
        status: Status::sent(at, settings.request_days),
        version: 1,
        text_number: 1,
        seen_number: 0,
        sent_at: at,
        turn_at: at,
    };
    if !store::count_in(tx, mentee, settings.open_requests).await? {
        return Err(Code::TooManyOpenRequests.into());
    }
    line(tx, &kept, mentee, MessageKind::RequestSent, "", at).await?;
    if let Some(waiting) = kept.status.waiting() {
        store::insert(tx, &kept, waiting).await?;
    }
    texts::store::insert(tx, kept.id, 1, text, at).await?;
    let step = Step { action: RequestAction::Send, by: Side::Mentee, words: String::new(), at };
    history::store::add_step(tx, kept.id, &step).await?;
    pairs::store::set_open_request(tx, mentor, mentee, Some(kept.id)).await?;
    tidings.tell(Event::RequestSent(kept.fact()));
    show(tidings, &kept);
    Ok((kept, step))
}

/// The mentor says yes, which takes a place: a relationship begins.
pub(crate) async fn accept(
    tx: &mut Tx,
    kept: &Kept,
    side: Side,
    welcome: &str,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<(Kept, RelationshipId)> {
    let (mentor, _) = kept.pair().ok_or(Code::NotFound)?;
    let places = places::store::take(tx, mentor).await?.ok_or(Code::MentorFull)?;
    let kept = advance(tx, kept, (Act::Accept, side), welcome, at, tidings).await?;
    let relationship = begin(tx, &kept, None, at, tidings).await?;
    line(tx, &kept, mentor, MessageKind::RequestAccepted, "", at).await?;
    if !welcome.is_empty() {
        line(tx, &kept, mentor, MessageKind::Text, welcome, at).await?;
    }
    tidings.tell(Event::RequestAccepted { request: kept.fact(), relationship });
    tidings.change(mentor);
    // While a place is free nobody's clock has to stand.
    if !places.are_open(at.date_naive()) {
        places_changed(tx, mentor, at, tidings).await?;
    }
    Ok((kept, relationship))
}

/// Adds a line to the conversation of the two.
pub(super) async fn line(
    tx: &mut Tx,
    kept: &Kept,
    author: ParticipantId,
    kind: MessageKind,
    body: &str,
    at: DateTime<Utc>,
) -> Answer<()> {
    let (conversation, request) = (kept.conversation, (kind != MessageKind::Text).then_some(kept.id));
    post(tx, NewLine { conversation, author, kind, body, request, at }).await?;
    Ok(())
}

/// Nothing is open between the two any more.
async fn end(tx: &mut Tx, kept: &Kept) -> sqlx::Result<()> {
    if let Some((mentor, mentee)) = kept.pair() {
        pairs::store::set_open_request(tx, mentor, mentee, None).await?;
    }
    if let Some(mentee) = kept.mentee {
        store::count_out(tx, mentee).await?;
    }
    Ok(())
}

/// Open pages of the two show something that is old now.
pub(super) fn show(tidings: &mut Tidings, kept: &Kept) {
    let request = Live {
        request: Some(kept.id),
        conversation: Some(kept.conversation),
        ..Live::about(LiveKind::Request)
    };
    let conversation = Live { conversation: Some(kept.conversation), ..Live::about(LiveKind::Conversation) };
    for reader in [kept.mentor, kept.mentee].into_iter().flatten() {
        tidings.show(reader, request.clone());
        tidings.show(reader, conversation.clone());
    }
}

/// A mentee wrote to a mentor: a request that waits for the mentee's answer is pending again.
pub(crate) async fn answered_in_conversation(
    tx: &mut Tx,
    mentee: ParticipantId,
    mentor: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    let Some(id) = store::open_from(tx, mentee, mentor).await? else { return Ok(()) };
    let Some(found) = store::load(tx, id).await? else { return Ok(()) };
    // Its row is locked by the message already; here it is for callers who have not written yet.
    store::lock_conversation(tx, found.conversation).await?;
    let Some(kept) = store::load(tx, id).await? else { return Ok(()) };
    // Words that come too late are words still, and no answer any more.
    let over = kept.status.waiting().is_none_or(|waiting| waiting.is_over(at));
    if kept.status.state() == RequestState::NeedsInfo && !over {
        advance(tx, &kept, (Act::Answer, Side::Mentee), "", at, tidings).await?;
        tidings.tell(Event::MoreAnswered(kept.fact()));
    }
    Ok(())
}

/// Closes the open requests between two people, whoever asked.
pub(crate) async fn close_between(
    tx: &mut Tx,
    one: ParticipantId,
    other: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_between(tx, one, other).await?;
    for id in store::open_between(tx, one, other).await? {
        close(tx, id, at, tidings).await?;
    }
    Ok(())
}

/// Closes the open requests to somebody (who is no mentor any more), from somebody (who is no mentee any more), or both.
pub(crate) async fn close_all(
    tx: &mut Tx,
    of: ParticipantId,
    as_mentor: bool,
    as_mentee: bool,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    pairs::store::lock_all_of(tx, of).await?;
    for id in store::open_of(tx, of, as_mentor, as_mentee).await? {
        close(tx, id, at, tidings).await?;
    }
    Ok(())
}

async fn close(tx: &mut Tx, id: RequestId, at: DateTime<Utc>, tidings: &mut Tidings) -> Answer<()> {
    let Some(kept) = locked(tx, id).await? else { return Ok(()) };
    if kept.status.waiting().is_some() {
        advance(tx, &kept, (Act::Close, Side::System), "", at, tidings).await?;
        tidings.tell(Event::RequestClosed(kept.fact()));
    }
    Ok(())
}

/// A mentor's places or pause have changed: the clocks of open requests stand or go on.
pub(crate) async fn places_changed(
    tx: &mut Tx,
    mentor: ParticipantId,
    at: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    let Some(places) = places::store::lock(tx, mentor).await? else { return Ok(()) };
    let open = places.are_open(at.date_naive());
    for kept in store::open_to(tx, mentor, open).await? {
        let change = |waiting: Waiting| if open { waiting.gone_on(at) } else { waiting.stopped(at) };
        let next = Kept { status: kept.status.with_clock(change), version: kept.version + 1, ..kept.clone() };
        if store::save(tx, &next).await? {
            let fact = kept.fact();
            tidings.tell(if open { Event::RequestWentOn(fact) } else { Event::RequestStopped(fact) });
            show(tidings, &next);
        }
    }
    Ok(())
}

/// What stays for others of the requests of somebody who leaves: neither name nor ways to reach them.
pub(crate) async fn mask_all(tx: &mut Tx, of: ParticipantId, name: &str) -> Answer<()> {
    let hide = |text: &str| mask_former(text, name);
    for (id, number, text) in texts::store::all_of(tx, of).await? {
        texts::store::rewrite(tx, id, number, &text.each(hide)).await?;
    }
    for (id, number, words) in history::store::words_of(tx, of).await? {
        history::store::rewrite_words(tx, id, number, &hide(&words)).await?;
    }
    Ok(())
}
