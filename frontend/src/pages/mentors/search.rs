//! The ranked search: what matters to the reader, and who fits, the closest first.
use std::sync::Arc;

use api_client::Error;
use domain::criteria::{Criteria, CriterionKey};
use domain::mentors::{MentorCard, MentorList, MentorQuery, WantedCriterion, WithoutFilter};
use domain::order::in_order;
use domain::problem::Code;
use domain::profiles::Preference;
use leptos::prelude::*;
use ui_model::criteria::criterion;
use ui_model::mentors::{Edit, edited, kept_out};

use super::list::List;
use super::{address, panel, query_in_address};
use crate::components::icon::{Icon, icon};
use crate::components::options::option_name;
use crate::components::page::{focus, title, wide};
use crate::components::search_box::search_box;
use crate::components::{mentor, states};
use crate::data::{self, Query};
use crate::follow::{Memo, memo};
use crate::navigation::stay;
use crate::pages::bookmarks;
use crate::text::mentors as t;
use crate::view::{IntoView, View, view};

/// The id of the page's heading; the panel has a link to it.
const HEADING: &str = "mentors";

/// The search of this page: it lives in the address.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    /// What is searched for.
    pub(crate) query: Memo<MentorQuery>,
    /// The criteria of the programme.
    pub(crate) criteria: Query<Criteria>,
    /// What the reader saved, where it is known by now.
    pub(crate) saved: Memo<Option<Vec<Preference>>>,
    /// The list.
    pub(crate) list: List,
}

impl Search {
    fn here() -> Self {
        let query = query_in_address();
        let preferences = data::preferences();
        let saved = memo(move || match preferences.get() {
            data::Load::Waiting => None,
            data::Load::Ready(saved) => Some(saved.value.criteria.clone()),
            // Who is no mentee has none; where they did not come, an edit begins with none.
            data::Load::Failed(_) => Some(Vec::new()),
        });
        let criteria = data::criteria();
        Self { query, criteria, saved, list: List::of(query, criteria) }
    }

    /// The criteria that the list goes by, in the order of the programme.
    pub(crate) fn wanted(self) -> Vec<WantedCriterion> {
        let wanted = self.query.read().criteria(&self.saved.get().unwrap_or_default());
        let Some(criteria) = self.criteria.ready() else { return wanted };
        let place =
            |wanted: &WantedCriterion| criteria.items.iter().position(|known| known.key == wanted.criterion);
        in_order(wanted, |a, b| place(a).cmp(&place(b)))
    }

    /// Changes the search.
    pub(crate) fn edit(self, edit: Edit) {
        let typing = matches!(edit, Edit::Text(_));
        let saved = self.saved.get_untracked().unwrap_or_default();
        self.go_to(&edited(&self.query.get_untracked(), &saved, edit), typing);
    }

    /// Changes the search by a button that goes with the change: the focus goes on to the heading.
    fn edit_and_go(self, edit: Edit) {
        self.edit(edit);
        focus(HEADING);
    }

    /// Goes on with another search; `replace`: in the place of this one.
    pub(crate) fn go_to(self, query: &MentorQuery, replace: bool) {
        if *query != self.query.get_untracked() {
            stay(&address("/mentors", query), replace);
        }
    }

    /// What an exact filter asks for: its one option, else its criterion.
    fn filter_name(self, criteria: &Criteria, key: &CriterionKey) -> String {
        let wanted = untrack(|| self.wanted()).into_iter().find(|wanted| wanted.criterion == *key);
        match wanted.as_ref().map(|wanted| wanted.options.as_slice()) {
            Some([option]) => option_name(criteria, key, option),
            _ => criterion(criteria, key).map_or_else(String::new, |criterion| criterion.name.clone()),
        }
    }
}

/// The page.
pub(crate) fn page() -> View {
    title(t::title());
    let search = Search::here();
    // What keeps the reader from searching at all takes the whole page.
    let closed = memo(move || {
        search.list.shown.with(|shown| match shown {
            Some((_, Err(error))) => {
                error.code().filter(|code| matches!(code, Code::ProfileIncomplete | Code::RoleMissing))
            }
            _ => None,
        })
    });
    let content = move || match closed.get() {
        Some(Code::RoleMissing) => {
            closed_page(t::not_a_mentee(), t::not_a_mentee_words(), "/account", t::take_part())
        }
        Some(_) => closed_page(t::not_ready(), t::not_ready_words(), "/profile", t::go_on()),
        None => open_page(search),
    };
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">{content}</div> }
}

fn closed_page(heading: &'static str, words: &'static str, href: &'static str, action: &'static str) -> View {
    let action = view! { <a class="btn btn-primary max-sm:w-full" href=href>{action}</a> };
    view! {
        <h1 class="text-3xl sm:text-4xl">{t::heading()}</h1>
        {states::empty("empty-next", heading, words.into_view(), action)}
    }
}

fn open_page(search: Search) -> View {
    let wide = wide();
    view! {
        <div class="grid gap-x-14 lg:grid-cols-[19rem_minmax(0,1fr)]">
            {move || wide.get().then(|| panel::beside(search))}
            <section class="min-w-0" aria-labelledby=HEADING>
                <h1 id=HEADING tabindex="-1" class="text-3xl sm:text-4xl outline-none">{t::heading()}</h1>
                <p class="text-muted mt-1.5 min-h-[1.6em]" role="status">{move || counted(search)}</p>
                <div class="mt-5 flex gap-2.5">
                    {words(search)}
                    {move || (!wide.get()).then(|| panel::below(search))}
                </div>
                {results(search)}
            </section>
        </div>
    }
}

