//! Moments as clocks and calendars have them: the reader's own, in the time zone of the profile, and the other's.
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::prelude::*;
use ui_model::days::Near;
use ui_model::meetings::wall;

use super::page::{format, moment, now, time_in, written};
use crate::session::Session;
use crate::text::calendar as t;

/// A clock and calendar on somebody's wall.
#[derive(Clone)]
pub(crate) struct Calendar {
    zone: Option<String>,
    clock: SendWrapper<Function>,
    wall: SendWrapper<Function>,
}

impl Calendar {
    /// That of whoever is signed in; where the browser does not know the time zone, that of the device.
    pub(crate) fn of_reader() -> Self {
        Self::hung(reader_zone())
    }

    /// That of somebody in this time zone, where the browser knows it.
    pub(crate) fn there(zone: &str) -> Option<Self> {
        known(zone).map(|zone| Self::hung(Some(zone)))
    }

    fn hung(zone: Option<String>) -> Self {
        let time = [("hour", "2-digit"), ("minute", "2-digit")];
        let day = [("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")];
        // Swedes write days as they travel.
        let wall = in_zone("sv-SE", &[day.as_slice(), &time].concat(), zone.as_deref());
        let clock = in_zone("en-GB", &time, zone.as_deref());
        Self { clock: SendWrapper::new(clock), wall: SendWrapper::new(wall), zone }
    }

    /// IANA name of its time zone.
    pub(crate) fn zone(&self) -> String {
        self.zone.clone().unwrap_or_else(device_zone)
    }

    /// What is shown at a moment, whole: day and time.
    pub(crate) fn wall(&self, at: DateTime<Utc>) -> Option<NaiveDateTime> {
        wall(&written(&self.wall, &moment(at)))
    }

    /// How many minutes it is ahead of UTC at a moment.
    pub(crate) fn offset(&self, at: DateTime<Utc>) -> i32 {
        let ahead = self.wall(at).map(|wall| wall.and_utc().timestamp() - at.timestamp());
        // What is shown leaves the seconds out.
        ahead.and_then(|seconds| i32::try_from((seconds + 59).div_euclid(60)).ok()).unwrap_or_default()
    }

    /// "19:52".
    pub(crate) fn clock(&self, at: DateTime<Utc>) -> String {
        written(&self.clock, &moment(at))
    }

    /// The day of a moment.
    pub(crate) fn day(&self, at: DateTime<Utc>) -> Option<NaiveDate> {
        self.wall(at).map(|wall| wall.date())
    }

    /// "Thursday 19 March", with the year where that is another.
    pub(crate) fn long(&self, at: DateTime<Utc>) -> String {
        let far = self.near(at) == Near::Far;
        let wanted = [("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")];
        self.written(at, if far { &wanted } else { &wanted[..3] })
    }

    /// The day of a moment in parts: "Thu", "19", "March".
    pub(crate) fn parts(&self, at: DateTime<Utc>) -> [String; 3] {
        [("weekday", "short"), ("day", "numeric"), ("month", "long")].map(|part| self.written(at, &[part]))
    }

    /// "Thursday".
    pub(crate) fn weekday(&self, at: DateTime<Utc>) -> String {
        self.written(at, &[("weekday", "long")])
    }

    /// "19 March".
    pub(crate) fn month_day(&self, at: DateTime<Utc>) -> String {
        self.written(at, &[("day", "numeric"), ("month", "long")])
    }

    /// The day of a moment as a heading: "Today", "Thursday 26 February".
    pub(crate) fn heading(&self, at: DateTime<Utc>) -> String {
        let day = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
        match self.near(at) {
            Near::Today => t::today().to_owned(),
            Near::Yesterday => t::yesterday().to_owned(),
            Near::Week | Near::Year => self.written(at, &day),
            Near::Far => self.written(at, &[("day", "numeric"), ("month", "long"), ("year", "numeric")]),
        }
    }

    /// A moment in a word: the time of today, a day of this week, "12 Feb".
    pub(crate) fn short(&self, at: DateTime<Utc>) -> String {
        let day = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
        match self.near(at) {
            Near::Today => self.clock(at),
            Near::Yesterday | Near::Week => self.written(at, &[("weekday", "long")]),
            Near::Year => self.written(at, &day[..2]),
            Near::Far => self.written(at, &day),
        }
    }

    fn written(&self, at: DateTime<Utc>, wanted: &[(&str, &str)]) -> String {
        written(&in_zone("en-GB", wanted, self.zone.as_deref()), &moment(at))
    }

    fn near(&self, at: DateTime<Utc>) -> Near {
        let today = self.day(now());
        self.day(at).zip(today).map_or(Near::Far, |(day, today)| Near::of(day, today))
    }
}

/// Whether a moment is still to come.
pub(crate) fn is_ahead(at: DateTime<Utc>) -> bool {
    moment(at).get_time() > Date::now()
}

/// The time zone of whoever is signed in, where the browser knows it.
pub(crate) fn reader_zone() -> Option<String> {
    let session = use_context::<Session>()?;
    untrack(|| session.me()).and_then(|me| known(&me.time_zone))
}

/// A time zone that the browser knows.
fn known(zone: &str) -> Option<String> {
    (!zone.is_empty() && !time_in(zone).is_empty()).then(|| zone.to_owned())
}

fn device_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string()).unwrap_or_default()
}

fn in_zone(locale: &str, wanted: &[(&str, &str)], zone: Option<&str>) -> Function {
    let mut wanted = wanted.to_vec();
    wanted.extend(zone.map(|zone| ("timeZone", zone)));
    format(locale, &wanted)
}
