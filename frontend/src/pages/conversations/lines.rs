//! The lines of a thread, as they are drawn.
use domain::conversations::{Conversation, ConversationAction, Message, MessageKind, Standing};
use ui_model::conversations::{Bit, Thread, bits};
use ui_model::days::by_day;

use super::address;
use super::writing::{Waiting, Writing};
use crate::components::calendar::{Calendar, is_ahead};
use crate::components::face::face;
use crate::components::icon::{Icon, icon};
use crate::components::person;
use crate::text::{self, conversations as t};
use crate::view::{IntoView, View, view};

/// What a line that nobody wrote says.
pub(super) fn happened(line: &Message) -> &'static str {
    let kind = line.kind.as_str();
    let found =
        if line.mine { text::happened::find(&["mine_", kind].concat()) } else { text::happened::find(kind) };
    found.unwrap_or_default()
}

/// What a thread is drawn from.
pub(super) struct Drawing<'a> {
    pub(super) conversation: &'a Conversation,
    pub(super) thread: &'a Thread,
    pub(super) calendar: &'a Calendar,
    pub(super) writing: Writing,
    /// The id of the message that is being changed.
    pub(super) editing: &'a str,
}

impl Drawing<'_> {
    /// The lines, by day, and what is on its way.
    pub(super) fn view(&self, waiting: &[Waiting]) -> View {
        let first_masked = self.thread.lines.iter().find(|line| line.masked).map(|line| line.number);
        let days = by_day(&self.thread.lines, |line| self.calendar.day(line.sent_at));
        let lines = days.into_iter().flat_map(|(_, lines)| lines.into_iter().enumerate());
        let lines = lines.map(|(nth, line)| {
            let day =
                (nth == 0).then(|| view! { <p class="day my-1">{self.calendar.heading(line.sent_at)}</p> });
            let why = (first_masked == Some(line.number)).then(|| self.why_masked(line.mine));
            // One element for each line: where lines come or change, the others keep what somebody does in them.
            view! { <div class="flex flex-col gap-3">{day} {self.line(line)} {why}</div> }
        });
        let arrived = |waiting: &&Waiting| !waiting.arrived_in(self.thread);
        let waiting = waiting.iter().filter(arrived).map(|waiting| on_its_way(waiting, self.writing));
        view! { {lines.collect::<View>()} {waiting.collect::<View>()} }
    }

    fn line(&self, line: &Message) -> View {
        match line.kind {
            MessageKind::Text if line.id.to_string() == self.editing => self.writing.changing(),
            MessageKind::Text if line.mine => self.mine(line),
            MessageKind::Text => self.theirs(line),
            MessageKind::Removed => event(t::removed(), None),
            _ => event(happened(line), line.request.map(|id| ["/requests/", &id.to_string()].concat())),
        }
    }

    fn mine(&self, line: &Message) -> View {
        let clock = self.calendar.clock(line.sent_at);
        let read =
            (line.number <= self.conversation.read_by_other).then(|| view! { <span>{t::read()}</span> });
        let change = line.editable_until.filter(|until| is_ahead(*until));
        let change = change.map(|_| {
            let (line, writing) = (line.clone(), self.writing);
            view! {
                <button type="button" id=change_id(&line.id.to_string()) class="link-quiet ms-3 py-1" aria-label=t::change_label(&clock) on:click=move |_| writing.edit(&line)>
                    {t::change()}
                </button>
            }
        });
        view! {
            <div>
                <p class="sr-only">{t::by_me()}</p>
                <div class="said said-me w-fit">{words(&line.body, line.masked)}</div>
                <div class="flex items-baseline justify-end text-xs text-muted mt-1.5">
                    <p class="dot-list"><span>{clock}</span> {edited(line)} {read}</p> {change}
                </div>
            </div>
        }
    }

    fn theirs(&self, line: &Message) -> View {
        let with = &self.conversation.with;
        let report = self.conversation.allowed_actions.contains(&ConversationAction::Report).then(|| {
            let href = [&address(self.conversation.id), "/report?message=", &line.id.to_string()].concat();
            view! { <a class="link-quiet ms-3 opacity-0 group-hover:opacity-100 focus:opacity-100" href=href>{t::report_it()}</a> }
        });
        view! {
            <div class="group">
                <p class="sr-only">{t::by_other(&person::first_of(with))}</p>
                <div class="flex gap-2.5 items-end">
                    {face(&with.display_name, with.photo.as_ref(), "size-8 text-xs max-sm:hidden")}
                    <div class="said said-you">{words(&line.body, line.masked)}</div>
                </div>
                <div class="flex items-baseline text-xs text-muted mt-1.5 sm:ms-11">
                    <p class="dot-list"><span>{self.calendar.clock(line.sent_at)}</span> {edited(line)}</p> {report}
                </div>
            </div>
        }
    }

    fn why_masked(&self, mine: bool) -> View {
        let words =
            if self.conversation.standing == Standing::Ended { t::hidden_again() } else { t::hidden_why() };
        let side = if mine { "ms-auto" } else { "sm:ms-11" };
        view! {
            <div class=["max-w-[34rem] flex gap-2 text-sm text-muted leading-snug ", side].concat()>
                {icon(Icon::LockSimple, "size-5 shrink-0")} <p>{words}</p>
            </div>
        }
    }
}

/// The id of the button that changes a message.
pub(super) fn change_id(message: &str) -> String {
    ["change-", message].concat()
}

fn edited(line: &Message) -> Option<View> {
    line.edited_at.map(|_| view! { <span>{t::edited()}</span> })
}

/// What happened, between the messages.
fn event(words: &'static str, href: Option<String>) -> View {
    let link = href.map(|href| view! { <a class="link-quiet py-1" href=href>{t::open_it()}</a> });
    view! { <p class="text-center text-sm text-muted">{words} " " {link}</p> }
}

/// Plain text with its links; what is hidden is marked.
fn words(text: &str, masked: bool) -> View {
    let bits = bits(text, masked).into_iter().map(|bit| match bit {
        Bit::Plain(words) => words.to_owned().into_view(),
        Bit::Link(address) => view! {
            <a class="underline underline-offset-2" dir="ltr" href=address.to_owned() target="_blank" rel="noopener noreferrer nofollow ugc">{address.to_owned()}</a>
        },
        Bit::Masked => {
            view! { <span class="masked">{icon(Icon::EyeSlash, "size-4")} {t::hidden()}</span> }
        }
    });
    view! { <p class="whitespace-pre-line wrap-anywhere" dir="auto">{bits.collect::<View>()}</p> }
}

/// A message that the server does not have yet.
fn on_its_way(message: &Waiting, writing: Writing) -> View {
    let said = message.outgoing.body.as_str();
    let Some(refused) = message.refused.clone() else {
        return view! {
            <div>
                <div class="said said-me w-fit">{words(said, false)}</div>
                <p class="text-xs text-muted text-end mt-1.5">{t::sending()}</p>
            </div>
        };
    };
    let (again, gone) = (message.outgoing.key.clone(), message.outgoing.key.clone());
    view! {
        <div>
            <div class="said said-me said-stuck w-fit">{words(said, false)}</div>
            <div class="mt-2 flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
                <p class="say say-wrong" role="alert">{icon(Icon::WarningCircle, "size-4.5")} {refused}</p>
                <button type="button" class="btn btn-sm btn-ghost" on:click=move |_| writing.let_go(&gone)>{t::let_go()}</button>
                <button type="button" class="btn btn-sm" on:click=move |_| writing.again(&again)>
                    {icon(Icon::ArrowCounterClockwise, "size-4")} {t::send_again()}
                </button>
            </div>
        </div>
    }
}
