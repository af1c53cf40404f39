use actix_web::{HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use domain::conversations::MessageKind;
use domain::events::Event;
use domain::ids::{ParticipantId, RequestId};
use domain::notifications::{Live, LiveKind};
use domain::problem::{Code, FieldError, Problem};
use domain::requests::state::Act;
use domain::requests::{
    Accept, AskForMore, DECLINE_RESTS, Decline, MarkSeen, Request, RequestText, SendRequest, Side,
};
use domain::text::tidy;

use super::store::{self, Kept};
use super::{steps, texts, view};
use crate::app::App;
use crate::auth::Actor;
use crate::changes::worker::welcome_back;
use crate::db::Tx;
use crate::http::{Answer, Id, IdempotencyKey, IfMatch, Valid, no_content, with_etag};
use crate::idempotency::{Attempt, Created};
use crate::outbox::{Tidings, commit};
use crate::{mentors, pairs, problems};

problems!(SendProblems: RoleMissing, ToOneself, MentorNotOpen, MentorFull, RequestOpen, RelationshipActive,
    TooManyOpenRequests, DeclinedRecently, IdempotencyKeyReused, MalformedRequest);
problems!(StepProblems: InvalidTransition, StaleVersion);
problems!(AcceptProblems: InvalidTransition, MentorFull);

/// Ask a mentor for mentoring
///
/// For mentees. Opens the conversation of the two, where the mentor may write too. Sent again with the same
/// Idempotency-Key, it happens once and is answered the same.
#[utoipa::path(
    operation_id = "send_request",
    tag = "requests",
    security(("access_token" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of your own for this request, kept for a day", pattern = "^[!-~]([ -~]{0,126}[!-~])?$", example = "5f0c9a52")),
    request_body(content = SendRequest, example = json!({
        "mentor": "019b76da-a800-7000-8000-000000000001",
        "text": {
            "support": "I freeze in front of more than ten people.",
            "topics": [{ "criterion": "skills", "option": "giving-feedback" }],
            "every_weeks": 4,
            "minutes": 60,
            "goal": "I want to open a briefing for thirty people.",
            "why": "You led wards for twelve years."
        }
    })),
    responses(
        (status = 201, description = "The request", body = Request,
            headers(("ETag" = String, description = "The version, for If-Match"), ("Location" = String, description = "Where it is"))),
        SendProblems,
    )
)]
#[post("/requests")]
pub(crate) async fn send_request(
    app: web::Data<App>,
    actor: Actor,
    key: IdempotencyKey,
    body: Valid<SendRequest>,
) -> Answer<HttpResponse> {
    let attempt = Attempt::new(actor.participant, "send_request", key, &body.0)?;
    let (mentor, mentee, now) = (body.0.mentor, actor.participant, app.clock.now());
    check_topics(&app, &body.0.text, "/text/topics")?;
    let text = body.0.text.tidied();
    welcome_back(&app).await?;
    let reader = mentors::worker::reader(&app, mentee).await?;
    let prospect = view::Prospect::read(&mut app.db.read().await?, &app, mentor, &reader).await?;
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    if let Some(earlier) = attempt.earlier(&mut tx, &app).await? {
        tx.commit().await?;
        return Ok(earlier);
    }
    if mentor == mentee {
        return Err(Code::ToOneself.into());
    }
    check_sending(&mut tx, (mentor, prospect.is_listed), mentee, now).await?;
    let (kept, step) =
        steps::send(&mut tx, (mentor, mentee), &text, &prospect.settings, now, &mut tidings).await?;
    let view = prospect.sent(&kept, text, &step);
    let created = Created::new(format!("/api/v1/requests/{}", kept.id), Some(kept.version), &view)?;
    attempt.keep(&mut tx, &created).await?;
    commit(&app, tx, tidings).await?;
    Ok(created.into())
}

/// Whether a mentee may ask this mentor now. Pair, mentee and mentor stay as they are until the transaction ends.
async fn check_sending(
    tx: &mut Tx,
    (mentor, is_listed): (ParticipantId, bool),
    mentee: ParticipantId,
    now: DateTime<Utc>,
) -> Answer<()> {
    let (is_mentor, is_mentee) = pairs::store::hold_roles(tx, mentor, mentee).await?;
    if !is_mentee {
        return Err(Code::RoleMissing.into());
    }
    if !is_mentor {
        return Err(Code::MentorNotOpen.into());
    }
    let pair = pairs::store::lock(tx, mentor, mentee).await?;
    if pair.open_request().is_some() {
        return Err(Code::RequestOpen.into());
    }
    if pair.active_relationship().is_some() {
        return Err(Code::RelationshipActive.into());
    }
    let door = store::door(tx, mentor, mentee).await?.filter(|door| is_listed && !door.closed);
    let places = door.ok_or(Code::MentorNotOpen)?.places;
    if pair.declined_at.is_some_and(|declined| declined > now - DECLINE_RESTS) {
        return Err(Code::DeclinedRecently.into());
    }
    // What was read before may be old: the mentor may have paused or become full meanwhile.
    if places.are_paused(now.date_naive()) {
        return Err(Code::MentorNotOpen.into());
    }
    if places.free() == 0 {
        return Err(Code::MentorFull.into());
    }
    Ok(())
}

/// One request
///
/// For its mentor and its mentee.
#[utoipa::path(
    operation_id = "get_request",
    tag = "requests",
    security(("access_token" = [])),
    params(("id" = RequestId, Path, description = "The request", example = "019b76da-a800-7000-8000-00000000000a")),
    responses((status = 200, description = "The request", body = Request,
        headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/requests/{id}")]
pub(crate) async fn get_request(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RequestId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let kept = store::load(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let view = view::whole(&mut tx, &app, &kept, actor.participant).await?;
    Ok(with_etag(kept.version, &view))
}

/// Change what is asked for
///
/// For the mentee, while the request is open. The mentor sees what has changed. Where the mentor asked for more, this
/// answers it.
#[utoipa::path(
    operation_id = "edit_request",
    tag = "requests",
    security(("access_token" = [])),
    params(
        ("id" = RequestId, Path, description = "The request", example = "019b76da-a800-7000-8000-00000000000a"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = RequestText,
    responses(
        (status = 200, description = "The request", body = Request,
            headers(("ETag" = String, description = "The new version"))),
        StepProblems,
    )
)]
#[put("/requests/{id}")]
pub(crate) async fn edit_request(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RequestId>,
    seen: IfMatch,
    body: Valid<RequestText>,
) -> Answer<HttpResponse> {
    check_topics(&app, &body.0, "/topics")?;
    let (text, now) = (body.0.tidied(), app.clock.now());
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (kept, side) = take(&mut tx, id, actor).await?;
    check(&kept, (Act::Edit, side), seen)?;
    let answers = kept.status.turn() == Some(Side::Mentee);
    let kept = Kept { text_number: kept.text_number + 1, ..kept };
    let kept = steps::advance(&mut tx, &kept, (Act::Edit, side), "", now, &mut tidings).await?;
    texts::store::insert(&mut tx, id, kept.text_number, &text, now).await?;
    let fact = kept.fact();
    tidings.tell(if answers { Event::MoreAnswered(fact) } else { Event::RequestEdited(fact) });
    commit(&app, tx, tidings).await?;
    answer(&app, actor, &kept).await
}

/// Say which wording I have looked at
///
/// For the mentor: the next change is shown against it.
#[utoipa::path(
    operation_id = "mark_request_seen",
    tag = "requests",
    security(("access_token" = [])),
    params(("id" = RequestId, Path, description = "The request", example = "019b76da-a800-7000-8000-00000000000a")),
    request_body = MarkSeen,
    responses((status = 204, description = "Noted"))
)]
#[put("/requests/{id}/seen")]
pub(crate) async fn mark_request_seen(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RequestId>,
    body: Valid<MarkSeen>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    let kept = store::load(&mut tx, id).await?.ok_or(Code::NotFound)?;
    if kept.side_of(actor.participant) != Some(Side::Mentor) {
        return Err(Code::NotFound.into());
    }
    store::mark_seen(&mut tx, id, body.0.text_number).await?;
    let mut tidings = Tidings::default();
    tidings.show(actor.participant, Live { request: Some(id), ..Live::about(LiveKind::Request) });
    commit(&app, tx, tidings).await?;
    Ok(no_content())
}

/// Ask the mentee for more
///
/// For the mentor. The question also stands in the conversation; the mentee answers there or by an edit.
#[utoipa::path(
    operation_id = "ask_for_more",
    tag = "requests",
    security(("access_token" = [])),
    params(("id" = RequestId, Path, description = "The request", example = "019b76da-a800-7000-8000-00000000000a")),
    request_body = AskForMore,
    responses(
        (status = 200, description = "The request", body = Request,
            headers(("ETag" = String, description = "The new version"))),
        StepProblems,
    )
)]
#[post("/requests/{id}/ask-for-more")]
pub(crate) async fn ask_for_more(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RequestId>,
    body: Valid<AskForMore>,
) -> Answer<HttpResponse> {
    let (words, now) = (tidy(&body.0.words), app.clock.now());
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (kept, side) = take(&mut tx, id, actor).await?;
    let kept = steps::advance(&mut tx, &kept, (Act::AskForMore, side), &words, now, &mut tidings).await?;
    steps::line(&mut tx, &kept, actor.participant, MessageKind::Text, &words, now).await?;
    tidings.tell(Event::MoreAsked(kept.fact()));
    commit(&app, tx, tidings).await?;
    answer(&app, actor, &kept).await
}

