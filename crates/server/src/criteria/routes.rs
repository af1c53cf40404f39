use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::criteria::Criteria;

use crate::app::App;
use crate::http::not_modified;

/// The criteria of the programme, and the countries
///
/// Everybody may read them. Send `If-None-Match` to learn that they are still the same.
#[utoipa::path(
    operation_id = "get_criteria",
    tag = "criteria",
    params(("If-None-Match" = Option<String>, Header, description = "The ETag of the answer that you have", example = "\"0\"")),
    responses(
        (status = 200, description = "The criteria in order, and the countries by name", body = Criteria,
            headers(("ETag" = String, description = "Changes when any of it changes"))),
        (status = 304, description = "You have them already"),
    )
)]
#[get("/criteria")]
pub(crate) async fn get_criteria(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let document = app.criteria.document();
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, document.etag.as_str())).insert_header((CACHE_CONTROL, "no-cache"));
    if not_modified(&request, &document.etag) {
        return answer.status(StatusCode::NOT_MODIFIED).finish();
    }
    answer.content_type("application/json").body(document.json.clone())
}
