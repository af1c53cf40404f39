use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use domain::events::Event;
use domain::goals::{GoalAction, GoalComment, MOST_COMMENTS, NewGoalComment};
use domain::ids::{GoalCommentId, GoalId};
use domain::problem::Code;
use domain::text::tidy;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::goals::routes::done;
use crate::goals::steps;
use crate::goals::store as goals;
use crate::http::{Answer, Id, Valid, no_content};
use crate::outbox::Tidings;
use crate::{problems, random};

problems!(WriteProblems: RelationshipEnded, RelationshipRests, InvalidTransition);
problems!(CommentProblems: RelationshipEnded, RelationshipRests, InvalidTransition, TooManyPoints);

/// Say something about a part of a goal
///
/// For either, while it is a draft or active; at most a hundred comments.
#[utoipa::path(
    operation_id = "comment_on_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014")),
    request_body(content = NewGoalComment, example = json!({
        "part": "attainable",
        "words": "Leave a week free in August. Rest is part of it."
    })),
    responses((status = 201, description = "The comment", body = GoalComment), CommentProblems)
)]
#[post("/goals/{id}/comments")]
pub(crate) async fn comment_on_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    Valid(body): Valid<NewGoalComment>,
) -> Answer<HttpResponse> {
    let (now, words) = (app.clock.now(), tidy(&body.words));
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Comment, party.side)?;
    let comment = GoalCommentId::new(now, &random::bytes());
    let (said, written) = ((body.part, words.as_str()), (party.side, now));
    if !store::insert_comment(&mut tx, (id, comment), said, written, MOST_COMMENTS).await? {
        return Err(Code::TooManyPoints.into());
    }
    goals::touch(&mut tx, id, now).await?;
    steps::tell(&mut tidings, &party, &kept, None, Event::GoalCommented);
    done(&app, tx, tidings, &party, now).await?;
    let said = GoalComment { id: comment, part: body.part, words, by: party.side, at: now };
    Ok(HttpResponse::Created().json(said))
}

/// Take back what I have said about a goal
///
/// For who has said it, while it is a draft or active.
#[utoipa::path(
    operation_id = "remove_goal_comment",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("comment" = GoalCommentId, Path, description = "The comment", example = "019b76da-a800-7000-8000-000000000017"),
    ),
    responses((status = 204, description = "It is gone."), WriteProblems)
)]
#[delete("/goals/{id}/comments/{comment}")]
pub(crate) async fn remove_goal_comment(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let comment =
        request.match_info().get("comment").and_then(|text| text.parse().ok()).ok_or(Code::NotFound)?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Comment, party.side)?;
    if !store::delete_comment(&mut tx, id, comment, party.side).await? {
        return Err(Code::NotFound.into());
    }
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(no_content())
}
