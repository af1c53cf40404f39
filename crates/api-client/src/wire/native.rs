use std::time::Duration;

use reqwest::header::{ETAG, ORIGIN};

use super::{Request, Response, Unreachable};

const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    origin: String,
}

impl Http {
    pub(crate) fn new(origin: &str) -> Self {
        let client = reqwest::Client::builder().timeout(PATIENCE);
        #[cfg(feature = "cookies")]
        let client = client.cookie_store(true);
        Self { client: client.build().unwrap_or_default(), origin: origin.to_owned() }
    }

    pub(crate) async fn send(&self, request: Request<'_>) -> Result<Response, Unreachable> {
        let method = request.method.parse().map_err(|_| Unreachable)?;
        // A browser says by itself where a request comes from.
        let mut sent = self.client.request(method, request.url).header(ORIGIN, &self.origin);
        for (name, value) in request.headers {
            sent = sent.header(name, value);
        }
        if let Some(body) = request.body {
            sent = sent.body(body.to_vec());
        }
        let answer = sent.send().await.map_err(|_| Unreachable)?;
        let header = |name: &str| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
        let (version, build) = (header(ETAG.as_str()), header("cairn-build"));
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(|_| Unreachable)?.to_vec();
        Ok(Response { status, version, build, body })
    }
}
