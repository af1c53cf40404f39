//! What clocks on walls show. The browser knows the time zones: it is asked how far a clock is ahead of UTC.

use std::fmt::Write as _;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use domain::times;

/// From this hour on, nobody is woken.
const MORNING: i32 = 7 * 60;
/// Until this hour, nobody is kept awake.
const NIGHT: i32 = 22 * 60;
const DAY: i32 = 24 * 60;
/// So many days ahead a change of clocks is looked for.
const AHEAD: i64 = 60;

/// The moments at which a clock shows a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moments {
    /// The clock jumps over it.
    Never,
    /// As on most days.
    Once(DateTime<Utc>),
    /// The clock goes back: it is shown, and shown again.
    Twice(DateTime<Utc>, DateTime<Utc>),
}

impl Moments {
    /// When the clock shows `wall`; `offset` says how many minutes it is ahead of UTC at a moment.
    pub fn of(wall: NaiveDateTime, offset: impl Fn(DateTime<Utc>) -> i32) -> Self {
        let near = wall.and_utc();
        let candidate = |days: i64| {
            let ahead = offset(near + Duration::days(days));
            let moment = near - Duration::minutes(ahead.into());
            (offset(moment) == ahead).then_some(moment)
        };
        match (candidate(-1), candidate(1)) {
            (None, None) => Self::Never,
            (Some(first), Some(second)) if first != second => {
                Self::Twice(first.min(second), first.max(second))
            }
            (Some(moment), _) | (None, Some(moment)) => Self::Once(moment),
        }
    }

    /// The moment that is meant; `second` where it is shown twice and the second is meant.
    pub fn chosen(self, second: bool) -> Option<DateTime<Utc>> {
        match self {
            Self::Never => None,
            Self::Once(moment) => Some(moment),
            Self::Twice(first, later) => Some(if second { later } else { first }),
        }
    }
}

/// Reads `2026-03-19 18:00` or `2026-03-19T18:00`.
pub fn wall(text: &str) -> Option<NaiveDateTime> {
    let (day, time) = (text.get(..10)?, text.get(11..)?);
    let (hour, minute) = time.split_once(':')?;
    Some(times::day(day)?.and_time(NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)?))
}

/// A time at which people sleep, or would like to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// It begins before seven.
    Early,
    /// It ends after ten at night.
    Late,
}

impl Odd {
    /// Whether a meeting of so many minutes that begins at this time is at such a time.
    pub fn of(begins: NaiveTime, minutes: u16) -> Option<Self> {
        let begins = minute_of(begins);
        match begins + i32::from(minutes) {
            _ if begins < MORNING => Some(Self::Early),
            ends if ends > NIGHT => Some(Self::Late),
            _ => None,
        }
    }
}

#[expect(clippy::cast_possible_wrap, reason = "a day has 1440 minutes")]
fn minute_of(time: NaiveTime) -> i32 {
    (time.hour() * 60 + time.minute()) as i32
}

/// Times in quarter hours: `00:00` to `23:45`.
pub fn quarters() -> Vec<String> {
    (0..96).map(|quarter| clock(quarter * 15)).collect()
}

/// A minute of the day as a clock shows it.
pub fn clock(minute: i32) -> String {
    let two = |number: i32| format!("{number:02}");
    [two(minute / 60), two(minute % 60)].join(":")
}

