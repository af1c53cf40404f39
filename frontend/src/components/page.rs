//! What pages need of the browser.
use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Names the page in the browser's tab and history.
pub(crate) fn title(words: &str) {
    document().set_title(&[words, " · Cairn"].concat());
}

/// The day of a moment as the reader's calendar has it: "24 February 2026".
pub(crate) fn date(at: DateTime<Utc>) -> String {
    let options = Object::new();
    for (name, value) in [("day", "numeric"), ("month", "long"), ("year", "numeric")] {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let moment = Date::new(&(at.timestamp_millis() as f64).into());
    let format = Intl::DateTimeFormat::new(&Array::of1(&"en-GB".into()), &options).format();
    let shown = format.call1(&wasm_bindgen::JsValue::UNDEFINED, &moment);
    shown.ok().and_then(|shown| shown.as_string()).unwrap_or_default()
}

/// Moves the focus to the element of this id once the page has been drawn again.
pub(crate) fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let place = document().get_element_by_id(&id);
        if let Some(Ok(place)) = place.map(JsCast::dyn_into::<web_sys::HtmlElement>) {
            let _ = place.focus();
        }
    });
}
