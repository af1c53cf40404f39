//! Who is signed in. The access token lives in memory only; the refresh token in a cookie that no script can read.

use api_client::{Client, Error, Renewal};
use domain::accounts::{Me, SignedIn};
use domain::ids::ParticipantId;
use domain::problem::Code;
use leptos::ev;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::data;
use crate::follow::{RwSignal, StoredValue, spawn};

/// In local storage: the id of who is signed in on this device, so that visitors ask for no session and tabs learn
/// from each other.
const HERE: &str = "cairn.signed-in";
/// In local storage, before what somebody is writing: a text that is saved as one writes it …
pub(crate) const WORDS: &str = "cairn.words.";
/// … and one that is sent when it is done. Both go when their writer signs out.
pub(crate) const DRAFT: &str = "cairn.draft.";
/// A token is renewed so long before it expires, in seconds.
const AHEAD: u32 = 60;

/// So long after a renewal that was not answered it is tried again, in seconds.
const AGAIN: u32 = 5;

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The cookie's session is being asked for.
    Starting,
    /// Nobody is signed in.
    Visitor,
    /// Somebody is signed in.
    SignedIn,
}

/// The session of this tab.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    client: StoredValue<Client>,
    phase: RwSignal<Phase>,
    me: RwSignal<Option<Me>>,
    renewed: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    left: StoredValue<bool>,
    /// Why the session of the cookie could not be asked for yet.
    unanswered: RwSignal<Option<Error>>,
    outdated: RwSignal<bool>,
}

impl Session {
    /// Provides the session to the app and asks for the one of the cookie.
    pub(crate) fn provide() {
        let origin = window().location().origin().unwrap_or_default();
        let session = Self {
            client: StoredValue::new(Client::new(origin)),
            phase: RwSignal::new(if stored().is_some() { Phase::Starting } else { Phase::Visitor }),
            me: RwSignal::new(None),
            renewed: StoredValue::new(0),
            timer: StoredValue::new(None),
            left: StoredValue::new(false),
            unanswered: RwSignal::new(None),
            outdated: RwSignal::new(false),
        };
        session.client.update_value(|client| {
            let renewing = client.clone().renewing(move || -> Renewal { Box::pin(session.renew()) });
            *client = renewing.seeing_build(move |build| session.see_build(build));
        });
        provide_context(session);
        if stored().is_some() {
            session.ask_again();
        }
        session.listen_to_other_tabs();
    }

    /// The session of the app.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// The client that speaks for whoever is signed in.
    pub(crate) fn client(self) -> Client {
        self.client.get_value()
    }

    /// How far the session is.
    pub(crate) fn phase(self) -> Phase {
        self.phase.get()
    }

    /// Why it is not known yet who is signed in.
    pub(crate) fn unanswered(self) -> Option<Error> {
        self.unanswered.get()
    }

    /// Asks for the session of the cookie again, now.
    pub(crate) fn ask_again(self) {
        spawn(async move {
            self.renew().await;
        });
    }

    /// The server gives a newer build than this tab runs.
    pub(crate) fn is_outdated(self) -> bool {
        self.outdated.get()
    }

    fn see_build(self, build: &str) {
        // Trunk asks for the WebAssembly ahead, by a link that names it.
        let mine = document().query_selector("link[type='application/wasm']").ok().flatten();
        let mine = mine.and_then(|link| link.get_attribute("href"));
        if mine.is_some_and(|mine| !mine.ends_with(build)) && !self.outdated.get_untracked() {
            self.outdated.set(true);
        }
    }

    /// Who is signed in.
    pub(crate) fn me(self) -> Option<Me> {
        self.me.get()
    }

    /// Takes over what has changed about whoever is signed in.
    pub(crate) fn update_me(self, change: impl FnOnce(&mut Me)) {
        self.me.update(|me| {
            if let Some(me) = me {
                change(me);
            }
        });
    }

    /// Somebody is signed in from now on.
    pub(crate) fn begin(self, signed_in: SignedIn) {
        let id = signed_in.me.id;
        if self.me.with_untracked(|me| me.as_ref().map(|me| me.id)) != Some(id) {
            data::forget_everything();
        }
        self.client.with_value(|client| client.set_token(Some(signed_in.access_token)));
        self.renewed.update_value(|times| *times += 1);
        self.left.set_value(false);
        store(Some(id));
        self.renew_in(signed_in.expires_in.saturating_sub(AHEAD));
        self.learn(signed_in.me);
        self.set_phase(Phase::SignedIn);
    }

    /// Asks the server again what it knows about whoever is signed in.
    pub(crate) fn ask_who_i_am(self) {
        if self.me.with_untracked(Option::is_none) {
            return;
        }
        spawn(async move {
            // Without an answer, what is known stays.
            if let Ok(me) = self.client().me().await {
                self.learn(me);
            }
        });
    }

