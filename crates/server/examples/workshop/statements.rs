//! How many statements something takes, and how long it takes at worst.

use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

use crate::workshop::Outcome;

/// How many statements went to the database.
static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// How many statements one request takes. Nothing is measured afterwards: counting costs.
pub(crate) async fn of<T>(request: impl Future<Output = Result<T, api_client::Error>>) -> Outcome<f64> {
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Counting))?;
    let before = STATEMENTS.load(Ordering::SeqCst);
    request.await?;
    Ok(f64::from(u32::try_from(STATEMENTS.load(Ordering::SeqCst) - before)?))
}

/// Counts what the database library says of its statements.
struct Counting;

impl<S: Subscriber> Layer<S> for Counting {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            STATEMENTS.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// The time that one of a hundred exceeds.
pub(crate) fn p99(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 99 / 100]
}
