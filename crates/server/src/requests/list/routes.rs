use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::page::Page;
use domain::problem::Problem;
use domain::requests::{RequestRow, RequestsQuery, Side, Which};

use super::store::{self, ListRow};
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, json};
use crate::page::{After, cut};
use crate::problems;
use crate::requests::view;

problems!(ListProblems: InvalidFields, BadCursor);

/// My requests
///
/// Those that I sent, or with `side=mentor` those to me. Open requests to a mentor come by waiting time, the longest
/// first; all others the latest first.
#[utoipa::path(
    operation_id = "list_requests",
    tag = "requests",
    security(("access_token" = [])),
    params(
        ("side" = Option<String>, Query, description = "`mentee` (those that I sent) or `mentor` (those to me)", pattern = "^(mentee|mentor)$", example = "mentor"),
        ("which" = Option<String>, Query, description = "`open`, or `answered`: those that were answered or have ended", pattern = "^(open|answered)$", example = "open"),
        ("limit" = Option<u32>, Query, description = "How many requests a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<RequestRow>), ListProblems)
)]
#[get("/requests")]
pub(crate) async fn list_requests(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = RequestsQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let (me, open) = (actor.participant, query.which == Which::Open);
    let side = if query.as_mentor { Side::Mentor } else { Side::Mentee };
    let waiting = query.as_mentor && open;
    let beginning = if waiting { After::before_all() } else { After::after_all() };
    let after = After::read(query.page.cursor.as_deref(), beginning)?;
    let most = i64::from(query.page.limit) + 1;

    let mut tx = app.db.read().await?;
    let (rows, fits) = if waiting {
        let rows = store::waiting_for(&mut tx, me, after, most).await?;
        (rows, Some(view::Fits::of(&mut tx, me).await?))
    } else {
        (store::latest(&mut tx, me, query.as_mentor, open, after, most).await?, None)
    };
    let place = |row: &ListRow| {
        let at = if waiting { row.turn_at } else { row.answered_at.unwrap_or(row.sent_at) };
        After { at, id: row.id }
    };
    let (rows, next_cursor) = cut(rows, query.page.limit, place);
    let items = rows.into_iter().map(|row| view::in_list(&app, row, side, fits.as_ref()));
    Ok(json(&Page { items: items.collect::<sqlx::Result<Vec<RequestRow>>>()?, next_cursor }))
}