/// Say yes
///
/// For the mentor. A relationship begins, it takes one of the mentor's places, and each sees how to reach the other. A
/// word of welcome opens their conversation.
#[utoipa::path(
    operation_id = "accept_request",
    tag = "requests",
    security(("access_token" = [])),
    params(
        ("id" = RequestId, Path, description = "The request", example = "019b76da-a800-7000-8000-00000000000a"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = Accept,
    responses(
        (status = 200, description = "The request", body = Request,
            headers(("ETag" = String, description = "The new version"))),
        AcceptProblems,
    )
)]
#[post("/requests/{id}/accept")]
pub(crate) async fn accept_request(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RequestId>,
    seen: IfMatch,
    body: Valid<Accept>,
) -> Answer<HttpResponse> {
    let (welcome, now) = (tidy(&body.0.welcome), app.clock.now());
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (kept, side) = take(&mut tx, id, actor).await?;
    check(&kept, (Act::Accept, side), seen)?;
    let (kept, _) = steps::accept(&mut tx, &kept, side, &welcome, now, &mut tidings).await?;
    commit(&app, tx, tidings).await?;
    answer(&app, actor, &kept).await
}

/// Say no
///
/// For the mentor, with a reason and kind words. The mentee is told, and shown similar mentors.
#[utoipa::path(
    operation_id = "decline_request",
    tag = "requests",
    security(("access_token" = [])),
    params(
        ("id" = RequestId, Path, description = "The request", example = "019b76da-a800-7000-8000-00000000000a"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = Decline,
    responses(
        (status = 200, description = "The request", body = Request,
            headers(("ETag" = String, description = "The new version"))),
        StepProblems,
    )
)]
#[post("/requests/{id}/decline")]
pub(crate) async fn decline_request(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RequestId>,
    seen: IfMatch,
    body: Valid<Decline>,
) -> Answer<HttpResponse> {
    let (words, now) = (tidy(&body.0.words), app.clock.now());
    let act = Act::Decline(body.0.reason);
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (kept, side) = take(&mut tx, id, actor).await?;
    check(&kept, (act, side), seen)?;
    let kept = steps::advance(&mut tx, &kept, (act, side), &words, now, &mut tidings).await?;
    if let Some((mentor, mentee)) = kept.pair() {
        pairs::store::set_declined(&mut tx, mentor, mentee, now).await?;
    }
    steps::line(&mut tx, &kept, actor.participant, MessageKind::RequestDeclined, "", now).await?;
    tidings.tell(Event::RequestDeclined(kept.fact()));
    commit(&app, tx, tidings).await?;
    answer(&app, actor, &kept).await
}

