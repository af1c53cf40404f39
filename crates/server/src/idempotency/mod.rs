//! Idempotency keys: what is sent twice with the same key happens once, and is answered the same.

mod store;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG, LOCATION};
use domain::ids::ParticipantId;
use domain::problem::Code;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::db::Tx;
use crate::http::{Answer, Failure, IdempotencyKey};

pub(crate) use store::{delete_old, forget_answers_about};

/// An answer that is given again to whoever sends the same once more.
#[derive(Debug)]
pub(crate) struct Created {
    /// Where it is.
    pub(crate) location: String,
    /// Its version, where it has one.
    pub(crate) version: Option<i64>,
    /// The view.
    pub(crate) view: String,
}

/// A request that must not happen twice.
#[derive(Debug)]
pub(crate) struct Attempt {
    by: ParticipantId,
    route: &'static str,
    key: Option<String>,
    body: Vec<u8>,
}

impl Created {
    /// 201 with a view.
    pub(crate) fn new(location: String, version: Option<i64>, view: &impl Serialize) -> Answer<Self> {
        let view = serde_json::to_string(view).map_err(Failure::internal)?;
        Ok(Self { location, version, view })
    }

    fn answer(self) -> HttpResponse {
        let mut answer = HttpResponse::build(StatusCode::CREATED);
        answer.insert_header((LOCATION, self.location)).insert_header((CACHE_CONTROL, "no-store"));
        if let Some(version) = self.version {
            answer.insert_header((ETAG, crate::http::etag(version)));
        }
        answer.content_type("application/json").body(self.view)
    }
}

impl Attempt {
    /// The attempt of somebody at a route with this body.
    pub(crate) fn new(
        by: ParticipantId,
        route: &'static str,
        key: IdempotencyKey,
        body: &impl Serialize,
    ) -> Answer<Self> {
        let body = serde_json::to_vec(body).map_err(Failure::internal)?;
        Ok(Self { by, route, key: key.0, body: Sha256::digest(body).to_vec() })
    }

    /// The answer that an earlier attempt with the same key got; with none, this one is the first. One that still runs is
    /// waited for. Commit before it is given again: until then the earlier attempt may wait for a commit that it shares.
    pub(crate) async fn earlier(&self, tx: &mut Tx, app: &App) -> Answer<Option<HttpResponse>> {
        let Some(key) = &self.key else { return Ok(None) };
        if store::claim(tx, self.by, self.route, key, &self.body, app.clock.now()).await? {
            return Ok(None);
        }
        let (body, created) = store::answer(tx, self.by, self.route, key).await?;
        if body != self.body {
            return Err(Code::IdempotencyKeyReused.into());
        }
        Ok(Some(created.answer()))
    }

    /// Keeps the answer for whoever sends the same once more. Call it before the commit.
    pub(crate) async fn keep(&self, tx: &mut Tx, created: &Created) -> Answer<()> {
        if let Some(key) = &self.key {
            store::keep(tx, self.by, self.route, key, created).await?;
        }
        Ok(())
    }
}

impl From<Created> for HttpResponse {
    fn from(created: Created) -> Self {
        created.answer()
    }
}
