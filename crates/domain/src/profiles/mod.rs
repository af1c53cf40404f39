//! Profiles: what participants say about themselves, offer and prefer, and what of it is there.

mod completeness;
mod dto;
mod kept;

pub use completeness::*;
pub use dto::*;

use validator::ValidationError;

use crate::text::refused;

/// The criterion whose options are held in the profile as `languages`.
pub const LANGUAGES: &str = "languages";
/// The most mentees that one mentor can offer places for.
pub const MOST_PLACES: u8 = 20;
/// The most options one person can choose in one criterion.
pub const MOST_OPTIONS: u64 = 40;
/// The largest photo that is taken, in bytes.
pub const MOST_PHOTO_BYTES: usize = 5 * 1024 * 1024;
/// The most pixels of a photo that is taken.
pub const MOST_PHOTO_PIXELS: u64 = 40_000_000;

/// For bodies: in the form of an IANA time zone name. Whether it exists, the server's database decides.
pub(crate) fn time_zone(text: &str) -> Result<(), ValidationError> {
    let formed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let valid = (1..=64).contains(&text.len()) && text.chars().all(formed);
    if valid { Ok(()) } else { Err(refused("time_zone")) }
}

/// For bodies: nothing, or two capital letters (ISO 3166-1).
pub(crate) fn country(text: &str) -> Result<(), ValidationError> {
    let valid = text.is_empty() || (text.len() == 2 && text.chars().all(|c| c.is_ascii_uppercase()));
    if valid { Ok(()) } else { Err(refused("country")) }
}

/// For bodies: nothing, or a telephone number as people write it.
pub(crate) fn phone(text: &str) -> Result<(), ValidationError> {
    let formed =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/'));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.is_empty() || (formed && text.len() <= 40 && (5..=20).contains(&digits)) {
        Ok(())
    } else {
        Err(refused("phone"))
    }
}

/// For bodies: web addresses of at most 300 characters, by https or http.
pub(crate) fn links(links: &[String]) -> Result<(), ValidationError> {
    let valid = |link: &String| {
        let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or("");
        link.chars().count() <= 300
            && host.contains('.')
            && !link.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
    };
    if links.iter().all(valid) { Ok(()) } else { Err(refused("link")) }
}

/// What `links` takes, for the OpenAPI document.
#[cfg(feature = "openapi")]
pub(crate) fn links_schema() -> utoipa::openapi::schema::Array {
    use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
    let part = r#"[^\s<>"\u0000-\u001F\u007F-\u009F]"#;
    let host = r#"[^/?#\s<>"\u0000-\u001F\u007F-\u009F]"#;
    let link = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(300))
        .pattern(Some(format!(r"^https?://{host}*\.{part}*$")));
    ArrayBuilder::new()
        .description(Some("Up to five web addresses."))
        .items(link)
        .max_items(Some(5))
        .examples([serde_json::json!(["https://example.org/noor"])])
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_taken_as_people_write_them() {
        for good in ["", "+44 113 496 0000", "(030) 123-456", "0113/4960000"] {
            assert!(phone(good).is_ok(), "{good}");
        }
        for bad in
            ["12", "call me", "+44 113 496 0000 ext 5", &"1".repeat(21), &format!("{}12345", " ".repeat(40))]
        {
            assert!(phone(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn links_are_web_addresses_and_nothing_that_runs() {
        let taken = |link: &str| links(&[link.to_owned()]).is_ok();
        assert!(taken("https://example.org/noor?x=1#y") && taken("http://example.org"));
        for bad in [
            "javascript:alert(1)",
            "example.org",
            "https://",
            "https://localhost",
            "https://a.b/\u{0}",
            "https://a.b/ c",
            "",
        ] {
            assert!(!taken(bad), "{bad}");
        }
    }
    #[test]
    fn an_offer_names_so_many_criteria_at_most() {
        let offer = |criteria: usize| {
            let held = (0..criteria).map(|number| (format!("criterion-{number}"), serde_json::json!([])));
            let mut offer = serde_json::to_value(Offer::default()).unwrap();
            offer["options"] = held.collect::<serde_json::Map<_, _>>().into();
            serde_json::from_value::<Offer>(offer)
        };
        assert_eq!(offer(100).unwrap().options.len(), 100);
        assert!(offer(101).is_err());
    }
}
