use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use domain::events::{Event, MeetingFact};
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::slots::MOST_PROPOSED;
use domain::meetings::state::{Act, Status};
use domain::meetings::{
    CancelMeeting, ConfirmMeeting, EditMeeting, Meeting, MeetingAction, MeetingPage, ProposeMeeting,
    RecordMeeting,
};
use domain::page::{Page, PageQuery};
use domain::problem::{Code, Problem};
use domain::text::tidy;

use super::store::{self, Kept};
use super::view::{self, Reader};
use super::{slots, steps};
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Id, IdempotencyKey, IfMatch, Valid, json, with_etag};
use crate::idempotency::{Attempt, Created};
use crate::outbox::{Tidings, commit};
use crate::page::{After, cut};
use crate::relationships::party::{self, Party};
use crate::routes::API;
use crate::{problems, random};

problems!(ListProblems: InvalidFields, BadCursor);
problems!(ProposeProblems: RelationshipEnded, RelationshipRests, TooManyMeetings, IdempotencyKeyReused, MalformedRequest);
problems!(RecordProblems: RelationshipEnded, RelationshipRests, IdempotencyKeyReused, MalformedRequest);
problems!(ConfirmProblems: RelationshipEnded, RelationshipRests, InvalidTransition, StaleVersion, SlotGone, SlotPassed);
problems!(OthersProblems: RelationshipEnded, RelationshipRests, InvalidTransition, StaleVersion, TooManyMeetings);
problems!(StepProblems: RelationshipEnded, RelationshipRests, InvalidTransition, StaleVersion);

/// The meetings of a relationship
///
/// For its two, the latest first: by the time at which they begin or began, or the last that is offered for them does.
#[utoipa::path(
    operation_id = "list_meetings",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("limit" = Option<u32>, Query, description = "How many meetings a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<Meeting>), ListProblems)
)]
#[get("/relationships/{id}/meetings")]
pub(crate) async fn list_meetings(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let rows = store::seen(&mut tx, id, None, after, i64::from(query.limit) + 1).await?;
    let place = |seen: &store::Seen| After { at: seen.kept.when, id: seen.kept.id.0 };
    let (rows, next_cursor) = cut(rows, query.limit, place);
    let items = rows.into_iter().map(|seen| Reader::of(&party).meeting(seen, now)).collect();
    Ok(json(&Page::<Meeting> { items, next_cursor }))
}

/// Offer times for a meeting
///
/// One to five times, as the clock on the wall shows them in a time zone; the other chooses one. A time that the clock skips
/// is refused (`local_time_missing`), and so is one that it shows twice (`local_time_ambiguous`), unless `fold` says which. Sent
/// again with the same Idempotency-Key, it happens once and is answered the same.
#[utoipa::path(
    operation_id = "propose_meeting",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of your own for this request, kept for a day", pattern = "^[!-~]([ -~]{0,126}[!-~])?$", example = "5f0c9a52"),
    ),
    request_body(content = ProposeMeeting, example = json!({
        "slots": [
            { "local": "2027-03-27T18:30", "time_zone": "Europe/Berlin", "minutes": 60 },
            { "local": "2027-03-29T18:30", "time_zone": "Europe/Berlin", "minutes": 60 }
        ],
        "format": "video",
        "place": "https://meet.example/wanjiru",
        "words": "Half an hour is plenty for me to start with."
    })),
    responses(
        (status = 201, description = "The meeting", body = Meeting,
            headers(("Location" = String, description = "Where it is"))),
        ProposeProblems,
    )
)]
#[post("/relationships/{id}/meetings")]
pub(crate) async fn propose_meeting(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    key: IdempotencyKey,
    Valid(body): Valid<ProposeMeeting>,
) -> Answer<HttpResponse> {
    let attempt = Attempt::new(actor.participant, "propose_meeting", key, &(id, &body))?;
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    if let Some(earlier) = attempt.earlier(&mut tx, &app).await? {
        tx.commit().await?;
        return Ok(earlier);
    }
    let party = party::writing(&mut tx, id, actor.participant).await?;
    let slots = slots::offered(&body.slots, 1, now)?;
    check_count(&mut tx, id).await?;
    let last = slots.last().ok_or(Code::MalformedRequest)?;
    let kept = Kept {
        id: MeetingId::new(now, &random::bytes()),
        relationship: id,
        status: Status::Proposed { by: party.side, lapses_at: last.starts_at },
        sequence: 0,
        version: 1,
        format: body.format,
        place: tidy(&body.place),
        words: tidy(&body.words),
        minutes: last.minutes,
        when: last.starts_at,
        slots,
        reminded: 0,
        last_words: String::new(),
    };
    store::insert(&mut tx, &kept, now).await?;
    tell_other(&mut tidings, &party, &kept, Event::MeetingProposed);
    created(&app, tx, tidings, (&party, &kept), attempt, now).await
}

