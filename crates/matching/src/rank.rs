use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::ids::ParticipantId;

/// What tells mentors with the same score apart before the shuffle does; the smallest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TieClass {
    pub(crate) free_places: Reverse<u8>,
    pub(crate) last_active: Reverse<NaiveDate>,
}

impl TieClass {
    pub(crate) fn new(free_places: u8, last_active: NaiveDate) -> Self {
        Self { free_places: Reverse(free_places), last_active: Reverse(last_active) }
    }

    /// As it counts in a list of this day: what happened later does not move anybody. The order of classes stays.
    pub(crate) fn on(self, day: NaiveDate) -> Self {
        Self::new(self.free_places.0, self.last_active.0.min(day))
    }
}

/// Where a mentor stands in the list; the smallest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) score: Reverse<u32>,
    pub(crate) class: TieClass,
    pub(crate) turn: u64,
    pub(crate) id: ParticipantId,
}
