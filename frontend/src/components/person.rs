//! Somebody whom the reader has to do with. A former participant has no name.
use domain::people::Person;
use ui_model::home::first_name;

use crate::text::people as t;

/// The name.
pub(crate) fn name_of(person: &Person) -> String {
    if person.display_name.is_empty() { t::former().to_owned() } else { person.display_name.clone() }
}

/// The first name, for a sentence: whichever way it is written, the sentence around it goes on.
pub(crate) fn first_of(person: &Person) -> String {
    match first_name(&person.display_name) {
        "" => t::former().to_owned(),
        first => ["\u{2068}", first, "\u{2069}"].concat(),
    }
}
