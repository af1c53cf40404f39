//! What is new, what reaches somebody and how, and the link of a letter that ends letters like it.

mod settings;
mod unsubscribe;

pub(crate) use unsubscribe::page as unsubscribe;

use api_client::Client;
use domain::notifications::{Notification, NotificationList, NotificationSettings, ReadNotifications};
use domain::page::DEFAULT_LIMIT;
use ui_model::days::by_day;
use ui_model::notifications::address;
use ui_model::pages::{first, rest};

use crate::components::calendar::Calendar;
use crate::components::face::face;
use crate::components::icon::{Icon, icon};
use crate::components::page::title;
use crate::components::toast::Toasts;
use crate::components::{person, states};
use crate::data::{self, Fetch, Query, query, several};
use crate::follow::{RwSignal, memo, spawn};
use crate::navigation::Here;
use crate::pages::not_found;
use crate::session::Session;
use crate::text::{self, notifications as t};
use crate::view::{IntoView, View, view};

/// The key of the list.
const KEY: &str = "notifications";

/// What is new, the latest first.
#[derive(Clone, Copy)]
struct List {
    page: Query<NotificationList>,
    /// How many are asked for.
    limit: RwSignal<u32>,
    session: Session,
    toasts: Toasts,
}

/// What is new; with a step, what reaches the reader and how.
pub(crate) fn page() -> View {
    let here = Here::page();
    let step = memo(move || here.part("step"));
    let page = move || match step.read().as_str() {
        "" => whole(),
        "settings" => settings::page(),
        _ => not_found::page(),
    };
    page.into_view()
}

fn whole() -> View {
    title(t::heading());
    let limit = RwSignal::new(DEFAULT_LIMIT);
    let fetch = move |client: Client| -> Fetch<NotificationList> {
        let wanted = limit.get();
        several(async move {
            let mut page = client.notifications(&first(wanted)).await?;
            while let Some(rest) = rest(wanted, page.items.len(), page.next_cursor.as_deref()) {
                let next = client.notifications(&rest).await?;
                page.items.extend(next.items);
                page.next_cursor = next.next_cursor;
            }
            Ok(page)
        })
    };
    let page = query(|| KEY.to_owned(), fetch);
    let list = List { page, limit, session: Session::here(), toasts: Toasts::here() };
    let calendar = Calendar::of_reader();
    let days = list.page.show(states::list_skeleton, move |page| list.days(&page, &calendar));
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
                <div class="min-w-0">
                    <div class="flex flex-wrap items-end justify-between gap-x-6 gap-y-1">
                        <div>
                            <h1 class="text-3xl sm:text-4xl">{t::heading()}</h1>
                            <p class="text-muted mt-1.5">{move || list.unseen()}</p>
                        </div>
                        {move || list.mark_all()}
                    </div>
                    {days}
                </div>
                <aside class="min-w-0 lg:pt-3">{what_reaches()}</aside>
            </div>
        </div>
    }
}

impl List {
    fn unseen(self) -> Option<String> {
        self.page.ready().filter(|page| !page.items.is_empty()).map(|page| match page.unread {
            0 => t::all_seen().to_owned(),
            unread => t::unseen(unread),
        })
    }

    fn mark_all(self) -> Option<View> {
        let newest = self.page.ready().filter(|page| page.unread > 0)?.items.first()?.number;
        // What comes meanwhile has not been seen.
        let mark = move |_| self.read(ReadNotifications { up_to: Some(newest), only: None });
        Some(
            view! { <button type="button" class="link-quiet min-h-11" on:click=mark>{t::mark_all()}</button> },
        )
    }

    fn read(self, which: ReadNotifications) {
        let client = self.session.client();
        spawn(async move {
            match client.read_notifications(&which).await {
                Ok(()) => {
                    data::refresh(KEY);
                    data::refresh(data::NEWS);
                }
                Err(error) => self.toasts.warn(states::said(&error)),
            }
        });
    }

