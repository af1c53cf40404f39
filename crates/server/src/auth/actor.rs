use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::{DateTime, Utc};
use domain::ids::{ParticipantId, SessionId};
use domain::problem::{Code, Problem};

use crate::app::App;
use crate::http::{Answer, Failure};

/// Who calls, by the access token. Without a valid one: 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The participant.
    pub participant: ParticipantId,
    /// The session.
    pub session: SessionId,
}

impl FromRequest for Actor {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(actor(request))
    }
}

/// Who calls, and until when the access token counts: for answers that go on.
#[derive(Clone, Copy, Debug)]
pub struct ActorUntil(pub Actor, pub DateTime<Utc>);

impl FromRequest for ActorUntil {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(actor_until(request).map(|(actor, until)| Self(actor, until)))
    }
}

/// Who calls, where what is open to visitors shows those who are signed in more. A token that does not count: 401, so that
/// nobody is taken for a visitor whose token has run out.
#[derive(Clone, Copy, Debug)]
pub struct Anybody(pub Option<Actor>);

impl FromRequest for Anybody {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let is_visitor = !request.headers().contains_key(AUTHORIZATION);
        ready(if is_visitor { Ok(Self(None)) } else { actor(request).map(|actor| Self(Some(actor))) })
    }
}

fn actor(request: &HttpRequest) -> Answer<Actor> {
    actor_until(request).map(|(actor, _)| actor)
}

fn actor_until(request: &HttpRequest) -> Answer<(Actor, DateTime<Utc>)> {
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| Failure::internal("the app is missing"))?;
    let header = request.headers().get(AUTHORIZATION).and_then(|header| header.to_str().ok());
    let token = header.and_then(|header| header.strip_prefix("Bearer ")).ok_or(Code::Unauthenticated)?;
    let (actor, until) = app.auth.keys.read_until(token, app.clock.now()).ok_or(Code::Unauthenticated)?;
    if app.auth.ended.contains(actor.session) {
        return Err(Code::Unauthenticated.into());
    }
    // The database has not answered for a while: it could not answer this call either.
    if !app.auth.ended.is_fresh() {
        return Err(Problem::wait(Code::Unavailable, 2).into());
    }
    Ok((actor, until))
}
