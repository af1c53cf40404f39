//! What participants do with their own account, under `/me`.

use std::collections::HashMap;
use std::net::IpAddr;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use chrono::{DateTime, Utc};
use domain::accounts::{
    ChangeEmail, ChangePassword, ChangeRoles, DeleteAccount, Email, Me, Role, Session, VERIFY_LINK,
};
use domain::conversations::Block;
use domain::ids::{ParticipantId, SessionId};
use domain::masking::mask_former;
use domain::notifications::{Live, LiveKind};
use domain::page::Page;
use domain::problem::{Code, Problem};
use utoipa_actix_web::service_config::ServiceConfig;

use super::store::{self, Participant};
use super::{export, letters, view};
use crate::app::App;
use crate::auth::store::SessionRow;
use crate::auth::{self, Actor, cookies, digest, require_strength};
use crate::conversations::store::ALL as EVERY;
use crate::conversations::view::Looking;
use crate::db::Tx;
use crate::http::{Answer, Id, Valid, accepted, client_address, json, no_content};
use crate::outbox::{self, Tidings};
use crate::page::After;
use crate::{
    blocks, bookmarks, conversations, goals, idempotency, meetings, notifications, photos, problems,
    profiles, random, relationships, reports, requests, resources, tools,
};

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(me)
        .service(change_password)
        .service(change_email)
        .service(change_roles)
        .service(sessions)
        .service(end_session)
        .service(sign_out_everywhere)
        .service(export_account)
        .service(delete_account);
}

problems!(Password: InvalidCredentials, TooManyRequests);
problems!(Deletion: InvalidCredentials, TooManyRequests, LastCoordinator);

/// The signed-in participant
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    responses((status = 200, body = Me, description = "The participant."))
)]
#[get("/me")]
async fn me(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let participant = load(&mut tx, actor).await?;
    Ok(json(&view::me(&mut tx, &app, &participant).await?))
}

/// Changes the password
///
/// All other sessions end, and a letter says so.
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    request_body = ChangePassword,
    responses((status = 204, description = "The new password counts."), Password)
)]
#[put("/me/password")]
async fn change_password(
    app: web::Data<App>,
    request: HttpRequest,
    actor: Actor,
    Valid(body): Valid<ChangePassword>,
) -> Answer<HttpResponse> {
    let participant =
        with_password(&app, actor, &body.current_password, client_address(&request, &app)).await?;
    let about = [participant.email.as_str(), &participant.display_name];
    require_strength("/new_password", &body.new_password, &about)?;
    let hash = app.auth.passwords.hash(&body.new_password).await?;

    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::set_password(&mut tx, actor.participant, &hash).await?;
    store::delete_resets(&mut tx, actor.participant).await?;
    store::delete_email_change(&mut tx, actor.participant).await?;
    let ended = auth::store::end_sessions(&mut tx, actor.participant, Some(actor.session), now).await?;
    letters::password_changed(&mut tx, &app, &participant).await?;
    tx.commit().await?;
    app.auth.ended.add(ended, now);
    app.letters.notify_one();
    Ok(no_content())
}

/// Asks to change the address
///
/// The old one counts until the new one is confirmed by the letter to it, and is told. The answer is the same whether
/// or not somebody else has the new address.
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    request_body = ChangeEmail,
    responses((status = 202, description = "Letters are on their way."), Password)
)]
#[put("/me/email")]
async fn change_email(
    app: web::Data<App>,
    request: HttpRequest,
    actor: Actor,
    Valid(body): Valid<ChangeEmail>,
) -> Answer<HttpResponse> {
    let email: Email = body.email.parse().map_err(|_| Problem::field("/email", "email"))?;
    let address = client_address(&request, &app);
    app.auth.limits.letter(address)?;
    let participant = with_password(&app, actor, &body.password, address).await?;
    if participant.email == email.as_str() {
        return Err(Problem::field("/email", "unchanged").into());
    }

    let token = random::secret();
    let expires_at = app.clock.now() + VERIFY_LINK;
    let mut tx = app.db.write().await?;
    store::put_email_change(&mut tx, actor.participant, email.as_str(), &digest(&token), expires_at).await?;
    match store::by_email(&mut tx, email.as_str()).await? {
        Some(owner) => letters::already_registered(&mut tx, &app, &owner).await?,
        None => letters::email_change_confirm(&mut tx, &app, &participant, email.as_str(), &token).await?,
    }
    letters::email_change_told(&mut tx, &app, &participant, email.as_str()).await?;
    tx.commit().await?;
    app.letters.notify_one();
    Ok(accepted())
}

