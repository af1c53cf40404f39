//! Copying a text.
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::toast::Toasts;

/// Puts a text where it can be pasted from, and says so; browsers give no such place to pages that travel unencrypted.
pub(crate) fn copy(text: &str, toasts: Toasts, said: &'static str) {
    let place =
        Reflect::get(&window().navigator(), &"clipboard".into()).ok().filter(|place| !place.is_undefined());
    let write = place.as_ref().and_then(|place| Reflect::get(place, &"writeText".into()).ok());
    if let (Some(place), Some(Ok(write))) = (place, write.map(JsCast::dyn_into::<Function>))
        && write.call1(&place, &text.into()).is_ok()
    {
        toasts.say(said);
    }
}
