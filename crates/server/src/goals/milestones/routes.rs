use actix_web::{HttpResponse, post, put, web};
use chrono::{DateTime, Utc};
use domain::events::Event;
use domain::goals::{Goal, GoalAction, SaveMilestones, WriteMilestone};
use domain::ids::{GoalId, MilestoneId};
use domain::problem::{Code, Problem};
use domain::text::tidy;

use super::store::{self, Step};
use crate::app::App;
use crate::auth::Actor;
use crate::goals::routes::{answer, done};
use crate::goals::store as goals;
use crate::goals::{steps, view};
use crate::http::{Answer, Id, IfMatch, Valid, json};
use crate::outbox::Tidings;
use crate::problems;

problems!(EditProblems: RelationshipEnded, RelationshipRests, InvalidTransition, GoalOpenPoints);
problems!(WriteProblems: RelationshipEnded, RelationshipRests, InvalidTransition);

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

/// A milestone in tidy words.
pub(in crate::goals) fn tidied(step: &WriteMilestone) -> WriteMilestone {
    WriteMilestone { title: tidy(&step.title), ..step.clone() }
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
        goals::touch(&mut tx, goal, now).await?;
        if is_done {
            steps::tell(&mut tidings, &party, &kept, Some(id), Event::MilestoneDone);
        }
    }
    let view = view::one(&mut tx, &party, &kept, now).await?;
    done(app, tx, tidings, &party, now).await?;
    Ok(json(&view))
}
