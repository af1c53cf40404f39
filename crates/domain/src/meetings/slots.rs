//! What times can be offered, once it is known which moments they are.

use chrono::{DateTime, Utc};

use super::state::{FARTHEST, LONGEST_AGO};

/// The most meetings of two that wait for an answer at a time.
pub const MOST_PROPOSED: i64 = 5;

/// Why a time cannot be offered, as a stable code; nothing where it can.
pub fn offered(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<&'static str> {
    if starts_at <= now { Some("in_the_past") } else { (starts_at > now + FARTHEST).then_some("too_far") }
}

/// Why a meeting cannot have been then, as a stable code; nothing where it can.
pub fn recorded(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<&'static str> {
    if starts_at > now {
        Some("in_the_future")
    } else {
        (starts_at < now - LONGEST_AGO).then_some("too_long_ago")
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    #[test]
    fn times_are_ahead_but_not_years_ahead() {
        let now = DateTime::UNIX_EPOCH;
        let at = |minutes| offered(now + Duration::minutes(minutes), now);
        assert_eq!([at(-1), at(0), at(1)], [Some("in_the_past"), Some("in_the_past"), None]);
        let year = 366 * 24 * 60;
        assert_eq!([at(year), at(year + 1)], [None, Some("too_far")]);
    }

    #[test]
    fn what_is_written_down_afterwards_was_not_years_ago() {
        let now = DateTime::UNIX_EPOCH;
        let at = |minutes| recorded(now + Duration::minutes(minutes), now);
        assert_eq!([at(1), at(0), at(-1)], [Some("in_the_future"), None, None]);
        let year = 366 * 24 * 60;
        assert_eq!([at(-year), at(-year - 1)], [None, Some("too_long_ago")]);
    }
}
