//! A question of a worksheet: its field, who reads the answer, what the other answered, what was written before.
use std::sync::Arc;

use domain::ids::RelationshipId;
use domain::people::Person;
use domain::tools::{Answer, Question, QuestionKind, WriteAnswer, Writing as Whose};
use leptos::prelude::*;
use ui_model::tools::{Readers, chosen, with_choice};

use super::{readers, tool_key};
use crate::components::controls::{segments, toggle};
use crate::components::face::face;
use crate::data::Fetch;
use crate::follow::{Callback, RwSignal, Signal, StoredValue, memo};
use crate::pages::meetings::{Two, me, my_face, of};
use crate::pages::saving::{Save, Writing, clash, clash_of_answers};
use crate::text::tools as t;
use crate::view::{IntoView, View, view};

const SCALE: [&str; 5] = ["1", "2", "3", "4", "5"];

/// An answer that is being written. It outlives what is shown around it.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) writing: Writing,
    /// The other sees it.
    pub(super) shared: RwSignal<bool>,
    /// Both write it.
    pub(super) together: bool,
}

impl Field {
    /// Begins with what the server has; `edition` is the one of the worksheet that is shown.
    pub(super) fn begin(
        id: RelationshipId,
        tool: &str,
        question: &Question,
        edition: StoredValue<u32>,
    ) -> Self {
        let answer = question.answer.as_ref();
        let shared = RwSignal::new(answer.is_some_and(|answer| answer.shared));
        let together = question.writing == Whose::Together;
        let (tool, key) = (tool.to_owned(), question.key.clone());
        let name = ["answer/", &id.to_string(), "/", &tool, "/", &key].concat();
        let source = tool_key(id, &tool);
        let save: Save = Arc::new(move |client, value, version| -> Fetch<String> {
            let (tool, key) = (tool.clone(), key.clone());
            let shared = together || shared.try_get_untracked().unwrap_or(false);
            let body = WriteAnswer { value, shared, edition: edition.try_get_value().unwrap_or(1) };
            Box::pin(async move { Ok(client.write_answer(id, &tool, &key, &version, &body).await?.version) })
        });
        let (value, version) = answer.map_or(("", 0), |answer| (answer.value.as_str(), answer.version));
        Self { writing: Writing::begin(&name, source, value, version, save), shared, together }
    }

    /// The server has told what it has now.
    pub(super) fn told(self, question: &Question) {
        if let Some(answer) = &question.answer {
            self.writing.told(&answer.value, answer.version);
        }
    }

    /// Shares it, or takes it back.
    pub(super) fn share(self, shared: bool) {
        self.shared.set(shared);
        self.writing.send_anew();
    }

    /// There is something to share that is not shared yet.
    pub(super) fn could_be_shared(self) -> bool {
        !self.together && !self.shared.get() && !self.writing.mine().read().is_empty()
    }
}

/// A question, with the field where the reader is asked.
pub(super) fn question(
    two: &Two,
    partner: &Person,
    asked: &Question,
    field: Option<Field>,
    writable: bool,
) -> View {
    let id = ["q-", &asked.key].concat();
    let together = asked.writing == Whose::Together;
    let mark = move || {
        let shared = field.is_none_or(|field| field.shared.get());
        readers(if together {
            Readers::Together
        } else if shared {
            Readers::Shared
        } else {
            Readers::OnlyYou
        })
    };
    let labelled = matches!(asked.kind, QuestionKind::Line | QuestionKind::Text | QuestionKind::Agenda)
        && writable
        && field.is_some();
    let heading = if labelled {
        view! { <label for=id.clone()>{asked.ask.clone()}</label> }
    } else {
        asked.ask.clone().into_view()
    };
    let hint = (!asked.hint.is_empty()).then(
        || view! { <p id=[&id, "-hint"].concat() class="hint mt-1 max-w-[58ch]">{asked.hint.clone()}</p> },
    );
    let mine = field.map(|field| answer(two, partner, asked, field, &id, writable));
    let by = asked.answer.as_ref().filter(|answer| !answer.value.is_empty() && field.is_some()).map(|answer| {
        let picture = if answer.by == two.me { my_face() } else { their_face(partner) };
        view! { <p class="text-sm text-muted flex items-center gap-2">{picture} <span>{when(two, answer)}</span></p> }
    });
    let share = field.filter(|_| !together && writable).map(|field| {
        let switch = Callback::new(move |on| field.share(on));
        view! { <div class="ms-auto print:hidden">{toggle(t::share_this().to_owned(), field.shared.into(), switch)}</div> }
    });
    view! {
        <section class="mt-7 scroll-mt-20" aria-labelledby=[&id, "-h"].concat()>
            <div class="flex flex-wrap items-baseline justify-between gap-x-5 gap-y-1">
                <h3 id=[&id, "-h"].concat() class="text-xl max-w-[48ch]">{heading}</h3>
                {mark}
            </div>
            {hint}
            {mine}
            <div class="mt-1.5 flex flex-wrap items-center justify-between gap-x-4">{by} {share}</div>
            {theirs(two, partner, asked)}
            {earlier(two, asked)}
        </section>
    }
}

fn their_face(partner: &Person) -> View {
    face(&partner.display_name, partner.photo.as_ref(), "size-6 text-xs")
}

fn when(two: &Two, answer: &Answer) -> String {
    t::by(&two.who(answer.by), &two.mine.short(answer.at))
}

