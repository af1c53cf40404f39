use actix_web::{HttpResponse, delete, get, post, put, web};
use chrono::{DateTime, Utc};
use domain::events::{Event, GoalFact};
use domain::goals::{Content, Goal, GoalAction, GoalPage, GoalText, LetGo, NewGoal, TimelineKind};
use domain::ids::{GoalId, RelationshipId};
use domain::problem::{Code, FieldError, Problem};
use domain::text::tidy;

use super::store::{self, Kept};
use super::{milestones, steps, timeline, view};
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Id, IdempotencyKey, IfMatch, Valid, no_content, with_etag};
use crate::idempotency::{Attempt, Created};
use crate::outbox::{self, Tidings};
use crate::problems;
use crate::relationships::party::{self, Party};
use crate::routes::API;

problems!(DraftProblems: RelationshipEnded, RelationshipRests, TooManyPoints, IdempotencyKeyReused, MalformedRequest);
problems!(EditProblems: RelationshipEnded, RelationshipRests, InvalidTransition, GoalOpenPoints);
problems!(ActivateProblems: RelationshipEnded, RelationshipRests, InvalidTransition, GoalOpenPoints);
problems!(AgreeProblems: RelationshipEnded, RelationshipRests, InvalidTransition);
problems!(StepProblems: RelationshipEnded, RelationshipRests, InvalidTransition, StaleVersion);

/// Draft a goal
///
/// For either of the two of a relationship, with open points as far as there are any; at most fifty goals, each with at most
/// fifty milestones. With `earlier`, it goes on with a goal of an earlier journey of the same two. Sent again with the same
/// Idempotency-Key, it happens once and is answered the same.
#[utoipa::path(
    operation_id = "draft_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of your own for this request, kept for a day", pattern = "^[!-~]([ -~]{0,126}[!-~])?$", example = "5f0c9a52"),
    ),
    request_body(content = NewGoal, example = json!({
        "text": {
            "title": "Speak to groups with ease",
            "specific": "Give ten short talks to groups of more than fifteen people",
            "kind": "number",
            "measure": "Confidence when speaking",
            "baseline": "3",
            "target": "8",
            "unit": "out of 10",
            "attainable": "One talk every three weeks; the briefing gives me the room",
            "relevant": "I take over the daily briefing in December",
            "due_on": "2027-11-30",
            "excuses": []
        },
        "milestones": [{ "title": "Watch two colleagues open the briefing", "due_on": "2027-04-20", "weight": 1 }]
    })),
    responses(
        (status = 201, description = "The goal", body = Goal,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "The version, for If-Match"))),
        DraftProblems,
    )
)]
#[post("/relationships/{id}/goals")]
pub(crate) async fn draft_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    key: IdempotencyKey,
    Valid(body): Valid<NewGoal>,
) -> Answer<HttpResponse> {
    let attempt = Attempt::new(actor.participant, "draft_goal", key, &(id, &body))?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if let Some(earlier) = attempt.earlier(&mut tx, &app).await? {
        tx.commit().await?;
        return Ok(earlier);
    }
    let party = party::writing(&mut tx, id, actor.participant).await?;
    if let Some(place) = body.milestones.iter().position(|step| step.id.is_some()) {
        return Err(Problem::field(&format!("/milestones/{place}/id"), "unknown_value").into());
    }
    if let Some(earlier) = body.earlier {
        check_earlier(&mut tx, &party, earlier).await?;
    }
    let milestones = body.milestones.iter().map(milestones::routes::tidied).collect();
    let content = Content { text: body.text.tidied(), milestones };
    let goal = steps::draft(&mut tx, id, (party.side, now), content, body.earlier).await?;
    let kept = store::load(&mut tx, goal).await?.ok_or(Code::NotFound)?;
    let view = view::one(&mut tx, &party, &kept, now).await?;
    let created = Created::new(format!("{API}/goals/{goal}"), Some(kept.version), &view)?;
    attempt.keep(&mut tx, &created).await?;
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(created.into())
}

/// The goal is one that the same two have left in an earlier journey.
async fn check_earlier(tx: &mut Tx, party: &Party, earlier: GoalId) -> Answer<()> {
    let known = match store::load(tx, earlier).await? {
        Some(kept) if kept.relationship != party.kept.id => {
            let before = party::reading(tx, kept.relationship, party.me).await;
            before.is_ok_and(|before| before.kept.pair() == party.kept.pair() && before.side == party.side)
        }
        _ => false,
    };
    if known { Ok(()) } else { Err(Problem::field("/earlier", "unknown_value").into()) }
}

