//! Asking a mentor something before any request.
use domain::conversations::WriteMessage;
use domain::ids::ParticipantId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::home::first_name;

use super::mentor_of;
use crate::components::draft::Draft;
use crate::components::face::face;
use crate::components::form::{Form, starts, words, wrong_with};
use crate::components::page::{apart, title};
use crate::components::toast::Toasts;
use crate::data;
use crate::navigation::Here;
use crate::pages::requests::{around, found};
use crate::session::Session;
use crate::text::asking as t;
use crate::view::{View, view};

/// The page.
pub(super) fn page(id: ParticipantId) -> View {
    title(t::question());
    let draft = Draft::of(&["question/", &id.to_string()].concat());
    let body = move || WriteMessage { body: draft.text.get() };
    let form = Form::new(move || wrong_with(&body()));
    let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, body) = (session.client(), untrack(body));
        let key = draft.key(&body.body);
        form.send(client.ask_mentor(id, &key, &body), move |conversation| {
            draft.let_go();
            data::refresh("conversation");
            toasts.say(t::sent_question());
            here.go_on(&["/conversations/", &conversation.id.to_string()].concat());
        });
    };
    let content = found(mentor_of(id), move |mentor| {
        let card = &mentor.card;
        let length = move || t::counted(&draft.text.read().chars().count().to_string());
        view! {
            <header class="flex gap-4 sm:gap-5 items-start">
                {face(&card.display_name, card.photo.as_ref(), "size-14 sm:size-16 text-xl")}
                <div class="min-w-0">
                    <h1 class="text-2xl sm:text-3xl wrap-anywhere">{t::ask(&apart(first_name(&card.display_name)))}</h1>
                    <p class="mt-1.5 max-w-[56ch]">{t::ask_lead()}</p>
                </div>
            </header>
            <form class="mt-7" novalidate on:submit=send>
                {words(form, "/body", t::your_question(), t::masked(), "6", draft.text)}
                <p class="mt-2 flex flex-wrap justify-between gap-2 text-sm text-muted">
                    <span class="inline-flex items-center gap-1.5">{draft.kept_line()}</span>
                    <span class="tabular-nums">{length}</span>
                </p>
                {starts(t::start(), t::starts(), draft.text)}
                {form.problem_view()}
                <div class="actionbar lg:static lg:mt-6 lg:p-0 lg:border-0 lg:bg-transparent"><span class="max-lg:flex-1 grid">{form.submit(t::send_question())}</span></div>
            </form>
        }
    });
    let content = view! { <div class="max-w-[44rem]">{content}</div> };
    around(["/mentors/", &id.to_string()].concat(), t::back(), content)
}
