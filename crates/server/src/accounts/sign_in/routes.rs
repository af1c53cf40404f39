//! The way in, under `/auth/…`. Whether an address is known changes neither an answer nor the time it takes.

use actix_web::{HttpRequest, HttpResponse, post, web};
use chrono::{DateTime, Utc};
use domain::accounts::{
    ACCESS_TOKEN, ConfirmEmail, Email, ForgottenPassword, IDLE_SESSION, JudgePassword, PasswordStrength,
    RESET_LINK, Register, ResetPassword, Role, SignIn, SignedIn, VERIFY_LINK, VerifyEmail,
};
use domain::ids::{ParticipantId, RegistrationId};
use domain::problem::{Code, Problem};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::accounts::store::{self, Participant, Registration};
use crate::accounts::{letters, view};
use crate::app::App;
use crate::auth::sessions::{self, Renewal};
use crate::auth::{self, Actor, cookies, digest, require_strength, strength};
use crate::changes::worker::commit;
use crate::db::Tx;
use crate::http::{Answer, OwnOrigin, Valid, accepted, client_address, json, no_content};
use crate::{problems, profiles, random};

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(register)
        .service(verify_email)
        .service(sign_in)
        .service(refresh)
        .service(sign_out)
        .service(forgotten_password)
        .service(reset_password)
        .service(judge_password)
        .service(confirm_email);
}

problems!(Limited: TooManyRequests);
problems!(Credentials: InvalidCredentials, AccountSuspended, TooManyRequests);
problems!(Verification: PasswordRequired, InvalidCredentials, LinkExpired, TooManyRequests);
problems!(Link: LinkExpired, TooManyRequests);
problems!(Reset: LinkExpired, AccountSuspended, TooManyRequests);
problems!(Cookie: SessionEnded, ForeignOrigin);
problems!(Origin: ForeignOrigin);

/// Asks to join
///
/// The answer is the same whether or not the address is known; what comes of it comes by letter. Asking again
/// replaces the attempt. The cookie `registration` tells later that the link is opened in the same browser.
#[utoipa::path(tag = "accounts", request_body = Register, responses((status = 202, description = "A letter is on its way."), Limited))]
#[post("/auth/register")]
async fn register(
    app: web::Data<App>,
    request: HttpRequest,
    Valid(body): Valid<Register>,
) -> Answer<HttpResponse> {
    let email = email(&body.email)?;
    let display_name = body.display_name.trim().to_owned();
    if body.time_zone.parse::<chrono_tz::Tz>().is_err() {
        return Err(Problem::field("/time_zone", "time_zone").into());
    }
    require_strength("/password", &body.password, &[email.as_str(), &display_name])?;
    app.auth.limits.letter(client_address(&request, &app))?;
    let password_hash = app.auth.passwords.hash(&body.password).await?;

    let now = app.clock.now();
    let (token, browser) = (random::secret(), random::secret());
    let mut tx = app.db.write().await?;
    if let Some(participant) = store::by_email(&mut tx, email.as_str()).await? {
        letters::already_registered(&mut tx, &app, &participant).await?;
    } else {
        let attempt = Registration {
            id: RegistrationId::new(now, &random::bytes()).0,
            email: email.as_str().to_owned(),
            display_name,
            password_hash,
            is_mentor: body.roles.contains(&Role::Mentor),
            is_mentee: body.roles.contains(&Role::Mentee),
            time_zone: body.time_zone,
            browser_hash: digest(&browser),
            expires_at: now + VERIFY_LINK,
        };
        store::put_registration(&mut tx, &attempt, &digest(&token)).await?;
        letters::verify(&mut tx, &app, email.as_str(), &token).await?;
    }
    tx.commit().await?;
    app.letters.notify_one();
    cookies::add(accepted(), &cookies::secret(&app.config, cookies::REGISTRATION, browser, VERIFY_LINK))
}