    fn days(self, page: &NotificationList, calendar: &Calendar) -> View {
        if page.items.is_empty() {
            let home = view! { <a class="btn" href="/">{t::home()}</a> };
            return states::empty("empty-laid", t::empty(), t::empty_words().into_view(), home);
        }
        let days = by_day(&page.items, |new| calendar.day(new.at)).into_iter().filter_map(|(_, items)| {
            let heading = calendar.heading(items.first()?.at);
            let rows = items.into_iter().map(|new| self.row(new, calendar));
            Some(view! {
                <section class="mt-8">
                    <h2 class="text-xl">{heading}</h2>
                    <ul class="rows mt-2.5 border-y border-line">{rows.collect::<View>()}</ul>
                </section>
            })
        });
        let earlier = move |_| {
            self.limit.update(|limit| *limit += DEFAULT_LIMIT);
            data::refresh(KEY);
        };
        let more = page.next_cursor.is_some().then(
            || view! { <button type="button" class="btn mt-6" on:click=earlier>{t::earlier()}</button> },
        );
        view! { {days.collect::<View>()} {more} }
    }

    /// Whoever follows it has read it.
    fn row(self, new: &Notification, calendar: &Calendar) -> View {
        let sign = match &new.actor {
            Some(actor) => face(&actor.display_name, actor.photo.as_ref(), "size-11"),
            None => {
                view! { <span class="size-11 rounded-full bg-base-300 grid place-items-center shrink-0">{icon(Icon::Bell, "size-5")}</span> }
            }
        };
        let unseen = !new.read;
        let dot = unseen.then(|| {
            view! { <span class="inline-block size-2 rounded-full bg-primary ms-2 align-middle"><span class="sr-only">{t::new()}</span></span> }
        });
        let content = view! {
            <span class="flex gap-4">
                <span class="shrink-0">{sign}</span>
                <span class="min-w-0 flex-1 sm:flex gap-6 leading-snug">
                    <span class="min-w-0 flex-1 block">
                        <span class="group-hover:underline decoration-moss-line underline-offset-4 wrap-anywhere" class:font-semibold=unseen>{words(new)}</span> {dot}
                        <span class="block text-sm text-muted mt-0.5 max-w-[60ch]">{text::news_more::find(new.kind.as_str())}</span>
                    </span>
                    <span class="block text-sm text-muted shrink-0 sm:text-end mt-1 sm:mt-0.5">{calendar.clock(new.at)}</span>
                </span>
            </span>
        };
        let number = new.number;
        let follow = move |_| {
            if unseen {
                self.read(ReadNotifications { up_to: None, only: Some(number) });
            }
        };
        match address(new) {
            Some(href) => {
                view! { <li><a href=href on:click=follow class="group block py-4 -mx-3 px-3 rounded-field hover:bg-base-100">{content}</a></li> }
            }
            None => view! { <li class="py-4">{content}</li> },
        }
    }
}

/// What is new, in a sentence.
fn words(new: &Notification) -> String {
    let name = &new.actor.as_ref().map_or_else(|| text::people::former().to_owned(), person::first_of);
    let kind = text::news::find(new.kind.as_str()).unwrap_or_default();
    kind.replace("{name}", name)
}

/// What comes by letter, in short.
fn what_reaches() -> View {
    let settings = settings::document();
    let ways = move || settings.ready().map(|settings| ways(&settings.value));
    view! {
        <section class="sheet p-5 sm:p-6" aria-labelledby="reaches">
            <h2 id="reaches" class="text-xl">{t::reaches_you()}</h2>
            {ways}
            <a class="link-quiet inline-flex min-h-11 items-center mt-2 -mb-2" href="/notifications/settings">{t::change_it()}</a>
        </section>
    }
}

fn ways(settings: &NotificationSettings) -> View {
    let kinds = [
        (settings.answers, t::answers()),
        (settings.requests, t::requests()),
        (settings.messages, t::messages()),
        (settings.meetings, t::meetings()),
        (settings.goals, t::goals()),
        (settings.relationships, t::relationships()),
    ];
    let way = |sign: Icon, words: &'static str, by_letter: bool| {
        let kinds = kinds.iter().filter(|(on, _)| *on == by_letter);
        let kinds: Vec<_> = kinds
            .map(|(_, kind)| view! { <dd class="col-start-2 text-sm text-muted">{*kind}</dd> })
            .collect();
        (!kinds.is_empty()).then(|| {
            view! {
                <div class="grid grid-cols-[1.25rem_1fr] gap-x-3">
                    <dt class="contents">{icon(sign, "size-5 mt-0.5 text-muted")} <span class="font-semibold">{words}</span></dt>
                    {kinds}
                </div>
            }
        })
    };
    view! {
        <dl class="mt-3 grid gap-3 leading-snug">
            {way(Icon::EnvelopeSimple, t::by_letter(), true)} {way(Icon::Bell, t::only_here(), false)}
        </dl>
    }
}
