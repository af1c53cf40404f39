//! Live updates: while somebody is signed in and the tab can be seen, the server tells what is new, and what is old
//! here by that is asked for again.

use api_client::{json, wait};
use domain::ids::ParticipantId;
use domain::notifications::Live;
use leptos::ev;
use leptos::prelude::*;
use ui_model::notifications::{Event, Stream, pause, stale};
use web_sys::AbortController;

use crate::components::page::visible;
use crate::data;
use crate::follow::{effect, memo, spawn};
use crate::session::{Phase, Session};

/// What the stream says first, and again each time it is opened.
const HELLO: &str = "hello";

/// What a stream can make old, all of it: nobody knows what was missed while there was none.
const ALL: [&str; 6] = [data::NEWS, "conversation", "thread", "request", "relationship", "notifications"];

/// Who listens, and how far.
#[derive(Clone, Copy)]
struct Listener {
    session: Session,
    /// Counts the loops: one that is not the latest ends.
    latest: StoredValue<u32>,
    /// Closes the stream that is open.
    close: StoredValue<Option<AbortController>, LocalStorage>,
    /// Whose news were heard last, and the id to resume from.
    heard: StoredValue<(Option<ParticipantId>, Option<String>)>,
}

/// Listens from now on.
pub(crate) fn follow(session: Session) {
    let listener = Listener {
        session,
        latest: StoredValue::new(0),
        close: StoredValue::new_local(None),
        heard: StoredValue::new((None, None)),
    };
    let (seen, connections) = (visible(), RwSignal::new(0_u32));
    let who = memo(move || {
        let signed_in = session.phase() == Phase::SignedIn && seen.get();
        signed_in.then(|| session.me()).flatten().map(|me| me.id)
    });
    window_event_listener(ev::online, move |_| connections.update(|times| *times += 1));
    effect(move || {
        connections.track();
        listener.listen_as(who.get());
    });
}

impl Listener {
    fn listen_as(self, who: Option<ParticipantId>) {
        self.latest.update_value(|latest| *latest += 1);
        self.close.update_value(|close| {
            if let Some(close) = close.take() {
                close.abort();
            }
        });
        let Some(who) = who else { return };
        self.heard.update_value(|(last, after)| {
            if last.replace(who) != Some(who) {
                *after = None;
            }
        });
        spawn(self.go_on(self.latest.get_value()));
    }

    /// Opens the stream again and again, until somebody else listens or nobody does.
    async fn go_on(self, turn: u32) {
        let mut failures = 0;
        while self.latest.get_value() == turn {
            if self.hear(turn).await {
                failures = 0;
            }
            let pause = pause(failures, js_sys::Math::random());
            wait(i32::try_from(pause).unwrap_or(i32::MAX)).await;
            failures += 1;
        }
    }

    /// One stream, to its end; gives whether it said anything.
    async fn hear(self, turn: u32) -> bool {
        let Ok(close) = AbortController::new() else { return false };
        self.close.set_value(Some(close.clone()));
        let after = self.heard.with_value(|(_, after)| after.clone());
        let Ok(events) = self.session.client().events(after.as_deref(), &close).await else { return false };
        let (mut stream, mut said) = (Stream::default(), false);
        while let Some(piece) = events.next().await {
            if self.latest.get_value() != turn {
                break;
            }
            said = true;
            self.take(&stream.read(&piece));
        }
        said
    }

    fn take(self, events: &[Event]) {
        if let Some(id) = events.iter().rev().find_map(|event| event.id.clone()) {
            self.heard.update_value(|(_, after)| *after = Some(id));
        }
        if events.iter().any(|event| event.name == HELLO) {
            for key in ALL {
                data::refresh(key);
            }
            return;
        }
        let news: Vec<Live> = events.iter().filter_map(|event| json::read(event.data.as_bytes())).collect();
        if !news.is_empty() {
            for key in stale(&news) {
                data::refresh(&key);
            }
        }
    }
}
