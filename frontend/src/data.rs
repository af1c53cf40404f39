//! The one way by which a page gets its data: a cache of what the API answered, by key.
//!
//! What is known is shown at once; when it is older than half a minute it is asked for again behind it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use api_client::{Call, Client, Error, Versioned};
use domain::criteria::Criteria;
use domain::notifications::News;
use domain::profiles::{Offer, Preferences};
use leptos::prelude::*;

use crate::boxed::Act;
use crate::components::states;
use crate::follow::{Memo, RwSignal, effect, memo, spawn};
use crate::session::Session;
use crate::view::{IntoView, View};

/// For so long, in milliseconds, an answer is not asked for again.
const FRESH: f64 = 30_000.0;

thread_local! {
    static CACHE: RefCell<Vec<(String, Rc<Entry>)>> = RefCell::default();
}

/// How far an answer is.
#[derive(Clone)]
pub(crate) enum Load<T> {
    /// Not here yet.
    Waiting,
    /// Here.
    Ready(T),
    /// It did not come.
    Failed(Error),
}

/// What can be kept: every type that travels.
pub(crate) trait Answer: Any + Send + Sync {
    /// Whether another answer says the same.
    fn says_the_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Answer for T {
    fn says_the_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// An answer as it is kept, whatever it is.
type Kept = Arc<dyn Answer>;

/// An answer on its way.
pub(crate) type Fetch<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

struct Entry {
    state: ArcRwSignal<Load<Kept>>,
    /// Told when the answer is to be asked for again.
    stale: ArcTrigger,
    /// When the answer came, in milliseconds; none when it is to be asked for.
    since: Cell<Option<f64>>,
    /// The turns of what was asked for last and of what is shown: an answer to an earlier question is older.
    asked: Cell<u32>,
    shown: Cell<u32>,
}

impl Entry {
    /// Nothing on the page moves when nothing has changed.
    fn show(&self, value: Kept) {
        let known = matches!(&*self.state.read_untracked(), Load::Ready(known) if known.says_the_same(&*value as &dyn Any));
        if !known {
            self.state.set(Load::Ready(value));
        }
    }

    /// Something newer is on its way, or here: gives its turn.
    fn begin(&self) -> u32 {
        self.since.set(Some(js_sys::Date::now()));
        self.asked.get().max(self.shown.get()) + 1
    }

    fn ask(&self) -> u32 {
        self.asked.set(self.begin());
        self.asked.get()
    }

    fn take(&self, turn: u32, answer: Result<Kept, Error>) {
        let is_last = turn == self.asked.get();
        match answer {
            Ok(value) if turn > self.shown.get() => {
                self.shown.set(turn);
                self.show(value);
            }
            // A page was told something meanwhile, which may not be all that is new.
            Ok(_) if is_last => self.ask_again(),
            Err(error) if is_last => {
                self.since.set(None);
                // What is shown stays: an old answer says more than none.
                if !matches!(*self.state.read_untracked(), Load::Ready(_)) {
                    self.state.set(Load::Failed(error));
                }
            }
            Ok(_) | Err(_) => {}
        }
    }

    fn ask_again(&self) {
        self.since.set(None);
        self.stale.notify();
    }
}

/// Data of a page: `state` follows the key, and what happens to its answer.
pub(crate) struct Query<T> {
    state: RwSignal<ArcRwSignal<Load<Kept>>>,
    key: Memo<String>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Query<T> {}

impl<T: Answer> Query<T> {
    /// How far the answer is.
    pub(crate) fn get(self) -> Load<Arc<T>> {
        match self.state.get().get() {
            Load::Waiting => Load::Waiting,
            Load::Ready(kept) => typed(kept).map_or(Load::Waiting, Load::Ready),
            Load::Failed(error) => Load::Failed(error),
        }
    }

    /// The answer, where it is here.
    pub(crate) fn ready(self) -> Option<Arc<T>> {
        match self.get() {
            Load::Ready(value) => Some(value),
            Load::Waiting | Load::Failed(_) => None,
        }
    }

    /// What went wrong, with a way out: asking again.
    pub(crate) fn failed(self, error: &Error) -> View {
        states::failed(error, again(self.key))
    }

    /// Shows the answer with `ready`; until then a skeleton, or what went wrong with a way out.
    pub(crate) fn show(self, skeleton: fn() -> View, ready: impl Fn(Arc<T>) -> View + 'static) -> View {
        self.show_or(skeleton, states::failed, ready)
    }

    /// Shows the answer with `ready`; until then a skeleton, or with `failed` what went wrong.
    pub(crate) fn show_or(
        self,
        skeleton: fn() -> View,
        failed: Failed,
        ready: impl Fn(Arc<T>) -> View + 'static,
    ) -> View {
        let ready = move |kept: Kept| typed(kept).map_or_else(skeleton, &ready);
        shown(self.state, self.key, (skeleton, failed, Box::new(ready)))
    }
}

/// Shows what went wrong; it can be asked for again.
type Failed = fn(&Error, Box<dyn Fn()>) -> View;

/// How an answer is shown that is on its way, did not come, and is here.
type Shown = (fn() -> View, Failed, Box<dyn Act<Kept, View>>);

fn shown(
    state: RwSignal<ArcRwSignal<Load<Kept>>>,
    key: Memo<String>,
    (skeleton, failed, ready): Shown,
) -> View {
    let view = move || match state.get().get() {
        Load::Waiting => skeleton(),
        Load::Failed(error) => failed(&error, again(key)),
        Load::Ready(kept) => ready.act(kept),
    };
    view.into_view()
}

fn again(key: Memo<String>) -> Box<dyn Fn()> {
    Box::new(move || refresh(&key.get_untracked()))
}

fn typed<T: Answer>(kept: Kept) -> Option<Arc<T>> {
    (kept as Arc<dyn Any + Send + Sync>).downcast().ok()
}

/// What brings an answer: an operation, or what asks for several.
pub(crate) trait Bring<T> {
    /// What `make` makes of the answer.
    fn made<U: 'static>(self, make: fn(T) -> U) -> Fetch<U>;
}

impl<T: 'static> Bring<T> for Call<T> {
    fn made<U: 'static>(self, make: fn(T) -> U) -> Fetch<U> {
        Box::pin(self.map(make))
    }
}

impl<T: 'static> Bring<T> for Fetch<T> {
    fn made<U: 'static>(self, make: fn(T) -> U) -> Fetch<U> {
        Box::pin(async move { self.await.map(make) })
    }
}