/// One goal
///
/// For the two of its relationship: what it says, its milestones, what the two say about it, the values as a chart shows them,
/// and the first page of its progress.
#[utoipa::path(
    operation_id = "get_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014")),
    responses((status = 200, description = "The goal", body = GoalPage,
        headers(("ETag" = String, description = "The version of what it says, for If-Match"))))
)]
#[get("/goals/{id}")]
pub(crate) async fn get_goal(app: web::Data<App>, actor: Actor, Id(id): Id<GoalId>) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let (party, kept) = reading(&mut tx, id, actor).await?;
    let page = view::page(&mut tx, &party, &kept, app.clock.now()).await?;
    Ok(with_etag(kept.version, &page))
}

/// Change what a goal says
///
/// For either, while it is a draft or active, over the version in `If-Match`; whoever comes second gets 412. What both had
/// agreed on they have to agree on again. An active goal takes no new open point that nobody has explained.
#[utoipa::path(
    operation_id = "edit_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("If-Match" = String, Header, description = "The version that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body(content = GoalText, example = json!({
        "title": "Speak to groups with ease",
        "specific": "Give ten short talks to groups of more than fifteen people",
        "kind": "number",
        "measure": "Confidence when speaking",
        "baseline": "3",
        "target": "8",
        "unit": "out of 10",
        "attainable": "One talk every three weeks; the briefing gives me the room",
        "relevant": "I take over the daily briefing in December",
        "excuses": [{ "finding": "no_date", "words": "We know the day only when the ward has its new rota." }]
    })),
    responses(
        (status = 200, description = "The goal as it was kept", body = Goal,
            headers(("ETag" = String, description = "The new version"))),
        EditProblems,
    )
)]
#[put("/goals/{id}")]
pub(crate) async fn edit_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    IfMatch(seen): IfMatch,
    Valid(body): Valid<GoalText>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Edit, party.side)?;
    steps::check_version(&kept, seen)?;
    let milestones = milestones::store::steps(&mut tx, id).await?;
    let before = steps::content(&kept.text, &milestones);
    let after = Content { text: body.tidied(), milestones: before.milestones.clone() };
    let kept = steps::write(&mut tx, (&party, &kept), (&before, &after), now, &mut tidings).await?;
    answer(&app, tx, tidings, (&party, &kept), now).await
}

/// Begin to walk towards a goal
///
/// For the mentee, over the version in `If-Match`. It becomes active when the rules hold, or when somebody has said of each open
/// point why it stays open; that it says nothing, or is where it shall be, nobody can explain.
#[utoipa::path(
    operation_id = "activate_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("If-Match" = String, Header, description = "The version that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The goal", body = Goal, headers(("ETag" = String, description = "The version"))),
        ActivateProblems,
    )
)]
#[post("/goals/{id}/activate")]
pub(crate) async fn activate_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    IfMatch(seen): IfMatch,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Activate, party.side)?;
    steps::check_version(&kept, seen)?;
    let content = steps::content(&kept.text, &milestones::store::steps(&mut tx, id).await?);
    let open = steps::unexplained(&kept, &content, now);
    if !open.is_empty() {
        return Err(steps::refuse(&open));
    }
    let kept = steps::activate(&mut tx, &kept, party.side, now).await?;
    answer(&app, tx, Tidings::default(), (&party, &kept), now).await
}

/// Confirm a goal as it stands
///
/// For either, over the version in `If-Match`. When both have confirmed the same version, it is agreed; a new version voids
/// that. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "agree_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("If-Match" = String, Header, description = "The version that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    responses(
        (status = 200, description = "The goal", body = Goal, headers(("ETag" = String, description = "The version"))),
        AgreeProblems,
    )
)]
#[post("/goals/{id}/agree")]
pub(crate) async fn agree_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    IfMatch(seen): IfMatch,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Agree, party.side)?;
    steps::check_version(&kept, seen)?;
    let agreed = steps::agree(&mut tx, &kept, party.side, now).await?;
    if agreed.agreement.agreed_at(seen) != kept.agreement.agreed_at(seen) {
        steps::tell(&mut tidings, &party, &agreed, None, Event::GoalAgreed);
    } else if agreed.agreement != kept.agreement {
        steps::tell(&mut tidings, &party, &agreed, None, Event::GoalConfirmed);
    }
    answer(&app, tx, tidings, (&party, &agreed), now).await
}

