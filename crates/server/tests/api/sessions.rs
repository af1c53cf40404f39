//! Sessions: going on, signing out, and what a stolen token is worth.

use chrono::Duration;
use domain::ids::SessionId;
use domain::problem::Code;
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};

use crate::support::{Database, PASSWORD, TestApp, code, login};

#[tokio::test]
async fn an_access_token_lasts_ten_minutes_and_the_session_goes_on() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    app.clock.advance(Duration::seconds(599));
    noor.client.me().await.unwrap();
    app.clock.advance(Duration::seconds(1));
    assert_eq!(code(noor.client.me().await), Code::Unauthenticated);
    for _ in 0..3 {
        let signed_in = noor.client.refresh().await.unwrap();
        noor.client.set_token(Some(signed_in.access_token));
        noor.client.me().await.unwrap();
        app.clock.advance(Duration::days(29));
    }
    app.clock.advance(Duration::days(1));
    assert_eq!(code(noor.client.refresh().await), Code::SessionEnded);
}

#[tokio::test]
async fn signing_out_ends_one_session_or_all() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let phone = app.another_browser(&noor).await;
    let tablet = app.another_browser(&noor).await;
    let sessions = noor.client.sessions().await.unwrap().items;
    assert_eq!((sessions.len(), sessions.iter().filter(|session| session.current).count()), (3, 1));

    phone.sign_out().await.unwrap();
    assert_eq!(code(phone.me().await), Code::Unauthenticated);
    assert_eq!(code(phone.refresh().await), Code::SessionEnded);
    phone.sign_out().await.unwrap();

    let current = tablet.sessions().await.unwrap().items.into_iter().find(|session| session.current).unwrap();
    noor.client.end_session(current.id).await.unwrap();
    assert_eq!(code(tablet.me().await), Code::Unauthenticated);
    assert_eq!(code(noor.client.end_session(current.id).await), Code::NotFound);

    let laptop = app.another_browser(&noor).await;
    laptop.sign_out_everywhere().await.unwrap();
    for client in [&laptop, &noor.client] {
        assert_eq!(code(client.me().await), Code::Unauthenticated);
        assert_eq!(code(client.refresh().await), Code::SessionEnded);
    }
}

#[tokio::test]
async fn somebody_elses_session_is_not_there() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let tomas = app.join("Tomas Berg", &[domain::accounts::Role::Mentor]).await;
    let session = tomas.client.sessions().await.unwrap().items[0].id;
    assert_eq!(code(noor.client.end_session(session).await), Code::NotFound);
    assert_eq!(code(noor.client.end_session(SessionId(uuid::Uuid::nil())).await), Code::NotFound);
    tomas.client.me().await.unwrap();
}

/// A browser that shows its cookies.
struct Plain<'a>(&'a TestApp);

impl Plain<'_> {
    async fn sign_in(&self, email: &str) -> String {
        let body = serde_json::to_string(&login(email, PASSWORD)).unwrap();
        let request = reqwest::Client::new().post(format!("{}/api/v1/auth/login", self.0.origin));
        cookie(&request.header("content-type", "application/json").body(body).send().await.unwrap()).unwrap()
    }

    async fn refresh(&self, cookie: &str, origin: &str) -> reqwest::Response {
        let request = reqwest::Client::new().post(format!("{}/api/v1/auth/refresh", self.0.origin));
        request.header(COOKIE, cookie).header(ORIGIN, origin).send().await.unwrap()
    }
}

fn cookie(answer: &reqwest::Response) -> Option<String> {
    let cookie = answer.headers().get(SET_COOKIE)?.to_str().unwrap();
    assert!(
        cookie.starts_with("refresh=") && cookie.contains("; HttpOnly; SameSite=Strict; Path=/;"),
        "{cookie}"
    );
    Some(cookie.split(';').next().unwrap().to_owned())
}

