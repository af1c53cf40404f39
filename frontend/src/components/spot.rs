//! Where the reader is in a long list. It is kept in the entry of the browser's history, so that coming back and
//! loading the page again find the list as it was: as long, and at the same place.
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
        let kept: Array = window().history().ok()?.state().ok()?.dyn_into().ok()?;
        let (y, shown, name) = (kept.get(0), kept.get(1), kept.get(2));
        let kept = Self { y: y.as_f64()?, shown: shown.as_string()?.parse().ok()? };
        (name.as_string()? == list).then_some(kept)
    }

    /// Keeps where the reader is now.
    pub(crate) fn keep(list: &str, shown: usize) {
        let y = window().scroll_y().unwrap_or_default();
        let state = Array::of3(&y.into(), &shown.to_string().into(), &list.into());
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
