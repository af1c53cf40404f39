use actix_web::{HttpResponse, get, web};
use domain::ids::RelationshipId;
use domain::relationships::Journey;

use super::journey;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, json};
use crate::relationships::party;

/// A journey in numbers
///
/// For its two: for the summary and the certificate of participation.
#[utoipa::path(
    operation_id = "get_journey",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The journey", body = Journey))
)]
#[get("/relationships/{id}/journey")]
pub(crate) async fn get_journey(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    Ok(json(&journey(&mut tx, &party).await?))
}
