use actix_web::{HttpResponse, get, post, put, web};
use domain::accounts::Role;
use domain::problem::{Code, FieldError, Problem};
use domain::profiles::{ContactDetails, Markdown, Offer, Preferences, Profile, Rendered};

use super::markdown::{Sight, render};
use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::changes::worker::commit;
use crate::http::{Answer, IfMatch, Valid, json, with_etag};
use crate::outbox::{self, Tidings};
use crate::{problems, requests};

problems!(RoleProblems: RoleMissing);

/// My profile
///
/// What other signed-in participants may see of me.
#[utoipa::path(
    operation_id = "get_profile",
    tag = "profiles",
    security(("access_token" = [])),
    responses((status = 200, description = "The profile", body = Profile,
        headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/me/profile")]
pub(crate) async fn get_profile(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let (profile, version) = store::profile(&mut tx, actor.participant).await?;
    Ok(with_etag(version, &profile))
}

/// Save my profile
///
/// Replaces it if it is still at the version in `If-Match`. The answer is the profile as it was kept.
#[utoipa::path(
    operation_id = "save_profile",
    tag = "profiles",
    security(("access_token" = [])),
    params(("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\"")),
    request_body = Profile,
    responses(
        (status = 200, description = "The profile as it was kept", body = Profile,
            headers(("ETag" = String, description = "The new version"))),
    )
)]
#[put("/me/profile")]
pub(crate) async fn save_profile(
    app: web::Data<App>,
    actor: Actor,
    seen: IfMatch,
    body: Valid<Profile>,
) -> Answer<HttpResponse> {
    let profile = body.0.tidied();
    let mut tx = app.db.write().await?;
    let (saved, _) = store::profile(&mut tx, actor.participant).await?;
    accept(app.criteria.profile_errors(&profile, &saved))?;
    let version = store::save_profile(&mut tx, actor.participant, &profile, seen.0).await?;
    let version = version.ok_or(Code::StaleVersion)?;
    commit(&app, tx, actor.participant).await?;
    Ok(with_etag(version, &profile))
}

/// My offer
///
/// What I can help with as a mentor. A pause that is over has ended.
#[utoipa::path(
    operation_id = "get_offer",
    tag = "profiles",
    security(("access_token" = [])),
    responses((status = 200, description = "The offer", body = Offer,
        headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/me/offer")]
pub(crate) async fn get_offer(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let (offer, version) = store::offer(&mut tx, actor.participant).await?;
    Ok(with_etag(version, &offer.on(app.clock.now().date_naive())))
}

/// Save my offer
///
/// For mentors. Replaces it if it is still at the version in `If-Match`; the next search finds it.
#[utoipa::path(
    operation_id = "save_offer",
    tag = "profiles",
    security(("access_token" = [])),
    params(("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\"")),
    request_body = Offer,
    responses(
        (status = 200, description = "The offer as it was kept", body = Offer,
            headers(("ETag" = String, description = "The new version"))),
        RoleProblems,
    )
)]
#[put("/me/offer")]
pub(crate) async fn save_offer(
    app: web::Data<App>,
    actor: Actor,
    seen: IfMatch,
    body: Valid<Offer>,
) -> Answer<HttpResponse> {
    let offer = body.0.tidied();
    let mut tx = app.db.write().await?;
    need(Role::Mentor, &store::roles(&mut tx, actor.participant).await?)?;
    let (saved, _) = store::offer(&mut tx, actor.participant).await?;
    accept(app.criteria.offer_errors(&offer, &saved))?;
    let version = store::save_offer(&mut tx, actor.participant, &offer, seen.0).await?;
    let version = version.ok_or(Code::StaleVersion)?;
    let mut tidings = Tidings::default();
    tidings.change(actor.participant);
    requests::steps::places_changed(&mut tx, actor.participant, app.clock.now(), &mut tidings).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(with_etag(version, &offer))
}

