//! Sign-in and safety: sessions, password, address, roles, everything about me, deleting the account.
use domain::accounts::{
    ChangeEmail, ChangePassword, ChangeRoles, DeleteAccount, Me, Role, Session as Device,
};
use domain::conversations::Block;
use domain::page::MAX_LIMIT;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::new_password::new_password;
use crate::components::face::face;
use crate::components::form::{Form, Input, hold_still, password, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{date, focus, save_file, title};
use crate::components::toast::Toasts;
use crate::components::{person, states};
use crate::data::{self, query};
use crate::follow::{RwSignal, Signal, StoredValue, spawn};
use crate::session::Session;
use crate::text::{self, account as t};
use crate::view::{IntoView, View, view};

/// The key of the list of sessions, and the id of its place.
const DEVICES: &str = "sessions";
/// The key of the list of blocked people, and the id of its place.
const BLOCKED: &str = "blocks";

/// The page.
pub(crate) fn page() -> View {
    title(text::shell::safety());
    let session = Session::here();
    // Each section reads what it needs once: a change elsewhere must not empty a form that is being filled in.
    let me = untrack(move || session.me());
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="max-w-[44rem]">
                <h1 class="text-3xl sm:text-4xl">{text::shell::safety()}</h1>
                {section(t::devices(), t::devices_about(), devices())}
                {section(t::password(), t::password_about(), change_password(me.as_ref()))}
                {section(t::email(), t::email_about(), change_email())}
                {me.as_ref().map(|me| section(t::roles(), t::roles_about(), change_roles(me)))}
                {section(t::blocked(), t::blocked_about(), blocked())}
                {section(t::everything(), t::everything_about(), export())}
                {section(t::delete(), t::delete_about(), delete())}
            </div>
        </div>
    }
}

fn section(heading: &'static str, about: &'static str, content: View) -> View {
    view! {
        <section class="mt-10 pt-8 border-t border-line">
            <h2 class="text-2xl">{heading}</h2>
            <p class="mt-1.5 text-muted max-w-[58ch]">{about}</p>
            <div class="mt-5">{content}</div>
        </section>
    }
}

fn submit(form: Form, words: &'static str) -> View {
    view! { <div><button type="submit" class="btn max-sm:w-full" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{words}</button></div> }
}

fn devices() -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let devices = query(|| DEVICES.to_owned(), |client| client.sessions());
    let everywhere = move |_| {
        spawn(async move {
            match session.client().sign_out_everywhere().await {
                Ok(()) => session.leave(),
                Err(error) => toasts.warn(states::said(&error)),
            }
        });
    };
    let list = devices.show(states::list_skeleton, |devices| {
        view! { <ul class="rows border-y border-line">{devices.items.iter().map(device).collect::<View>()}</ul> }
    });
    view! { <div id=DEVICES tabindex="-1" class="outline-none">{list}</div> <button type="button" class="btn mt-5 max-sm:w-full" on:click=everywhere>{t::everywhere()}</button> }
}

/// Whom the participant has blocked: the latest hundred, and with each that is let go the next.
fn blocked() -> View {
    let blocks = query(|| BLOCKED.to_owned(), |client| client.blocks(&ui_model::pages::first(MAX_LIMIT)));
    let list = blocks.show(states::list_skeleton, |blocks| {
        if blocks.items.is_empty() {
            return view! { <p>{t::blocked_nobody()}</p> };
        }
        view! { <ul class="rows border-y border-line">{blocks.items.iter().map(block).collect::<View>()}</ul> }
    });
    view! { <div id=BLOCKED tabindex="-1" class="outline-none">{list}</div> }
}

fn block(block: &Block) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let (who, id) = (&block.person, block.person.id);
    let lift = move |_| {
        let Some(id) = id else { return };
        spawn(async move {
            match session.client().unblock(id).await {
                Ok(()) => {
                    toasts.say(text::blocking::lifted());
                    data::refresh(BLOCKED);
                    focus(BLOCKED);
                }
                Err(error) => toasts.warn(states::said(&error)),
            }
        });
    };
    view! {
        <li class="py-3.5 flex items-center gap-4">
            {face(&who.display_name, who.photo.as_ref(), "size-11")}
            <span class="min-w-0 flex-1 leading-snug">
                <span class="font-semibold wrap-anywhere"><bdi>{person::name_of(who)}</bdi></span>
                <span class="block text-sm text-muted">{t::blocked_since(&date(block.since))}</span>
            </span>
            <button type="button" class="btn btn-sm" aria-label=t::lift_block_label(&person::name_of(who)) on:click=lift>{t::lift_block()}</button>
        </li>
    }
}

fn device(device: &Device) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let name = device.user_agent.as_deref().map_or_else(|| t::unknown_device().to_owned(), named);
    let label = t::end_device_label(&name);
    let id = device.id;
    let end = move |_| {
        spawn(async move {
            match session.client().end_session(id).await {
                Ok(()) => {
                    toasts.say(t::device_ended());
                    data::refresh(DEVICES);
                    focus(DEVICES);
                }
                Err(error) => toasts.warn(states::said(&error)),
            }
        });
    };
    let action = if device.current {
        view! { <span class="text-sm text-muted">{t::this_device()}</span> }
    } else {
        view! { <button type="button" class="btn btn-sm" aria-label=label on:click=end>{t::end_device()}</button> }
    };
    view! {
        <li class="py-3.5 flex items-center gap-4">
            <span class="min-w-0 flex-1 leading-snug">
                <span class="font-semibold">{name}</span>
                <span class="block text-sm text-muted">{t::since(&date(device.created_at), &date(device.last_used_at))}</span>
            </span>
            {action}
        </li>
    }
}

