use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpRequest, HttpResponse, ResponseError as _, web};
use domain::problem::{Code, Problem};
use tracing_actix_web::RequestId;

use super::Failure;
use crate::app::App;
use crate::routes::Operations;

/// Headers of every answer: no foreign host, no framing, no guessing of types, and nothing of the API kept unless it says so.
pub async fn security_headers(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let explorer = request.path().starts_with("/api/docs/");
    let policy = request.app_data::<web::Data<App>>().map(|app| app.content_security_policy.of(explorer));
    let secure = request.app_data::<web::Data<App>>().is_some_and(|app| app.config.is_https());
    let api = request.path().starts_with("/api/v1/");
    let build_id = request.app_data::<web::Data<App>>().and_then(|app| app.build_id.clone()).filter(|_| api);
    let mut answer = next.call(request).await?;
    let headers = answer.headers_mut();
    if api && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(build_id) = build_id {
        headers.insert(HeaderName::from_static("cairn-build"), build_id);
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(HeaderName::from_static("strict-transport-security"), year);
    }
    if let Some(policy) = policy
        && !headers.contains_key("content-security-policy")
    {
        headers.insert(HeaderName::from_static("content-security-policy"), policy);
    }
    Ok(answer)
}

/// Writes the body of every problem, with the id of the request to quote; counts it by operation and code: what the
/// OpenAPI document must list, and what operators watch.
pub async fn render_problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string);
    let answer = next.call(request).await?.map_into_boxed_body();
    let problem = answer.response().extensions().get::<Problem>().cloned();
    let Some(mut problem) = problem else { return Ok(answer) };
    let path = answer.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let method = answer.request().method().to_string();
    metrics::counter!("cairn_problems_total", "method" => method, "path" => path, "code" => problem.code.as_str()).increment(1);
    problem.request_id = id;
    let body = serde_json::to_vec(&problem)?;
    let mut answer = answer.map_body(|_, _| BoxBody::new(body));
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.status == 401 {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    Ok(answer)
}

/// Answers API addresses that no route took: 405 where the address exists for another method, else 404.
pub fn unknown_api_path(request: &HttpRequest, operations: &Operations) -> HttpResponse {
    let methods = operations.methods_of(request.path());
    if methods.is_empty() {
        return Failure::from(Problem::new(Code::NotFound)).error_response();
    }
    let mut answer = Failure::from(Code::MethodNotAllowed).error_response();
    if let Ok(allowed) = HeaderValue::from_str(&methods.join(", ")) {
        answer.headers_mut().insert(ALLOW, allowed);
    }
    answer
}
