use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use domain::conversations::MessageKind;
use domain::events::{Event, RelationshipFact};
use domain::ids::RelationshipId;
use domain::notifications::{Live, LiveKind};
use domain::page::{Page, PageQuery};
use domain::problem::{Code, Problem};
use domain::relationships::state::{Act, Status};
use domain::relationships::{
    Journey, NotYet, Plan, Reflection, Relationship, RelationshipRow, RelationshipState, Sharing, Wish,
    WithdrawRelationship,
};
use domain::requests::Side;
use domain::text::tidy;

use super::party::Party;
use super::store::{self, Kept, ListRow};
use super::{party, steps, view};
use crate::app::App;
use crate::auth::Actor;
use crate::conversations::store::{NewLine, post};
use crate::criteria::store::from_word;
use crate::db::Tx;
use crate::http::{Answer, Id, IfMatch, Valid, json, with_etag};
use crate::outbox::{Tidings, commit};
use crate::page::{After, cut};
use crate::{pairs, problems};

problems!(ListProblems: InvalidFields, BadCursor);
problems!(StepProblems: InvalidTransition, RelationshipRests);
problems!(WithdrawProblems: InvalidTransition);
problems!(ConfirmProblems: InvalidTransition, RelationshipRests, MentorFull, MentorNotOpen, RequestOpen);
problems!(JourneyProblems: InvalidTransition, RelationshipRests, MentorFull, MentorNotOpen, RequestOpen, RelationshipActive);
problems!(WriteProblems: RelationshipEnded, RelationshipRests, StaleVersion);

/// My relationships
///
/// As a mentor and as a mentee, the latest first.
#[utoipa::path(
    operation_id = "list_relationships",
    tag = "relationships",
    security(("access_token" = [])),
    params(
        ("limit" = Option<u32>, Query, description = "How many relationships a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses((status = 200, description = "One page", body = Page<RelationshipRow>), ListProblems)
)]
#[get("/relationships")]
pub(crate) async fn list_relationships(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = After::read(query.cursor.as_deref(), After::after_all())?;
    let mut tx = app.db.read().await?;
    let rows =
        store::latest(&mut tx, actor.participant, app.clock.now(), after, i64::from(query.limit) + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, |row| After { at: row.started_at, id: row.id });
    let items = rows.into_iter().map(in_list).collect::<sqlx::Result<Vec<RelationshipRow>>>()?;
    Ok(json(&Page { items, next_cursor }))
}

fn in_list(row: ListRow) -> sqlx::Result<RelationshipRow> {
    let side = if row.is_mentor { Side::Mentor } else { Side::Mentee };
    Ok(RelationshipRow {
        id: RelationshipId(row.id),
        state: from_word("relationships.state", &row.state)?,
        side,
        partner: row.partner.read(row.eyes.sight()),
        goal: if side == Side::Mentor { row.eyes.others(&row.goal) } else { row.eyes.own(&row.goal) },
        started_at: row.started_at,
        ended_at: row.ended_at,
        next_meeting_at: row.next_meeting_at,
        my_turn: row.my_turn,
    })
}

/// One relationship
///
/// For its two: all that its dashboard shows. While they are entitled to it, each sees how to reach the other.
#[utoipa::path(
    operation_id = "get_relationship",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The relationship", body = Relationship,
            headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/relationships/{id}")]
pub(crate) async fn get_relationship(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    answer(&app, actor, id).await
}

/// Which contact details the other sees
///
/// For one of the two: their own choice.
#[utoipa::path(
    operation_id = "get_sharing",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "What is shared", body = Sharing,
            headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/relationships/{id}/sharing")]
pub(crate) async fn get_sharing(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let (sharing, version) = store::sharing(&mut tx, id, party.side).await?;
    Ok(with_etag(version, &sharing))
}

