//! Relationships: the people one walks with, the home of the two, and how it ends.

mod act;
mod complete;
mod details;
mod ended;
mod frame;
mod journey;
mod list;
mod next;
mod overview;
mod reach;
mod withdraw;

pub(crate) use frame::{framed, key_of, relationship};
pub(crate) use list::{page as list, rows};

use domain::ids::RelationshipId;

use crate::follow::memo;
use crate::navigation::{Here, pages};
use crate::pages::{goals, not_found};
use crate::view::View;

/// The home of the two, or what is done there.
pub(crate) fn page() -> View {
    let here = Here::page();
    let place = memo(move || [here.part("id"), here.part("step")]);
    let page = move |[id, step]: [String; 2]| {
        let Ok(id) = id.parse() else { return not_found::page() };
        match step.as_str() {
            "" => overview::page(id),
            "messages" => overview::messages(id),
            "details" => details::page(id),
            "withdraw" => withdraw::page(id),
            "complete" => complete::page(id),
            "not-yet" => complete::not_yet(id),
            "journey" => journey::page(id),
            "timeline" => goals::timeline(id),
            _ => not_found::page(),
        }
    };
    pages(place, page)
}

/// Where a relationship is.
pub(crate) fn address(id: RelationshipId) -> String {
    ["/relationships/", &id.to_string()].concat()
}

/// A place of a relationship.
fn place(id: RelationshipId, part: &str) -> String {
    [&address(id), "/", part].concat()
}