fn counted(search: Search) -> Option<String> {
    search.list.shown.with(|shown| {
        let (_, Ok(list)) = shown.as_ref()? else { return None };
        let count = match list.total {
            0 => t::nobody_found().to_owned(),
            total if list.criteria.is_empty() => t::everybody(total),
            total => t::closest(total),
        };
        let all_free = list.total > 1 && !search.query.read().include_full;
        Some(if all_free { [&count, " ", t::all_free()].concat() } else { count })
    })
}

/// The box for words that name, headline or story hold.
fn words(search: Search) -> View {
    let wanted = memo(move || search.query.read().text.clone());
    let labels = [t::search_label(), t::search()];
    search_box("flex-1 min-w-0", labels, wanted, move |words| search.edit(Edit::Text(words)))
}

fn results(search: Search) -> View {
    let view = move || {
        let criteria = search.criteria.get();
        match (search.list.shown.get(), criteria) {
            (Some((_, Err(error))), _) => states::failed(&error, Box::new(move || search.list.retry())),
            (Some((_, Ok(list))), data::Load::Ready(criteria)) => found(search, &criteria, &list),
            (_, data::Load::Failed(error)) => failed(search, &error),
            _ => states::list_skeleton(),
        }
    };
    view.into_view()
}

fn failed(search: Search, error: &Error) -> View {
    search.criteria.failed(error)
}

fn found(search: Search, criteria: &Arc<Criteria>, list: &MentorList) -> View {
    if list.items.is_empty() {
        return nobody(search, criteria, list);
    }
    let query = untrack(|| search.query.get());
    let card = |card: &MentorCard| {
        let href = address(&["/mentors/", &card.id.to_string()].concat(), &query);
        mentor::card(criteria, card, href, bookmarks::on_card(card, || ()))
    };
    view! {
        {hints(search, criteria, list)}
        <ol class="rows mt-2" on:click=move |_| search.list.keep_the_spot()>
            {list.items.iter().map(card).collect::<View>()}
        </ol>
        {more(search, list)}
    }
}

fn more(search: Search, list: &MentorList) -> View {
    let button = list.next_cursor.is_some().then(|| {
        view! {
            <button type="button" class="btn me-4" aria-disabled=move || search.list.growing.get().to_string() on:click=move |_| search.list.grow()>
                {t::more()}
            </button>
        }
    });
    let shown = t::shown(&list.items.len().to_string(), &list.total.to_string());
    view! { <div class="border-t border-line pt-6">{button} <span class="text-sm text-muted">{shown}</span></div> }
}

/// How many more there are without each exact filter.
fn hints(search: Search, criteria: &Criteria, list: &MentorList) -> View {
    let hint = |filter: WithoutFilter| {
        let what = search.filter_name(criteria, &filter.criterion);
        let label = t::show_too_label(&what);
        let drop = move |_| search.edit_and_go(Edit::Exact(filter.criterion.clone(), false));
        view! {
            <li class="flex flex-wrap items-center justify-between gap-x-4">
                <p class="leading-snug max-sm:pt-2.5">
                    {t::exact_on()} <strong class="font-semibold">{what}</strong> ". " {t::more_without(filter.total)}
                </p>
                <button type="button" class="link-quiet min-h-11 cursor-pointer" aria-label=label on:click=drop>{t::show_too()}</button>
            </li>
        }
    };
    let hints = kept_out(list);
    let hints = (!hints.is_empty()).then(|| {
        view! {
            <div class="mt-4 flex gap-3 rounded-field bg-base-300 px-4 py-1.5">
                {icon(Icon::Funnel, "size-5 shrink-0 text-muted mt-3")}
                <ul class="flex-1 min-w-0">{hints.into_iter().map(hint).collect::<View>()}</ul>
            </div>
        }
    });
    hints.into_view()
}

/// Nobody is left: what would help.
fn nobody(search: Search, criteria: &Criteria, list: &MentorList) -> View {
    let filters = kept_out(list);
    if filters.is_empty() {
        let worded = !untrack(|| search.query.get()).text.is_empty();
        let without_words = worded.then(|| {
            view! { <button type="button" class="btn" on:click=move |_| search.edit_and_go(Edit::Text(String::new()))>{t::no_words()}</button> }
        });
        let actions = view! {
            {without_words}
            <button type="button" class="btn btn-ghost" on:click=move |_| search.edit_and_go(Edit::Clear)>{t::show_everybody()}</button>
        };
        return states::empty("empty-open", t::nobody(), t::nobody_words().into_view(), actions.into_view());
    }
    let exact = u32::try_from(list.without.len()).unwrap_or(u32::MAX);
    let filter = |filter: WithoutFilter| {
        let what = search.filter_name(criteria, &filter.criterion);
        let label = t::switch_off_label(&what);
        let drop = move |_| search.edit_and_go(Edit::Exact(filter.criterion.clone(), false));
        view! {
            <li class="flex items-center gap-4 py-1.5">
                <span class="flex-1"><span class="font-semibold">{what}</span> <span class="text-muted">" · " {t::without_it(filter.total)}</span></span>
                <button type="button" class="btn btn-sm" aria-label=label on:click=drop>{t::switch_off()}</button>
            </li>
        }
    };
    let filters = filters.into_iter().map(filter).collect::<View>();
    view! {
        {states::empty("empty-open", t::nobody_exact(), t::nobody_exact_words(exact).into_view(), ().into_view())}
        <ul class="rows border-y border-line max-w-160">{filters}</ul>
    }
}
