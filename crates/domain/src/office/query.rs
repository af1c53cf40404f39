//! Which participants and which letters, as it stands in an address: `text=noor&role=mentee&suspended=true`.

use super::{LetterState, PeopleQuery};
use crate::problem::FieldError;
use crate::text::one_line;

/// The longest text that people are looked for by, in characters.
pub const MOST_TEXT: usize = 200;

impl PeopleQuery {
    /// Reads a query string (without `?`). Errors name the parameter.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut found = Self::default();
        let mut errors = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let taken = match &*name {
                "text" => text(&value).map(|text| found.text = text),
                "role" => value.parse().map(|role| found.role = Some(role)).map_err(|_| "unknown_value"),
                "suspended" => value.parse().map(|only| found.suspended = only).map_err(|_| "boolean"),
                _ => Ok(()),
            };
            errors.extend(taken.err().map(|code| FieldError::new(format!("/{name}"), code)));
        }
        if errors.is_empty() { Ok(found) } else { Err(errors) }
    }
}

impl LetterState {
    /// The state that a query string asks for, where it asks for one: `state=refused`.
    pub fn wanted(query: &str) -> Result<Option<Self>, Vec<FieldError>> {
        let state = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "state").last();
        let state = state.map(|(_, word)| word.parse()).transpose();
        state.map_err(|_| vec![FieldError::new("/state", "unknown_value")])
    }
}

/// Which relationships the office lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhichRelationships {
    /// All.
    #[default]
    All,
    /// Those in which nothing has happened since the two were asked how it goes.
    Idle,
    /// Those that somebody has withdrawn from, or that were closed.
    Withdrawn,
}

impl WhichRelationships {
    /// Those that a query string asks for: `which=idle`.
    pub fn wanted(query: &str) -> Result<Self, Vec<FieldError>> {
        let which = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "which").last();
        match which.as_ref().map(|(_, word)| &**word) {
            None => Ok(Self::All),
            Some("idle") => Ok(Self::Idle),
            Some("withdrawn") => Ok(Self::Withdrawn),
            Some(_) => Err(vec![FieldError::new("/which", "unknown_value")]),
        }
    }
}

fn text(value: &str) -> Result<String, &'static str> {
    if value.chars().count() > MOST_TEXT {
        return Err("length");
    }
    one_line(value).map_err(|_| "forbidden_characters")?;
    Ok(value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Role;

    #[test]
    fn people_are_asked_for() {
        assert_eq!(PeopleQuery::parse(""), Ok(PeopleQuery::default()));
        let everything = PeopleQuery { text: "noor h".into(), role: Some(Role::Mentee), suspended: true };
        assert_eq!(PeopleQuery::parse("text=+noor+h+&role=mentee&suspended=true&limit=5"), Ok(everything));
        for (query, pointer, code) in [
            ("text=%00", "/text", "forbidden_characters"),
            ("role=guest", "/role", "unknown_value"),
            ("suspended=perhaps", "/suspended", "boolean"),
        ] {
            assert_eq!(PeopleQuery::parse(query), Err(vec![FieldError::new(pointer, code)]));
        }
        assert!(PeopleQuery::parse(&format!("text={}", "a".repeat(201))).is_err());
    }

    #[test]
    fn letters_are_asked_for() {
        assert_eq!(LetterState::wanted("limit=5"), Ok(None));
        assert_eq!(LetterState::wanted("state=refused&limit=5"), Ok(Some(LetterState::Refused)));
        let unknown = vec![FieldError::new("/state", "unknown_value")];
        assert_eq!(LetterState::wanted("state=lost"), Err(unknown));
    }

    #[test]
    fn relationships_are_asked_for() {
        for (query, which) in [
            ("limit=5", WhichRelationships::All),
            ("which=idle", WhichRelationships::Idle),
            ("limit=5&which=withdrawn", WhichRelationships::Withdrawn),
        ] {
            assert_eq!(WhichRelationships::wanted(query), Ok(which));
        }
        let unknown = vec![FieldError::new("/which", "unknown_value")];
        assert_eq!(WhichRelationships::wanted("which=lost"), Err(unknown));
    }
}
