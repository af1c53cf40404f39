//! One meeting: before it what the two want to talk about, after it what became of it, what they agreed, and notes.
use std::sync::Arc;

use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::{EditMeeting, Meeting, MeetingAction, MeetingPage, MeetingState};
use domain::relationships::{Relationship, RelationshipState};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::agenda::{self, Adding};
use super::around::Two;
use super::choose::Choosing;
use super::items::{self, Items};
use super::notes::Both;
use super::propose::{formats, place_field};
use super::words::{details, leaf, place_link, standing};
use super::{all, calendar, learn, meeting_page, place_of, relationship, settle};
use crate::components::controls::back;
use crate::components::form::{Form, wrong_with};
use crate::components::icon::{Icon, icon};
use crate::components::page::{focus, now, title};
use crate::follow::{Callback, RwSignal, StoredValue, effect};
use crate::pages::requests::found;
use crate::pages::saving::saved_line;
use crate::session::Session;
use crate::text::meetings as t;
use crate::view::{View, view};

/// What is being written on the page. It outlives what is shown around it.
#[derive(Clone, Copy)]
struct Desk {
    adding: Adding,
    choosing: Choosing,
    items: StoredValue<Option<Items>>,
    notes: RwSignal<Option<Both>>,
    place: PlaceForm,
}

/// The page.
pub(super) fn page(id: RelationshipId, meeting: MeetingId) -> View {
    let known = meeting_page(id, meeting);
    let relationship = relationship(id);
    let desk = Desk {
        adding: Adding::begin(),
        choosing: Choosing::begin(id),
        items: StoredValue::new(None),
        notes: RwSignal::new(None),
        place: PlaceForm::begin(),
    };
    // What is made in what is drawn again goes with it: these stay.
    let owner = Owner::current().unwrap_or_default();
    let owner_of_items = owner.clone();
    effect(move || {
        let Some(page) = known.ready() else { return };
        match desk.notes.get_untracked() {
            Some(notes) => notes.told(&page.value),
            None => desk.notes.set(Some(owner.with(|| Both::begin(id, meeting, &page.value)))),
        }
    });
    found(relationship, move |relationship| {
        let two = Two::of(&relationship);
        if desk.items.with_value(Option::is_none) {
            desk.items.set_value(Some(owner_of_items.with(|| Items::begin(&two))));
        }
        found(known, move |page| {
            let versioned = &*page;
            match versioned.value.meeting.state {
                MeetingState::Proposed => desk.choosing.page(&two, &relationship, &versioned.value.meeting),
                _ => whole(&two, &relationship, &versioned.value, &versioned.version, &desk),
            }
        })
    })
}

fn whole(
    two: &Two,
    relationship: &Arc<Relationship>,
    page: &MeetingPage,
    version: &str,
    desk: &Desk,
) -> View {
    let (id, meeting) = (relationship.id, &page.meeting);
    let heading = two.title(meeting);
    title(&heading);
    let begun = meeting.starts_at.is_some_and(|at| at <= now());
    let leaf = meeting.starts_at.map(|at| leaf(two, at));
    let below = meeting.starts_at.map(|at| {
        view! {
            <p class="mt-1 leading-snug"><span class="font-semibold">{two.span(at, meeting.minutes)}</span> {details(two, meeting, at)}</p>
        }
    });
    let happened =
        begun && matches!(meeting.state, MeetingState::Confirmed | MeetingState::Held | MeetingState::Missed);
    let upcoming = meeting.state == MeetingState::Confirmed && !begun;
    let said = over(two, meeting);
    let ahead = upcoming.then(|| before(two, id, page, version, desk));
    let agreed =
        happened.then(|| desk.items.get_value().map(|items| items::section(two, id, page, items))).flatten();
    let both = desk.notes;
    let notes = (happened || upcoming).then(|| {
        let (two, relationship, page) = (two.clone(), relationship.clone(), page.clone());
        move || both.get().map(|notes| notes.view(&two, &relationship, &page))
    });
    let saved = page.writable.then(|| {
        saved_line(move || both.get().map(|notes| vec![notes.shared, notes.private]).unwrap_or_default())
    });
    view! {
        <div class="page pt-8 pb-28 lg:pt-10 lg:pb-20">
            <div class="flex flex-wrap items-center justify-between gap-x-4">{back(all(id), t::meetings_with(&two.name))} {saved}</div>
            <div class="mt-2 grid gap-x-14 gap-y-10 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem] items-start">
                <div class="min-w-0">
                    <header class="flex gap-5 sm:gap-7 items-center">
                        {leaf}
                        <div class="min-w-0">
                            <h1 class="text-2xl sm:text-3xl wrap-anywhere">{heading}</h1>
                            {below}
                            <p class="mt-2">{standing(two, meeting)}</p>
                        </div>
                    </header>
                    {said}
                    {settle::sheet(two, id, meeting)}
                    {ahead}
                    {agreed}
                    {notes}
                </div>
                <aside class="min-w-0 lg:pt-2">{happened.then(|| agenda::was(page))} {happened.then(|| next(two, relationship, meeting))}</aside>
            </div>
        </div>
    }
}

/// The words with which it was called off.
fn over(two: &Two, meeting: &Meeting) -> Option<View> {
    let about = match meeting.state {
        MeetingState::Cancelled => t::was_called_off().to_owned(),
        MeetingState::Lapsed => t::has_lapsed(&two.name),
        _ => return None,
    };
    let words = (!meeting.last_words.is_empty()).then(|| {
        view! { <blockquote class="lead mt-4 max-w-[50ch] whitespace-pre-line wrap-anywhere" dir="auto">{t::quoted(&meeting.last_words)}</blockquote> }
    });
    Some(view! { <p class="mt-6">{about}</p> {words} })
}

