//! What the two have said when it ended: it is masked, or gone, when one of them leaves.

pub(super) mod store;
