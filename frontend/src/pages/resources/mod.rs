//! The library: guides and videos, open to everybody.

mod list;
mod mark;
mod one;
mod shelf;

pub(crate) use list::page as list;
pub(crate) use one::page;
pub(crate) use shelf::{now, with};

use domain::resources::{ResourceAudience, ResourceKind, ResourceRow};
use ui_model::resources::{address, clock};

use crate::components::icon::{Icon, icon};
use crate::text::resources as t;
use crate::view::{View, view};

/// The key under which all that the library says is kept, as a beginning.
const LIBRARY: &str = "resources";

/// For whom it is.
fn for_whom(audience: ResourceAudience) -> &'static str {
    match audience {
        ResourceAudience::Mentee => t::for_mentees(),
        ResourceAudience::Mentor => t::for_mentors(),
        ResourceAudience::Both => t::for_both(),
    }
}

/// What it is and how long it takes.
fn kind(row: &ResourceRow) -> String {
    match (row.kind, row.seconds) {
        (ResourceKind::Video, Some(seconds)) => [t::video(), ", ", &clock(seconds)].concat(),
        _ => [t::guide(), " · ", &t::minutes(row.minutes.into())].concat(),
    }
}

/// A line of a list that leads to it.
fn line(row: &ResourceRow) -> View {
    view! {
        <li><a href=address(&row.slug) class="group flex items-center gap-4 py-3.5 min-h-11">
            <span class="min-w-0 flex-1 leading-snug">
                <span class="font-semibold block group-hover:underline decoration-moss-line underline-offset-4">{row.title.clone()}</span>
                <span class="text-sm text-muted">{kind(row)}</span>
            </span>
            {icon(Icon::CaretRight, "size-4 text-muted")}
        </a></li>
    }
}

/// A video in a list: its poster, its length and its name.
fn tile(row: &ResourceRow) -> View {
    let poster = ["/api/v1/resources/", &row.slug, "/poster"].concat();
    view! {
        <a href=address(&row.slug) class="group block min-w-0">
            <span class="block relative rounded-box overflow-hidden border border-line bg-sky aspect-video">
                <img class="w-full h-full object-cover" src=poster alt="" loading="lazy" />
                <span class="absolute start-3 bottom-3 grid place-items-center size-12 rounded-full bg-base-100 text-base-content shadow-raised">{icon(Icon::PlayFill, "size-5")}</span>
                <span class="absolute end-3 bottom-3 rounded-md bg-neutral text-neutral-content text-xs font-semibold px-1.5 py-0.5">{row.seconds.map(clock)}</span>
            </span>
            <span class="block mt-3">
                <span class="serif text-xl leading-snug block group-hover:underline decoration-moss-line underline-offset-4">{row.title.clone()}</span>
                <span class="text-sm text-muted">{t::with_captions()}</span>
            </span>
        </a>
    }
}
