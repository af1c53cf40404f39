use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::Duration;
use domain::accounts::Role;
use domain::conversations::{Conversation, MarkRead, Message, MessageKind, WriteMessage};
use domain::events::Event;
use domain::ids::{ConversationId, MessageId, ParticipantId};
use domain::notifications::{Live, LiveKind};
use domain::page::{Page, PageQuery};
use domain::problem::{Code, Problem};

use super::location;
use super::store::{self, ConversationRow, NewLine};
use super::view::Looking;
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Id, IdempotencyKey, Valid, json, no_content};
use crate::idempotency::{Attempt, Created};
use crate::outbox::{self, Tidings};
use crate::page::{After, cut, cut_with};
use crate::{mentors, notifications, pairs, problems, profiles, requests, settings};

problems!(AskProblems: IdempotencyKeyReused, ToOneself, RoleMissing, MentorNotOpen, TooManyConversations, ConversationClosed, MalformedRequest);
problems!(ListProblems: InvalidFields, BadCursor);
problems!(WriteProblems: IdempotencyKeyReused, ConversationClosed, MalformedRequest);
problems!(EditProblems: ConversationClosed, TooLateToEdit);

/// Ask a mentor something
///
/// For mentees. Begins the conversation of the two, or goes on in it. The mentor must be in the list. One person can
/// begin a limited number of conversations in 24 hours (a setting of the programme).
#[utoipa::path(
    operation_id = "ask_mentor",
    tag = "conversations",
    security(("access_token" = [])),
    params(
        ("id" = ParticipantId, Path, description = "The mentor", example = "019b76da-a800-7000-8000-000000000001"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body within a day: the same answer, and one question", pattern = "^[!-~]([ -~]{0,126}[!-~])?$", example = "4be7"),
    ),
    request_body = WriteMessage,
    responses((status = 201, description = "The conversation", body = Conversation), AskProblems)
)]
#[post("/mentors/{id}/questions")]
pub(crate) async fn ask_mentor(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
    key: IdempotencyKey,
    Valid(body): Valid<WriteMessage>,
) -> Answer<HttpResponse> {
    let me = actor.participant;
    if id == me {
        return Err(Code::ToOneself.into());
    }
    let attempt = Attempt::new(me, "ask_mentor", key, &(id, &body))?;
    let mut tx = app.db.write().await?;
    if let Some(answer) = attempt.earlier(&mut tx, &app).await? {
        tx.commit().await?;
        return Ok(answer);
    }
    if !profiles::store::roles(&mut tx, me).await?.contains(&Role::Mentee) {
        return Err(Code::RoleMissing.into());
    }
    let record = mentors::store::one(&mut tx, id).await?;
    if !record.is_some_and(|record| record.is_listed(app.clock.now().date_naive())) {
        return Err(Code::NotFound.into());
    }
    pairs::store::lock_both(&mut tx, me, id).await?;
    let tie = pairs::store::tie(&mut tx, me, id).await?;
    if tie.blocked {
        return Err(Code::NotFound.into());
    }
    if tie.apart {
        return Err(Code::MentorNotOpen.into());
    }
    let conversation = begin_or_go_on(&mut tx, &app, me, id).await?;
    let mut tidings = Tidings::default();
    write(&mut tx, &app, conversation, (me, id), &body, &mut tidings).await?;
    let view = mine(&mut tx, me, conversation).await?.view(looking(&app, actor))?;
    let created = Created::new(location(conversation), None, &view)?;
    attempt.keep(&mut tx, &created).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(created.into())
}

/// My conversations
///
/// The one with the newest line first.
#[utoipa::path(
    operation_id = "list_conversations",
    tag = "conversations",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many conversations a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<Conversation>), ListProblems)
)]
#[get("/conversations")]
pub(crate) async fn list_conversations(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let rows = store::of(&mut tx, actor.participant, &store::ALL, after, query.limit + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, store::ConversationRow::place);
    let items = rows.into_iter().map(|row| row.view(looking(&app, actor)));
    Ok(json(&Page { items: items.collect::<Result<Vec<_>, _>>()?, next_cursor }))
}

/// One conversation
#[utoipa::path(
    operation_id = "get_conversation",
    tag = "conversations",
    security(("access_token" = [])),
    params(("id" = ConversationId, Path, description = "The conversation", example = "019b76da-a800-7000-8000-000000000002")),
    responses((status = 200, description = "The conversation", body = Conversation))
)]
#[get("/conversations/{id}")]
pub(crate) async fn get_conversation(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ConversationId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let row = mine(&mut tx, actor.participant, id).await?;
    Ok(json(&row.view(looking(&app, actor))?))
}

