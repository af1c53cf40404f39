use std::collections::HashMap;
use std::pin::Pin;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Role;
use domain::events::Event;
use domain::ids::{AuditEntryId, LetterId, MessageId, ParticipantId, RelationshipId, ReportId};
use domain::masking::mask;
use domain::notifications::{Live, LiveKind};
use domain::office::{
    AuditAction, AuditEntry, DecideReport, Decision, LetterState, OfficeLetter, OfficeOverview, OfficePerson,
    OfficePersonPage, OfficeRelationship, OfficeThread, PeopleQuery, Report, ReportRow, ReportedMessage,
    Suspend, WhichRelationships, erased,
};
use domain::page::{Page, PageQuery};
use domain::people::Person;
use domain::problem::{Code, Problem};
use domain::text::tidy;
use uuid::Uuid;

use super::store::{
    self, AuditRow, LetterRow, MessageRow, RelationshipRow, ReportRecord, SummaryRow, ThreadRow, word,
};
use super::{Deed, LastHere, ReportPlace};
use crate::app::App;
use crate::auth::Actor;
use crate::db::{Tx, count};
use crate::http::{Answer, Failure, Id, IfMatch, Valid, json, no_content, with_etag};
use crate::outbox::{self, Tidings};
use crate::page::{self, After};
use crate::people::store::Sight;
use crate::{accounts, auth, mail, problems, relationships, requests};

/// The most requests, reports and entries that a person's page shows.
const MOST_ON_A_PAGE: i64 = 50;
/// How many characters of a report its row in a list shows.
const BEGINNING: usize = 200;

problems!(Strangers: NotFound);
problems!(ListProblems: NotFound, InvalidFields, BadCursor);
problems!(SuspendProblems: ToOneself, LastCoordinator, InvalidTransition);
problems!(StepProblems: InvalidTransition);

/// A coordinator who calls, with what the request holds besides. For everybody else there is no office, whatever they
/// send: 404.
#[derive(Debug)]
pub(crate) struct Coordinator<T = ()> {
    pub(crate) id: ParticipantId,
    pub(crate) sent: T,
}

impl<T: FromRequest + 'static> FromRequest for Coordinator<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let id = coordinator(&request).await?;
            let sent = T::from_request(&request, &mut payload).await.map_err(Into::into)?;
            Ok(Self { id, sent })
        })
    }
}

/// The role is read at each call: one that was laid down no longer counts.
async fn coordinator(request: &HttpRequest) -> Answer<ParticipantId> {
    let Actor { participant, .. } = Actor::extract(request).await?;
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| Failure::internal("the app is missing"))?;
    let mut tx = app.db.read().await?;
    if store::is_coordinator(&mut tx, participant).await? {
        Ok(participant)
    } else {
        Err(Code::NotFound.into())
    }
}

/// The programme office
///
/// For coordinators, like everything in the office: for everybody else it is not there. What waits for them, and the
/// programme in numbers.
#[utoipa::path(
    operation_id = "get_office",
    tag = "office",
    security(("access_token" = [])),
    responses((status = 200, description = "The overview", body = OfficeOverview), Strangers)
)]
#[get("/office")]
pub(crate) async fn get_office(app: web::Data<App>, _: Coordinator) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    Ok(json(&store::overview(&mut tx).await?))
}

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
    let found = store::find(&mut tx, &query, after, one_more(limit)).await?;
    let rows = store::summaries(&mut tx, &found).await?;
    let (rows, next_cursor) =
        cut(rows, limit, |last| LastHere { day: last.last_active_on, id: last.id }.write());
    let people = store::people(&mut tx, rows.iter().map(|row| ParticipantId(row.id))).await?;
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
    let reports = store::reports_about(&mut tx, id, MOST_ON_A_PAGE).await?;
    let audit = store::audit_about(&mut tx, id, MOST_ON_A_PAGE).await?;
    let named = reports.iter().flat_map(parties).chain(audit.iter().flat_map(named_in)).chain([id]);
    let people = store::people(&mut tx, named).await?;
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
    store::note(&mut tx, &Deed::to(by.id, AuditAction::Suspended, Some(id)), now).await?;
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
    store::note(&mut tx, &Deed::to(by.id, AuditAction::Reinstated, Some(id)), now).await?;
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
    store::note(&mut tx, &deed, app.clock.now()).await?;
    outbox::commit(&app, tx, Tidings::default()).await?;
    Ok(no_content())
}

