use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Duration, Utc};
use content::{Asked, Tool};
use domain::events::{Event, ToolFact};
use domain::ids::{ParticipantId, RelationshipId};
use domain::problem::{Code, Problem};
use domain::requests::Side;
use domain::text::tidy;
use domain::tools::{Answer as Given, ConfirmWorksheet, ToolList, Worksheet, WriteAnswer, Writing, refusal};

use super::store::{self, Kept, Owner, Place};
use super::view;
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Id, IfMatch, Valid, json, with_etag};
use crate::outbox::{self, Tidings};
use crate::problems;
use crate::relationships::party::{self, Party};

/// How many earlier wordings of an answer are kept.
const EARLIER: i64 = 50;
/// The other is told of what is shared in a tool at most once in so long.
const TOLD_EVERY: Duration = Duration::hours(1);

problems!(WriteProblems: RelationshipEnded, RelationshipRests, ToolChanged);
problems!(ConfirmProblems: RelationshipEnded, RelationshipRests, StaleVersion);

/// The tools of a relationship
///
/// For its two, in the order of the way: what each is for, and how far the two are with it.
#[utoipa::path(
    operation_id = "list_tools",
    tag = "tools",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The tools", body = ToolList))
)]
#[get("/relationships/{id}/tools")]
pub(crate) async fn list_tools(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    Ok(json(&view::list(&mut tx, &party, app.clock.now()).await?))
}

/// A worksheet
///
/// For the two of the relationship: the questions, with what each may read. Nobody else reads an answer that is not shared.
#[utoipa::path(
    operation_id = "get_worksheet",
    tag = "tools",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("tool" = String, Path, description = "The tool's key", example = "mentoring-agreement"),
    ),
    responses((status = 200, description = "The worksheet", body = Worksheet))
)]
#[get("/relationships/{id}/tools/{tool}")]
pub(crate) async fn get_worksheet(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let tool = tool_of(&request)?;
    Ok(json(&view::worksheet(&mut tx, &party, tool, app.clock.now()).await?))
}

/// A worksheet as Markdown
///
/// For the two of the relationship: what each may read, to keep or to print. What was written stays text.
#[utoipa::path(
    operation_id = "get_worksheet_markdown",
    tag = "tools",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("tool" = String, Path, description = "The tool's key", example = "mentoring-agreement"),
    ),
    responses((status = 200, description = "The file", body = String, content_type = "text/markdown"))
)]
#[get("/relationships/{id}/tools/{tool}/markdown")]
pub(crate) async fn get_worksheet_markdown(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let tool = tool_of(&request)?;
    let file = view::markdown(&mut tx, &party, tool, app.clock.now()).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/markdown; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}.md\"", tool.key)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(file))
}

/// Write an answer
///
/// For whom the tool asks, over the version in `If-Match` (`"0"`: not answered yet). One's own answer is private until it is
/// shared, and again when it is not shared any more. What is written together is always shared; whoever comes second gets
/// 412, and what stood there before is kept. What the question does not take is refused at `/value`.
#[utoipa::path(
    operation_id = "write_answer",
    tag = "tools",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("tool" = String, Path, description = "The tool's key", example = "mentoring-agreement"),
        ("question" = String, Path, description = "The question's key", example = "purpose"),
        ("If-Match" = String, Header, description = "The version of the answer that you have seen, as an ETag; \"0\" where there is none", pattern = "^\"[0-9]{1,18}\"$", example = "\"0\""),
    ),
    request_body = WriteAnswer,
    responses(
        (status = 200, description = "The answer as it was kept", body = Given,
            headers(("ETag" = String, description = "The new version"))),
        WriteProblems,
    )
)]
#[put("/relationships/{id}/tools/{tool}/answers/{question}")]
pub(crate) async fn write_answer(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    seen: IfMatch,
    request: HttpRequest,
    Valid(body): Valid<WriteAnswer>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let party = party::writing(&mut tx, id, actor.participant).await?;
    let tool = tool_of(&request)?;
    let body = WriteAnswer { value: tidy(&body.value), ..body };
    let asked = asked(tool, &party, &request, &body)?;
    let place = Place { relationship: id, tool: &tool.key };
    let owner = view::owner(asked, party.side);
    let before = store::answer(&mut tx, place, &asked.key, owner).await?;
    if before.as_ref().map_or(0, |before| before.version) != seen.0 {
        return Err(Code::StaleVersion.into());
    }
    let next = Kept {
        question: asked.key.clone(),
        owner,
        shared: body.shared || owner == Owner::Both,
        value: body.value,
        version: seen.0 + 1,
        by: party.side,
        at: now,
    };
    if let Some(before) = before.as_ref().filter(|before| says_the_same(before, &next)) {
        tx.commit().await?;
        return Ok(with_etag(before.version, &view::seen(&party, before)));
    }
    if !store::save(&mut tx, place, &next).await? {
        return Err(Code::StaleVersion.into());
    }
    let mut tidings = Tidings::default();
    store::begin(&mut tx, place).await?;
    match owner {
        Owner::Both => keep(&mut tx, place, before.as_ref(), &next).await?,
        Owner::One(_) => share(&mut tx, &party, place, before.as_ref(), &next, &mut tidings).await?,
    }
    party::touch(&mut tx, &party, now).await?;
    party.show(&mut tidings);
    outbox::commit(&app, tx, tidings).await?;
    Ok(with_etag(next.version, &view::seen(&party, &next)))
}

