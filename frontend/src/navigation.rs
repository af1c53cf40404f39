//! Where the reader is, and the ways to other pages.
//!
//! leptos_router does the same for apps of every kind; what it brings for that weighs more than many a page of ours.
use leptos::ev::{self, MouseEvent};
use leptos::prelude::{
    AnyView, ArcRwSignal, Get, GetUntracked, IntoAny, Owner, Read, Set, document, expect_context,
    provide_context, request_animation_frame, untrack, window, window_event_listener,
};
use leptos::tachys::reactive_graph::OwnedView;
use ui_model::address::named;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, UrlSearchParams};

use crate::follow::{Memo, StoredValue, memo};
use crate::view::{IntoView, View};

/// What pages go by: the path, and what follows `?`.
#[derive(Clone, PartialEq, Eq)]
struct Address {
    path: String,
    query: String,
}

impl Address {
    fn in_browser() -> Self {
        let location = window().location();
        let query = location.search().unwrap_or_default();
        Self {
            path: location.pathname().unwrap_or_default(),
            query: query.strip_prefix('?').unwrap_or_default().to_owned(),
        }
    }
}

thread_local! {
    static SHOWN: ArcRwSignal<Address> = ArcRwSignal::new(Address::in_browser());
}

fn shown() -> ArcRwSignal<Address> {
    SHOWN.with(Clone::clone)
}

/// Follows links within the app, and the browser's ways back and forth, for as long as the app runs.
pub(crate) fn begin() {
    let _links = window_event_listener(ev::click, |event| follow(&event).unwrap_or_default());
    let _history = window_event_listener(ev::popstate, |_| shown().set(Address::in_browser()));
}

/// The path of the page that is shown.
pub(crate) fn path() -> Memo<String> {
    memo(|| shown().read().path.clone())
}

/// Where the reader is at this moment, as a link of this site.
pub(crate) fn address_now() -> String {
    let Address { path, query } = shown().get_untracked();
    if query.is_empty() { path } else { [path, query].join("?") }
}

/// Goes to another page.
pub(crate) fn go(to: &str) {
    visit(to, &JsValue::UNDEFINED, false);
    arrive();
}

/// Goes to another page, which takes the place of this one in the browser's history: what was done here is done.
pub(crate) fn go_instead(to: &str) {
    visit(to, &JsValue::UNDEFINED, true);
    arrive();
}

/// Stays on this page, which shows something else under another address; `replace`: in the place of this one.
pub(crate) fn stay(at: &str, replace: bool) {
    visit(at, &JsValue::UNDEFINED, replace);
}

fn visit(to: &str, state: &JsValue, replace: bool) {
    let Ok(history) = window().history() else { return };
    let done = if replace {
        history.replace_state_with_url(state, "", Some(to))
    } else {
        history.push_state_with_url(state, "", Some(to))
    };
    // A browser refuses what leads to another site, and too many at once.
    if done.is_ok() {
        shown().set(Address::in_browser());
    }
}

/// Begins at the top of the new page, or where the address points to, once it is drawn.
fn arrive() {
    request_animation_frame(|| {
        let place = window().location().hash().ok();
        let place = place.and_then(|hash| document().get_element_by_id(hash.strip_prefix('#')?));
        match place {
            Some(place) => place.scroll_into_view(),
            None => window().scroll_to_with_x_and_y(0.0, 0.0),
        }
    });
}

