//! Meetings: the tab with all of them, offering times, choosing one, and what belongs to one meeting.

mod agenda;
mod around;
mod calendar;
mod choose;
mod hours;
mod items;
mod notes;
mod one;
mod propose;
mod settle;
mod slot;
mod tab;
mod words;

pub(crate) use around::Two;
pub(crate) use calendar::address as calendar_address;
pub(crate) use items::check;
pub(crate) use notes::{me, my_face, of};

use api_client::{Call, Versioned};
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::MeetingPage;

use crate::components::states;
use crate::components::toast::Toasts;
use crate::data::{self, Query, query};
use crate::follow::{memo, spawn};
use crate::navigation::{Here, pages};
use crate::pages::relationships::{key_of, relationship};
use crate::pages::{not_found, relationships};
use crate::view::View;

/// The meetings of two people, one of them, or what is done with it.
pub(crate) fn page() -> View {
    let here = Here::page();
    let place = memo(move || ["id", "meeting", "step"].map(|part| here.part(part)));
    let page = move |[id, meeting, step]: [String; 3]| {
        let Ok(id) = id.parse() else { return not_found::page() };
        match (meeting.as_str(), step.as_str()) {
            ("", "") => tab::page(id),
            ("new", "") => propose::page(id, None),
            ("record", "") => propose::record(id),
            (meeting, step) => match meeting.parse() {
                Ok(meeting) => of_meeting(id, meeting, step),
                Err(_) => not_found::page(),
            },
        }
    };
    pages(place, page)
}

fn of_meeting(id: RelationshipId, meeting: MeetingId, step: &str) -> View {
    match step {
        "" => one::page(id, meeting),
        "propose" => propose::page(id, Some(meeting)),
        "cancel" => choose::cancel(id, meeting),
        _ => not_found::page(),
    }
}

/// Where the meetings of a relationship are.
fn all(id: RelationshipId) -> String {
    [&relationships::address(id), "/meetings"].concat()
}

/// Where one of them is, or what is done with it.
fn place_of(id: RelationshipId, meeting: MeetingId, step: &str) -> String {
    let step = if step.is_empty() { String::new() } else { ["/", step].concat() };
    [&all(id), "/", &meeting.to_string(), &step].concat()
}

fn list_key(id: RelationshipId) -> String {
    [&key_of(id), "/meetings"].concat()
}

fn meeting_key(id: RelationshipId, meeting: MeetingId) -> String {
    [&key_of(id), "/meeting/", &meeting.to_string()].concat()
}

/// One meeting with all that belongs to it.
fn meeting_page(id: RelationshipId, meeting: MeetingId) -> Query<Versioned<MeetingPage>> {
    query(move || meeting_key(id, meeting), move |client| client.meeting(meeting))
}

/// Something was done: what is known about the relationship is old.
pub(crate) fn learn(id: RelationshipId) {
    data::refresh(&key_of(id));
    data::refresh(data::NEWS);
    // The list of all relationships says when two meet next.
    data::refresh("relationships");
}

/// Does something small at once; what went wrong is said.
fn act<T: 'static>(id: RelationshipId, doing: Call<T>, done: impl FnOnce(T) + 'static) {
    let toasts = Toasts::here();
    spawn(async move {
        match doing.await {
            Ok(answer) => done(answer),
            Err(error) => toasts.warn(states::said(&error)),
        }
        learn(id);
    });
}
