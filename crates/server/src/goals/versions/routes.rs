use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::goals::{GoalChanges, GoalVersion, since};
use domain::ids::GoalId;
use domain::page::{Page, PageQuery};
use domain::problem::{Code, Problem};

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::goals::milestones;
use crate::goals::routes::{reading, wrong_query};
use crate::goals::view;
use crate::http::{Answer, Failure, Id, json};
use crate::page::cut_with;
use crate::problems;

problems!(ListProblems: InvalidFields, BadCursor);
problems!(QueryProblems: InvalidFields);

/// The versions of a goal
///
/// For the two of its relationship, the latest first, each with what changed against the one before, word by word. What
/// somebody goes on writing in a draft, and nobody has confirmed, is one version: its number goes on rising.
#[utoipa::path(
    operation_id = "get_goal_history",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("limit" = Option<u32>, Query, description = "How many versions a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<GoalVersion>), ListProblems)
)]
#[get("/goals/{id}/history")]
pub(crate) async fn get_goal_history(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let before = query.cursor.as_deref().map(str::parse).transpose().map_err(|_| Code::BadCursor)?;
    let mut tx = app.db.read().await?;
    let (party, _) = reading(&mut tx, id, actor).await?;
    let most = i64::from(query.limit) + 1;
    let versions = store::versions(&mut tx, id, before.unwrap_or(i64::MAX), most).await?;
    drop(tx);
    let items = comparing(move || view::history(&party, &versions)).await?;
    let (items, next_cursor) = cut_with(items, query.limit, |last| last.version.to_string());
    Ok(json(&Page::<GoalVersion> { items, next_cursor }))
}

/// What has changed in a goal since a version
///
/// For the two of its relationship, word by word.
#[utoipa::path(
    operation_id = "get_goal_changes",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("since" = i64, Query, description = "The version that you have seen", minimum = 1, maximum = 1_000_000_000, example = 1),
    ),
    responses((status = 200, description = "What has changed", body = GoalChanges), QueryProblems)
)]
#[get("/goals/{id}/changes")]
pub(crate) async fn get_goal_changes(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let since = since(request.query_string()).map_err(wrong_query)?;
    let mut tx = app.db.read().await?;
    let (party, kept) = reading(&mut tx, id, actor).await?;
    let from = store::version(&mut tx, id, since).await?.ok_or(Code::NotFound)?;
    let there = milestones::store::steps(&mut tx, id).await?;
    drop(tx);
    Ok(json(&comparing(move || view::since(&party, &from, &kept, &there)).await?))
}

/// Compares versions where nobody else waits for it: their texts are long.
async fn comparing<T: Send + 'static>(compare: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    web::block(compare).await.map_err(Failure::internal)
}
