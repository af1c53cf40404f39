//! Letters on their way: a real SMTP connection, retries, order, and the mailbox page.

use chrono::Duration;
use domain::accounts::{ForgottenPassword, Role};

use crate::support::{Inbox, TestApp, registration};

async fn app_with(inbox: &Inbox) -> TestApp {
    let url = inbox.url.clone();
    TestApp::with(|config| {
        config.smtp_url = Some(url.into());
        config.mail_from = String::from("Cairn <cairn@programme.example>");
    })
    .await
}

#[tokio::test]
async fn a_letter_arrives_in_two_parts_and_leaves_nothing_behind() {
    let inbox = Inbox::new().await;
    let app = app_with(&inbox).await;
    app.client().register(&registration("Noor Haddad")).await.unwrap();
    app.until("the letter arrives", async || inbox.letters().len() == 1).await;
    let (to, letter) = inbox.letters().remove(0);
    assert_eq!(to, "noor.haddad@leeds.example");
    for line in [
        "From: Cairn <cairn@programme.example>",
        "To: noor.haddad@leeds.example",
        "Subject: Confirm your email address",
        "MIME-Version: 1.0",
    ] {
        assert!(letter.contains(line), "{line} in {letter}");
    }
    assert!(letter.contains("Message-ID: <") && letter.contains("@programme.example>"), "{letter}");
    assert!(
        letter.contains("multipart/alternative")
            && letter.contains("text/plain")
            && letter.contains("text/html")
    );
    app.until("the outbox is empty", async || left(&app).await == 0).await;
}

#[tokio::test]
async fn what_cannot_be_sent_now_is_sent_later_with_the_same_message_id() {
    let inbox = Inbox::new().await;
    inbox.answer(&["451 later", "421 overloaded", "535 who are you", "250 ok"]);
    let app = app_with(&inbox).await;
    app.client().register(&registration("Noor Haddad")).await.unwrap();
    for attempt in 1..=4 {
        app.until("it is tried again", async || inbox.attempts() == attempt).await;
        app.until("it is settled", async || !leased(&app).await).await;
        app.clock.advance(Duration::seconds(5 << (attempt - 1)));
        app.app.letters.notify_one();
    }
    app.until("the outbox is empty", async || left(&app).await == 0).await;
    assert_eq!((inbox.attempts(), inbox.letters().len()), (4, 1));
}

#[tokio::test]
async fn a_refusal_for_good_stops_and_lets_the_next_letter_through() {
    let inbox = Inbox::new().await;
    inbox.answer(&["550 no such person"]);
    let app = app_with(&inbox).await;
    app.client().register(&registration("Noor Haddad")).await.unwrap();
    app.until("the letter is given up", async || left(&app).await == 0).await;
    app.client().register(&registration("Noor Haddad")).await.unwrap();
    app.until("the next arrives", async || inbox.letters().len() == 1).await;
    app.until("the outbox is empty", async || left(&app).await == 0).await;
    assert_eq!(inbox.attempts(), 2);
}

#[tokio::test]
async fn what_was_taken_counts_as_sent_whatever_the_connection_does() {
    let inbox = Inbox::new().await;
    inbox.answer(&["250 hang up"]);
    let app = app_with(&inbox).await;
    app.client().register(&registration("Noor Haddad")).await.unwrap();
    app.until("the outbox is empty", async || left(&app).await == 0).await;
    app.client().register(&registration("Tomas Berg")).await.unwrap();
    app.until("the next arrives", async || inbox.letters().len() == 2).await;
    app.until("the outbox is empty", async || left(&app).await == 0).await;
    assert_eq!(inbox.letters()[1].0, "tomas.berg@leeds.example");
}

#[tokio::test]
async fn letters_to_one_person_arrive_in_order_and_others_do_not_wait() {
    let inbox = Inbox::new().await;
    inbox.answer(&["451 later"]);
    let app = app_with(&inbox).await;
    app.client().register(&registration("Noor Haddad")).await.unwrap();
    app.until("the first is put off", async || inbox.attempts() == 1 && !leased(&app).await).await;
    app.clock.advance(Duration::seconds(1));
    app.client().register(&registration("Noor Haddad")).await.unwrap();
    app.client().register(&registration("Tomas Berg")).await.unwrap();
    app.until("the other person's arrives", async || inbox.letters().len() == 1).await;
    app.clock.advance(Duration::seconds(5));
    app.app.letters.notify_one();
    app.until("all arrive", async || inbox.letters().len() == 3).await;
    let recipients: Vec<String> = inbox.letters().into_iter().map(|(to, _)| to).collect();
    assert_eq!(recipients[0], "tomas.berg@leeds.example");
    let ids: Vec<String> = inbox.letters()[1..].iter().map(|(_, letter)| message_id(letter)).collect();
    assert!(ids[0] < ids[1], "the older first: {ids:?}");
    app.until("the outbox is empty", async || left(&app).await == 0).await;
}

fn message_id(letter: &str) -> String {
    letter.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned()
}

#[tokio::test]
async fn the_mailbox_shows_letters_on_this_machine_only_when_asked_to() {
    let mut app = TestApp::with(|config| config.mailbox = true).await;
    app.letters_may_stay = true;
    let get = async |path: &str| {
        let answer = reqwest::get(format!("{}{path}", app.origin)).await.unwrap();
        let policy = answer.headers().get("content-security-policy").unwrap().to_str().unwrap().to_owned();
        (answer.status().as_u16(), policy, answer.text().await.unwrap())
    };
    assert!(get("/mailbox").await.2.contains("No letters yet"));
    let noor = app.join("Noor Haddad", &[Role::Mentee]).await;
    app.client().forgotten_password(&ForgottenPassword { email: noor.email }).await.unwrap();
    let (status, policy, list) = get("/mailbox").await;
    assert_eq!(status, 200);
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("script-src"), "{policy}");
    let id = list.split("/mailbox/").nth(1).unwrap().split('"').next().unwrap();
    assert!(get(&format!("/mailbox/{id}")).await.2.contains("reset?token="));
    assert!(get(&format!("/mailbox/{id}/text")).await.2.contains("/reset?token="));
    assert_eq!(get("/mailbox/7").await.0, 404);

    let closed = TestApp::new().await;
    let answer = reqwest::get(format!("{}/mailbox", closed.origin)).await.unwrap();
    assert!(!answer.text().await.unwrap().contains("Mailbox"));
}

async fn left(app: &TestApp) -> i64 {
    app.in_database(async |tx| cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM letters").unwrap().0).await
}

/// A letter is being sent: put off for longer than any pause so far.
async fn leased(app: &TestApp) -> bool {
    let soon = app.clock.now() + Duration::seconds(60);
    let found = app
        .in_database(async |tx| {
            cairn::fetch_optional!(tx, (i64,), "SELECT attempts FROM letters WHERE due_at > $1", soon)
                .unwrap()
        })
        .await;
    found.is_some()
}