/// Write down that the two have met
///
/// For either, of the last twelve months.
#[utoipa::path(
    operation_id = "record_meeting",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of your own for this request, kept for a day", pattern = "^[!-~]([ -~]{0,126}[!-~])?$", example = "5f0c9a52"),
    ),
    request_body(content = RecordMeeting, example = json!({
        "slot": { "local": "2026-11-20T18:30", "time_zone": "Africa/Nairobi", "minutes": 45 },
        "format": "phone"
    })),
    responses(
        (status = 201, description = "The meeting", body = Meeting,
            headers(("Location" = String, description = "Where it is"))),
        RecordProblems,
    )
)]
#[post("/relationships/{id}/meetings/record")]
pub(crate) async fn record_meeting(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    key: IdempotencyKey,
    Valid(body): Valid<RecordMeeting>,
) -> Answer<HttpResponse> {
    let attempt = Attempt::new(actor.participant, "record_meeting", key, &(id, &body))?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if let Some(earlier) = attempt.earlier(&mut tx, &app).await? {
        tx.commit().await?;
        return Ok(earlier);
    }
    let party = party::writing(&mut tx, id, actor.participant).await?;
    let starts_at = slots::recorded(&body.slot, now)?;
    let kept = Kept {
        id: MeetingId::new(now, &random::bytes()),
        relationship: id,
        status: Status::Past { held: true, proposed_by: None, starts_at, settled_at: now, by: party.side },
        sequence: 0,
        version: 1,
        format: body.format,
        place: String::new(),
        words: String::new(),
        minutes: body.slot.minutes,
        when: starts_at,
        slots: Vec::new(),
        reminded: 0,
        last_words: String::new(),
    };
    store::insert(&mut tx, &kept, now).await?;
    created(&app, tx, Tidings::default(), (&party, &kept), attempt, now).await
}

/// One meeting
///
/// For the two of its relationship: what they want to talk about, what they have agreed, their notes, and what the reader alone
/// has written down.
#[utoipa::path(
    operation_id = "get_meeting",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    responses((status = 200, description = "The meeting", body = MeetingPage,
        headers(("ETag" = String, description = "The version of the meeting, for If-Match"))))
)]
#[get("/meetings/{id}")]
pub(crate) async fn get_meeting(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let kept = store::load(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let party = party::reading(&mut tx, kept.relationship, actor.participant).await?;
    let page = view::page(&mut tx, &party, &kept, app.clock.now()).await?;
    Ok(with_etag(kept.version, &page))
}

/// Choose one of the times
///
/// For who has not offered them. Both get the entry for their calendar by letter.
#[utoipa::path(
    operation_id = "confirm_meeting",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    request_body = ConfirmMeeting,
    responses((status = 200, description = "The meeting", body = Meeting), ConfirmProblems)
)]
#[post("/meetings/{id}/confirm")]
pub(crate) async fn confirm_meeting(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    Valid(body): Valid<ConfirmMeeting>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = take(&mut tx, id, actor).await?;
    if !kept.status.allowed_actions(party.side, now).contains(&MeetingAction::Confirm) {
        return Err(Problem::transition(kept.status.state().as_str()).into());
    }
    let slot = kept.slots.iter().find(|slot| slot.number == body.slot).ok_or(Code::SlotGone)?;
    let (minutes, step) = (slot.minutes, (Act::Confirm(slot.starts_at), party.side));
    let kept = steps::advance(&mut tx, &kept, step, now, |next| Kept { minutes, ..next }).await?;
    steps::tell_both(&mut tidings, (&party.kept, &kept), Some(party.me), Event::MeetingConfirmed);
    done(&app, tx, tidings, &party, now).await?;
    answer(&app, &party, id).await
}

