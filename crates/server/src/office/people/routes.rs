use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::NaiveDate;
use domain::accounts::Role;
use domain::events::Event;
use domain::ids::ParticipantId;
use domain::office::{AuditAction, OfficePerson, OfficePersonPage, OfficeThread, PeopleQuery, Suspend};
use domain::page::Page;
use domain::people::Person;
use domain::problem::{Code, Problem};
use domain::text::tidy;

use super::LastHere;
use super::store::{self, SummaryRow, ThreadRow};
use crate::app::App;
use crate::db::{count, from_word};
use crate::http::{Answer, Id, Valid, json, no_content};
use crate::office::audit::Deed;
use crate::office::audit::routes::{audit_entry, named_in};
use crate::office::reports::routes::{parties, report_row};
use crate::office::routes::{Coordinator, read_page, somebody};
use crate::office::{audit, reports, store as office};
use crate::outbox::{self, Tidings};
use crate::page::cut_with;
use crate::people::store::Sight;
use crate::{accounts, auth, problems, relationships, requests};

/// The most requests, reports and entries that a person's page shows.
const MOST_ON_A_PAGE: i64 = 50;

problems!(ListProblems: NotFound, InvalidFields, BadCursor);
problems!(SuspendProblems: ToOneself, LastCoordinator, InvalidTransition);
problems!(StepProblems: InvalidTransition);

/// The participants
///
/// Whoever was here last comes first. Never with contact details.
#[utoipa::path(
    operation_id = "list_office_people",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("text" = Option<String>, Query, description = "Beginnings of words of the name", max_length = 200, example = "noor"),
        ("role" = Option<Role>, Query, description = "Only those who take part as that", example = "mentee"),
        ("suspended" = Option<bool>, Query, description = "Only those who are suspended", example = false),
        ("limit" = Option<u32>, Query, description = "How many people a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<OfficePerson>), ListProblems)
)]
#[get("/office/people")]
pub(crate) async fn list_people(
    app: web::Data<App>,
    _: Coordinator,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let (limit, after) = read_page(&request, LastHere::read)?;
    let query = PeopleQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = after.unwrap_or_else(LastHere::first);
    let mut tx = app.db.read().await?;
    let found = store::find(&mut tx, &query, after, i64::from(limit) + 1).await?;
    let (found, next_cursor) = cut_with(found, limit, LastHere::write);
    let ids: Vec<_> = found.into_iter().map(|here| ParticipantId(here.id)).collect();
    let rows = store::summaries(&mut tx, &ids).await?;
    let people = office::people(&mut tx, ids).await?;
    let today = app.clock.now().date_naive();
    let items = rows.iter().map(|row| summary(row, &people, today)).collect();
    Ok(json(&Page { items, next_cursor }))
}

/// A participant in the office
///
/// Of requests and relationships the parties, dates and states; the reports about them; what coordinators did.
#[utoipa::path(
    operation_id = "get_office_person",
    tag = "office",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The participant", example = "019b76da-a800-7000-8000-000000000000")),
    responses((status = 200, description = "The participant", body = OfficePersonPage))
)]
#[get("/office/people/{id}")]
pub(crate) async fn get_person(
    app: web::Data<App>,
    _: Coordinator,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let row = store::summaries(&mut tx, &[id]).await?.pop().ok_or(Code::NotFound)?;
    let threads = store::threads(&mut tx, id, MOST_ON_A_PAGE).await?;
    let reports = reports::store::reports_about(&mut tx, id, MOST_ON_A_PAGE).await?;
    let audit = audit::store::audit_about(&mut tx, id, MOST_ON_A_PAGE).await?;
    let named = reports.iter().flat_map(parties).chain(audit.iter().flat_map(named_in)).chain([id]);
    let people = office::people(&mut tx, named).await?;
    Ok(json(&OfficePersonPage {
        summary: summary(&row, &people, app.clock.now().date_naive()),
        threads: threads.into_iter().map(thread).collect::<sqlx::Result<_>>()?,
        reports: reports.iter().map(|row| report_row(row, &people)).collect::<sqlx::Result<_>>()?,
        audit: audit.into_iter().map(|row| audit_entry(row, &people)).collect::<sqlx::Result<_>>()?,
    }))
}

