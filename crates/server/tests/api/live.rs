//! Live news: open pages hear what is new for them, and miss nothing.

use std::time::{Duration, Instant};

use domain::accounts::Role;
use domain::events::Event;
use domain::ids::RelationshipId;
use domain::notifications::{Live, LiveKind};
use uuid::Uuid;

use crate::servers::break_the_feed;
use crate::support::{Database, OpenPage, PASSWORD, Person, TestApp, login, postgres};

/// Something that is told to somebody.
fn news(told: &Person) -> Event {
    Event::RelationshipClosed { relationship: RelationshipId(Uuid::nil()), told: told.me.id }
}

#[tokio::test]
async fn an_open_page_hears_what_is_new_for_its_reader_only() {
    let app = TestApp::new().await;
    let (noor, tomas) = (app.noor().await, app.join("Tomas Berg", &[Role::Mentee]).await);
    let (mut page, mut other) =
        (OpenPage::of(&app, &noor, None).await, OpenPage::of(&app, &tomas, None).await);
    let headers = page.answer.headers();
    assert_eq!(headers["content-type"], "text/event-stream");
    assert_eq!(headers["cache-control"], "no-store, no-transform");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(!headers.contains_key("content-encoding") && !headers.contains_key("content-length"));
    let hello = page.next().await.unwrap();
    assert_eq!((hello.event.as_deref(), hello.id, hello.data.as_str()), (Some("hello"), 0, "0"));
    assert_eq!(other.next().await.unwrap().id, 0);

    app.happened(&news(&noor)).await;
    let heard = page.next().await.unwrap();
    assert_eq!((heard.event.as_ref(), heard.live()), (None, Live::about(LiveKind::Notification)));
    app.happened(&news(&tomas)).await;
    app.happened(&news(&noor)).await;
    assert!(page.next().await.unwrap().id > heard.id);
    assert_eq!(other.next().await.unwrap().live().kind, LiveKind::Notification);
}

#[tokio::test]
async fn a_page_that_comes_back_misses_nothing_and_hears_nothing_twice() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    app.happened(&news(&noor)).await;
    let mut page = OpenPage::of(&app, &noor, None).await;
    let seen = page.next().await.unwrap().id;
    drop(page);
    for _ in 0..120 {
        app.happens(&news(&noor)).await;
    }
    app.happened(&news(&noor)).await;

    let mut page = OpenPage::of(&app, &noor, Some(seen)).await;
    let mut numbers = Vec::new();
    for _ in 0..121 {
        let heard = page.next().await.unwrap();
        assert_eq!(heard.event, None);
        numbers.push(heard.id);
    }
    assert!(numbers[0] > seen && numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    app.happened(&news(&noor)).await;
    let newest = page.next().await.unwrap().id;
    assert!(newest > numbers[120]);

    let path = format!("{}/api/v1/events?last_event_id={newest}", app.origin);
    let token = app.client().sign_in(&login(&noor.email, PASSWORD)).await.unwrap().access_token;
    let request = reqwest::Client::new().get(path).header("authorization", format!("Bearer {token}"));
    let mut by_address = OpenPage::sent(request).await;
    app.happened(&news(&noor)).await;
    assert_eq!(by_address.next().await, page.next().await);
}

#[tokio::test]
async fn a_page_that_was_away_for_too_long_begins_anew() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    for _ in 0..3 {
        app.happened(&news(&noor)).await;
    }
    app.in_database(async |tx| cairn::execute!(tx, "DELETE FROM live_events WHERE number < 6").unwrap())
        .await;
    for (seen, hello) in [(2, true), (99, true), (6, false)] {
        let mut page = OpenPage::of(&app, &noor, Some(seen)).await;
        app.happened(&news(&noor)).await;
        let heard = page.next().await.unwrap();
        assert_eq!(heard.event.is_some(), hello, "after {seen}");
    }
}

#[tokio::test]
async fn a_page_ends_with_its_session_and_with_its_token() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let (browser, other) = (app.client(), app.another_browser(&noor).await);
    let token = browser.sign_in(&login(&noor.email, PASSWORD)).await.unwrap().access_token;
    browser.set_token(Some(token.clone()));
    let mut page = OpenPage::with(&app, &token, None).await;
    let mut stays = OpenPage::of(&app, &noor, None).await;
    assert!(page.next().await.is_some() && stays.next().await.is_some());
    browser.sign_out().await.unwrap();
    assert_eq!(page.next().await, None);

    app.happened(&news(&noor)).await;
    assert!(stays.next().await.is_some());
    app.clock.advance(chrono::Duration::minutes(10));
    // Whatever wakes it: it is over.
    other.sign_out().await.unwrap();
    assert_eq!(stays.next().await, None);
}

#[tokio::test]
async fn the_server_stops_at_once_though_pages_are_open() {
    let mut app = TestApp::new().await;
    let noor = app.noor().await;
    let mut page = OpenPage::of(&app, &noor, None).await;
    assert!(page.next().await.is_some());
    let told = Instant::now();
    app.stop();
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
    assert_eq!(page.next().await, None);
}

#[tokio::test]
async fn what_is_told_by_one_server_is_heard_on_the_other() {
    if postgres().is_none() {
        return;
    }
    let here = TestApp::new().await;
    let there = TestApp::on(Database::at(here.database_url()), |_| {});
    let noor = here.noor().await;
    let mut page = OpenPage::of(&there, &noor, None).await;
    let mut seen = page.next().await.unwrap().id;
    for round in 0..6 {
        if round == 3 {
            there.until("the feed breaks", async || break_the_feed(here.database_url()).await >= 2).await;
        }
        here.happened(&news(&noor)).await;
        let heard = page.next().await.unwrap();
        assert!(heard.id > seen && heard.event.is_none(), "{heard:?} after {seen}");
        seen = heard.id;
    }
    let notifications = noor.client.notifications("").await.unwrap();
    assert_eq!(notifications.items.len(), 6, "told once, though two servers tell");
}
