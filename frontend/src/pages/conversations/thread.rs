//! A thread: who it is with, the lines, and the field to write in.
use std::cell::Cell;

use api_client::Client;
use domain::conversations::{Conversation, ConversationAction, MarkRead, Standing};
use domain::ids::ConversationId;
use domain::problem::Code;
use leptos::prelude::*;
use ui_model::conversations::Thread;
use web_sys::Element;

use super::lines::Drawing;
use super::writing::Writing;
use super::{address, block, conversation};
use crate::components::calendar::Calendar;
use crate::components::controls::back;
use crate::components::face::face;
use crate::components::icon::{Icon, icon};
use crate::components::page::{clock, title, visible};
use crate::components::toast::Toasts;
use crate::components::{person, states};
use crate::data::{self, Fetch, Load, Query, query, several};
use crate::follow::{RwSignal, StoredValue, effect, memo, spawn};
use crate::pages::not_found;
use crate::session::Session;
use crate::text::conversations as t;
use crate::view::{IntoView, View, view};

/// So near to the end, in pixels, the reader is at it and stays there when lines come.
const AT_THE_END: i32 = 80;
/// So near to the beginning earlier lines are fetched.
const AT_THE_BEGINNING: i32 = 240;

/// How large a thread is that is a page of its own, and one within another.
const WHOLE: &str = "thread flex flex-col min-h-0 min-w-0 max-lg:h-[calc(100dvh-3.5rem)]";
const WITHIN: &str =
    "thread flex flex-col min-w-0 max-lg:-mx-4 h-[calc(100dvh-15rem)] min-h-96 lg:h-[calc(100dvh-19rem)]";

/// The id of the place where the lines scroll.
const LOG: &str = "lines";

/// Under which key the lines are kept.
pub(super) fn key(id: ConversationId) -> String {
    ["thread/", &id.to_string()].concat()
}

/// A page of lines.
fn page_of(cursor: Option<&str>) -> String {
    let after = cursor.map(|cursor| ["&cursor=", cursor].concat());
    ["limit=50", &after.unwrap_or_default()].concat()
}

/// The lines of a conversation, as far as they are known.
pub(super) fn lines(id: ConversationId) -> Query<Thread> {
    let fetch = move |client: Client| -> Fetch<Thread> {
        several(async move {
            let newest = client.messages(id, &page_of(None)).await?;
            // As it is known when the answer is there: a line may have been sent meanwhile.
            let known = untrack(|| data::known::<Thread>(&key(id)));
            Ok(Thread::with_newest(known.as_deref(), newest))
        })
    };
    query(move || key(id), fetch)
}

/// An open thread.
#[derive(Clone, Copy)]
struct Open {
    id: ConversationId,
    conversation: Query<Conversation>,
    thread: Query<Thread>,
    writing: Writing,
    /// The reader is at the end of the lines.
    at_end: StoredValue<bool>,
    /// Earlier lines are on their way.
    growing: RwSignal<bool>,
    session: Session,
    toasts: Toasts,
    /// It stands below who the two are.
    within: bool,
}

/// The thread of this conversation: a page of its own.
pub(super) fn view(id: ConversationId) -> View {
    thread(id, false)
}

/// The thread of this conversation, below who the two are.
pub(super) fn within(id: ConversationId) -> View {
    thread(id, true)
}

fn thread(id: ConversationId, within: bool) -> View {
    let open = Open {
        id,
        conversation: conversation(id),
        thread: lines(id),
        writing: Writing::of(id),
        at_end: StoredValue::new(true),
        growing: RwSignal::new(false),
        session: Session::here(),
        toasts: Toasts::here(),
        within,
    };
    open.stay_at_the_end();
    open.say_what_was_read();
    // The page stays as it is when what it shows changes: somebody may be writing.
    let there = memo(move || open.conversation.ready().is_some());
    let page = move || {
        if there.get() {
            return open.view();
        }
        match open.conversation.get() {
            Load::Failed(error) if error.code() == Some(Code::NotFound) => not_found::page(),
            Load::Failed(error) => around(open.conversation.failed(&error)),
            _ => around(states::page_skeleton()),
        }
    };
    page.into_view()
}

fn around(content: View) -> View {
    view! { <div class="min-w-0 p-4 lg:p-8">{back("/conversations", t::all())} {content}</div> }
}

