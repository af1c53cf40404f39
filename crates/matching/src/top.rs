//! The best found so far.

use crate::rank::Rank;

/// At most so many ranks, the best first, each with the number of its mentor.
pub(crate) struct Top {
    most: usize,
    found: Vec<(Rank, u32)>,
}

impl Top {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, found: Vec::with_capacity(most.min(100)) }
    }

    /// The rank that others must come before, once there are enough.
    pub(crate) fn last(&self) -> Option<&Rank> {
        self.found.get(self.most.checked_sub(1)?).map(|(rank, _)| rank)
    }

    /// Puts a mentor in her place. Whoever is then one too many is out.
    pub(crate) fn insert(&mut self, rank: Rank, number: u32) {
        let at = self.found.partition_point(|(better, _)| *better < rank);
        if at < self.most {
            self.found.insert(at, (rank, number));
            self.found.truncate(self.most);
        }
    }

    pub(crate) fn into_ranks(self) -> Vec<(Rank, u32)> {
        self.found
    }
}
