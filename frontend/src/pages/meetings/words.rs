//! What the pages of meetings share to say when, how and where one stands.
use chrono::{DateTime, Utc};
use domain::meetings::{Meeting, MeetingFormat, MeetingState};
use ui_model::meetings::{days_ahead, is_link, is_mine_to_choose};

use super::around::Two;
use crate::components::controls::{Tone, chip};
use crate::components::icon::{Icon, icon};
use crate::components::page::now;
use crate::text::meetings as t;
use crate::view::{View, view};

/// A day as a leaf of a calendar: its name, number and month.
pub(super) fn leaf(two: &Two, at: DateTime<Utc>) -> View {
    let [weekday, number, month] = two.mine.parts(at);
    view! {
        <span class="text-center leading-none pt-0.5 shrink-0">
            <span class="block text-sm text-muted">{weekday}</span>
            <span class="match-n block text-4xl mt-1.5">{number}</span>
            <span class="block text-sm text-muted mt-1.5">{month}</span>
        </span>
    }
}

/// How the two meet, in a word.
pub(super) fn how(format: MeetingFormat) -> &'static str {
    match format {
        MeetingFormat::Video => t::by_video(),
        MeetingFormat::Phone => t::by_phone(),
        MeetingFormat::InPerson => t::in_person(),
    }
}

/// "20:00 in Nairobi · by video · in 9 days".
pub(super) fn details(two: &Two, meeting: &Meeting, at: DateTime<Utc>) -> View {
    let place = Some(meeting.place.clone()).filter(|place| !place.is_empty() && !is_link(place));
    let parts = [two.there(at), Some(how(meeting.format).to_owned()), place, until(two, at)];
    let parts = parts.into_iter().flatten().map(|part| view! { <span>{part}</span> });
    view! { <span class="dot-list block text-sm text-muted mt-0.5 wrap-anywhere">{parts.collect::<View>()}</span> }
}

/// How long it is until then: "in 9 days".
fn until(two: &Two, at: DateTime<Utc>) -> Option<String> {
    let (day, today) = (two.mine.day(at)?, two.mine.day(now())?);
    match days_ahead(day, today).filter(|_| at > now())? {
        0 => Some(t::today().to_owned()),
        1 => Some(t::tomorrow().to_owned()),
        days => Some(t::in_days(&days.to_string())),
    }
}

/// Where it stands.
pub(super) fn standing(two: &Two, meeting: &Meeting) -> View {
    let (tone, words) = match meeting.state {
        MeetingState::Proposed if is_mine_to_choose(meeting, two.me) => {
            (Tone::Turn, t::choose_one().to_owned())
        }
        MeetingState::Proposed => (Tone::Waits, t::waiting_for(&two.name)),
        MeetingState::Confirmed if meeting.starts_at.is_some_and(|at| at <= now()) => {
            (Tone::Turn, t::say_held().to_owned())
        }
        MeetingState::Confirmed => (Tone::Yes, t::confirmed().to_owned()),
        MeetingState::Held => (Tone::Yes, t::held().to_owned()),
        MeetingState::Missed => (Tone::Over, t::missed().to_owned()),
        MeetingState::Cancelled => (Tone::Over, t::called_off().to_owned()),
        MeetingState::Lapsed => (Tone::Over, t::lapsed().to_owned()),
    };
    chip(tone, words)
}

/// The link or the place, to be opened where it can be.
pub(super) fn place_link(meeting: &Meeting) -> Option<View> {
    is_link(&meeting.place).then(|| {
        view! {
            <a class="btn btn-sm" href=meeting.place.clone() target="_blank" rel="noopener noreferrer">
                {icon(Icon::VideoCamera, "size-4.5")} {t::open_link()}
            </a>
        }
    })
}

/// A line in amber: it is late, or early.
pub(super) fn moon(words: String) -> View {
    view! { <span class="say say-open mt-0.5">{icon(Icon::Moon, "size-4.5")} {words}</span> }
}