/// Confirms an address by the link of a letter and signs in
///
/// In any browser but the one that registered, the password is needed too (409 `password_required`).
#[utoipa::path(tag = "accounts", request_body = VerifyEmail, responses((status = 200, body = SignedIn, description = "Welcome."), Verification))]
#[post("/auth/verify-email")]
async fn verify_email(
    app: web::Data<App>,
    request: HttpRequest,
    Valid(body): Valid<VerifyEmail>,
) -> Answer<HttpResponse> {
    let (now, address) = (app.clock.now(), client_address(&request, &app));
    app.auth.limits.link(address)?;
    let mut tx = app.db.read().await?;
    let attempt = store::registration(&mut tx, &digest(&body.token)).await?;
    drop(tx);
    let attempt = attempt.filter(|attempt| attempt.expires_at > now).ok_or(Code::LinkExpired)?;
    let browser = cookies::read(&app.config, &request, cookies::REGISTRATION);
    if browser.is_none_or(|browser| digest(&browser) != attempt.browser_hash) {
        let password = body.password.filter(|password| !password.is_empty()).ok_or(Code::PasswordRequired)?;
        app.auth.limits.password(&attempt.email, address).await?;
        if !app.auth.passwords.verify(&password, Some(&attempt.password_hash)).await? {
            return Err(Code::InvalidCredentials.into());
        }
    }

    let participant = Participant {
        id: ParticipantId::new(now, &random::bytes()).0,
        email: attempt.email,
        display_name: attempt.display_name,
        password_hash: attempt.password_hash,
        is_mentor: attempt.is_mentor,
        is_mentee: attempt.is_mentee,
        is_coordinator: false,
        created_at: now,
    };
    let mut tx = app.db.write().await?;
    let taken = store::delete_registration(&mut tx, RegistrationId(attempt.id)).await?;
    if !taken || !store::insert(&mut tx, &participant).await? {
        return Err(Code::LinkExpired.into());
    }
    profiles::store::begin(&mut tx, participant.id(), &attempt.time_zone).await?;
    let answer = begin_session(tx, &app, &request, &participant).await?;
    cookies::add(answer, &cookies::gone(&app.config, cookies::REGISTRATION))
}

/// Signs in
///
/// The refresh token goes into a cookie that scripts cannot read. Who is suspended is told so, once the password is right.
#[utoipa::path(tag = "accounts", request_body = SignIn, responses((status = 200, body = SignedIn, description = "Signed in."), Credentials))]
#[post("/auth/login")]
async fn sign_in(
    app: web::Data<App>,
    request: HttpRequest,
    Valid(body): Valid<SignIn>,
) -> Answer<HttpResponse> {
    let address = client_address(&request, &app);
    let account = body.email.trim().to_lowercase();
    app.auth.limits.password(&account, address).await?;
    let known = match account.parse::<Email>() {
        Ok(email) => store::by_email(&mut app.db.read().await?, email.as_str()).await?,
        Err(_) => None,
    };
    let hash = known.as_ref().map(|participant| participant.password_hash.as_str());
    let fits = app.auth.passwords.verify(&body.password, hash).await?;
    let Some(participant) = known.filter(|_| fits) else { return Err(Code::InvalidCredentials.into()) };

    let mut tx = app.db.write().await?;
    // Changed while the password was verified: the old one no longer opens.
    let now = store::by_id(&mut tx, participant.id()).await?;
    let now =
        now.filter(|now| now.password_hash == participant.password_hash).ok_or(Code::InvalidCredentials)?;
    begin_session(tx, &app, &request, &now).await
}

