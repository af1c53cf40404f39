//! Forms: a label above, a hint below, checked as one types after the first blur, told beside the field.
//!
//! What is wrong comes from the body's own rules, here and again from the server: the same codes, the same words.

use std::any::Any;

use api_client::Error;
use domain::problem::{Code, FieldError, Problem};
use leptos::prelude::*;
use validator::Validate;
use wasm_bindgen::JsCast;

use super::icon::{Icon, icon};
use super::states;
use crate::components::toast::Toasts;
use crate::data::{Bring, Fetch};
use crate::follow::{Memo, RwSignal, Signal, hold, memo, spawn};
use crate::navigation::address_now;
use crate::session::{Phase, Session};
use crate::text;
use crate::view::{IntoView, View, view};

/// What is wrong with a body by its own rules.
pub(crate) fn wrong_with(body: &impl Validate) -> Vec<FieldError> {
    body.validate().err().map(|errors| Problem::from(errors).errors).unwrap_or_default()
}

/// The state of a form: which fields are wrong, which were left once, whether it is on its way.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    name: &'static str,
    wrong: Memo<Vec<FieldError>>,
    refused: RwSignal<Vec<FieldError>>,
    left: RwSignal<Vec<&'static str>>,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Error>>,
}

impl Form {
    /// A form whose fields are wrong as `check` says (see `wrong_with`).
    pub(crate) fn new(check: impl Fn() -> Vec<FieldError> + Send + Sync + 'static) -> Self {
        Self {
            name: "field",
            wrong: memo(check),
            refused: RwSignal::default(),
            left: RwSignal::default(),
            tried: RwSignal::default(),
            busy: RwSignal::default(),
            problem: RwSignal::default(),
        }
    }

    /// One of several forms of a page: its fields have ids of their own.
    pub(crate) fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    fn id_of(self, pointer: &str) -> String {
        [self.name, &pointer.replace('/', "-")].concat()
    }

    fn hint_id(self, pointer: &str) -> String {
        self.id_of(pointer) + "-hint"
    }

    fn said_id(self, pointer: &str) -> String {
        self.id_of(pointer) + "-said"
    }

    fn described_by(self, pointer: &str) -> String {
        [self.hint_id(pointer), self.said_id(pointer)].join(" ")
    }

    /// It is on its way.
    pub(crate) fn busy(self) -> bool {
        self.busy.get()
    }

    /// What is wrong with the field at this pointer, as soon as one may say so.
    pub(crate) fn error_at(self, pointer: &'static str) -> Option<FieldError> {
        let at = |errors: &Vec<FieldError>| errors.iter().find(|error| error.pointer == pointer).cloned();
        let told = self.tried.get() || self.left.with(|left| left.contains(&pointer));
        self.refused.with(at).or_else(|| told.then(|| self.wrong.with(at)).flatten())
    }

    /// What the server has refused of a part of the body: the part itself, or something in it.
    pub(crate) fn refused_below(self, pointer: &str) -> Option<FieldError> {
        let within = |error: &&FieldError| {
            error.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.refused.with(|refused| refused.iter().find(within).cloned())
    }

    /// Somebody has tried to send it: what is wrong is said from now on.
    pub(crate) fn was_tried(self) -> bool {
        self.tried.get()
    }

    /// Nothing is wrong by the body's own rules.
    pub(crate) fn is_right(self) -> bool {
        self.wrong.with_untracked(Vec::is_empty)
    }

    /// Nothing is wrong with the field by its own rules.
    pub(crate) fn right(self, pointer: &'static str) -> bool {
        !self.wrong.with(|errors| errors.iter().any(|error| error.pointer == pointer))
    }

    /// The field was left once. A field that has the focus when its page goes is left too: then there is nothing to note.
    pub(crate) fn leave(self, pointer: &'static str) {
        self.left.try_update(|left| {
            left.retain(|known| *known != pointer);
            left.push(pointer);
        });
    }

    fn leave_if_filled(self, pointer: &'static str, value: RwSignal<String>) {
        if value.try_with_untracked(|value| !value.is_empty()).unwrap_or(false) {
            self.leave(pointer);
        }
    }

    fn take(self, pointer: &'static str, value: RwSignal<String>, typed: String) {
        value.set(typed);
        self.edited(pointer);
    }

    /// The field has changed: what the server said about it counts no more.
    pub(crate) fn edited(self, pointer: &'static str) {
        if self.refused.with_untracked(|refused| refused.iter().any(|error| error.pointer == pointer)) {
            self.refused.update(|refused| refused.retain(|error| error.pointer != pointer));
        }
    }

    /// Sends the form, unless something is wrong; then the first wrong field is shown.
    pub(crate) fn send<T: 'static>(self, request: impl Bring<T>, done: impl FnOnce(T) + 'static) {
        if !self.may_be_sent() {
            return;
        }
        self.busy.set(true);
        let request = request.made(|answer| Box::new(answer) as Box<dyn Any>);
        let done = move |answer: Box<dyn Any>| {
            if let Ok(answer) = answer.downcast() {
                done(*answer);
            }
        };
        self.follow(request, Box::new(done));
    }

