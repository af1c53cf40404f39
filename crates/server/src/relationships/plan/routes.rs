use actix_web::{HttpResponse, get, put, web};
use domain::ids::RelationshipId;
use domain::problem::Code;
use domain::relationships::Plan;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, IfMatch, Valid, with_etag};
use crate::outbox::{Tidings, commit};
use crate::problems;
use crate::relationships::party;

problems!(WriteProblems: RelationshipEnded, RelationshipRests);

/// How the two have planned it
///
/// For its two.
#[utoipa::path(
    operation_id = "get_plan",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The plan", body = Plan,
            headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/relationships/{id}/plan")]
pub(crate) async fn get_plan(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    party::reading(&mut tx, id, actor.participant).await?;
    let (plan, version) = store::plan(&mut tx, id).await?;
    Ok(with_etag(version, &plan))
}

/// Change how the two have planned it
///
/// For its two, while they walk together. Nothing ends by itself on that day.
#[utoipa::path(
    operation_id = "save_plan",
    tag = "relationships",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = Plan,
    responses(
        (status = 200, description = "The plan", body = Plan,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        WriteProblems,
    )
)]
#[put("/relationships/{id}/plan")]
pub(crate) async fn save_plan(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    seen: IfMatch,
    Valid(plan): Valid<Plan>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let party = party::writing(&mut tx, id, actor.participant).await?;
    if !store::save_plan(&mut tx, id, plan, seen.0).await? {
        return Err(Code::StaleVersion.into());
    }
    let mut tidings = Tidings::default();
    party::touch(&mut tx, &party, now).await?;
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    Ok(with_etag(seen.0 + 1, &plan))
}
