//! Drafts on this device: in local storage, by participant, document and tab, until the server has them.
use domain::ids::ParticipantId;
use leptos::prelude::*;

const DRAFT: &str = "cairn.draft";
const TAB: &str = "cairn.tab";

/// Keeps the draft of this tab, or lets it go. Where storage is full or off, it lasts until the page is left.
pub(super) fn keep(who: ParticipantId, document: &str, draft: Option<String>) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let place = [of(who, document), tab()].concat();
    let _ = match draft {
        Some(draft) => storage.set_item(&place, &draft),
        None => storage.remove_item(&place),
    };
}

/// The draft of this tab; else one that another tab has left behind, which is this tab's from now on.
pub(super) fn find(who: ParticipantId, document: &str) -> Option<String> {
    let storage = window().local_storage().ok().flatten()?;
    let (all, own) = (of(who, document), [of(who, document), tab()].concat());
    if let Ok(Some(draft)) = storage.get_item(&own) {
        return Some(draft);
    }
    let places = (0..storage.length().unwrap_or(0)).filter_map(|nth| storage.key(nth).ok().flatten());
    let left = places.into_iter().find(|place| place.starts_with(&all))?;
    let draft = storage.get_item(&left).ok().flatten()?;
    storage.set_item(&own, &draft).ok()?;
    storage.remove_item(&left).ok()?;
    Some(draft)
}

fn of(who: ParticipantId, document: &str) -> String {
    format!("{DRAFT}.{who}.{document}.")
}

/// Names this tab for as long as it lives, reloads included.
fn tab() -> String {
    let storage = window().session_storage().ok().flatten();
    if let Some(tab) = storage.as_ref().and_then(|storage| storage.get_item(TAB).ok().flatten()) {
        return tab;
    }
    let tab = js_sys::Number::from(js_sys::Math::random())
        .to_string_with_radix(36)
        .map(String::from)
        .unwrap_or_default();
    if let Some(storage) = storage {
        // Without session storage each reload is a new tab, which takes over what the earlier one has left.
        let _ = storage.set_item(TAB, &tab);
    }
    tab
}
