//! Reporting a message or a person to the coordinators.
use domain::conversations::{Conversation, ConversationAction, Message, MessageKind, NewReport};
use domain::ids::ConversationId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::address;
use super::thread::lines;
use crate::components::controls::back;
use crate::components::form::{Form, words, wrong_with};
use crate::components::page::{focus, title};
use crate::components::person;
use crate::follow::RwSignal;
use crate::navigation::Here;
use crate::session::Session;
use crate::text::{blocking, reporting as t};
use crate::view::{IntoView, View, view};

/// So many messages can be chosen from: those that the other wrote last.
const CHOICES: usize = 8;

/// The page.
pub(super) fn content(id: ConversationId, conversation: &Conversation) -> View {
    title(t::heading());
    let session = Session::here();
    let thread = lines(id);
    let (other, name, here) = (conversation.with.id, person::first_of(&conversation.with), address(id));
    // The id of the message that the address names; without one it is about the person.
    let chosen = RwSignal::new(Here::page().asked("message"));
    let (said, done) = (RwSignal::new(String::new()), RwSignal::new(false));
    let body = move || NewReport {
        message: chosen.read().parse().ok(),
        participant: other.filter(|_| chosen.read().is_empty()),
        words: said.get(),
    };
    let form = Form::new(move || wrong_with(&body()));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let body = untrack(body);
        form.send(session.client().report(&body), move |()| {
            done.set(true);
            focus("thanks");
        });
    };
    let may_block = conversation.allowed_actions.contains(&ConversationAction::Block);
    let page = move || {
        if done.get() {
            let block = may_block.then(
                || view! { <a class="btn btn-ghost" href=[&here, "/block"].concat()>{t::block(&name)}</a> },
            );
            return view! {
                <h1 id="thanks" tabindex="-1" class="text-3xl sm:text-4xl outline-none">{t::thanks()}</h1>
                <p class="mt-3 max-w-[58ch]">{t::thanks_about(&name)}</p>
                <div class="mt-6 flex flex-wrap gap-3"><a class="btn" href=here.clone()>{blocking::back()}</a> {block}</div>
            };
        }
        let person = t::person(&name);
        let choices = move || {
            let theirs = thread.ready().map(|thread| {
                let theirs =
                    thread.lines.iter().rev().filter(|line| !line.mine && line.kind == MessageKind::Text);
                let wanted = |(nth, line): &(usize, &Message)| {
                    *nth < CHOICES || *chosen.read_untracked() == line.id.to_string()
                };
                let shown = theirs.enumerate().filter(wanted);
                shown
                    .map(|(_, line)| choice(line.id.to_string(), line.body.clone(), chosen))
                    .collect::<View>()
            });
            view! { {theirs} {choice(String::new(), person.clone(), chosen)} }
        };
        view! {
            {back(here.clone(), blocking::back())}
            <h1 class="text-3xl sm:text-4xl mt-2">{t::heading()}</h1>
            <p class="mt-2 max-w-[58ch]">{t::about(&name)}</p>
            <form class="mt-6 grid gap-5" novalidate on:submit=send>
                <fieldset>
                    <legend class="legend">{t::which()}</legend>
                    <div class="grid gap-2 mt-2">{choices}</div>
                </fieldset>
                {words(form, "/words", t::words(), t::words_hint(), "5", said)}
                {form.problem_view()}
                <div>{form.submit(t::send())}</div>
            </form>
        }
    };
    page.into_view()
}

/// A message that can be chosen, or (of no id) the person.
fn choice(message: String, words: String, chosen: RwSignal<String>) -> View {
    let (this, picked) = (message.clone(), message);
    view! {
        <label class="pick">
            <input
                type="radio"
                name="about"
                class="radio radio-sm mt-1"
                prop:checked=move || *chosen.read() == this
                on:change=move |_| chosen.set(picked.clone())
            />
            <span class="line-clamp-3 wrap-anywhere" dir="auto">{words}</span>
        </label>
    }
}