/// What a browser calls itself, in two words that people know.
fn named(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => t::browser_on(browser, system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => t::unknown_device().to_owned(),
    }
}

fn change_password(me: Option<&Me>) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let about_me =
        StoredValue::new(me.map(|me| vec![me.display_name.clone(), me.email.clone()]).unwrap_or_default());
    let body = move || ChangePassword { current_password: current.get(), new_password: new.get() };
    let form = Form::new(move || wrong_with(&body())).named("new");
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let body = untrack(body);
        form.send(session.client().change_password(&body), move |()| {
            current.set(String::new());
            new.set(String::new());
            form.begin_anew();
            toasts.say(t::password_changed());
            data::refresh(DEVICES);
        });
    };
    view! {
        <form class="grid gap-5 max-w-[27rem]" novalidate on:submit=send>
            {password(form, "/current_password", t::current_password(), "current-password", current, ().into_view())}
            {new_password(form, "/new_password", text::letters::new_password(), new, move || about_me.get_value())}
            {form.problem_view()} {submit(form, t::change_password())}
        </form>
    }
}

fn change_email() -> View {
    let session = Session::here();
    let (email, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let body = move || ChangeEmail { email: email.get().trim().to_owned(), password: secret.get() };
    let form = Form::new(move || wrong_with(&body())).named("email");
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let body = untrack(body);
        let asked = body.email.clone();
        form.send(session.client().change_email(&body), move |()| {
            email.set(String::new());
            secret.set(String::new());
            form.begin_anew();
            session.update_me(|me| me.new_email = Some(asked));
        });
    };
    let now = move || {
        session.me().map(|me| {
            let waits = me.new_email.map(|email| view! { <p class="say say-open mt-2">{icon(Icon::Info, "size-4.5")} {t::email_waits(&email)}</p> });
            view! { <p class="wrap-anywhere">{t::email_now(&me.email)}</p> {waits} }
        })
    };
    view! {
        <div class="mb-5">{now}</div>
        <form class="grid gap-5 max-w-[27rem]" novalidate on:submit=send>
            {Input::text(form, "/email", t::new_email(), email).kind("email").fills("email").view()}
            {password(form, "/password", text::sign_in::password(), "current-password", secret, ().into_view())}
            {form.problem_view()} {submit(form, t::change_email())}
        </form>
    }
}

fn change_roles(me: &Me) -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let holds = |role| RwSignal::new(me.roles.contains(&role));
    let (mentee, mentor) = (holds(Role::Mentee), holds(Role::Mentor));
    let body = move || ChangeRoles {
        roles: [(mentee.get(), Role::Mentee), (mentor.get(), Role::Mentor)]
            .into_iter()
            .filter_map(|(yes, role)| yes.then_some(role))
            .collect(),
    };
    let form = Form::new(move || wrong_with(&body())).named("roles");
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let body = untrack(body);
        form.send(session.client().change_roles(&body), move |changed: Me| {
            session.update_me(|me| *me = changed);
            // What one may see follows from what one takes part as.
            data::refresh("");
            toasts.say(t::roles_changed());
        });
    };
    let choice = |words: &'static str, on: RwSignal<bool>| {
        view! {
            <label class="pick items-center">
                <input
                    type="checkbox"
                    class="checkbox checkbox-sm"
                    aria-describedby="roles-said"
                    aria-invalid=move || form.error_at("/roles").map(|_| "true")
                    prop:checked=on
                    on:change=move |event| {
                        on.set(event_target_checked(&event));
                        form.leave("/roles");
                    }
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <form class="grid gap-5 max-w-[27rem]" novalidate on:submit=send>
            <fieldset>
                <legend class="sr-only">{t::roles()}</legend>
                <div class="grid sm:grid-cols-2 gap-2">
                    {choice(text::join::find_a_mentor(), mentee)} {choice(text::join::be_a_mentor(), mentor)}
                </div>
                {form.error_view("roles-said".to_owned(), "/roles", Signal::stored(String::new()))}
            </fieldset>
            {form.problem_view()} {submit(form, t::change_roles())}
        </form>
    }
}

fn export() -> View {
    let session = Session::here();
    let form = Form::new(Vec::new);
    let fetch = move |_| {
        form.send(session.client().export(), |zip| {
            save_file(&zip, "application/zip", "cairn.zip");
        });
    };
    view! {
        <button type="button" class="btn max-sm:w-full" aria-disabled=move || form.busy().to_string() on:click=fetch>{t::download()}</button>
        <div class="mt-3">{form.problem_view()}</div>
    }
}

fn delete() -> View {
    let (session, toasts) = (Session::here(), Toasts::here());
    let secret = RwSignal::new(String::new());
    let body = move || DeleteAccount { password: secret.get() };
    let form = Form::new(move || wrong_with(&body())).named("delete");
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let body = untrack(body);
        form.send(session.client().delete_account(&body), move |()| {
            session.leave();
            toasts.say(t::deleted());
        });
    };
    let points = t::delete_points().iter().map(|point| view! { <li>{*point}</li> });
    view! {
        <ul class="list-disc ps-6 grid gap-1.5 max-w-[58ch]">{points.collect::<View>()}</ul>
        <details class="mt-5">
            <summary class="btn btn-brick">{t::delete_begin()}</summary>
            <form class="grid gap-5 max-w-[27rem] mt-5" novalidate on:submit=send>
                {password(form, "/password", text::sign_in::password(), "current-password", secret, ().into_view())}
                {form.problem_view()}
                <div><button type="submit" class="btn btn-error max-sm:w-full" on:mousedown=hold_still aria-disabled=move || form.busy().to_string()>{t::delete_now()}</button></div>
            </form>
        </details>
    }
}