/// The relationships
///
/// The latest first: parties, dates, states and counts, nothing of what the two write. `which=idle`: those in which nothing has
/// happened since the two were asked how it goes. `which=withdrawn`: those that ended early, with the private reason, which
/// nobody but coordinators and its author reads.
#[utoipa::path(
    operation_id = "list_office_relationships",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("which" = Option<String>, Query, description = "`idle` or `withdrawn`; else all", pattern = "^(idle|withdrawn)$", example = "idle"),
        ("limit" = Option<u32>, Query, description = "How many relationships a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<OfficeRelationship>), ListProblems)
)]
#[get("/office/relationships")]
pub(crate) async fn list_office_relationships(
    app: web::Data<App>,
    _: Coordinator,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let which = WhichRelationships::wanted(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let rows = store::relationships(&mut tx, which, after, i64::from(query.limit) + 1).await?;
    let place = |row: &RelationshipRow| After { at: row.started_at, id: row.id };
    let (rows, next_cursor) = page::cut(rows, query.limit, place);
    let people = store::people(&mut tx, rows.iter().flat_map(RelationshipRow::two)).await?;
    let items = rows.iter().map(|row| relationship(row, &people)).collect::<sqlx::Result<_>>()?;
    Ok(json(&Page { items, next_cursor }))
}

/// The reports
///
/// Those that nobody has decided about first, of these the oldest first; then the others, the latest decision first.
#[utoipa::path(
    operation_id = "list_reports",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many reports a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<ReportRow>), ListProblems)
)]
#[get("/office/reports")]
pub(crate) async fn list_reports(
    app: web::Data<App>,
    _: Coordinator,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let (limit, after) = read_page(&request, ReportPlace::read)?;
    let mut tx = app.db.read().await?;
    let rows = reports_after(&mut tx, after.unwrap_or_else(ReportPlace::first), one_more(limit)).await?;
    let (rows, next_cursor) = cut(rows, limit, |last| place(last).write());
    let people = store::people(&mut tx, rows.iter().flat_map(parties)).await?;
    let items = rows.iter().map(|row| report_row(row, &people)).collect::<sqlx::Result<_>>()?;
    Ok(json(&Page { items, next_cursor }))
}

/// A report
///
/// With the message that was reported, two that were written before it and two after it, and nothing else of the thread.
/// Contact details are masked.
#[utoipa::path(
    operation_id = "get_report",
    tag = "office",
    security(("access_token" = [])),
    params(("id" = ReportId, Path, description = "The report", example = "019b76da-a800-7000-8000-0000000003ea")),
    responses((status = 200, description = "The report", body = Report,
        headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/office/reports/{id}")]
pub(crate) async fn get_report(
    app: web::Data<App>,
    _: Coordinator,
    Id(id): Id<ReportId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let row = store::report(&mut tx, id).await?.ok_or(Code::NotFound)?;
    Ok(with_etag(row.version, &view(&mut tx, &row).await?))
}

/// Decide about a report
///
/// Nothing is wrong; or the words go to whom was reported, by letter; or the message is taken away, and both see that.
/// The answer goes to who reported. It is decided once.
#[utoipa::path(
    operation_id = "decide_report",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("id" = ReportId, Path, description = "The report", example = "019b76da-a800-7000-8000-0000000003ea"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = DecideReport,
    responses(
        (status = 200, description = "The report as it is now", body = Report,
            headers(("ETag" = String, description = "The new version"))),
        StepProblems,
    )
)]
#[post("/office/reports/{id}/decide")]
pub(crate) async fn decide_report(
    app: web::Data<App>,
    Coordinator { id: by, sent: (seen, body) }: Coordinator<(IfMatch, Valid<DecideReport>)>,
    Id(id): Id<ReportId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let DecideReport { decision, words, answer } = body.0;
    let (words, answer) = (tidy(&words), tidy(&answer));
    let mut tx = app.db.write().await?;
    let report = undecided(&mut tx, id).await?;
    if report.version != seen.0 {
        return Err(Code::StaleVersion.into());
    }
    accept(&report, decision, &words)?;
    if !store::decide(&mut tx, &report, decision, &answer, now).await? {
        undecided(&mut tx, id).await?;
        return Err(Code::StaleVersion.into());
    }
    let mut tidings = Tidings::default();
    if decision == Decision::MessageRemoved
        && let Some(message) = report.message()
    {
        remove(&mut tx, message, now, &mut tidings).await?;
    }
    if let Some(to) = report.reported().filter(|_| !words.is_empty()) {
        tidings.tell(Event::OfficeWrote { to, words });
    }
    if let Some(reporter) = report.reporter() {
        tidings.tell(Event::ReportAnswered { report: id, reporter });
    }
    let deed = Deed::to(by, AuditAction::DecidedReport, report.reported());
    store::note(&mut tx, &Deed { after: Some(decision.as_str()), ..deed }, now).await?;
    let decided = store::report(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let view = view(&mut tx, &decided).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(with_etag(decided.version, &view))
}

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
    let rows = store::letters(&mut tx, state, before, one_more(limit)).await?;
    let (rows, next_cursor) = cut(rows, limit, |last| last.id.to_string());
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
    store::note(&mut tx, &deed, app.clock.now()).await?;
    outbox::commit(&app, tx, Tidings::default()).await?;
    app.letters.notify_one();
    Ok(no_content())
}

/// The audit trail
///
/// What coordinators did, the latest first. Nobody can change it. Of who was erased it holds the id only.
#[utoipa::path(
    operation_id = "list_audit",
    tag = "office",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many entries a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<AuditEntry>), ListProblems)
)]
#[get("/office/audit")]
pub(crate) async fn list_audit(
    app: web::Data<App>,
    _: Coordinator,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let (limit, before) = read_page(&request, read_id)?;
    let before = before.unwrap_or(AuditEntryId(Uuid::max()));
    let mut tx = app.db.read().await?;
    let rows = store::audit(&mut tx, before, one_more(limit)).await?;
    let (rows, next_cursor) = cut(rows, limit, |last| last.id.to_string());
    let people = store::people(&mut tx, rows.iter().flat_map(named_in)).await?;
    let items = rows.into_iter().map(|row| audit_entry(row, &people)).collect::<sqlx::Result<_>>()?;
    Ok(json(&Page { items, next_cursor }))
}

