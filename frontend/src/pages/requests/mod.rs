//! Requests: those sent and received, one of them, and what can be done with it: each on a page of its own.

mod answer;
mod doing;
mod edit;
mod fields;
mod list;
mod one;
mod places;
mod send;
mod show;
mod similar;

pub(crate) use list::page as list;
pub(crate) use list::{Kind, rows};
pub(crate) use send::page as send;

use api_client::{Error, Versioned};
use domain::ids::RequestId;
use domain::problem::Code;
use domain::requests::Request;

use crate::components::controls::back;
use crate::components::states;
use crate::data::{self, Answer, NEWS, Query, query};
use crate::follow::memo;
use crate::navigation::{Here, pages};
use crate::pages::not_found;
use crate::view::{View, view};

/// The keys of the lists begin with it.
const LISTS: &str = "requests?";

/// The page of a request, or of what is done with it.
pub(crate) fn page() -> View {
    let here = Here::page();
    let place = memo(move || [here.part("id"), here.part("step")].join("/"));
    let page = move |place: String| {
        let (id, step) = place.split_once('/').unwrap_or_default();
        let Ok(id) = id.parse() else { return not_found::page() };
        match step {
            "" => one::page(id),
            "edit" => edit::page(id),
            "accept" => answer::accept(id),
            "decline" => answer::decline(id),
            "ask" => answer::ask(id),
            "withdraw" => answer::withdraw(id),
            _ => not_found::page(),
        }
    };
    pages(place, page)
}

/// Where a request is.
pub(crate) fn address(id: RequestId) -> String {
    ["/requests/", &id.to_string()].concat()
}

fn key_of(id: RequestId) -> String {
    ["request/", &id.to_string()].concat()
}

fn request(id: RequestId) -> Query<Versioned<Request>> {
    query(move || key_of(id), move |client| client.request(id))
}

/// Something was done with a request: what is known about it and around it is old.
fn learn(request: Versioned<Request>) {
    let id = request.value.id;
    data::put(&key_of(id), request);
    for key in [LISTS, NEWS, "relationship", "conversation", "mentor"] {
        data::refresh(key);
    }
}

/// Shows an answer with `ready`; what there is not is said as such.
pub(crate) fn found<T: Answer>(
    answer: Query<T>,
    ready: impl Fn(std::sync::Arc<T>) -> View + 'static,
) -> View {
    answer.show_or(states::page_skeleton, missing, ready)
}

fn missing(error: &Error, retry: Box<dyn Fn()>) -> View {
    if error.code() == Some(Code::NotFound) { not_found::page() } else { states::failed(error, retry) }
}

/// The frame of a page with a way back up.
pub(crate) fn around(href: impl Into<String>, words: impl Into<String>, content: View) -> View {
    view! { <div class="page pt-8 pb-32 lg:pt-10 lg:pb-20">{back(href, words)} <div class="mt-2">{content}</div></div> }
}
