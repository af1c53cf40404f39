use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::goals::{GoalBrief, GoalRow, GoalState, GoalsQuery};
use domain::ids::RelationshipId;
use domain::page::{Page, PageQuery};
use domain::problem::Problem;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::goals::view;
use crate::http::{Answer, Id, json};
use crate::page::{After, cut};
use crate::problems;
use crate::relationships::party;

problems!(ListProblems: InvalidFields, BadCursor);

/// The goals of a relationship
///
/// For its two, the one that changed last first.
#[utoipa::path(
    operation_id = "list_goals",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("limit" = Option<u32>, Query, description = "How many goals a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<GoalBrief>), ListProblems)
)]
#[get("/relationships/{id}/goals")]
pub(crate) async fn list_goals(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let rows = store::briefs(&mut tx, id, after, i64::from(query.limit) + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, |row| After { at: row.changed_at, id: row.id.0 });
    let items = rows.into_iter().map(|row| view::brief(&party, row, now)).collect();
    Ok(json(&Page::<GoalBrief> { items, next_cursor }))
}

/// All my goals
///
/// Those of all my relationships, also of those that have ended, the one that changed last first.
#[utoipa::path(
    operation_id = "list_my_goals",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("state" = inline(Option<GoalState>), Query, description = "Those in this state only", example = "active"),
        ("side" = Option<String>, Query, description = "Those of relationships in which I am this only: `mentor` or `mentee`", pattern = "^(mentor|mentee)$", example = "mentee"),
        ("limit" = Option<u32>, Query, description = "How many goals a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<GoalRow>), ListProblems)
)]
#[get("/me/goals")]
pub(crate) async fn list_my_goals(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let GoalsQuery { state, side, page } =
        GoalsQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(page.cursor.as_deref(), After::after_all())?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let most = i64::from(page.limit) + 1;
    let rows = store::mine(&mut tx, actor.participant, (state, side), after, most).await?;
    let (rows, next_cursor) =
        cut(rows, page.limit, |row| After { at: row.brief.changed_at, id: row.brief.id.0 });
    let items = rows.into_iter().map(|row| view::mine(row, now)).collect();
    Ok(json(&Page::<GoalRow> { items, next_cursor }))
}
