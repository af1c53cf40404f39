use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::ids::{ParticipantId, RelationshipId};
use domain::masking::mask;
use domain::office::{OfficeRelationship, WhichRelationships};
use domain::page::{Page, PageQuery};
use domain::people::Person;
use domain::problem::Problem;

use super::store::{self, RelationshipRow};
use crate::app::App;
use crate::db::{count, from_word, from_word_if_any};
use crate::http::{Answer, json};
use crate::office::routes::{Coordinator, somebody};
use crate::office::store as office;
use crate::page::{After, cut};
use crate::problems;

problems!(ListProblems: NotFound, InvalidFields, BadCursor);

/// The relationships
///
/// The latest first: parties, dates, states and counts, nothing of what the two write. `which=idle`: those in which nothing has
/// happened since the two were asked how it goes. `which=withdrawn`: those that ended early, with the private reason, which
/// nobody but coordinators and its author reads.
#[utoipa::path(
    operation_id = "list_office_relationships",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("which" = Option<String>, Query, description = "`idle` or `withdrawn`; else all", pattern = "^(idle|withdrawn)$", example = "idle"),
        ("limit" = Option<u32>, Query, description = "How many relationships a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<OfficeRelationship>), ListProblems)
)]
#[get("/office/relationships")]
pub(crate) async fn list_office_relationships(
    app: web::Data<App>,
    _: Coordinator,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let which = WhichRelationships::wanted(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let rows = store::relationships(&mut tx, which, after, i64::from(query.limit) + 1).await?;
    let place = |row: &RelationshipRow| After { at: row.started_at, id: row.id };
    let (rows, next_cursor) = cut(rows, query.limit, place);
    let people = office::people(&mut tx, rows.iter().flat_map(RelationshipRow::two)).await?;
    let items = rows.iter().map(|row| relationship(row, &people)).collect::<sqlx::Result<_>>()?;
    Ok(json(&Page { items, next_cursor }))
}

fn relationship(
    row: &RelationshipRow,
    people: &HashMap<ParticipantId, Person>,
) -> sqlx::Result<OfficeRelationship> {
    let last = [row.active_at, Some(row.newest_at), row.ended_at].into_iter().flatten().max();
    Ok(OfficeRelationship {
        id: RelationshipId(row.id),
        mentor: somebody(row.mentor_id.map(ParticipantId), people),
        mentee: somebody(row.mentee_id.map(ParticipantId), people),
        state: from_word("relationships.state", &row.state)?,
        started_at: row.started_at,
        ended_at: row.ended_at,
        meetings: count(row.meetings),
        goals: count(row.goals),
        goals_achieved: count(row.goals_achieved),
        active_at: last.unwrap_or(row.started_at).max(row.started_at),
        idle: row.idle,
        withdrawn_by: from_word_if_any("withdrawals.side", row.withdrawn_by.as_deref())?,
        reason: mask(&row.reason),
    })
}
