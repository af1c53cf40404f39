//! Where the reader is in a long list. It is kept in the entry of the browser's history, so that coming back and
//! loading the page again find the list as it was: as long, and at the same place.
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// A place in a list.
pub(crate) struct Spot {
    /// How far the page was scrolled, in pixels.
    pub(crate) y: f64,
    /// How many items there were.
    pub(crate) shown: usize,
}

impl Spot {
    /// The place that was kept for the list of this name, where this entry of the history has one.
    pub(crate) fn kept(list: &str) -> Option<Self> {
        let kept = window().history().ok()?.state().ok()?.as_string()?;
        let mut parts = kept.splitn(3, ' ');
        let (y, shown, name) = (parts.next()?, parts.next()?, parts.next()?);
        (name == list).then_some(Self { y: y.parse().ok()?, shown: shown.parse().ok()? })
    }

    /// Keeps where the reader is now.
    pub(crate) fn keep(list: &str, shown: usize) {
        let y = window().scroll_y().unwrap_or_default().round();
        let state = JsValue::from_str(&[&y.to_string(), " ", &shown.to_string(), " ", list].concat());
        if let Ok(history) = window().history() {
            // A browser that takes no more entries just now loses a little comfort.
            let _ = history.replace_state(&state, "");
        }
    }

    /// Goes there once the list has been drawn.
    pub(crate) fn go(self) {
        request_animation_frame(move || window().scroll_to_with_x_and_y(0.0, self.y));
    }
}