    fn may_be_sent(self) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.tried.set(true);
        self.problem.set(None);
        self.refused.set(Vec::new());
        let right = self.is_right();
        if !right {
            self.focus_the_first_wrong_field();
        }
        right
    }

    /// Compiled once: a form adds what is its own, and the type of its answer.
    fn follow(self, request: Fetch<Box<dyn Any>>, done: Box<dyn FnOnce(Box<dyn Any>)>) {
        // Whoever leaves meanwhile leaves it to its end.
        let (held, at, toasts) = (hold(), address_now(), use_context::<Toasts>());
        spawn(async move {
            let answer = request.await;
            self.busy.try_set(false);
            match answer {
                Ok(answer) => done(answer),
                Err(error) if address_now() != at => {
                    if let Some(toasts) = toasts {
                        toasts.warn(states::said(&error));
                    }
                }
                Err(error) => self.refuse(error),
            }
            drop(held);
        });
    }

    /// What is wrong by the body's own rules, and what the server has refused since.
    pub(crate) fn wrong(self) -> Vec<FieldError> {
        self.wrong.get().into_iter().chain(self.refused.get()).collect()
    }

    /// The server has refused some fields.
    pub(crate) fn told(self, refused: Vec<FieldError>) {
        self.refused.set(refused);
    }

    /// Whether these fields are right; where they are not, the first wrong one is shown.
    pub(crate) fn check(self, pointers: &[&'static str]) -> bool {
        for pointer in pointers {
            self.leave(pointer);
        }
        let right = pointers.iter().all(|pointer| untrack(|| self.error_at(pointer)).is_none());
        if !right {
            self.focus_the_first_wrong_field();
        }
        right
    }

    /// As if nothing had been typed yet.
    pub(crate) fn begin_anew(self) {
        self.tried.set(false);
        self.left.set(Vec::new());
    }

    fn refuse(self, error: Error) {
        let fields = match &error {
            Error::Problem(problem) => problem.errors.clone(),
            Error::Unreachable | Error::Unreadable => Vec::new(),
        };
        if fields.is_empty() {
            self.problem.try_set(Some(error));
        } else {
            self.refused.try_set(fields);
            self.focus_the_first_wrong_field();
        }
    }

    /// After the next paint, so that the field has been marked.
    fn focus_the_first_wrong_field(self) {
        let own = ["[aria-invalid=true][id^=", self.name, "-]"].concat();
        request_animation_frame(move || {
            let find = |selector: &str| document().query_selector(selector).ok().flatten();
            let field = find(&own).or_else(|| find("[aria-invalid=true]"));
            if let Some(Ok(field)) = field.map(JsCast::dyn_into::<web_sys::HtmlElement>) {
                let _ = field.focus();
            }
        });
    }

    /// The server's code for why the form as a whole was not taken.
    pub(crate) fn problem_code(self) -> Option<Code> {
        self.problem.read().as_ref().and_then(Error::code)
    }

    /// Why the form as a whole was not taken.
    pub(crate) fn problem_view(self) -> View {
        let session = Session::here();
        let words = move |error: &Error| match error.code() {
            Some(Code::InvalidCredentials) if session.phase() == Phase::SignedIn => {
                text::form::not_your_password().to_owned()
            }
            _ => states::said(error),
        };
        let line = move || {
            self.problem.get().map(|error| {
                view! { <p class="say say-wrong" role="alert">{icon(Icon::WarningCircle, "size-4.5")} {words(&error)}</p> }
            })
        };
        line.into_view()
    }

    /// The one primary button of the form.
    pub(crate) fn submit(self, words: &'static str) -> View {
        view! {
            <button type="submit" class="btn btn-primary btn-lg" on:mousedown=hold_still aria-disabled=move || self.busy.get().to_string()>
                {move || self.busy.get().then(|| view! { <span class="loading loading-spinner loading-sm" aria-hidden="true"></span> })}
                {words}
            </button>
        }
    }

    /// What is wrong with the field, in words; `id` is what `aria-describedby` names.
    pub(crate) fn error_view(self, id: String, pointer: &'static str, value: Signal<String>) -> View {
        let line = move || {
            self.error_at(pointer).map(|error| {
                let words = wording(&error, &value.read());
                view! { <p class="say say-wrong">{icon(Icon::WarningCircle, "size-4.5")} {words}</p> }
            })
        };
        view! { <div id=id aria-live="polite">{line}</div> }
    }
}

