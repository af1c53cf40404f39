//! What participants do with their own account, under `/me`.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get, web};
use domain::accounts::Me;
use domain::problem::Code;
use utoipa_actix_web::service_config::ServiceConfig;

use super::store::{self, Participant};
use super::view;
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::Answer;

/// The routes of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(me);
}

/// The signed-in participant
#[utoipa::path(tag = "accounts", security(("access_token" = [])), responses((status = 200, body = Me, description = "The participant.")))]
#[get("/me")]
async fn me(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let participant = load(&mut tx, actor).await?;
    let me = view::me(&mut tx, &app, &participant).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(me))
}

async fn load(tx: &mut Tx, actor: Actor) -> Answer<Participant> {
    Ok(store::by_id(tx, actor.participant).await?.ok_or(Code::Unauthenticated)?)
}
