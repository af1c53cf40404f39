//! What somebody writes is kept on this device until it has been sent.
use leptos::prelude::*;

use crate::components::icon::{Icon, icon};
use crate::follow::{RwSignal, StoredValue, effect};
use crate::session::{DRAFT, Session};
use crate::text::asking;
use crate::view::{IntoView, View, view};

/// In local storage, after whose words they are and what for: what was tried to be sent, under which key.
const TRIED: &str = ".tried";

/// A text that is being written.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    /// The text.
    pub(crate) text: RwSignal<String>,
    place: StoredValue<String>,
}

impl Draft {
    /// What whoever is signed in has written so far for this purpose.
    pub(crate) fn of(purpose: &str) -> Self {
        let me = untrack(|| Session::here().me()).map(|me| me.id.to_string()).unwrap_or_default();
        let place = [DRAFT, &me, ".", purpose].concat();
        let text = RwSignal::new(read(&place).unwrap_or_default());
        let draft = Self { text, place: StoredValue::new(place) };
        effect(move || draft.place.with_value(|place| keep(place, &text.read())));
        draft
    }

    /// The key under which this body is sent: the same one however often it is tried.
    pub(crate) fn key(self, body: &str) -> String {
        let place = self.place.with_value(|place| [place, TRIED].concat());
        let tried = read(&place).unwrap_or_default();
        if let Some(key) = ui_model::requests::tried_before(&tried, body) {
            return key.to_owned();
        }
        let key = fresh_key();
        keep(&place, &[&key, "\n", body].concat());
        key
    }

    /// Says that it is kept, once there is something to keep.
    pub(crate) fn kept_line(self) -> View {
        let line = move || {
            let some = !self.text.read().is_empty();
            some.then(|| view! { {icon(Icon::Check, "size-4")} {asking::kept()} })
        };
        line.into_view()
    }

    /// Keeps what stands now once more, whatever has been written since.
    pub(crate) fn put_back(self) -> impl Fn() + Send + Sync + 'static {
        let (place, words) = (self.place.get_value(), self.text.get_untracked());
        move || keep(&place, &words)
    }

    /// It has been sent.
    pub(crate) fn let_go(self) {
        self.text.try_set(String::new());
        if let Some(place) = self.place.try_get_value() {
            keep(&place, "");
            keep(&[&place, TRIED].concat(), "");
        }
    }
}

fn read(place: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(place).ok().flatten()
}

/// Where storage is full or off, the words last until the page is left.
fn keep(place: &str, words: &str) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let _ = if words.is_empty() { storage.remove_item(place) } else { storage.set_item(place, words) };
}

/// Nobody has used this key before.
fn fresh_key() -> String {
    let digits = || js_sys::Number::from(js_sys::Math::random()).to_string_with_radix(36).map(String::from);
    [digits(), digits()].into_iter().flatten().collect()
}
