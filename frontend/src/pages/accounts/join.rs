//! Joining the programme.
use domain::accounts::{Register, Role};
use leptos::prelude::*;

use super::new_password::new_password;
use super::{Letter, LetterSent, door};
use crate::components::form::{Form, Input, wrong_with};
use crate::components::page::title;
use crate::follow::{RwSignal, Signal};
use crate::navigation::Here;
use crate::session::Session;
use crate::text::{self, join as t};
use crate::view::{IntoView, View, view};

/// The page.
pub(crate) fn page() -> View {
    title(t::heading());
    let (session, letter) = (Session::here(), LetterSent::here());
    let here = Here::page();
    let wished = here.asked("as");
    let (mentee, mentor) = (RwSignal::new(wished != "mentor"), RwSignal::new(wished == "mentor"));
    let (name, email, password) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let agreed = RwSignal::new(false);
    let time_zone = time_zone();
    let body = {
        let time_zone = time_zone.clone();
        move || Register {
            email: email.get().trim().to_owned(),
            display_name: name.get().trim().to_owned(),
            password: password.get(),
            roles: [(mentee.get(), Role::Mentee), (mentor.get(), Role::Mentor)]
                .into_iter()
                .filter_map(|(yes, role)| yes.then_some(role))
                .collect(),
            time_zone: time_zone.clone(),
            accept_terms: agreed.get(),
        }
    };
    let form = Form::new({
        let body = body.clone();
        move || wrong_with(&body())
    });
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = untrack(&body);
        let asked = body.clone();
        form.send(session.client().register(&body), move |()| {
            letter.0.set(Some(Letter::Joining(asked)));
            here.lead_to("/letter-sent");
        });
    };
    let page = view! {
        <form class="grid grid-cols-[minmax(0,1fr)] gap-5" novalidate on:submit=send>
            <div>
                <h1 class="text-3xl sm:text-4xl">{t::heading()}</h1>
                <p class="text-muted mt-1.5">{t::already()} " " <a class="link-quiet" href="/sign-in">{text::shell::sign_in()}</a></p>
            </div>
            <fieldset aria-describedby="roles-said">
                <legend class="legend">{t::roles()}</legend>
                <div class="mt-2 grid sm:grid-cols-2 gap-2">
                    {role_choice(t::find_a_mentor(), mentee, form)} {role_choice(t::be_a_mentor(), mentor, form)}
                </div>
                <p class="hint mt-1.5">{t::roles_hint()}</p>
                {form.error_view("roles-said".to_owned(), "/roles", Signal::stored(String::new()))}
            </fieldset>
            {Input::text(form, "/display_name", t::name(), name).fills("name").view()}
            {Input::email(form, "/email", email).view()}
            {new_password(form, "/password", t::password(), password, move || vec![name.get(), email.get()])}
            <div>
                <label class="flex gap-3 min-h-11 leading-snug cursor-pointer">
                    <input
                        type="checkbox"
                        class="checkbox checkbox-sm mt-0.5"
                        aria-describedby="terms-said"
                        aria-invalid=move || form.error_at("/accept_terms").map(|_| "true")
                        prop:checked=agreed
                        on:change=move |event| agreed.set(event_target_checked(&event))
                    />
                    <span>{text::rich(t::agree(), |name, words| {
                        let href = if name == "terms" { "/terms" } else { "/data" };
                        view! { <a class="link-quiet" href=href target="_blank">{words}</a> }
                    })}</span>
                </label>
                {form.error_view("terms-said".to_owned(), "/accept_terms", Signal::stored(String::new()))}
            </div>
            {form.problem_view()}
            {form.submit(t::join())}
            <p class="text-sm text-muted">{t::letter(&time_zone)}</p>
        </form>
    };
    door(page.into_view())
}

fn role_choice(words: &'static str, chosen: RwSignal<bool>, form: Form) -> View {
    view! {
        <label class="pick items-center">
            <input
                type="checkbox"
                class="checkbox checkbox-sm"
                aria-invalid=move || form.error_at("/roles").map(|_| "true")
                prop:checked=chosen
                on:change=move |event| {
                    chosen.set(event_target_checked(&event));
                    form.leave("/roles");
                }
            />
            <span>{words}</span>
        </label>
    }
}

/// The browser's time zone (IANA name).
fn time_zone() -> String {
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    let zone = js_sys::Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".to_owned())
}
