//! The stream of live news, read from the browser's own fetch: its EventSource sends no access token.

use gloo_net::http::RequestBuilder;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use crate::json;
use crate::operations::EVENTS;
use crate::transport::{Client, Error};

/// A stream that says nothing for so long has ended, whatever the browser knows; in milliseconds.
const SILENCE: i32 = 60_000;

/// An open stream of server-sent events. It is closed when it is let go, or by its controller.
#[derive(Debug)]
pub struct Events {
    reader: ReadableStreamDefaultReader,
    close: AbortController,
}

impl Client {
    /// Opens the stream of live news after the event of this id; `close` closes it. A session is renewed once where
    /// that is what it lacks.
    pub async fn events(&self, after: Option<&str>, close: &AbortController) -> Result<Events, Error> {
        let token = self.token();
        let first = self.open(after, close, token.as_deref()).await;
        if !self.has_a_newer_token(first.as_ref().err(), token).await {
            return first;
        }
        self.open(after, close, self.token().as_deref()).await
    }

    async fn open(
        &self,
        after: Option<&str>,
        close: &AbortController,
        token: Option<&str>,
    ) -> Result<Events, Error> {
        let mut request = RequestBuilder::new(&self.address(EVENTS))
            .header("accept", "text/event-stream")
            .abort_signal(Some(&close.signal()));
        if let Some(token) = token {
            request = request.header("authorization", &["Bearer ", token].concat());
        }
        if let Some(after) = after {
            request = request.header("last-event-id", after);
        }
        let answer = request.send().await.map_err(|_| Error::Unreachable)?;
        if !answer.ok() {
            let problem = answer.binary().await.map_err(|_| Error::Unreachable)?;
            return Err(
                json::read(&problem).map_or(Error::Unreadable, |problem| Error::Problem(Box::new(problem)))
            );
        }
        let body = answer.body().ok_or(Error::Unreadable)?;
        Ok(Events { reader: body.get_reader().unchecked_into(), close: close.clone() })
    }
}

impl Events {
    /// The next piece of the stream; nothing when it has ended.
    pub async fn next(&self) -> Option<Vec<u8>> {
        let next = Promise::race(&Array::of2(&self.reader.read(), &timer(SILENCE)));
        let piece = JsFuture::from(next).await.ok()?;
        let bytes = Reflect::get(&piece, &"value".into()).ok()?.dyn_into::<Uint8Array>().ok()?;
        Some(bytes.to_vec())
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.close.abort();
    }
}

/// Waits for so many milliseconds.
pub async fn wait(milliseconds: i32) {
    // A timer cannot fail.
    let _ = JsFuture::from(timer(milliseconds)).await;
}

/// Comes true after so many milliseconds.
fn timer(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let window = web_sys::window();
        let started = window.and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).ok()
        });
        if started.is_none() {
            // Without a timer nothing is waited for.
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    })
}
