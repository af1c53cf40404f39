//! What the clock on the wall says, as moments.

use chrono::{DateTime, MappedLocalTime, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use domain::meetings::{NewSlot, Slot};
use domain::problem::{FieldError, Problem};

use crate::http::Answer;

const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// Whether a meeting can begin then; why it cannot, as a stable code.
type Check = fn(DateTime<Utc>, DateTime<Utc>) -> Option<&'static str>;

/// The times that somebody offers, numbered from `first`, in the order of their beginning.
pub(super) fn offered(new: &[NewSlot], first: i64, now: DateTime<Utc>) -> Answer<Vec<Slot>> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut errors = Vec::new();
    for (place, slot) in new.iter().enumerate() {
        let pointer = format!("/slots/{place}");
        match read(slot, domain::meetings::slots::offered, now) {
            Ok(starts_at) if slots.iter().any(|other| is_same(other, starts_at, slot.minutes)) => {
                errors.push(FieldError::new(pointer, "duplicate"));
            }
            Ok(starts_at) => slots.push(at(slot, starts_at)),
            Err((field, code)) => errors.push(FieldError::new(format!("{pointer}/{field}"), code)),
        }
    }
    if !errors.is_empty() {
        return Err(Problem::fields(errors).into());
    }
    slots.sort_by_key(|slot| slot.starts_at);
    for (slot, number) in slots.iter_mut().zip(first..) {
        slot.number = number;
    }
    Ok(slots)
}

/// When a meeting was that somebody writes down.
pub(super) fn recorded(new: &NewSlot, now: DateTime<Utc>) -> Answer<DateTime<Utc>> {
    let read = read(new, domain::meetings::slots::recorded, now);
    read.map_err(|(field, code)| Problem::field(&format!("/slot/{field}"), code).into())
}

fn is_same(slot: &Slot, starts_at: DateTime<Utc>, minutes: u16) -> bool {
    (slot.starts_at, slot.minutes) == (starts_at, minutes)
}

fn at(new: &NewSlot, starts_at: DateTime<Utc>) -> Slot {
    let (local, time_zone) = (new.local.clone(), new.time_zone.clone());
    Slot { number: 0, starts_at, minutes: new.minutes, local, time_zone }
}

/// The moment, or which field is wrong and why.
fn read(
    new: &NewSlot,
    check: Check,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, (&'static str, &'static str)> {
    let zone: Tz = new.time_zone.parse().map_err(|_| ("time_zone", "unknown_time_zone"))?;
    let local = NaiveDateTime::parse_from_str(&new.local, LOCAL)
        .ok()
        .filter(|local| local.format(LOCAL).to_string() == new.local)
        .ok_or(("local", "malformed"))?;
    let starts_at = match (zone.from_local_datetime(&local), new.fold) {
        (MappedLocalTime::Single(at), _)
        | (MappedLocalTime::Ambiguous(at, _), Some(0))
        | (MappedLocalTime::Ambiguous(_, at), Some(_)) => at.to_utc(),
        (MappedLocalTime::Ambiguous(..), None) => return Err(("local", "local_time_ambiguous")),
        (MappedLocalTime::None, _) => return Err(("local", "local_time_missing")),
    };
    match check(starts_at, now) {
        Some(code) => Err(("local", code)),
        None => Ok(starts_at),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2027-01-01T00:00:00Z".parse().unwrap()
    }

    fn slot(local: &str, time_zone: &str, fold: Option<u8>) -> NewSlot {
        NewSlot { local: local.to_owned(), time_zone: time_zone.to_owned(), minutes: 60, fold }
    }

    /// The moment, or field and code of what is wrong.
    fn moment(new: &NewSlot) -> Result<String, String> {
        let read = read(new, domain::meetings::slots::offered, now());
        read.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
            .map_err(|(field, code)| format!("{field}: {code}"))
    }

    #[rstest]
    // The last winter time and the first summer time of Berlin, and the hour that is not there between them.
    #[case("2027-03-28T01:59", "Europe/Berlin", None, Ok("2027-03-28T00:59:00Z"))]
    #[case("2027-03-28T02:30", "Europe/Berlin", None, Err("local: local_time_missing"))]
    #[case("2027-03-28T02:30", "Europe/Berlin", Some(1), Err("local: local_time_missing"))]
    #[case("2027-03-28T03:00", "Europe/Berlin", None, Ok("2027-03-28T01:00:00Z"))]
    // The hour that is there twice.
    #[case("2027-10-31T02:30", "Europe/Berlin", None, Err("local: local_time_ambiguous"))]
    #[case("2027-10-31T02:30", "Europe/Berlin", Some(0), Ok("2027-10-31T00:30:00Z"))]
    #[case("2027-10-31T02:30", "Europe/Berlin", Some(1), Ok("2027-10-31T01:30:00Z"))]
    // Where clocks are never changed, and where they are changed by half an hour.
    #[case("2027-03-28T02:30", "Africa/Nairobi", None, Ok("2027-03-27T23:30:00Z"))]
    #[case("2027-03-28T18:30", "Africa/Nairobi", Some(1), Ok("2027-03-28T15:30:00Z"))]
    #[case("2027-04-04T01:45", "Australia/Lord_Howe", None, Err("local: local_time_ambiguous"))]
    #[case("2027-03-28T18:30", "Europe/Atlantis", None, Err("time_zone: unknown_time_zone"))]
    #[case("2027-03-28T18:30", "", None, Err("time_zone: unknown_time_zone"))]
    #[case("2027-02-30T18:30", "Europe/Berlin", None, Err("local: malformed"))]
    #[case("2027-03-28T24:00", "Europe/Berlin", None, Err("local: malformed"))]
    #[case("2027-03-28 18:30", "Europe/Berlin", None, Err("local: malformed"))]
    #[case("2027- 3-28T18:30", "Europe/Berlin", None, Err("local: malformed"))]
    #[case("2026-12-31T23:00", "Europe/Berlin", None, Err("local: in_the_past"))]
    #[case("2037-03-28T18:30", "Europe/Berlin", None, Err("local: too_far"))]
    fn a_clock_on_the_wall_shows_moments(
        #[case] local: &str,
        #[case] time_zone: &str,
        #[case] fold: Option<u8>,
        #[case] expected: Result<&str, &str>,
    ) {
        let expected = expected.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(moment(&slot(local, time_zone, fold)), expected);
    }

    #[test]
    fn times_are_offered_in_order_and_once_each() {
        let berlin = slot("2027-03-29T18:30", "Europe/Berlin", None);
        let earlier = slot("2027-03-28T18:30", "Europe/Berlin", None);
        let slots = offered(&[berlin.clone(), earlier], 4, now()).unwrap();
        let seen: Vec<(i64, &str)> = slots.iter().map(|slot| (slot.number, slot.local.as_str())).collect();
        assert_eq!(seen, [(4, "2027-03-28T18:30"), (5, "2027-03-29T18:30")]);

        let same_moment = slot("2027-03-29T19:30", "Africa/Nairobi", None);
        let problem = offered(&[berlin.clone(), same_moment, slot("x", "y", None)], 1, now()).unwrap_err().0;
        let errors: Vec<_> = problem.errors.iter().map(|error| (&*error.pointer, &*error.code)).collect();
        assert_eq!(errors, [("/slots/1", "duplicate"), ("/slots/2/time_zone", "unknown_time_zone")]);
        let longer = NewSlot { minutes: 90, ..berlin.clone() };
        assert_eq!(offered(&[berlin, longer], 1, now()).unwrap().len(), 2);
    }
}
