use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use chrono::{DateTime, NaiveTime, Utc};
use domain::goals::{
    GoalAction, GoalKind, MOST_ENTRIES, ProgressEntry, WriteProgress, is_sane, lies_ahead, moment_of,
};
use domain::ids::{GoalId, ProgressEntryId};
use domain::page::{Page, PageQuery};
use domain::problem::{Code, FieldError, Problem};
use domain::text::tidy;

use super::store::{self, Entry};
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::goals::routes::{done, reading};
use crate::goals::store::{self as goals, Kept};
use crate::goals::{steps, view};
use crate::http::{Answer, Id, IdempotencyKey, IfMatch, Valid, json, no_content, with_etag};
use crate::idempotency::{Attempt, Created};
use crate::outbox::Tidings;
use crate::page::{After, cut};
use crate::relationships::party::Party;
use crate::routes::API;
use crate::{problems, random};

problems!(ListProblems: InvalidFields, BadCursor);
problems!(WriteProblems: RelationshipEnded, RelationshipRests, InvalidTransition);
problems!(RecordProblems: RelationshipEnded, RelationshipRests, InvalidTransition, TooManyPoints, IdempotencyKeyReused, MalformedRequest);

/// The progress towards a goal
///
/// For the two of its relationship, the latest day first.
#[utoipa::path(
    operation_id = "list_progress",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("limit" = Option<u32>, Query, description = "How many entries a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<ProgressEntry>), ListProblems)
)]
#[get("/goals/{id}/progress")]
pub(crate) async fn list_progress(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let (party, kept) = reading(&mut tx, id, actor).await?;
    let after = (after.at.date_naive(), after.id);
    let rows = store::entries(&mut tx, id, after, i64::from(query.limit) + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, place);
    let items = rows.iter().map(|row| view::entry(&party, &kept, row)).collect();
    Ok(json(&Page::<ProgressEntry> { items, next_cursor }))
}

/// Where an entry stands in the list.
pub(in crate::goals) fn place(entry: &Entry) -> After {
    After { at: entry.day.and_time(NaiveTime::MIN).and_utc(), id: entry.id.0 }
}

/// Write down where a goal stands
///
/// For either, while it is active: a value, a note, or both, of a day that is not still to come. At most 2,000 entries of a
/// goal. Sent again with the same Idempotency-Key, it happens once and is answered the same.
#[utoipa::path(
    operation_id = "record_progress",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = GoalId, Path, description = "The goal", example = "019b76da-a800-7000-8000-000000000014"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of your own for this request, kept for a day", pattern = "^[!-~]([ -~]{0,126}[!-~])?$", example = "5f0c9a52"),
    ),
    request_body(content = WriteProgress, example = json!({
        "value": "6",
        "note": "I forgot the card and it did not matter.",
        "on": "2026-06-04"
    })),
    responses(
        (status = 201, description = "The entry", body = ProgressEntry,
            headers(("Location" = String, description = "Where it is"), ("ETag" = String, description = "The version, for If-Match"))),
        RecordProblems,
    )
)]
#[post("/goals/{id}/progress")]
pub(crate) async fn record_progress(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<GoalId>,
    key: IdempotencyKey,
    Valid(body): Valid<WriteProgress>,
) -> Answer<HttpResponse> {
    let attempt = Attempt::new(actor.participant, "record_progress", key, &(id, &body))?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if let Some(earlier) = attempt.earlier(&mut tx, &app).await? {
        tx.commit().await?;
        return Ok(earlier);
    }
    let (party, kept) = steps::take(&mut tx, id, actor).await?;
    steps::check(&kept, GoalAction::Record, party.side)?;
    check_progress(&kept, &body, now)?;
    let entry = Entry {
        id: ProgressEntryId::new(now, &random::bytes()),
        goal: id,
        value: body.value,
        note: tidy(&body.note),
        day: body.on,
        happened_at: moment_of(body.on, now),
        by: party.side,
        at: now,
        corrected_at: None,
        version: 1,
    };
    if !store::insert_entry(&mut tx, &entry, MOST_ENTRIES).await? {
        return Err(Code::TooManyPoints.into());
    }
    goals::touch(&mut tx, id, now).await?;
    let view = view::entry(&party, &kept, &entry);
    let created = Created::new(format!("{API}/progress/{}", entry.id), Some(entry.version), &view)?;
    attempt.keep(&mut tx, &created).await?;
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(created.into())
}

