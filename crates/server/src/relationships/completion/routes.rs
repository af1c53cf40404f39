use actix_web::{HttpResponse, post, web};
use chrono::{DateTime, Utc};
use domain::conversations::MessageKind;
use domain::events::Event;
use domain::ids::RelationshipId;
use domain::notifications::{Live, LiveKind};
use domain::problem::Code;
use domain::relationships::state::Act;
use domain::relationships::{NotYet, Reflection, Relationship, Wish};
use domain::text::tidy;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::conversations::store::{NewLine, post};
use crate::db::Tx;
use crate::http::{Answer, Id, Valid};
use crate::outbox::{Tidings, commit};
use crate::problems;
use crate::relationships::party::{self, Party};
use crate::relationships::routes::{answer, tell};
use crate::relationships::steps;

problems!(StepProblems: InvalidTransition, RelationshipRests);
problems!(ConfirmProblems: InvalidTransition, RelationshipRests, MentorFull, MentorNotOpen, RequestOpen);

/// Ask to complete it
///
/// For either. The other is asked to look back, too, or says that it is too early. Without an answer it completes by itself
/// after fourteen days.
#[utoipa::path(
    operation_id = "complete_relationship",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    request_body = Reflection,
    responses(
        (status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        StepProblems,
    )
)]
#[post("/relationships/{id}/complete")]
pub(crate) async fn complete_relationship(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    Valid(body): Valid<Reflection>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = acting(&mut tx, id, actor).await?;
    steps::advance(&mut tx, &party.kept, (Act::Complete, party.side), now).await?;
    store::reflect(&mut tx, id, party.side, &tidied(&body), now).await?;
    party::touch(&mut tx, &party, now).await?;
    tell(&party, Event::CompletionAsked, &mut tidings);
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}

/// Complete it, too
///
/// For the one who is asked. Where both wish to stay in touch, they do; where both wish for a new journey, it begins at once,
/// if the mentor has a place.
#[utoipa::path(
    operation_id = "confirm_completion",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    request_body = Reflection,
    responses(
        (status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        ConfirmProblems,
    )
)]
#[post("/relationships/{id}/confirm-completion")]
pub(crate) async fn confirm_completion(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    Valid(body): Valid<Reflection>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = acting(&mut tx, id, actor).await?;
    let wishes = party.kept.wishes.with(party.side, Some(body.wish));
    let next = steps::advance(&mut tx, &party.kept, (Act::Confirm(wishes), party.side), now).await?;
    store::reflect(&mut tx, id, party.side, &tidied(&body), now).await?;
    store::give_ratings(&mut tx, id).await?;
    steps::end(&mut tx, &next, now, &mut tidings).await?;
    tell(&party, Event::RelationshipCompleted, &mut tidings);
    if wishes.agreed() == Some(Wish::NewJourney) {
        steps::begin_anew(&mut tx, &next, actor.participant, now, &mut tidings).await?;
    }
    steps::places_changed(&mut tx, &next, now, &mut tidings).await?;
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}

/// Walk on instead
///
/// For the one who is asked to complete it. The words stand in the conversation.
#[utoipa::path(
    operation_id = "not_yet",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    request_body = NotYet,
    responses(
        (status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        StepProblems,
    )
)]
#[post("/relationships/{id}/not-yet")]
pub(crate) async fn not_yet(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    Valid(body): Valid<NotYet>,
) -> Answer<HttpResponse> {
    let (words, now) = (tidy(&body.words), app.clock.now());
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = acting(&mut tx, id, actor).await?;
    steps::advance(&mut tx, &party.kept, (Act::NotYet, party.side), now).await?;
    store::take_back(&mut tx, id).await?;
    if !words.is_empty() {
        say(&mut tx, &party, &words, now, &mut tidings).await?;
    }
    party::touch(&mut tx, &party, now).await?;
    tell(&party, Event::CompletionPutOff, &mut tidings);
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}

/// One of the two, who does something while the two walk together.
async fn acting(tx: &mut Tx, id: RelationshipId, actor: Actor) -> Answer<Party> {
    let party = party::holding(tx, id, actor.participant).await?;
    if party.kept.rests_since.is_some() && party.kept.status.is_walking() {
        return Err(Code::RelationshipRests.into());
    }
    Ok(party)
}

/// What is said with a step stands in the conversation.
async fn say(tx: &mut Tx, party: &Party, body: &str, at: DateTime<Utc>, tidings: &mut Tidings) -> Answer<()> {
    let (conversation, author) = (party.kept.conversation, party.me);
    post(tx, NewLine { conversation, author, kind: MessageKind::Text, body, request: None, at }).await?;
    for reader in party.kept.two() {
        let conversation = Some(conversation);
        tidings.show(reader, Live { conversation, ..Live::about(LiveKind::Conversation) });
    }
    Ok(())
}

fn tidied(said: &Reflection) -> Reflection {
    Reflection { takes_along: tidy(&said.takes_along), thanks: tidy(&said.thanks), ..said.clone() }
}
