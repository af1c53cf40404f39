use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::goals::{ExportFormat, GoalWithProgress, export_format};
use domain::ids::RelationshipId;

use crate::app::App;
use crate::auth::Actor;
use crate::goals::routes::wrong_query;
use crate::http::{Answer, Id};
use crate::problems;
use crate::relationships::party;

problems!(QueryProblems: InvalidFields);

/// The goals of a relationship as a file
///
/// For its two: goals, milestones and progress as a table (`csv`; no cell is a formula) or as data (`json`).
#[utoipa::path(
    operation_id = "export_goals",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("format" = inline(ExportFormat), Query, description = "In which form", example = "csv"),
    ),
    responses(
        (status = 200, description = "The file", content((String = "text/csv"), (Vec<GoalWithProgress> = "application/json"))),
        QueryProblems,
    )
)]
#[get("/relationships/{id}/goals/export")]
pub(crate) async fn export_goals(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let format = export_format(request.query_string()).map_err(wrong_query)?;
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let taken = super::of(&mut tx, &party, app.clock.now()).await?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"goals.{}\"", format.as_str())))
        .insert_header((CACHE_CONTROL, "no-store"));
    Ok(match format {
        ExportFormat::Csv => answer.content_type("text/csv; charset=utf-8").body(super::table(&taken)),
        ExportFormat::Json => answer.json(taken),
    })
}
