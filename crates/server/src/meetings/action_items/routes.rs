use actix_web::{HttpResponse, delete, post, put, web};
use domain::ids::{ActionItemId, MeetingId};
use domain::meetings::{ActionItem, EditActionItem, NewActionItem};
use domain::problem::Code;
use domain::text::tidy;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Id, IfMatch, Valid, no_content, with_etag};
use crate::meetings::routes::{done, take};
use crate::meetings::view::MOST_ITEMS;
use crate::outbox::Tidings;
use crate::relationships::party::{self, Party};
use crate::{problems, random};

problems!(AddProblems: RelationshipEnded, RelationshipRests, TooManyPoints);
problems!(WriteProblems: RelationshipEnded, RelationshipRests);

/// Add something that was agreed
///
/// For either; at most a hundred things are open between two, and were agreed at one meeting.
#[utoipa::path(
    operation_id = "add_action_item",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010")),
    request_body(content = NewActionItem, example = json!({
        "words": "Ask for one briefing a week",
        "who": "mentee",
        "due_on": "2027-04-30"
    })),
    responses((status = 201, description = "What was agreed", body = ActionItem), AddProblems)
)]
#[post("/meetings/{id}/action-items")]
pub(crate) async fn add_action_item(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    Valid(body): Valid<NewActionItem>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let body = NewActionItem { words: tidy(&body.words), ..body };
    let mut tx = app.db.write().await?;
    let (party, kept) = take(&mut tx, id, actor).await?;
    let item = ActionItemId::new(now, &random::bytes());
    if !store::add_item(&mut tx, &kept, item, &body, (party.side, now), MOST_ITEMS).await? {
        return Err(Code::TooManyPoints.into());
    }
    done(&app, tx, Tidings::default(), &party, now).await?;
    let NewActionItem { words, who, due_on } = body;
    let agreed =
        ActionItem { id: item, meeting: id, words, who, due_on, done: false, agreed_at: now, version: 1 };
    Ok(HttpResponse::Created().json(agreed))
}

/// Change what was agreed
///
/// For either: in other words, for somebody else, until another day, or because it is done.
#[utoipa::path(
    operation_id = "edit_action_item",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = ActionItemId, Path, description = "What was agreed", example = "019b76da-a800-7000-8000-000000000012"),
        ("If-Match" = String, Header, description = "The version that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body(content = EditActionItem, example = json!({
        "words": "Ask for one briefing a week",
        "who": "mentee",
        "due_on": "2027-04-30",
        "done": true
    })),
    responses(
        (status = 200, description = "What was agreed, as it was kept", body = ActionItem,
            headers(("ETag" = String, description = "The new version"))),
        WriteProblems,
    )
)]
#[put("/action-items/{id}")]
pub(crate) async fn edit_action_item(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ActionItemId>,
    IfMatch(seen): IfMatch,
    Valid(body): Valid<EditActionItem>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let changed = NewActionItem { words: tidy(&body.words), who: body.who, due_on: body.due_on };
    let mut tx = app.db.write().await?;
    let party = take_item(&mut tx, id, actor).await?;
    let item = store::item(&mut tx, id).await?.ok_or(Code::NotFound)?;
    if !store::save_item(&mut tx, id, seen, &changed, (body.done, now)).await? {
        return Err(Code::StaleVersion.into());
    }
    let item = item.read(|words| party.reads_shared(words))?;
    done(&app, tx, Tidings::default(), &party, now).await?;
    let NewActionItem { words, who, due_on } = changed;
    let version = seen + 1;
    Ok(with_etag(version, &ActionItem { words, who, due_on, done: body.done, version, ..item }))
}

/// Take away what was agreed
///
/// For either.
#[utoipa::path(
    operation_id = "remove_action_item",
    tag = "meetings",
    security(("access_token" = [])),
    params(("id" = ActionItemId, Path, description = "What was agreed", example = "019b76da-a800-7000-8000-000000000012")),
    responses((status = 204, description = "It is gone."), WriteProblems)
)]
#[delete("/action-items/{id}")]
pub(crate) async fn remove_action_item(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ActionItemId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    let party = take_item(&mut tx, id, actor).await?;
    store::remove_item(&mut tx, id).await?;
    done(&app, tx, Tidings::default(), &party, app.clock.now()).await?;
    Ok(no_content())
}

/// The writer as one of the two who agreed on something. Strangers: 404.
async fn take_item(tx: &mut Tx, id: ActionItemId, actor: Actor) -> Answer<Party> {
    let relationship = store::relationship_of(tx, id).await?.ok_or(Code::NotFound)?;
    party::writing(tx, relationship, actor.participant).await
}