/// Goes on with the session of the cookie
///
/// Each refresh token works once and gives the next; for 30 seconds more it is taken again, so that two tabs do not
/// sign each other out. One that comes back later has been stolen: the session ends.
#[utoipa::path(
    tag = "accounts",
    params(("refresh" = String, Cookie, description = "The refresh token; over https the cookie is `__Host-refresh`.", example = "JxKq0dYtW3n8s6Vb2uPzLr5cHg7AeFm9oTiXwQy4R1M")),
    responses((status = 200, body = SignedIn, description = "A new access token, and a new cookie."), Cookie)
)]
#[post("/auth/refresh")]
async fn refresh(app: web::Data<App>, request: HttpRequest, _: OwnOrigin) -> Answer<HttpResponse> {
    let token = cookies::read(&app.config, &request, cookies::REFRESH).ok_or(Code::SessionEnded)?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    match sessions::renew(&mut tx, &token, now).await? {
        Renewal::Goes(actor, token) => {
            let participant = store::by_id(&mut tx, actor.participant).await?.ok_or(Code::SessionEnded)?;
            go_on(tx, &app, &participant, actor, token).await
        }
        Renewal::Stolen(session) => {
            tx.commit().await?;
            app.auth.ended.add([session], now);
            Err(Code::SessionEnded.into())
        }
        Renewal::Unknown => Err(Code::SessionEnded.into()),
    }
}

/// Ends this session
#[utoipa::path(
    tag = "accounts",
    params(("refresh" = Option<String>, Cookie, description = "The refresh token; over https the cookie is `__Host-refresh`.", example = "JxKq0dYtW3n8s6Vb2uPzLr5cHg7AeFm9oTiXwQy4R1M")),
    responses((status = 204, description = "Signed out."), Origin)
)]
#[post("/auth/logout")]
async fn sign_out(app: web::Data<App>, request: HttpRequest, _: OwnOrigin) -> Answer<HttpResponse> {
    if let Some(token) = cookies::read(&app.config, &request, cookies::REFRESH) {
        let now = app.clock.now();
        let mut tx = app.db.write().await?;
        let ended = sessions::end_by_token(&mut tx, &token, now).await?;
        tx.commit().await?;
        app.auth.ended.add(ended, now);
    }
    cookies::add(no_content(), &cookies::gone(&app.config, cookies::REFRESH))
}

/// Asks for a letter with a link for a new password
///
/// The answer is the same whether or not the address is known.
#[utoipa::path(tag = "accounts", request_body = ForgottenPassword, responses((status = 202, description = "If there is such an account, a letter is on its way."), Limited))]
#[post("/auth/password/forgot")]
async fn forgotten_password(
    app: web::Data<App>,
    request: HttpRequest,
    Valid(body): Valid<ForgottenPassword>,
) -> Answer<HttpResponse> {
    let email = email(&body.email)?;
    app.auth.limits.letter(client_address(&request, &app))?;
    let token = random::secret();
    let mut tx = app.db.write().await?;
    let known = store::by_email(&mut tx, email.as_str()).await?;
    match known.filter(|_| app.auth.limits.letter_to(email.as_str())) {
        Some(participant) => {
            let expires_at = app.clock.now() + RESET_LINK;
            store::insert_reset(&mut tx, &digest(&token), participant.id(), expires_at).await?;
            letters::password_reset(&mut tx, &app, &participant, &token).await?;
        }
        None => letters::decoy(&mut tx, &app, &token).await?,
    }
    tx.commit().await?;
    app.letters.notify_one();
    Ok(accepted())
}

/// Sets a new password by the link of a letter
///
/// All sessions end, and one begins here.
#[utoipa::path(tag = "accounts", request_body = ResetPassword, responses((status = 200, body = SignedIn, description = "Signed in with the new password."), Reset))]
#[post("/auth/password/reset")]
async fn reset_password(
    app: web::Data<App>,
    request: HttpRequest,
    Valid(body): Valid<ResetPassword>,
) -> Answer<HttpResponse> {
    app.auth.limits.link(client_address(&request, &app))?;
    let mut tx = app.db.read().await?;
    let participant = participant_of_reset(&mut tx, &body.token, app.clock.now()).await?;
    drop(tx);
    require_strength("/password", &body.password, &[&participant.email, &participant.display_name])?;
    let hash = app.auth.passwords.hash(&body.password).await?;

    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let participant = participant_of_reset(&mut tx, &body.token, now).await?;
    if !store::delete_resets(&mut tx, participant.id()).await? {
        return Err(Code::LinkExpired.into());
    }
    store::set_password(&mut tx, participant.id(), &hash).await?;
    store::delete_email_change(&mut tx, participant.id()).await?;
    let ended = auth::store::end_sessions(&mut tx, participant.id(), None, now).await?;
    letters::password_changed(&mut tx, &app, &participant).await?;
    let answer = begin_session(tx, &app, &request, &participant).await?;
    app.auth.ended.add(ended, now);
    app.letters.notify_one();
    Ok(answer)
}

