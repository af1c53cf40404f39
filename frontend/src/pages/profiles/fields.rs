//! Fields that only the profile has.
use std::sync::Arc;

use api_client::Error;
use domain::criteria::{Criteria, CriterionKey, OptionKey};
use domain::profiles::Markdown;

use super::saver::{Saved, Saver};
use crate::components::controls::segments;
use crate::components::form::{Form, words};
use crate::components::icon::{Icon, icon};
use crate::components::options::Options;
use crate::components::states;
use crate::follow::{Callback, RwSignal, memo, spawn};
use crate::session::Session;
use crate::text::{self, profile as t};
use crate::view::{View, view};

/// A heading of a group of controls, with what helps below it.
pub(super) fn group(legend: impl Into<String>, hint: Option<&'static str>, content: View) -> View {
    view! {
        <fieldset class="min-w-0">
            <legend class="legend">{legend.into()}</legend>
            {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            <div class="mt-2">{content}</div>
        </fieldset>
    }
}

/// The options of one criterion that a document holds.
pub(super) fn options<D: Saved>(
    saver: Saver<D>,
    criteria: &Arc<Criteria>,
    key: CriterionKey,
    get: impl Fn(&D) -> Vec<OptionKey> + Send + Sync + 'static,
    choose: impl Fn(&mut D, OptionKey, bool) + Send + Sync + 'static,
) -> View {
    let chosen = memo(move || saver.with(&get));
    let choose = move |(option, on): (OptionKey, bool)| saver.edit(|document| choose(document, option, on));
    Options {
        id: [D::NAME, "-", key.as_str()].concat(),
        criteria: criteria.clone(),
        key,
        chosen,
        choose: Callback::new(choose),
    }
    .view()
}

/// What is wrong with a list, in words.
pub(super) fn list_error(form: Form, pointer: &'static str) -> View {
    let line = move || {
        form.error_at(pointer).map(|error| {
            let words = match error.max.filter(|_| error.code == "length") {
                Some(most) => t::too_many(&most.to_string()),
                None => text::fields::find(&error.code).unwrap_or_else(text::form::wrong).to_owned(),
            };
            view! { <p class="say say-wrong mt-1.5">{icon(Icon::WarningCircle, "size-4.5")} {words}</p> }
        })
    };
    view! { <div aria-live="polite">{line}</div> }
}

/// A text in Markdown, and how others will see it.
pub(super) fn markdown(
    form: Form,
    pointer: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
) -> View {
    let shown = RwSignal::new("write");
    let choices = vec![("write", t::write()), ("read", t::read())];
    let switch = segments(
        "markdown",
        t::story_label().to_owned(),
        choices,
        shown.into(),
        Callback::new(move |to| shown.set(to)),
    );
    let content = move || {
        if shown.get() == "write" {
            words(form, pointer, label, hint, "6", value)
        } else {
            rendered(label, &value.read_untracked())
        }
    };
    view! { <div class="grid gap-2">{content} <div class="max-w-80">{switch}</div></div> }
}

fn rendered(label: &'static str, text: &str) -> View {
    let (session, answer) = (Session::here(), RwSignal::new(None::<Result<String, Error>>));
    let body = Markdown { text: text.to_owned() };
    spawn(async move {
        let rendered = session.client().render_markdown(&body).await;
        answer.try_set(Some(rendered.map(|rendered| rendered.html)));
    });
    let shown = move || {
        match answer.get() {
            None => states::waiting(view! { {states::bone("h-5 w-full")} {states::bone("h-5 w-3/5 mt-3")} }),
            Some(Ok(html)) if html.is_empty() => view! { <p class="text-muted">{t::story_empty()}</p> },
            // Safe: the server has rendered it.
            Some(Ok(html)) => {
                view! { <div class="prose-cairn wrap-anywhere" dir="auto" inner_html=html></div> }
            }
            Some(Err(error)) => {
                view! { <p class="say say-wrong">{icon(Icon::WarningCircle, "size-4.5")} {states::said(&error)}</p> }
            }
        }
    };
    view! {
        <section class="field" aria-label=label>
            <p class="legend">{label}</p>
            <div class="sheet p-5 min-h-38">{shown}</div>
        </section>
    }
}