    /// Nothing on the page moves when nothing has changed.
    fn learn(self, me: Me) {
        if self.me.with_untracked(|known| known.as_ref() != Some(&me)) {
            self.me.set(Some(me));
        }
    }

    /// Whoever was signed in has gone on purpose.
    pub(crate) fn leave(self) {
        self.left.set_value(true);
        forget_words();
        self.end();
    }

    /// The last session ended on purpose: there is no page to come back to.
    pub(crate) fn was_left(self) -> bool {
        self.left.get_value()
    }

    /// Nobody is signed in from now on.
    pub(crate) fn end(self) {
        self.client.with_value(|client| client.set_token(None));
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
        store(None);
        self.set_phase(Phase::Visitor);
        self.me.set(None);
        data::forget_everything();
    }

    /// Goes on with the session of the cookie: one tab at a time, since each time the cookie changes.
    async fn renew(self) -> bool {
        let before = self.renewed.get_value();
        let locked = alone("cairn.refresh", async move {
            if self.renewed.get_value() != before {
                return true;
            }
            match self.client().refresh().await {
                Ok(signed_in) => self.begin(signed_in),
                Err(error) if is_over(&error) => self.end(),
                // Not reached, or busy: the session goes on when the server answers again.
                Err(error) => {
                    let starting = self.phase.get_untracked() == Phase::Starting;
                    if starting && self.unanswered.with_untracked(Option::is_none) {
                        self.unanswered.set(Some(error));
                    }
                    self.renew_in(AGAIN);
                    return false;
                }
            }
            self.phase.get_untracked() == Phase::SignedIn
        });
        locked.await
    }

    fn renew_in(self, seconds: u32) {
        let timer =
            set_timeout_with_handle(move || self.ask_again(), Duration::from_secs(seconds.into())).ok();
        if let Some(earlier) = self.timer.try_update_value(|kept| std::mem::replace(kept, timer)).flatten() {
            earlier.clear();
        }
    }

    /// Another tab has signed out, or somebody (else) in.
    fn listen_to_other_tabs(self) {
        window_event_listener(ev::storage, move |event| {
            if event.key().as_deref() != Some(HERE) {
                return;
            }
            let mine = self.me.with_untracked(|me| me.as_ref().map(|me| me.id.to_string()));
            match event.new_value() {
                None => self.end(),
                Some(theirs) if mine.as_deref() == Some(theirs.as_str()) => {}
                Some(_) => self.ask_again(),
            }
        });
    }

    fn set_phase(self, phase: Phase) {
        if self.phase.get_untracked() != phase {
            self.phase.set(phase);
        }
    }
}

/// There is no session any more, or never was one.
fn is_over(error: &Error) -> bool {
    use Code::{AccountSuspended, ForeignOrigin, SessionEnded, Unauthenticated};
    matches!(error.code(), Some(SessionEnded | Unauthenticated | AccountSuspended | ForeignOrigin))
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn stored() -> Option<String> {
    storage()?.get_item(HERE).ok().flatten()
}

/// Where storage is switched off, nothing is remembered and nothing is lost but comfort.
fn store(id: Option<ParticipantId>) {
    let Some(storage) = storage() else { return };
    let _ = match id {
        Some(id) if stored() == Some(id.to_string()) => Ok(()),
        Some(id) => storage.set_item(HERE, &id.to_string()),
        None => storage.remove_item(HERE),
    };
}

fn forget_words() {
    let Some(storage) = storage() else { return };
    let places = (0..storage.length().unwrap_or(0)).filter_map(|nth| storage.key(nth).ok().flatten());
    for place in
        places.filter(|place| [WORDS, DRAFT].iter().any(|kept| place.starts_with(kept))).collect::<Vec<_>>()
    {
        let _ = storage.remove_item(&place);
    }
}

/// Does `work` while no other tab does work of this name (Web Locks).
async fn alone(name: &str, work: impl Future<Output = bool> + 'static) -> bool {
    let locks =
        js_sys::Reflect::get(&window().navigator(), &"locks".into()).ok().filter(|l| !l.is_undefined());
    let request = locks.as_ref().and_then(|locks| js_sys::Reflect::get(locks, &"request".into()).ok());
    let (Some(locks), Some(Ok(request))) = (locks, request.map(JsCast::dyn_into::<js_sys::Function>)) else {
        return work.await;
    };
    let held =
        Closure::once_into_js(move || future_to_promise(async move { Ok(JsValue::from_bool(work.await)) }));
    let Ok(promise) = request.call2(&locks, &name.into(), &held) else { return false };
    let done = JsFuture::from(js_sys::Promise::resolve(&promise)).await;
    done.ok().and_then(|done| done.as_bool()).unwrap_or(false)
}
