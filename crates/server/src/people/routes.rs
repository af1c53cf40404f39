use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use domain::ids::ParticipantId;
use domain::people::PersonProfile;
use domain::problem::Code;

use super::store::{self, Sight};
use crate::app::App;
use crate::auth::Actor;
use crate::changes::worker::welcome_back;
use crate::db::Tx;
use crate::http::{Answer, Id, json};
use crate::profiles::markdown::{self, render};
use crate::{conversations, mentors, pairs, profiles};

/// Somebody with whom I have something to do
///
/// The profile of the other of a conversation, a request or a relationship. Contact details are masked until a request
/// is accepted. Whoever else it is, and whoever of the two has blocked the other: there is nothing here.
#[utoipa::path(
    operation_id = "get_person",
    tag = "people",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The person", example = "019b76da-a800-7000-8000-000000000001")),
    responses((status = 200, description = "The person", body = PersonProfile))
)]
#[get("/participants/{id}")]
pub(crate) async fn get_person(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    welcome_back(&app).await?;
    let mut tx = app.db.read().await?;
    // Requests and relationships have a conversation, too.
    conversations::store::between(&mut tx, actor.participant, id).await?.ok_or(Code::NotFound)?;
    let tie = pairs::store::tie(&mut tx, actor.participant, id).await?;
    if tie.blocked {
        return Err(Code::NotFound.into());
    }
    let rests = !pairs::store::is_here(&mut tx, id).await?;
    let sight = if rests { Sight::Masked } else { tie.sight() };
    let person = store::one(&mut tx, id, sight).await?.ok_or(Code::NotFound)?;
    let (profile, _) = profiles::store::profile(&mut tx, id).await?;
    Ok(json(&PersonProfile {
        person,
        organisation: sight.of(&profile.organisation),
        country: profile.country,
        city: profile.city,
        languages: profile.languages,
        about_html: render(&profile.about, in_markdown(sight)),
        listed: app.mentors.has(id),
    }))
}

/// Somebody with whom one has something to do, or who is in the list.
pub(crate) async fn is_in_sight(
    tx: &mut Tx,
    me: ParticipantId,
    other: ParticipantId,
    today: NaiveDate,
) -> Answer<bool> {
    let known = conversations::store::between(tx, me, other).await?.is_some();
    Ok(known || mentors::store::one(tx, other).await?.is_some_and(|record| record.is_listed(today)))
}

fn in_markdown(sight: Sight) -> markdown::Sight {
    match sight {
        Sight::Whole => markdown::Sight::Everything,
        Sight::Masked => markdown::Sight::Masked,
    }
}
