//! The typed client of the REST API: one line per operation, native and in the browser.
//!
//! A client knows where the API is and which access token to send. In the browser the refresh token travels in a
//! cookie by itself; native callers switch on the feature `cookies`.

#[cfg(target_family = "wasm")]
mod events;
pub mod json;
mod operations;
mod transport;
mod wire;

#[cfg(target_family = "wasm")]
pub use events::{Events, wait};
pub use operations::operations;
pub use transport::{Call, Client, Error, Mapped, Renewal};

/// A document and the version that it was read at; give the version back when saving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The document.
    pub value: T,
    /// The entity tag, for `If-Match`.
    pub version: String,
}
