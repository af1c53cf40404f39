use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll, ready};

use domain::problem::{Code, Problem};
use serde::de::DeserializeOwned;

use crate::Versioned;
use crate::json;
use crate::wire::{Http, Request, Unreachable};

/// Resolves to whether there is a new access token.
#[cfg(not(target_family = "wasm"))]
pub type Renewal = Pin<Box<dyn Future<Output = bool> + Send>>;
/// Resolves to whether there is a new access token.
#[cfg(target_family = "wasm")]
pub type Renewal = Pin<Box<dyn Future<Output = bool>>>;

#[cfg(not(target_family = "wasm"))]
type Sending = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>;
#[cfg(target_family = "wasm")]
type Sending = Pin<Box<dyn Future<Output = Result<Answer, Error>>>>;

/// An operation, and what it will answer. Sending is compiled once for all operations; only reading knows the type.
#[must_use = "nothing is sent until it is awaited"]
pub struct Call<T> {
    sending: Sending,
    read: fn(Answer) -> Result<T, Error>,
}

impl<T> Future for Call<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.sending.as_mut().poll(context))?;
        Poll::Ready((self.read)(answer))
    }
}

impl<T: 'static> Call<T> {
    /// The operation, answering what `make` makes of its answer: whoever awaits it need not know the answer's type.
    pub fn map<U: 'static>(self, make: fn(T) -> U) -> Mapped<U> {
        let Self { sending, read } = self;
        Mapped { sending, read: Some(Box::new(move |answer| read(answer).map(make))) }
    }
}

type Reading<U> = Box<dyn FnOnce(Answer) -> Result<U, Error> + Send>;

/// An operation, and what is made of its answer.
#[must_use = "nothing is sent until it is awaited"]
pub struct Mapped<U> {
    sending: Sending,
    /// Until it is there.
    read: Option<Reading<U>>,
}

impl<U> Future for Mapped<U> {
    type Output = Result<U, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.sending.as_mut().poll(context))?;
        let read = self.read.take().ok_or(Error::Unreadable)?;
        Poll::Ready(read(answer))
    }
}

/// Why an operation gave no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The server refused, and says why.
    Problem(Box<Problem>),
    /// The server could not be reached, or not in time.
    Unreachable,
    /// The answer was not what this version of the client understands.
    Unreadable,
}

impl Error {
    /// The server's code, where the server refused.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Unreachable | Self::Unreadable => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => f.write_str(&problem.title),
            Self::Unreachable => f.write_str("The server could not be reached."),
            Self::Unreadable => f.write_str("The answer could not be read."),
        }
    }
}

impl std::error::Error for Error {}

/// What is told which build the server gives.
type SeeBuild = dyn Fn(&str) + Send + Sync;

/// A client of one server. Clones share the access token.
#[derive(Clone)]
pub struct Client {
    http: Http,
    origin: String,
    token: Arc<RwLock<Option<String>>>,
    renew: Option<Arc<dyn Fn() -> Renewal + Send + Sync>>,
    see_build: Option<Arc<SeeBuild>>,
}

/// What a request carries besides its address.
#[derive(Default)]
pub(crate) struct Load {
    pub(crate) body: Option<(&'static str, Vec<u8>)>,
    pub(crate) version: Option<String>,
    pub(crate) key: Option<String>,
}

/// What came back from a request that was not refused.
pub(crate) struct Answer {
    version: Option<String>,
    body: Vec<u8>,
}

impl Client {
    /// A client of the server at `origin` (scheme, host and port, without a slash at the end).
    pub fn new(origin: impl Into<String>) -> Self {
        let origin = origin.into();
        Self { http: Http::new(&origin), origin, token: Arc::default(), renew: None, see_build: None }
    }

    /// When the server does not take the access token, asks `renew` for a new one, then tries once more.
    pub fn renewing(mut self, renew: impl Fn() -> Renewal + Send + Sync + 'static) -> Self {
        self.renew = Some(Arc::new(renew));
        self
    }

