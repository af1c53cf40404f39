use std::cell::RefCell;

use chrono::{NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use domain::mentors::Near;

use crate::words;

/// Where somebody is, or where a mentor should be: each part may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    country: Option<String>,
    /// Folded, so that `Zürich` and `zurich` are one city.
    city: Option<String>,
    zone: Option<Tz>,
}

impl Place {
    /// A place by ISO 3166-1 code, city and IANA time zone. What is empty or unknown is absent, and so is a city
    /// without its country: many cities share a name.
    pub fn new(country: &str, city: &str, time_zone: &str) -> Self {
        let filled = |text: String| (!text.is_empty()).then_some(text);
        let country = filled(country.to_owned());
        let city = filled(words::folded_words(city).collect::<Vec<_>>().join(" "));
        Self { city: city.filter(|_| country.is_some()), country, zone: time_zone.parse().ok() }
    }

    /// The place that an option names: `me` (the viewer's own), `KE`, `KE:Nairobi` or `Africa/Nairobi`.
    pub(crate) fn named(option: &str, me: Option<&Self>) -> Option<Self> {
        let is_country = |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        let place = match option.split_once(':') {
            Some((country, city)) if is_country(country) => Self::new(country, city, ""),
            None if option == "me" => me.cloned()?,
            None if is_country(option) => Self::new(option, "", ""),
            _ => Self::new("", "", option),
        };
        (place != Self::default()).then_some(place)
    }

    pub(crate) fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    /// Country and city, where the city is known.
    pub(crate) fn city(&self) -> Option<(String, String)> {
        self.country.clone().zip(self.city.clone())
    }

    /// Minutes that the clocks here are ahead of UTC on `day`.
    pub fn clock(&self, day: NaiveDate) -> Option<i32> {
        self.zone.map(|zone| offset_minutes(zone, day))
    }

    /// How near the two places are, whose clocks are so far ahead of UTC.
    pub(crate) fn near(&self, other: &Self, clocks: (Option<i32>, Option<i32>)) -> Near {
        let same_country = self.country.is_some() && self.country == other.country;
        Near {
            same_country,
            same_city: same_country && self.city.is_some() && self.city == other.city,
            minutes_apart: clocks.0.zip(clocks.1).map(|(here, there)| here.abs_diff(there)),
        }
    }
}

thread_local! {
    /// What the clocks of each zone last said, and on which day: to look it up takes long, and most ask for today.
    static CLOCKS: RefCell<Vec<Option<(NaiveDate, i32)>>> = RefCell::new(vec![None; TZ_VARIANTS.len()]);
}

/// How far ahead of UTC a zone is on a day.
fn offset_minutes(zone: Tz, day: NaiveDate) -> i32 {
    CLOCKS.with_borrow_mut(|clocks| match clocks.get_mut(zone as usize) {
        Some(Some((known, minutes))) if *known == day => *minutes,
        Some(clock) => clock.insert((day, look_up_offset(zone, day))).1,
        None => look_up_offset(zone, day),
    })
}

/// One time of the day stands for all of it, so that a day's ranking never changes within the day.
fn look_up_offset(zone: Tz, day: NaiveDate) -> i32 {
    let noon = day.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(12);
    zone.offset_from_utc_datetime(&noon).fix().local_minus_utc().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMMER: NaiveDate = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    const WINTER: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 15).unwrap();

    #[test]
    fn options_name_places() {
        let me = Place::new("GB", "Leeds", "Europe/London");
        for (option, place) in [
            ("me", Some(me.clone())),
            ("KE", Some(Place::new("KE", "", ""))),
            ("KE:Nairobi", Some(Place::new("KE", "nairobi", ""))),
            ("Africa/Nairobi", Some(Place::new("", "", "Africa/Nairobi"))),
            ("UTC", Some(Place::new("", "", "UTC"))),
            ("Nowhere/Land", None),
            ("kenya:Nairobi", None),
            (":", None),
        ] {
            assert_eq!(Place::named(option, Some(&me)), place, "{option}");
        }
        assert_eq!(Place::named("me", None), None);
        assert_eq!(Place::named("me", Some(&Place::default())), None);
    }

    #[test]
    fn a_city_is_the_same_however_it_is_written_but_only_in_its_country() {
        let near = |a: (&str, &str), b: (&str, &str)| {
            Place::new(a.0, a.1, "").near(&Place::new(b.0, b.1, ""), (None, None))
        };
        assert!(near(("CH", "Zürich"), ("CH", "zurich")).same_city);
        assert!(near(("FR", "Saint-Étienne"), ("FR", "SAINT ETIENNE")).same_city);
        let namesake = near(("GB", "Boston"), ("US", "Boston"));
        assert!(!namesake.same_city && !namesake.same_country);
        let unknown = near(("", ""), ("", ""));
        assert!(!unknown.same_city && !unknown.same_country && unknown.minutes_apart.is_none());
    }

    #[test]
    fn clocks_are_read_as_they_stand_on_the_day() {
        let clock = |zone: &str, day| Place::new("", "", zone).clock(day);
        assert_eq!(
            (clock("Africa/Nairobi", SUMMER), clock("Africa/Nairobi", WINTER)),
            (Some(180), Some(180))
        );
        assert_eq!((clock("Europe/London", SUMMER), clock("Europe/London", WINTER)), (Some(60), Some(0)));
        assert_eq!(clock("Asia/Kathmandu", WINTER), Some(345));
        assert_eq!(clock("", WINTER), None);
        let (west, east) = (Place::default(), Place::default());
        assert_eq!(west.near(&east, (Some(-60), Some(345))).minutes_apart, Some(405));
        assert_eq!(west.near(&east, (Some(0), None)).minutes_apart, None);
    }
}