/// Goes on where an entry says something of a day that has been, in the measure of the goal.
fn check_progress(kept: &Kept, body: &WriteProgress, now: DateTime<Utc>) -> Answer<()> {
    let wrong = [
        (body.value.is_some() && kept.text.kind != GoalKind::Number, "/value", "not_measured"),
        (body.value.is_none() && body.note.trim().is_empty(), "/note", "required"),
        (!is_sane(body.on), "/on", "day"),
        (is_sane(body.on) && lies_ahead(body.on, now), "/on", "future"),
    ];
    let wrong = wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    let errors: Vec<_> = wrong.map(|(_, pointer, code)| FieldError::new(pointer, code)).collect();
    if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors).into()) }
}

/// Correct what I have written down
///
/// For who has written it, while the goal is active, over the version in `If-Match`.
#[utoipa::path(
    operation_id = "correct_progress",
    tag = "goals",
    security(("access_token" = [])),
    params(
        ("id" = ProgressEntryId, Path, description = "The entry", example = "019b76da-a800-7000-8000-000000000016"),
        ("If-Match" = String, Header, description = "The version that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body(content = WriteProgress, example = json!({ "value": "5.5", "note": "", "on": "2026-06-04" })),
    responses(
        (status = 200, description = "The entry as it was kept", body = ProgressEntry,
            headers(("ETag" = String, description = "The new version"))),
        WriteProblems,
    )
)]
#[put("/progress/{id}")]
pub(crate) async fn correct_progress(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ProgressEntryId>,
    IfMatch(seen): IfMatch,
    Valid(body): Valid<WriteProgress>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (party, kept, entry) = take_entry(&mut tx, id, actor).await?;
    check_progress(&kept, &body, now)?;
    if entry.version != seen {
        return Err(Code::StaleVersion.into());
    }
    let happened_at = if body.on == entry.day { entry.happened_at } else { moment_of(body.on, now) };
    let next = Entry {
        value: body.value,
        note: tidy(&body.note),
        day: body.on,
        happened_at,
        corrected_at: Some(now),
        version: seen + 1,
        ..entry
    };
    if !store::save_entry(&mut tx, &next).await? {
        return Err(Code::StaleVersion.into());
    }
    goals::touch(&mut tx, kept.id, now).await?;
    let view = view::entry(&party, &kept, &next);
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(with_etag(next.version, &view))
}

/// Take away what I have written down
///
/// For who has written it, while the goal is active.
#[utoipa::path(
    operation_id = "remove_progress",
    tag = "goals",
    security(("access_token" = [])),
    params(("id" = ProgressEntryId, Path, description = "The entry", example = "019b76da-a800-7000-8000-000000000016")),
    responses((status = 204, description = "It is gone."), WriteProblems)
)]
#[delete("/progress/{id}")]
pub(crate) async fn remove_progress(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ProgressEntryId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (party, kept, entry) = take_entry(&mut tx, id, actor).await?;
    store::delete_entry(&mut tx, entry.id).await?;
    goals::touch(&mut tx, kept.id, now).await?;
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(no_content())
}

/// The writer as one of the two, with what they have written down in a goal that is active. Strangers, and the other: 404.
async fn take_entry(tx: &mut Tx, id: ProgressEntryId, actor: Actor) -> Answer<(Party, Kept, Entry)> {
    let seen = store::entry(tx, id).await?.ok_or(Code::NotFound)?;
    let (party, kept) = steps::take(tx, seen.goal, actor).await?;
    let entry = store::entry(tx, id).await?.filter(|entry| entry.by == party.side).ok_or(Code::NotFound)?;
    steps::check(&kept, GoalAction::Record, party.side)?;
    Ok((party, kept, entry))
}
