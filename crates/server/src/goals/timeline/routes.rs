use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::goals::{TimelineItem, TimelineQuery};
use domain::ids::{GoalId, RelationshipId};
use domain::page::Page;
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

/// What happened in a journey
///
/// For the two of a relationship, the latest first: request, meetings, worksheets, goals, milestones, progress, reflections;
/// messages aside. With `goal`, only what belongs to that goal.
#[utoipa::path(
    operation_id = "get_timeline",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("goal" = Option<GoalId>, Query, description = "Only what belongs to this goal"),
        ("limit" = Option<u32>, Query, description = "How many items a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<TimelineItem>), ListProblems)
)]
#[get("/relationships/{id}/timeline")]
pub(crate) async fn get_timeline(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let TimelineQuery { goal, page } =
        TimelineQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(page.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let most = i64::from(page.limit) + 1;
    let rows = store::happened(&mut tx, id, (goal, party.side), after, most).await?;
    let (rows, next_cursor) = cut(rows, page.limit, |row| After { at: row.at, id: row.id });
    let items = rows.iter().map(|row| view::happened(&party, row)).collect::<Answer<Vec<_>>>()?;
    Ok(json(&Page::<TimelineItem> { items, next_cursor }))
}
