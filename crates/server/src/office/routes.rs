use std::collections::HashMap;
use std::pin::Pin;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, get, web};
use domain::ids::ParticipantId;
use domain::office::OfficeOverview;
use domain::page::PageQuery;
use domain::people::Person;
use domain::problem::{Code, Problem};

use super::store;
use crate::app::App;
use crate::auth::Actor;
use crate::http::{Answer, Failure, json};
use crate::problems;

problems!(Strangers: NotFound);

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

/// How long a page is, and after what it begins.
pub(super) fn read_page<C>(
    request: &HttpRequest,
    read: impl FnOnce(&str) -> Option<C>,
) -> Answer<(u32, Option<C>)> {
    let query = PageQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let after = query.cursor.as_deref().map(|cursor| read(cursor).ok_or(Code::BadCursor)).transpose()?;
    Ok((query.limit, after))
}

pub(super) fn read_id<C: FromStr>(cursor: &str) -> Option<C> {
    cursor.parse().ok()
}

/// Who has left has no name.
pub(super) fn somebody(id: Option<ParticipantId>, people: &HashMap<ParticipantId, Person>) -> Person {
    id.and_then(|id| people.get(&id)).cloned().unwrap_or_default()
}