/// Follows a link of the app without loading it again; whatever else was pressed is the browser's. A link's property
/// `state` is kept in the browser's history.
fn follow(event: &MouseEvent) -> Option<()> {
    let held = event.meta_key() || event.alt_key() || event.ctrl_key() || event.shift_key();
    if event.default_prevented() || event.button() != 0 || held {
        return None;
    }
    // As it was when it was pressed: what is drawn again meanwhile is not within the link any more.
    let link = event.composed_path().iter().find_map(|place| place.dyn_into::<HtmlAnchorElement>().ok())?;
    let location = window().location();
    let leaves = location.origin().ok()? != link.origin();
    if leaves || link.href().is_empty() || !link.target().is_empty() || link.has_attribute("download") {
        return None;
    }
    let to = [link.pathname(), link.search()].concat();
    let same_page = to == [location.pathname().ok()?, location.search().ok()?].concat();
    // A place on the same page: the browser goes there, with the focus.
    if same_page && !link.hash().is_empty() {
        return None;
    }
    event.prevent_default();
    let state = js_sys::Reflect::get(&link, &"state".into()).unwrap_or_default();
    visit(&[to, link.hash()].concat(), &state, same_page);
    arrive();
    Some(())
}

/// What a page reads of its address. It keeps to its own when the reader goes on: a page that is about to go takes no
/// notice of the next.
#[derive(Clone, Copy)]
pub(crate) struct Here {
    address: Memo<Address>,
    pattern: &'static str,
    /// The path when this was asked for.
    at: StoredValue<String>,
}

impl Here {
    /// Gives the page that is about to be drawn what it reads: that of addresses that lead to it.
    pub(crate) fn provide(pattern: &'static str, leads_here: impl Fn(&str) -> bool + Send + Sync + 'static) {
        let address = Memo::new(move |before: Option<&Address>| {
            let now = shown().get();
            before.filter(|_| !leads_here(&now.path)).cloned().unwrap_or(now)
        });
        provide_context(Self { address, pattern, at: StoredValue::new(String::new()) });
    }

    /// That of the page that is being drawn.
    pub(crate) fn page() -> Self {
        let Self { address, pattern, .. } = expect_context();
        Self { address, pattern, at: StoredValue::new(shown().get_untracked().path) }
    }

    /// A part of the path, by its name among the routes; empty where the path has none.
    pub(crate) fn part(self, name: &str) -> String {
        self.address.with(|address| {
            let parts = named(self.pattern, &address.path).unwrap_or_default();
            parts.iter().find(|(known, _)| *known == name).map_or_else(String::new, |(_, part)| decoded(part))
        })
    }

    /// What follows `?`.
    pub(crate) fn query(self) -> Memo<String> {
        memo(move || self.address.read().query.clone())
    }

    /// A value of the query at this moment; empty where it has none of this name.
    pub(crate) fn asked(self, name: &str) -> String {
        let values = UrlSearchParams::new_with_str(&self.address.read_untracked().query);
        values.ok().and_then(|values| values.get(name)).unwrap_or_default()
    }

    /// Goes on to another page, which takes the place of this one: what was done here is done. Who has left it stays.
    pub(crate) fn go_on(self, to: &str) {
        if self.is_shown() {
            go_instead(to);
        }
    }

    /// Goes to another page, from which one may come back. Who has left this one stays.
    pub(crate) fn lead_to(self, to: &str) {
        if self.is_shown() {
            go(to);
        }
    }

    fn is_shown(self) -> bool {
        self.at.try_get_value() == Some(shown().get_untracked().path)
    }
}

fn decoded(part: &str) -> String {
    js_sys::decode_uri_component(part).map_or_else(|_| part.to_owned(), String::from)
}

/// The page of a place, made for each place; pages of one shape share what they draw. What one holds is there until the
/// next is drawn: what has the focus notices that it goes, and what it has begun to send comes to its end (see
/// `follow::hold`).
pub(crate) fn pages<P: Clone + PartialEq + Send + Sync + 'static>(
    place: Memo<P>,
    page: impl Fn(P) -> View + 'static,
) -> View {
    let around = Owner::current().unwrap_or_default();
    let shown = move || {
        let place = place.get();
        around.child().with(|| owned(untrack(|| page(place)).into_any()))
    };
    shown.into_view()
}

fn owned(page: AnyView) -> View {
    OwnedView::new(page).into_any().into_view()
}
