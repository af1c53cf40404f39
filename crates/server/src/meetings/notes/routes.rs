use actix_web::{HttpResponse, put, web};
use domain::ids::MeetingId;
use domain::meetings::{Notes, SharedNotes};
use domain::problem::Code;
use domain::text::tidy;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, IfMatch, Valid, with_etag};
use crate::meetings::routes::{done, take};
use crate::meetings::view::Reader;
use crate::outbox::{Tidings, commit};
use crate::problems;

problems!(WriteProblems: RelationshipEnded, RelationshipRests);

/// Write the notes of both
///
/// For either, over the version in `If-Match`, which is that of the notes in the meeting; whoever comes second gets 412.
#[utoipa::path(
    operation_id = "save_notes",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010"),
        ("If-Match" = String, Header, description = "The version of the notes that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = Notes,
    responses(
        (status = 200, description = "The notes as they were kept", body = SharedNotes,
            headers(("ETag" = String, description = "The new version"))),
        WriteProblems,
    )
)]
#[put("/meetings/{id}/notes")]
pub(crate) async fn save_notes(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    IfMatch(seen): IfMatch,
    Valid(body): Valid<Notes>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let (party, kept) = take(&mut tx, id, actor).await?;
    if !store::save_notes(&mut tx, kept.id, seen, &tidy(&body.notes), (party.side, now)).await? {
        return Err(Code::StaleVersion.into());
    }
    let notes = Reader::of(&party).notes(&store::notes(&mut tx, kept.id).await?)?;
    done(&app, tx, Tidings::default(), &party, now).await?;
    Ok(with_etag(notes.version, &notes))
}

/// Write down something for myself
///
/// Nobody else reads it. Over the version in `If-Match`, which is that of these notes in the meeting (`"0"`: none yet).
#[utoipa::path(
    operation_id = "save_private_notes",
    tag = "meetings",
    security(("access_token" = [])),
    params(
        ("id" = MeetingId, Path, description = "The meeting", example = "019b76da-a800-7000-8000-000000000010"),
        ("If-Match" = String, Header, description = "The version of these notes that you have seen, as an ETag", pattern = "^\"[0-9]{1,18}\"$", example = "\"0\""),
    ),
    request_body = Notes,
    responses(
        (status = 200, description = "The notes as they were kept", body = Notes,
            headers(("ETag" = String, description = "The new version"))),
        WriteProblems,
    )
)]
#[put("/meetings/{id}/private-notes")]
pub(crate) async fn save_private_notes(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<MeetingId>,
    IfMatch(seen): IfMatch,
    Valid(body): Valid<Notes>,
) -> Answer<HttpResponse> {
    let notes = Notes { notes: tidy(&body.notes) };
    let mut tx = app.db.write().await?;
    let (party, kept) = take(&mut tx, id, actor).await?;
    if !store::save_private_notes(&mut tx, kept.id, party.me, seen, &notes.notes).await? {
        return Err(Code::StaleVersion.into());
    }
    commit(&app, tx, Tidings::default()).await?;
    Ok(with_etag(seen + 1, &notes))
}
