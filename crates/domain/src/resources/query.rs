//! A search in the library as it stands in an address: the API's query and the web app's URL are the same text.

use super::{ResourceAudience, ResourceKind, ResourceStage};
use crate::page::{self, DEFAULT_LIMIT};
use crate::problem::FieldError;
use crate::text::one_line;

/// The longest text of a search, in characters.
pub const MAX_TEXT: usize = 200;

/// Which resources are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceQuery {
    /// Words that they hold, the last as a beginning; or nothing.
    pub text: String,
    /// At which part of the way they help.
    pub stage: Option<ResourceStage>,
    /// For whom they are; what is for both is for either.
    pub audience: Option<ResourceAudience>,
    /// What they are.
    pub kind: Option<ResourceKind>,
    /// Only those that the reader keeps in mind.
    pub bookmarked: bool,
    /// Only those that the reader has not marked as read.
    pub unread: bool,
    /// How many a page has.
    pub limit: u32,
    /// Where to go on.
    pub cursor: Option<String>,
}

impl Default for ResourceQuery {
    fn default() -> Self {
        Self {
            text: String::new(),
            stage: None,
            audience: None,
            kind: None,
            bookmarked: false,
            unread: false,
            limit: DEFAULT_LIMIT,
            cursor: None,
        }
    }
}

impl ResourceQuery {
    /// Reads a query string (without `?`). Errors name the parameter.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let (mut found, mut errors) = (Self::default(), Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let code = found.take(&name, &value).err();
            errors.extend(code.map(|code| FieldError::new(format!("/{name}"), code)));
        }
        if errors.is_empty() { Ok(found) } else { Err(errors) }
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        match name {
            "text" => self.set_text(value)?,
            "stage" => self.stage = Some(value.parse().map_err(|_| "unknown_value")?),
            "audience" => self.audience = Some(value.parse().map_err(|_| "unknown_value")?),
            "kind" => self.kind = Some(value.parse().map_err(|_| "unknown_value")?),
            "bookmarked" => self.bookmarked = value.parse().map_err(|_| "boolean")?,
            "unread" => self.unread = value.parse().map_err(|_| "boolean")?,
            "limit" => self.limit = page::limit(value)?,
            "cursor" => self.cursor = Some(page::cursor(value)?),
            _ => {}
        }
        Ok(())
    }

    fn set_text(&mut self, value: &str) -> Result<(), &'static str> {
        if value.chars().count() > MAX_TEXT {
            return Err("length");
        }
        one_line(value).map_err(|_| "forbidden_characters")?;
        value.trim().clone_into(&mut self.text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_read() {
        assert_eq!(ResourceQuery::parse(""), Ok(ResourceQuery::default()));
        let query = "text=+good+questions&stage=meet&audience=mentee&kind=guide&bookmarked=true&unread=true&limit=5&cursor=x&other=1";
        let expected = ResourceQuery {
            text: "good questions".to_owned(),
            stage: Some(ResourceStage::Meet),
            audience: Some(ResourceAudience::Mentee),
            kind: Some(ResourceKind::Guide),
            bookmarked: true,
            unread: true,
            limit: 5,
            cursor: Some("x".to_owned()),
        };
        assert_eq!(ResourceQuery::parse(query), Ok(expected));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let long = format!("text={}", "a".repeat(MAX_TEXT + 1));
        for (query, pointer, code) in [
            ("stage=middle", "/stage", "unknown_value"),
            ("audience=all", "/audience", "unknown_value"),
            ("kind=film", "/kind", "unknown_value"),
            ("bookmarked=1", "/bookmarked", "boolean"),
            ("unread=yes", "/unread", "boolean"),
            ("limit=0", "/limit", "range"),
            ("text=a%0Ab", "/text", "forbidden_characters"),
            (&long, "/text", "length"),
        ] {
            assert_eq!(ResourceQuery::parse(query), Err(vec![FieldError::new(pointer, code)]), "{query}");
        }
    }
}
