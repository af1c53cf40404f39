use std::future::{Ready, ready};
use std::net::IpAddr;
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::header::{CACHE_CONTROL, ContentType, ETAG, IF_MATCH, IF_NONE_MATCH, ORIGIN};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use domain::problem::{Code, Problem};
use serde::Serialize;

use super::{Answer, Failure};
use crate::app::App;

/// The version that the caller has seen (`If-Match: "7"`). Missing: 428; unreadable: 412.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(IF_MATCH).ok_or(Code::VersionRequired);
        let version = header.and_then(|value| {
            let text = value.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
            text.and_then(|text| text.parse().ok()).ok_or(Code::StaleVersion)
        });
        ready(version.map(Self).map_err(Failure::from))
    }
}

/// The key that makes a repeated request happen once (`Idempotency-Key`): at most 128 printable ASCII characters. Optional.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get("idempotency-key") else { return ready(Ok(Self(None))) };
        let is_key = |key: &&str| {
            (1..=128).contains(&key.len()) && key.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        };
        let key = header.to_str().ok().filter(is_key);
        ready(key.map(|key| Self(Some(key.to_owned()))).ok_or_else(|| Code::MalformedRequest.into()))
    }
}

/// The id in the address (`…/{id}`). What is no id names nothing: 404.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(pub T);

impl<T: FromStr> FromRequest for Id<T> {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|text| text.parse().ok());
        ready(id.map(Self).ok_or_else(|| Code::NotFound.into()))
    }
}

/// The entity tag of a version (RFC 9110): `"7"`.
pub fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

/// A view together with the version to send back in `If-Match`.
pub fn with_etag<T: Serialize>(version: i64, view: &T) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((ETAG, etag(version)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(view)
}

/// A view that only its reader may keep.
pub fn json<T: Serialize>(view: &T) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(view)
}

/// A view that is JSON already.
pub fn ready_json(view: String) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).content_type(ContentType::json()).body(view)
}

/// The caller has this version already.
pub fn not_modified(request: &HttpRequest, tag: &str) -> bool {
    request.headers().get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes())
}

/// 204: done, and nothing to say.
pub fn no_content() -> HttpResponse {
    HttpResponse::NoContent().insert_header((CACHE_CONTROL, "no-store")).finish()
}

/// 202: taken; what comes of it comes by letter. The same for everybody.
pub fn accepted() -> HttpResponse {
    HttpResponse::Accepted().insert_header((CACHE_CONTROL, "no-store")).finish()
}

/// The call comes from the web app itself, or from a program that sends no `Origin`: for what works by cookie.
#[derive(Clone, Copy, Debug)]
pub struct OwnOrigin;

impl FromRequest for OwnOrigin {
    type Error = Failure;
    type Future = Ready<Answer<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let origin = request.headers().get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        let app = request.app_data::<web::Data<App>>();
        let foreign = origin.is_some_and(|origin| !app.is_some_and(|app| app.config.is_own_origin(origin)));
        ready(if foreign { Err(Problem::new(Code::ForeignOrigin).into()) } else { Ok(Self) })
    }
}

/// Who calls: the peer, or behind a trusted proxy the last address that the proxy did not write itself.
pub fn client_address(request: &HttpRequest, app: &App) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
    if !app.config.trusted_proxy.contains(&peer) {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let hops: Vec<IpAddr> =
        forwarded.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
    hops.into_iter().rev().find(|hop| !app.config.trusted_proxy.contains(hop)).unwrap_or(peer)
}
