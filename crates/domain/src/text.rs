//! What text may hold. Controls, invisible and direction-changing characters are how names lie.

use validator::ValidationError;

/// The text as it is kept: without surrounding white space, line ends as `\n`.
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// One line: no control characters, no characters that are invisible or turn the writing direction.
pub fn one_line(text: &str) -> Result<(), ValidationError> {
    if text.chars().any(|c| c.is_control() || is_invisible(c)) {
        Err(refused("forbidden_characters"))
    } else {
        Ok(())
    }
}

/// Several lines: line feeds and tabs are welcome, other control characters are not.
pub fn many_lines(text: &str) -> Result<(), ValidationError> {
    let forbidden =
        |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_direction_override(c);
    if text.chars().any(forbidden) { Err(refused("forbidden_characters")) } else { Ok(()) }
}

/// One line that says something: white space alone is nothing.
pub fn filled_line(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() { Err(refused("required")) } else { one_line(text) }
}

/// Several lines that say something: white space alone is nothing.
pub fn filled_lines(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() { Err(refused("required")) } else { many_lines(text) }
}

/// A refusal with a stable code and no value in it (values may be personal).
pub fn refused(code: &'static str) -> ValidationError {
    ValidationError::new(code)
}

/// Zero-width and formatting characters, but not the joiners that Persian, Hindi and emoji need.
fn is_invisible(c: char) -> bool {
    is_direction_override(c)
        || matches!(c, '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}' | '\u{E0000}'..='\u{E007F}')
}

fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_scripts_pass_and_tricks_do_not() {
        for name in ["Олена Ковальчук", "Nguyễn Thu Hà", "محمد", "می\u{200C}خواهم", "👩\u{200D}🚀 Ana"]
        {
            assert!(filled_line(name).is_ok(), "{name}");
        }
        for trick in ["", "  ", "a\u{0}b", "a\nb", "a\u{202E}b", "\u{200B}a", "\u{FEFF}"] {
            assert!(filled_line(trick).is_err(), "{trick:?}");
        }
    }

    #[test]
    fn stories_have_lines_but_no_nul() {
        assert!(many_lines("one\n\ttwo").is_ok());
        assert!(many_lines("one\0two").is_err());
    }
}
