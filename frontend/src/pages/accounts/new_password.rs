//! A field for a new password that says how strong it is while one types.
use std::time::Duration;

use domain::accounts::{JudgePassword, PasswordStrength};
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;

use crate::components::form::{Form, password};
use crate::components::icon::{Icon, icon};
use crate::follow::{RwSignal, StoredValue, effect, spawn};
use crate::session::Session;
use crate::text;
use crate::view::{View, view};

/// The server is asked once nobody has typed for so long.
const PAUSE: Duration = Duration::from_millis(400);

/// The field; `about_me` are words that an attacker would try first.
pub(super) fn new_password(
    form: Form,
    pointer: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    about_me: impl Fn() -> Vec<String> + Send + Sync + Copy + 'static,
) -> View {
    let session = Session::here();
    let judged: RwSignal<Option<(String, PasswordStrength)>> = RwSignal::new(None);
    let timer: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    on_cleanup(move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });
    let judge = move || {
        let password = value.get_untracked();
        let body = JudgePassword { password: password.clone(), about_me: untrack(about_me) };
        spawn(async move {
            // No answer, no hint: the server judges again when the form is sent.
            if let Ok(strength) = session.client().judge_password(&body).await {
                judged.try_set(Some((password, strength)));
            }
        });
    };
    effect(move || {
        let worth_asking = value.read().chars().count() >= 8 && form.right(pointer);
        let handle = worth_asking.then(|| set_timeout_with_handle(judge, PAUSE).ok()).flatten();
        if let Some(earlier) = timer.try_update_value(|kept| std::mem::replace(kept, handle)).flatten() {
            earlier.clear();
        }
    });
    let hint = move || {
        let judged = judged.get().filter(|(password, _)| *password == *value.read());
        if form.error_at(pointer).is_some() {
            return None;
        }
        Some(match judged {
            Some((_, strength)) => strength_view(&strength),
            None => view! { <p class="hint">{text::password::hint()}</p> },
        })
    };
    let below = view! { <div aria-live="polite">{hint}</div> };
    password(form, pointer, label, "new-password", value, below)
}

fn strength_view(strength: &PasswordStrength) -> View {
    if strength.enough {
        return view! { <p class="say say-good">{icon(Icon::CheckCircleFill, "size-4.5")} {text::password::strong()}</p> };
    }
    let codes = strength.warning.iter().chain(&strength.suggestions);
    let known = codes.into_iter().find_map(|code| text::hints::find(code));
    let first = if strength.score == 2 { text::password::nearly() } else { text::password::weak() };
    let words = [first, " ", known.unwrap_or_else(text::password::more_words)].concat();
    view! { <p class="say say-open">{icon(Icon::Info, "size-4.5")} {words}</p> }
}