/// Change which contact details the other sees
///
/// For one of the two, as long as the other sees any: while they walk together, and after a completion.
#[utoipa::path(
    operation_id = "save_sharing",
    tag = "relationships",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = Sharing,
    responses(
        (status = 200, description = "What is shared", body = Sharing,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        WriteProblems,
    )
)]
#[put("/relationships/{id}/sharing")]
pub(crate) async fn save_sharing(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    seen: IfMatch,
    Valid(sharing): Valid<Sharing>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let party = party::holding(&mut tx, id, actor.participant).await?;
    if !party.kept.status.entitles(now) {
        return Err(Code::RelationshipEnded.into());
    }
    if party.kept.rests_since.is_some() {
        return Err(Code::RelationshipRests.into());
    }
    let (_, version) = store::sharing(&mut tx, id, party.side).await?;
    if version != seen.0 || !store::save_sharing(&mut tx, id, party.side, sharing, seen.0).await? {
        return Err(Code::StaleVersion.into());
    }
    let mut tidings = Tidings::default();
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    Ok(with_etag(version + 1, &sharing))
}

/// How the two have planned it
///
/// For its two.
#[utoipa::path(
    operation_id = "get_plan",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The plan", body = Plan,
            headers(("ETag" = String, description = "The version, for If-Match"))))
)]
#[get("/relationships/{id}/plan")]
pub(crate) async fn get_plan(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    party::reading(&mut tx, id, actor.participant).await?;
    let (plan, version) = store::plan(&mut tx, id).await?;
    Ok(with_etag(version, &plan))
}

/// Change how the two have planned it
///
/// For its two, while they walk together. Nothing ends by itself on that day.
#[utoipa::path(
    operation_id = "save_plan",
    tag = "relationships",
    security(("access_token" = [])),
    params(
        ("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b"),
        ("If-Match" = String, Header, description = "The ETag of the version that you have seen", pattern = "^\"[0-9]{1,18}\"$", example = "\"1\""),
    ),
    request_body = Plan,
    responses(
        (status = 200, description = "The plan", body = Plan,
            headers(("ETag" = String, description = "The version, for If-Match"))),
        WriteProblems,
    )
)]
#[put("/relationships/{id}/plan")]
pub(crate) async fn save_plan(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
    seen: IfMatch,
    Valid(plan): Valid<Plan>,
) -> Answer<HttpResponse> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let party = party::writing(&mut tx, id, actor.participant).await?;
    if !store::save_plan(&mut tx, id, plan, seen.0).await? {
        return Err(Code::StaleVersion.into());
    }
    let mut tidings = Tidings::default();
    party::touch(&mut tx, &party, now).await?;
    party.show(&mut tidings);
    commit(&app, tx, tidings).await?;
    Ok(with_etag(seen.0 + 1, &plan))
}

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
        WithdrawProblems,
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

/// A journey in numbers
///
/// For its two: for the summary and the certificate of participation.
#[utoipa::path(
    operation_id = "get_journey",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The journey", body = Journey))
)]
#[get("/relationships/{id}/journey")]
pub(crate) async fn get_journey(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    Ok(json(&view::journey(&mut tx, &party).await?))
}

/// One of the two, who does something while the two walk together.
async fn acting(tx: &mut Tx, id: RelationshipId, actor: Actor) -> Answer<Party> {
    let party = party::holding(tx, id, actor.participant).await?;
    if party.kept.rests_since.is_some() && party.kept.status.is_walking() {
        return Err(Code::RelationshipRests.into());
    }
    Ok(party)
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

/// The other is told, while they are there.
fn tell(party: &Party, event: impl FnOnce(RelationshipFact) -> Event, tidings: &mut Tidings) {
    if let Some(fact) = party.fact() {
        tidings.tell(event(fact));
    }
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

fn tidied(said: &Reflection) -> Reflection {
    Reflection { takes_along: tidy(&said.takes_along), thanks: tidy(&said.thanks), ..said.clone() }
}

/// The relationship as it is now.
async fn answer(app: &web::Data<App>, actor: Actor, id: RelationshipId) -> Answer<HttpResponse> {
    let mut tx = app.db.read().await?;
    let party = party::reading(&mut tx, id, actor.participant).await?;
    let view = view::whole(&mut tx, &party, app.clock.now()).await?;
    Ok(with_etag(party.kept.version, &view))
}
