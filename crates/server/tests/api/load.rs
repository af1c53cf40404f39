//! Too much at once, too slow, or mute: a server refuses that, and answers all others.

use std::time::Duration;

use domain::problem::{Code, Problem};
use reqwest::Response;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{PASSWORD, TestApp, code, login};

const LONG: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_millis(200);

/// A caller with bytes of its own.
struct Caller(TcpStream);

impl Caller {
    async fn connect(app: &TestApp) -> Self {
        Self(TcpStream::connect(app.origin.trim_start_matches("http://")).await.unwrap())
    }

    async fn send(&mut self, bytes: &str) {
        self.0.write_all(bytes.as_bytes()).await.unwrap();
    }

    /// Whatever comes until the connection is closed.
    async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(20), self.0.read_to_end(&mut bytes)).await;
        // What was sent to a connection that was closed resets it.
        let _ = read.expect("the connection is closed");
        String::from_utf8(bytes).unwrap()
    }

    /// Whatever comes until `end` has come.
    async fn until(&mut self, end: &str) {
        let mut bytes = Vec::new();
        while !String::from_utf8_lossy(&bytes).contains(end) {
            let read = tokio::time::timeout(Duration::from_secs(20), self.0.read_buf(&mut bytes)).await;
            assert!(read.expect("there is an answer").unwrap() > 0, "closed before {end}");
        }
    }
}

/// The head of a request with a body of this length.
fn head(request_line: &str, content_type: &str, length: usize, more: &str) -> String {
    format!(
        "{request_line} HTTP/1.1\r\nhost: test\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n{more}\r\n"
    )
}

fn sign_in_head(length: usize) -> String {
    head("POST /api/v1/auth/login", "application/json", length, "connection: close\r\n")
}

async fn get(app: &TestApp, path: &str) -> Response {
    reqwest::get(format!("{}{path}", app.origin)).await.unwrap()
}

#[tokio::test]
async fn what_exceeds_the_places_is_told_to_come_back() {
    let app = TestApp::with(|config| {
        config.max_requests = 2;
        config.patience.body = LONG;
    })
    .await;
    let mut slow = [Caller::connect(&app).await, Caller::connect(&app).await];
    for caller in &mut slow {
        // A request is handed over before its caller hears that it may go on: by then it has a place.
        let more = "connection: close\r\nexpect: 100-continue\r\n";
        caller.send(&head("POST /api/v1/auth/login", "application/json", 2, more)).await;
        caller.until("HTTP/1.1 100 Continue\r\n\r\n").await;
    }
    let criteria = "/api/v1/criteria";
    let refused = get(&app, criteria).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.headers()["retry-after"], "1");
    assert_eq!(refused.headers()["content-type"], "application/problem+json");
    let problem: Problem = serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
    assert_eq!((problem.code, problem.retry_after), (Code::Unavailable, Some(1)));
    for path in ["/livez", "/readyz"] {
        assert_eq!(get(&app, path).await.status(), 200, "{path}");
    }
    assert!(get(&app, "/metrics").await.text().await.unwrap().contains("cairn_requests_shed_total"));

    for caller in &mut slow {
        caller.send("[]").await;
        assert!(caller.rest().await.starts_with("HTTP/1.1 422 "), "who has a place is answered");
    }
    assert_eq!(get(&app, criteria).await.status(), 200);
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_refused() {
    let app = TestApp::with(|config| config.patience.body = SHORT).await;
    let noor = app.noor().await;
    let token = noor.client.refresh().await.unwrap().access_token;
    let authorization = format!("authorization: Bearer {token}\r\n");
    let photo = head("PUT /api/v1/me/photo", "image/png", 1000, &authorization);
    for head in [sign_in_head(1000), photo] {
        let mut slow = Caller::connect(&app).await;
        slow.send(&head).await;
        slow.send("{").await;
        let answer = slow.rest().await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains("\"code\":\"request_timeout\""), "{answer}");
    }
}

#[tokio::test]
async fn a_long_body_may_take_longer() {
    let app = TestApp::with(|config| config.patience.body = Duration::from_millis(500)).await;
    let mut steady = Caller::connect(&app).await;
    // These bytes give their sender more than six seconds.
    let most = " ".repeat(100_000);
    steady.send(&format!("{}{most}", sign_in_head(most.len() + 2))).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    steady.send("[]").await;
    assert!(steady.rest().await.starts_with("HTTP/1.1 422 "));
}

#[tokio::test]
async fn a_connection_that_never_asks_is_closed() {
    let app = TestApp::with(|config| config.patience.head = SHORT).await;
    let mut mute = Caller::connect(&app).await;
    mute.rest().await;
    let mut slow = Caller::connect(&app).await;
    slow.send("GET /livez HTT").await;
    assert!(slow.rest().await.starts_with("HTTP/1.1 408 "));
}

#[tokio::test]
async fn a_connection_that_asks_no_more_is_closed() {
    let app = TestApp::with(|config| config.patience.next = SHORT).await;
    let mut idle = Caller::connect(&app).await;
    idle.send("GET /livez HTTP/1.1\r\nhost: test\r\n\r\n").await;
    assert!(idle.rest().await.ends_with("alive\n"));
}

#[tokio::test]
async fn a_connection_that_never_finishes_its_next_request_is_closed() {
    let app = TestApp::with(|config| {
        config.patience.next = LONG;
        config.patience.mute = SHORT;
    })
    .await;
    let mut slow = Caller::connect(&app).await;
    slow.send("GET /livez HTTP/1.1\r\nhost: test\r\n\r\n").await;
    slow.until("alive\n").await;
    slow.send("GET /livez HTT").await;
    assert_eq!(slow.rest().await, "");
}

#[tokio::test]
async fn a_request_in_work_is_not_mute() {
    let app = TestApp::with(|config| {
        config.patience.body = LONG;
        config.patience.mute = SHORT;
    })
    .await;
    let mut slow = Caller::connect(&app).await;
    slow.send(&sign_in_head(2)).await;
    tokio::time::sleep(5 * SHORT).await;
    slow.send("[]").await;
    assert!(slow.rest().await.starts_with("HTTP/1.1 422 "));
}

#[tokio::test]
async fn a_flood_of_passwords_leaves_the_others_alone() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let others = (0..200).map(|_| {
        let app = app.app.clone();
        tokio::spawn(async move { app.auth.passwords.turns.take().await })
    });
    let others: Vec<_> = others.collect();

    let sign_in = || async { app.client().sign_in(&login(&noor.email, PASSWORD)).await };
    let body = serde_json::json!({ "email": noor.email, "password": PASSWORD }).to_string();
    let request = reqwest::Client::new().post(format!("{}/api/v1/auth/login", app.origin));
    let refused = request.header("content-type", "application/json").body(body).send().await.unwrap();
    assert_eq!((refused.status().as_u16(), &refused.headers()["retry-after"]), (503, &"5".parse().unwrap()));
    assert_eq!(code(sign_in().await), Code::Unavailable);
    assert_eq!(noor.client.me().await.unwrap().id, noor.me.id, "reads go on");
    noor.client.profile().await.unwrap();

    for other in others {
        other.abort();
        drop(other.await);
    }
    assert_eq!(sign_in().await.unwrap().me.id, noor.me.id);
}