/// Confirm what both have written
///
/// For the two of the relationship, in tools that both confirm. When both have confirmed the same version, it is agreed; whoever
/// changes a word afterwards voids that. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "confirm_worksheet",
    tag = "tools",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("tool" = String, Path, description = "The tool's key", example = "mentoring-agreement"),
    ),
    request_body = ConfirmWorksheet,
    responses((status = 200, description = "The worksheet as it is now", body = Worksheet), ConfirmProblems)
)]
#[post("/relationships/{id}/tools/{tool}/confirm")]
pub(crate) async fn confirm_worksheet(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
    Valid(body): Valid<ConfirmWorksheet>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let party = party::writing(&mut tx, id, actor.participant).await?;
    let tool = Some(tool_of(&request)?).filter(|tool| tool.confirm).ok_or(Code::NotFound)?;
    let place = Place { relationship: id, tool: &tool.key };
    let sheet = store::sheet(&mut tx, place).await?.filter(|sheet| sheet.version == body.version);
    let sheet = sheet.ok_or(Code::StaleVersion)?;
    let mut tidings = Tidings::default();
    if !sheet.confirmed_by(party.side) {
        let other = if party.side == Side::Mentor { Side::Mentee } else { Side::Mentor };
        let agreed_at = sheet.confirmed_by(other).then_some(now);
        if !store::confirm(&mut tx, place, body.version, party.side, agreed_at).await? {
            return Err(Code::StaleVersion.into());
        }
        tell_of_confirmation(&party, tool, agreed_at, &mut tidings);
        party::touch(&mut tx, &party, now).await?;
        party.show(&mut tidings);
    }
    let view = view::worksheet(&mut tx, &party, tool, now).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(json(&view))
}

/// The tool that the address names.
fn tool_of(request: &HttpRequest) -> Answer<&'static Tool> {
    let key = request.match_info().get("tool");
    Ok(view::tools()?.iter().find(|tool| Some(tool.key.as_str()) == key).ok_or(Code::NotFound)?)
}

/// The question that the address names, if it asks the writer and takes the answer. Who has another edition before them than
/// this one is told so where it makes a difference.
fn asked<'a>(tool: &'a Tool, party: &Party, request: &HttpRequest, body: &WriteAnswer) -> Answer<&'a Asked> {
    let changed = body.edition != tool.edition;
    let or_changed = |problem: Problem| if changed { Problem::new(Code::ToolChanged) } else { problem };
    let key = request.match_info().get("question").unwrap_or_default();
    let Some(asked) = tool.question(key).filter(|_| tool.asks(party.side)) else {
        return Err(or_changed(Problem::new(Code::NotFound)).into());
    };
    // What was meant for oneself does not become what both write.
    if changed && asked.writing == Writing::Together && !body.shared {
        return Err(Code::ToolChanged.into());
    }
    let choices: Vec<&str> = asked.choices.iter().map(|(key, _)| key.as_str()).collect();
    let refused = Some(&body.value).filter(|value| !value.is_empty());
    match refused.and_then(|value| refusal(asked.kind, &choices, value)) {
        Some(error) => Err(or_changed(Problem::fields(vec![error])).into()),
        None => Ok(asked),
    }
}

fn says_the_same(before: &Kept, next: &Kept) -> bool {
    (&before.value, before.shared) == (&next.value, next.shared)
}

/// What both wrote before is kept, and nobody has confirmed what stands there now.
async fn keep(tx: &mut Tx, place: Place<'_>, before: Option<&Kept>, next: &Kept) -> Answer<()> {
    if let Some(before) = before.filter(|before| !before.value.is_empty()) {
        store::keep_earlier(tx, place, before).await?;
        store::forget_earlier(tx, place, &next.question, before.version - EARLIER).await?;
    }
    store::raise_version(tx, place).await?;
    Ok(())
}

/// The other is told when an answer becomes theirs to read.
async fn share(
    tx: &mut Tx,
    party: &Party,
    place: Place<'_>,
    before: Option<&Kept>,
    next: &Kept,
    tidings: &mut Tidings,
) -> Answer<()> {
    let is_there = |answer: &Kept| answer.shared && !answer.value.is_empty();
    if !is_there(next) || before.is_some_and(is_there) {
        return Ok(());
    }
    let Some(other) = party.other else { return Ok(()) };
    let since = next.at - TOLD_EVERY;
    let tell = match party.side {
        Side::Mentor => store::tell_of_mentor(tx, place, next.at, since).await?,
        _ => store::tell_of_mentee(tx, place, next.at, since).await?,
    };
    if tell {
        tidings.tell(Event::AnswersShared(fact(party, place.tool, other)));
    }
    Ok(())
}

/// The other is told of the one who confirms; both, when that made it agreed.
fn tell_of_confirmation(party: &Party, tool: &Tool, agreed: Option<DateTime<Utc>>, tidings: &mut Tidings) {
    let fact = |told: ParticipantId| fact(party, &tool.key, told);
    match (agreed, party.other) {
        (Some(_), other) => {
            for told in [Some(party.me), other].into_iter().flatten() {
                tidings.tell(Event::WorksheetAgreed(fact(told)));
            }
        }
        (None, Some(other)) => tidings.tell(Event::WorksheetConfirmed(fact(other))),
        (None, None) => {}
    }
}

fn fact(party: &Party, tool: &str, told: ParticipantId) -> ToolFact {
    ToolFact { relationship: party.kept.id, tool: tool.to_owned(), by: Some(party.me), told }
}
