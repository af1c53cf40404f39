use actix_web::{HttpResponse, post, web};
use domain::events::Event;
use domain::ids::RelationshipId;
use domain::relationships::state::Act;
use domain::relationships::{Relationship, WithdrawRelationship};
use domain::text::tidy;

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Id, Valid};
use crate::outbox::{Tidings, commit};
use crate::relationships::party;
use crate::relationships::routes::{answer, tell};
use crate::relationships::steps;
use crate::{pairs, problems};

problems!(WithdrawProblems: InvalidTransition);

/// End it before its goals are reached
///
/// For either, at any time. The other reads the words; the reason is for the coordinators only. What is arranged is called off,
/// contact details are hidden, and the mentor's place is free. It is final: all stays there to be read.
#[utoipa::path(
    operation_id = "withdraw_relationship",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    request_body = WithdrawRelationship,
    responses(
        (status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        WithdrawProblems,
    )
)]
#[post("/relationships/{id}/withdraw")]
pub(crate) async fn withdraw_relationship(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    Valid(body): Valid<WithdrawRelationship>,
) -> Answer<HttpResponse> {
    let (words, reason, now) = (tidy(&body.words), tidy(&body.reason), app.clock.now());
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = party::holding(&mut tx, id, actor.participant).await?;
    let next = steps::advance(&mut tx, &party.kept, (Act::Withdraw, party.side), now).await?;
    store::insert_withdrawal(&mut tx, id, party.side, (&words, &reason), now).await?;
    if let Some((mentor, mentee)) = next.pair().filter(|_| body.never_again) {
        pairs::store::set_apart(&mut tx, mentor, mentee).await?;
        tidings.change(mentee);
    }
    steps::end(&mut tx, &next, now, &mut tidings).await?;
    steps::places_changed(&mut tx, &next, now, &mut tidings).await?;
    tell(&party, Event::RelationshipWithdrawn, &mut tidings);
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}