impl Open {
    fn view(self) -> View {
        let head = move || {
            let conversation = self.conversation.ready()?;
            Some(if self.within { head_within(&conversation) } else { head(&conversation) })
        };
        let calendar = Calendar::of_reader();
        let lines = move || match (self.conversation.ready(), self.thread.get()) {
            (Some(conversation), Load::Ready(thread)) => {
                let earlier = thread.older.is_some().then(|| self.earlier());
                let (writing, editing) = (self.writing, &*self.writing.editing.read());
                let drawing = Drawing {
                    conversation: &conversation,
                    thread: &thread,
                    calendar: &calendar,
                    writing,
                    editing,
                };
                view! { {earlier} {writing.waiting.with(|waiting| drawing.view(waiting))} }
            }
            (_, Load::Failed(error)) => self.thread.failed(&error),
            _ => states::list_skeleton(),
        };
        let name =
            move || self.conversation.ready().map(|with| person::first_of(&with.with)).unwrap_or_default();
        let scrolled = move |_| self.scrolled();
        view! {
            <section class=if self.within { WITHIN } else { WHOLE } aria-labelledby="who">
                {head}
                <div
                    id=LOG
                    class="flex-1 min-h-0 overflow-y-auto [overflow-anchor:none] px-4 lg:px-8 py-6 flex flex-col gap-3"
                    role="log"
                    tabindex="0"
                    aria-label=move || t::log(&name())
                    on:scroll=scrolled
                >
                    {lines}
                </div>
                {self.foot()}
            </section>
        }
    }

    fn earlier(self) -> View {
        view! {
            <div class="text-center">
                <button type="button" class="btn btn-sm btn-ghost" aria-disabled=move || self.growing.get().to_string() on:click=move |_| self.grow()>
                    {t::earlier()}
                </button>
            </div>
        }
    }

    /// The field to write in, or why there is none.
    fn foot(self) -> View {
        let may_write = memo(move || {
            let conversation = self.conversation.ready();
            conversation.is_some_and(|it| it.allowed_actions.contains(&ConversationAction::Write))
        });
        let foot = move || {
            if may_write.get() {
                let with = untrack(|| self.conversation.ready());
                return with.map(|with| self.writing.view(&person::first_of(&with.with))).into_view();
            }
            let why = move || self.conversation.ready().map(|conversation| self.why_closed(&conversation));
            why.into_view()
        };
        foot.into_view()
    }

    fn why_closed(self, conversation: &Conversation) -> View {
        let words = if conversation.blocked {
            t::blocked(&person::first_of(&conversation.with))
        } else if conversation.with.id.is_none() {
            t::gone().to_owned()
        } else {
            t::closed().to_owned()
        };
        let may_lift = conversation.allowed_actions.contains(&ConversationAction::Unblock);
        let lift = conversation.with.id.filter(|_| may_lift).map(|id| {
            let (session, toasts) = (self.session, self.toasts);
            let lift = move |_| block::lift(session, toasts, id);
            view! { <button type="button" class="btn btn-sm mt-2" on:click=lift>{t::unblock()}</button> }
        });
        view! {
            <div class="border-t border-line p-4 lg:px-6 max-lg:bg-base-100">
                <p class="text-muted max-w-[58ch]">{words}</p> {lift}
            </div>
        }
    }

    fn scrolled(self) {
        let Some(log) = log() else { return };
        let below = log.scroll_height() - log.client_height() - log.scroll_top();
        self.at_end.set_value(below < AT_THE_END);
        if log.scroll_top() < AT_THE_BEGINNING && log.scroll_height() > log.client_height() {
            self.grow();
        }
    }

    /// The newest lines are in view for who has not scrolled up.
    fn stay_at_the_end(self) {
        effect(move || {
            self.thread.ready();
            self.writing.waiting.track();
            self.writing.editing.track();
            request_animation_frame(move || {
                if self.at_end.try_get_value() == Some(true) {
                    scroll_to(0);
                }
            });
        });
    }

    /// Fetches earlier lines; those that are in view stay where they are.
    fn grow(self) {
        let older = untrack(|| self.thread.ready()).and_then(|thread| thread.older.clone());
        let Some(cursor) = older.filter(|_| !self.growing.get_untracked()) else { return };
        self.growing.set(true);
        spawn(async move {
            match self.session.client().messages(self.id, &page_of(Some(&cursor))).await {
                Ok(page) => self.take_older(page),
                Err(error) => self.toasts.warn(states::said(&error)),
            }
            self.growing.try_set(false);
        });
    }

    fn take_older(self, page: domain::page::Page<domain::conversations::Message>) {
        let from_end = log().map(|log| log.scroll_height() - log.scroll_top());
        if let Some(thread) = untrack(|| data::known::<Thread>(&key(self.id))) {
            data::put(&key(self.id), thread.with_older(page));
        }
        if let Some(from_end) = from_end {
            request_animation_frame(move || scroll_to(from_end));
        }
    }

