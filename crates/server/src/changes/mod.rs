//! The change feed: which participants have changed, numbered in the order of the commits.
//!
//! What a server holds in memory of them, it brings up to the feed: after its own commits at once, after those of
//! other servers on the same database within a second, and after a lost connection by the numbers it has not seen.

mod store;
pub mod worker;

use std::sync::atomic::{AtomicI32, Ordering};

use chrono::{Datelike as _, NaiveDate};
use tokio::sync::{Mutex, MutexGuard};

use store::Numbers;

/// How far this server has followed.
#[derive(Debug)]
pub struct Feed {
    turn: Mutex<Numbers>,
    /// The last day on which pauses ended, as a number.
    day: AtomicI32,
}

impl Feed {
    fn new(numbers: Numbers, today: NaiveDate) -> Self {
        Self { turn: Mutex::new(numbers), day: AtomicI32::new(today.num_days_from_ce()) }
    }

    /// Waits for the turn to change what is held in memory: nobody may show what another has read before.
    async fn turn(&self) -> MutexGuard<'_, Numbers> {
        self.turn.lock().await
    }

    fn has_seen(&self, today: NaiveDate) -> bool {
        self.day.load(Ordering::Relaxed) >= today.num_days_from_ce()
    }

    fn day(&self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.day.load(Ordering::Relaxed)).unwrap_or_default()
    }

    fn see(&self, today: NaiveDate) {
        self.day.store(today.num_days_from_ce(), Ordering::Relaxed);
    }
}