/// The lines of a conversation
///
/// The newest first. Contact details in what the other wrote are masked until a request is accepted.
#[utoipa::path(
    operation_id = "list_messages",
    tag = "conversations",
    security(("access_token" = [])),
    params(
        ("id" = ConversationId, Path, description = "The conversation", example = "019b76da-a800-7000-8000-000000000002"),
        ("limit" = Option<u32>, Query, description = "How many lines a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<Message>), ListProblems)
)]
#[get("/conversations/{id}/messages")]
pub(crate) async fn list_messages(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ConversationId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let before = query.cursor.as_deref().map(|text| text.parse().map_err(|_| Code::BadCursor)).transpose()?;
    let mut tx = app.db.read().await?;
    let conversation = mine(&mut tx, actor.participant, id).await?;
    let lines = store::lines(&mut tx, id, before.unwrap_or(i64::MAX), query.limit + 1).await?;
    let (lines, next_cursor) = cut_with(lines, query.limit, |last| last.number.to_string());
    let items = lines.iter().map(|line| conversation.message(line, looking(&app, actor)));
    Ok(json(&Page { items: items.collect::<Result<Vec<_>, _>>()?, next_cursor }))
}

/// Write a message
///
/// Not when the conversation is closed, nor when one of the two has left, is suspended or has blocked the other.
#[utoipa::path(
    operation_id = "write_message",
    tag = "conversations",
    security(("access_token" = [])),
    params(
        ("id" = ConversationId, Path, description = "The conversation", example = "019b76da-a800-7000-8000-000000000002"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body within a day: the same answer, and one message", pattern = "^[!-~]([ -~]{0,126}[!-~])?$", example = "4be7"),
    ),
    request_body = WriteMessage,
    responses((status = 201, description = "The message", body = Message), WriteProblems)
)]
#[post("/conversations/{id}/messages")]
pub(crate) async fn write_message(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ConversationId>,
    key: IdempotencyKey,
    Valid(body): Valid<WriteMessage>,
) -> Answer<HttpResponse> {
    let attempt = Attempt::new(actor.participant, "write_message", key, &(id, &body))?;
    let mut tx = app.db.write().await?;
    if let Some(answer) = attempt.earlier(&mut tx, &app).await? {
        tx.commit().await?;
        return Ok(answer);
    }
    let reader = listener(&mut tx, actor.participant, id).await?;
    let mut tidings = Tidings::default();
    let message = write(&mut tx, &app, id, (actor.participant, reader), &body, &mut tidings).await?;
    let view = view_of(&mut tx, &app, actor, message).await?;
    let created = Created::new(format!("/api/v1/messages/{message}"), None, &view)?;
    attempt.keep(&mut tx, &created).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(created.into())
}

/// Change a message
///
/// For its author, within ten minutes.
#[utoipa::path(
    operation_id = "edit_message",
    tag = "conversations",
    security(("access_token" = [])),
    params(("id" = MessageId, Path, description = "The message", example = "019b76da-a800-7000-8000-000000000003")),
    request_body = WriteMessage,
    responses((status = 200, description = "The message as it is now", body = Message), EditProblems)
)]
#[put("/messages/{id}")]
pub(crate) async fn edit_message(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MessageId>,
    Valid(body): Valid<WriteMessage>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let line = store::line(&mut tx, id).await?.filter(|line| line.author() == Some(actor.participant));
    let conversation = line.ok_or(Code::NotFound)?.conversation();
    let reader = listener(&mut tx, actor.participant, conversation).await?;
    let before = view_of(&mut tx, &app, actor, id).await?;
    if before.kind != MessageKind::Text {
        return Err(Code::NotFound.into());
    }
    if before.editable_until.is_none() || !store::edit(&mut tx, id, &body.kept(), now).await? {
        return Err(Code::TooLateToEdit.into());
    }
    let view = view_of(&mut tx, &app, actor, id).await?;
    let mut tidings = Tidings::default();
    show_both(&mut tidings, conversation, (actor.participant, reader));
    outbox::commit(&app, tx, tidings).await?;
    Ok(json(&view))
}

