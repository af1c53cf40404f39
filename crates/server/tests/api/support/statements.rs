//! Counts the statements of requests, for tests and for benchmarks.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

/// By method and route, the most statements that one request took.
static MOST: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// From now on the statements of every request in this process are counted.
pub(crate) fn count_statements() {
    static BEGIN: Once = Once::new();
    let counting = || tracing_subscriber::registry().with(Counting);
    BEGIN.call_once(|| tracing::subscriber::set_global_default(counting()).unwrap());
}

/// The most statements that one request to an operation took, such as `GET /api/v1/me`.
pub(crate) fn most_statements(operation: &str) -> usize {
    MOST.lock().unwrap().get(operation).copied().unwrap_or(0)
}

/// Counts what the database library says of its statements, by the request that they are for.
struct Counting;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Counting {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target() == "sqlx::query" || (metadata.is_span() && metadata.name() == "request")
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut request = OneRequest::default();
        attributes.record(&mut request);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(request);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(span) = context.event_span(event) else { return };
        if let Some(request) = span.extensions_mut().get_mut::<OneRequest>() {
            request.statements += 1;
            let mut all = MOST.lock().unwrap();
            let most = all.entry(format!("{} {}", request.method, request.route)).or_default();
            *most = request.statements.max(*most);
        }
    }
}

/// A request under way.
#[derive(Default)]
struct OneRequest {
    method: String,
    route: String,
    statements: usize,
}

impl Visit for OneRequest {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "method" => self.method = format!("{value:?}"),
            "route" => self.route = format!("{value:?}").replace('"', ""),
            _ => {}
        }
    }
}
