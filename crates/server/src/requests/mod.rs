//! Requests: a mentee asks a mentor for help; the mentor accepts or declines.

pub(crate) mod steps;
