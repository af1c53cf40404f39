//! Moments as the reader's own clock and calendar have them: in the time zone of the profile.
use chrono::{DateTime, NaiveDate, Utc};
use domain::times;
use js_sys::{Date, Function};
use leptos::prelude::*;
use ui_model::days::Near;

use super::page::{format, time_in, written};
use crate::session::Session;
use crate::text::calendar as t;

/// The reader's clock and calendar.
#[derive(Clone)]
pub(crate) struct Calendar {
    zone: Option<String>,
    clock: Function,
    day: Function,
}

impl Calendar {
    /// That of whoever is signed in; where the browser does not know the time zone, that of the device.
    pub(crate) fn of_reader() -> Self {
        let zone = untrack(|| Session::here().me()).map(|me| me.time_zone);
        let zone = zone.filter(|zone| !time_in(zone).is_empty());
        let of = |locale, wanted| in_zone(locale, wanted, zone.as_deref());
        // Swedes write days as they travel.
        let day = of("sv-SE", &[("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")]);
        Self { clock: of("en-GB", &[("hour", "2-digit"), ("minute", "2-digit")]), day, zone }
    }

    /// "19:52".
    pub(crate) fn clock(&self, at: DateTime<Utc>) -> String {
        written(&self.clock, &moment(at))
    }

    /// The day of a moment.
    pub(crate) fn day(&self, at: DateTime<Utc>) -> Option<NaiveDate> {
        times::day(&written(&self.day, &moment(at)))
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
        let today = times::day(&written(&self.day, &Date::new_0()));
        self.day(at).zip(today).map_or(Near::Far, |(day, today)| Near::of(day, today))
    }
}

/// Whether a moment is still to come.
pub(crate) fn is_ahead(at: DateTime<Utc>) -> bool {
    moment(at).get_time() > Date::now()
}

fn in_zone(locale: &str, wanted: &[(&str, &str)], zone: Option<&str>) -> Function {
    let mut wanted = wanted.to_vec();
    wanted.extend(zone.map(|zone| ("timeZone", zone)));
    format(locale, &wanted)
}

fn moment(at: DateTime<Utc>) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "moments of people are far from the limits")]
    Date::new(&(at.timestamp_millis() as f64).into())
}
