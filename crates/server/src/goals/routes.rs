use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use chrono::{DateTime, Utc};
use domain::events::{Event, GoalFact};
use domain::goals::{
    Content, ExportFormat, Goal, GoalAction, GoalBrief, GoalChanges, GoalComment, GoalPage, GoalRow,
    GoalStarts, GoalState, GoalText, GoalVersion, GoalWithProgress, GoalsQuery, LetGo, MOST_COMMENTS,
    NewGoal, NewGoalComment, SaveMilestones, TimelineItem, TimelineKind, TimelineQuery, WriteMilestone,
    export_format, since,
};
use domain::ids::{GoalCommentId, GoalId, MilestoneId, RelationshipId};
use domain::page::{Page, PageQuery};
use domain::problem::{Code, FieldError, Problem};
use domain::text::tidy;

use super::store::{self, Kept, Step};
use super::{export, steps, view};
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Failure, Id, IdempotencyKey, IfMatch, Valid, json, no_content, with_etag};
use crate::idempotency::{Attempt, Created};
use crate::outbox::{self, Tidings};
use crate::page::{After, cut};
use crate::relationships::party::{self, Party};
use crate::routes::API;
use crate::{problems, random};

problems!(ListProblems: InvalidFields, BadCursor);
problems!(QueryProblems: InvalidFields);
problems!(DraftProblems: RelationshipEnded, RelationshipRests, TooManyPoints, IdempotencyKeyReused, MalformedRequest);
problems!(EditProblems: RelationshipEnded, RelationshipRests, InvalidTransition, GoalOpenPoints);
problems!(ActivateProblems: RelationshipEnded, RelationshipRests, InvalidTransition, GoalOpenPoints);
problems!(AgreeProblems: RelationshipEnded, RelationshipRests, InvalidTransition);
problems!(StepProblems: RelationshipEnded, RelationshipRests, InvalidTransition, StaleVersion);
problems!(WriteProblems: RelationshipEnded, RelationshipRests, InvalidTransition);
problems!(CommentProblems: RelationshipEnded, RelationshipRests, InvalidTransition, TooManyPoints);

/// The goals of a relationship
///
/// For its two, the one that changed last first.
#[utoipa::path(
    operation_id = "list_goals",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("limit" = Option<u32>, Query, description = "How many goals a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<GoalBrief>), ListProblems)
)]
#[get("/relationships/{id}/goals")]
pub(crate) async fn list_goals(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let rows = store::briefs(&mut tx, id, after, i64::from(query.limit) + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, |row| After { at: row.changed_at, id: row.id.0 });
    let items = rows.into_iter().map(|row| view::brief(&party, row, now)).collect();
    Ok(json(&Page::<GoalBrief> { items, next_cursor }))
}

/// All my goals
///
/// Those of all my relationships, also of those that have ended, the one that changed last first.
#[utoipa::path(
    operation_id = "list_my_goals",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("state" = inline(Option<GoalState>), Query, description = "Those in this state only", example = "active"),
        ("side" = Option<String>, Query, description = "Those of relationships in which I am this only: `mentor` or `mentee`", pattern = "^(mentor|mentee)$", example = "mentee"),
        ("limit" = Option<u32>, Query, description = "How many goals a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<GoalRow>), ListProblems)
)]
#[get("/me/goals")]
pub(crate) async fn list_my_goals(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let GoalsQuery { state, side, page } =
        GoalsQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(page.cursor.as_deref(), After::after_all())?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let most = i64::from(page.limit) + 1;
    let rows = store::mine(&mut tx, actor.participant, (state, side), after, most).await?;
    let (rows, next_cursor) =
        cut(rows, page.limit, |row| After { at: row.brief.changed_at, id: row.brief.id.0 });
    let items = rows.into_iter().map(|row| view::mine(row, now)).collect();
    Ok(json(&Page::<GoalRow> { items, next_cursor }))
}

/// Where new goals can start from
///
/// For the two of a relationship: what the reader sees in the tool that finds goals, what was not reached in earlier journeys
/// of the two, and the programme's examples.
#[utoipa::path(
    operation_id = "get_goal_starts",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The starting points", body = GoalStarts))
)]
#[get("/relationships/{id}/goals/starts")]
pub(crate) async fn get_goal_starts(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    Ok(json(&view::starts(&mut tx, &party, app.clock.now().date_naive()).await?))
}

