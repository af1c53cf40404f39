//! Which answers a question takes.

use std::collections::HashSet;

use super::QuestionKind;
use crate::problem::FieldError;
use crate::text::one_line;

/// The longest line, in characters: an agenda's are points of a meeting.
pub const LONGEST_LINE: usize = 300;
/// The most lines of an agenda.
pub const MOST_LINES: usize = 20;

/// What is wrong with an answer that says something; nothing where the question takes it.
pub fn refusal(kind: QuestionKind, choices: &[&str], value: &str) -> Option<FieldError> {
    match kind {
        QuestionKind::Text => None,
        QuestionKind::Line => line(value),
        QuestionKind::Agenda => {
            if value.lines().count() > MOST_LINES {
                return Some(FieldError { max: Some(20), ..wrong("lines") });
            }
            value.lines().find_map(line)
        }
        QuestionKind::Scale => {
            let known = ["1", "2", "3", "4", "5"].contains(&value);
            (!known).then(|| FieldError { min: Some(1), max: Some(5), ..wrong("range") })
        }
        QuestionKind::Choice => (!choices.contains(&value)).then(|| wrong("unknown_value")),
        QuestionKind::Choices => {
            let mut chosen = HashSet::new();
            if !value.lines().all(|key| choices.contains(&key)) {
                return Some(wrong("unknown_value"));
            }
            (!value.lines().all(|key| chosen.insert(key))).then(|| wrong("duplicate"))
        }
    }
}

fn line(value: &str) -> Option<FieldError> {
    if value.chars().count() > LONGEST_LINE {
        return Some(FieldError { max: Some(300), ..wrong("length") });
    }
    one_line(value).err().map(|error| wrong(&error.code))
}

fn wrong(code: &str) -> FieldError {
    FieldError::new("/value", code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_takes_what_fits_its_kind() {
        use QuestionKind::{Agenda, Choice, Choices, Line, Scale, Text};
        let long = "é".repeat(LONGEST_LINE);
        let longer = format!("{long}x");
        let many = "point\n".repeat(MOST_LINES + 1);
        for (kind, value, code) in [
            (Text, "one\ntwo", None),
            (Line, long.as_str(), None),
            (Line, longer.as_str(), Some("length")),
            (Line, "one\ntwo", Some("forbidden_characters")),
            (Agenda, "one\ntwo", None),
            (Agenda, longer.as_str(), Some("length")),
            (Agenda, many.as_str(), Some("lines")),
            (Agenda, "one\rtwo", Some("forbidden_characters")),
            (Scale, "1", None),
            (Scale, "5", None),
            (Scale, "0", Some("range")),
            (Scale, "6", Some("range")),
            (Scale, "05", Some("range")),
            (Choice, "yes", None),
            (Choice, "yes\nno", Some("unknown_value")),
            (Choices, "yes\nno", None),
            (Choices, "yes\nmaybe", Some("unknown_value")),
            (Choices, "yes\nyes", Some("duplicate")),
        ] {
            let refused = refusal(kind, &["yes", "no"], value);
            assert_eq!(refused.map(|error| error.code).as_deref(), code, "{kind:?} {value}");
        }
    }
}
