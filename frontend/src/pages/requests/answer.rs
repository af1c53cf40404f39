//! The mentor's answers to a request, and the mentee's taking it back.
use domain::ids::RequestId;
use domain::problem::FieldError;
use domain::requests::{Accept, AskForMore, Decline, DeclineReason, Request, RequestAction};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::address;
use super::doing::{Doing, draft};
use super::show::quote;
use crate::components::form::{Form, hold_still, starts, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::title;
use crate::components::person::first_of;
use crate::follow::RwSignal;
use crate::text::{Piece, answering as t, request};
use crate::view::{IntoView, View, view};

/// What happens, point by point.
fn points(heading: &'static str, points: Vec<String>) -> View {
    let points = points.into_iter().map(|words| {
        view! { <li class="flex gap-3 leading-snug">{icon(Icon::Check, "size-4 mt-1 shrink-0 text-muted")} <span>{words}</span></li> }
    });
    view! {
        <section aria-labelledby="then">
            <h2 id="then" class="text-xl">{heading}</h2>
            <ul class="mt-3 space-y-3.5">{points.collect::<View>()}</ul>
        </section>
    }
}

/// The goal that the request names.
fn goal(of: &Request) -> Option<View> {
    (!of.text.goal.is_empty()).then(|| {
        view! {
            <section class="not-first:mt-8 not-first:pt-6 not-first:border-t border-line" aria-labelledby="goal">
                <h2 id="goal" class="text-xl">{request::their_goal()}</h2>
                {quote(&of.text.goal)}
            </section>
        }
    })
}

/// The page of a yes.
pub(super) fn accept(id: RequestId) -> View {
    title(t::accept_title());
    let draft = draft(id, RequestAction::Accept);
    let body = move || Accept { welcome: draft.text.get() };
    let form = Form::new(move || wrong_with(&body()));
    let doing = Doing::begin(id, RequestAction::Accept, draft, form);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, version, body) = (doing.client(), doing.version(), untrack(body));
        doing.send(t::accepted().to_owned(), Box::pin(client.accept_request(id, &version, &body)));
    };
    doing.page(
        |name| (t::accept(name), t::accept_lead().to_owned()),
        move |_, _| {
            view! {
                <form class="mt-7" novalidate on:submit=send>
                    {words(form, "/welcome", t::welcome(), t::welcome_hint(), "5", draft.text)}
                    {starts(t::start(), t::welcome_starts(), draft.text)}
                    {form.problem_view()}
                    {doing.actions(t::accept_now(), t::not_now())}
                </form>
            }
        },
        |request| {
            let place = match request.free_places {
                Some(0) => t::no_place().to_owned(),
                free => t::place(free.unwrap_or(1).into()),
            };
            let arranges = t::arranges(&first_of(&request.mentee));
            let then = vec![t::contact().to_owned(), place, arranges, t::can_stop().to_owned()];
            view! { {points(t::when_accepted(), then)} {goal(request)} }
        },
    )
}

fn reason_words(reason: DeclineReason) -> &'static str {
    match reason {
        DeclineReason::NoTime => t::no_time(),
        DeclineReason::SomebodyElse => t::somebody_else(),
        DeclineReason::OtherField => t::other_field(),
        DeclineReason::Times => t::times(),
    }
}

fn suggestion(reason: DeclineReason, name: &str) -> String {
    match reason {
        DeclineReason::NoTime => t::suggest_no_time(name),
        DeclineReason::SomebodyElse => t::suggest_somebody_else(name),
        DeclineReason::OtherField => t::suggest_other_field(name),
        DeclineReason::Times => t::suggest_times(name),
    }
}

