//! What the two want to talk about: points of theirs, lines that the tools suggest, and what was agreed and is still open.
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::{AgendaPoint, MeetingPage, NewAgendaPoint};
use domain::requests::Side;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::around::Two;
use super::{act, learn};
use crate::components::form::{Form, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::focus;
use crate::follow::RwSignal;
use crate::session::Session;
use crate::text::meetings as t;
use crate::view::{View, view};

/// A point that is being added. It outlives what is shown around it.
#[derive(Clone, Copy)]
pub(super) struct Adding {
    words: RwSignal<String>,
    open: RwSignal<bool>,
    form: Form,
}

/// The field of a new point, and the button that opens it.
const FIELD: &str = "new-point";
const OPENS: &str = "add-point";

impl Adding {
    /// Nothing is being added yet.
    pub(super) fn begin() -> Self {
        let words = RwSignal::new(String::new());
        let form = Form::new(move || wrong_with(&NewAgendaPoint { words: words.get() })).named("point");
        Self { words, open: RwSignal::new(false), form }
    }

    fn add(self, id: RelationshipId, meeting: MeetingId) {
        let body = NewAgendaPoint { words: self.words.get_untracked() };
        let client = Session::here().client();
        self.form.send(client.add_point(meeting, &body), move |_| {
            self.words.set(String::new());
            self.form.begin_anew();
            learn(id);
            focus(FIELD);
        });
    }

    fn view(self, id: RelationshipId, meeting: MeetingId) -> View {
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            self.add(id, meeting);
        };
        let open = move |_| {
            self.open.set(true);
            focus(FIELD);
        };
        let shown = move || {
            if !self.open.get() {
                return view! {
                    <button type="button" id=OPENS class="btn btn-ghost btn-sm -ms-3 mt-1 text-moss-ink" on:click=open>
                        {icon(Icon::Plus, "size-4")} {t::add_point()}
                    </button>
                };
            }
            view! {
                <form class="mt-3 flex gap-2.5" novalidate on:submit=send>
                    <label class="flex-1 min-w-0">
                        <span class="sr-only">{t::new_point()}</span>
                        <input id=FIELD class="input" maxlength="300" dir="auto" placeholder=t::new_point() prop:value=self.words on:input=move |event| self.words.set(event_target_value(&event)) />
                    </label>
                    <button type="submit" class="btn" aria-disabled=move || self.form.busy().to_string()>{t::add()}</button>
                </form>
            }
        };
        view! { <div>{shown} {self.form.problem_view()}</div> }
    }
}

/// The agenda of a meeting that is to come.
pub(super) fn agenda(two: &Two, id: RelationshipId, page: &MeetingPage, adding: Adding) -> View {
    let meeting = page.meeting.id;
    let points = page.agenda.iter().map(|of| point(two, id, page, of)).collect::<View>();
    let open = page.open_items.iter().map(|item| {
        let since = t::agreed_open(&two.mine.month_day(item.agreed_at));
        line(item.words.clone(), since, None)
    });
    let taken = |words: &str| page.agenda.iter().any(|point| point.words == words);
    let suggested = page.suggested.iter().filter(|words| page.writable && !taken(words)).map(|words| {
        let said = words.clone();
        let take = move |_| {
            let (client, body) = (Session::here().client(), NewAgendaPoint { words: said.clone() });
            act(id, client.add_point(meeting, &body), |_| ());
        };
        let button = view! {
            <button type="button" class="btn btn-ghost btn-sm -my-1 text-moss-ink" aria-label=t::take_label(words) on:click=take>
                {icon(Icon::Plus, "size-4")} {t::take()}
            </button>
        };
        line(words.clone(), t::from_worksheet().to_owned(), Some(button))
    });
    let empty = page.agenda.is_empty() && page.open_items.is_empty() && page.suggested.is_empty();
    view! {
        <ul class="mt-1 rows">{points} {open.collect::<View>()} {suggested.collect::<View>()}</ul>
        {empty.then(|| view! { <p class="hint mt-1">{t::nothing_yet()}</p> })}
        {page.writable.then(|| adding.view(id, meeting))}
    }
}

fn point(two: &Two, id: RelationshipId, page: &MeetingPage, point: &AgendaPoint) -> View {
    let by = if point.by == Side::System { String::new() } else { two.who(point.by) };
    let (meeting, number) = (page.meeting.id, point.id);
    let remove = page.writable.then(|| {
        let remove = move |_| {
            let client = Session::here().client();
            act(id, client.remove_point(meeting, number), |()| focus(OPENS));
        };
        view! {
            <button type="button" class="btn btn-ghost btn-sm btn-circle -my-1 ms-auto" aria-label=t::remove_label(&point.words) on:click=remove>
                {icon(Icon::X, "size-4 text-muted")}
            </button>
        }
    });
    line(point.words.clone(), by, remove)
}

fn line(words: String, of: String, action: Option<View>) -> View {
    view! {
        <li class="py-2.5 flex gap-x-3 items-baseline leading-snug">
            <span class="min-w-0 flex-1"><span class="me-3 wrap-anywhere" dir="auto">{words}</span> <span class="text-sm text-muted">{of}</span></span>
            {action}
        </li>
    }
}

/// What the two wanted to talk about, at a meeting that has begun.
pub(super) fn was(page: &MeetingPage) -> Option<View> {
    let points = page.agenda.iter().map(|point| {
        view! {
            <li class="flex gap-2.5 leading-snug"><span class="mt-[0.6em] size-1.5 rounded-full bg-field shrink-0"></span><span class="min-w-0 wrap-anywhere" dir="auto">{point.words.clone()}</span></li>
        }
    });
    (!page.agenda.is_empty()).then(|| {
        view! {
            <section aria-labelledby="wanted">
                <h2 id="wanted" class="text-xl">{t::wanted()}</h2>
                <ul class="mt-3 space-y-1">{points.collect::<View>()}</ul>
            </section>
        }
    })
}