/// So many minutes in hours: "3", "5½".
pub fn hours(minutes: i32) -> String {
    let (whole, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let part = match rest {
        15 => "¼",
        30 => "½",
        45 => "¾",
        _ => "",
    };
    if whole == 0 && !part.is_empty() { part.to_owned() } else { [&whole.to_string(), part].concat() }
}

/// The next day on which two clocks are apart by another number of minutes, and that number.
pub fn next_change(now: DateTime<Utc>, apart: impl Fn(DateTime<Utc>) -> i32) -> Option<(DateTime<Utc>, i32)> {
    let today = apart(now);
    let days = (1..=AHEAD).map(|days| now + Duration::days(days));
    days.map(|day| (day, apart(day))).find(|(_, then)| *then != today)
}

/// The hours of my day, in minutes, in which it is between seven and ten at night where the clock is `ahead` minutes
/// ahead of mine.
pub fn awake(ahead: i32) -> Vec<(i32, i32)> {
    let within = |shift: i32| (MORNING - ahead + shift).max(0)..(NIGHT - ahead + shift).min(DAY);
    let parts = [-DAY, 0, DAY].map(within).into_iter();
    parts.filter(|part| !part.is_empty()).map(|part| (part.start, part.end)).collect()
}

/// The longest part of my day in which both are awake.
pub fn both_awake(ahead: i32) -> Option<(i32, i32)> {
    let parts = awake(ahead).into_iter().map(|(from, to)| (from.max(MORNING), to.min(NIGHT)));
    parts.rev().filter(|(from, to)| from < to).max_by_key(|(from, to)| to - from)
}

/// A time of my day that is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// When it begins, in minutes of the day.
    pub from: i32,
    /// How many minutes it takes.
    pub minutes: i32,
    /// It is at an odd time for one of the two.
    pub odd: bool,
}

/// A day as a bar (SVG, 1440 wide and 24 high): the hours in which somebody is awake, and what is offered.
pub fn day_bar(awake: &[(i32, i32)], offered: &[Offered]) -> String {
    let mut drawn = String::new();
    bar(&mut drawn, "night", (0, DAY), (4, 16));
    for part in awake {
        bar(&mut drawn, "wake", *part, (4, 16));
    }
    for slot in offered {
        let class = if slot.odd { "slot-bad" } else { "slot" };
        bar(&mut drawn, class, (slot.from, (slot.from + slot.minutes).min(DAY)), (1, 22));
    }
    drawn
}

fn bar(drawn: &mut String, class: &str, (from, to): (i32, i32), (y, height): (i32, i32)) {
    let width = to - from;
    // Writing into a string cannot fail.
    let _ = write!(
        drawn,
        "<rect class=\"{class}\" x=\"{from}\" width=\"{width}\" y=\"{y}\" height=\"{height}\" rx=\"10\" ry=\"4\"/>"
    );
}

/// How many days from today, where it is not before today.
pub fn days_ahead(day: NaiveDate, today: NaiveDate) -> Option<u32> {
    u32::try_from((day - today).num_days()).ok()
}

