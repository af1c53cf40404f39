use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use domain::ids::MeetingId;
use domain::meetings::CalendarAddress;
use domain::problem::Code;

use super::store;
use crate::app::App;
use crate::auth::{Actor, digest};
use crate::http::{Answer, Id, json, no_content};
use crate::random;
use crate::routes::API;

/// A meeting as a calendar file
///
/// For the two of its relationship, where it is arranged or was held (iCalendar, RFC 5545).
#[utoipa::path(
    operation_id = "get_invitation",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    responses((status = 200, description = "The file", body = String, content_type = "text/calendar"))
)]
#[get("/meetings/{id}/invitation")]
pub(crate) async fn get_invitation(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let file = super::file(&mut tx, &app, id, actor.participant).await?.ok_or(Code::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"meeting.ics\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(file))
}

/// The calendar of a participant
///
/// What is arranged and what was held in the last 90 days, for calendar programs (iCalendar, RFC 5545). They send no token: the
/// secret in the address is all that is needed, and a new address makes it worthless.
#[utoipa::path(
    operation_id = "get_calendar",
    tag = "meetings",
    params(("secret" = String, Path, description = "The secret of the address", example = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
    responses((status = 200, description = "The calendar", body = String, content_type = "text/calendar"))
)]
#[get("/calendar/{secret}.ics")]
pub(crate) async fn get_calendar(app: web::Data<App>, request: HttpRequest) -> Answer<HttpResponse> {
    let secret = request.match_info().get("secret").unwrap_or_default();
    let mut tx = app.db.read().await?;
    let owner = store::owner(&mut tx, &digest(secret)).await?.ok_or(Code::NotFound)?;
    let feed = super::feed(&mut tx, &app, owner).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(feed))
}

/// Whether I have a calendar address
///
/// The address itself is shown once, when it is made.
#[utoipa::path(
    operation_id = "get_calendar_address",
    tag = "meetings",
    security(("access_token" = [])),
    responses((status = 200, description = "When it was made", body = CalendarAddress))
)]
#[get("/me/calendar")]
pub(crate) async fn get_calendar_address(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let made_at = store::made_at(&mut app.db.read().await?, actor.participant).await?;
    Ok(json(&CalendarAddress { url: None, made_at }))
}

/// Make a new calendar address
///
/// Whoever has it sees when I meet whom, so it is shown once, here. The one before is good for nothing any more.
#[utoipa::path(
    operation_id = "renew_calendar_address",
    tag = "meetings",
    security(("access_token" = [])),
    responses((status = 200, description = "The address", body = CalendarAddress))
)]
#[post("/me/calendar")]
pub(crate) async fn renew_calendar_address(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let (secret, now) = (random::secret(), app.clock.now());
    let mut tx = app.db.write().await?;
    store::put(&mut tx, actor.participant, &digest(&secret), now).await?;
    tx.commit().await?;
    let url = format!("{}{API}/calendar/{secret}.ics", app.config.public_url());
    Ok(json(&CalendarAddress { url: Some(url), made_at: Some(now) }))
}

/// Give my calendar address up
#[utoipa::path(
    operation_id = "remove_calendar_address",
    tag = "meetings",
    security(("access_token" = [])),
    responses((status = 204, description = "It is gone."))
)]
#[delete("/me/calendar")]
pub(crate) async fn remove_calendar_address(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    store::remove(&mut tx, actor.participant).await?;
    tx.commit().await?;
    Ok(no_content())
}
