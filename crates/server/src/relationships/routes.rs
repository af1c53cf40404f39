use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::ids::RelationshipId;
use domain::page::{Page, PageQuery};
use domain::people::Person;
use domain::problem::{Code, Problem};
use domain::relationships::{Reach, Relationship, RelationshipRow};
use domain::requests::Side;

use super::store::{self, ListRow};
use crate::app::App;
use crate::auth::Actor;
use crate::criteria::store::from_word;
use crate::http::{Answer, Id, json};
use crate::page::{After, cut};
use crate::people::{self, store::Sight};
use crate::{pairs, problems, requests};

problems!(ListProblems: InvalidFields, BadCursor);

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
    let rows = store::latest(&mut tx, actor.participant, after, i64::from(query.limit) + 1).await?;
    let (rows, next_cursor) = cut(rows, query.limit, |row| After { at: row.started_at, id: row.id });
    let items = rows.into_iter().map(in_list).collect::<sqlx::Result<Vec<RelationshipRow>>>()?;
    Ok(json(&Page { items, next_cursor }))
}

fn in_list(row: ListRow) -> sqlx::Result<RelationshipRow> {
    let sight = if row.walking { Sight::Whole } else { Sight::Masked };
    let side = if row.is_mentor { Side::Mentor } else { Side::Mentee };
    Ok(RelationshipRow {
        id: RelationshipId(row.id),
        state: from_word("relationships.state", &row.state)?,
        side,
        partner: row.partner.read(sight),
        goal: if side == Side::Mentor { sight.of(&row.goal) } else { row.goal },
        started_at: row.started_at,
        ended_at: row.ended_at,
    })
}

/// One relationship
///
/// For its two. While they walk together, each sees how to reach the other.
#[utoipa::path(
    operation_id = "get_relationship",
    tag = "relationships",
    security(("access_token" = [])),
    params(("id" = RelationshipId, Path, description = "The relationship", example = "019b76da-a800-7000-8000-00000000000b")),
    responses((status = 200, description = "The relationship", body = Relationship))
)]
#[get("/relationships/{id}")]
pub(crate) async fn get_relationship(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<RelationshipId>,
) -> Answer<HttpResponse> {
    let me = actor.participant;
    let mut tx = app.db.read().await?;
    let kept = store::load(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let side = kept.side_of(me).ok_or(Code::NotFound)?;
    let other = if side == Side::Mentor { kept.mentee } else { kept.mentor };
    let (mut sight, mut partner, mut contact) = (Sight::Masked, Person::default(), None);
    if let Some(other) = other {
        let tie = pairs::store::tie(&mut tx, me, other).await?;
        sight = tie.sight();
        // Who has blocked the reader has left, as far as the reader can see.
        if !tie.blocked || tie.blocked_by_me {
            partner = people::store::one(&mut tx, other, sight).await?.unwrap_or_default();
        }
        if sight == Sight::Whole {
            contact = store::email(&mut tx, other).await?.map(|email| Reach { email });
        }
    }
    let number = store::text_number(&mut tx, kept.request).await?;
    let text = requests::store::text(&mut tx, kept.request, number).await?;
    Ok(json(&Relationship {
        id,
        state: kept.state,
        side,
        partner,
        contact,
        conversation: kept.conversation,
        request: kept.request,
        text: if side == Side::Mentor { text.each(|text| sight.of(text)) } else { text },
        started_at: kept.started_at,
        ended_at: kept.ended_at,
    }))
}
