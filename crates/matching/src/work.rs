use std::cell::Cell;

use crate::bits::Bits;
use crate::threshold::Decision;
use crate::top::Found;

/// Memory for what lies between, kept by each thread from search to search: blocks of this size would cost the
/// allocator more than the search.
#[derive(Default)]
pub(crate) struct Work {
    /// The results of a threshold's nodes.
    pub(crate) bits: Vec<Bits>,
    /// The bits of sums.
    pub(crate) planes: Vec<Bits>,
    /// What a compiler has decided so far.
    pub(crate) decisions: Vec<(Decision, usize)>,
    /// Who may be on the page.
    pub(crate) found: Vec<Found>,
}

thread_local! {
    static KEPT: Cell<Work> = Cell::default();
}

impl Work {
    pub(crate) fn take() -> Self {
        KEPT.take()
    }

    pub(crate) fn keep(self) {
        KEPT.set(self);
    }
}
