//! Pairs: whatever there is between two people. `lock` comes first in every transaction that changes it; then the mentor's
//! row is locked, then the mentee's.

pub(crate) mod store;
