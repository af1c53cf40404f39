//! Signing in.
use domain::accounts::SignIn;
use leptos::prelude::*;

use super::door;
use crate::components::form::{Form, Input, password, wrong_with};
use crate::components::page::title;
use crate::follow::RwSignal;
use crate::session::Session;
use crate::text::{self, sign_in as t};
use crate::view::{IntoView, View, view};

/// The page. Where to go afterwards, the guard of the route knows.
pub(crate) fn page() -> View {
    title(text::shell::sign_in());
    let session = Session::here();
    let (email, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let body = move || SignIn { email: email.get().trim().to_owned(), password: secret.get() };
    let form = Form::new(move || wrong_with(&body()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = untrack(body);
        form.send(session.client().sign_in(&body), move |signed_in| {
            session.begin(signed_in);
        });
    };
    let page = view! {
        <form class="grid grid-cols-[minmax(0,1fr)] gap-5" novalidate on:submit=send>
            <div>
                <h1 class="text-3xl sm:text-4xl">{t::heading()}</h1>
                <p class="text-muted mt-1.5">{t::new_here()} " " <a class="link-quiet" href="/register">{t::join()}</a></p>
            </div>
            {Input::email(form, "/email", email).fills("username").view()}
            <div>
                {password(form, "/password", t::password(), "current-password", secret, ().into_view())}
                <a class="link-quiet inline-flex min-h-11 items-center text-sm" href="/forgotten">{t::forgotten()}</a>
            </div>
            {form.problem_view()}
            {form.submit(text::shell::sign_in())}
        </form>
    };
    door(page.into_view())
}
