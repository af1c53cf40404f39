use std::time::Duration;

use domain::notifications::Live;
use reqwest::{RequestBuilder, Response};

use super::{PASSWORD, Person, TestApp, login};

/// A page that is open and listens to live news.
pub(crate) struct OpenPage {
    /// What the server answered.
    pub(crate) answer: Response,
    heard: String,
}

/// What a page hears.
#[derive(Debug, PartialEq)]
pub(crate) struct Heard {
    /// The kind of event, where it has one.
    pub(crate) event: Option<String>,
    /// Its number.
    pub(crate) id: i64,
    /// What it says.
    pub(crate) data: String,
}

impl Heard {
    /// The piece of news.
    pub(crate) fn live(&self) -> Live {
        serde_json::from_str(&self.data).unwrap()
    }
}

impl OpenPage {
    /// Opens a page, in a session of its own.
    pub(crate) async fn of(app: &TestApp, person: &Person, seen: Option<i64>) -> Self {
        let token = app.client().sign_in(&login(&person.email, PASSWORD)).await.unwrap().access_token;
        Self::with(app, &token, seen).await
    }

    /// Opens a page with this access token.
    pub(crate) async fn with(app: &TestApp, token: &str, seen: Option<i64>) -> Self {
        let request = reqwest::Client::new().get(format!("{}/api/v1/events", app.origin));
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = match seen {
            Some(seen) => request.header("last-event-id", seen.to_string()),
            None => request,
        };
        Self::sent(request).await
    }

    /// Opens a page by this request.
    pub(crate) async fn sent(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        Self { answer, heard: String::new() }
    }

    /// The next event; none when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Heard> {
        loop {
            while let Some(end) = self.heard.find("\n\n") {
                let heard = event(&self.heard[..end]);
                self.heard.drain(..end + 2);
                if heard.is_some() {
                    return heard;
                }
            }
            let more = tokio::time::timeout(Duration::from_secs(10), self.answer.chunk()).await;
            // A server that is gone ends the stream too.
            let more = more.expect("something is heard within ten seconds").ok().flatten()?;
            self.heard += std::str::from_utf8(&more).unwrap();
        }
    }
}

/// An event, unless it is only there to keep the connection open.
fn event(block: &str) -> Option<Heard> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let (id, data) = (field("id")?.parse().unwrap(), field("data")?.to_owned());
    Some(Heard { event: field("event").map(str::to_owned), id, data })
}
