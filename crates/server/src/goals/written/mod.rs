//! What is written about goals, wherever it stands: all of it is masked when somebody leaves.

pub(super) mod store;
