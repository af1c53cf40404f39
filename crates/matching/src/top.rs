//! The best found so far.
//!
//! A mentor's class, turn and id lie far apart in memory, and most of those who are found are soon out again. So whoever
//! is found is known at first only by her score and by the classes that her tile spans; the rest is looked up where too
//! many may still be on the page, and at the end.

use std::cmp::Reverse;

use chrono::NaiveDate;

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
struct Found {
    seat: Seat,
    /// She comes no later than this.
    latest: Limit,
    /// No class that she may have is better.
    best: TieClass,
}

impl List<'_> {
    /// The rank and the number of a mentor with this score.
    pub(crate) fn rank(&self, score: Reverse<u32>, seat: Seat) -> (Rank, u32) {
        let tile = &self.index.tiles[seat.tile()];
        let number = tile.number(seat.place());
        let id = self.index.members.id(number);
        let turn = turn::stand(self.day, id).wrapping_sub(self.entry);
        (Rank { score, class: tile.class(seat.place()).on(self.day), turn, id }, number)
    }
}

impl<'a> Top<'a> {
    pub(crate) fn new(list: List<'a>, most: usize) -> Self {
        Self { list, most, found: Vec::with_capacity(most.saturating_add(MANY).min(200)) }
    }

    /// What others must come before, once there are enough for a page.
    pub(crate) fn last(&self) -> Option<Limit> {
        self.found.get(self.most.checked_sub(1)?).map(|found| found.latest)
    }

    /// Takes a mentor in who sits in a tile of these classes. Whoever is then behind a whole page is out.
    pub(crate) fn insert(&mut self, score: Reverse<u32>, seat: Seat, best: TieClass, worst: TieClass) {
        let latest = Limit { score, class: worst, turn: u64::MAX };
        let at = self.found.partition_point(|better| better.latest <= latest);
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

    /// Looks up all ranks: then no more are left than fit on a page.
    pub(crate) fn settle(&mut self) {
        let list = self.list;
        let mut ranked: Vec<_> = self
            .found
            .iter()
            .map(|found| (list.rank(found.latest.score, found.seat).0, found.seat))
            .collect();
        ranked.sort_unstable_by_key(|(rank, _)| *rank);
        ranked.truncate(self.most);
        let settled = |(Rank { score, class, turn, .. }, seat)| Found {
            seat,
            latest: Limit { score, class, turn },
            best: class,
        };
        self.found.clear();
        self.found.extend(ranked.into_iter().map(settled));
    }

    /// The best with their numbers.
    pub(crate) fn into_ranks(self) -> Vec<(Rank, u32)> {
        let mut ranks: Vec<_> =
            self.found.iter().map(|found| self.list.rank(found.latest.score, found.seat)).collect();
        ranks.sort_unstable_by_key(|(rank, _)| *rank);
        ranks.truncate(self.most);
        ranks
    }
}

impl Found {
    fn is_behind(&self, last: &Limit) -> bool {
        (self.latest.score, self.best) > (last.score, last.class)
    }
}
