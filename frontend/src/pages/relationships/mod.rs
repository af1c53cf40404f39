//! Relationships: the people one walks with, and the page of the two.
use domain::accounts::Role;
use domain::ids::RelationshipId;
use domain::page::Page;
use domain::relationships::{Relationship, RelationshipRow, RelationshipState};
use domain::requests::Side;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui_model::home::first_name;
use wasm_bindgen::JsCast;

use crate::components::face::face;
use crate::components::icon::{Icon, icon};
use crate::components::page::{apart, clock, day, title};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Query, query};
use crate::follow::{memo, spawn};
use crate::pages::not_found;
use crate::pages::requests::{self, around, asked_for, first_of, found, name_of};
use crate::session::Session;
use crate::text::relationships as t;
use crate::view::{IntoView, View, view};

/// The key of the list.
const LIST: &str = "relationships";

/// The relationships of whoever is signed in, the latest first.
pub(crate) fn rows() -> Query<Page<RelationshipRow>> {
    query(|| LIST.to_owned(), |client| Box::pin(async move { client.relationships("").await }))
}

/// The list.
pub(crate) fn list() -> View {
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
    let of = |active: bool| {
        let rows = page.items.iter().filter(|row| (row.state == RelationshipState::Active) == active);
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
        {page.next_cursor.clone().map(more)}
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
    view! {
        <li>
            <a href=address(row.id) class="group grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-4 sm:gap-x-5 py-5">
                {face(&row.partner.display_name, row.partner.photo.as_ref(), "size-14 text-xl")}
                <span class="min-w-0 leading-snug">
                    <span class="serif text-xl block group-hover:underline decoration-moss-line underline-offset-4 wrap-anywhere"><bdi>{name_of(&row.partner)}</bdi></span>
                    <span class="dot-list block text-sm text-muted mt-0.5"><span>{role}</span><span>{when}</span></span>
                    <span class="block mt-1 max-w-[60ch] wrap-anywhere line-clamp-3" dir="auto">{row.goal.clone()}</span>
                </span>
            </a>
        </li>
    }
}

fn more(cursor: String) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let fetch = move |_| {
        let page = ["cursor=", &cursor].concat();
        spawn(async move {
            match session.client().relationships(&page).await {
                Ok(page) => {
                    let shown = untrack(|| data::known::<Page<RelationshipRow>>(LIST));
                    let mut items = shown.map(|page| page.items.clone()).unwrap_or_default();
                    items.extend(page.items);
                    data::put(LIST, Page { items, next_cursor: page.next_cursor });
                }
                Err(error) => toasts.say(states::said(&error)),
            }
        });
    };
    view! { <div class="pt-6"><button type="button" class="btn" on:click=fetch>{t::more()}</button></div> }
}

/// Where a relationship is.
pub(crate) fn address(id: RelationshipId) -> String {
    ["/relationships/", &id.to_string()].concat()
}

/// The page of the two.
pub(crate) fn page() -> View {
    title(t::title());
    let params = use_params_map();
    let id = memo(move || params.read().get("id").unwrap_or_default());
    let page = move || {
        let Ok(id) = id.read().parse::<RelationshipId>() else { return not_found::page() };
        let answer = query(
            move || ["relationship/", &id.to_string()].concat(),
            move |client| Box::pin(async move { client.relationship(id).await }),
        );
        let criteria = data::criteria();
        let content = found(criteria, move |criteria| {
            found(answer, move |relationship| {
                view! { {header(&relationship)} {whole(&relationship, asked(&criteria, &relationship))} }
            })
        });
        around("/relationships", t::all(), content)
    };
    page.into_view()
}

fn conversation(relationship: &Relationship) -> String {
    ["/conversations/", &relationship.conversation.to_string()].concat()
}

fn header(relationship: &Relationship) -> View {
    let me = untrack(|| Session::here().me());
    let (my_name, my_photo) = me.map(|me| (me.display_name, me.photo)).unwrap_or_default();
    let partner = &relationship.partner;
    // The mentee stands first, as in "Noor and Wanjiru".
    let (mine, theirs) = (apart(first_name(&my_name)), first_of(partner));
    let mut faces = [
        face(&my_name, my_photo.as_ref(), "size-13 sm:size-16 face-ring text-xl"),
        face(&partner.display_name, partner.photo.as_ref(), "size-13 sm:size-16 face-ring text-xl"),
    ];
    let mut names = [mine, theirs];
    if relationship.side == Side::Mentor {
        faces.reverse();
        names.reverse();
    }
    let heading = t::two(&names[0], &names[1]);
    title(&heading);
    let when = match relationship.ended_at {
        Some(end) => t::was(&day(relationship.started_at), &day(end)),
        None => t::since(&day(relationship.started_at)),
    };
    view! {
        <header class="flex items-center gap-4 sm:gap-5">
            <span class="flex -space-x-3">{faces}</span>
            <div class="min-w-0">
                <h1 class="text-2xl sm:text-3xl leading-tight wrap-anywhere">{heading}</h1>
                <p class="text-sm text-muted mt-0.5 leading-snug">{when}</p>
            </div>
        </header>
    }
}

fn whole(relationship: &Relationship, asked: View) -> View {
    let active = relationship.state == RelationshipState::Active;
    let next = if active { next_step(relationship) } else { ended(relationship) };
    let others = (active && relationship.side == Side::Mentee).then(other_requests);
    view! {
        <div class="mt-7 lg:mt-9 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
            <div class="min-w-0">{next} {others} {asked}</div>
            <aside class="min-w-0">{reach(relationship)}</aside>
        </div>
    }
}

