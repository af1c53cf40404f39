//! The lists: what a mentee has sent, and what waits for a mentor. Who is both has two tabs.
use std::sync::Arc;

use domain::accounts::Role;
use domain::criteria::Criteria;
use domain::page::Page;
use domain::requests::{RequestRow, RequestState, Side};
use leptos::prelude::*;
use ui_model::requests::{Standing, days_since};

use super::places::places;
use super::show::standing_chip;
use super::similar::similar;
use super::{LISTS, address};
use crate::components::controls::{Tone, chip};
use crate::components::face::face;
use crate::components::fit::percent;
use crate::components::icon::{Icon, icon};
use crate::components::mentor::{bar, chips_of};
use crate::components::page::{day, now, title};
use crate::components::person::{first_of, name_of};
use crate::components::states;
use crate::data::{self, Load, Query, query};
use crate::follow::{Memo, memo};
use crate::growing::more;
use crate::navigation::Here;
use crate::session::Session;
use crate::text::{request, requests as t};
use crate::view::{IntoView, View, view};

/// Which requests.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Sent, and open.
    SentOpen,
    /// Sent, and answered or ended.
    SentAnswered,
    /// Received, and open: the longest wait first.
    ReceivedOpen,
    /// Received, and answered or ended.
    ReceivedAnswered,
}

impl Kind {
    const fn query(self) -> &'static str {
        match self {
            Self::SentOpen => "side=mentee&which=open",
            Self::SentAnswered => "side=mentee&which=answered",
            Self::ReceivedOpen => "side=mentor&which=open",
            Self::ReceivedAnswered => "side=mentor&which=answered",
        }
    }

    fn key(self) -> String {
        [LISTS, self.query()].concat()
    }
}

/// The requests of this kind.
pub(crate) fn rows(kind: Kind) -> Query<Page<RequestRow>> {
    query(move || kind.key(), move |client| client.requests(kind.query()))
}

/// The page.
pub(crate) fn page() -> View {
    title(t::title());
    let search = Here::page().query();
    let roles = untrack(|| Session::here().me()).map(|me| me.roles).unwrap_or_default();
    let (mentor, mentee) = (roles.contains(&Role::Mentor), roles.contains(&Role::Mentee));
    let received =
        memo(move || if mentor && mentee { !search.read().contains("side=mentee") } else { mentor });
    let tabs = (mentor && mentee).then(|| tabs(received));
    let content = move || match received.get() {
        true => received_page(),
        false if mentee => sent_page(),
        false => neither(),
    };
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">{tabs} {content}</div> }
}

fn neither() -> View {
    let take_part = view! { <a class="btn btn-primary" href="/account">{t::take_part()}</a> };
    view! {
        <h1 class="text-3xl sm:text-4xl">{t::title()}</h1>
        {states::empty("empty-two", t::neither(), t::neither_words().into_view(), take_part)}
    }
}

fn tabs(received: Memo<bool>) -> View {
    let (to_you, from_you) = (rows(Kind::ReceivedOpen), rows(Kind::SentOpen));
    let tab = |href: &'static str, words: &'static str, this: bool, list: Query<Page<RequestRow>>| {
        let count = move || {
            let turns = list.ready().map(|page| turns(&page.items)).filter(|turns| *turns > 0);
            turns.map(|turns| view! { <span class="count count-turn">{turns.to_string()}<span class="sr-only">{t::wait_for_you()}</span></span> })
        };
        let current = move || (received.get() == this).then_some("page");
        view! { <a href=href aria-current=current>{words} {count}</a> }
    };
    view! {
        <nav class="tabbar max-sm:-mx-4 max-sm:px-4 mb-8" aria-label=t::tabs()>
            {tab("/requests?side=mentor", t::to_you(), true, to_you)}
            {tab("/requests?side=mentee", t::from_you(), false, from_you)}
        </nav>
    }
}

/// How many of them are the reader's turn.
fn turns(rows: &[RequestRow]) -> u32 {
    let turns = rows.iter().filter(|row| Standing::of_row(row).is_my_turn()).count();
    u32::try_from(turns).unwrap_or(u32::MAX)
}

fn columns(main: View, aside: View) -> View {
    view! {
        <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
            <div class="min-w-0">{main}</div>
            <aside class="min-w-0 lg:pt-3">{aside}</aside>
        </div>
    }
}