/// Judges a password while it is typed
///
/// It is neither kept nor logged.
#[utoipa::path(tag = "accounts", request_body = JudgePassword, responses((status = 200, body = PasswordStrength, description = "How strong it is."), Limited))]
#[post("/auth/password/strength")]
async fn judge_password(
    app: web::Data<App>,
    request: HttpRequest,
    Valid(body): Valid<JudgePassword>,
) -> Answer<HttpResponse> {
    app.auth.limits.judgement(client_address(&request, &app))?;
    let about: Vec<&str> = body.about_me.iter().map(String::as_str).collect();
    let strength = strength(&body.password, &about);
    Ok(json(&strength))
}

/// Confirms a new address by the link of a letter
#[utoipa::path(tag = "accounts", request_body = ConfirmEmail, responses((status = 204, description = "The new address counts from now on."), Link))]
#[post("/auth/confirm-email")]
async fn confirm_email(
    app: web::Data<App>,
    request: HttpRequest,
    Valid(body): Valid<ConfirmEmail>,
) -> Answer<HttpResponse> {
    app.auth.limits.link(client_address(&request, &app))?;
    let mut tx = app.db.write().await?;
    let change = store::take_email_change(&mut tx, &digest(&body.token), app.clock.now()).await?;
    let (participant, email) = change.ok_or(Code::LinkExpired)?;
    let participant = ParticipantId(participant);
    if !store::set_email(&mut tx, participant, &email).await? {
        return Err(Code::LinkExpired.into());
    }
    // Links for a new password lie in the old mailbox.
    store::delete_resets(&mut tx, participant).await?;
    tx.commit().await?;
    Ok(no_content())
}

async fn participant_of_reset(tx: &mut Tx, token: &str, now: DateTime<Utc>) -> Answer<Participant> {
    let id = store::reset(tx, &digest(token), now).await?.ok_or(Code::LinkExpired)?;
    Ok(store::by_id(tx, id).await?.ok_or(Code::LinkExpired)?)
}

/// Begins a session in the transaction, commits, and answers. Who is suspended gets none.
async fn begin_session(
    mut tx: Tx,
    app: &web::Data<App>,
    request: &HttpRequest,
    participant: &Participant,
) -> Answer<HttpResponse> {
    if !store::lock_unless_suspended(&mut tx, participant.id()).await? {
        return Err(Code::AccountSuspended.into());
    }
    let (actor, token) = sessions::begin(&mut tx, app, request, participant.id()).await?;
    go_on(tx, app, participant, actor, token).await
}

/// Commits, and answers with the session's tokens.
async fn go_on(
    mut tx: Tx,
    app: &web::Data<App>,
    participant: &Participant,
    actor: Actor,
    refresh_token: String,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let first_today = store::note_active(&mut tx, participant.id(), now.date_naive()).await?;
    let signed_in = SignedIn {
        access_token: app.auth.keys.sign(actor, now)?,
        expires_in: u32::try_from(ACCESS_TOKEN.num_seconds()).unwrap_or(0),
        me: view::me(&mut tx, app, participant).await?,
    };
    if first_today {
        commit(app, tx, participant.id()).await?;
    } else {
        tx.commit().await?;
    }
    let cookie = cookies::secret(&app.config, cookies::REFRESH, refresh_token, IDLE_SESSION);
    cookies::add(json(&signed_in), &cookie)
}

fn email(text: &str) -> Answer<Email> {
    text.parse().map_err(|_| Problem::field("/email", "email").into())
}
