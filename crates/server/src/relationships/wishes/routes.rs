use actix_web::{HttpResponse, post, web};
use chrono::{DateTime, Utc};
use domain::events::Event;
use domain::ids::RelationshipId;
use domain::problem::{Code, Problem};
use domain::relationships::state::{Act, Status};
use domain::relationships::{Relationship, RelationshipState, Wish};

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::db::Tx;
use crate::http::{Answer, Id};
use crate::outbox::{Tidings, commit};
use crate::relationships::party::{self, Party};
use crate::relationships::routes::{answer, tell};
use crate::relationships::steps;
use crate::relationships::store::Kept;
use crate::{pairs, problems};

problems!(StepProblems: InvalidTransition, RelationshipRests);
problems!(JourneyProblems: InvalidTransition, RelationshipRests, MentorFull, MentorNotOpen, RequestOpen, RelationshipActive);
problems!(PartProblems: InvalidTransition);

/// Wish to stay in touch, or agree to it
///
/// For either, within thirty days after a completion. When both wish for it, contact details stay visible.
#[utoipa::path(
    operation_id = "stay_in_touch",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses(
        (status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        StepProblems,
    )
)]
#[post("/relationships/{id}/stay-in-touch")]
pub(crate) async fn stay_in_touch(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = wishing(&mut tx, id, actor).await?;
    let next = steps::advance(&mut tx, &party.kept, (Act::StayInTouch, party.side), now).await?;
    if matches!(next.status, Status::Completed { in_touch_since: Some(_), .. }) {
        note_entitled(&mut tx, &next, now).await?;
        tell(&party, Event::InTouch, &mut tidings);
    } else {
        tell(&party, |fact| Event::WishSent { fact, wish: Wish::StayInTouch }, &mut tidings);
    }
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}

/// Wish for a new journey, or agree to it
///
/// For either, within thirty days after a completion. When both wish for it, it begins at once, if the mentor has a place: it is
/// `later`.
#[utoipa::path(
    operation_id = "new_journey",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses(
        (status = 200, description = "The relationship that was completed", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        JourneyProblems,
    )
)]
#[post("/relationships/{id}/new-journey")]
pub(crate) async fn new_journey(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = wishing(&mut tx, id, actor).await?;
    let next = steps::advance(&mut tx, &party.kept, (Act::NewJourney, party.side), now).await?;
    if next.wishes.agreed() == Some(Wish::NewJourney) {
        steps::begin_anew(&mut tx, &next, actor.participant, now, &mut tidings).await?;
        steps::places_changed(&mut tx, &next, now, &mut tidings).await?;
    } else {
        tell(&party, |fact| Event::WishSent { fact, wish: Wish::NewJourney }, &mut tidings);
    }
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}

/// Say no to what the other wishes
///
/// For the one of whom it is wished after a completion.
#[utoipa::path(
    operation_id = "decline_wish",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses(
        (status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        StepProblems,
    )
)]
#[post("/relationships/{id}/decline-wish")]
pub(crate) async fn decline_wish(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = wishing(&mut tx, id, actor).await?;
    steps::advance(&mut tx, &party.kept, (Act::DeclineWish, party.side), now).await?;
    tell(&party, Event::WishDeclined, &mut tidings);
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}

/// Stay in touch no longer
///
/// For either of two who stay in touch. Contact details are hidden at once.
#[utoipa::path(
    operation_id = "part_ways",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses(
        (status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        PartProblems,
    )
)]
#[post("/relationships/{id}/part-ways")]
pub(crate) async fn part_ways(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let (mut tx, mut tidings) = (app.db.write().await?, Tidings::default());
    let party = party::holding(&mut tx, id, actor.participant).await?;
    let next = steps::advance(&mut tx, &party.kept, (Act::PartWays, party.side), now).await?;
    part_in_all(&mut tx, &next).await?;
    note_entitled(&mut tx, &next, now).await?;
    tell(&party, Event::PartedWays, &mut tidings);
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    answer(&app, actor, id).await
}

/// One of the two, who wishes for something after a completion, or answers: the other is there for it.
async fn wishing(tx: &mut Tx, id: RelationshipId, actor: Actor) -> Answer<Party> {
    let party = party::holding(tx, id, actor.participant).await?;
    let state = party.kept.status.state();
    let Some(other) = party.other.filter(|_| party.may_wish()) else {
        return Err(Problem::transition(state.as_str()).into());
    };
    if state == RelationshipState::Completed && !pairs::store::is_here(tx, other).await? {
        return Err(Code::RelationshipRests.into());
    }
    Ok(party)
}

/// What the two completed earlier keeps them in touch no longer, either.
async fn part_in_all(tx: &mut Tx, kept: &Kept) -> Answer<()> {
    if let Some((mentor, mentee)) = kept.pair() {
        store::part(tx, mentor, mentee).await?;
    }
    Ok(())
}

/// Whether the two see each other's contact details is as it is now.
async fn note_entitled(tx: &mut Tx, kept: &Kept, at: DateTime<Utc>) -> Answer<()> {
    if let Some((mentor, mentee)) = kept.pair() {
        pairs::store::note_entitled(tx, mentor, mentee, at).await?;
    }
    Ok(())
}