/// The page of a no.
pub(super) fn decline(id: RequestId) -> View {
    title(t::decline_title());
    let draft = draft(id, RequestAction::Decline);
    let chosen = RwSignal::new(String::new());
    let body = move || Some(Decline { reason: chosen.read().parse().ok()?, words: draft.text.get() });
    let form = Form::new(move || match body() {
        Some(body) => wrong_with(&body),
        None => vec![FieldError::new("/reason", "required")],
    });
    let doing = Doing::begin(id, RequestAction::Decline, draft, form);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, version, body) = (doing.client(), doing.version(), untrack(body));
        let sending = Box::pin(async move {
            match body {
                Some(body) => client.decline_request(id, &version, &body).await,
                // Without a reason the form is not sent.
                None => Err(api_client::Error::Unreadable),
            }
        });
        doing.send(t::declined(&doing.other()), sending);
    };
    // What is suggested gives way to another suggestion, never what somebody wrote.
    let choose = move |reason: DeclineReason| {
        let name = doing.name();
        let own = draft.text.with_untracked(|text| {
            !text.is_empty() && !DeclineReason::ALL.iter().any(|reason| suggestion(*reason, &name) == *text)
        });
        chosen.set(reason.as_str().to_owned());
        form.edited("/reason");
        if !own {
            draft.text.set(suggestion(reason, &name));
        }
    };
    doing.page(
        |name| (t::decline().to_owned(), t::decline_lead(name)),
        move |_, request| {
            let picks = DeclineReason::ALL.iter().map(|reason| {
                let reason = *reason;
                view! {
                    <label class="pick">
                        <input
                            type="radio"
                            name="reason"
                            class="radio radio-sm mt-0.5"
                            aria-invalid=move || form.error_at("/reason").map(|_| "true")
                            prop:checked=move || *chosen.read() == reason.as_str()
                            on:change=move |_| choose(reason)
                        />
                        <span>{reason_words(reason)}</span>
                    </label>
                }
            });
            view! {
                <form class="mt-7" novalidate on:submit=send>
                    <fieldset aria-describedby="reason-said">
                        <legend class="legend">{t::reason(&first_of(&request.mentee))}</legend>
                        <div class="mt-2 grid gap-2 sm:grid-cols-2">{picks.collect::<View>()}</div>
                        {form.error_view("reason-said".to_owned(), "/reason", chosen.into())}
                    </fieldset>
                    <div class="mt-6">{words(form, "/words", t::words(), t::words_hint(), "6", draft.text)}</div>
                    {form.problem_view()}
                    {doing.actions(t::decline_now(), t::not_now())}
                </form>
            }
        },
        move |request| view! { {goal(request)} {not_sure(id)} },
    )
}

/// Other ways than a no.
fn not_sure(id: RequestId) -> View {
    let pieces = t::not_sure_ask().iter().map(|piece| match *piece {
        Piece::Plain(words) => words.into_view(),
        Piece::Marked(mark, words) => {
            let href =
                if mark == "ask" { [&address(id), "/ask"].concat() } else { "/profile/help".to_owned() };
            view! { <a class="link-quiet" href=href>{words}</a> }
        }
    });
    view! {
        <section class="not-first:mt-8 not-first:pt-6 not-first:border-t border-line">
            <h2 class="text-xl">{t::not_sure()}</h2>
            <p class="mt-1.5 text-sm text-muted leading-snug">{pieces.collect::<View>()}</p>
        </section>
    }
}

/// The page of a question before the answer.
pub(super) fn ask(id: RequestId) -> View {
    title(t::ask_title());
    let draft = draft(id, RequestAction::AskForMore);
    let body = move || AskForMore { words: draft.text.get() };
    let form = Form::new(move || wrong_with(&body()));
    let doing = Doing::begin(id, RequestAction::AskForMore, draft, form);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (client, body) = (doing.client(), untrack(body));
        doing.send(t::asked().to_owned(), Box::pin(client.ask_for_more(id, &body)));
    };
    doing.page(
        |name| (t::ask(name), t::ask_lead(name)),
        move |_, _| {
            view! {
                <form class="mt-7" novalidate on:submit=send>
                    {words(form, "/words", t::question(), t::question_hint(), "4", draft.text)}
                    {starts(t::start(), t::question_starts(), draft.text)}
                    {form.problem_view()}
                    {doing.actions(t::ask_now(), t::not_now())}
                </form>
            }
        },
        |request| goal(request).into_view(),
    )
}

/// The page on which a mentee takes a request back.
pub(super) fn withdraw(id: RequestId) -> View {
    title(t::withdraw_title());
    let form = Form::new(Vec::new);
    let doing = Doing::begin(id, RequestAction::Withdraw, draft(id, RequestAction::Withdraw), form);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let client = doing.client();
        doing.send(t::withdrawn().to_owned(), Box::pin(client.withdraw_request(id)));
    };
    doing.page(
        |name| (t::withdraw().to_owned(), t::withdraw_lead(name)),
        move |_, _| {
            let happens = t::withdraw_points().iter().map(|words| view! { <li>{*words}</li> });
            view! {
                <form class="mt-7" novalidate on:submit=send>
                    <ul class="list-disc ps-5 space-y-1.5">{happens.collect::<View>()}</ul>
                    {form.problem_view()}
                    <div class="mt-7 flex flex-wrap gap-3">
                        <button type="submit" class="btn btn-error max-sm:w-full" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{t::withdraw_now()}</button>
                        <a class="btn btn-ghost max-sm:w-full" href=address(id)>{t::withdraw_not()}</a>
                    </div>
                </form>
            }
        },
        |_| ().into_view(),
    )
}
