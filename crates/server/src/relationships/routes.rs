use actix_web::{HttpResponse, get, web};
use domain::events::{Event, RelationshipFact};
use domain::ids::RelationshipId;
use domain::relationships::Relationship;

use super::party::{self, Party};
use super::view;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, with_etag};
use crate::outbox::Tidings;

/// One relationship
///
/// For its two: all that its dashboard shows. While they are entitled to it, each sees how to reach the other.
#[utoipa::path(
    operation_id = "get_relationship",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/relationships/{id}")]
pub(crate) async fn get_relationship(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    answer(&app, actor, id).await
}

/// The other is told, while they are there.
pub(super) fn tell(party: &Party, event: impl FnOnce(RelationshipFact) -> Event, tidings: &mut Tidings) {
    if let Some(fact) = party.fact() {
        tidings.tell(event(fact));
    }
}

/// The relationship as it is now.
pub(super) async fn answer(app: &web::Data<App>, actor: Actor, id: RelationshipId) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let view = view::whole(&mut tx, &party, app.clock.now()).await?;
    Ok(with_etag(party.kept.version, &view))
}
