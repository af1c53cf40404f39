//! The list of a search: as many pages of it as were asked for, in one.
use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use api_client::{Client, Error};
use domain::criteria::Criteria;
use domain::mentors::{MentorList, MentorQuery};
use domain::page::{DEFAULT_LIMIT, MAX_LIMIT};
use leptos::ev;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use ui_model::mentors::with_page;

use crate::components::page::focus;
use crate::components::spot::Spot;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Load, Query, several};
use crate::follow::{Memo, RwSignal, effect, spawn};
use crate::pages::bookmarks;
use crate::session::Session;

/// The list that is shown, and for which search; what was there stays until the next one comes.
pub(crate) type Shown = Option<(String, Result<Arc<MentorList>, Error>)>;

/// Under which key the list of a search is kept.
fn key_of(query: &MentorQuery) -> String {
    ["mentors?", &query.to_query()].concat()
}

/// The list of the search.
#[derive(Clone, Copy)]
pub(crate) struct List {
    query: Memo<MentorQuery>,
    /// What is shown.
    pub(crate) shown: Memo<Shown>,
    /// More of it is on its way.
    pub(crate) growing: RwSignal<bool>,
    /// The list is drawn once its criteria are here, too.
    criteria: Query<Criteria>,
    session: Session,
    toasts: Toasts,
}

impl List {
    /// The list of the mentors that `query` finds, shown by these criteria.
    pub(crate) fn of(query: Memo<MentorQuery>, criteria: Query<Criteria>) -> Self {
        let answer = data::query(
            move || key_of(&query.read()),
            move |client| several(whole(client, query.get_untracked())),
        );
        let shown = Memo::new(move |earlier: Option<&Shown>| {
            let key = key_of(&query.read());
            match answer.get() {
                Load::Ready(list) => Some((key, Ok(list))),
                Load::Failed(error) => Some((key, Err(error))),
                Load::Waiting => earlier.cloned().flatten().filter(|(_, list)| list.is_ok()),
            }
        });
        let list = Self {
            query,
            shown,
            growing: RwSignal::new(false),
            criteria,
            session: Session::here(),
            toasts: Toasts::here(),
        };
        list.come_back_to_the_spot();
        list
    }

    /// Asks again.
    pub(crate) fn retry(self) {
        data::refresh(&key_of(&self.query.get_untracked()));
    }

    /// Adds the next page.
    pub(crate) fn grow(self) {
        let query = self.query.get_untracked();
        let Some(shown) = untrack(|| data::known::<MentorList>(&key_of(&query))) else { return };
        if shown.next_cursor.is_none() || self.growing.get_untracked() {
            return;
        }
        let before = shown.items.len();
        self.growing.set(true);
        spawn(async move {
            let page = next(&self.session.client(), &query, (*shown).clone()).await;
            self.growing.try_set(false);
            match page {
                Ok(list) => {
                    let first_new = list.items.get(before).map(|card| card.id.to_string());
                    data::put(&key_of(&query), list);
                    self.keep_the_spot();
                    if let Some(first_new) = first_new {
                        focus(&first_new);
                    }
                }
                Err(error) => self.toasts.warn(states::said(&error)),
            }
        });
    }

    /// Keeps how long the list is and where the reader is in it.
    pub(crate) fn keep_the_spot(self) {
        if let Some((key, shown)) = untrack(|| self.drawn()) {
            Spot::keep(&key, shown);
        }
    }

    /// The list that is on the page, and how long it is; nothing once the page has been left.
    fn drawn(self) -> Option<(String, usize)> {
        let list = self.shown.try_with(|shown| match shown {
            Some((key, Ok(list))) => Some((key.clone(), list.items.len())),
            _ => None,
        })??;
        self.criteria.ready().map(|_| list)
    }

    fn come_back_to_the_spot(self) {
        let keep = RefCell::new(debounce(Duration::from_millis(200), move |()| self.keep_the_spot()));
        let scrolled = window_event_listener(ev::scroll, move |_| keep.borrow_mut()(()));
        on_cleanup(move || scrolled.remove());
        let mut been = None;
        effect(move || {
            let here = self.drawn().map(|(key, _)| key);
            if here != been {
                here.as_deref().and_then(Spot::kept).into_iter().for_each(Spot::go);
                been = here;
            }
        });
    }
}

/// The list from its beginning, as long as it is known to be, or as it was when the reader left it.
async fn whole(client: Client, query: MentorQuery) -> Result<MentorList, Error> {
    let key = key_of(&query);
    let kept = Spot::kept(&key).map_or(0, |spot| spot.shown);
    let least = || untrack(|| data::known::<MentorList>(&key)).map_or(kept, |list| list.items.len());
    let limit = u32::try_from(least()).unwrap_or(MAX_LIMIT).clamp(DEFAULT_LIMIT, MAX_LIMIT);
    let mut list = client.mentors(&MentorQuery { limit, ..query.clone() }.to_query()).await?;
    bookmarks::learn(&list.items);
    while list.items.len() < least() && list.next_cursor.is_some() {
        list = next(&client, &query, list).await?;
    }
    Ok(list)
}

/// The list with its next page.
async fn next(client: &Client, query: &MentorQuery, list: MentorList) -> Result<MentorList, Error> {
    let page = MentorQuery { cursor: list.next_cursor.clone(), ..query.clone() };
    let page = client.mentors(&page.to_query()).await?;
    bookmarks::learn(&page.items);
    Ok(MentorList { items: with_page(list.items, page.items), ..page })
}