/// Takes roles up or lays them down
///
/// A coordinator stays one. With a role its open requests end; running relationships go on.
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    request_body = ChangeRoles,
    responses((status = 200, body = Me, description = "The participant with the new roles."))
)]
#[put("/me/roles")]
async fn change_roles(
    app: web::Data<App>,
    actor: Actor,
    Valid(body): Valid<ChangeRoles>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    store::set_roles(&mut tx, actor.participant, &body.roles).await?;
    let mut tidings = Tidings::default();
    tidings.change(actor.participant);
    let laid_down = |role: Role| !body.roles.contains(&role);
    let (as_mentor, as_mentee) = (laid_down(Role::Mentor), laid_down(Role::Mentee));
    let now = app.clock.now();
    requests::steps::close_all(&mut tx, actor.participant, as_mentor, as_mentee, now, &mut tidings).await?;
    let participant = load(&mut tx, actor).await?;
    let changed = view::me(&mut tx, &app, &participant).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(json(&changed))
}

/// The sessions of the account
///
/// The last used first; all on one page.
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    responses((status = 200, body = Page<Session>, description = "The sessions."))
)]
#[get("/me/sessions")]
async fn sessions(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let rows = auth::store::sessions(&mut tx, actor.participant).await?;
    let items = rows.into_iter().map(|row| session(row, actor)).collect();
    Ok(json(&Page { items, next_cursor: None }))
}

/// Ends one session
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    params(("id" = SessionId, Path, description = "The session's id.", example = "019b76da-a800-7000-8000-0000000003e7")),
    responses((status = 204, description = "It has ended."))
)]
#[delete("/me/sessions/{id}")]
async fn end_session(app: web::Data<App>, actor: Actor, Id(id): Id<SessionId>) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if !auth::store::end_session(&mut tx, actor.participant, id, now).await? {
        return Err(Code::NotFound.into());
    }
    tx.commit().await?;
    app.auth.ended.add([id], now);
    Ok(no_content())
}

/// Ends all sessions, this one too
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    responses((status = 204, description = "Signed out everywhere."))
)]
#[delete("/me/sessions")]
async fn sign_out_everywhere(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let ended = auth::store::end_sessions(&mut tx, actor.participant, None, now).await?;
    tx.commit().await?;
    app.auth.ended.add(ended, now);
    without_session(&app)
}

/// Everything about the participant
///
/// A ZIP file with `cairn.json` and the photo.
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip", description = "The file."))
)]
#[get("/me/export")]
async fn export_account(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let participant = load(&mut tx, actor).await?;
    let rows = auth::store::sessions(&mut tx, actor.participant).await?;
    let said = profiles::store::load_all(&mut tx, actor.participant).await?;
    let bookmarks = bookmarks::store::all(&mut tx, actor.participant).await?;
    let (notification_settings, _) = notifications::store::settings(&mut tx, actor.participant).await?;
    let everything = export::Everything {
        me: view::me(&mut tx, &app, &participant).await?,
        sessions: rows.into_iter().map(|row| session(row, actor)).collect(),
        profile: said.profile,
        offer: said.offer,
        preferences: said.preferences,
        contact: said.contact,
        bookmarks: bookmarks.into_iter().map(|bookmark| bookmark.mentor).collect(),
        notification_settings,
        conversations: threads(&mut tx, actor, app.clock.now()).await?,
        blocks: all_blocks(&mut tx, actor.participant).await?,
        reports: reports::store::by(&mut tx, actor.participant).await?,
        requests: requests::export::all(&mut tx, actor.participant).await?,
        meetings: meetings::view::export(&mut tx, actor.participant, app.clock.now()).await?,
        relationships: relationships::export::all(&mut tx, actor.participant).await?,
        answers: tools::view::export(&mut tx, actor.participant).await?,
        goals: goals::export::all(&mut tx, actor.participant, app.clock.now()).await?,
        resources: resources::store::marks(&mut tx, actor.participant).await?,
    };
    let photo = photos::store::of(&mut tx, actor.participant).await?;
    let file = export::zip(&everything, photo.as_ref())?;
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"cairn.zip\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(file))
}

/// Deletes the account at once and for good
#[utoipa::path(
    tag = "accounts",
    security(("access_token" = [])),
    request_body = DeleteAccount,
    responses((status = 204, description = "It is gone."), Deletion)
)]
#[delete("/me")]
async fn delete_account(
    app: web::Data<App>,
    request: HttpRequest,
    actor: Actor,
    Valid(body): Valid<DeleteAccount>,
) -> Answer<HttpResponse> {
    let participant = with_password(&app, actor, &body.password, client_address(&request, &app)).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let coordinators = store::lock_coordinators(&mut tx).await?;
    if coordinators == [(participant.id,)] {
        return Err(Code::LastCoordinator.into());
    }
    let tidings = leave(&mut tx, &participant, now).await?;
    let ended = auth::store::end_sessions(&mut tx, actor.participant, None, now).await?;
    store::erase(&mut tx, &participant).await?;
    conversations::store::delete_left(&mut tx).await?;
    requests::store::delete_ownerless(&mut tx).await?;
    letters::account_deleted(&mut tx, &app, &participant).await?;
    outbox::commit(&app, tx, tidings).await?;
    app.auth.ended.add(ended, now);
    app.letters.notify_one();
    without_session(&app)
}

