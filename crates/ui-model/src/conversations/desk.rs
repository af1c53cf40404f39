use serde::{Deserialize, Serialize};

/// What somebody writes in a conversation, as it is kept on the device until the server has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// What is being written.
    pub draft: String,
    /// What is on its way, the first written first.
    pub outgoing: Vec<Outgoing>,
}

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Names it for the server: sent twice under one key, it arrives once.
    pub key: String,
    /// Plain text.
    pub body: String,
}

impl Desk {
    /// Nothing is there to be kept.
    pub fn is_empty(&self) -> bool {
        self.draft.is_empty() && self.outgoing.is_empty()
    }

    /// Takes the draft as a message on its way; nothing where there are no words.
    pub fn send(&mut self, key: String) -> Option<Outgoing> {
        let body = self.draft.trim().to_owned();
        if body.is_empty() {
            return None;
        }
        self.draft.clear();
        let outgoing = Outgoing { key, body };
        self.outgoing.push(outgoing.clone());
        Some(outgoing)
    }

    /// The message of this key is no longer on its way.
    pub fn let_go(&mut self, key: &str) {
        self.outgoing.retain(|outgoing| outgoing.key != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_kept_until_it_has_arrived() {
        let mut desk = Desk { draft: "  Often!\n".to_owned(), ..Desk::default() };
        let sent = desk.send("a".to_owned()).unwrap();
        assert_eq!((sent.body.as_str(), desk.draft.as_str()), ("Often!", ""));
        assert!(!desk.is_empty());
        desk.let_go("b");
        assert_eq!(desk.outgoing, [sent]);
        desk.let_go("a");
        assert!(desk.is_empty());
    }

    #[test]
    fn without_words_nothing_is_sent_and_nothing_lost() {
        let mut desk = Desk { draft: " \n".to_owned(), ..Desk::default() };
        assert_eq!(desk.send("a".to_owned()), None);
        assert_eq!(desk.draft, " \n");
    }

    #[test]
    fn the_device_gives_back_what_it_was_given() {
        let mut desk = Desk { draft: "„Ja”".to_owned(), ..Desk::default() };
        desk.send("a".to_owned());
        desk.draft = "more".to_owned();
        let kept = serde_json::to_string(&desk).unwrap();
        assert_eq!(serde_json::from_str::<Desk>(&kept).unwrap(), desk);
    }
}
