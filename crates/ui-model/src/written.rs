//! A text that is saved as somebody writes it, and that somebody else may write at the same time.

use serde::{Deserialize, Serialize};

/// A text as somebody writes it: what the server confirmed, and what has been typed since.
///
/// What was written here and elsewhere clashes until the writer has chosen: nothing is overwritten unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    confirmed: String,
    version: i64,
    mine: String,
    clashes: bool,
}

impl Written {
    /// Nothing has been typed yet.
    pub fn new(confirmed: String, version: i64) -> Self {
        Self { mine: confirmed.clone(), confirmed, version, clashes: false }
    }

    /// What stands here.
    pub fn mine(&self) -> &str {
        &self.mine
    }

    /// What the server confirmed last.
    pub fn confirmed(&self) -> &str {
        &self.confirmed
    }

    /// The version that the server confirmed last.
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// Something was typed.
    pub fn typed(&mut self, text: String) {
        self.mine = text;
    }

    /// Something of it is not with the server yet.
    pub fn is_unsaved(&self) -> bool {
        self.clashes || self.mine != self.confirmed
    }

    /// What to send now; nothing where the server has it, or the writer is to choose first.
    pub fn to_send(&self) -> Option<&str> {
        (!self.clashes && self.mine != self.confirmed).then_some(&self.mine)
    }

    /// The server has taken what was sent.
    pub fn saved(&mut self, confirmed: String, version: i64) {
        self.confirmed = confirmed;
        self.version = version;
    }

    /// The server has told its version: where it is newer, it is taken over, unless something was typed here meanwhile.
    pub fn told(&mut self, newer: &str, version: i64) {
        if version <= self.version {
            return;
        }
        let typed = self.clashes || self.mine != self.confirmed;
        newer.clone_into(&mut self.confirmed);
        self.version = version;
        if typed {
            self.clashes = self.mine != newer;
        } else {
            newer.clone_into(&mut self.mine);
        }
    }

    /// What was written elsewhere, where it clashes with what stands here.
    pub fn clash(&self) -> Option<&str> {
        self.clashes.then_some(&self.confirmed)
    }

    /// The writer has chosen this text.
    pub fn keep(&mut self, text: String) {
        self.clashes = false;
        self.mine = text;
    }

    /// Both texts, one after the other.
    pub fn both(&self) -> String {
        let parts = [self.confirmed.trim_end(), self.mine.trim_end()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Written {
        let mut written = Written::new("We meet.".to_owned(), 7);
        written.typed(text.to_owned());
        written
    }

    #[test]
    fn what_is_typed_while_an_answer_is_on_its_way_is_sent_next() {
        let mut written = typed("We meet on Thursdays.");
        let sent = written.to_send().unwrap().to_owned();
        written.typed("We meet on Thursdays at six.".to_owned());
        written.saved(sent, 8);
        assert_eq!((written.to_send(), written.version()), (Some("We meet on Thursdays at six."), 8));
        written.saved("We meet on Thursdays at six.".to_owned(), 9);
        assert_eq!((written.to_send(), written.is_unsaved()), (None, false));
    }

    #[test]
    fn what_was_written_elsewhere_is_taken_over_where_nothing_was_typed() {
        let mut written = typed("We meet.");
        written.told("We meet in town.", 8);
        assert_eq!((written.mine(), written.clash()), ("We meet in town.", None));
        written.told("We meet.", 7);
        assert_eq!(written.mine(), "We meet in town.", "an answer that was overtaken changes nothing");
    }

    #[test]
    fn two_texts_clash_until_the_writer_has_chosen() {
        let mut written = typed("We meet on Thursdays.");
        written.told("We meet in town.", 8);
        assert_eq!(written.clash(), Some("We meet in town."));
        assert_eq!((written.to_send(), written.is_unsaved()), (None, true));
        assert_eq!(written.both(), "We meet in town.\n\nWe meet on Thursdays.");

        let mut both = written.clone();
        both.keep(both.both());
        assert_eq!(both.to_send(), Some("We meet in town.\n\nWe meet on Thursdays."));
        written.keep("We meet in town.".to_owned());
        assert!(!written.is_unsaved());
    }

    #[test]
    fn a_clash_outlives_a_reload_and_ends_when_both_say_the_same() {
        let mut written = typed("Here");
        written.told("There", 8);
        let kept = serde_json::to_string(&written).unwrap();
        let mut written: Written = serde_json::from_str(&kept).unwrap();
        written.told("Elsewhere", 9);
        assert_eq!(written.clash(), Some("Elsewhere"));
        written.told("Here", 10);
        assert_eq!((written.clash(), written.is_unsaved()), (None, false));
    }

    #[test]
    fn an_empty_side_adds_nothing() {
        let mut written = typed("Mine");
        written.told("", 8);
        assert_eq!(written.both(), "Mine");
    }
}
