use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use domain::events::Event;
use domain::ids::{MessageId, ParticipantId, ReportId};
use domain::masking::mask;
use domain::notifications::{Live, LiveKind};
use domain::office::{AuditAction, DecideReport, Decision, Report, ReportRow, ReportedMessage};
use domain::page::Page;
use domain::people::Person;
use domain::problem::{Code, Problem};
use domain::text::tidy;

use super::ReportPlace;
use super::store::{self, MessageRow, ReportRecord};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Answer, Id, IfMatch, Valid, json, with_etag};
use crate::office::audit::{self, Deed};
use crate::office::routes::{Coordinator, read_page, somebody};
use crate::office::store as office;
use crate::outbox::{self, Tidings};
use crate::page::cut_with;
use crate::people::store::Sight;
use crate::problems;

/// How many characters of a report its row in a list shows.
const BEGINNING: usize = 200;

problems!(ListProblems: NotFound, InvalidFields, BadCursor);
problems!(StepProblems: InvalidTransition);

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
    let rows = reports_after(&mut tx, after.unwrap_or_else(ReportPlace::first), i64::from(limit) + 1).await?;
    let (rows, next_cursor) = cut_with(rows, limit, |last| place(last).write());
    let people = office::people(&mut tx, rows.iter().flat_map(parties)).await?;
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
    audit::store::note(&mut tx, &Deed { after: Some(decision.as_str()), ..deed }, now).await?;
    let decided = store::report(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let view = view(&mut tx, &decided).await?;
    outbox::commit(&app, tx, tidings).await?;
    Ok(with_etag(decided.version, &view))
}

async fn reports_after(tx: &mut Tx, after: ReportPlace, most: i64) -> sqlx::Result<Vec<ReportRecord>> {
    let id = match after {
        ReportPlace::Decided(at, id) => return store::decided_reports(tx, (at, id), most).await,
        ReportPlace::Open(id) => id,
    };
    let mut rows = store::open_reports(tx, id, most).await?;
    let rest = most - i64::try_from(rows.len()).unwrap_or(most);
    if rest > 0 {
        rows.extend(store::decided_reports(tx, ReportPlace::first_decided(), rest).await?);
    }
    Ok(rows)
}

fn place(row: &ReportRecord) -> ReportPlace {
    let id = ReportId(row.id);
    row.decided_at.map_or(ReportPlace::Open(id), |at| ReportPlace::Decided(at, id))
}

/// Who reported whom.
pub(in crate::office) fn parties(row: &ReportRecord) -> impl Iterator<Item = ParticipantId> + use<> {
    row.reporter().into_iter().chain(row.reported())
}

pub(in crate::office) fn report_row(
    row: &ReportRecord,
    people: &HashMap<ParticipantId, Person>,
) -> sqlx::Result<ReportRow> {
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
    let people = office::people(tx, parties(row)).await?;
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
