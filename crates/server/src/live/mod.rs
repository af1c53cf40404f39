//! Live news: what open pages hear as soon as it is committed, here or on another server.

pub(crate) mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::ParticipantId;
use tokio::sync::Notify;

/// Wakes the open pages of participants: each then reads what is new for it.
#[derive(Debug, Default)]
pub struct Hub(Mutex<HashMap<ParticipantId, Arc<Notify>>>);

impl Hub {
    /// There is something new for these.
    pub(crate) fn wake(&self, ids: &[ParticipantId]) {
        let listening = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for bell in ids.iter().filter_map(|id| listening.get(id)) {
            bell.notify_waiters();
        }
    }
}
