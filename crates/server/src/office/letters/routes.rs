use actix_web::{HttpRequest, HttpResponse, get, post, web};
use domain::ids::LetterId;
use domain::office::{AuditAction, LetterState, OfficeLetter};
use domain::page::Page;
use domain::problem::{Code, Problem};
use uuid::Uuid;

use super::store::{self, LetterRow};
use crate::app::App;
use crate::db::count;
use crate::http::{Answer, Id, json, no_content};
use crate::office::audit::{self, Deed};
use crate::office::routes::{Coordinator, read_id, read_page};
use crate::outbox::{self, Tidings};
use crate::page::cut_with;
use crate::people::store::Sight;
use crate::{mail, problems};

problems!(ListProblems: NotFound, InvalidFields, BadCursor);
problems!(StepProblems: InvalidTransition);

/// The letters
///
/// The latest first, with what became of them; never with an address or a text.
#[utoipa::path(
    operation_id = "list_letters",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("state" = Option<LetterState>, Query, description = "Only those in this state", example = "refused"),
        ("limit" = Option<u32>, Query, description = "How many letters a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<OfficeLetter>), ListProblems)
)]
#[get("/office/letters")]
pub(crate) async fn list_letters(
    app: web::Data<App>,
    _: Coordinator,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let (limit, before) = read_page(&request, read_id)?;
    let state = LetterState::wanted(request.query_string()).map_err(Problem::fields)?;
    let before = before.unwrap_or(LetterId(Uuid::max()));
    let mut tx = app.db.read().await?;
    let rows = store::letters(&mut tx, state, before, i64::from(limit) + 1).await?;
    let (rows, next_cursor) = cut_with(rows, limit, |last| last.id.to_string());
    let items = rows.into_iter().map(letter).collect::<sqlx::Result<_>>()?;
    Ok(json(&Page { items, next_cursor }))
}

/// Try a letter again
///
/// One that was refused or could not be sent. Once it is sent its text is gone.
#[utoipa::path(
    operation_id = "retry_letter",
    tag = "office",
    security(("access_token" = [])),
    params(("id" = LetterId, Path, description = "The letter", example = "019b76da-a800-7000-8000-0000000003eb")),
    responses((status = 204, description = "It is tried again now"), StepProblems)
)]
#[post("/office/letters/{id}/retry")]
pub(crate) async fn retry_letter(
    app: web::Data<App>,
    by: Coordinator,
    Id(id): Id<LetterId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    let retried = mail::store::retry(&mut tx, id, app.clock.now()).await?;
    let (to, state) = store::letter(&mut tx, id).await?.ok_or(Code::NotFound)?;
    if !retried {
        return Err(Problem::transition(state.as_str()).into());
    }
    let deed = Deed::to(by.id, AuditAction::RetriedLetter, to);
    audit::store::note(&mut tx, &deed, app.clock.now()).await?;
    outbox::commit(&app, tx, Tidings::default()).await?;
    app.letters.notify_one();
    Ok(no_content())
}

fn letter(row: LetterRow) -> sqlx::Result<OfficeLetter> {
    let state = row.state()?;
    Ok(OfficeLetter {
        id: LetterId(row.id),
        occasion: row.occasion,
        state,
        written_at: row.created_at,
        attempts: count(row.attempts),
        said: row.said,
        due_at: (state == LetterState::Waiting).then_some(row.due_at),
        to: row.to.id().is_some().then(|| row.to.read(Sight::Masked)),
    })
}
