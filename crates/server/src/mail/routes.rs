//! The mailbox page: every letter, for whoever tries the platform out. Only with `--mailbox`, so only on loopback.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::{HttpResponse, get, web};
use chrono::SecondsFormat;
use content::Listed;
use domain::ids::LetterId;
use domain::problem::Code;

use super::store::{self, Waiting};
use crate::app::App;
use crate::http::{Answer, Failure, Id};

/// Letters carry their styles inline, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The list, the newest first.
#[get("/mailbox")]
pub(crate) async fn mailbox(app: web::Data<App>) -> Answer<HttpResponse> {
    let letters = store::all(&mut app.db.read().await?).await?;
    let listed = letters.into_iter().map(|letter| Listed {
        calendar: !letter.calendar.is_empty(),
        id: letter.id.to_string(),
        recipient: letter.recipient,
        subject: letter.subject,
        written_at: letter.created_at.to_rfc3339_opts(SecondsFormat::Secs, true),
    });
    let page = content::mailbox(&listed.collect::<Vec<_>>()).map_err(Failure::internal)?;
    Ok(answer("text/html; charset=utf-8", page))
}

/// One letter as its reader sees it.
#[get("/mailbox/{id}")]
pub(crate) async fn html(app: web::Data<App>, Id(id): Id<LetterId>) -> Answer<HttpResponse> {
    Ok(answer("text/html; charset=utf-8", find(&app, id).await?.html_body))
}

/// One letter in plain text.
#[get("/mailbox/{id}/text")]
pub(crate) async fn text(app: web::Data<App>, Id(id): Id<LetterId>) -> Answer<HttpResponse> {
    Ok(answer("text/plain; charset=utf-8", find(&app, id).await?.text_body))
}

/// The calendar entry that goes with a letter.
#[get("/mailbox/{id}/calendar")]
pub(crate) async fn calendar(app: web::Data<App>, Id(id): Id<LetterId>) -> Answer<HttpResponse> {
    let letter = find(&app, id).await?;
    if letter.calendar.is_empty() {
        return Err(Code::NotFound.into());
    }
    Ok(answer("text/calendar; charset=utf-8", letter.calendar))
}

async fn find(app: &App, id: LetterId) -> Answer<Waiting> {
    Ok(store::one(&mut app.db.read().await?, id).await?.ok_or(Code::NotFound)?)
}

fn answer(content_type: &str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(body)
}
