//! What belongs to a goal, as its page shows it: milestones, comments, progress.

pub(super) mod store;