/// Keeps the focus where it is until the click is done: a field that is left may say what is wrong with it in a line of
/// its own, and move the button away from under the pointer.
#[expect(clippy::needless_pass_by_value, reason = "listeners are given the event")]
pub(crate) fn hold_still(event: leptos::ev::MouseEvent) {
    event.prevent_default();
}

/// The words for what is wrong: first those for this very field, then those for the code.
pub(crate) fn wording(error: &FieldError, value: &str) -> String {
    let length = u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
    let own = [error.pointer.trim_start_matches('/'), ".", &error.code].concat();
    match (error.code.as_str(), error.min, error.max) {
        _ if length == 0 => required(error),
        ("length", Some(least), _) if length < least => text::form::too_short(&least.to_string()),
        ("length", _, Some(most)) => text::form::too_long(&most.to_string(), &length.to_string()),
        ("range", Some(least), Some(most)) => text::form::out_of_range(&least.to_string(), &most.to_string()),
        (code, ..) => text::fields::find(&own)
            .or_else(|| text::fields::find(code))
            .unwrap_or_else(text::form::wrong)
            .to_owned(),
    }
}

fn required(error: &FieldError) -> String {
    let own = [error.pointer.trim_start_matches('/'), ".required"].concat();
    text::fields::find(&own).unwrap_or_else(text::form::required).to_owned()
}

/// A field of one line.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    form: Form,
    pointer: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    kind: &'static str,
    fills: &'static str,
    value: RwSignal<String>,
}

impl Input {
    /// A field of plain text; `pointer` says where its value goes in the body (JSON pointer).
    pub(crate) fn text(
        form: Form,
        pointer: &'static str,
        label: &'static str,
        value: RwSignal<String>,
    ) -> Self {
        Self { form, pointer, label, hint: None, kind: "text", fills: "off", value }
    }

    /// A field for an email address.
    pub(crate) fn email(form: Form, pointer: &'static str, value: RwSignal<String>) -> Self {
        Self { kind: "email", fills: "email", ..Self::text(form, pointer, text::form::email(), value) }
    }

    /// With a hint below.
    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Of another kind than text (`type`).
    pub(crate) fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// With what the browser may fill in (`autocomplete`).
    pub(crate) fn fills(self, fills: &'static str) -> Self {
        Self { fills, ..self }
    }

    /// The field on the page.
    pub(crate) fn view(self) -> View {
        let Self { form, pointer, label, hint, kind, fills, value } = self;
        let control = view! {
            <input
                id=form.id_of(pointer)
                type=kind
                dir=if kind == "text" { "auto" } else { "ltr" }
                class="input"
                autocomplete=fills
                aria-describedby=form.described_by(pointer)
                aria-invalid=move || form.error_at(pointer).map(|_| "true")
                prop:value=value
                on:input=move |event| form.take(pointer, value, event_target_value(&event))
                on:blur=move |_| form.leave_if_filled(pointer, value)
            />
        };
        field(form, pointer, label.into_view(), hint.map(IntoView::into_view), value, control.into_view())
    }
}