/// What can be done before a meeting.
fn before(two: &Two, id: RelationshipId, page: &MeetingPage, version: &str, desk: &Desk) -> View {
    let meeting = &page.meeting;
    view! {
        <section class="mt-7" aria-labelledby="agenda">
            <h2 id="agenda" class="text-2xl">{t::want_to_talk()}</h2>
            {agenda::agenda(two, id, page, desk.adding)}
        </section>
        <div class="mt-5">{actions(two, id, meeting)}</div>
        {page.writable.then(|| desk.place.view(id, meeting, version))}
    }
}

/// Links and buttons of a meeting that is arranged.
pub(super) fn actions(two: &Two, id: RelationshipId, meeting: &Meeting) -> View {
    let may = |action| meeting.allowed_actions.contains(&action);
    let link = |action, step: &str, words: &'static str| {
        may(action).then(
            || view! { <a class="btn btn-sm btn-ghost" href=place_of(id, meeting.id, step)>{words}</a> },
        )
    };
    view! {
        <div class="grid grid-cols-2 sm:flex flex-wrap gap-2.5">
            {place_link(meeting)}
            {calendar::add(two, meeting)}
            {link(MeetingAction::ProposeOthers, "propose", t::propose_others())}
            {link(MeetingAction::Cancel, "cancel", t::call_off())}
        </div>
    }
}

/// Where the two meet, while it is being changed.
#[derive(Clone, Copy)]
struct PlaceForm {
    open: RwSignal<bool>,
    format: RwSignal<domain::meetings::MeetingFormat>,
    place: RwSignal<String>,
    form: Form,
}

/// Where the form of how the two meet begins, and what opens it.
const WHERE: &str = "where-form";
const CHANGE: &str = "change-where";

impl PlaceForm {
    /// Whoever closes it goes on where it was opened.
    fn close(self) {
        self.open.try_set(false);
        focus(CHANGE);
    }

    fn begin() -> Self {
        let (format, place) =
            (RwSignal::new(domain::meetings::MeetingFormat::Video), RwSignal::new(String::new()));
        let form = Form::new(move || wrong_with(&EditMeeting { format: format.get(), place: place.get() }))
            .named("where");
        Self { open: RwSignal::new(false), format, place, form }
    }

    fn view(self, id: RelationshipId, meeting: &Meeting, version: &str) -> View {
        let (number, version) = (meeting.id, version.to_owned());
        let (format, place) = (meeting.format, meeting.place.clone());
        let open = move |()| {
            self.format.set(format);
            self.place.set(place.clone());
            self.open.set(true);
            focus(WHERE);
        };
        let send = move |event: SubmitEvent| {
            event.prevent_default();
            let body = EditMeeting { format: self.format.get_untracked(), place: self.place.get_untracked() };
            let (client, version) = (Session::here().client(), version.clone());
            self.form.send(client.edit_meeting(number, &version, &body), move |_| {
                self.close();
                learn(id);
            });
        };
        let send = Callback::new(send);
        let open = Callback::new(open);
        let shown = move || {
            if !self.open.get() {
                return view! {
                    <button id=CHANGE type="button" class="btn btn-ghost btn-sm -ms-3 text-moss-ink" on:click=move |_| open.run(())>
                        {icon(Icon::PencilSimple, "size-4")} {t::change_place()}
                    </button>
                };
            }
            view! {
                <form class="sheet p-5 grid gap-5 max-w-[32rem]" novalidate on:submit=move |event| send.run(event)>
                    <div id=WHERE tabindex="-1" class="outline-none">{formats(self.format)}</div>
                    {place_field(self.form, self.format, self.place)}
                    {self.form.problem_view()}
                    <div class="flex flex-wrap gap-3">
                        <button type="submit" class="btn" aria-disabled=move || self.form.busy().to_string()>{t::save()}</button>
                        <button type="button" class="btn btn-ghost" on:click=move |_| self.close()>{t::leave_it()}</button>
                    </div>
                </form>
            }
        };
        view! { <div class="mt-3">{shown}</div> }
    }
}

/// The next one: when it would be, as the two have planned it.
fn next(two: &Two, relationship: &Relationship, meeting: &Meeting) -> Option<View> {
    let walking = matches!(relationship.state, RelationshipState::Active | RelationshipState::Closing);
    let arranged = relationship.meetings.iter().any(|other| {
        matches!(other.state, MeetingState::Proposed | MeetingState::Confirmed) && other.id != meeting.id
    });
    if !walking || arranged {
        return None;
    }
    let weeks = relationship.plan.every_weeks;
    let around =
        meeting.starts_at.map(|at| at + chrono::Duration::weeks(weeks.into())).filter(|at| *at > now());
    let about = around.map(|at| {
        let every = t::every(weeks.into(), &two.mine.month_day(at));
        view! { <p class="text-sm text-muted mt-1.5 leading-snug">{every}</p> }
    });
    Some(view! {
        <section class="mt-8 pt-6 border-t border-line" aria-labelledby="next-one">
            <h2 id="next-one" class="text-xl">{t::and_next()}</h2>
            {about}
            <a class="btn w-full mt-3" href=[&all(relationship.id), "/new"].concat()>{icon(Icon::CalendarPlus, "size-5")} {t::propose()}</a>
        </section>
    })
}