fn sent_page() -> View {
    let (open, earlier) = (rows(Kind::SentOpen), rows(Kind::SentAnswered));
    let waits = move || {
        open.ready().filter(|page| !page.items.is_empty()).map(|page| match turns(&page.items) {
            0 => t::none_waits().to_owned(),
            turns => t::some_wait(turns),
        })
    };
    let list = open.show(states::list_skeleton, move |page| {
        if !page.items.is_empty() {
            return section(
                "open",
                t::open(),
                list_of(&page.items, Kind::SentOpen, page.next_cursor.clone()),
            );
        }
        if earlier.ready().is_some_and(|earlier| !earlier.items.is_empty()) {
            return view! { <p class="mt-7">{t::no_open()}</p> };
        }
        let find = view! { <a class="btn btn-primary" href="/mentors">{t::find()}</a> };
        states::empty("empty-open", t::none_sent(), t::none_sent_words().into_view(), find)
    });
    let ended = move || {
        let page = earlier.ready().filter(|page| !page.items.is_empty())?;
        let rows = list_of(&page.items, Kind::SentAnswered, page.next_cursor.clone());
        Some(section("earlier", t::earlier(), rows))
    };
    // After a no, others may help: those like the mentor of the latest one that came to nothing.
    let others = move || {
        let page = earlier.ready()?;
        let row = page
            .items
            .iter()
            .find(|row| Standing::of_row(row).leads_to_others() && row.other.id.is_some())?;
        Some(similar(row.other.id?, request::similar_short(&first_of(&row.other))))
    };
    // Who has sent nothing is led on by the empty list.
    let another = move || {
        [open, earlier].into_iter().filter_map(Query::ready).any(|page| !page.items.is_empty()).then(|| {
            view! { <a class="btn w-full mt-5" href="/mentors">{icon(Icon::MagnifyingGlass, "size-5")} {t::find_another()}</a> }
        })
    };
    let main = view! {
        <h1 class="text-3xl sm:text-4xl">{t::sent()}</h1>
        <p class="text-muted mt-1.5">{waits}</p>
        {list}
        {ended}
    };
    columns(main, view! { {others} {another} })
}

fn section(id: &'static str, heading: &'static str, content: View) -> View {
    view! { <section class="mt-8" aria-labelledby=id><h2 id=id class="text-2xl">{heading}</h2> {content}</section> }
}

fn list_of(rows: &[RequestRow], kind: Kind, next: Option<String>) -> View {
    view! {
        <ul class="rows mt-2.5 border-y border-line">{rows.iter().map(row).collect::<View>()}</ul>
        {next.map(|cursor| following(kind, &cursor))}
    }
}

/// A request in one row: whom it is to or from, what was said last, where it stands.
fn row(row: &RequestRow) -> View {
    let standing = Standing::of_row(row);
    let when = if standing.is_open() {
        request::sent(&day(row.sent_at))
    } else {
        day(row.answered_at.unwrap_or(row.sent_at))
    };
    let said = matches!(standing, Standing::Asked | Standing::Declined) && !row.words.is_empty();
    let words = match () {
        () if said => request::quoted(&row.words),
        () if row.goal.is_empty() => row.support.clone(),
        () => row.goal.clone(),
    };
    view! {
        <li>
            <a href=address(row.id) class="group grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-4 sm:gap-x-5 py-5">
                {face(&row.other.display_name, row.other.photo.as_ref(), "size-14 text-xl")}
                <span class="min-w-0 leading-snug">
                    <span class="sm:flex items-baseline gap-5">
                        <span class="serif text-xl block flex-1 min-w-0 group-hover:underline decoration-moss-line underline-offset-4 wrap-anywhere"><bdi>{name_of(&row.other)}</bdi></span>
                        <span class="text-sm text-muted block sm:text-end mt-0.5 sm:mt-0">{when}</span>
                    </span>
                    <span class="block mt-1 max-w-[60ch] wrap-anywhere line-clamp-3" dir="auto">{words}</span>
                    <span class="block mt-2.5">{standing_chip(standing, row.side, &row.other)}</span>
                </span>
            </a>
        </li>
    }
}

fn received_page() -> View {
    let (criteria, open) = (data::criteria(), rows(Kind::ReceivedOpen));
    let answered = rows(Kind::ReceivedAnswered);
    let list = criteria.show(states::list_skeleton, move |criteria| {
        open.show(states::list_skeleton, move |page| {
            if page.items.is_empty() { nobody_waits(answered) } else { waiting(&criteria, &page) }
        })
    });
    let heading = move || match open.ready().map(|page| turns(&page.items)) {
        Some(0) => t::nobody_waits().to_owned(),
        Some(turns) => t::people_wait(turns),
        None => t::title().to_owned(),
    };
    let longest = move || open.ready().filter(|page| turns(&page.items) > 1).map(|_| t::longest_first());
    let earlier = move || {
        let page = answered.ready().filter(|page| !page.items.is_empty())?;
        Some(view! {
            <details class="mt-10 border-b border-line">
                <summary class="flex items-center gap-3 min-h-12"><h2 class="text-xl">{t::answered()}</h2> {icon(Icon::CaretDown, "size-5 ms-auto turns text-muted")}</summary>
                {list_of(&page.items, Kind::ReceivedAnswered, page.next_cursor.clone())}
            </details>
        })
    };
    let main = view! {
        <h1 class="text-3xl sm:text-4xl">{heading}</h1>
        <p class="text-muted mt-1.5">{longest}</p>
        {list}
        {earlier}
    };
    columns(main, places())
}

