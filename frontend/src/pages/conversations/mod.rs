//! Conversations: the list, a thread, and what one can do about the other.

mod block;
mod kept;
mod lines;
mod list;
mod report;
mod thread;
mod writing;

use domain::conversations::Conversation;
use domain::ids::ConversationId;
use domain::problem::Code;
use leptos::prelude::*;

use crate::components::states;
use crate::data::{self, Load, Query, query};
use crate::follow::memo;
use crate::navigation::{Here, pages};
use crate::pages::not_found;
use crate::text::conversations as t;
use crate::view::{View, view};

/// The list of conversations, and the thread that the address names beside it (on a phone: in its place).
pub(crate) fn page() -> View {
    let here = Here::page();
    // Of the conversation that is open; empty where none is.
    let wanted = memo(move || here.part("id"));
    let list = list::List::here();
    let beside = move || match (wanted.read().as_str(), wanted.read().parse()) {
        ("", _) => list.choose(),
        (_, Ok(id)) => thread::view(id),
        (_, Err(_)) => not_found::page(),
    };
    let one = move || !wanted.read().is_empty();
    view! {
        <div class="page max-lg:px-0 lg:pt-6 lg:pb-6">
            <div class="grid grid-cols-[minmax(0,1fr)] lg:grid-cols-[20rem_minmax(0,1fr)] lg:gap-8 lg:h-[calc(100dvh-7.2rem)]">
                <div class="flex flex-col min-h-0 max-lg:px-4 max-lg:pt-8 max-lg:pb-28" class=("max-lg:hidden", one)>
                    {move || heading(one())} {list.view(wanted)}
                </div>
                {beside}
            </div>
        </div>
    }
}

/// A thread among what else the two share.
pub(crate) fn within(id: ConversationId) -> View {
    thread::within(id)
}

/// What one can do about the other of a conversation: a page for each.
pub(crate) fn step() -> View {
    let here = Here::page();
    let place = memo(move || [here.part("id"), here.part("step")].join("/"));
    let page = |place: String| {
        let (id, step) = place.split_once('/').unwrap_or_default();
        match (id.parse(), step) {
            (Ok(id), "block") => about(id, block::content),
            (Ok(id), "report") => about(id, report::content),
            _ => not_found::page(),
        }
    };
    pages(place, page)
}

/// The heading of the list; beside a thread the name there is the heading of the page.
fn heading(beside_a_thread: bool) -> View {
    if beside_a_thread {
        return view! { <h2 class="text-2xl">{t::heading()}</h2> };
    }
    view! { <h1 class="text-3xl lg:text-2xl">{t::heading()}</h1> }
}

/// One conversation.
fn conversation(id: ConversationId) -> Query<Conversation> {
    query(move || ["conversation/", &id.to_string()].concat(), move |client| client.conversation(id))
}

/// A page about a conversation.
fn about(id: ConversationId, content: fn(ConversationId, &Conversation) -> View) -> View {
    let conversation = conversation(id);
    // Read once: what changes elsewhere must not empty a form that is being filled in.
    let ready = memo(move || !matches!(conversation.get(), Load::Waiting));
    let page = move || {
        if !ready.get() {
            return states::page_skeleton();
        }
        match untrack(|| conversation.get()) {
            Load::Waiting => states::page_skeleton(),
            Load::Ready(conversation) => content(id, &conversation),
            Load::Failed(error) if error.code() == Some(Code::NotFound) => not_found::page(),
            Load::Failed(error) => conversation.failed(&error),
        }
    };
    view! { <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20"><div class="max-w-[44rem]">{page}</div></div> }
}

/// Where a conversation is.
fn address(id: ConversationId) -> String {
    ["/conversations/", &id.to_string()].concat()
}

/// What two are to each other has changed, or what one may do.
fn has_changed() {
    for key in ["conversation", "request", "relationship", data::NEWS] {
        data::refresh(key);
    }
}
