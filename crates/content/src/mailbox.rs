//! The page that shows the letters to whoever tries the platform out.

use minijinja::value::Serde;
use minijinja::{Error, context};
use serde::Serialize;

use crate::letters::templates;

/// A letter in the list.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    /// Its id, as it stands in its address.
    pub id: String,
    /// Who gets it.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// When it was written, as text.
    pub written_at: String,
    /// A calendar entry goes with it.
    pub calendar: bool,
}

/// The page with these letters, in this order: a whole HTML page with one style element and no script.
pub fn mailbox(letters: &[Listed]) -> Result<String, Error> {
    templates()?.get_template("mailbox.html")?.render(context! { letters => Serde(letters) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_letters_safely() {
        assert!(mailbox(&[]).unwrap().contains("No letters yet"));
        let letter = Listed {
            id: "7".into(),
            recipient: "a&b@sample.example".into(),
            subject: "<script>".into(),
            written_at: "today".into(),
            calendar: true,
        };
        let page = mailbox(&[letter]).unwrap();
        assert!(page.contains("href=\"/mailbox/7\"") && page.contains("&lt;script&gt;"), "{page}");
        assert!(page.contains("href=\"/mailbox/7/calendar\""), "{page}");
        assert!(page.contains("a&amp;b@sample.example"), "{page}");
    }
}