    /// What is shown while somebody can see it has been read.
    fn say_what_was_read(self) {
        let (seen, said) = (visible(), Cell::new(0));
        effect(move || {
            let unread = self.conversation.ready().is_some_and(|conversation| conversation.unread > 0);
            let number = self.thread.ready().map_or(0, |thread| thread.newest());
            if !unread || !seen.get() || number <= said.get() {
                return;
            }
            said.set(number);
            let client = self.session.client();
            spawn(async move {
                // Where it is not taken, the next line says it, too.
                if client.mark_read(self.id, &MarkRead { number }).await.is_ok() {
                    data::refresh("conversation");
                    data::refresh(data::NEWS);
                }
            });
        });
    }
}

/// Where the lines scroll.
fn log() -> Option<Element> {
    document().get_element_by_id(LOG)
}

/// Scrolls to so many pixels above the end.
fn scroll_to(from_end: i32) {
    if let Some(log) = log() {
        log.set_scroll_top(log.scroll_height() - from_end);
    }
}

/// Who the thread is with, and what one can do.
fn head(conversation: &Conversation) -> View {
    let with = &conversation.with;
    title(&person::name_of(with));
    let there = with.id.is_some().then(|| {
        let (now, first) = (clock(with.time_zone.clone()), person::first_of(with));
        let there =
            move || now.with(|now| if now.is_empty() { String::new() } else { t::there(now, &first) });
        view! { <p class="text-sm text-muted truncate">{there}</p> }
    });
    let name = match with.id {
        Some(id) => {
            let href = ["/people/", &id.to_string()].concat();
            view! { <a class="hover:underline decoration-moss-line underline-offset-4" href=href><bdi>{person::name_of(with)}</bdi></a> }
        }
        None => person::name_of(with).into_view(),
    };
    let together = matches!(conversation.standing, Standing::Relationship | Standing::Ended);
    let relationship = conversation
        .relationship
        .filter(|_| together)
        .map(|id| (["/relationships/", &id.to_string()].concat(), t::relationship()));
    let request = conversation.request.map(|id| (["/requests/", &id.to_string()].concat(), t::see_request()));
    let about = relationship.or(request);
    let beside = about
        .clone()
        .map(|(href, words)| view! { <a class="btn btn-sm max-sm:hidden" href=href>{words}</a> });
    view! {
        <header class="flex items-center gap-3 px-3 lg:px-6 py-2.5 lg:py-3.5 border-b border-line max-lg:bg-base-100">
            <a class="btn btn-ghost btn-circle lg:hidden" href="/conversations" aria-label=t::all()>{icon(Icon::ArrowLeft, "size-5")}</a>
            {face(&with.display_name, with.photo.as_ref(), "size-11")}
            <div class="min-w-0 leading-tight me-auto">
                <h1 id="who" class="text-xl truncate">{name}</h1>
                {there}
            </div>
            {beside}
            {menu(conversation, about)}
        </header>
    }
}

/// What one can do, where it is said already who the two are.
fn head_within(conversation: &Conversation) -> View {
    view! {
        <header class="flex items-center justify-between gap-3 px-4 lg:px-6 py-1.5 border-b border-line">
            <h1 id="who" class="text-base truncate">{t::log(&person::first_of(&conversation.with))}</h1>
            {menu(conversation, None)}
        </header>
    }
}

fn menu(conversation: &Conversation, about: Option<(String, &'static str)>) -> View {
    let here = address(conversation.id);
    let may = |action| conversation.allowed_actions.contains(&action);
    let link = |href: String, sign: Icon, words: String| {
        view! { <a href=href>{icon(sign, "size-5 text-muted")} {words}</a> }
    };
    let about = about.map(|(href, words)| view! { <a class="sm:hidden" href=href>{icon(Icon::ClipboardText, "size-5 text-muted")} {words}</a> });
    let block = may(ConversationAction::Block).then(|| {
        link([&here, "/block"].concat(), Icon::Prohibit, t::block(&person::first_of(&conversation.with)))
    });
    let report = may(ConversationAction::Report)
        .then(|| link([&here, "/report"].concat(), Icon::Flag, t::report().to_owned()));
    if about.is_none() && block.is_none() && report.is_none() {
        return ().into_view();
    }
    view! {
        <button type="button" class="btn btn-ghost btn-circle" popovertarget="actions" aria-label=t::more_actions()>
            {icon(Icon::DotsThree, "size-6")}
        </button>
        <div id="actions" popover="auto" class="menu-card top-32 lg:top-42" role="dialog" aria-label=t::more_actions_menu()>
            {about} {block} {report}
        </div>
    }
}
