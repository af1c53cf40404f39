//! What stands around every tab of a relationship: who the two are, and the tabs.
use std::sync::Arc;

use domain::ids::RelationshipId;
use domain::relationships::Relationship;
use domain::requests::Side;
use leptos::prelude::*;
use ui_model::home::first_name;

use super::{address, place};
use crate::components::face::face;
use crate::components::page::{apart, day, show_the_present_tab, title};
use crate::components::person::first_of;
use crate::data::{Query, query};
use crate::pages::requests::found;
use crate::session::Session;
use crate::text::relationships as t;
use crate::view::{View, view};

/// The beginning of the keys under which everything about a relationship is kept.
pub(crate) fn key_of(id: RelationshipId) -> String {
    ["relationship/", &id.to_string()].concat()
}

/// The relationship.
pub(crate) fn relationship(id: RelationshipId) -> Query<Relationship> {
    query(move || key_of(id), move |client| client.relationship(id))
}

/// A tab of a relationship: `tab` is the last part of its address, nothing for the overview. What somebody writes there
/// is kept outside of `content`: it is drawn again when the relationship changes.
pub(crate) fn framed(
    id: RelationshipId,
    tab: &'static str,
    content: impl Fn(&Arc<Relationship>) -> View + 'static,
) -> View {
    let inner = found(relationship(id), move |relationship| {
        request_animation_frame(show_the_present_tab);
        view! { {header(&relationship, tab.is_empty())} {tabs(&relationship, tab)} {content(&relationship)} }
    });
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">{inner}</div> }
}

/// The faces and first names of the two, the mentee's first: "Noor and Wanjiru".
pub(super) fn two(relationship: &Relationship, class: &'static str) -> (View, String) {
    let me = untrack(|| Session::here().me());
    let (my_name, my_photo) = me.map(|me| (me.display_name, me.photo)).unwrap_or_default();
    let partner = &relationship.partner;
    let mut faces = [
        face(&my_name, my_photo.as_ref(), class),
        face(&partner.display_name, partner.photo.as_ref(), class),
    ];
    let mut names = [apart(first_name(&my_name)), first_of(partner)];
    if relationship.side == Side::Mentor {
        faces.reverse();
        names.reverse();
    }
    let faces = view! { <span class="flex -space-x-3 shrink-0">{faces}</span> };
    (faces, t::two(&names[0], &names[1]))
}

/// From when to when the two walked.
pub(super) fn span(relationship: &Relationship) -> String {
    match relationship.ended_at {
        Some(end) => t::was(&day(relationship.started_at), &day(end)),
        None => t::since(&day(relationship.started_at)),
    }
}

fn header(relationship: &Relationship, is_the_heading: bool) -> View {
    let (faces, names) = two(relationship, "size-13 sm:size-16 face-ring text-xl");
    title(&names);
    let name = if is_the_heading {
        view! { <h1 class="text-2xl sm:text-3xl leading-tight wrap-anywhere">{names}</h1> }
    } else {
        view! { <p class="serif text-2xl sm:text-3xl leading-tight wrap-anywhere">{names}</p> }
    };
    view! {
        <header class="flex items-center gap-4 sm:gap-5">
            {faces} <div class="min-w-0">{name} <p class="text-sm text-muted mt-0.5 leading-snug">{span(relationship)}</p></div>
        </header>
    }
}

fn tabs(relationship: &Relationship, present: &'static str) -> View {
    let id = relationship.id;
    let unread = (relationship.unread > 0).then(|| {
        view! { <span class="count count-new">{relationship.unread.to_string()}<span class="sr-only">{t::unread()}</span></span> }
    });
    let tab = |part: &'static str, words: &'static str, count: Option<View>| {
        let href = if part.is_empty() { address(id) } else { place(id, part) };
        view! { <a href=href aria-current=(part == present).then_some("page")>{words} {count}</a> }
    };
    view! {
        <nav class="tabbar mt-6 max-sm:-mx-4 max-sm:px-4" aria-label=t::tabs()>
            {tab("", t::overview(), None)}
            {tab("goals", t::goals(), None)}
            {tab("meetings", t::meetings(), None)}
            {tab("messages", t::messages(), unread)}
            {tab("tools", t::tools(), None)}
            {tab("details", t::details(), None)}
        </nav>
    }
}