/// The first thing the two do.
fn next_step(relationship: &Relationship) -> View {
    let name = &first_of(&relationship.partner);
    let mine = relationship.side == Side::Mentee;
    let kicker = mine.then(|| {
        view! { <p class="kicker kicker-turn flex items-center gap-2 mb-1.5"><span class="size-2.5 rounded-full bg-accent"></span> {t::next()}</p> }
    });
    let (heading, about) = if mine {
        (t::arrange().to_owned(), t::arrange_about(name))
    } else {
        (t::they_arrange(name), t::they_arrange_about(name))
    };
    let class = if mine { "btn btn-primary w-full sm:w-auto" } else { "btn w-full sm:w-auto" };
    view! {
        <section class="sheet shadow-raised p-5 sm:p-7" aria-labelledby="next">
            {kicker}
            <h2 id="next" class="text-2xl wrap-anywhere">{heading}</h2>
            <p class="mt-2 max-w-[56ch]">{about}</p>
            <div class="mt-5"><a class=class href=conversation(relationship)>{t::arrange_now(name)}</a></div>
        </section>
    }
}

fn ended(relationship: &Relationship) -> View {
    view! {
        <section class="sheet p-5 sm:p-7" aria-labelledby="next">
            <h2 id="next" class="text-2xl">{t::ended()}</h2>
            <p class="mt-2 max-w-[56ch]">{t::ended_about()}</p>
            <div class="mt-5"><a class="btn w-full sm:w-auto" href=conversation(relationship)>{t::read_again()}</a></div>
        </section>
    }
}

/// How the other can be reached.
fn reach(relationship: &Relationship) -> Option<View> {
    let contact = relationship.contact.as_ref()?;
    let (name, partner) = (first_of(&relationship.partner), &relationship.partner);
    let email = contact.email.clone()?;
    let toasts = Toasts::here();
    let copied = email.clone();
    let copy = move |_| copy(copied.clone(), toasts);
    let there = clock(partner.time_zone.clone());
    let there = move || {
        let now = there.get();
        (!now.is_empty()).then(|| view! { <p class="text-sm text-muted">{t::there(&now)}</p> })
    };
    let section = view! {
        <section class="sheet p-5" aria-labelledby="reach">
            <div class="flex items-center gap-3.5">
                {face(&partner.display_name, partner.photo.as_ref(), "size-14 text-xl")}
                <div class="leading-snug min-w-0"><h2 id="reach" class="text-xl wrap-anywhere">{t::reach(&name)}</h2> {there}</div>
            </div>
            <p class="mt-3 flex items-center gap-3 py-1.5">
                {icon(Icon::EnvelopeSimple, "size-5 text-muted shrink-0")}
                <a class="min-w-0 flex-1 hover:underline underline-offset-4 wrap-anywhere" dir="ltr" href=["mailto:", &email].concat()>{email.clone()}</a>
                <button type="button" class="btn btn-ghost btn-circle -me-2.5" aria-label=t::copy() on:click=copy>{icon(Icon::Copy, "size-5")}</button>
            </p>
            <a class="btn w-full mt-3" href=conversation(relationship)>{icon(Icon::ChatCircle, "size-5")} {t::write()}</a>
            <p class="text-sm text-muted mt-4 pt-4 border-t border-line leading-snug">{t::sees_yours(&name)}</p>
        </section>
    };
    Some(section)
}

/// Puts a text where it can be pasted from; browsers give no such place to pages that travel unencrypted.
fn copy(text: String, toasts: Toasts) {
    let place =
        Reflect::get(&window().navigator(), &"clipboard".into()).ok().filter(|place| !place.is_undefined());
    let write = place.as_ref().and_then(|place| Reflect::get(place, &"writeText".into()).ok());
    if let (Some(place), Some(Ok(write))) = (place, write.map(JsCast::dyn_into::<Function>))
        && write.call1(&place, &text.into()).is_ok()
    {
        toasts.say(t::copied());
    }
}

/// What the two began with.
fn asked(criteria: &domain::criteria::Criteria, relationship: &Relationship) -> View {
    view! {
        <section class="mt-10" aria-labelledby="began">
            <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                <h2 id="began" class="text-2xl">{t::began_with()}</h2>
                <a class="link-quiet min-h-11 inline-flex items-center" href=requests::address(relationship.request)>{t::the_request()}</a>
            </div>
            <div class="mt-2">{asked_for(criteria, &relationship.text, None, relationship.side)}</div>
        </section>
    }
}

/// A mentee who has found somebody is asked about the other open requests.
fn other_requests() -> View {
    let open = requests::rows(requests::Kind::SentOpen);
    let list = move || {
        let page = open.ready().filter(|page| !page.items.is_empty())?;
        let rows = page.items.iter().map(|row| {
            let (name, to) = (name_of(&row.other), requests::address(row.id));
            view! {
                <li class="flex flex-wrap items-center gap-3.5 py-3">
                    {face(&row.other.display_name, row.other.photo.as_ref(), "size-11")}
                    <a class="min-w-0 flex-1 font-semibold hover:underline underline-offset-4 wrap-anywhere" href=to.clone()><bdi>{name.clone()}</bdi></a>
                    <a class="btn btn-sm" aria-label=t::withdraw_label(&apart(&name)) href=[&to, "/withdraw"].concat()>{t::withdraw()}</a>
                </li>
            }
        });
        Some(view! {
            <section class="mt-10" aria-labelledby="others">
                <h2 id="others" class="text-2xl">{t::others()}</h2>
                <p class="mt-1.5 text-muted max-w-[58ch]">{t::others_about()}</p>
                <ul class="rows border-y border-line mt-3">{rows.collect::<View>()}</ul>
            </section>
        })
    };
    list.into_view()
}
