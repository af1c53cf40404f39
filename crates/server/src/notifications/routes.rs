use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use domain::notifications::{
    LetterKind, Live, LiveKind, News, NotificationList, NotificationSettings, ReadNotifications,
};
use domain::page::PageQuery;
use domain::problem::{Code, Problem};

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Failure, IfMatch, Valid, json, no_content, with_etag};
use crate::outbox::{self, Tidings};
use crate::page::cut_with;
use crate::problems;

problems!(ListProblems: InvalidFields, BadCursor);
problems!(UnsubscribeProblems: InvalidFields, NotFound);

/// What is new
///
/// My notifications, the latest first, and how many I have not seen. They stay for 180 days.
#[utoipa::path(
    operation_id = "list_notifications",
    tag = "notifications",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many notifications a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = NotificationList), ListProblems)
)]
#[get("/notifications")]
pub(crate) async fn list_notifications(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let cursor = query.cursor.as_deref().map(|text| text.parse().map_err(|_| Code::BadCursor));
    let before = cursor.transpose()?.unwrap_or(i64::MAX);
    let mut tx = app.db.read().await?;
    let items = store::list(&mut tx, actor.participant, before, query.limit + 1).await?;
    let unread = store::unread(&mut tx, actor.participant).await?;
    let (items, next_cursor) = cut_with(items, query.limit, |last| last.number.to_string());
    Ok(json(&NotificationList { items, next_cursor, unread }))
}

/// Mark notifications as read
///
/// One, those up to a number, or all. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "read_notifications",
    tag = "notifications",
    security(("access_token" = [])),
    request_body = ReadNotifications,
    responses((status = 204, description = "They are read"))
)]
#[post("/notifications/read")]
pub(crate) async fn read_notifications(
    app: web::Data<App>,
    actor: Actor,
    Valid(body): Valid<ReadNotifications>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    let is_new = match body.only {
        Some(number) => store::read(&mut tx, actor.participant, number).await?,
        None => store::see(&mut tx, actor.participant, body.up_to.unwrap_or(i64::MAX)).await?,
    };
    if is_new {
        let mut tidings = Tidings::default();
        tidings.show(actor.participant, Live::about(LiveKind::Notification));
        outbox::commit(&app, tx, tidings).await?;
    }
    Ok(no_content())
}

/// How much is new
///
/// What waits for me, as numbers for the navigation.
#[utoipa::path(
    operation_id = "get_news",
    tag = "notifications",
    security(("access_token" = [])),
    responses((status = 200, description = "The numbers", body = News))
)]
#[get("/me/news")]
pub(crate) async fn get_news(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    Ok(json(&store::news(&mut tx, actor.participant).await?))
}

/// My notification settings
///
/// What also comes by letter. Everything is in the app, whatever is chosen.
#[utoipa::path(
    operation_id = "get_notification_settings",
    tag = "notifications",
    security(("access_token" = [])),
    responses((status = 200, description = "The settings", body = NotificationSettings,
        headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/me/notification-settings")]
pub(crate) async fn get_settings(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let (settings, version) = store::settings(&mut tx, actor.participant).await?;
    Ok(with_etag(version, &settings))
}

/// Save my notification settings
///
/// Replaces them if they are still at the version in `If-Match`.
#[utoipa::path(
    operation_id = "save_notification_settings",
    tag = "notifications",
    security(("access_token" = [])),
    params(("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\"")),
    request_body = NotificationSettings,
    responses((status = 200, description = "The settings as they were kept", body = NotificationSettings,
        headers(("ETag" = String, description = "The new version"))))
)]
#[put("/me/notification-settings")]
pub(crate) async fn save_settings(
    app: web::Data<App>,
    actor: Actor,
    seen: IfMatch,
    Valid(settings): Valid<NotificationSettings>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    let saved = store::save_settings(&mut tx, actor.participant, &settings, seen.0).await?;
    let version = saved.ok_or(Code::StaleVersion)?;
    tx.commit().await?;
    Ok(with_etag(version, &settings))
}

/// Switch letters of a kind off
///
/// By the token of a letter, without signing in: what mail programs do at one click (RFC 8058). The body counts for
/// nothing.
#[utoipa::path(
    operation_id = "unsubscribe",
    tag = "notifications",
    params(
        ("token" = String, Query, description = "The token of the letter", max_length = 256, example = "Zm9yIGV4YW1wbGUgb25seSwgbm90IGEgcmVhbCB0b2s"),
        ("kind" = inline(LetterKind), Query, description = "Which letters", example = "messages"),
    ),
    responses((status = 204, description = "No more letters of this kind"), UnsubscribeProblems)
)]
#[post("/unsubscribe")]
pub(crate) async fn unsubscribe(app: web::Data<App>, request: HttpRequest) -> Answer<HttpResponse> {
    let (token, kind) = read_unsubscribe(request.query_string())?;
    let mut tx = app.db.write().await?;
    if !store::switch_off(&mut tx, &token, kind).await? {
        return Err(Code::NotFound.into());
    }
    tx.commit().await?;
    Ok(no_content())
}

fn read_unsubscribe(query: &str) -> Answer<(String, LetterKind)> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map(web::Query::into_inner);
    let pairs = pairs.unwrap_or_default();
    let value = |wanted: &str| {
        let found = pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        found.ok_or_else(|| Failure::from(Problem::field(&format!("/{wanted}"), "required")))
    };
    let kind = value("kind")?.parse().map_err(|_| Problem::field("/kind", "unknown_value"))?;
    Ok((value("token")?, kind))
}