/// Say how far I have read
///
/// Never backwards: a number that is smaller than the one before changes nothing. With the newest line, the notification of
/// its messages is read, too.
#[utoipa::path(
    operation_id = "mark_conversation_read",
    tag = "conversations",
    security(("access_token" = [])),
    params(("id" = ConversationId, Path, description = "The conversation", example = "019b76da-a800-7000-8000-000000000002")),
    request_body = MarkRead,
    responses((status = 204, description = "Noted"))
)]
#[put("/conversations/{id}/read")]
pub(crate) async fn mark_read(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ConversationId>,
    Valid(body): Valid<MarkRead>,
) -> Answer<HttpResponse> {
    let me = actor.participant;
    let mut tx = app.db.write().await?;
    let conversation = mine(&mut tx, me, id).await?;
    let newest = conversation.newest_number();
    let mut tidings = Tidings::default();
    if store::mark_read(&mut tx, id, me, body.number.min(newest)).await? {
        for reader in [Some(me), conversation.listener()].into_iter().flatten() {
            tidings.show(reader, about(id));
        }
    }
    // Who has answered has read all, before the notification was.
    if body.number >= newest && notifications::store::read_messages(&mut tx, me, id).await? {
        tidings.show(me, Live::about(LiveKind::Notification));
    }
    outbox::commit(&app, tx, tidings).await?;
    Ok(no_content())
}

/// The conversation of the two; it counts against what a person can begin in a day when it is a new one.
async fn begin_or_go_on(
    tx: &mut Tx,
    app: &App,
    me: ParticipantId,
    mentor: ParticipantId,
) -> Answer<ConversationId> {
    if let Some(known) = store::between(tx, me, mentor).await? {
        let open = mine(tx, me, known).await?.listener().is_some();
        return if open { Ok(known) } else { Err(Code::ConversationClosed.into()) };
    }
    let (settings, _) = settings::store::load(tx).await?;
    let now = app.clock.now();
    let begun = store::begun_since(tx, me, now - Duration::days(1)).await?;
    if begun >= i64::from(settings.conversations_a_day) {
        return Err(Code::TooManyConversations.into());
    }
    Ok(store::open(tx, me, mentor, now).await?)
}

/// Who reads what somebody writes in this conversation. The two stay what they are to each other until the transaction
/// ends.
async fn listener(tx: &mut Tx, me: ParticipantId, id: ConversationId) -> Answer<ParticipantId> {
    let other = store::other(tx, me, id).await?.ok_or(Code::NotFound)?;
    let other = other.ok_or(Code::ConversationClosed)?;
    pairs::store::lock_both(tx, me, other).await?;
    Ok(mine(tx, me, id).await?.listener().ok_or(Code::ConversationClosed)?)
}

/// Adds what was written, with what follows from it.
async fn write(
    tx: &mut Tx,
    app: &App,
    conversation: ConversationId,
    (author, reader): (ParticipantId, ParticipantId),
    body: &WriteMessage,
    tidings: &mut Tidings,
) -> Answer<MessageId> {
    let (at, body) = (app.clock.now(), body.kept());
    let line = NewLine { conversation, author, kind: MessageKind::Text, body: &body, request: None, at };
    let message = store::post(tx, line).await?;
    tidings.tell(Event::MessageSent { conversation, message, author, reader });
    show_both(tidings, conversation, (author, reader));
    // Whoever of the two is the mentee: a mentor's words answer nothing.
    requests::steps::answered_in_conversation(tx, author, reader, at, tidings).await?;
    Ok(message)
}

/// A conversation of this participant; a stranger's is not there.
async fn mine(tx: &mut Tx, me: ParticipantId, id: ConversationId) -> Answer<ConversationRow> {
    Ok(store::one(tx, me, id).await?.ok_or(Code::NotFound)?)
}

/// A message of one's own conversation.
async fn view_of(tx: &mut Tx, app: &App, actor: Actor, id: MessageId) -> Answer<Message> {
    let line = store::line(tx, id).await?.ok_or(Code::NotFound)?;
    let conversation = mine(tx, actor.participant, line.conversation()).await?;
    Ok(conversation.message(line.line(), looking(app, actor))?)
}

fn looking(app: &App, actor: Actor) -> Looking {
    Looking { me: actor.participant, at: app.clock.now() }
}

fn about(id: ConversationId) -> Live {
    Live { conversation: Some(id), ..Live::about(LiveKind::Conversation) }
}

fn show_both(tidings: &mut Tidings, id: ConversationId, (one, other): (ParticipantId, ParticipantId)) {
    tidings.show(one, about(id));
    tidings.show(other, about(id));
}
