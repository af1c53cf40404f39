use actix_web::{HttpResponse, get};
use domain::workflows::Workflows;

use crate::auth::Actor;
use crate::http::json;

/// The state machines
///
/// Who may do what in which state, and what comes of it. `allowed_actions` of every view and every refusal
/// (`invalid_transition`) follow these tables.
#[utoipa::path(
    operation_id = "list_workflows",
    tag = "workflows",
    security(("access_token" = [])),
    responses((status = 200, description = "The state machines", body = Workflows))
)]
#[get("/workflows")]
pub(crate) async fn list_workflows(_actor: Actor) -> HttpResponse {
    json(&Workflows::all())
}