/// Suspend a participant
///
/// Signed out everywhere at once, and no new sign-in; a mentor leaves the list. The words go by letter.
#[utoipa::path(
    operation_id = "suspend",
    tag = "office",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The participant", example = "019b76da-a800-7000-8000-000000000003")),
    request_body = Suspend,
    responses((status = 204, description = "Suspended"), SuspendProblems)
)]
#[post("/office/people/{id}/suspend")]
pub(crate) async fn suspend(
    app: web::Data<App>,
    by: Coordinator<Valid<Suspend>>,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    if id == by.id {
        return Err(Code::ToOneself.into());
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    // Two coordinators may suspend each other at the same time: one stays.
    let coordinators = accounts::store::lock_coordinators(&mut tx).await?;
    let standing = store::standing(&mut tx, id).await?.ok_or(Code::NotFound)?;
    if standing.suspended {
        return Err(Problem::transition("suspended").into());
    }
    if coordinators == [(id.0,)] {
        return Err(Code::LastCoordinator.into());
    }
    store::set_suspended(&mut tx, id, Some(now)).await?;
    let ended = auth::store::end_sessions(&mut tx, id, None, now).await?;
    audit::store::note(&mut tx, &Deed::to(by.id, AuditAction::Suspended, Some(id)), now).await?;
    let mut tidings = Tidings::default();
    tidings.tell(Event::OfficeWrote { to: id, words: tidy(&by.sent.0.words) });
    tidings.change(id);
    relationships::steps::rest_all(&mut tx, id, now, &mut tidings).await?;
    requests::steps::places_changed(&mut tx, id, now, &mut tidings).await?;
    outbox::commit(&app, tx, tidings).await?;
    app.auth.ended.add(ended, now);
    Ok(no_content())
}

/// Reinstate a participant
///
/// They can sign in again, and a mentor is back in the list.
#[utoipa::path(
    operation_id = "reinstate",
    tag = "office",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The participant", example = "019b76da-a800-7000-8000-000000000003")),
    responses((status = 204, description = "Reinstated"), StepProblems)
)]
#[post("/office/people/{id}/reinstate")]
pub(crate) async fn reinstate(
    app: web::Data<App>,
    by: Coordinator,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let standing = store::standing(&mut tx, id).await?.ok_or(Code::NotFound)?;
    if !standing.suspended {
        return Err(Problem::transition("active").into());
    }
    store::set_suspended(&mut tx, id, None).await?;
    audit::store::note(&mut tx, &Deed::to(by.id, AuditAction::Reinstated, Some(id)), now).await?;
    let mut tidings = Tidings::default();
    tidings.change(id);
    relationships::steps::go_on_all(&mut tx, id, now, &mut tidings).await?;
    requests::steps::places_changed(&mut tx, id, now, &mut tidings).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(no_content())
}

/// Make somebody a coordinator
///
/// Coordinators see reports, letters and settings, but no messages. Who is suspended is reinstated first.
#[utoipa::path(
    operation_id = "make_coordinator",
    tag = "office",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The participant", example = "019b76da-a800-7000-8000-000000000003")),
    responses((status = 204, description = "A coordinator"), StepProblems)
)]
#[post("/office/people/{id}/make-coordinator")]
pub(crate) async fn make_coordinator(
    app: web::Data<App>,
    by: Coordinator,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    let standing = store::standing(&mut tx, id).await?.ok_or(Code::NotFound)?;
    if standing.suspended {
        return Err(Problem::transition("suspended").into());
    }
    if standing.coordinator {
        return Err(Problem::transition("coordinator").into());
    }
    accounts::store::make_coordinator(&mut tx, id).await?;
    let deed = Deed::to(by.id, AuditAction::MadeCoordinator, Some(id));
    audit::store::note(&mut tx, &deed, app.clock.now()).await?;
    outbox::commit(&app, tx, Tidings::default()).await?;
    Ok(no_content())
}

fn summary(row: &SummaryRow, people: &HashMap<ParticipantId, Person>, today: NaiveDate) -> OfficePerson {
    let roles = [
        (Role::Mentor, row.is_mentor),
        (Role::Mentee, row.is_mentee),
        (Role::Coordinator, row.is_coordinator),
    ];
    let small = |number| u8::try_from(number).unwrap_or(u8::MAX);
    let pauses = row.paused && row.paused_until.is_none_or(|end| end > today);
    OfficePerson {
        person: somebody(Some(ParticipantId(row.id)), people),
        roles: roles.into_iter().filter_map(|(role, held)| held.then_some(role)).collect(),
        suspended_at: row.suspended_at,
        paused: row.is_mentor && pauses,
        places: small(row.places),
        taken: small(row.taken),
        relationships: count(row.relationships),
        open_requests: count(row.open_requests),
        reports: count(row.reports),
        joined_at: row.created_at,
        last_active_on: Some(row.last_active_on),
    }
}

fn thread(row: ThreadRow) -> sqlx::Result<OfficeThread> {
    Ok(OfficeThread {
        state: from_word("requests.state", &row.state)?,
        active: row.walks,
        since: row.sent_at,
        with: row.with.read(Sight::Masked),
    })
}