/// How long a page is, and after what it begins.
fn read_page<C>(request: &HttpRequest, read: impl FnOnce(&str) -> Option<C>) -> Answer<(usize, Option<C>)> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = query.cursor.as_deref().map(|cursor| read(cursor).ok_or(Code::BadCursor)).transpose()?;
    Ok((usize::try_from(query.limit).unwrap_or(usize::MAX), after))
}

fn read_id<C: FromStr>(cursor: &str) -> Option<C> {
    cursor.parse().ok()
}

/// With one row more than fits, it is known whether there is another page.
fn one_more(limit: usize) -> i64 {
    i64::try_from(limit + 1).unwrap_or(i64::MAX)
}

/// The rows of a page, and its `next_cursor` where there are more.
fn cut<R>(mut rows: Vec<R>, limit: usize, cursor: impl FnOnce(&R) -> String) -> (Vec<R>, Option<String>) {
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| more).map(cursor);
    (rows, next_cursor)
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

fn relationship(
    row: &RelationshipRow,
    people: &HashMap<ParticipantId, Person>,
) -> sqlx::Result<OfficeRelationship> {
    let last = [row.active_at, Some(row.newest_at), row.ended_at].into_iter().flatten().max();
    Ok(OfficeRelationship {
        id: RelationshipId(row.id),
        mentor: somebody(row.mentor_id.map(ParticipantId), people),
        mentee: somebody(row.mentee_id.map(ParticipantId), people),
        state: word(&row.state)?,
        started_at: row.started_at,
        ended_at: row.ended_at,
        meetings: count(row.meetings),
        goals: count(row.goals),
        goals_achieved: count(row.goals_achieved),
        active_at: last.unwrap_or(row.started_at).max(row.started_at),
        idle: row.idle,
        withdrawn_by: row.withdrawn_by.as_deref().map(word).transpose()?,
        reason: mask(&row.reason),
    })
}

/// Who has left has no name.
fn somebody(id: Option<ParticipantId>, people: &HashMap<ParticipantId, Person>) -> Person {
    id.and_then(|id| people.get(&id)).cloned().unwrap_or_default()
}

fn thread(row: ThreadRow) -> sqlx::Result<OfficeThread> {
    Ok(OfficeThread {
        state: word(&row.state)?,
        active: row.walks,
        since: row.sent_at,
        with: row.with.read(Sight::Masked),
    })
}

