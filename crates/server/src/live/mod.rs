//! Live news: what open pages hear as soon as it is committed, here or on another server.

pub(crate) mod routes;
pub(crate) mod store;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use domain::ids::ParticipantId;
use tokio::sync::watch;
use utoipa_actix_web::service_config::ServiceConfig;

/// For how long a page that lost its connection can go on from where it was.
pub(crate) const KEPT: Duration = Duration::days(1);

/// The addresses of this area.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(routes::events);
}

/// Wakes the open pages of participants: each then reads what is new for it.
#[derive(Clone, Debug, Default)]
pub struct Hub(Arc<Listening>);

#[derive(Debug, Default)]
struct Listening {
    bells: Mutex<HashMap<ParticipantId, watch::Sender<()>>>,
    closed: AtomicBool,
}

/// An open page of a participant. A bell that rings while nobody waits for it is heard afterwards.
#[derive(Debug)]
pub(crate) struct Listener {
    id: ParticipantId,
    hub: Hub,
    bell: Option<watch::Receiver<()>>,
}

impl Hub {
    /// There is something new for these.
    pub(crate) fn wake(&self, ids: &[ParticipantId]) {
        let bells = self.bells();
        for bell in ids.iter().filter_map(|id| bells.get(id)) {
            bell.send_replace(());
        }
    }

    /// There may be something new for everybody.
    pub(crate) fn wake_all(&self) {
        for bell in self.bells().values() {
            bell.send_replace(());
        }
    }

    /// All pages are told to go: the server stops.
    pub(crate) fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        self.wake_all();
    }

    /// Listens for a participant from now on. Whoever reads the store after this misses nothing.
    pub(crate) fn listen(&self, id: ParticipantId) -> Listener {
        let bell = self.bells().entry(id).or_insert_with(|| watch::channel(()).0).subscribe();
        Listener { id, hub: self.clone(), bell: Some(bell) }
    }

    fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::SeqCst)
    }

    fn bells(&self) -> MutexGuard<'_, HashMap<ParticipantId, watch::Sender<()>>> {
        self.0.bells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// Ready as soon as there may be something new.
    async fn rung(&mut self) {
        let heard = match &mut self.bell {
            Some(bell) => bell.changed().await.is_ok(),
            None => false,
        };
        if !heard {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut bells = self.hub.bells();
        self.bell = None;
        if bells.get(&self.id).is_some_and(|bell| bell.receiver_count() == 0) {
            bells.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use uuid::Uuid;

    async fn rings(listener: &mut Listener) -> bool {
        tokio::time::timeout(Duration::from_millis(20), listener.rung()).await.is_ok()
    }

    #[tokio::test]
    async fn a_bell_is_heard_by_its_pages_even_if_it_rang_before_they_waited() {
        let hub = Hub::default();
        let [noor, tomas] = [1, 2].map(|id| ParticipantId(Uuid::from_u128(id)));
        let (mut one, mut two, mut other) = (hub.listen(noor), hub.listen(noor), hub.listen(tomas));
        hub.wake(&[noor]);
        assert!(rings(&mut one).await && rings(&mut two).await);
        assert!(!rings(&mut other).await && !rings(&mut one).await);
        hub.wake_all();
        assert!(rings(&mut one).await && rings(&mut other).await);
    }

    #[tokio::test]
    async fn who_goes_leaves_nothing_behind() {
        let hub = Hub::default();
        let noor = ParticipantId(Uuid::from_u128(1));
        let (one, two) = (hub.listen(noor), hub.listen(noor));
        drop(one);
        assert_eq!(hub.bells().len(), 1);
        drop(two);
        assert!(hub.bells().is_empty());
        hub.wake(&[noor]);
        assert!(hub.bells().is_empty());
    }
}
