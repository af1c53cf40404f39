//! How a request travels: natively by reqwest, in the browser by its own fetch.

#[cfg(target_family = "wasm")]
mod browser;
#[cfg(not(target_family = "wasm"))]
mod native;

#[cfg(target_family = "wasm")]
pub(crate) use browser::Http;
#[cfg(not(target_family = "wasm"))]
pub(crate) use native::Http;

/// A request, complete with its headers.
pub(crate) struct Request<'a> {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Option<&'a [u8]>,
}

/// What the server answered.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) version: Option<String>,
    /// Which build of the web app the server gives.
    pub(crate) build: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// The server could not be reached, or not in time.
pub(crate) struct Unreachable;
