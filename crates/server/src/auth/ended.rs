use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::accounts::ACCESS_TOKEN;
use domain::ids::SessionId;
use tokio::sync::watch;

/// Without news from the other servers for this long, nobody's access token is believed.
const FRESH: Duration = Duration::from_secs(10);

/// Sessions that ended while their access tokens were still valid. The worker brings what other servers ended.
#[derive(Debug, Default)]
pub struct Ended {
    sessions: RwLock<HashMap<SessionId, DateTime<Utc>>>,
    /// When the other servers were last asked; never, where there are none.
    asked: RwLock<Option<Instant>>,
    /// Rings when a session ends.
    bell: watch::Sender<()>,
}

impl Ended {
    /// From now on the access tokens of these sessions count for nothing here.
    pub fn add(&self, sessions: impl IntoIterator<Item = SessionId>, at: DateTime<Utc>) {
        let mut known = self.sessions.write().unwrap_or_else(PoisonError::into_inner);
        let before = known.len();
        known.extend(sessions.into_iter().map(|session| (session, at)));
        let more = known.len() > before;
        drop(known);
        if more {
            self.bell.send_replace(());
        }
    }

    /// Changes whenever a session ends.
    pub fn bell(&self) -> watch::Receiver<()> {
        self.bell.subscribe()
    }

    /// The session has ended.
    pub fn contains(&self, session: SessionId) -> bool {
        self.sessions.read().unwrap_or_else(PoisonError::into_inner).contains_key(&session)
    }

    /// Forgets those whose tokens have expired by themselves.
    pub fn forget_expired(&self, now: DateTime<Utc>) {
        let mut known = self.sessions.write().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, ended_at| *ended_at + ACCESS_TOKEN > now);
    }

    /// The other servers have just been asked.
    pub fn asked(&self) {
        *self.asked.write().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// What the other servers ended is known, as of a few seconds ago at most.
    pub fn is_fresh(&self) -> bool {
        let asked = self.asked.read().unwrap_or_else(PoisonError::into_inner);
        asked.is_none_or(|asked| asked.elapsed() < FRESH)
    }
}