/// Take a request back
///
/// For the mentee, while it is open.
#[utoipa::path(
    operation_id = "withdraw_request",
    tag = "requests",
    security(("access_token" = [])),
    params(("id" = RequestId, Path, description = "The request", example = "019b76da-a800-7000-8000-00000000000a")),
    responses(
        (status = 200, description = "The request", body = Request,
            headers(("ETag" = String, description = "The new version"))),
        StepProblems,
    )
)]
#[post("/requests/{id}/withdraw")]
pub(crate) async fn withdraw_request(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RequestId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (kept, side) = take(&mut tx, id, actor).await?;
    let kept = steps::advance(&mut tx, &kept, (Act::Withdraw, side), "", now, &mut tidings).await?;
    steps::line(&mut tx, &kept, actor.participant, MessageKind::RequestWithdrawn, "", now).await?;
    tidings.tell(Event::RequestWithdrawn(kept.fact()));
    commit(&app, tx, tidings).await?;
    answer(&app, actor, &kept).await
}

/// The request, which nobody else changes until the transaction ends, and what the actor is to it. Strangers: 404.
async fn take(tx: &mut Tx, id: RequestId, actor: Actor) -> Answer<(Kept, Side)> {
    let found = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    found.side_of(actor.participant).ok_or(Code::NotFound)?;
    let kept = steps::lock(tx, found).await?.ok_or(Code::NotFound)?;
    let side = kept.side_of(actor.participant).ok_or(Code::NotFound)?;
    Ok((kept, side))
}

/// Goes on where the state allows it, and where it is the version that the caller has seen.
fn check(kept: &Kept, (act, side): (Act, Side), IfMatch(seen): IfMatch) -> Answer<()> {
    kept.status.decide(act, side, kept.turn_at, 0).map_err(steps::refused)?;
    if seen == kept.version { Ok(()) } else { Err(steps::stale(kept.status.state())) }
}

/// The request as it is now.
async fn answer(app: &web::Data<App>, actor: Actor, kept: &Kept) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let view = view::whole(&mut tx, app, kept, actor.participant).await?;
    Ok(with_etag(kept.version, &view))
}

/// Goes on where the programme has all these topics.
fn check_topics(app: &App, text: &RequestText, pointer: &str) -> Answer<()> {
    let unknown = |(at, topic): (usize, &domain::requests::Topic)| {
        let known = app.criteria.has_option(&topic.criterion, &topic.option);
        (!known).then(|| FieldError::new(format!("{pointer}/{at}"), "unknown_option"))
    };
    let errors: Vec<FieldError> = text.topics.iter().enumerate().filter_map(unknown).collect();
    if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors).into()) }
}
