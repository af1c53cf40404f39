//! What the two agreed on: checked off, added, changed, taken away. What stays open goes to the next meeting.
use api_client::{Call, Versioned};
use domain::ids::{ActionItemId, MeetingId, RelationshipId};
use domain::meetings::{ActionItem, EditActionItem, MeetingPage, NewActionItem};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use ui_model::meetings::Whose;
use web_sys::HtmlInputElement;

use super::around::Two;
use super::{act, learn};
use crate::components::form::{Form, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{calendar_day, focus};
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{several, tag};
use crate::follow::{RwSignal, spawn};
use crate::session::Session;
use crate::text::meetings as t;
use crate::view::{View, view};

/// The field of what was agreed.
const FIELD: &str = "agreed-words";
const WHOSE: [(&str, Whose); 3] = [("mine", Whose::Mine), ("theirs", Whose::Theirs), ("both", Whose::Both)];

/// What is being written. It outlives what is shown around it.
#[derive(Clone, Copy)]
pub(super) struct Items {
    words: RwSignal<String>,
    whose: RwSignal<&'static str>,
    due: RwSignal<String>,
    /// What is being changed, and its version; nothing while something new is written.
    changes: RwSignal<Option<(ActionItemId, i64, bool)>>,
    form: Form,
}

impl Items {
    /// Nothing is being written yet.
    pub(super) fn begin(two: &Two) -> Self {
        let (words, due) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let whose = RwSignal::new("both");
        let me = two.me;
        let body = move || NewActionItem {
            words: words.get(),
            who: whose_of(whose.get()).doer(me),
            due_on: domain::times::day(&due.read()),
        };
        let form = Form::new(move || wrong_with(&body())).named("agreed");
        Self { words, whose, due, changes: RwSignal::new(None), form }
    }

    fn clear(self) {
        self.words.set(String::new());
        self.due.set(String::new());
        self.whose.set("both");
        self.changes.set(None);
        self.form.begin_anew();
    }

    fn change(self, two: &Two, item: &ActionItem) {
        self.words.set(item.words.clone());
        self.due.set(item.due_on.map(|day| day.to_string()).unwrap_or_default());
        let whose = Whose::of(item.who, two.me);
        self.whose.set(WHOSE.iter().find(|(_, known)| *known == whose).map_or("both", |(word, _)| word));
        self.changes.set(Some((item.id, item.version, item.done)));
        focus(FIELD);
    }

    fn send(self, id: RelationshipId, meeting: MeetingId, two: &Two) {
        let client = Session::here().client();
        let words = self.words.get_untracked();
        let who = whose_of(self.whose.get_untracked()).doer(two.me);
        let due_on = domain::times::day(&self.due.read_untracked());
        let changes = self.changes.get_untracked();
        let sending = async move {
            match changes {
                None => {
                    client.add_action_item(meeting, &NewActionItem { words, who, due_on }).await.map(drop)
                }
                Some((item, version, done)) => {
                    let body = EditActionItem { words, who, due_on, done };
                    client.edit_action_item(item, &tag(version), &body).await.map(drop)
                }
            }
        };
        self.form.send(several(sending), move |()| {
            self.clear();
            learn(id);
            focus(FIELD);
        });
    }
}

fn whose_of(word: &str) -> Whose {
    WHOSE.iter().find(|(known, _)| *known == word).map_or(Whose::Both, |(_, whose)| *whose)
}

/// What was agreed at a meeting, with a form for more.
pub(super) fn section(two: &Two, id: RelationshipId, page: &MeetingPage, items: Items) -> View {
    let rows = page.agreed_items.iter().map(|item| row(two, id, item, page.writable.then_some(items)));
    let rows = rows.collect::<Vec<View>>();
    let list = (!rows.is_empty()).then(|| view! { <ul class="rows border-y border-line mt-3">{rows}</ul> });
    view! {
        <section class="mt-10" aria-labelledby="agreed">
            <h2 id="agreed" class="text-2xl">{t::agreed()}</h2>
            <p class="text-sm text-muted mt-0.5">{t::agreed_about()}</p>
            {list}
            {page.writable.then(|| form(two, id, page.meeting.id, items))}
        </section>
    }
}

fn row(two: &Two, id: RelationshipId, item: &ActionItem, items: Option<Items>) -> View {
    let actions = items.map(|items| {
        let (item, two) = (item.clone(), two.clone());
        let number = item.id;
        let remove = move |_| {
            let client = Session::here().client();
            act(id, client.remove_action_item(number), |()| focus(FIELD));
        };
        let (label, taken) = (t::change_label(&item.words), t::remove_label(&item.words));
        view! {
            <button type="button" class="btn btn-ghost btn-circle" aria-label=label on:click=move |_| items.change(&two, &item)>{icon(Icon::PencilSimple, "size-5 text-muted")}</button>
            <button type="button" class="btn btn-ghost btn-circle -ms-2 -me-2.5" aria-label=taken on:click=remove>{icon(Icon::Trash, "size-5 text-muted")}</button>
        }
    });
    let until = match item.due_on {
        Some(day) => t::until(&two.whose(item.who), &calendar_day(day)),
        None => two.whose(item.who),
    };
    view! { <li class="flex items-center gap-1 py-2.5"><div class="flex-1 min-w-0">{check(id, item, until, items.is_some())}</div> {actions}</li> }
}

/// Something that was agreed, to be checked off.
pub(crate) fn check(id: RelationshipId, item: &ActionItem, below: String, writable: bool) -> View {
    let (session, toasts, known) = (Session::here(), Toasts::here(), item.clone());
    let switch = move |event| {
        let field: HtmlInputElement = event_target(&event);
        let wanted = ActionItem { done: field.checked(), ..known.clone() };
        spawn(async move {
            match saving(session, &wanted).await {
                Ok(Versioned { value, .. }) if value.done => {
                    toasts
                        .say_with_undo(t::done_item(), move || take_back(id, session, toasts, value.clone()));
                }
                Ok(_) => {}
                Err(error) => {
                    field.set_checked(!wanted.done);
                    toasts.warn(states::said(&error));
                }
            }
            learn(id);
        });
    };
    view! {
        <label class="flex min-w-0 gap-3.5 min-h-11 py-1 items-start cursor-pointer leading-snug">
            <input type="checkbox" class="checkbox checkbox-sm mt-0.5" prop:checked=item.done prop:disabled=!writable on:change=switch />
            <span class="min-w-0"><span class="wrap-anywhere" dir="auto">{item.words.clone()}</span><span class="block text-sm text-muted mt-0.5">{below}</span></span>
        </label>
    }
}

/// It is open again.
fn take_back(id: RelationshipId, session: Session, toasts: Toasts, item: ActionItem) {
    spawn(async move {
        if let Err(error) = saving(session, &ActionItem { done: false, ..item }).await {
            toasts.warn(states::said(&error));
        }
        learn(id);
    });
}

fn saving(session: Session, item: &ActionItem) -> Call<Versioned<ActionItem>> {
    let body =
        EditActionItem { words: item.words.clone(), who: item.who, due_on: item.due_on, done: item.done };
    session.client().edit_action_item(item.id, &tag(item.version), &body)
}

fn form(two: &Two, id: RelationshipId, meeting: MeetingId, items: Items) -> View {
    let send = {
        let two = two.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            items.send(id, meeting, &two);
        }
    };
    let name = two.name.clone();
    let whose = move || {
        let theirs = name.clone();
        view! {
            <label class="min-w-0">
                <span class="text-sm text-muted block mb-1">{t::who_does()}</span>
                <select class="select" prop:value=items.whose on:change=move |event| items.whose.set(word_of(&event_target_value(&event)))>
                    <option value="both">{t::both_big()}</option>
                    <option value="mine">{t::you_big()}</option>
                    <option value="theirs">{theirs}</option>
                </select>
            </label>
        }
    };
    let buttons = move || {
        let changing = items.changes.get().is_some();
        let words = if changing { t::save() } else { t::add() };
        let back = changing.then(|| view! { <button type="button" class="btn btn-ghost" on:click=move |_| items.clear()>{t::leave_it()}</button> });
        view! { <button type="submit" class="btn" aria-disabled=move || items.form.busy().to_string()>{words}</button> {back} }
    };
    view! {
        <form class="mt-4 grid gap-3" novalidate on:submit=send>
            <label class="min-w-0">
                <span class="sr-only">{t::what_else()}</span>
                <input id=FIELD class="input" aria-invalid=move || items.form.error_at("/words").map(|_| "true") maxlength="300" dir="auto" placeholder=t::what_else() aria-describedby="agreed-said" prop:value=items.words on:input=move |event| items.words.set(event_target_value(&event)) />
            </label>
            {items.form.error_view("agreed-said".to_owned(), "/words", items.words.into())}
            <div class="grid gap-3 grid-cols-2 sm:grid-cols-[12rem_12rem_auto] items-end">
                {whose()}
                <label class="min-w-0">
                    <span class="text-sm text-muted block mb-1">{t::until_when()}</span>
                    <input type="date" class="input" prop:value=items.due on:input=move |event| items.due.set(event_target_value(&event)) />
                </label>
                <div class="flex gap-2.5 max-sm:col-span-2">{buttons}</div>
            </div>
            {items.form.problem_view()}
        </form>
    }
}

fn word_of(value: &str) -> &'static str {
    WHOSE.iter().find(|(word, _)| *word == value).map_or("both", |(word, _)| word)
}