/// The goals of a relationship as a file
///
/// For its two: goals, milestones and progress as a table (`csv`; no cell is a formula) or as data (`json`).
#[utoipa::path(
    operation_id = "export_goals",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("format" = inline(ExportFormat), Query, description = "In which form", example = "csv"),
    ),
    responses(
        (status = 200, description = "The file", content((String = "text/csv"), (Vec<GoalWithProgress> = "application/json"))),
        QueryProblems,
    )
)]
#[get("/relationships/{id}/goals/export")]
pub(crate) async fn export_goals(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let format = export_format(request.query_string()).map_err(wrong_query)?;
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let taken = export::of(&mut tx, &party, app.clock.now()).await?;
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"goals.{}\"", format.as_str())))
        .insert_header((CACHE_CONTROL, "no-store"));
    Ok(match format {
        ExportFormat::Csv => answer.content_type("text/csv; charset=utf-8").body(export::table(&taken)),
        ExportFormat::Json => answer.json(taken),
    })
}

/// What happened in a journey
///
/// For the two of a relationship, the latest first: request, meetings, worksheets, goals, milestones, progress, reflections;
/// messages aside. With `goal`, only what belongs to that goal.
#[utoipa::path(
    operation_id = "get_timeline",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("goal" = Option<GoalId>, Query, description = "Only what belongs to this goal"),
        ("limit" = Option<u32>, Query, description = "How many items a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<TimelineItem>), ListProblems)
)]
#[get("/relationships/{id}/timeline")]
pub(crate) async fn get_timeline(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let TimelineQuery { goal, page } =
        TimelineQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(page.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let most = i64::from(page.limit) + 1;
    let rows = store::happened(&mut tx, id, (goal, party.side), after, most).await?;
    let (rows, next_cursor) = cut(rows, page.limit, |row| After { at: row.at, id: row.id });
    let items = rows.iter().map(|row| view::happened(&party, row)).collect::<Answer<Vec<_>>>()?;
    Ok(json(&Page::<TimelineItem> { items, next_cursor }))
}

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
    let milestones = body.milestones.iter().map(tidied).collect();
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
    let milestones = store::steps(&mut tx, id).await?;
    let before = steps::content(&kept.text, &milestones);
    let after = Content { text: body.tidied(), milestones: before.milestones.clone() };
    let kept = steps::write(&mut tx, (&party, &kept), (&before, &after), now, &mut tidings).await?;
    answer(&app, tx, tidings, (&party, &kept), now).await
}

/// Change the milestones of a goal
///
/// For either, while the goal is a draft or active, over the version in `If-Match`: all of them in their order, those that there
/// are with their ids. What is missing is taken away; what is done stays done. Another order alone is no new version.
#[utoipa::path(
    operation_id = "save_milestones",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("If-Match" = String, Header, description = "The version that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body(content = SaveMilestones, example = json!({
        "milestones": [
            { "title": "Watch two colleagues open the briefing", "due_on": "2027-04-20", "weight": 1 },
            { "title": "Give a two-minute talk to my own team", "due_on": "2027-05-07", "weight": 2 }
        ]
    })),
    responses(
        (status = 200, description = "The goal as it was kept", body = Goal,
            headers(("ETag" = String, description = "The new version"))),
        EditProblems,
    )
)]
#[put("/goals/{id}/milestones")]
pub(crate) async fn save_milestones(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    IfMatch(seen): IfMatch,
    Valid(body): Valid<SaveMilestones>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Edit, party.side)?;
    steps::check_version(&kept, seen)?;
    let there = store::steps(&mut tx, id).await?;
    let next = next_steps(&there, &body.milestones, now)?;
    let (before, after) = (steps::content(&kept.text, &there), steps::content(&kept.text, &next));
    let kept = steps::write(&mut tx, (&party, &kept), (&before, &after), now, &mut tidings).await?;
    for gone in there.iter().filter(|step| next.iter().all(|other| other.id != step.id)) {
        store::delete_step(&mut tx, gone.id).await?;
    }
    steps::put_steps(&mut tx, id, &next, now).await?;
    answer(&app, tx, tidings, (&party, &kept), now).await
}

/// The milestones as they are to be; those that there are stay done.
fn next_steps(there: &[Step], body: &[WriteMilestone], now: DateTime<Utc>) -> Answer<Vec<Step>> {
    let mut next = Vec::<Step>::new();
    for (place, written) in body.iter().map(tidied).enumerate() {
        let wrong = |code| Problem::field(&format!("/milestones/{place}/id"), code);
        let Some(id) = written.id else {
            next.push(steps::new_step(&written, now));
            continue;
        };
        let known = there.iter().find(|step| step.id == id).ok_or_else(|| wrong("unknown_value"))?;
        if next.iter().any(|step| step.id == id) {
            return Err(wrong("twice").into());
        }
        let WriteMilestone { title, due_on, weight, .. } = written;
        next.push(Step { title, due_on, weight, ..known.clone() });
    }
    Ok(next)
}

