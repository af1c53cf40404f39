use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use domain::ids::RelationshipId;
use domain::page::Page;
use domain::problem::{Code, Problem};
use domain::resources::{Resource, ResourceQuery, ResourceRow, SuggestedResources};

use super::film;
use super::library::library;
use super::store::{self, Mark};
use super::view::{self, Reader};
use crate::app::App;
use crate::auth::{Actor, Anybody};
use crate::http::{Answer, json, no_content};
use crate::page::cut_with;
use crate::problems;

problems!(ListProblems: InvalidFields, BadCursor);
problems!(SuggestProblems: InvalidFields, NotFound);
problems!(PartProblems: NoSuchRange);

/// The library
///
/// Guides and videos, for everybody: in the order of the way, or by `text` the closest first. What is for both mentors and
/// mentees is found for either. Visitors have no bookmarks and have read nothing.
#[utoipa::path(
    operation_id = "list_resources",
    tag = "resources",
    security((), ("access_token" = [])),
    params(
        ("text" = Option<String>, Query, description = "Words that it holds, without regard to case and accents; the last may be the beginning of a word", max_length = 200, example = "good questions"),
        ("stage" = Option<domain::resources::ResourceStage>, Query, description = "At which part of the way it helps"),
        ("audience" = Option<domain::resources::ResourceAudience>, Query, description = "For whom it is"),
        ("kind" = Option<domain::resources::ResourceKind>, Query, description = "What it is"),
        ("bookmarked" = Option<bool>, Query, description = "Only what the reader keeps in mind", example = false),
        ("unread" = Option<bool>, Query, description = "Only what the reader has not marked as read", example = true),
        ("limit" = Option<u32>, Query, description = "How many a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<ResourceRow>), ListProblems)
)]
#[get("/resources")]
pub(crate) async fn list_resources(
    app: web::Data<App>,
    Anybody(actor): Anybody,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = ResourceQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let mut found = library()?.find(&query);
    if let Some(cursor) = &query.cursor {
        let last = found.iter().position(|resource| resource.slug == *cursor).ok_or(Code::BadCursor)?;
        found.drain(..=last);
    }
    let mut tx = app.db.read().await?;
    let reader = Reader::read(&mut tx, actor).await?;
    let rows = found.into_iter().map(|resource| reader.row(resource));
    let wanted = |row: &ResourceRow| (!query.bookmarked || row.bookmarked) && !(query.unread && row.read);
    let (items, next_cursor) = cut_with(rows.filter(wanted).collect(), query.limit, |last| last.slug.clone());
    Ok(json(&Page { items, next_cursor }))
}

/// What helps me now
///
/// At most three that I have not marked as read: by how far the relationship is that is named (for its two), or the latest
/// that I walk in; else by whether a request is open.
#[utoipa::path(
    operation_id = "suggest_resources",
    tag = "resources",
    security(("access_token" = [])),
    params(("relationship" = Option<RelationshipId>, Query, description = "The relationship that it is about")),
    responses((status = 200, description = "The most fitting first", body = SuggestedResources), SuggestProblems)
)]
#[get("/resources/suggested")]
pub(crate) async fn suggest_resources(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let relationship = relationship(request.query_string())?;
    let mut tx = app.db.read().await?;
    let now = app.clock.now();
    Ok(json(&view::suggestions(&mut tx, library()?, actor, relationship, now).await?))
}

/// Which relationship it is about, if any.
fn relationship(query: &str) -> Answer<Option<RelationshipId>> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map(web::Query::into_inner);
    let pairs = pairs.unwrap_or_default();
    let named = pairs.iter().find(|(name, _)| name == "relationship").map(|(_, value)| value.parse());
    Ok(named.transpose().map_err(|_| Problem::field("/relationship", "unknown_value"))?)
}

/// A guide or a video
///
/// For everybody. The text, or the transcript, is HTML that is safe to show.
#[utoipa::path(
    operation_id = "get_resource",
    tag = "resources",
    security((), ("access_token" = [])),
    params(("slug" = String, Path, description = "Its name", example = "first-meeting")),
    responses((status = 200, description = "The resource", body = Resource))
)]
#[get("/resources/{slug}")]
pub(crate) async fn get_resource(
    app: web::Data<App>,
    Anybody(actor): Anybody,
    slug: web::Path<String>,
) -> Answer<HttpResponse> {
    let library = library()?;
    let resource = library.get(&slug)?;
    let mut tx = app.db.read().await?;
    Ok(json(&view::whole(&mut tx, library, resource, actor).await?))
}