/// What somebody leaves to others, before the erasure: requests and relationships end, and nothing names them.
async fn leave(tx: &mut Tx, who: &Participant, now: DateTime<Utc>) -> Answer<Tidings> {
    let (id, mut tidings) = (who.id(), Tidings::default());
    store::lock(tx, id).await?;
    requests::steps::close_all(tx, id, true, true, now, &mut tidings).await?;
    relationships::steps::close_all(tx, id, now, &mut tidings).await?;
    requests::steps::mask_all(tx, id, &who.display_name).await?;
    meetings::steps::mask_all(tx, id, &who.display_name).await?;
    relationships::steps::mask_all(tx, id, &who.display_name).await?;
    tools::steps::mask_all(tx, id, &who.display_name).await?;
    goals::steps::mask_all(tx, id, &who.display_name).await?;
    leave_conversations(tx, who, now, &mut tidings).await?;
    leave_reports(tx, who).await?;
    outbox::leave_out(tx, id).await?;
    tidings.erase(id);
    Ok(tidings)
}

/// What was written with others stays for them, without the name and the contact details of who leaves.
async fn leave_conversations(
    tx: &mut Tx,
    who: &Participant,
    now: DateTime<Utc>,
    tidings: &mut Tidings,
) -> Answer<()> {
    idempotency::forget_answers_about(tx, who.id()).await?;
    for (conversation, other) in conversations::store::close_all(tx, who.id(), now).await? {
        for row in conversations::store::bodies(tx, conversation).await? {
            let masked = mask_former(&row.body, &who.display_name);
            if masked != row.body {
                conversations::store::replace(tx, &row, &masked).await?;
            }
        }
        if let Some(other) = other {
            let about = Live { conversation: Some(conversation), ..Live::about(LiveKind::Conversation) };
            tidings.show(other, about);
        }
    }
    Ok(())
}

/// So it is with what coordinators were told.
async fn leave_reports(tx: &mut Tx, who: &Participant) -> Answer<()> {
    for row in reports::store::words_about(tx, who.id()).await? {
        let [words, answer] = [&row.words, &row.answer].map(|text| mask_former(text, &who.display_name));
        reports::store::replace(tx, &row, &words, &answer).await?;
    }
    Ok(())
}

async fn load(tx: &mut Tx, actor: Actor) -> Answer<Participant> {
    Ok(store::by_id(tx, actor.participant).await?.ok_or(Code::Unauthenticated)?)
}

/// The participant, if the password is theirs.
async fn with_password(app: &App, actor: Actor, password: &str, address: IpAddr) -> Answer<Participant> {
    let participant = load(&mut app.db.read().await?, actor).await?;
    app.auth.limits.password(&participant.email, address).await?;
    let fits = app.auth.passwords.verify(password, Some(&participant.password_hash)).await?;
    if fits { Ok(participant) } else { Err(Code::InvalidCredentials.into()) }
}

/// All conversations, with all of their lines.
async fn threads(tx: &mut Tx, actor: Actor, now: DateTime<Utc>) -> Answer<Vec<export::Thread>> {
    let looking = Looking { me: actor.participant, at: now };
    let rows = conversations::store::of(tx, actor.participant, &EVERY, After::after_all(), u32::MAX).await?;
    let mut lines = HashMap::<_, Vec<_>>::new();
    for line in conversations::store::all_lines(tx, actor.participant).await? {
        lines.entry(line.conversation()).or_default().push(line);
    }
    let mut threads = Vec::new();
    for row in rows {
        let lines = lines.remove(&row.id()).unwrap_or_default();
        let messages =
            lines.iter().map(|line| row.message(line.line(), looking)).collect::<Result<_, _>>()?;
        threads.push(export::Thread { messages, conversation: row.view(looking)? });
    }
    Ok(threads)
}

async fn all_blocks(tx: &mut Tx, id: ParticipantId) -> Answer<Vec<Block>> {
    let rows = blocks::store::of(tx, id, After::after_all(), u32::MAX).await?;
    Ok(rows.into_iter().map(blocks::store::BlockRow::read).collect())
}

fn session(row: SessionRow, actor: Actor) -> Session {
    let id = SessionId(row.id);
    Session {
        id,
        current: id == actor.session,
        user_agent: row.user_agent,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    }
}

fn without_session(app: &App) -> Answer<HttpResponse> {
    cookies::add(no_content(), &cookies::gone(&app.config, cookies::REFRESH))
}