fn answer(two: &Two, partner: &Person, asked: &Question, field: Field, id: &str, writable: bool) -> View {
    let (partner, name, asked, id) = (partner.clone(), two.name.clone(), asked.clone(), id.to_owned());
    let clashes = field.writing.clash();
    let shown = move || {
        if !writable {
            return said(&asked, &field.writing.mine().read());
        }
        if clashes.read().is_some() {
            let theirs = if field.together { of(&partner, &name) } else { t::elsewhere().into_view() };
            if matches!(asked.kind, QuestionKind::Text | QuestionKind::Agenda) {
                return clash(field.writing, &id, me(), theirs);
            }
            let asked = asked.clone();
            let meaning = Box::new(move |value: String| said(&asked, &value));
            return clash_of_answers(field.writing, &id, [me(), theirs], meaning);
        }
        control(&asked, field, &id)
    };
    shown.into_view()
}

fn control(asked: &Question, field: Field, id: &str) -> View {
    let hint = (!asked.hint.is_empty()).then(|| [id, "-hint"].concat());
    match asked.kind {
        QuestionKind::Line => line(field, id, hint),
        QuestionKind::Text | QuestionKind::Agenda => field.writing.area(id.to_owned(), "3", "4000", hint),
        QuestionKind::Scale => scale(asked, field, id),
        QuestionKind::Choice => picks(asked, field, id, true),
        QuestionKind::Choices => picks(asked, field, id, false),
    }
}

fn line(field: Field, id: &str, hint: Option<String>) -> View {
    view! {
        <input id=id.to_owned() class="input mt-3" maxlength="4000" dir="auto" autocomplete="off" aria-describedby=hint prop:value=field.writing.mine() on:input=move |event| field.writing.typed(event_target_value(&event)) />
    }
}

/// From 1 to 5, with words at both ends.
fn scale(asked: &Question, field: Field, id: &str) -> View {
    let here = field.writing.mine();
    let chosen = Signal::derive(move || {
        let value = here.get();
        SCALE.into_iter().find(|number| *number == value).unwrap_or("")
    });
    let choose = Callback::new(move |number: &'static str| field.writing.typed(number.to_owned()));
    let choices = SCALE.map(|number| (number, number)).to_vec();
    let ends = asked.choices.iter().map(|choice| view! { <span>{choice.label.clone()}</span> });
    view! {
        <div class="mt-3 max-w-[28rem]">
            {segments(id, asked.ask.clone(), choices, chosen, choose)}
            <div class="flex justify-between text-sm text-muted mt-1">{ends.collect::<View>()}</div>
        </div>
    }
}

/// One of the choices, or any of them.
fn picks(asked: &Question, field: Field, id: &str, single: bool) -> View {
    let (here, keys) = (
        field.writing.mine(),
        asked.choices.iter().map(|choice| choice.key.clone()).collect::<Arc<[String]>>(),
    );
    let choices = asked.choices.iter().map(|choice| {
        let (key, known, keys) = (choice.key.clone(), choice.key.clone(), keys.clone());
        let is_on = memo(move || here.with(|value| chosen(value).any(|on| on == known)));
        let switch = move |event| {
            let on = event_target_checked(&event);
            let order = keys.iter().map(String::as_str);
            let before = if single { String::new() } else { here.get_untracked() };
            field.writing.typed(with_choice(&before, &key, on, order));
        };
        let (kind, class) = if single {
            ("radio", "radio radio-sm mt-0.5")
        } else {
            ("checkbox", "checkbox checkbox-sm mt-0.5")
        };
        view! {
            <label class="pick">
                <input type=kind name=id.to_owned() class=class prop:checked=is_on on:change=switch />
                <span class="leading-snug">{choice.label.clone()}</span>
            </label>
        }
    });
    view! {
        <div class="mt-3 grid sm:grid-cols-2 gap-2.5" role=if single { "radiogroup" } else { "group" } aria-labelledby=[id, "-h"].concat()>{choices.collect::<View>()}</div>
    }
}

/// An answer in words.
fn said(asked: &Question, value: &str) -> View {
    let label =
        |key: &str| asked.choices.iter().find(|choice| choice.key == key).map(|choice| choice.label.clone());
    let words = match asked.kind {
        QuestionKind::Choice | QuestionKind::Choices => {
            chosen(value).filter_map(label).collect::<Vec<_>>().join(", ")
        }
        QuestionKind::Scale if !value.is_empty() => t::of_five(value),
        _ => value.to_owned(),
    };
    if words.is_empty() {
        return view! { <p class="hint mt-2">{t::no_answer()}</p> };
    }
    view! { <p class="mt-2 max-w-[58ch] whitespace-pre-line wrap-anywhere" dir="auto">{words}</p> }
}

/// What the other shares.
fn theirs(two: &Two, partner: &Person, asked: &Question) -> Option<View> {
    let answer = asked.theirs.as_ref().filter(|answer| !answer.value.is_empty())?;
    Some(view! {
        <div class="mt-4 ps-4 border-s-2 border-line">
            {said(asked, &answer.value)}
            <p class="mt-1.5 text-sm text-muted flex items-center gap-2">{their_face(partner)} <span>{when(two, answer)}</span></p>
        </div>
    })
}

/// What both wrote before.
fn earlier(two: &Two, asked: &Question) -> Option<View> {
    let rows = asked.earlier.iter().map(|answer| {
        view! { <li class="ps-4 border-s-2 border-line">{said(asked, &answer.value)} <p class="text-sm text-muted mt-1">{when(two, answer)}</p></li> }
    });
    (!asked.earlier.is_empty()).then(|| {
        view! {
            <details class="mt-3 print:hidden">
                <summary class="link-quiet text-sm min-h-11 inline-flex items-center cursor-pointer">{t::before()}</summary>
                <ul class="mt-2 grid gap-4">{rows.collect::<View>()}</ul>
            </details>
        }
    })
}
