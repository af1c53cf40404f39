//! What travels as JSON, and what is kept on a device: natively read by serde_json, in the browser by its own parser.

#[cfg(target_family = "wasm")]
mod browser;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads JSON; nothing when it is none, or not of this type.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    #[cfg(target_family = "wasm")]
    return browser::read(json);
    #[cfg(not(target_family = "wasm"))]
    serde_json::from_slice(json).ok()
}

/// Writes JSON; nothing when this cannot be written so.
pub fn write<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}