    /// Tells `see` with each answer which build of the web app the server gives.
    pub fn seeing_build(mut self, see: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.see_build = Some(Arc::new(see));
        self
    }

    /// Sends this access token from now on, or none.
    pub fn set_token(&self, token: Option<String>) {
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = token;
    }

    pub(crate) fn token(&self) -> Option<String> {
        self.token.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn address(&self, path: &str) -> String {
        [&self.origin, "/api/v1/", path].concat()
    }

    /// An operation whose answer `read` reads. A body that could not be written is not sent.
    pub(crate) fn call<T>(
        &self,
        method: &'static str,
        path: String,
        load: Result<Load, Error>,
        read: fn(Answer) -> Result<T, Error>,
    ) -> Call<T> {
        Call { sending: self.sending(method, path, load), read }
    }

    fn sending(&self, method: &'static str, path: String, load: Result<Load, Error>) -> Sending {
        let client = self.clone();
        Box::pin(async move { client.send(method, &path, load?).await })
    }

    /// Sends a request and renews the session once where that is what it lacks.
    async fn send(&self, method: &'static str, path: &str, load: Load) -> Result<Answer, Error> {
        let token = self.token();
        let first = self.try_once(method, path, &load, token.as_deref()).await;
        // What begins, renews or ends a session does not wait for its renewal.
        if path.starts_with("auth/") || !self.has_a_newer_token(first.as_ref().err(), token).await {
            return first;
        }
        self.try_once(method, path, &load, self.token().as_deref()).await
    }

    /// After a refusal: whether `token` is what it lacked, and there is a newer one by now.
    pub(crate) async fn has_a_newer_token(&self, refusal: Option<&Error>, token: Option<String>) -> bool {
        let Some(renew) = self.renew.as_ref().filter(|_| token.is_some()) else { return false };
        let code = refusal.and_then(Error::code);
        matches!(code, Some(Code::Unauthenticated | Code::SessionEnded))
            && (self.token() != token || renew().await)
    }

    async fn try_once(
        &self,
        method: &'static str,
        path: &str,
        load: &Load,
        token: Option<&str>,
    ) -> Result<Answer, Error> {
        let mut headers = Vec::new();
        if let Some(token) = token {
            headers.push(("authorization", ["Bearer ", token].concat()));
        }
        if let Some(version) = &load.version {
            headers.push(("if-match", version.clone()));
        }
        if let Some(key) = &load.key {
            headers.push(("idempotency-key", key.clone()));
        }
        if let Some((media_type, _)) = load.body {
            headers.push(("content-type", media_type.to_owned()));
        }
        let url = self.address(path);
        let body = load.body.as_ref().map(|(_, body)| body.as_slice());
        let request = Request { method, url, headers, body };
        let response = self.http.send(request).await.map_err(|Unreachable| Error::Unreachable)?;
        if let (Some(see), Some(build)) = (&self.see_build, &response.build) {
            see(build);
        }
        if response.status >= 400 {
            let problem = json::read(&response.body).ok_or(Error::Unreadable)?;
            return Err(Error::Problem(Box::new(problem)));
        }
        Ok(Answer { version: response.version, body: response.body })
    }
}

impl Answer {
    /// Reads the body; an empty one is `()`.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
        let body = if self.body.is_empty() { b"null" } else { self.body.as_slice() };
        json::read(body).ok_or(Error::Unreadable)
    }

    /// Reads the body and the entity tag.
    pub(crate) fn versioned<T: DeserializeOwned>(mut self) -> Result<Versioned<T>, Error> {
        let version = self.version.take().ok_or(Error::Unreadable)?;
        Ok(Versioned { value: self.read()?, version })
    }

    /// The body as it came.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "one of the ways to read an answer, and the others can fail"
    )]
    pub(crate) fn bytes(self) -> Result<Vec<u8>, Error> {
        Ok(self.body)
    }
}
