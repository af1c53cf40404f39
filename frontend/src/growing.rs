//! Lists of which more can be asked for: all that is shown of one is one answer, kept under one key.
use api_client::{Call, Client, Error};
use domain::page::{DEFAULT_LIMIT, Page};
use leptos::prelude::*;
use ui_model::pages::{first, rest};

use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Answer, Query, query, several};
use crate::follow::{Memo, RwSignal, memo, spawn};
use crate::session::Session;
use crate::view::{View, view};

/// A list that grows.
pub(crate) struct Growing<T> {
    /// What is known of it.
    pub(crate) page: Query<Page<T>>,
    /// How many are asked for.
    limit: RwSignal<u32>,
    key: Memo<String>,
}

impl<T> Clone for Growing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Growing<T> {}

/// The list kept under `key`: `wanted` items at first. `ask` gives the page of a query; both may read signals, the key says
/// when they count.
pub(crate) fn growing<T: 'static>(
    wanted: u32,
    key: impl Fn() -> String + Send + Sync + 'static,
    ask: impl Fn(&Client, &str) -> Call<Page<T>> + Clone + 'static,
) -> Growing<T>
where
    Page<T>: Answer,
{
    let (limit, key) = (RwSignal::new(wanted), memo(key));
    let fetch = move |client: Client| {
        let (wanted, ask) = (limit.get_untracked(), ask.clone());
        several(so_many(wanted, move |query| untrack(|| ask(&client, query))))
    };
    Growing { page: query(move || key.get(), fetch), limit, key }
}

async fn so_many<T>(wanted: u32, ask: impl Fn(&str) -> Call<Page<T>>) -> Result<Page<T>, Error> {
    let mut page = Page { items: Vec::new(), next_cursor: None };
    let mut query = (wanted > 0).then(|| first(wanted));
    while let Some(asked) = query {
        let next = ask(&asked).await?;
        page.items.extend(next.items);
        page.next_cursor = next.next_cursor;
        query = rest(wanted, page.items.len(), page.next_cursor.as_deref());
    }
    Ok(page)
}

impl<T> Growing<T> {
    /// Asks for a page more than so many; what is shown stays until they are here.
    pub(crate) fn grow(self, shown: usize) {
        self.limit.set(u32::try_from(shown).unwrap_or(u32::MAX).saturating_add(DEFAULT_LIMIT));
        data::refresh(&self.key.get_untracked());
    }
}

/// A button that brings the next page of the list kept under `key`, as `ask` asks for it.
pub(crate) fn more<T: Clone>(
    key: String,
    words: &'static str,
    ask: impl Fn(Client) -> Call<Page<T>> + 'static,
) -> View
where
    Page<T>: Answer,
{
    let (session, toasts) = (Session::here(), Toasts::here());
    let bring = move |_| {
        let (key, page) = (key.clone(), ask(session.client()));
        spawn(async move {
            match page.await {
                Ok(page) => {
                    let shown = untrack(|| data::known::<Page<T>>(&key));
                    let mut items = shown.map(|page| page.items.clone()).unwrap_or_default();
                    items.extend(page.items);
                    data::put(&key, Page { items, next_cursor: page.next_cursor });
                }
                Err(error) => toasts.warn(states::said(&error)),
            }
        });
    };
    view! { <div class="pt-6"><button type="button" class="btn" on:click=bring>{words}</button></div> }
}
