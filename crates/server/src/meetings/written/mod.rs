//! What is written for meetings, wherever it stands: all of it is masked when somebody leaves.

pub(super) mod store;
