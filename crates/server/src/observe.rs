//! What operators see: logs with a request id and no personal data, metrics, health.

use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{HttpMessage as _, HttpResponse, get, web};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::io::IsTerminal as _;
use std::sync::OnceLock;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder, TracingLogger};
use tracing_subscriber::EnvFilter;

use crate::app::App;
use crate::http::Answer;

static METRICS: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to log (`RUST_LOG` chooses what; default `info`) and to count.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let _ = if json { lines.json().try_init() } else { lines.try_init() };
    start_counting();
}

/// Begins to count only.
pub fn start_counting() {
    metrics();
}

fn metrics() -> Option<&'static PrometheusHandle> {
    METRICS.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).as_ref()
}

/// One span a request: method, route pattern (never the address itself: it may hold a secret), status, time.
pub fn request_log() -> TracingLogger<RequestSpan> {
    TracingLogger::new()
}

/// Builds that span.
#[derive(Debug)]
pub struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let route = request.match_pattern().unwrap_or_else(|| "web app".to_owned());
        let id = request.extensions().get::<RequestId>().map(ToString::to_string);
        tracing::info_span!("request", id, method = %request.method(), route, status = tracing::field::Empty)
    }

    fn on_request_end<B: actix_web::body::MessageBody>(
        span: Span,
        outcome: &Result<ServiceResponse<B>, actix_web::Error>,
    ) {
        if let Ok(answer) = outcome {
            span.record("status", answer.status().as_u16());
            let _inside = span.enter();
            tracing::info!("answered");
        }
    }
}

/// The process lives.
#[get("/livez")]
pub(crate) async fn livez() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("alive\n")
}

/// The process can answer: its database does.
#[get("/readyz")]
pub(crate) async fn readyz(app: web::Data<App>) -> Answer<HttpResponse> {
    app.db.answers().await?;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready\n"))
}

/// Figures in the text format of Prometheus.
#[get("/metrics")]
pub(crate) async fn metrics_page() -> HttpResponse {
    let page = metrics().map(PrometheusHandle::render).unwrap_or_default();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(page)
}