/// Keep a guide or a video in mind
///
/// Doing it again changes nothing.
#[utoipa::path(
    operation_id = "bookmark_resource",
    tag = "resources",
    security(("access_token" = [])),
    params(("slug" = String, Path, description = "Its name", example = "first-meeting")),
    responses((status = 204, description = "Kept in mind"))
)]
#[put("/resources/{slug}/bookmark")]
pub(crate) async fn bookmark_resource(
    app: web::Data<App>,
    actor: Actor,
    slug: web::Path<String>,
) -> Answer<HttpResponse> {
    mark(&app, actor, &slug, Mark::Bookmark).await
}

/// Let a guide or a video go
///
/// Doing it again changes nothing.
#[utoipa::path(
    operation_id = "forget_resource",
    tag = "resources",
    security(("access_token" = [])),
    params(("slug" = String, Path, description = "Its name", example = "first-meeting")),
    responses((status = 204, description = "Let go"))
)]
#[delete("/resources/{slug}/bookmark")]
pub(crate) async fn forget_resource(
    app: web::Data<App>,
    actor: Actor,
    slug: web::Path<String>,
) -> Answer<HttpResponse> {
    unmark(&app, actor, &slug, Mark::Bookmark).await
}

/// Mark a guide or a video as read
///
/// It is not suggested any more. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "mark_resource_read",
    tag = "resources",
    security(("access_token" = [])),
    params(("slug" = String, Path, description = "Its name", example = "first-meeting")),
    responses((status = 204, description = "Read"))
)]
#[put("/resources/{slug}/read")]
pub(crate) async fn mark_resource_read(
    app: web::Data<App>,
    actor: Actor,
    slug: web::Path<String>,
) -> Answer<HttpResponse> {
    mark(&app, actor, &slug, Mark::Read).await
}

/// Mark a guide or a video as not read
///
/// Doing it again changes nothing.
#[utoipa::path(
    operation_id = "mark_resource_unread",
    tag = "resources",
    security(("access_token" = [])),
    params(("slug" = String, Path, description = "Its name", example = "first-meeting")),
    responses((status = 204, description = "Not read"))
)]
#[delete("/resources/{slug}/read")]
pub(crate) async fn mark_resource_unread(
    app: web::Data<App>,
    actor: Actor,
    slug: web::Path<String>,
) -> Answer<HttpResponse> {
    unmark(&app, actor, &slug, Mark::Read).await
}

async fn mark(app: &App, actor: Actor, slug: &str, mark: Mark) -> Answer<HttpResponse> {
    let resource = library()?.get(slug)?;
    let mut tx = app.db.write().await?;
    store::mark(&mut tx, actor.participant, &resource.slug, mark, app.clock.now()).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Also of what the library does not have any more.
async fn unmark(app: &App, actor: Actor, slug: &str, mark: Mark) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    store::unmark(&mut tx, actor.participant, slug, mark).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// The film of a video
///
/// For everybody; WebM, in whole or the part that `Range` asks for.
#[utoipa::path(
    operation_id = "get_video",
    tag = "resources",
    params(
        ("slug" = String, Path, description = "Its name", example = "how-cairn-works"),
        ("Range" = Option<String>, Header, description = "One range of bytes (RFC 9110)", example = "bytes=0-1023"),
    ),
    responses(
        (status = 200, description = "The film", content((Vec<u8> = "video/webm"))),
        (status = 206, description = "The part that was asked for", content((Vec<u8> = "video/webm"))),
        PartProblems,
    )
)]
#[get("/resources/{slug}/video")]
pub(crate) async fn get_video(request: HttpRequest, slug: web::Path<String>) -> Answer<HttpResponse> {
    film::answer(&request, &library()?.film(&slug)?.video)
}

/// The captions of a video
///
/// For everybody; WebVTT.
#[utoipa::path(
    operation_id = "get_captions",
    tag = "resources",
    params(("slug" = String, Path, description = "Its name", example = "how-cairn-works")),
    responses((status = 200, description = "The captions", body = String, content_type = "text/vtt"), PartProblems)
)]
#[get("/resources/{slug}/captions")]
pub(crate) async fn get_captions(request: HttpRequest, slug: web::Path<String>) -> Answer<HttpResponse> {
    film::answer(&request, &library()?.film(&slug)?.captions)
}

/// What is seen of a video before it plays
///
/// For everybody; WebP.
#[utoipa::path(
    operation_id = "get_poster",
    tag = "resources",
    params(("slug" = String, Path, description = "Its name", example = "how-cairn-works")),
    responses((status = 200, description = "The picture", content((Vec<u8> = "image/webp"))), PartProblems)
)]
#[get("/resources/{slug}/poster")]
pub(crate) async fn get_poster(request: HttpRequest, slug: web::Path<String>) -> Answer<HttpResponse> {
    film::answer(&request, &library()?.film(&slug)?.poster)
}
