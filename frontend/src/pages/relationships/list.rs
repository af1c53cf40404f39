//! All whom one walks with, now and earlier.
use domain::accounts::Role;
use domain::page::Page;
use domain::relationships::RelationshipRow;
use domain::requests::Side;
use leptos::prelude::*;
use ui_model::relationships::is_walking;

use super::address;
use crate::components::controls::{Tone, chip};
use crate::components::face::face;
use crate::components::page::{day, title};
use crate::components::person::name_of;
use crate::components::states;
use crate::data::{Query, query};
use crate::growing::more;
use crate::session::Session;
use crate::text::relationships as t;
use crate::view::{IntoView, View, view};

/// The key of the list.
const LIST: &str = "relationships";

/// The relationships of whoever is signed in, the latest first.
pub(crate) fn rows() -> Query<Page<RelationshipRow>> {
    query(|| LIST.to_owned(), |client| client.relationships(""))
}

/// The list.
pub(crate) fn page() -> View {
    title(t::title());
    let list = rows().show(states::list_skeleton, |page| people(&page));
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="max-w-[54rem]">
                <h1 class="text-3xl sm:text-4xl">{t::heading()}</h1>
                <p class="text-muted mt-1.5">{t::lead()}</p>
                {list}
            </div>
        </div>
    }
}

fn people(page: &Page<RelationshipRow>) -> View {
    if page.items.is_empty() {
        return nobody();
    }
    let of = |walking: bool| {
        let rows = page.items.iter().filter(|row| is_walking(row.state) == walking);
        rows.map(row).collect::<Vec<View>>()
    };
    let section = |id: &'static str, heading: &'static str, rows: Vec<View>| {
        (!rows.is_empty()).then(|| {
            view! {
                <section class="mt-8" aria-labelledby=id>
                    <h2 id=id class="text-2xl">{heading}</h2>
                    <ul class="rows mt-2.5 border-y border-line">{rows}</ul>
                </section>
            }
        })
    };
    view! {
        {section("now", t::now(), of(true))}
        {section("earlier", t::earlier(), of(false))}
        {page.next_cursor.as_deref().map(next)}
    }
}

fn nobody() -> View {
    let mentee = untrack(|| Session::here().me()).is_some_and(|me| me.roles.contains(&Role::Mentee));
    let (words, href, action) = if mentee {
        (t::none_mentee(), "/mentors", t::find())
    } else {
        (t::none_mentor(), "/requests", t::requests())
    };
    let action = view! { <a class="btn btn-primary" href=href>{action}</a> };
    states::empty("empty-two", t::none(), words.into_view(), action)
}

fn row(row: &RelationshipRow) -> View {
    let role = if row.side == Side::Mentor { t::as_mentor() } else { t::as_mentee() };
    let when = match row.ended_at {
        Some(end) => t::was(&day(row.started_at), &day(end)),
        None => t::since(&day(row.started_at)),
    };
    let next = row.next_meeting_at.filter(|_| is_walking(row.state)).map(|at| t::meets_next(&day(at)));
    let next = next.map(|words| view! { <span class="text-sm text-muted">{words}</span> });
    let turn = row.my_turn.then(|| chip(Tone::Turn, t::your_turn().to_owned()));
    let news = (next.is_some() || turn.is_some()).then(
        || view! { <span class="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">{turn} {next}</span> },
    );
    view! {
        <li>
            <a href=address(row.id) class="group grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-4 sm:gap-x-5 py-5">
                {face(&row.partner.display_name, row.partner.photo.as_ref(), "size-14 text-xl")}
                <span class="min-w-0 leading-snug">
                    <span class="serif text-xl block group-hover:underline decoration-moss-line underline-offset-4 wrap-anywhere"><bdi>{name_of(&row.partner)}</bdi></span>
                    <span class="dot-list block text-sm text-muted mt-0.5"><span>{role}</span><span>{when}</span></span>
                    <span class="block mt-1 max-w-[60ch] wrap-anywhere line-clamp-3" dir="auto">{row.goal.clone()}</span>
                    {news}
                </span>
            </a>
        </li>
    }
}

fn next(cursor: &str) -> View {
    let page = ["cursor=", cursor].concat();
    more(LIST.to_owned(), t::more(), move |client| client.relationships(&page))
}
