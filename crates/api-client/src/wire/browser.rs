use gloo_net::http::RequestBuilder;

use super::{Request, Response, Unreachable};

/// In milliseconds.
const PATIENCE: u32 = 30_000;

#[derive(Clone)]
pub(crate) struct Http;

impl Http {
    pub(crate) fn new(_origin: &str) -> Self {
        Self
    }

    pub(crate) async fn send(&self, request: Request<'_>) -> Result<Response, Unreachable> {
        let method = request.method.parse().map_err(|_| Unreachable)?;
        let patience = web_sys::AbortSignal::timeout_with_u32(PATIENCE);
        let mut sent = RequestBuilder::new(&request.url).method(method).abort_signal(Some(&patience));
        for (name, value) in request.headers {
            sent = sent.header(name, &value);
        }
        let answer = match request.body {
            Some(body) => sent.body(js_sys::Uint8Array::from(body)).map_err(|_| Unreachable)?.send().await,
            None => sent.send().await,
        };
        let answer = answer.map_err(|_| Unreachable)?;
        let body = answer.binary().await.map_err(|_| Unreachable)?;
        let header = |name| answer.headers().get(name);
        Ok(Response { status: answer.status(), version: header("etag"), build: header("cairn-build"), body })
    }
}
