//! The one way by which a page gets its data: a cache of what the API answered, by key.
//!
//! What is known is shown at once; when it is older than half a minute it is asked for again behind it.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use api_client::{Client, Error, Versioned};
use domain::criteria::Criteria;
use domain::profiles::Preferences;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::states;
use crate::session::Session;
use crate::view::{IntoView, View};

/// For so long, in milliseconds, an answer is not asked for again.
const FRESH: f64 = 30_000.0;

thread_local! {
    static CACHE: RefCell<HashMap<String, Rc<dyn Cached>>> = RefCell::default();
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
pub(crate) trait Answer: Clone + PartialEq + Send + Sync + 'static {}
impl<T: Clone + PartialEq + Send + Sync + 'static> Answer for T {}

/// An answer on its way.
pub(crate) type Fetch<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

struct Entry<T> {
    state: ArcRwSignal<Load<T>>,
    /// Told when the answer is to be asked for again.
    stale: ArcTrigger,
    /// When the answer came, in milliseconds; none when it is to be asked for.
    since: Cell<Option<f64>>,
}

/// What the cache does with an entry whatever it holds.
trait Cached {
    fn expire(&self);
    fn as_any(self: Rc<Self>) -> Rc<dyn Any>;
}

impl<T: Answer> Cached for Entry<T> {
    fn expire(&self) {
        self.since.set(None);
        self.stale.notify();
    }

    fn as_any(self: Rc<Self>) -> Rc<dyn Any> {
        self
    }
}

impl<T: Answer> Entry<T> {
    /// Nothing on the page moves when nothing has changed.
    fn show(&self, value: T) {
        let known = matches!(&*self.state.read_untracked(), Load::Ready(known) if *known == value);
        if !known {
            self.state.set(Load::Ready(value));
        }
    }
}

/// Data of a page: `state` follows the key, and what happens to its answer.
pub(crate) struct Query<T: Answer> {
    state: RwSignal<ArcRwSignal<Load<T>>>,
    key: Memo<String>,
}

#[expect(clippy::expl_impl_clone_on_copy, reason = "derived, it would ask the same of the answer")]
impl<T: Answer> Clone for Query<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Answer> Copy for Query<T> {}

impl<T: Answer> Query<T> {
    /// How far the answer is.
    pub(crate) fn get(self) -> Load<T> {
        self.state.get().get()
    }

    /// The answer, where it is here.
    pub(crate) fn ready(self) -> Option<T> {
        match self.get() {
            Load::Ready(value) => Some(value),
            Load::Waiting | Load::Failed(_) => None,
        }
    }

    /// Asks again.
    pub(crate) fn retry(self) {
        refresh(&self.key.get_untracked());
    }

    /// Shows the answer with `ready`; until then a skeleton, or what went wrong with a way out.
    pub(crate) fn show(self, skeleton: fn() -> View, ready: impl Fn(T) -> View + Send + 'static) -> View {
        let view = move || match self.get() {
            Load::Waiting => skeleton(),
            Load::Ready(value) => ready(value),
            Load::Failed(error) => states::failed(&error, move || self.retry()),
        };
        view.into_view()
    }
}

/// The answer that `fetch` gives, kept under `key`. Both may read signals; the key says when they count.
pub(crate) fn query<T: Answer>(
    key: impl Fn() -> String + Send + Sync + 'static,
    fetch: impl Fn(Client) -> Fetch<T> + 'static,
) -> Query<T> {
    let session = Session::here();
    let key = Memo::new(move |_| key());
    let state = RwSignal::new(entry::<T>(&key.get_untracked()).state.clone());
    Effect::new(move |_| {
        let key = key.get();
        let entry = entry::<T>(&key);
        entry.stale.track();
        state.set(entry.state.clone());
        if entry.since.get().is_some_and(|since| js_sys::Date::now() - since < FRESH) {
            return;
        }
        entry.since.set(Some(js_sys::Date::now()));
        if matches!(*entry.state.read_untracked(), Load::Failed(_)) {
            entry.state.set(Load::Waiting);
        }
        let answer = fetch(session.client());
        spawn_local(async move { take(&entry, answer.await) });
    });
    Query { state, key }
}

/// The criteria of the programme.
pub(crate) fn criteria() -> Query<Arc<Criteria>> {
    query(|| "criteria".to_owned(), |client| Box::pin(async move { client.criteria().await.map(Arc::new) }))
}

/// The key of `preferences`.
pub(crate) const PREFERENCES: &str = "preferences";

/// What the mentee who is signed in looks for, and its version.
pub(crate) fn preferences() -> Query<Versioned<Preferences>> {
    query(|| PREFERENCES.to_owned(), |client| Box::pin(async move { client.preferences().await }))
}

fn take<T: Answer>(entry: &Entry<T>, answer: Result<T, Error>) {
    match answer {
        Ok(value) => entry.show(value),
        Err(error) => {
            entry.since.set(None);
            // What is shown stays: an old answer says more than none.
            if !matches!(*entry.state.read_untracked(), Load::Ready(_)) {
                entry.state.set(Load::Failed(error));
            }
        }
    }
}

fn entry<T: Answer>(key: &str) -> Rc<Entry<T>> {
    let known = CACHE.with_borrow(|cache| cache.get(key).cloned());
    if let Some(Ok(entry)) = known.map(|entry| entry.as_any().downcast::<Entry<T>>()) {
        return entry;
    }
    let entry = Rc::new(Entry {
        state: ArcRwSignal::new(Load::Waiting),
        stale: ArcTrigger::new(),
        since: Cell::new(None),
    });
    CACHE.with_borrow_mut(|cache| cache.insert(key.to_owned(), entry.clone()));
    entry
}

/// Keeps `value` as the answer of `key`: a page has just been told it.
pub(crate) fn put<T: Answer>(key: &str, value: T) {
    let entry = entry::<T>(key);
    entry.since.set(Some(js_sys::Date::now()));
    entry.show(value);
}

/// What is known under `key`, without asking; follows what is learnt about it.
pub(crate) fn known<T: Answer>(key: &str) -> Option<T> {
    match entry::<T>(key).state.get() {
        Load::Ready(value) => Some(value),
        Load::Waiting | Load::Failed(_) => None,
    }
}

/// Asks again for every answer whose key begins with `prefix`: now where it is shown, else when it is next.
pub(crate) fn refresh(prefix: &str) {
    let stale = CACHE.with_borrow(|cache| {
        cache
            .iter()
            .filter(|(key, _)| key.starts_with(prefix))
            .map(|(_, entry)| entry.clone())
            .collect::<Vec<_>>()
    });
    for entry in stale {
        entry.expire();
    }
}

/// Forgets all answers: they were somebody's.
pub(crate) fn forget_everything() {
    CACHE.with_borrow_mut(HashMap::clear);
}
