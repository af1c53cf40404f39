//! The days of goals: which lie ahead, and when somebody is reminded of them.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

/// The first time zone in which a new day begins is so far ahead.
const FIRST_ZONE: Duration = Duration::hours(14);

/// The day has not begun anywhere.
pub fn lies_ahead(day: NaiveDate, now: DateTime<Utc>) -> bool {
    (now + FIRST_ZONE).date_naive() < day
}

/// Where a day stands in the order of what happened: now, where it is today, else the middle of it.
pub fn moment_of(day: NaiveDate, now: DateTime<Utc>) -> DateTime<Utc> {
    let noon = day.and_time(NaiveTime::MIN).and_utc() + Duration::hours(12);
    if day == now.date_naive() { now } else { noon.min(now) }
}

/// A reminder of a day is due: it is near, and was chosen when it was not.
pub fn reminder_is_due(chosen_on: NaiveDate, due_on: NaiveDate, days: u8, today: NaiveDate) -> bool {
    let near = due_on - Duration::days(days.into());
    near <= today && today <= due_on && chosen_on < near
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::times::{day, moment};

    fn on(text: &str) -> NaiveDate {
        day(text).unwrap()
    }

    #[test]
    fn a_day_lies_ahead_until_it_begins_somewhere() {
        let morning = moment("2026-06-04T09:59:00Z").unwrap();
        assert!(!lies_ahead(on("2026-06-04"), morning));
        assert!(lies_ahead(on("2026-06-05"), morning));
        assert!(
            !lies_ahead(on("2026-06-05"), moment("2026-06-04T10:00:00Z").unwrap()),
            "on Kiritimati it is"
        );
    }

    #[test]
    fn a_day_stands_where_it_was() {
        let now = moment("2026-06-04T09:00:00Z").unwrap();
        assert_eq!(moment_of(on("2026-06-04"), now), now);
        assert_eq!(moment_of(on("2026-06-01"), now), moment("2026-06-01T12:00:00Z").unwrap());
        assert_eq!(moment_of(on("2026-06-05"), now), now, "never later than now");
    }

    #[test]
    fn who_chooses_a_near_day_needs_no_reminder() {
        let due = |chosen, today| reminder_is_due(on(chosen), on("2026-06-10"), 7, on(today));
        assert!(!due("2026-05-01", "2026-06-02"));
        assert!(due("2026-05-01", "2026-06-03"));
        assert!(due("2026-05-01", "2026-06-10"));
        assert!(!due("2026-05-01", "2026-06-11"));
        assert!(due("2026-06-02", "2026-06-09"));
        assert!(!due("2026-06-03", "2026-06-09"));
    }
}