/// Offer other times
///
/// For either, while the meeting is proposed, or arranged and has not begun: then both get what takes it out of their calendar.
/// The times before are gone, and the numbers of the new ones go on rising.
#[utoipa::path(
    operation_id = "propose_others",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    request_body(content = ProposeMeeting, example = json!({
        "slots": [
            { "local": "2027-03-27T18:30", "time_zone": "Europe/Berlin", "minutes": 60 },
            { "local": "2027-03-29T18:30", "time_zone": "Europe/Berlin", "minutes": 60 }
        ],
        "format": "video",
        "place": "https://meet.example/wanjiru",
        "words": "Half an hour is plenty for me to start with."
    })),
    responses((status = 200, description = "The meeting", body = Meeting), OthersProblems)
)]
#[post("/meetings/{id}/propose")]
pub(crate) async fn propose_others(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    Valid(body): Valid<ProposeMeeting>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = take(&mut tx, id, actor).await?;
    let was_arranged = kept.status.is_in_calendars();
    let first = kept.slots.iter().map(|slot| slot.number).max().unwrap_or(0) + 1;
    let slots = slots::offered(&body.slots, first, now)?;
    let last = slots.last().ok_or(Code::MalformedRequest)?;
    if was_arranged {
        check_count(&mut tx, kept.relationship).await?;
    }
    let step = (Act::ProposeOthers(last.starts_at), party.side);
    let (minutes, when) = (last.minutes, last.starts_at);
    let (place, words) = (tidy(&body.place), tidy(&body.words));
    let change = |next| Kept { format: body.format, place, words, slots, minutes, when, ..next };
    let kept = steps::advance(&mut tx, &kept, step, now, change).await?;
    if was_arranged {
        steps::tell_both(&mut tidings, (&party.kept, &kept), Some(party.me), Event::MeetingMoved);
    } else {
        tell_other(&mut tidings, &party, &kept, Event::MeetingProposed);
    }
    done(&app, tx, tidings, &party, now).await?;
    answer(&app, &party, id).await
}

/// Call a meeting off
///
/// For either, with a word to the other, before it begins. Who has it in the calendar gets what takes it out.
#[utoipa::path(
    operation_id = "cancel_meeting",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    request_body = CancelMeeting,
    responses((status = 200, description = "The meeting", body = Meeting), StepProblems)
)]
#[post("/meetings/{id}/cancel")]
pub(crate) async fn cancel_meeting(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    Valid(body): Valid<CancelMeeting>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = take(&mut tx, id, actor).await?;
    let (was_arranged, last_words) = (kept.status.is_in_calendars(), tidy(&body.words));
    let change = |next| Kept { last_words, ..next };
    let kept = steps::advance(&mut tx, &kept, (Act::Cancel, party.side), now, change).await?;
    if was_arranged {
        steps::tell_both(&mut tidings, (&party.kept, &kept), Some(party.me), Event::MeetingCancelled);
    } else {
        tell_other(&mut tidings, &party, &kept, Event::MeetingCancelled);
    }
    done(&app, tx, tidings, &party, now).await?;
    answer(&app, &party, id).await
}

/// Say that it took place
///
/// For either, once it has begun, and for seven days after somebody first said what became of it.
#[utoipa::path(
    operation_id = "meeting_held",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    responses((status = 200, description = "The meeting", body = Meeting), StepProblems)
)]
#[post("/meetings/{id}/held")]
pub(crate) async fn meeting_held(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
) -> Answer<HttpResponse> {
    settle(&app, actor, id, Act::Held).await
}

/// Say that it did not take place
///
/// For either, once it has begun, and for seven days after somebody first said what became of it.
#[utoipa::path(
    operation_id = "meeting_missed",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    responses((status = 200, description = "The meeting", body = Meeting), StepProblems)
)]
#[post("/meetings/{id}/missed")]
pub(crate) async fn meeting_missed(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
) -> Answer<HttpResponse> {
    settle(&app, actor, id, Act::Missed).await
}