/// Whoever has answered somebody before knows how it goes.
fn nobody_waits(answered: Query<Page<RequestRow>>) -> View {
    match answered.get() {
        Load::Waiting => states::list_skeleton(),
        Load::Ready(page) if !page.items.is_empty() => {
            view! { <p class="mt-6 max-w-[58ch]">{t::all_answered()}</p> }
        }
        Load::Failed(error) => answered.failed(&error),
        Load::Ready(_) => {
            let edit = view! { <a class="btn btn-primary" href="/profile">{t::edit_profile()}</a> };
            states::empty("empty-open", t::none_received(), t::none_received_words().into_view(), edit)
        }
    }
}

fn waiting(criteria: &Arc<Criteria>, page: &Page<RequestRow>) -> View {
    let of =
        |asked: bool| page.items.iter().filter(move |row| (row.state == RequestState::NeedsInfo) == asked);
    let mine: Vec<View> = of(false).map(|row| card(criteria, row)).collect();
    let theirs: Vec<View> = of(true).map(row).collect();
    let mine = (!mine.is_empty()).then(|| view! { <ol class="rows mt-5 border-y border-line">{mine}</ol> });
    let theirs = (!theirs.is_empty()).then(|| {
        section("theirs", t::you_wait(), view! { <ul class="rows mt-2.5 border-y border-line">{theirs}</ul> })
    });
    view! { {mine} {theirs} {page.next_cursor.clone().map(|cursor| following(Kind::ReceivedOpen, &cursor))} }
}

/// A request that waits for the mentor: who asks, in whose own words, and why the two fit.
fn card(criteria: &Criteria, row: &RequestRow) -> View {
    let standing = Standing::of_row(row);
    let name = first_of(&row.other);
    let fit = row.fit.as_ref().map(|fit| {
        view! {
            <div class="sm:text-end sm:row-span-4 max-sm:col-span-2 max-sm:order-2">
                <p class="flex sm:block items-baseline gap-2.5">{percent(fit.percent, "text-3xl")} <span class="block text-sm font-semibold sm:mt-1">{t::of_what(&name)}</span></p>
                {bar(fit, "w-full h-2 mt-2")}
            </div>
        }
    });
    let chips = row.fit.as_ref().map(|fit| {
        view! { <div class="max-sm:col-span-2 sm:col-start-2 flex flex-wrap gap-1.5 max-sm:order-3">{chips_of(criteria, ("", ""), fit)}</div> }
    });
    let words = if row.goal.is_empty() { &row.support } else { &row.goal };
    let days = match days_since(row.turn_at, now()) {
        0 => request::since_today().to_owned(),
        days => request::waiting(days),
    };
    let until = row.expires_at.map(|until| view! { " · " {request::open_until(&day(until))} });
    let changed = row.changed.then(|| chip(Tone::Plain, t::changed().to_owned()));
    view! {
        <li>
            <article class="relative py-6 grid grid-cols-[3.5rem_minmax(0,1fr)] sm:grid-cols-[4.5rem_minmax(0,1fr)_9.5rem] gap-x-4 sm:gap-x-6 gap-y-3">
                {face(&row.other.display_name, row.other.photo.as_ref(), "size-14 sm:size-18 sm:row-span-4 text-xl")}
                <div class="min-w-0">
                    <h2 class="text-xl leading-tight"><a class="after:absolute after:inset-0 hover:underline decoration-moss-line underline-offset-4 wrap-anywhere" href=address(row.id)><bdi>{name_of(&row.other)}</bdi></a></h2>
                    <p class="mt-1 text-sm text-muted leading-snug wrap-anywhere"><bdi>{row.other.headline.clone()}</bdi></p>
                </div>
                {fit}
                <p class="serif text-lg leading-snug max-sm:col-span-2 sm:col-start-2 max-w-[46ch] max-sm:order-1 wrap-anywhere line-clamp-4" dir="auto">{request::quoted(words)}</p>
                {chips}
                <p class="max-sm:col-span-2 sm:col-start-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 max-sm:order-4">
                    {standing_chip(standing, Side::Mentor, &row.other)} {changed}
                    <span class="text-sm text-muted"><span class="font-semibold text-base-content">{days}</span> {until}</span>
                </p>
            </article>
        </li>
    }
}

fn following(kind: Kind, cursor: &str) -> View {
    let page = [kind.query(), "&cursor=", cursor].concat();
    more(kind.key(), t::more(), move |client| client.requests(&page))
}
