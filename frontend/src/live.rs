//! Live updates: while somebody is signed in and the tab can be seen, the server tells what is new, and what is old
//! here by that is asked for again.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use api_client::{json, wait};
use domain::notifications::Live;
use leptos::ev;
use leptos::prelude::*;
use ui_model::notifications::{Event, Stream, pause, stale};
use web_sys::AbortController;

use crate::components::page::visible;
use crate::data;
use crate::follow::{RwSignal, effect, memo, spawn};
use crate::session::{Phase, Session};

/// What the stream says first, and again each time it is opened.
const HELLO: &str = "hello";

/// What a stream can make old, all of it: nobody knows what was missed while there was none.
const ALL: [&str; 8] =
    [data::NEWS, "conversation", "thread", "request", "relationship", "goal", "timeline", "notifications"];

/// Who listens, and how far.
struct Listener {
    session: Session,
    /// Counts the loops: one that is not the latest ends.
    latest: Cell<u32>,
    /// Closes the stream that is open.
    close: RefCell<Option<AbortController>>,
    /// Whose news were heard last.
    who: RefCell<String>,
    /// The id to resume from.
    heard: RefCell<Option<String>>,
}

/// Listens from now on.
pub(crate) fn follow(session: Session) {
    let listener = Rc::new(Listener {
        session,
        latest: Cell::default(),
        close: RefCell::default(),
        who: RefCell::default(),
        heard: RefCell::default(),
    });
    let (seen, back) = (visible(), RwSignal::new(0_u32));
    // The id of whoever is signed in and looks; empty while nobody does.
    let who = memo(move || {
        let looks = session.phase() == Phase::SignedIn && seen.get();
        looks.then(|| session.me()).flatten().map(|me| me.id.to_string()).unwrap_or_default()
    });
    window_event_listener(ev::online, move |_| back.update(|times| *times += 1));
    effect(move || {
        back.track();
        listener.listen_as(who.get());
    });
}

impl Listener {
    fn listen_as(self: &Rc<Self>, who: String) {
        let turn = self.latest.get() + 1;
        self.latest.set(turn);
        if let Some(close) = self.close.take() {
            close.abort();
        }
        if who.is_empty() {
            return;
        }
        if *self.who.borrow() != who {
            self.heard.take();
        }
        self.who.replace(who);
        spawn(self.clone().go_on(turn));
    }

    /// Opens the stream again and again, until somebody else listens or nobody does.
    async fn go_on(self: Rc<Self>, turn: u32) {
        let mut failures = 0;
        while self.latest.get() == turn {
            if self.hear(turn).await {
                failures = 0;
            }
            let pause = pause(failures, js_sys::Math::random());
            wait(i32::try_from(pause).unwrap_or(i32::MAX)).await;
            failures += 1;
        }
    }

    /// One stream, to its end; gives whether it said anything.
    async fn hear(&self, turn: u32) -> bool {
        let Ok(close) = AbortController::new() else { return false };
        self.close.replace(Some(close.clone()));
        let after = self.heard.borrow().clone();
        let Ok(events) = self.session.client().events(after.as_deref(), &close).await else { return false };
        // What was heard last may have been asked for while there was no line.
        data::catch_up();
        let (mut stream, mut said) = (Stream::default(), false);
        while let Some(piece) = events.next().await {
            if self.latest.get() != turn {
                break;
            }
            said = true;
            self.take(&stream.read(&piece));
        }
        said
    }

    fn take(&self, events: &[Event]) {
        if let Some(id) = events.iter().rev().find_map(|event| event.id.clone()) {
            self.heard.replace(Some(id));
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
