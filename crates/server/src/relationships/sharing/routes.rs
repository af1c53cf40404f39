use actix_web::{HttpResponse, get, put, web};
use domain::ids::RelationshipId;
use domain::problem::Code;
use domain::relationships::Sharing;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, IfMatch, Valid, with_etag};
use crate::outbox::{Tidings, commit};
use crate::problems;
use crate::relationships::party;

problems!(WriteProblems: RelationshipEnded, RelationshipRests);

/// Which contact details the other sees
///
/// For one of the two: their own choice.
#[utoipa::path(
    operation_id = "get_sharing",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "What is shared", body = Sharing,
            headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/relationships/{id}/sharing")]
pub(crate) async fn get_sharing(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let (sharing, version) = store::sharing(&mut tx, id, party.side).await?;
    Ok(with_etag(version, &sharing))
}

/// Change which contact details the other sees
///
/// For one of the two, as long as the other sees any: while they walk together, and after a completion.
#[utoipa::path(
    operation_id = "save_sharing",
    tag = "relationships",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = Sharing,
    responses(
        (status = 200, description = "What is shared", body = Sharing,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        WriteProblems,
    )
)]
#[put("/relationships/{id}/sharing")]
pub(crate) async fn save_sharing(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    seen: IfMatch,
    Valid(sharing): Valid<Sharing>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let party = party::holding(&mut tx, id, actor.participant).await?;
    if !party.kept.status.entitles(now) {
        return Err(Code::RelationshipEnded.into());
    }
    if party.kept.rests_since.is_some() {
        return Err(Code::RelationshipRests.into());
    }
    let (_, version) = store::sharing(&mut tx, id, party.side).await?;
    if version != seen.0 || !store::save_sharing(&mut tx, id, party.side, sharing, seen.0).await? {
        return Err(Code::StaleVersion.into());
    }
    let mut tidings = Tidings::default();
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    Ok(with_etag(version + 1, &sharing))
}