/// A field for a password, with a button that shows it. `below` may say how strong it is.
pub(crate) fn password(
    form: Form,
    pointer: &'static str,
    label: &'static str,
    fills: &'static str,
    value: RwSignal<String>,
    below: View,
) -> View {
    let shown = RwSignal::new(false);
    let control = view! {
        <div class="relative">
            <input
                id=form.id_of(pointer)
                type=move || if shown.get() { "text" } else { "password" }
                class="input pe-14"
                autocomplete=fills
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=form.described_by(pointer)
                aria-invalid=move || form.error_at(pointer).map(|_| "true")
                prop:value=value
                on:input=move |event| form.take(pointer, value, event_target_value(&event))
                on:blur=move |_| form.leave_if_filled(pointer, value)
            />
            <button
                type="button"
                class="btn btn-ghost btn-square absolute end-0 top-0"
                aria-label=text::form::show_password()
                aria-pressed=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || icon(if shown.get() { Icon::EyeSlash } else { Icon::Eye }, "size-5 text-muted")}
            </button>
        </div>
        {below}
    };
    field(form, pointer, label.into_view(), None, value, control.into_view())
}

/// A field of several lines.
pub(crate) fn words(
    form: Form,
    pointer: &'static str,
    label: impl IntoView,
    hint: impl IntoView,
    rows: &'static str,
    value: RwSignal<String>,
) -> View {
    lines(form, pointer, [label.into_view(), hint.into_view()], rows, value)
}

fn lines(
    form: Form,
    pointer: &'static str,
    [label, hint]: [View; 2],
    rows: &'static str,
    value: RwSignal<String>,
) -> View {
    let control = view! {
        <textarea
            id=form.id_of(pointer)
            class="textarea"
            rows=rows
            dir="auto"
            aria-describedby=form.described_by(pointer)
            aria-invalid=move || form.error_at(pointer).map(|_| "true")
            prop:value=value
            on:input=move |event| form.take(pointer, value, event_target_value(&event))
            on:blur=move |_| form.leave_if_filled(pointer, value)
        ></textarea>
    };
    field(form, pointer, label, Some(hint), value, control.into_view())
}

/// Beginnings for who does not know how: each is put at the end of the text.
pub(crate) fn starts(
    label: &'static str,
    beginnings: &'static [&'static str],
    text: RwSignal<String>,
) -> View {
    let chips = beginnings.iter().map(|beginning| {
        let begin = move |_| {
            text.update(|text| {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(beginning);
            });
        };
        view! { <button type="button" class="chip min-h-9 cursor-pointer hover:bg-base-200" on:click=begin>{*beginning}</button> }
    });
    view! { <div class="my-4 flex flex-wrap gap-2"><span class="text-sm text-muted w-full">{label}</span> {chips.collect::<View>()}</div> }
}

/// A choice of many: `(value, words)`.
pub(crate) fn select(
    form: Form,
    pointer: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    options: Vec<(String, String)>,
    value: RwSignal<String>,
) -> View {
    let options = options.into_iter().map(|(option, words)| {
        let chosen = option.clone();
        view! { <option value=option prop:selected=move || *value.read() == chosen>{words}</option> }
    });
    let control = view! {
        <select
            id=form.id_of(pointer)
            class="select"
            aria-describedby=form.described_by(pointer)
            aria-invalid=move || form.error_at(pointer).map(|_| "true")
            on:change=move |event| form.take(pointer, value, event_target_value(&event))
        >
            {options.collect::<View>()}
        </select>
    };
    field(form, pointer, label.into_view(), hint.map(IntoView::into_view), value, control.into_view())
}

/// A label above the control, below it what helps and what is wrong.
fn field(
    form: Form,
    pointer: &'static str,
    label: View,
    hint: Option<View>,
    value: RwSignal<String>,
    control: View,
) -> View {
    let hint = hint.map(|hint| view! { <p id=form.hint_id(pointer) class="hint">{hint}</p> });
    view! {
        <div class="field">
            <label for=form.id_of(pointer)>{label}</label>
            {control} {hint} {form.error_view(form.said_id(pointer), pointer, value.into())}
        </div>
    }
}