/// Say that a goal is reached
///
/// For the mentee, while it is active.
#[utoipa::path(
    operation_id = "achieve_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014")),
    responses(
        (status = 200, description = "The goal", body = Goal, headers(("ETag" = String, description = "The version"))),
        StepProblems,
    )
)]
#[post("/goals/{id}/achieve")]
pub(crate) async fn achieve_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
) -> Answer<HttpResponse> {
    let step = (GoalAction::Achieve, TimelineKind::GoalAchieved);
    turn(&app, actor, id, step, String::new(), Some(Event::GoalAchieved)).await
}

/// Let a goal go
///
/// For the mentee, while it is active, with a word why.
#[utoipa::path(
    operation_id = "let_go_of_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014")),
    request_body = LetGo,
    responses(
        (status = 200, description = "The goal", body = Goal, headers(("ETag" = String, description = "The version"))),
        StepProblems,
    )
)]
#[post("/goals/{id}/let-go")]
pub(crate) async fn let_go_of_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    Valid(body): Valid<LetGo>,
) -> Answer<HttpResponse> {
    let step = (GoalAction::LetGo, TimelineKind::GoalLetGo);
    turn(&app, actor, id, step, tidy(&body.words), Some(Event::GoalLetGo)).await
}

/// Walk towards a goal again
///
/// For the mentee, where it was reached or let go. Its history stays.
#[utoipa::path(
    operation_id = "reopen_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014")),
    responses(
        (status = 200, description = "The goal", body = Goal, headers(("ETag" = String, description = "The version"))),
        StepProblems,
    )
)]
#[post("/goals/{id}/reopen")]
pub(crate) async fn reopen_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
) -> Answer<HttpResponse> {
    let step = (GoalAction::Reopen, TimelineKind::GoalReopened);
    turn(&app, actor, id, step, String::new(), None).await
}

/// Throw a draft away
///
/// For who has drafted it, and for the mentee.
#[utoipa::path(
    operation_id = "discard_goal",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014")),
    responses((status = 204, description = "It is gone."), StepProblems)
)]
#[delete("/goals/{id}")]
pub(crate) async fn discard_goal(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Discard, party.side)?;
    if !store::delete(&mut tx, id).await? {
        return Err(steps::stale(&kept));
    }
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(no_content())
}

/// The query is wrong in one place.
pub(super) fn wrong_query(error: FieldError) -> Problem {
    Problem::fields(vec![error])
}

/// The reader as one of the two, and the goal. Strangers: 404.
pub(super) async fn reading(tx: &mut Tx, id: GoalId, actor: Actor) -> Answer<(Party, Kept)> {
    let kept = store::load(tx, id).await?.ok_or(Code::NotFound)?;
    let party = party::reading(tx, kept.relationship, actor.participant).await?;
    Ok((party, kept))
}

/// One of the two takes a goal to another state, with a word why or nothing; the other is told where there is an event.
async fn turn(
    app: &web::Data<App>,
    actor: Actor,
    id: GoalId,
    (action, kind): (GoalAction, TimelineKind),
    last_words: String,
    event: Option<fn(GoalFact) -> Event>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    let change = |next| Kept { last_words, ..next };
    let kept = steps::advance(&mut tx, &kept, (action, party.side), now, change).await?;
    timeline::store::insert_step(&mut tx, id, kind, (party.side, now), &kept.last_words).await?;
    if let Some(event) = event {
        steps::tell(&mut tidings, &party, &kept, None, event);
    }
    answer(app, tx, tidings, (&party, &kept), now).await
}

/// Commits what one of the two has written: both see it, and the relationship is not idle.
pub(super) async fn done(
    app: &web::Data<App>,
    mut tx: Tx,
    mut tidings: Tidings,
    party: &Party,
    at: DateTime<Utc>,
) -> Answer<()> {
    party::touch(&mut tx, party, at).await?;
    party.show(&mut tidings);
    outbox::commit(app, tx, tidings).await
}

/// Commits what was done with a goal, and answers with the goal as it is then.
pub(super) async fn answer(
    app: &web::Data<App>,
    mut tx: Tx,
    tidings: Tidings,
    (party, kept): (&Party, &Kept),
    now: DateTime<Utc>,
) -> Answer<HttpResponse> {
    let goal = view::one(&mut tx, party, kept, now).await?;
    done(app, tx, tidings, party, now).await?;
    Ok(with_etag(kept.version, &goal))
}