/// Change where the two meet
///
/// For either, while it is proposed or arranged. Both get the changed entry for their calendar by letter.
#[utoipa::path(
    operation_id = "edit_meeting",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = EditMeeting,
    responses(
        (status = 200, description = "The meeting", body = Meeting,
            headers(("ETag" = String, description = "The new version"))),
        StepProblems,
    )
)]
#[put("/meetings/{id}")]
pub(crate) async fn edit_meeting(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    IfMatch(seen): IfMatch,
    Valid(body): Valid<EditMeeting>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = take(&mut tx, id, actor).await?;
    let state = kept.status.state();
    if kept.status.settled().is_some() {
        return Err(Problem::transition(state.as_str()).into());
    }
    if kept.version != seen {
        return Err(steps::stale(state));
    }
    let (format, place) = (body.format, tidy(&body.place));
    if (format, &place) != (kept.format, &kept.place) {
        let shown = kept.status.is_in_calendars();
        let (version, sequence) = (kept.version + 1, kept.sequence + i64::from(shown));
        let kept = steps::save(&mut tx, Kept { sequence, version, format, place, ..kept }).await?;
        if shown {
            steps::tell_both(&mut tidings, (&party.kept, &kept), Some(party.me), Event::MeetingChanged);
        }
    }
    done(&app, tx, tidings, &party, now).await?;
    let mut tx = app.db.read().await?;
    let kept = store::load(&mut tx, id).await?.ok_or(Code::NotFound)?;
    Ok(with_etag(kept.version, &view::one(&mut tx, &party, id, now).await?))
}

/// The writer as one of the two, and the meeting, which nobody else changes until the transaction ends. Strangers: 404.
pub(super) async fn take(tx: &mut Tx, id: MeetingId, actor: Actor) -> Answer<(Party, Kept)> {
    let seen = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    let party = party::writing(tx, seen.relationship, actor.participant).await?;
    let kept = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    Ok((party, kept))
}

/// Goes on where one more meeting may wait for an answer.
async fn check_count(tx: &mut Tx, relationship: RelationshipId) -> Answer<()> {
    let waiting = store::count_proposed(tx, relationship).await?;
    if waiting < MOST_PROPOSED { Ok(()) } else { Err(Code::TooManyMeetings.into()) }
}

/// The other of the two is told.
fn tell_other(tidings: &mut Tidings, party: &Party, kept: &Kept, event: impl FnOnce(MeetingFact) -> Event) {
    if let Some(told) = party.other {
        let (meeting, relationship) = (kept.id, kept.relationship);
        tidings.tell(event(MeetingFact { meeting, relationship, by: Some(party.me), told }));
    }
}

/// Says what became of a meeting.
async fn settle(app: &web::Data<App>, actor: Actor, id: MeetingId, act: Act) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (party, kept) = take(&mut tx, id, actor).await?;
    steps::advance(&mut tx, &kept, (act, party.side), now, |next| next).await?;
    done(app, tx, Tidings::default(), &party, now).await?;
    answer(app, &party, id).await
}

/// Commits what one of the two has written: both see it, and the relationship is not idle.
pub(super) async fn done(
    app: &web::Data<App>,
    mut tx: Tx,
    mut tidings: Tidings,
    party: &Party,
    at: DateTime<Utc>,
) -> Answer<()> {
    party::touch(&mut tx, party, at).await?;
    party.show(&mut tidings);
    commit(app, tx, tidings).await
}

/// Commits a new meeting, and keeps the answer for whoever sends the same once more.
async fn created(
    app: &web::Data<App>,
    mut tx: Tx,
    tidings: Tidings,
    (party, kept): (&Party, &Kept),
    attempt: Attempt,
    at: DateTime<Utc>,
) -> Answer<HttpResponse> {
    let view = view::one(&mut tx, party, kept.id, at).await?;
    let created = Created::new(format!("{API}/meetings/{}", kept.id), None, &view)?;
    attempt.keep(&mut tx, &created).await?;
    done(app, tx, tidings, party, at).await?;
    Ok(created.into())
}

/// The meeting as it is now.
async fn answer(app: &web::Data<App>, party: &Party, id: MeetingId) -> Answer<HttpResponse> {
    let meeting = view::one(&mut app.db.read().await?, party, id, app.clock.now()).await?;
    Ok(json(&meeting))
}
