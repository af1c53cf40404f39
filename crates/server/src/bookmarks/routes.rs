use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use domain::bookmarks::MOST;
use domain::ids::ParticipantId;
use domain::mentors::MentorCard;
use domain::page::{Page, PageQuery};
use domain::problem::{Code, Problem};

use super::{Bookmark, store};
use crate::app::App;
use crate::auth::Actor;
use crate::changes::worker::{commit, welcome_back};
use crate::http::{Answer, Id, no_content, ready_json};
use crate::mentors;
use crate::page::cut_with;
use crate::problems;

problems!(ListProblems: InvalidFields, BadCursor);
problems!(AddProblems: NotAMentor, TooManyBookmarks);

/// My bookmarks
///
/// The mentors whom I keep in mind, the latest first. Who is not in the list just now is left out, and comes back.
#[utoipa::path(
    operation_id = "list_bookmarks",
    tag = "bookmarks",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many mentors a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<MentorCard>), ListProblems)
)]
#[get("/me/bookmarks")]
pub(crate) async fn list_bookmarks(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after =
        query.cursor.as_deref().map(|text| Bookmark::read(text).ok_or(Code::BadCursor)).transpose()?;
    welcome_back(&app).await?;
    let reader = mentors::worker::reader(&app, actor.participant).await?;
    let mut tx = app.db.read().await?;
    let mut bookmarks = store::all(&mut tx, actor.participant).await?;
    drop(tx);
    bookmarks.retain(|bookmark| after.is_none_or(|after| *bookmark < after));
    let shown = app.mentors.cards_of(&bookmarks, &reader, app.clock.now().date_naive());
    let (shown, next_cursor) = cut_with(shown, query.limit, |(last, _)| last.write());
    let cards = shown.into_iter().map(|(_, card)| card);
    let around = serde_json::json!({ "next_cursor": next_cursor });
    Ok(ready_json(mentors::page(cards, |json, card| json.push_str(&card), &around)))
}

/// Keep a mentor in mind
///
/// The mentor does not know. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "add_bookmark",
    tag = "bookmarks",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The mentor", example = "019b76da-a800-7000-8000-000000000001")),
    responses((status = 204, description = "Kept in mind"), AddProblems)
)]
#[put("/me/bookmarks/{id}")]
pub(crate) async fn add_bookmark(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    let reader = mentors::worker::reader(&app, actor.participant).await?;
    if id == actor.participant || !app.mentors.has(id) || reader.hidden.contains(&id) {
        return Err(Code::NotAMentor.into());
    }
    let mut tx = app.db.write().await?;
    let kept = store::all(&mut tx, actor.participant).await?;
    let known = kept.iter().any(|bookmark| bookmark.mentor == id);
    if !known && kept.len() >= MOST {
        return Err(Code::TooManyBookmarks.into());
    }
    store::add(&mut tx, actor.participant, &Bookmark { at: app.clock.now(), mentor: id }).await?;
    commit(&app, tx, actor.participant).await?;
    Ok(no_content())
}

/// Let a mentor go
///
/// Doing it again changes nothing.
#[utoipa::path(
    operation_id = "remove_bookmark",
    tag = "bookmarks",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The mentor", example = "019b76da-a800-7000-8000-000000000001")),
    responses((status = 204, description = "Let go"))
)]
#[delete("/me/bookmarks/{id}")]
pub(crate) async fn remove_bookmark(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    store::remove(&mut tx, actor.participant, id).await?;
    commit(&app, tx, actor.participant).await?;
    Ok(no_content())
}
