use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use domain::ids::{AgendaPointId, MeetingId};
use domain::meetings::{AgendaPoint, NewAgendaPoint};
use domain::problem::Code;
use domain::text::tidy;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, Valid, no_content};
use crate::meetings::routes::{done, take};
use crate::outbox::Tidings;
use crate::{problems, random};

/// The most points of an agenda.
const MOST_POINTS: i64 = 30;

problems!(AddProblems: RelationshipEnded, RelationshipRests, TooManyPoints);
problems!(WriteProblems: RelationshipEnded, RelationshipRests);

/// Add something to talk about
///
/// For either; at most thirty points.
#[utoipa::path(
    operation_id = "add_point",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    request_body = NewAgendaPoint,
    responses((status = 201, description = "The point", body = AgendaPoint), AddProblems)
)]
#[post("/meetings/{id}/agenda")]
pub(crate) async fn add_point(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    Valid(body): Valid<NewAgendaPoint>,
) -> Answer<HttpResponse> {
    let (now, words) = (app.clock.now(), tidy(&body.words));
    let mut tx = app.db.write().await?;
    let (party, kept) = take(&mut tx, id, actor).await?;
    let point = AgendaPointId::new(now, &random::bytes());
    if !store::add_point(&mut tx, kept.id, point, (party.side, &words), MOST_POINTS).await? {
        return Err(Code::TooManyPoints.into());
    }
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(HttpResponse::Created().json(AgendaPoint { id: point, words, by: party.side }))
}

/// Take something off the agenda
///
/// For either.
#[utoipa::path(
    operation_id = "remove_point",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010"),
        ("point" = AgendaPointId, Path, description = "The point", example = "019b76da-a800-7000-8000-000000000011"),
    ),
    responses((status = 204, description = "It is gone."), WriteProblems)
)]
#[delete("/meetings/{id}/agenda/{point}")]
pub(crate) async fn remove_point(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let point = request.match_info().get("point").and_then(|text| text.parse().ok()).ok_or(Code::NotFound)?;
    let mut tx = app.db.write().await?;
    let (party, kept) = take(&mut tx, id, actor).await?;
    if !store::remove_point(&mut tx, kept.id, point).await? {
        return Err(Code::NotFound.into());
    }
    done(&app, tx, Tidings::default(), &party, app.clock.now()).await?;
    Ok(no_content())
}
