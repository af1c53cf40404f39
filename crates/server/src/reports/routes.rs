use actix_web::{HttpResponse, post, web};
use domain::conversations::NewReport;
use domain::ids::{MessageId, ParticipantId};
use domain::problem::{Code, Problem};
use domain::text::tidy;

use super::store::{self, Reported};
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Valid, no_content};
use crate::{blocks, conversations, people, problems};

problems!(ReportProblems: ToOneself, NotFound);

/// Report a message or a person
///
/// For the coordinators: they see a reported message with its neighbours. What the other wrote to me can be reported,
/// and a person with whom I have something to do or who is in the list. Doing it again before somebody has decided
/// replaces the words.
#[utoipa::path(
    operation_id = "report",
    tag = "people",
    security(("access_token" = [])),
    request_body(content = NewReport, example = json!({ "participant": "019b76da-a800-7000-8000-000000000001", "words": "This made me uneasy. I have not answered." })),
    responses((status = 204, description = "Reported"), ReportProblems)
)]
#[post("/reports")]
pub(crate) async fn file_report(
    app: web::Data<App>,
    actor: Actor,
    Valid(body): Valid<NewReport>,
) -> Answer<HttpResponse> {
    let (me, now) = (actor.participant, app.clock.now());
    let mut tx = app.db.write().await?;
    let reported = match (body.message, body.participant) {
        (Some(message), None) => message_of_other(&mut tx, me, message).await?,
        (None, Some(person)) => somebody(&mut tx, &app, me, person).await?,
        (None, None) => return Err(Problem::field("/message", "required").into()),
        (Some(_), Some(_)) => return Err(Problem::field("/participant", "one_of_two").into()),
    };
    let words = tidy(&body.words);
    if !store::update_open(&mut tx, me, reported, &words).await? {
        store::insert(&mut tx, me, reported, &words, now).await?;
    }
    tx.commit().await?;
    Ok(no_content())
}

/// A message of one's own conversation that the other wrote, whether or not they are still there.
async fn message_of_other(tx: &mut Tx, me: ParticipantId, message: MessageId) -> Answer<Reported> {
    let line = conversations::store::line(tx, message).await?.ok_or(Code::NotFound)?;
    conversations::store::other(tx, me, line.conversation()).await?.ok_or(Code::NotFound)?;
    if line.author() == Some(me) {
        return Err(Code::ToOneself.into());
    }
    Ok(Reported { person: line.author(), message: Some(message) })
}

/// Somebody with whom one has something to do, or who is in the list.
async fn somebody(tx: &mut Tx, app: &App, me: ParticipantId, person: ParticipantId) -> Answer<Reported> {
    if person == me {
        return Err(Code::ToOneself.into());
    }
    if !blocks::store::is_there(tx, person, me).await? {
        return Err(Code::NotFound.into());
    }
    let today = app.clock.now().date_naive();
    if !people::routes::is_in_sight(tx, me, person, today).await? {
        return Err(Code::NotFound.into());
    }
    Ok(Reported { person: Some(person), message: None })
}
