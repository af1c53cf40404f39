use std::cmp::Reverse;

use chrono::{Datelike, NaiveDate};
use domain::ids::ParticipantId;

/// The days that a class tells apart, from the first of the year 1 on: they end in 45,933. Others count as the nearest.
const DAYS: u32 = (1 << 24) - 1;

/// What tells mentors with the same score apart before the shuffle does; the smallest comes first.
///
/// It is one number, which is compared in one step: the free places, then the day of the last activity, both counted
/// backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TieClass(u32);

impl TieClass {
    pub(crate) fn new(free_places: u8, last_active: NaiveDate) -> Self {
        Self(u32::from(u8::MAX - free_places) << 24 | (DAYS - days(last_active)))
    }

    pub(crate) fn free_places(self) -> u8 {
        let [places, ..] = self.0.to_be_bytes();
        u8::MAX - places
    }

    pub(crate) fn last_active(self) -> NaiveDate {
        let days = i32::try_from(DAYS - (self.0 & DAYS));
        days.ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or_default()
    }

    /// As it counts in a list of this day: what happened later does not move anybody. The order of classes stays.
    pub(crate) fn on(self, day: NaiveDate) -> Self {
        Self(self.0 & !DAYS | (self.0 & DAYS).max(DAYS - days(day)))
    }

    /// A score and this class as one number; the smallest comes first.
    pub(crate) fn with(self, score: Reverse<u32>) -> u64 {
        u64::from(!score.0) << 32 | u64::from(self.0)
    }
}

fn days(day: NaiveDate) -> u32 {
    u32::try_from(day.num_days_from_ce()).unwrap_or(0).min(DAYS)
}

/// Where a mentor stands in the list; the smallest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    pub(crate) score: Reverse<u32>,
    pub(crate) class: TieClass,
    pub(crate) turn: u64,
    pub(crate) id: ParticipantId,
}
