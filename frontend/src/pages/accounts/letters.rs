//! Letters and the pages that their links open.
use std::time::Duration;

use domain::accounts::{ConfirmEmail, ForgottenPassword, ResetPassword, VerifyEmail};
use domain::problem::Code;
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;

use super::new_password::new_password;
use super::{Letter, LetterSent, door, token};
use crate::components::controls::back;
use crate::components::drawing::drawing;
use crate::components::form::{Form, Input, password, wrong_with};
use crate::components::page::{focus, title};
use crate::data::several;
use crate::follow::RwSignal;
use crate::navigation::Here;
use crate::session::Session;
use crate::text::{self, letters as t};
use crate::view::{IntoView, View, view};

/// A letter can be asked for again after so many seconds.
const AGAIN: u32 = 40;

/// Asks for a letter with a link for a new password.
pub(crate) fn forgotten() -> View {
    title(t::forgotten());
    let (session, letter, here) = (Session::here(), LetterSent::here(), Here::page());
    let email = RwSignal::new(String::new());
    let body = move || ForgottenPassword { email: email.get().trim().to_owned() };
    let form = Form::new(move || wrong_with(&body()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = untrack(body);
        let asked = body.email.clone();
        form.send(session.client().forgotten_password(&body), move |()| {
            letter.0.set(Some(Letter::NewPassword(asked)));
            here.lead_to("/letter-sent");
        });
    };
    let page = view! {
        <form class="grid grid-cols-[minmax(0,1fr)] gap-5" novalidate on:submit=send>
            <div>
                {back("/sign-in", text::shell::sign_in())}
                <h1 class="text-3xl sm:text-4xl mt-2">{t::forgotten()}</h1>
                <p class="mt-2 max-w-[42ch]">{t::forgotten_about()}</p>
            </div>
            {Input::email(form, "/email", email).fills("username").view()}
            {form.problem_view()}
            {form.submit(t::send_letter())}
            <p class="hint -mt-1">{t::forgotten_hint()}</p>
        </form>
    };
    door(page.into_view())
}

/// A letter is on its way.
pub(crate) fn sent() -> View {
    let letter = LetterSent::here().0.get_untracked();
    let (heading, before, email, after) = match &letter {
        Some(Letter::NewPassword(email)) => {
            (t::sent_perhaps(), t::perhaps_before(), email.clone(), t::perhaps_after())
        }
        Some(Letter::Joining(body)) => (t::sent(), t::sent_before(), body.email.clone(), t::sent_after()),
        None => (t::sent(), t::sent_before(), t::your_address().to_owned(), t::sent_after()),
    };
    title(heading);
    let page = view! {
        {drawing("stones", "letter-sent", "w-28 h-[5.4rem] overflow-visible")}
        <h1 class="text-3xl sm:text-4xl mt-6">{heading}</h1>
        <p class="mt-3 max-w-[42ch]">{before} " " <strong class="font-semibold wrap-anywhere">{email}</strong> {after}</p>
        <p class="mt-5 text-muted text-sm leading-relaxed">{t::nothing_there()}</p>
        {letter.map(send_again)}
    };
    door(page.into_view())
}

/// The letter once more, after a while.
fn send_again(letter: Letter) -> View {
    let session = Session::here();
    let wait = RwSignal::new(AGAIN);
    if let Ok(ticking) = set_interval_with_handle(
        move || wait.update(|wait| *wait = wait.saturating_sub(1)),
        Duration::from_secs(1),
    ) {
        on_cleanup(move || ticking.clear());
    }
    let form = Form::new(Vec::new);
    let change = match &letter {
        Letter::Joining(_) => "/register",
        Letter::NewPassword(_) => "/forgotten",
    };
    let again = move |_| {
        if wait.get_untracked() > 0 {
            return;
        }
        let letter = letter.clone();
        let ask = async move {
            match letter {
                Letter::Joining(body) => session.client().register(&body).await,
                Letter::NewPassword(email) => {
                    session.client().forgotten_password(&ForgottenPassword { email }).await
                }
            }
        };
        form.send(several(ask), move |()| wait.set(AGAIN));
    };
    view! {
        <div class="mt-6 flex flex-wrap items-center gap-3">
            <button type="button" class="btn max-sm:w-full" disabled=move || { wait.get() > 0 } aria-describedby="again" on:click=again>
                {t::send_again()}
            </button>
            <a class="btn btn-ghost max-sm:w-full" href=change>{t::change_address()}</a>
        </div>
        <p id="again" class="hint mt-2">{move || (wait.get() > 0).then(|| t::possible_again(wait.get()))}</p>
        {form.problem_view()}
    }
}

/// Where to go when the link works no more.
fn way_out(form: Form, href: &'static str, words: &'static str) -> View {
    let link = move || {
        (form.problem_code() == Some(Code::LinkExpired))
            .then(|| view! { <a class="btn" href=href>{words}</a> })
    };
    link.into_view()
}

/// Confirms an address and signs in. A button, since some mail programs open links by themselves.
pub(crate) fn verify() -> View {
    title(t::verify());
    let (session, letter, here, token) = (Session::here(), LetterSent::here(), Here::page(), token());
    let (secret, asked) = (RwSignal::new(String::new()), RwSignal::new(false));
    let body = move || VerifyEmail { token: token.clone(), password: asked.get().then(|| secret.get()) };
    let form = Form::new(Vec::new);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = untrack(&body);
        let ask = async move {
            let answer = session.client().verify_email(&body).await;
            match answer {
                Err(error) if error.code() == Some(Code::PasswordRequired) => Ok(None),
                answer => answer.map(Some),
            }
        };
        form.send(several(ask), move |answer| {
            let Some(signed_in) = answer else {
                asked.set(true);
                focus("field-password");
                return;
            };
            letter.0.set(None);
            session.begin(signed_in);
            here.lead_to("/");
        });
    };
    let field = move || {
        asked.get().then(|| {
            view! {
                <p>{t::verify_password()}</p>
                {password(form, "/password", text::sign_in::password(), "current-password", secret, ().into_view())}
            }
        })
    };
    let page = view! {
        {drawing("stones", "letter-next", "w-28 h-[5.4rem] overflow-visible")}
        <h1 class="text-3xl sm:text-4xl mt-6">{t::verify()}</h1>
        <p class="mt-3 max-w-[42ch]">{t::verify_about()}</p>
        <form class="mt-6 grid gap-4" novalidate on:submit=send>{field} {form.problem_view()} {way_out(form, "/sign-in", text::shell::sign_in())} {form.submit(t::verify_yes())}</form>
        <p class="hint mt-4">{t::why_a_button()}</p>
        <p class="text-sm mt-4 pt-4 border-t border-line text-muted">{t::never_joined()}</p>
    };
    door(page.into_view())
}

