//! The ranking of mentors, rule by rule and as properties of any list and any search.

#[cfg(test)]
mod against_oracle;
#[cfg(test)]
mod list;
#[cfg(test)]
#[path = "../oracle/mod.rs"]
mod oracle;
#[cfg(test)]
mod points;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod support;