fn tidied(step: &WriteMilestone) -> WriteMilestone {
    WriteMilestone { title: tidy(&step.title), ..step.clone() }
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
    let content = steps::content(&kept.text, &store::steps(&mut tx, id).await?);
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

/// Lay the stone of a milestone
///
/// For either, while the goal is active. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "lay_milestone",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = MilestoneId, Path, description = "The milestone", example = "019b76da-a800-7000-8000-000000000015")),
    responses((status = 200, description = "The goal", body = Goal), WriteProblems)
)]
#[post("/milestones/{id}/done")]
pub(crate) async fn lay_milestone(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MilestoneId>,
) -> Answer<HttpResponse> {
    lay(&app, actor, id, true).await
}

/// Take the stone of a milestone up again
///
/// For either, while the goal is active. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "take_up_milestone",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = MilestoneId, Path, description = "The milestone", example = "019b76da-a800-7000-8000-000000000015")),
    responses((status = 200, description = "The goal", body = Goal), WriteProblems)
)]
#[post("/milestones/{id}/undone")]
pub(crate) async fn take_up_milestone(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MilestoneId>,
) -> Answer<HttpResponse> {
    lay(&app, actor, id, false).await
}

async fn lay(app: &web::Data<App>, actor: Actor, id: MilestoneId, is_done: bool) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let goal = store::goal_of_step(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let (party, kept) = steps::take(&mut tx, goal, actor).await?;
    steps::check(&kept, GoalAction::Lay, party.side)?;
    if store::lay(&mut tx, id, is_done.then_some((now, party.side))).await? {
        store::touch(&mut tx, goal, now).await?;
        if is_done {
            steps::tell(&mut tidings, &party, &kept, Some(id), Event::MilestoneDone);
        }
    }
    let view = view::one(&mut tx, &party, &kept, now).await?;
    done(app, tx, tidings, &party, now).await?;
    Ok(json(&view))
}

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
    store::touch(&mut tx, id, now).await?;
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

/// The versions of a goal
///
/// For the two of its relationship, the latest first, each with what changed against the one before, word by word. What
/// somebody goes on writing in a draft, and nobody has confirmed, is one version: its number goes on rising.
#[utoipa::path(
    operation_id = "get_goal_history",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("limit" = Option<u32>, Query, description = "How many versions a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<GoalVersion>), ListProblems)
)]
#[get("/goals/{id}/history")]
pub(crate) async fn get_goal_history(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let before = query.cursor.as_deref().map(str::parse).transpose().map_err(|_| Code::BadCursor)?;
    let mut tx = app.db.read().await?;
    let (party, _) = reading(&mut tx, id, actor).await?;
    let most = i64::from(query.limit) + 1;
    let versions = store::versions(&mut tx, id, before.unwrap_or(i64::MAX), most).await?;
    drop(tx);
    let mut items = comparing(move || view::history(&party, &versions)).await?;
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items.last().filter(|_| more).map(|last| last.version.to_string());
    Ok(json(&Page::<GoalVersion> { items, next_cursor }))
}

/// What has changed in a goal since a version
///
/// For the two of its relationship, word by word.
#[utoipa::path(
    operation_id = "get_goal_changes",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("since" = i64, Query, description = "The version that you have seen", minimum = 1, maximum = 1_000_000_000, example = 1),
    ),
    responses((status = 200, description = "What has changed", body = GoalChanges), QueryProblems)
)]
#[get("/goals/{id}/changes")]
pub(crate) async fn get_goal_changes(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let since = since(request.query_string()).map_err(wrong_query)?;
    let mut tx = app.db.read().await?;
    let (party, kept) = reading(&mut tx, id, actor).await?;
    let from = store::version(&mut tx, id, since).await?.ok_or(Code::NotFound)?;
    let there = store::steps(&mut tx, id).await?;
    drop(tx);
    Ok(json(&comparing(move || view::since(&party, &from, &kept, &there)).await?))
}

/// Compares versions where nobody else waits for it: their texts are long.
async fn comparing<T: Send + 'static>(compare: impl FnOnce() -> T + Send + 'static) -> Answer<T> {
    web::block(compare).await.map_err(Failure::internal)
}

fn wrong_query(error: FieldError) -> Problem {
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
    store::insert_step(&mut tx, id, kind, (party.side, now), &kept.last_words).await?;
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
async fn answer(
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
