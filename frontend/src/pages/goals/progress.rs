//! What the two write down on the way: values and notes, day by day.
use domain::goals::{GoalAction, GoalKind, GoalPage, ProgressEntry, WriteProgress};
use domain::ids::{GoalId, RelationshipId};
use domain::problem::FieldError;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::goals::typed_amount;

use super::{act, learn};
use crate::components::calendar::Calendar;
use crate::components::draft::Draft;
use crate::components::drawing::drawing;
use crate::components::form::{Form, Input, words, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{calendar_day, focus, now};
use crate::components::toast::Toasts;
use crate::data::tag;
use crate::follow::{RwSignal, effect};
use crate::growing::{Growing, growing};
use crate::session::Session;
use crate::text::goal as t;
use crate::view::{View, view};

/// The button that opens the form.
const RECORD: &str = "record";

/// An entry that is being written; it outlives what is shown around it.
#[derive(Clone, Copy)]
pub(super) struct Recording {
    place: (RelationshipId, GoalId),
    form: Form,
    open: RwSignal<bool>,
    value: RwSignal<String>,
    note: RwSignal<String>,
    /// The note of a new entry, kept until it is sent.
    draft: Draft,
    on: RwSignal<String>,
    /// The entry that is corrected, with its version.
    corrected: RwSignal<Option<ProgressEntry>>,
    /// The entries, once more are asked for than came with the goal.
    more: Growing<ProgressEntry>,
    session: Session,
    toasts: Toasts,
}

impl Recording {
    /// Nothing is written yet.
    pub(super) fn begin(id: RelationshipId, goal: GoalId) -> Self {
        let (value, on) = (RwSignal::new(String::new()), RwSignal::new(today()));
        let draft = Draft::of(&["progress/", &goal.to_string()].concat());
        let (note, corrected) = (RwSignal::new(draft.text.get_untracked()), RwSignal::new(None));
        effect(move || {
            let words = note.get();
            if corrected.with_untracked(Option::is_none) {
                draft.text.set(words);
            }
        });
        let wrong = move || {
            let amount = typed_amount(&value.read()).err().map(|code| FieldError::new("/value", code));
            let day = domain::times::day(&on.read()).is_none().then(|| FieldError::new("/on", "required"));
            let body = body(value, note, on);
            let nothing = value.read().trim().is_empty() && body.note.trim().is_empty();
            let nothing = nothing.then(|| FieldError::new("/note", "required"));
            amount.into_iter().chain(day).chain(nothing).chain(wrong_with(&body)).collect()
        };
        // The first page comes with the goal.
        let more = growing(
            0,
            move || [&super::key_of(goal), "/progress"].concat(),
            move |client, query| client.progress(goal, query),
        );
        Self {
            place: (id, goal),
            form: Form::new(wrong).named("progress"),
            open: RwSignal::new(false),
            value,
            note,
            draft,
            on,
            corrected,
            more,
            session: Session::here(),
            toasts: Toasts::here(),
        }
    }

    /// The button that opens the form, and the form.
    pub(super) fn form(self, page: &GoalPage) -> Option<View> {
        let goal = &page.goal;
        if !goal.allowed_actions.contains(&GoalAction::Record) {
            return None;
        }
        let number = goal.text.kind == GoalKind::Number;
        let content = move || {
            if !self.open.get() {
                let open = move |_| {
                    self.reset();
                    self.show(number);
                };
                return view! { <button id=RECORD type="button" class="btn btn-primary max-sm:w-full" on:click=open>{icon(Icon::Plus, "size-5")} {t::record()}</button> };
            }
            let value = number.then(|| Input::text(self.form, "/value", t::value(), self.value).view());
            let send = move |event: SubmitEvent| {
                event.prevent_default();
                self.send();
            };
            view! {
                <form class="sheet p-5 grid gap-4 max-w-[40rem]" novalidate on:submit=send>
                    <div class="grid sm:grid-cols-2 gap-4">{value} {Input::text(self.form, "/on", t::day(), self.on).kind("date").view()}</div>
                    {words(self.form, "/note", t::note(), t::note_hint(), "3", self.note)}
                    {self.form.problem_view()}
                    <div class="flex flex-wrap gap-3">{self.form.submit(t::save())} <button type="button" class="btn btn-ghost" on:click=move |_| self.close()>{t::cancel()}</button></div>
                </form>
            }
        };
        Some(view! { <div class="mt-5">{content}</div> })
    }

    fn reset(self) {
        self.form.begin_anew();
        self.corrected.set(None);
        self.value.set(String::new());
        self.note.set(self.draft.text.get_untracked());
        self.on.set(today());
    }

    /// Opens the form at its first field.
    fn show(self, number: bool) {
        self.open.set(true);
        focus(if number { "progress-value" } else { "progress-on" });
    }

    fn close(self) {
        self.open.try_set(false);
        focus(RECORD);
    }

    fn correct(self, entry: ProgressEntry) {
        self.form.begin_anew();
        self.value.set(entry.value.map_or_else(String::new, |value| value.to_string()));
        self.on.set(entry.on.to_string());
        let (number, note) = (entry.value.is_some(), entry.note.clone());
        self.corrected.set(Some(entry));
        self.note.set(note);
        self.show(number);
    }

    fn send(self) {
        let body = untrack(|| body(self.value, self.note, self.on));
        let client = self.session.client();
        let (id, goal) = self.place;
        let done = move || {
            self.close();
            learn(id, goal);
            self.toasts.say(t::recorded());
        };
        if let Some(entry) = self.corrected.get_untracked() {
            let version = tag(entry.version);
            self.form.send(client.correct_progress(entry.id, &version, &body), move |_| done());
        } else {
            let key = self.draft.key(&api_client::json::write(&body).unwrap_or_default());
            self.form.send(client.record_progress(goal, &key, &body), move |_| {
                self.draft.let_go();
                done();
            });
        }
    }

    /// What was written down, the latest first.
    pub(super) fn entries(self, page: &GoalPage, name: &dyn Fn(domain::requests::Side) -> String) -> View {
        let known = self.more.page.ready().filter(|page| !page.items.is_empty());
        let entries = known.as_deref().unwrap_or(&page.entries);
        let rows = entries.items.iter().map(|entry| self.entry(entry, &name(entry.by)));
        let more = entries.next_cursor.is_some().then(|| {
            let count = entries.items.len();
            view! { <button type="button" class="btn mt-4" on:click=move |_| self.more.grow(count)>{t::more()}</button> }
        });
        if entries.items.is_empty() {
            return view! { <p class="mt-3 text-muted">{t::no_entries()}</p> };
        }
        view! { <ol class="trail mt-4">{rows.collect::<View>()}</ol> {more} }
    }

    fn entry(self, entry: &ProgressEntry, by: &str) -> View {
        let day = calendar_day(entry.on);
        let value = entry.value.map(|value| view! { <p class="match-n text-2xl">{value.to_string()}</p> });
        let note = (!entry.note.is_empty()).then(|| view! { <p class="mt-1 whitespace-pre-line wrap-anywhere" dir="auto">{entry.note.clone()}</p> });
        let tools = entry.correctable.then(|| {
            let (known, id) = (entry.clone(), entry.id);
            let remove = move |_| act(self.place, self.session.client().remove_progress(id), t::removed());
            view! {
                <span class="flex">
                    <button type="button" class="btn btn-ghost btn-square" aria-label=t::edit_entry(&day) on:click=move |_| self.correct(known.clone())>{icon(Icon::PencilSimple, "size-5")}</button>
                    <button type="button" class="btn btn-ghost btn-square" aria-label=t::remove_entry(&day) on:click=remove>{icon(Icon::Trash, "size-5")}</button>
                </span>
            }
        });
        view! {
            <li>{drawing("stones", "mark-laid", "mark")}
                <div class="leading-snug flex gap-3 items-start justify-between min-w-0">
                    <div class="min-w-0">{value} <p class="text-sm text-muted">{t::by(&day, by)}</p> {note}</div>
                    {tools}
                </div>
            </li>
        }
    }
}

fn today() -> String {
    Calendar::of_reader().day(now()).unwrap_or_default().to_string()
}

fn body(value: RwSignal<String>, note: RwSignal<String>, on: RwSignal<String>) -> WriteProgress {
    WriteProgress {
        value: typed_amount(&value.read()).ok().flatten(),
        note: note.get(),
        on: domain::times::day(&on.read()).unwrap_or_default(),
    }
}
