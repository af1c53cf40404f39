//! Lists that come in pages: as many of them as were asked for, in one.
use api_client::{Call, Client, Error};
use domain::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use domain::problem::Code;
use leptos::prelude::*;
use ui_model::office::page_query;

use super::t;
use crate::components::page::focus;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Answer, query};
use crate::follow::{Callback, RwSignal, spawn};
use crate::session::Session;
use crate::view::{IntoView, View, view};

/// The id of the place of a list.
pub(super) const LIST: &str = "list";

/// A list of the office.
pub(super) trait Listed: Sized + Clone + PartialEq + Send + Sync + 'static {
    /// Under which key it is kept, before the query.
    const KEY: &'static str;

    /// Asks for the page of this query.
    fn fetch(client: Client, query: String) -> Call<Page<Self>>;

    /// The items as a table; there is one at least.
    fn table(items: &[Self]) -> View;

    /// What is said when there are none.
    fn none() -> View;
}

/// Shows the list of this query.
pub(super) fn list<T: Listed>(wanted: impl Fn() -> String + Copy + Send + Sync + 'static) -> View
where
    Page<T>: Answer,
{
    let key = move || [T::KEY, "?", &wanted()].concat();
    let found = query(key, move |client| {
        let least = untrack(|| data::known::<Page<T>>(&key())).map_or(0, |page| page.items.len());
        let limit = u32::try_from(least).unwrap_or(MAX_LIMIT).clamp(DEFAULT_LIMIT, MAX_LIMIT);
        T::fetch(client, page_query(&untrack(wanted), "limit", &limit.to_string()))
    });
    let growing = RwSignal::new(false);
    let (session, toasts) = (Session::here(), Toasts::here());
    let grow = move |()| {
        let (key, query) = untrack(|| (key(), wanted()));
        let Some(shown) = untrack(|| data::known::<Page<T>>(&key)) else { return };
        let Some(cursor) = shown.next_cursor.as_deref().filter(|_| !growing.get_untracked()) else { return };
        growing.set(true);
        let page = T::fetch(session.client(), page_query(&query, "cursor", cursor));
        spawn(async move {
            let page = page.await;
            growing.try_set(false);
            match page {
                Ok(page) => data::put(&key, with_page(&shown, page)),
                Err(error) => toasts.warn(states::said(&error)),
            }
            focus(LIST);
        });
    };
    let grow = Callback::new(grow);
    let view = found.show(states::list_skeleton, move |page| {
        if page.items.is_empty() {
            return T::none();
        }
        view! { {T::table(&page.items)} {foot(page.items.len(), page.next_cursor.is_some(), growing, grow)} }
    });
    view! { <div id=LIST tabindex="-1" class="mt-5 outline-none">{view}</div> }
}

fn with_page<T: Clone + PartialEq>(shown: &Page<T>, page: Page<T>) -> Page<T> {
    let mut items = shown.items.clone();
    // What came in meanwhile has pushed the end of one page into the next.
    items.extend(page.items.into_iter().filter(|item| !shown.items.contains(item)));
    Page { items, next_cursor: page.next_cursor }
}

fn foot(shown: usize, more: bool, growing: RwSignal<bool>, grow: Callback<()>) -> View {
    let button = more.then(|| {
        view! { <button type="button" class="btn" aria-disabled=move || growing.get().to_string() on:click=move |_| grow.run(())>{t::more()}</button> }
    });
    let shown = t::shown(u32::try_from(shown).unwrap_or(u32::MAX));
    view! { <div class="pt-5 flex flex-wrap items-center gap-4">{button} <span class="text-sm text-muted" role="status">{shown}</span></div> }
}

/// Follows a deed: all that the office knows is asked for again, and what has been done is said; what went wrong, too.
pub(super) fn told(toasts: Toasts, answer: Result<(), Error>, done: String) {
    let words = match answer {
        Ok(()) => done,
        Err(error) if error.code() == Some(Code::InvalidTransition) => t::changed_meanwhile().to_owned(),
        Err(error) => return toasts.warn(states::said(&error)),
    };
    data::refresh(super::OFFICE);
    toasts.say(words);
}

/// What is said of an empty list.
pub(super) fn nothing(heading: &'static str, words: &'static str) -> View {
    states::empty("empty-open", heading, words.into_view(), ().into_view())
}
