use actix_web::{HttpResponse, get, web};
use domain::goals::GoalStarts;
use domain::ids::RelationshipId;

use super::starts;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, json};
use crate::relationships::party;

/// Where new goals can start from
///
/// For the two of a relationship: what the reader sees in the tool that finds goals, what was not reached in earlier journeys
/// of the two, and the programme's examples.
#[utoipa::path(
    operation_id = "get_goal_starts",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The starting points", body = GoalStarts))
)]
#[get("/relationships/{id}/goals/starts")]
pub(crate) async fn get_goal_starts(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    Ok(json(&starts(&mut tx, &party, app.clock.now().date_naive()).await?))
}