/// My preferences
///
/// What I look for as a mentee: the search goes by them unless it says otherwise.
#[utoipa::path(
    operation_id = "get_preferences",
    tag = "profiles",
    security(("access_token" = [])),
    responses((status = 200, description = "The preferences", body = Preferences,
        headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/me/preferences")]
pub(crate) async fn get_preferences(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let (preferences, version) = store::preferences(&mut tx, actor.participant).await?;
    Ok(with_etag(version, &preferences))
}

/// Save my preferences
///
/// For mentees. Replaces them if they are still at the version in `If-Match`.
#[utoipa::path(
    operation_id = "save_preferences",
    tag = "profiles",
    security(("access_token" = [])),
    params(("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\"")),
    request_body = Preferences,
    responses(
        (status = 200, description = "The preferences as they were kept", body = Preferences,
            headers(("ETag" = String, description = "The new version"))),
        RoleProblems,
    )
)]
#[put("/me/preferences")]
pub(crate) async fn save_preferences(
    app: web::Data<App>,
    actor: Actor,
    seen: IfMatch,
    body: Valid<Preferences>,
) -> Answer<HttpResponse> {
    let preferences = body.0.tidied();
    let mut tx = app.db.write().await?;
    need(Role::Mentee, &store::roles(&mut tx, actor.participant).await?)?;
    let (saved, _) = store::preferences(&mut tx, actor.participant).await?;
    accept(app.criteria.preference_errors(&preferences, &saved))?;
    let version = store::save_preferences(&mut tx, actor.participant, &preferences, seen.0).await?;
    let version = version.ok_or(Code::StaleVersion)?;
    commit(&app, tx, actor.participant).await?;
    Ok(with_etag(version, &preferences))
}

/// My contact details
///
/// How to reach me outside Cairn. Nobody else sees them until a relationship begins.
#[utoipa::path(
    operation_id = "get_contact",
    tag = "profiles",
    security(("access_token" = [])),
    responses((status = 200, description = "The contact details", body = ContactDetails,
        headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/me/contact")]
pub(crate) async fn get_contact(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let (contact, version) = store::contact(&mut tx, actor.participant).await?;
    Ok(with_etag(version, &contact))
}

/// Save my contact details
///
/// Replaces them if they are still at the version in `If-Match`.
#[utoipa::path(
    operation_id = "save_contact",
    tag = "profiles",
    security(("access_token" = [])),
    params(("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\"")),
    request_body = ContactDetails,
    responses(
        (status = 200, description = "The contact details as they were kept", body = ContactDetails,
            headers(("ETag" = String, description = "The new version"))),
    )
)]
#[put("/me/contact")]
pub(crate) async fn save_contact(
    app: web::Data<App>,
    actor: Actor,
    seen: IfMatch,
    body: Valid<ContactDetails>,
) -> Answer<HttpResponse> {
    let contact = body.0.tidied();
    let mut tx = app.db.write().await?;
    let version = store::save_contact(&mut tx, actor.participant, &contact, seen.0).await?;
    let version = version.ok_or(Code::StaleVersion)?;
    commit(&app, tx, actor.participant).await?;
    Ok(with_etag(version, &contact))
}

/// Render Markdown
///
/// As safe HTML: without HTML, pictures and scripts of the writer's. For previews while writing: addresses, telephone
/// numbers and links in it stay, which others see only while the programme entitles them.
#[utoipa::path(
    operation_id = "render_markdown",
    tag = "profiles",
    security(("access_token" = [])),
    request_body = Markdown,
    responses((status = 200, description = "Safe HTML", body = Rendered))
)]
#[post("/markdown")]
pub(crate) async fn render_markdown(_actor: Actor, body: Valid<Markdown>) -> HttpResponse {
    json(&Rendered { html: render(&body.0.text, Sight::Everything) })
}

/// Goes on where nothing is wrong.
fn accept(errors: Vec<FieldError>) -> Answer<()> {
    if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors).into()) }
}

/// Goes on where the role is held.
fn need(role: Role, held: &[Role]) -> Answer<()> {
    if held.contains(&role) { Ok(()) } else { Err(Code::RoleMissing.into()) }
}