/// The place that a time zone is named after: "Buenos Aires".
pub fn place_of(time_zone: &str) -> String {
    time_zone.rsplit('/').next().unwrap_or(time_zone).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        wall(text).unwrap()
    }

    fn moment(text: &str) -> DateTime<Utc> {
        at(text).and_utc()
    }

    /// Leeds: an hour ahead from 29 March to 25 October 2026, at one o'clock UTC.
    fn leeds(moment: DateTime<Utc>) -> i32 {
        let summer = at("2026-03-29 01:00").and_utc()..at("2026-10-25 01:00").and_utc();
        if summer.contains(&moment) { 60 } else { 0 }
    }

    #[test]
    fn a_clock_shows_most_times_once() {
        assert_eq!(Moments::of(at("2026-03-19 18:00"), leeds), Moments::Once(moment("2026-03-19 18:00")));
        assert_eq!(Moments::of(at("2026-03-29 18:00"), leeds), Moments::Once(moment("2026-03-29 17:00")));
        assert_eq!(Moments::of(at("2026-03-29 00:45"), leeds), Moments::Once(moment("2026-03-29 00:45")));
        assert_eq!(Moments::of(at("2026-03-28 23:00"), leeds), Moments::Once(moment("2026-03-28 23:00")));
    }

    #[test]
    fn in_spring_an_hour_is_missing() {
        for missing in ["2026-03-29 01:00", "2026-03-29 01:45"] {
            assert_eq!(Moments::of(at(missing), leeds), Moments::Never);
        }
        assert_eq!(Moments::of(at("2026-03-29 02:00"), leeds), Moments::Once(moment("2026-03-29 01:00")));
    }

    #[test]
    fn in_autumn_an_hour_comes_twice() {
        let twice = Moments::of(at("2026-10-25 01:30"), leeds);
        assert_eq!(twice, Moments::Twice(moment("2026-10-25 00:30"), moment("2026-10-25 01:30")));
        assert_eq!(twice.chosen(false), Some(moment("2026-10-25 00:30")));
        assert_eq!(twice.chosen(true), Some(moment("2026-10-25 01:30")));
        assert_eq!(Moments::Never.chosen(true), None);
    }

    #[test]
    fn times_are_read_as_browsers_write_them() {
        assert_eq!(wall("2026-03-19T18:05"), wall("2026-03-19 18:05"));
        for text in ["", "2026-03-19", "2026-03-19 25:00", "2026-03-19 18", "19.03.2026 18:00"] {
            assert_eq!(wall(text), None, "{text}");
        }
    }

    #[test]
    fn nobody_is_woken_and_nobody_is_kept_awake() {
        let odd = |time: &str, minutes| Odd::of(at(&["2026-03-19 ", time].concat()).time(), minutes);
        assert_eq!(odd("06:45", 30), Some(Odd::Early));
        assert_eq!(odd("07:00", 30), None);
        assert_eq!(odd("21:30", 30), None);
        assert_eq!(odd("21:30", 45), Some(Odd::Late));
        assert_eq!(odd("23:00", 30), Some(Odd::Late));
        assert_eq!(odd("00:00", 30), Some(Odd::Early));
    }

    #[test]
    fn a_day_has_96_quarters() {
        let quarters = quarters();
        assert_eq!((quarters.len(), quarters[0].as_str(), quarters[95].as_str()), (96, "00:00", "23:45"));
    }

    #[test]
    fn hours_are_said_with_their_parts() {
        assert_eq!([180, -60, 330, 345, 30, 0].map(hours), ["3", "1", "5½", "5¾", "½", "0"]);
    }

    #[test]
    fn a_change_of_clocks_is_seen_from_afar() {
        let nairobi = |moment| 180 - leeds(moment);
        assert_eq!(next_change(moment("2026-02-24 12:20"), nairobi), Some((moment("2026-03-29 12:20"), 120)));
        assert_eq!(next_change(moment("2026-04-24 12:20"), nairobi), None);
    }

    #[test]
    fn days_of_two_people_overlap() {
        assert_eq!(awake(180), [(240, 1140)]);
        assert_eq!(both_awake(180), Some((420, 1140)));
        assert_eq!(awake(0), [(420, 1320)]);
        assert_eq!(awake(720), [(0, 600), (1140, 1440)]);
        assert_eq!(both_awake(720), Some((420, 600)));
        assert_eq!(awake(-600), [(0, 480), (1020, 1440)]);
        assert_eq!(both_awake(-600), Some((1020, 1320)));
    }

    #[test]
    fn a_day_is_drawn_with_what_is_offered_on_top() {
        let drawn = day_bar(&awake(180), &[Offered { from: 1410, minutes: 60, odd: true }]);
        let classes: Vec<_> = drawn.split("class=\"").skip(1).map(|part| part.split('"').next()).collect();
        assert_eq!(classes, [Some("night"), Some("wake"), Some("slot-bad")]);
        assert!(drawn.contains("x=\"1410\" width=\"30\""), "a day ends at midnight: {drawn}");
    }

    #[test]
    fn places_are_called_as_people_call_them() {
        assert_eq!(place_of("America/Argentina/Buenos_Aires"), "Buenos Aires");
        assert_eq!(place_of("UTC"), "UTC");
        let day = |text: &str| times::day(text).unwrap();
        assert_eq!(days_ahead(day("2026-06-18"), day("2026-06-09")), Some(9));
        assert_eq!(days_ahead(day("2026-06-08"), day("2026-06-09")), None);
    }
}
