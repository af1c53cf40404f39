//! Sending a request to a mentor: begun for the mentee, and edited before it goes.
use std::sync::Arc;

use api_client::{Error, Versioned};
use domain::criteria::Criteria;
use domain::ids::ParticipantId;
use domain::mentors::Mentor;
use domain::page::Page;
use domain::profiles::Preferences;
use domain::requests::{Request, RequestRow, RequestText, SendRequest};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::home::first_name;
use ui_model::requests::{days_to_answer, shared_topics};

use super::doing::actions;
use super::fields::Fields;
use super::{Kind, address, around, found, learn, rows};
use crate::components::draft::Draft;
use crate::components::face::face;
use crate::components::fit::percent;
use crate::components::form::{Form, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::mentor::{bar, chips_of};
use crate::components::options::option_name;
use crate::components::page::{apart, title};
use crate::components::toast::Toasts;
use crate::data::{self, Fetch, Query};
use crate::navigation::Here;
use crate::pages::mentors;
use crate::session::Session;
use crate::text::{self, Piece, asking as t};
use crate::view::{IntoView, View, view};

/// The page.
pub(crate) fn page(id: ParticipantId) -> View {
    title(t::request());
    let fields = Fields::new(Draft::of(&["request/", &id.to_string()].concat()));
    let form = Form::new(move || wrong_with(&fields.text()));
    let (session, toasts, here) = (Session::here(), Toasts::here(), Here::page());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let body = SendRequest { mentor: id, text: untrack(|| fields.text()) };
        let key = fields.draft.key(&api_client::json::write(&body).unwrap_or_default());
        let client = session.client();
        let sending: Fetch<_> =
            Box::pin(async move { client.send_request(&key, &body).await.map_err(about_the_text) });
        form.send(sending, move |sent: Versioned<Request>| {
            let to = address(sent.value.id);
            fields.draft.let_go();
            learn(sent);
            toasts.say(t::sent());
            here.go_on(&to);
        });
    };
    let open = rows(Kind::SentOpen);
    let (criteria, preferences, mentor) = (data::criteria(), data::preferences(), mentors::mentor_of(id));
    let content = found(criteria, move |criteria| {
        found(preferences, move |preferences| {
            let criteria = criteria.clone();
            found(mentor, move |mentor| {
                if mentor.card.free_places == 0 {
                    let full = view! { <p class="callout mt-6">{text::problems::find("mentor_full")}</p> };
                    return page_of(&criteria, &mentor, ().into_view(), full);
                }
                let suggestion = suggestion(&criteria, &preferences.value, &mentor);
                fields.begin(&suggestion);
                let out = ["/mentors/", &id.to_string()].concat();
                let whole = view! {
                    <form class="mt-8" novalidate on:submit=send>
                        {fields.view(form, &criteria, &mentor.offer, suggestion.why)}
                        {form.problem_view()}
                        {actions(form, t::send(), out, t::later())}
                    </form>
                };
                page_of(&criteria, &mentor, fields.draft.kept_line(), view! { {already(open, id)} {whole} })
            })
        })
    });
    around(["/mentors/", &id.to_string()].concat(), t::back(), content)
}

/// Who has an open request to this mentor goes on with that one.
fn already(open: Query<Page<RequestRow>>, mentor: ParticipantId) -> View {
    let line = move || {
        let page = open.ready()?;
        let row = page.items.iter().find(|row| row.other.id == Some(mentor))?;
        Some(view! {
            <p class="callout mt-6">{text::problems::find("request_open")} " " <a class="link-quiet" href=address(row.id)>{text::answering::look()}</a></p>
        })
    };
    line.into_view()
}

/// The fields of the text are what the form knows.
fn about_the_text(error: Error) -> Error {
    let Error::Problem(mut problem) = error else { return error };
    for error in &mut problem.errors {
        if let Some(field) = error.pointer.strip_prefix("/text") {
            error.pointer = field.to_owned();
        }
    }
    Error::Problem(problem)
}

/// How we begin it: with the mentee's hope, where the two meet, and why.
fn suggestion(criteria: &Criteria, preferences: &Preferences, mentor: &Mentor) -> RequestText {
    let topics = shared_topics(mentor.card.fit.as_ref());
    let names = topics.iter().map(|topic| option_name(criteria, &topic.criterion, &topic.option));
    let names = names.collect::<Vec<_>>().join(", ");
    RequestText {
        support: preferences.hope.clone(),
        why: if names.is_empty() { names } else { t::because(&names) },
        topics,
        every_weeks: 4,
        minutes: 60,
        until: None,
        goal: String::new(),
    }
}

fn page_of(criteria: &Arc<Criteria>, mentor: &Mentor, kept: View, form: View) -> View {
    let card = &mentor.card;
    view! {
        <div class="grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,44rem)_20rem] items-start">
            <div class="min-w-0">
                <header class="flex gap-4 sm:gap-5 items-start">
                    {face(&card.display_name, card.photo.as_ref(), "size-14 sm:size-16 text-xl")}
                    <div class="min-w-0">
                        <h1 class="text-2xl sm:text-3xl wrap-anywhere">{t::to(&apart(&card.display_name))}</h1>
                        <p class="mt-1.5 max-w-[56ch]">{t::lead()}</p>
                        <p class="mt-1.5 min-h-5 text-sm text-muted flex items-center gap-1.5">{kept}</p>
                    </div>
                </header>
                {form}
            </div>
            {beside(criteria, mentor)}
        </div>
    }
}

/// What the mentor sees with it, and what happens next.
fn beside(criteria: &Criteria, mentor: &Mentor) -> View {
    let card = &mentor.card;
    let name = &apart(first_name(&card.display_name));
    let fit = card.fit.as_ref().map(|fit| {
        view! {
            <p class="mt-2.5 flex items-baseline gap-3">{percent(fit.percent, "text-4xl")} <span class="font-semibold">{t::of_what()}</span></p>
            {bar(fit, "w-full h-2.5 mt-3")}
            <p class="mt-4 flex flex-wrap gap-1.5">{chips_of(criteria, (&card.city, &card.country), fit)}</p>
        }
    });
    let profile = t::your_profile().iter().map(|piece| match *piece {
        Piece::Plain(words) => words.into_view(),
        Piece::Marked(_, words) => view! { <a class="link-quiet" href="/profile">{words}</a> },
    });
    let letter = match mentor.answer_hours {
        Some(hours) => t::gets_letter_within(days_to_answer(hours), name),
        None => t::gets_letter(name),
    };
    let next = [letter, t::can_change().to_owned(), t::stays_open().to_owned()];
    let next = next.map(|words| {
        view! { <li class="flex gap-3 leading-snug">{icon(Icon::Check, "size-4 mt-1 shrink-0 text-muted")} <span>{words}</span></li> }
    });
    view! {
        <aside class="min-w-0 lg:sticky lg:top-24">
            <section class="sheet p-5 sm:p-6" aria-labelledby="fit">
                <h2 id="fit" class="text-xl">{t::seen_with_it(name)}</h2>
                {fit}
                <p class="text-sm text-muted mt-4 pt-4 border-t border-line leading-snug">{profile.collect::<View>()}</p>
            </section>
            <section class="mt-8" aria-labelledby="next">
                <h2 id="next" class="text-xl">{t::next()}</h2>
                <ul class="mt-3 space-y-3.5">{next}</ul>
            </section>
        </aside>
    }
}
