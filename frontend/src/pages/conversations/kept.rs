//! What is being written in a conversation, on this device: in local storage, by writer and conversation.
use api_client::json;
use domain::ids::{ConversationId, ParticipantId};
use leptos::prelude::*;
use ui_model::conversations::Desk;

use crate::session::WORDS;

/// Where the words of `who` for this conversation are.
pub(super) fn place(who: Option<ParticipantId>, conversation: ConversationId) -> String {
    let who = who.map(|who| who.to_string()).unwrap_or_default();
    [WORDS, &who, ".", &conversation.to_string()].concat()
}

/// What is kept there.
pub(super) fn read(place: &str) -> Desk {
    let storage = window().local_storage().ok().flatten();
    let kept = storage.and_then(|storage| storage.get_item(place).ok().flatten());
    kept.and_then(|kept| json::read(kept.as_bytes())).unwrap_or_default()
}

/// Changes what is kept there, and only that: another tab may write here, too. Where storage is full or off, words last
/// until the page is left.
pub(super) fn change<T>(place: &str, change: impl FnOnce(&mut Desk) -> T) -> T {
    let mut desk = read(place);
    let answer = change(&mut desk);
    if let Some(storage) = window().local_storage().ok().flatten() {
        let _ = match json::write(&desk).filter(|_| !desk.is_empty()) {
            Some(words) => storage.set_item(place, &words),
            None => storage.remove_item(place),
        };
    }
    answer
}
