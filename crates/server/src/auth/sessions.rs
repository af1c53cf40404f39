//! Sessions: one for each browser or program that is signed in, kept alive by refresh tokens that are used up one
//! after another.

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use chrono::{DateTime, Utc};
use domain::accounts::{IDLE_SESSION, ROTATION_GRACE};
use domain::ids::{ParticipantId, SessionId};

use super::{Actor, digest, store};
use crate::app::App;
use crate::db::Tx;
use crate::random;

/// The longest description of a browser that is kept, in characters.
const USER_AGENT_LENGTH: usize = 200;

/// What a refresh token is good for.
#[derive(Debug)]
pub enum Renewal {
    /// The session goes on, with this token from now on.
    Goes(Actor, String),
    /// The token came back after its successor was given out: somebody else has it. The session has been ended.
    Stolen(SessionId),
    /// There is no such session (any more).
    Unknown,
}

/// Begins a session; the refresh token goes into a cookie.
pub async fn begin(
    tx: &mut Tx,
    app: &App,
    request: &HttpRequest,
    participant: ParticipantId,
) -> sqlx::Result<(Actor, String)> {
    let now = app.clock.now();
    let session = SessionId::new(now, &random::bytes());
    store::insert_session(tx, session, participant, user_agent(request).as_deref(), now).await?;
    Ok((Actor { participant, session }, next_token(tx, session).await?))
}

/// Goes on with the session of a refresh token.
pub async fn renew(tx: &mut Tx, token: &str, now: DateTime<Utc>) -> sqlx::Result<Renewal> {
    let hash = digest(token);
    let Some(found) = store::token(tx, &hash).await? else { return Ok(Renewal::Unknown) };
    let actor =
        Actor { participant: ParticipantId(found.participant_id), session: SessionId(found.session_id) };
    if found.last_used_at + IDLE_SESSION <= now {
        return Ok(Renewal::Unknown);
    }
    if found.rotated_at.is_some_and(|rotated_at| rotated_at + ROTATION_GRACE < now) {
        store::end_session(tx, actor.participant, actor.session, now).await?;
        return Ok(Renewal::Stolen(actor.session));
    }
    store::rotate_token(tx, &hash, now).await?;
    store::touch_session(tx, actor.session, now).await?;
    Ok(Renewal::Goes(actor, next_token(tx, actor.session).await?))
}

/// Ends the session of a refresh token, where there is one, and says which.
pub async fn end_by_token(tx: &mut Tx, token: &str, now: DateTime<Utc>) -> sqlx::Result<Option<SessionId>> {
    let Some(found) = store::token(tx, &digest(token)).await? else { return Ok(None) };
    let (participant, session) = (ParticipantId(found.participant_id), SessionId(found.session_id));
    Ok(store::end_session(tx, participant, session, now).await?.then_some(session))
}

async fn next_token(tx: &mut Tx, session: SessionId) -> sqlx::Result<String> {
    let token = random::secret();
    store::insert_token(tx, &digest(&token), session).await?;
    Ok(token)
}

fn user_agent(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(USER_AGENT)?.to_str().ok()?;
    Some(header.chars().take(USER_AGENT_LENGTH).collect())
}