/// What asks for several things, or does more with an answer than read it.
pub(crate) fn several<T>(asking: impl Future<Output = Result<T, Error>> + 'static) -> Fetch<T> {
    Box::pin(asking)
}

fn keep<T: Answer>(answer: T) -> Kept {
    Arc::new(answer)
}

/// The answer that `fetch` gives, kept under `key`. Both may read signals; the key says when they count.
pub(crate) fn query<T: Answer, F: Bring<T>>(
    key: impl Fn() -> String + Send + Sync + 'static,
    fetch: impl Fn(Client) -> F + 'static,
) -> Query<T> {
    let key = memo(key);
    let fetch = move |client: Client| fetch(client).made(keep);
    Query { state: state(key, Box::new(fetch)), key, answer: PhantomData }
}

fn state(key: Memo<String>, fetch: Box<dyn Act<Client, Fetch<Kept>>>) -> RwSignal<ArcRwSignal<Load<Kept>>> {
    let session = Session::here();
    let state = RwSignal::new(entry(&key.get_untracked()).state.clone());
    effect(move || {
        let entry = entry(&key.get());
        entry.stale.track();
        state.set(entry.state.clone());
        if entry.since.get().is_some_and(|since| js_sys::Date::now() - since < FRESH) {
            return;
        }
        let turn = entry.ask();
        if matches!(*entry.state.read_untracked(), Load::Failed(_)) {
            entry.state.set(Load::Waiting);
        }
        let answer = fetch.act(session.client());
        spawn(async move { entry.take(turn, answer.await) });
    });
    state
}

/// The criteria of the programme.
pub(crate) fn criteria() -> Query<Criteria> {
    query(|| "criteria".to_owned(), |client| client.criteria())
}

/// The key of `preferences`.
pub(crate) const PREFERENCES: &str = "preferences";

/// What the mentee who is signed in looks for, and its version.
pub(crate) fn preferences() -> Query<Versioned<Preferences>> {
    query(|| PREFERENCES.to_owned(), |client| client.preferences())
}

/// The key of `offer`.
pub(crate) const OFFER: &str = "offer";

/// What the mentor who is signed in offers, and its version.
pub(crate) fn offer() -> Query<Versioned<Offer>> {
    query(|| OFFER.to_owned(), |client| client.offer())
}

/// The key of `news`.
pub(crate) const NEWS: &str = "news";

/// How much is new for whoever is signed in.
pub(crate) fn news() -> Query<News> {
    query(|| NEWS.to_owned(), |client| client.news())
}

fn entry(key: &str) -> Rc<Entry> {
    CACHE.with_borrow_mut(|cache| {
        if let Some((_, entry)) = cache.iter().find(|(known, _)| known == key) {
            return entry.clone();
        }
        let state = ArcRwSignal::new(Load::Waiting);
        let entry = Rc::new(Entry {
            state,
            stale: ArcTrigger::new(),
            since: Cell::default(),
            asked: Cell::default(),
            shown: Cell::default(),
        });
        cache.push((key.to_owned(), entry.clone()));
        entry
    })
}

/// Keeps `value` as the answer of `key`: a page has just been told it.
pub(crate) fn put<T: Answer>(key: &str, value: T) {
    let entry = entry(key);
    entry.shown.set(entry.begin());
    entry.show(Arc::new(value));
}

/// What is known under `key`, without asking; follows what is learnt about it.
pub(crate) fn known<T: Answer>(key: &str) -> Option<Arc<T>> {
    match entry(key).state.get() {
        Load::Ready(kept) => typed(kept),
        Load::Waiting | Load::Failed(_) => None,
    }
}

/// The tag of a version, as `If-Match` takes it.
pub(crate) fn tag(version: i64) -> String {
    ["\"", &version.to_string(), "\""].concat()
}

/// Asks again for every answer whose key begins with `prefix`: now where it is shown, else when it is next.
pub(crate) fn refresh(prefix: &str) {
    ask_again(&|key, _| key.starts_with(prefix));
}

/// Asks again for every answer that was asked for in vain: the server can be reached again.
pub(crate) fn catch_up() {
    ask_again(&|_, entry| entry.since.get().is_none());
}

fn ask_again(which: &dyn Fn(&str, &Entry) -> bool) {
    let wanted = |(key, entry): &(String, Rc<Entry>)| which(key, entry).then(|| entry.clone());
    let stale: Vec<_> = CACHE.with_borrow(|cache| cache.iter().filter_map(wanted).collect());
    for entry in stale {
        entry.ask_again();
    }
}

/// Forgets all answers: they were somebody's.
pub(crate) fn forget_everything() {
    CACHE.with_borrow_mut(Vec::clear);
}
