use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{FromRequest, HttpRequest};
use domain::problem::{Code, FieldError, Problem};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use tokio::time::{Instant, timeout_at};
use validator::Validate;

use super::{Answer, Failure, Patience};
use crate::app::App;

/// The largest JSON body, in bytes.
pub const JSON_LIMIT: usize = 128 * 1024;
/// How much more time each byte of a body gives to its sender: whoever sends less than 16 KB a second is too slow.
const FOR_EACH_BYTE: Duration = Duration::from_micros(64);

/// A JSON body that was read whole, has the right form and holds to its limits.
#[derive(Debug)]
pub struct Valid<T>(pub T);

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Valid<T> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Answer<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = content_type(request).is_some_and(|kind| kind == "application/json");
        let payload = payload.take();
        let app = request.app_data::<Data<App>>();
        let patience = app.map_or_else(Patience::default, |app| app.config.patience);
        Box::pin(async move {
            if !is_json {
                return Err(Code::UnsupportedMediaType.into());
            }
            let body: T = parse(&bytes_up_to(payload, JSON_LIMIT, patience).await?)?;
            body.validate()?;
            Ok(Self(body))
        })
    }
}

/// The media type of the body, without parameters, in lower case.
pub fn content_type(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

/// The whole body, unless it is longer than `limit` bytes or comes too slowly.
pub async fn bytes_up_to(mut payload: Payload, limit: usize, patience: Patience) -> Answer<Bytes> {
    let mut body = BytesMut::new();
    let mut deadline = Instant::now() + patience.body;
    while let Some(chunk) = timeout_at(deadline, payload.next()).await.map_err(|_| Code::RequestTimeout)? {
        let chunk = chunk.map_err(|_| Code::MalformedRequest)?;
        if body.len() + chunk.len() > limit {
            return Err(Problem::new(Code::BodyTooLarge).detail(format!("At most {limit} bytes.")).into());
        }
        body.extend_from_slice(&chunk);
        deadline += FOR_EACH_BYTE * u32::try_from(chunk.len()).unwrap_or(u32::MAX);
    }
    Ok(body.freeze())
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Answer<T> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| refusal(&error))?;
    json.end().map_err(|_| Code::MalformedJson)?;
    // serde takes an array for an object: its items for the fields, one after another. No body is an array; deeper
    // down it is let through, where it says the same.
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::field("", "type").into());
    }
    Ok(value)
}

/// What serde says, as a problem that names the field and never repeats its value.
fn refusal(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    if !error.inner().is_data() {
        return Problem::new(Code::MalformedJson);
    }
    let segments = error.path().iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
        _ => None,
    });
    let pointer = segments.collect::<Vec<_>>().concat();
    let said = error.inner().to_string();
    let named = said.split('`').nth(1).unwrap_or_default();
    let (field, code) = if said.starts_with("missing field") {
        (format!("{pointer}/{named}"), "required")
    } else if said.starts_with("unknown field") {
        (pointer, "unknown_field")
    } else if said.starts_with("unknown variant") {
        (pointer, "unknown_value")
    } else if said.starts_with("not an amount") {
        (pointer, "amount")
    } else if said.starts_with("amount out of range") {
        (pointer, "range")
    } else {
        (pointer, "type")
    };
    Problem::fields(vec![FieldError::new(field, code)])
}
