//! What pages need of the browser.
use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;

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
