//! Meetings in the reader's own calendar: one at a time, or all of them by a secret address.
use domain::ids::MeetingId;
use domain::meetings::{CalendarAddress, Meeting};
use ui_model::meetings::Entry;

use super::around::Two;
use crate::components::clipboard::copy;
use crate::components::form::Form;
use crate::components::icon::{Icon, icon};
use crate::components::options::{SHEET, sheet_head};
use crate::components::page::save_file;
use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, query};
use crate::follow::spawn;
use crate::session::Session;
use crate::text::meetings as t;
use crate::view::{View, view};

/// The key of the calendar address.
const ADDRESS: &str = "calendar-address";

/// A menu of the calendars that a meeting can be added to.
pub(super) fn add(two: &Two, meeting: &Meeting) -> Option<View> {
    let entry = Entry {
        title: t::with(&two.name).replace(['\u{2068}', '\u{2069}'], ""),
        starts_at: meeting.starts_at?,
        minutes: meeting.minutes,
        place: meeting.place.clone(),
    };
    let (sheet, id) = (["add-", &meeting.id.to_string()].concat(), meeting.id);
    let toasts = Toasts::here();
    let session = Session::here();
    let link = |to: String, words: &'static str| {
        view! { <a class="btn btn-ghost justify-start" href=to target="_blank" rel="noopener noreferrer">{words}</a> }
    };
    Some(view! {
        <button type="button" class="btn btn-sm" popovertarget=sheet.clone()>{icon(Icon::CalendarPlus, "size-4.5")} {t::add_to_calendar()}</button>
        <div id=sheet popover="auto" class=SHEET role="dialog" aria-label=t::add_to_calendar()>
            {sheet_head(&["add-", &id.to_string()].concat(), t::add_to_calendar().to_owned())}
            <div class="grid gap-1 p-4 pt-2">
                <button type="button" class="btn btn-ghost justify-start" on:click=move |_| download(id, session, toasts)>{t::as_file()}</button>
                {link(entry.google(), t::in_google())}
                {link(entry.outlook(), t::in_outlook())}
            </div>
        </div>
    })
}

fn download(id: MeetingId, session: Session, toasts: Toasts) {
    spawn(async move {
        match session.client().invitation(id).await {
            Ok(file) => save_file(&file, "text/calendar", "meeting.ics"),
            Err(error) => toasts.warn(states::said(&error)),
        }
    });
}

/// Subscribing to all meetings by a secret address: made, shown once, renewed, given up.
pub(crate) fn address() -> View {
    let (session, toasts, form) = (Session::here(), Toasts::here(), Form::new(Vec::new));
    let known = query(|| ADDRESS.to_owned(), |client| client.calendar_address());
    let make = move |_| {
        form.send(session.client().renew_calendar_address(), |made| {
            data::put(ADDRESS, made);
        });
    };
    let give_up = move |_| {
        form.send(session.client().remove_calendar_address(), move |()| {
            data::put(ADDRESS, CalendarAddress { url: None, made_at: None });
            toasts.say(t::address_gone());
        });
    };
    let button = move |words: &'static str| {
        view! {
            <button type="button" class="btn w-full sm:w-auto" aria-disabled=move || form.busy().to_string() on:click=make>
                {icon(Icon::CalendarBlank, "size-5")} {words}
            </button>
        }
    };
    let end = move || view! { <button type="button" class="btn btn-ghost w-full sm:w-auto" on:click=give_up>{t::give_up_address()}</button> };
    let shown = move || {
        let address = known.ready()?;
        Some(match (&address.url, address.made_at) {
            (Some(url), _) => {
                let text = url.clone();
                view! {
                    <p class="mt-3 text-sm">{t::address_once()}</p>
                    <p class="mt-2 flex items-center gap-3">
                        <code class="min-w-0 flex-1 wrap-anywhere text-sm" dir="ltr">{url.clone()}</code>
                        <button type="button" class="btn btn-ghost btn-circle -me-2.5" aria-label=t::copy_address() on:click=move |_| copy(&text, toasts, t::address_copied())>{icon(Icon::Copy, "size-5")}</button>
                    </p>
                    <div class="mt-3 flex flex-wrap gap-2.5">{end()}</div>
                }
            }
            (None, Some(_)) => view! {
                <p class="mt-3 text-sm">{t::address_made()}</p>
                <div class="mt-3 flex flex-wrap gap-2.5">{button(t::renew_address())} {end()}</div>
            },
            (None, None) => view! { <div class="mt-3">{button(t::get_address())}</div> },
        })
    };
    view! {
        <section aria-labelledby="calendar">
            <h2 id="calendar" class="text-xl">{t::own_calendar()}</h2>
            <p class="text-sm text-muted mt-1.5 leading-snug">{t::own_calendar_about()}</p>
            <div aria-live="polite">{shown}</div>
            {form.problem_view()}
        </section>
    }
}