#[tokio::test]
async fn two_tabs_do_not_sign_each_other_out_and_a_stolen_token_ends_the_session() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let browser = Plain(&app);
    let first = browser.sign_in(&noor.email).await;
    let one = browser.refresh(&first, &app.origin).await;
    app.clock.advance(Duration::seconds(30));
    let two = browser.refresh(&first, &app.origin).await;
    assert_eq!((one.status().as_u16(), two.status().as_u16()), (200, 200));
    let (one, two) = (cookie(&one).unwrap(), cookie(&two).unwrap());
    assert_ne!(one, two);
    for tab in [&one, &two] {
        assert_eq!(browser.refresh(tab, &app.origin).await.status(), 200);
    }

    let newest = cookie(&browser.refresh(&two, &app.origin).await).unwrap();
    app.clock.advance(Duration::seconds(31));
    assert_eq!(browser.refresh(&two, &app.origin).await.status(), 401);
    assert_eq!(browser.refresh(&newest, &app.origin).await.status(), 401);
    noor.client.me().await.unwrap();
}

#[tokio::test]
async fn other_sites_cannot_go_on_with_a_session() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let browser = Plain(&app);
    let cookie = browser.sign_in(&noor.email).await;
    for origin in ["https://evil.example", "null", "http://localhost.evil.example"] {
        let answer = browser.refresh(&cookie, origin).await;
        assert_eq!(answer.status(), 403, "{origin}");
    }
    assert_eq!(browser.refresh(&cookie, &app.origin).await.status(), 200);
    assert_eq!(browser.refresh("refresh=unknown", &app.origin).await.status(), 401);
}

#[tokio::test]
async fn what_another_server_ended_has_ended_here_within_a_second() {
    if crate::support::postgres().is_none() {
        return;
    }
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let session = noor.client.sessions().await.unwrap().items[0].id;
    app.in_database(async |tx| {
        cairn::auth::store::end_session(tx, noor.me.id, session, app.clock.now()).await.unwrap();
    })
    .await;
    app.until("the session ends", async || noor.client.me().await.is_err()).await;
}

#[tokio::test]
async fn what_has_ended_stays_ended_when_the_server_starts_anew() {
    let mut app = TestApp::new().await;
    // Another server's clock stands at nine: it starts two minutes after the end.
    app.clock.advance(Duration::minutes(-2));
    let noor = app.noor().await;
    let (browser, laptop) = (app.client(), app.client());
    let ended = browser.sign_in(&login(&noor.email, PASSWORD)).await.unwrap().access_token;
    let kept = laptop.sign_in(&login(&noor.email, PASSWORD)).await.unwrap().access_token;
    browser.set_token(Some(ended.clone()));
    browser.sign_out().await.unwrap();
    app.stop();
    let again = TestApp::on(Database::at(app.database_url()), |_| {});
    let client = again.client();
    client.set_token(Some(kept));
    client.me().await.unwrap();
    client.set_token(Some(ended));
    assert_eq!(code(client.me().await), Code::Unauthenticated);
}

#[tokio::test]
async fn a_signing_key_stays_until_its_last_token_has_expired() {
    let mut app = TestApp::new().await;
    app.stop();
    let now = app.clock.now();
    // It signs for two minutes more, its last token lasts for ten, and two clocks may be a minute apart.
    for (minutes, kept) in [(12, 2), (14, 1)] {
        app.in_database(async |tx| {
            cairn::execute!(tx, "DELETE FROM signing_keys").unwrap();
            for (id, age) in [(1, Duration::days(91)), (2, Duration::minutes(minutes))] {
                let id = uuid::Uuid::from_u128(id);
                cairn::auth::store::insert_key(tx, id, &[7; 32], now - age).await.unwrap();
            }
        })
        .await;
        drop(TestApp::on(Database::at(app.database_url()), |_| {}));
        let keys = app.in_database(async |tx| cairn::auth::store::keys(tx).await.unwrap().len()).await;
        assert_eq!(keys, kept, "{minutes} minutes after the next was made");
    }
}

#[tokio::test]
async fn over_https_cookies_are_bound_to_the_host() {
    let app = TestApp::with(|config| config.public_url = Some("https://mentoring.example".to_owned())).await;
    let body = serde_json::to_string(&crate::support::registration("Noor Haddad")).unwrap();
    let request = reqwest::Client::new().post(format!("{}/api/v1/auth/register", app.origin));
    let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
    let cookie = answer.headers().get(SET_COOKIE).unwrap().to_str().unwrap();
    assert!(cookie.starts_with("__Host-registration=") && cookie.contains("; Secure"), "{cookie}");
    let (_, text) = app.letter_to("noor.haddad@leeds.example").await;
    assert!(text.contains("https://mentoring.example/verify?token="), "{text}");
}
