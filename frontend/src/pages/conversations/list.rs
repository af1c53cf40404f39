use api_client::Client;
use domain::accounts::Role;
use domain::conversations::{Conversation, Message, MessageKind};
use domain::page::DEFAULT_LIMIT;
use leptos::prelude::*;

use super::address;
use super::lines::happened;
use crate::components::calendar::Calendar;
use crate::components::face::face;
use crate::components::page::title;
use crate::components::{person, states};
use crate::follow::Memo;
use crate::growing::{Growing, growing};
use crate::session::Session;
use crate::text::{self, conversations as t};
use crate::view::{IntoView, View, view};

/// The key of the list.
const KEY: &str = "conversations";

/// The conversations of whoever is signed in, the one with the newest line first.
#[derive(Clone, Copy)]
pub(super) struct List(Growing<Conversation>);

impl List {
    pub(super) fn here() -> Self {
        Self(growing(DEFAULT_LIMIT, || KEY.to_owned(), Client::conversations))
    }

    /// The list; `here` is the id of the conversation beside it.
    pub(super) fn view(self, here: Memo<String>) -> View {
        let calendar = Calendar::of_reader();
        let rows = self.0.page.show(states::list_skeleton, move |page| {
            if page.items.is_empty() {
                return nobody_yet();
            }
            let rows = page.items.iter().map(|one| row(one, &calendar, *here.read() == one.id.to_string()));
            let shown = page.items.len();
            let more = page.next_cursor.is_some().then(|| {
                view! { <li class="p-3"><button type="button" class="btn btn-sm" on:click=move |_| self.0.grow(shown)>{t::more()}</button></li> }
            });
            view! { <ul class="-mx-3 p-px grid grid-cols-[minmax(0,1fr)] gap-1">{rows.collect::<View>()} {more}</ul> }
        });
        view! { <nav class="mt-3 lg:overflow-y-auto lg:px-3 lg:-mx-3 min-h-0" aria-label=t::conversations()>{rows}</nav> }
    }

    /// Beside the list, while no conversation is open.
    pub(super) fn choose(self) -> View {
        title(t::heading());
        let words = move || {
            let some = self.0.page.ready().is_some_and(|page| !page.items.is_empty());
            some.then(|| view! { <p class="text-muted">{t::choose()}</p> })
        };
        view! { <div class="hidden lg:grid place-items-center">{words}</div> }
    }
}

fn nobody_yet() -> View {
    let me = untrack(|| Session::here().me());
    let looks = me.is_some_and(|me| me.roles.contains(&Role::Mentee));
    let (heading, words, href, action) = if looks {
        (t::empty(), t::empty_words(), "/mentors", t::find())
    } else {
        (t::empty_mentor(), t::empty_mentor_words(), "/profile", t::profile())
    };
    let action = view! { <a class="btn btn-primary" href=href>{action}</a> };
    states::empty("empty-open", heading, words.into_view(), action)
}

fn row(conversation: &Conversation, calendar: &Calendar, here: bool) -> View {
    let (with, newest) = (&conversation.with, &conversation.newest);
    let unread = conversation.unread;
    let new_here = unread > 0;
    let new = new_here.then(|| {
        view! {
            <span class="count count-new self-center shrink-0">
                <span aria-hidden="true">{unread.to_string()}</span> <span class="sr-only">{t::unread(unread)}</span>
            </span>
        }
    });
    let ground = if here { "bg-base-100 ring-1 ring-line" } else { "hover:bg-base-100" };
    view! {
        <li>
            <a href=address(conversation.id) class=["flex gap-3.5 p-3 rounded-field ", ground].concat() aria-current=here.then_some("true")>
                {face(&with.display_name, with.photo.as_ref(), "size-12")}
                <span class="min-w-0 flex-1 leading-snug">
                    <span class="flex gap-2 items-baseline">
                        <span class="font-semibold truncate"><bdi>{person::name_of(with)}</bdi></span>
                        <span class="ms-auto text-xs text-muted whitespace-nowrap">{calendar.short(newest.sent_at)}</span>
                    </span>
                    <span class="block truncate text-sm" class:font-semibold=new_here class:text-muted=!new_here>
                        <bdi>{excerpt(newest)}</bdi>
                    </span>
                    <span class="text-xs text-muted">{text::standing::find(conversation.standing.as_str())}</span>
                </span>
                {new}
            </a>
        </li>
    }
}

/// The newest line in short.
fn excerpt(line: &Message) -> String {
    match line.kind {
        MessageKind::Text if line.mine => t::you(&line.body),
        MessageKind::Text => line.body.clone(),
        MessageKind::Removed => t::removed().to_owned(),
        _ => happened(line).to_owned(),
    }
}