/// A new password by the link of a letter.
pub(crate) fn reset() -> View {
    title(t::reset());
    let (session, here, token) = (Session::here(), Here::page(), token());
    let secret = RwSignal::new(String::new());
    let body = move || ResetPassword { token: token.clone(), password: secret.get() };
    let form = Form::new({
        let body = body.clone();
        move || wrong_with(&body())
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = untrack(&body);
        form.send(session.client().reset_password(&body), move |signed_in| {
            session.begin(signed_in);
            here.lead_to("/");
        });
    };
    let page = view! {
        <form class="grid grid-cols-[minmax(0,1fr)] gap-5" novalidate on:submit=send>
            <div><h1 class="text-3xl sm:text-4xl">{t::reset()}</h1><p class="mt-2 max-w-[42ch]">{t::reset_about()}</p></div>
            {new_password(form, "/password", t::new_password(), secret, Vec::new)}
            {form.problem_view()}
            {way_out(form, "/forgotten", t::new_letter())}
            {form.submit(t::reset_save())}
            <p class="hint -mt-1">{t::reset_hint()}</p>
        </form>
    };
    door(page.into_view())
}

/// Confirms a new address.
pub(crate) fn confirm_email() -> View {
    title(t::confirm());
    let (session, token) = (Session::here(), token());
    let done = RwSignal::new(false);
    let form = Form::new(Vec::new);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = ConfirmEmail { token: token.clone() };
        form.send(session.client().confirm_email(&body), move |()| {
            done.set(true);
            session.ask_who_i_am();
        });
    };
    let page = move || {
        if done.get() {
            let home = view! { <a class="btn btn-primary btn-lg mt-6" href="/">{t::go_on()}</a> };
            return view! { <h1 class="text-3xl sm:text-4xl">{t::confirmed()}</h1> <p class="mt-3">{t::confirmed_about()}</p> {home} };
        }
        view! {
            {drawing("stones", "letter-next", "w-28 h-[5.4rem] overflow-visible")}
            <h1 class="text-3xl sm:text-4xl mt-6">{t::confirm()}</h1>
            <p class="mt-3 max-w-[42ch]">{t::confirm_about()}</p>
            <form class="mt-6 grid gap-4" on:submit=send.clone()>{form.problem_view()} {way_out(form, "/account", text::shell::safety())} {form.submit(t::verify_yes())}</form>
            <p class="hint mt-4">{t::why_a_button()}</p>
        }
    };
    door(page.into_view())
}
