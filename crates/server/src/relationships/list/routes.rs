use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::ids::RelationshipId;
use domain::page::{Page, PageQuery};
use domain::problem::Problem;
use domain::relationships::RelationshipRow;
use domain::requests::Side;

use super::store::{self, ListRow};
use crate::app::App;
use crate::auth::Actor;
use crate::db::from_word;
use crate::http::{Answer, json};
use crate::page::{After, cut};
use crate::problems;

problems!(ListProblems: InvalidFields, BadCursor);

/// My relationships
///
/// As a mentor and as a mentee, the latest first.
#[utoipa::path(
    operation_id = "list_relationships",
    tag = "relationships",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many relationships a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<RelationshipRow>), ListProblems)
)]
#[get("/relationships")]
pub(crate) async fn list_relationships(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let rows =
        store::latest(&mut tx, actor.participant, app.clock.now(), after, i64::from(query.limit) + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, |row| After { at: row.started_at, id: row.id });
    let items = rows.into_iter().map(in_list).collect::<sqlx::Result<Vec<RelationshipRow>>>()?;
    Ok(json(&Page { items, next_cursor }))
}

fn in_list(row: ListRow) -> sqlx::Result<RelationshipRow> {
    let side = if row.is_mentor { Side::Mentor } else { Side::Mentee };
    Ok(RelationshipRow {
        id: RelationshipId(row.id),
        state: from_word("relationships.state", &row.state)?,
        side,
        partner: row.partner.read(row.eyes.sight()),
        goal: if side == Side::Mentor { row.eyes.others(&row.goal) } else { row.eyes.own(&row.goal) },
        started_at: row.started_at,
        ended_at: row.ended_at,
        next_meeting_at: row.next_meeting_at,
        my_turn: row.my_turn,
    })
}
