//! The best found so far.
//!
//! A mentor's class, turn and id lie far apart in memory, and most of those who are found are soon out again. So whoever
//! is found is known at first only by her score and by the classes that her tile spans. Where too many may still be on
//! the page, her class is looked up, and her turn only if it decides whether she is the last of the page or behind it.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::ids::ParticipantId;

use crate::index::Index;
use crate::rank::{Rank, TieClass};
use crate::seat::Seat;
use crate::turn;

/// So many more than fit on a page are reason enough to look up who is not on it.
const MANY: usize = 64;

/// Where mentors stand in the list of a viewer on a day.
#[derive(Clone, Copy)]
pub(crate) struct List<'a> {
    pub(crate) index: &'a Index,
    pub(crate) day: NaiveDate,
    /// Where the viewer enters the circle.
    pub(crate) entry: u64,
}

/// A rank as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Limit {
    pub(crate) score: Reverse<u32>,
    pub(crate) class: TieClass,
    pub(crate) turn: u64,
}

/// Those who may be on the page.
pub(crate) struct Top<'a> {
    list: List<'a>,
    most: usize,
    /// The best first, as far as that is known.
    found: Vec<Found>,
}

/// A mentor who may be on the page.
pub(crate) struct Found {
    seat: Seat,
    /// She comes no later than this.
    latest: Limit,
    /// No class that she may have is better.
    best: TieClass,
}

impl List<'_> {
    /// The class of a mentor.
    fn class(&self, seat: Seat) -> TieClass {
        self.index.tiles[seat.tile()].class(seat.place()).on(self.day)
    }

    /// The rank of a mentor with this score.
    pub(crate) fn rank(&self, score: Reverse<u32>, seat: Seat) -> Rank {
        self.rank_of(score, seat, self.index.members.id(self.number(seat)))
    }

    /// The ranks and the numbers of these. Step by step for all: the memory brings many at a time.
    fn ranks(&self, found: &[Found]) -> Vec<(Rank, u32)> {
        let numbers: Vec<_> = found.iter().map(|found| self.number(found.seat)).collect();
        let ids: Vec<_> = numbers.iter().map(|number| self.index.members.id(*number)).collect();
        let ranks = found.iter().zip(ids).map(|(found, id)| self.rank_of(found.latest.score, found.seat, id));
        ranks.zip(numbers).collect()
    }

    fn number(&self, seat: Seat) -> u32 {
        self.index.tiles[seat.tile()].number(seat.place())
    }

    fn rank_of(&self, score: Reverse<u32>, seat: Seat, id: ParticipantId) -> Rank {
        let turn = turn::stand(self.day, id).wrapping_sub(self.entry);
        Rank { score, class: self.class(seat), turn, id }
    }
}

impl<'a> Top<'a> {
    /// Nobody yet; whoever is found is kept in this memory.
    pub(crate) fn new(list: List<'a>, most: usize, mut memory: Vec<Found>) -> Self {
        memory.clear();
        Self { list, most, found: memory }
    }

    /// What others must come before, once there are enough for a page.
    pub(crate) fn last(&self) -> Option<Limit> {
        self.found.get(self.most.checked_sub(1)?).map(|found| found.latest)
    }

    /// Takes a mentor in who sits in a tile of these classes. Whoever is then behind a whole page is out.
    pub(crate) fn insert(&mut self, score: Reverse<u32>, seat: Seat, best: TieClass, worst: TieClass) {
        let latest = Limit { score, class: worst, turn: u64::MAX };
        // Nobody's turn is later.
        let end = latest.before_turn();
        let at = self.found.partition_point(|better| better.latest.before_turn() <= end);
        self.found.insert(at, Found { seat, latest, best });
        let last = self.last();
        while self.found.len() > self.most
            && self.found.last().zip(last).is_some_and(|(found, last)| found.is_behind(&last))
        {
            self.found.pop();
        }
        if self.found.len() >= self.most.saturating_add(MANY) {
            self.settle();
        }
    }

    /// Looks up what decides who is on the page: then no more are left than fit on it.
    pub(crate) fn settle(&mut self) {
        let list = self.list;
        for found in &mut self.found {
            found.best = list.class(found.seat);
            found.latest.class = found.best;
        }
        self.found.sort_unstable_by_key(|found| found.latest);
        let Some(end) = self.last() else { return };
        let at = |found: &Found| found.latest.before_turn().cmp(&end.before_turn());
        let better = self.found.partition_point(|found| at(found).is_lt());
        self.found.truncate(self.found.partition_point(|found| at(found).is_le()));
        let equals: Vec<_> = self.found.drain(better..).collect();
        let ranks = list.ranks(&equals);
        let mut equals: Vec<_> = ranks.into_iter().map(|(rank, _)| rank).zip(equals).collect();
        equals.sort_unstable_by_key(|(rank, _)| *rank);
        equals.truncate(self.most - better);
        let settled = |(Rank { turn, .. }, found): (Rank, Found)| Found {
            latest: Limit { turn, ..found.latest },
            ..found
        };
        self.found.extend(equals.into_iter().map(settled));
    }

    /// The best with their numbers, and the memory.
    pub(crate) fn into_ranks(mut self) -> (Vec<(Rank, u32)>, Vec<Found>) {
        self.settle();
        let mut ranks = self.list.ranks(&self.found);
        ranks.sort_unstable_by_key(|(rank, _)| *rank);
        (ranks, self.found)
    }
}

impl Limit {
    /// What comes before the turn, as one number.
    pub(crate) fn before_turn(self) -> u64 {
        self.class.with(self.score)
    }
}

impl Found {
    fn is_behind(&self, last: &Limit) -> bool {
        self.best.with(self.latest.score) > last.before_turn()
    }
}
