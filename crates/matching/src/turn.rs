use std::hash::Hasher;

use chrono::{Datelike, NaiveDate};
use domain::ids::ParticipantId;
use siphasher::sip::SipHasher13;

/// When it is a mentor's turn among equals: the smallest comes first.
///
/// Each day the mentors stand on a circle in a new order, the same for everybody; each viewer enters it at a place of
/// their own and goes once around. So nobody comes first for all viewers.
pub(crate) fn turn(day: NaiveDate, viewer: ParticipantId, mentor: ParticipantId) -> u64 {
    const STANDS: u64 = 1;
    const ENTERS: u64 = 2;
    on_circle(STANDS, day, mentor).wrapping_sub(on_circle(ENTERS, day, viewer))
}

/// A place on the circle that is the same on every machine and in every version: pages may come from several.
fn on_circle(purpose: u64, day: NaiveDate, id: ParticipantId) -> u64 {
    let mut hash = SipHasher13::new_with_keys(purpose, u64::from(day.num_days_from_ce().unsigned_abs()));
    hash.write(id.0.as_bytes());
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

    fn id(number: u128) -> ParticipantId {
        ParticipantId(uuid::Uuid::from_u128(number))
    }

    fn order(day: NaiveDate, viewer: ParticipantId) -> Vec<ParticipantId> {
        let mut mentors: Vec<_> = (1..=50).map(id).collect();
        mentors.sort_by_key(|mentor| turn(day, viewer, *mentor));
        mentors
    }

    #[test]
    fn all_viewers_go_around_the_same_circle() {
        let (one, mut other) = (order(TODAY, id(1001)), order(TODAY, id(1002)));
        assert_ne!(one, other);
        let start = other.iter().position(|mentor| *mentor == one[0]).unwrap();
        other.rotate_left(start);
        assert_eq!(one, other);
    }

    #[test]
    fn the_circle_is_new_each_day_and_the_same_all_day() {
        assert_eq!(order(TODAY, id(1001)), order(TODAY, id(1001)));
        let mut tomorrow = order(TODAY.succ_opt().unwrap(), id(1001));
        let today = order(TODAY, id(1001));
        let start = tomorrow.iter().position(|mentor| *mentor == today[0]).unwrap();
        tomorrow.rotate_left(start);
        assert_ne!(today, tomorrow);
    }

    #[test]
    fn everybody_is_first_for_some_viewers_and_nobody_for_most() {
        let mut first = std::collections::HashMap::new();
        for viewer in 1000..3000 {
            *first.entry(order(TODAY, id(viewer))[0]).or_insert(0) += 1;
        }
        assert!(first.len() > 40, "{}", first.len());
        assert!(first.values().all(|times| *times < 400), "{first:?}");
    }
}