async fn reports_after(tx: &mut Tx, after: ReportPlace, most: i64) -> sqlx::Result<Vec<ReportRecord>> {
    let id = match after {
        ReportPlace::Decided(at, id) => return store::decided_reports(tx, (at, id), most).await,
        ReportPlace::Open(id) => id,
    };
    let mut rows = store::open_reports(tx, id, most).await?;
    let rest = most - i64::try_from(rows.len()).unwrap_or(most);
    rows.extend(store::decided_reports(tx, ReportPlace::first_decided(), rest).await?);
    Ok(rows)
}

fn place(row: &ReportRecord) -> ReportPlace {
    let id = ReportId(row.id);
    row.decided_at.map_or(ReportPlace::Open(id), |at| ReportPlace::Decided(at, id))
}

/// Who reported whom.
fn parties(row: &ReportRecord) -> impl Iterator<Item = ParticipantId> + use<> {
    row.reporter().into_iter().chain(row.reported())
}

fn report_row(row: &ReportRecord, people: &HashMap<ParticipantId, Person>) -> sqlx::Result<ReportRow> {
    Ok(ReportRow {
        id: ReportId(row.id),
        reporter: somebody(row.reporter(), people),
        reported: somebody(row.reported(), people),
        about_message: row.message().is_some(),
        words: mask(&row.words).chars().take(BEGINNING).collect(),
        at: row.created_at,
        decision: row.decision()?,
    })
}

async fn view(tx: &mut Tx, row: &ReportRecord) -> sqlx::Result<Report> {
    let people = store::people(tx, parties(row)).await?;
    let messages = match row.message() {
        Some(id) => store::neighbours(tx, id).await?,
        None => Vec::new(),
    };
    Ok(Report {
        summary: ReportRow { words: mask(&row.words), ..report_row(row, &people)? },
        messages: messages.into_iter().map(|message| reported_message(message, row.message())).collect(),
        reports_about: store::count_reports_like(tx, ReportId(row.id)).await?,
        answer: row.answer.clone(),
        decided_at: row.decided_at,
    })
}

fn reported_message(row: MessageRow, reported: Option<MessageId>) -> ReportedMessage {
    let id = MessageId(row.id);
    ReportedMessage {
        id,
        author: row.author.read(Sight::Masked),
        body: mask(&row.body),
        sent_at: row.sent_at,
        reported: Some(id) == reported,
    }
}

/// A report that nobody has decided about.
async fn undecided(tx: &mut Tx, id: ReportId) -> Answer<ReportRecord> {
    let report = store::report(tx, id).await?.ok_or(Code::NotFound)?;
    match report.decision()? {
        Some(decision) => Err(Problem::transition(decision.as_str()).into()),
        None => Ok(report),
    }
}

/// What a decision needs: somebody to speak with and words for them, a message to take away.
fn accept(report: &ReportRecord, decision: Decision, words: &str) -> Answer<()> {
    let refused = match decision {
        Decision::NothingWrong if !words.is_empty() => Some(("/words", "unexpected")),
        Decision::SpokenWith if words.is_empty() => Some(("/words", "required")),
        Decision::SpokenWith if report.reported().is_none() => Some(("/decision", "person_left")),
        Decision::MessageRemoved if report.message().is_none() => Some(("/decision", "no_message")),
        _ => None,
    };
    refused.map_or(Ok(()), |(field, code)| Err(Problem::field(field, code).into()))
}

/// Takes a message away; the open pages of the two show it.
async fn remove(tx: &mut Tx, id: MessageId, at: DateTime<Utc>, tidings: &mut Tidings) -> sqlx::Result<()> {
    let (conversation, two) = store::remove_message(tx, id, at).await?;
    for to in two {
        let live = Live { conversation: Some(conversation), ..Live::about(LiveKind::Conversation) };
        tidings.show(to, live);
    }
    Ok(())
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

/// Who did it, and to whom.
fn named_in(row: &AuditRow) -> impl Iterator<Item = ParticipantId> + use<> {
    std::iter::once(row.coordinator()).chain(row.subject())
}

fn audit_entry(row: AuditRow, people: &HashMap<ParticipantId, Person>) -> sqlx::Result<AuditEntry> {
    let named = |id: ParticipantId| people.get(&id).cloned().unwrap_or_else(|| erased(id));
    Ok(AuditEntry {
        id: AuditEntryId(row.id),
        coordinator: named(row.coordinator()),
        action: word(&row.action)?,
        subject: row.subject().map(named),
        setting: row.setting,
        before: row.before,
        after: row.after,
        at: row.at,
    })
}
