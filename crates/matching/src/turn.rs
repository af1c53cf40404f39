//! The daily shuffle: each day the mentors stand on a circle in a new order, the same for everybody; each viewer enters
//! it at a place of their own and goes once around. So nobody comes first for all viewers.

use std::hash::Hasher;

use chrono::{Datelike, NaiveDate};
use domain::ids::ParticipantId;
use siphasher::sip::SipHasher13;

use crate::bits::{self, Bits, NONE};

/// How finely bitmaps tell places on the circle apart: 4,096 places. What is left is told apart one by one.
const PLANES: usize = 12;

/// Where a mentor stands on the circle of the day.
pub(crate) fn stand(day: NaiveDate, mentor: ParticipantId) -> u64 {
    on_circle(1, day, mentor)
}

/// Where a viewer enters the circle of the day. It is a mentor's turn after as many steps as she stands from here.
pub(crate) fn entry(day: NaiveDate, viewer: ParticipantId) -> u64 {
    on_circle(2, day, viewer)
}

/// A place on the circle that is the same on every machine and in every version: pages may come from several.
fn on_circle(purpose: u64, day: NaiveDate, id: ParticipantId) -> u64 {
    let mut hash = SipHasher13::new_with_keys(purpose, u64::from(day.num_days_from_ce().unsigned_abs()));
    hash.write(id.0.as_bytes());
    hash.finish()
}

/// The circle of a day for the mentors of a tile: one bitmap for each of the first bits of where they stand.
#[derive(Clone, Debug)]
pub(crate) struct Circle {
    /// The highest bit first.
    planes: Box<[Bits; PLANES]>,
}

impl Circle {
    pub(crate) fn new() -> Self {
        Self { planes: Box::new([NONE; PLANES]) }
    }

    /// Puts the mentor in this place of the tile where she stands.
    pub(crate) fn put(&mut self, place: usize, stand: u64) {
        for (bit, plane) in self.planes.iter_mut().enumerate() {
            bits::put(plane, place, stand >> (63 - bit) & 1 == 1);
        }
    }

    /// Moves those mentors to the same places of another tile.
    pub(crate) fn hand_over(&mut self, to: &mut Self, those: &Bits) {
        let planes = self.planes.iter_mut().zip(to.planes.iter_mut());
        planes.for_each(|(from, to)| bits::hand_over(from, to, those));
    }

    /// All who stand on the way around from one place to another, both included, and few others.
    pub(crate) fn between(&self, from: u64, to: u64) -> Bits {
        let (mut after, before) = (self.at_or_after(from), self.at_or_before(to));
        if from <= to {
            bits::keep(&mut after, &before);
        } else {
            bits::add(&mut after, &before);
        }
        after
    }

    fn at_or_after(&self, limit: u64) -> Bits {
        self.compare(|plane, bit, all| if bit { plane & all } else { plane | all }, limit)
    }

    fn at_or_before(&self, limit: u64) -> Bits {
        self.compare(|plane, bit, all| if bit { !plane | all } else { !plane & all }, limit)
    }

    /// Compares from the lowest bit to the highest: what a higher bit says goes before what lower ones said.
    fn compare(&self, step: impl Fn(u64, bool, u64) -> u64, limit: u64) -> Bits {
        let mut all = bits::ALL;
        for (bit, plane) in self.planes.iter().enumerate().rev() {
            let is_set = limit >> (63 - bit) & 1 == 1;
            all.iter_mut().zip(&plane.0).for_each(|(all, plane)| *all = step(*plane, is_set, *all));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(day: NaiveDate, viewer: ParticipantId, mentor: ParticipantId) -> u64 {
        stand(day, mentor).wrapping_sub(entry(day, viewer))
    }

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

    proptest::proptest! {
        #[test]
        fn bitmaps_find_all_between_two_places_and_only_neighbours_beside_them(from: u64, to: u64, stands: [u64; 32]) {
            let mut circle = Circle::new();
            stands.iter().enumerate().for_each(|(place, stand)| circle.put(place, *stand));
            let found = circle.between(from, to);
            let step = u64::MAX >> PLANES;
            for (place, stand) in stands.iter().enumerate() {
                let is_between = |from: u64, to: u64| stand.wrapping_sub(from) <= to.wrapping_sub(from);
                if is_between(from, to) {
                    proptest::prop_assert!(bits::has(&found, place));
                } else if bits::has(&found, place) {
                    let is_near = |edge: u64| stand.abs_diff(edge) <= step;
                    proptest::prop_assert!(is_near(from) || is_near(to));
                }
            }
        }
    }
}
