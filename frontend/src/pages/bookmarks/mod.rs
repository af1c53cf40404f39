//! Mentors whom the reader keeps in mind: a page of them, and the button that keeps one.

mod keep;

use std::sync::Arc;

use domain::criteria::Criteria;
use domain::mentors::MentorCard;
use domain::page::Page;
use leptos::prelude::*;

use crate::components::mentor;
use crate::components::page::{focus, title};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, query, several};
use crate::follow::spawn;
use crate::session::Session;
use crate::text::bookmarks as t;
use crate::view::{IntoView, View, view};

pub(crate) use keep::{learn, on_card, with_words};

/// The key of the list.
const SAVED: &str = "bookmarks";

/// The page.
pub(crate) fn page() -> View {
    title(t::heading());
    let criteria = data::criteria();
    let list = query(
        || SAVED.to_owned(),
        |client| {
            several(async move {
                let page = client.bookmarks("").await?;
                learn(&page.items);
                Ok(page)
            })
        },
    );
    let content = criteria.show(states::list_skeleton, move |criteria| {
        list.show(states::list_skeleton, move |page| people(&criteria, &page))
    });
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="max-w-[54rem]">
                <h1 id="saved" tabindex="-1" class="text-3xl sm:text-4xl outline-none">{t::heading()}</h1>
                <p class="text-muted mt-1.5">{t::words()}</p>
                <div class="mt-4">{content}</div>
            </div>
        </div>
    }
}

fn people(criteria: &Arc<Criteria>, page: &Page<MentorCard>) -> View {
    if page.items.is_empty() {
        let find = view! { <a class="btn btn-primary" href="/mentors">{t::find()}</a> };
        return states::empty("empty-two", t::empty(), t::empty_words().into_view(), find.into_view());
    }
    let card = |card: &MentorCard| {
        let href = ["/mentors/", &card.id.to_string(), "?from=saved"].concat();
        mentor::card(criteria, card, href, on_card(card, || focus("saved")))
    };
    let more = page.next_cursor.clone().map(more);
    view! { <ol class="rows">{page.items.iter().map(card).collect::<View>()}</ol> {more} }
}

fn more(cursor: String) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let fetch = move |_| {
        let page = ["cursor=", &cursor].concat();
        spawn(async move {
            match session.client().bookmarks(&page).await {
                Ok(page) => {
                    learn(&page.items);
                    let shown =
                        untrack(|| data::known::<Page<MentorCard>>(SAVED)).map(|page| page.items.clone());
                    let items = ui_model::mentors::with_page(shown.unwrap_or_default(), page.items);
                    data::put(SAVED, Page { items, next_cursor: page.next_cursor });
                }
                Err(error) => toasts.warn(states::said(&error)),
            }
        });
    };
    view! { <div class="border-t border-line pt-6"><button type="button" class="btn" on:click=fetch>{t::more()}</button></div> }
}
