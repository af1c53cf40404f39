//! Lists travel in pages: `{ "items": […], "next_cursor": … }`.

use serde::{Deserialize, Serialize};

use crate::problem::FieldError;

/// How many items a page has when the caller does not say.
pub const DEFAULT_LIMIT: u32 = 20;
/// The most items a page can have.
pub const MAX_LIMIT: u32 = 100;
/// The longest cursor, in bytes.
pub const MAX_CURSOR: usize = 256;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items of this page, in the order of the list.
    pub items: Vec<T>,
    /// Give it as `cursor` to get the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

/// Which page of a list: `limit=20&cursor=…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageQuery {
    /// How many items the page has at most.
    pub limit: u32,
    /// Where to go on.
    pub cursor: Option<String>,
}

impl PageQuery {
    /// Reads a query string (without `?`). Errors name the parameter.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut found = Self { limit: DEFAULT_LIMIT, cursor: None };
        let mut errors = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let taken = match &*name {
                "limit" => limit(&value).map(|limit| found.limit = limit),
                "cursor" => cursor(&value).map(|cursor| found.cursor = Some(cursor)),
                _ => Ok(()),
            };
            errors.extend(taken.err().map(|code| FieldError::new(format!("/{name}"), code)));
        }
        if errors.is_empty() { Ok(found) } else { Err(errors) }
    }
}

/// How many items a page has, as it stands in a query.
pub(crate) fn limit(value: &str) -> Result<u32, &'static str> {
    let limit = value.parse().map_err(|_| "number")?;
    if (1..=MAX_LIMIT).contains(&limit) { Ok(limit) } else { Err("range") }
}

/// Where to go on, as it stands in a query.
pub(crate) fn cursor(value: &str) -> Result<String, &'static str> {
    if value.len() <= MAX_CURSOR { Ok(value.to_owned()) } else { Err("length") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for() {
        assert_eq!(PageQuery::parse(""), Ok(PageQuery { limit: 20, cursor: None }));
        assert_eq!(
            PageQuery::parse("limit=5&cursor=a"),
            Ok(PageQuery { limit: 5, cursor: Some("a".into()) })
        );
        for (query, pointer, code) in [
            ("limit=0", "/limit", "range"),
            ("limit=101", "/limit", "range"),
            ("limit=-1", "/limit", "number"),
        ] {
            assert_eq!(PageQuery::parse(query), Err(vec![FieldError::new(pointer, code)]));
        }
    }
}
