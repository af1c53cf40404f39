use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use domain::conversations::{Block, MOST_BLOCKS};
use domain::ids::ParticipantId;
use domain::notifications::{Live, LiveKind};
use domain::page::{Page, PageQuery};
use domain::problem::{Code, Problem};

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Id, json, no_content};
use crate::outbox::{self, Tidings};
use crate::page::{After, cut};
use crate::{conversations, pairs, people, problems, relationships, requests};

problems!(ListProblems: InvalidFields, BadCursor);
problems!(BlockProblems: ToOneself, TooManyBlocks);

/// Whom I have blocked
///
/// The latest first.
#[utoipa::path(
    operation_id = "list_blocks",
    tag = "people",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many people a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<Block>), ListProblems)
)]
#[get("/me/blocks")]
pub(crate) async fn list_blocks(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let rows = store::of(&mut tx, actor.participant, after, query.limit + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, store::BlockRow::place);
    let items = rows.into_iter().map(store::BlockRow::read).collect();
    Ok(json(&Page { items, next_cursor }))
}

/// Block somebody
///
/// For somebody with whom I have something to do, or who is in the list. The two find each other no more, and cannot write
/// to each other. Their open requests are closed and their relationships end, with neutral words. To the other it looks as
/// if I had left. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "block",
    tag = "people",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The person", example = "019b76da-a800-7000-8000-000000000001")),
    responses((status = 204, description = "Blocked"), BlockProblems)
)]
#[put("/me/blocks/{id}")]
pub(crate) async fn block(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    let (me, now) = (actor.participant, app.clock.now());
    if id == me {
        return Err(Code::ToOneself.into());
    }
    let mut tx = app.db.write().await?;
    if !store::is_there(&mut tx, id, me).await? {
        return Err(Code::NotFound.into());
    }
    store::hold(&mut tx, me).await?;
    pairs::store::lock_both(&mut tx, me, id).await?;
    if !store::add(&mut tx, me, id, now).await? {
        return Ok(no_content());
    }
    // Whoever knows an id learns no name by it.
    if !people::routes::is_in_sight(&mut tx, me, id, now.date_naive()).await? {
        return Err(Code::NotFound.into());
    }
    if usize::try_from(store::count(&mut tx, me).await?).unwrap_or(usize::MAX) > MOST_BLOCKS {
        return Err(Code::TooManyBlocks.into());
    }
    let mut tidings = Tidings::default();
    requests::steps::close_between(&mut tx, me, id, now, &mut tidings).await?;
    relationships::steps::close_between(&mut tx, me, id, now, &mut tidings).await?;
    tell_both(&mut tx, (me, id), &mut tidings).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(no_content())
}

/// Lift a block
///
/// What was closed stays closed. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "unblock",
    tag = "people",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The person", example = "019b76da-a800-7000-8000-000000000001")),
    responses((status = 204, description = "Lifted"))
)]
#[delete("/me/blocks/{id}")]
pub(crate) async fn unblock(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    if store::remove(&mut tx, actor.participant, id).await? {
        let mut tidings = Tidings::default();
        tell_both(&mut tx, (actor.participant, id), &mut tidings).await?;
        outbox::commit(&app, tx, tidings).await?;
    }
    Ok(no_content())
}

/// The two find each other, or no longer; so does what they see of their conversation.
async fn tell_both(
    tx: &mut Tx,
    (one, other): (ParticipantId, ParticipantId),
    tidings: &mut Tidings,
) -> Answer<()> {
    let conversation = conversations::store::between(tx, one, other).await?;
    for person in [one, other] {
        tidings.change(person);
        if conversation.is_some() {
            tidings.show(person, Live { conversation, ..Live::about(LiveKind::Conversation) });
        }
    }
    Ok(())
}
