//! The ranking of mentors, rule by rule and as properties of any list and any search.

mod list;
mod points;
mod properties;
mod support;
