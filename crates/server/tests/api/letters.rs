//! Letters on their way: a real SMTP connection, retries, order, and the mailbox page.

use chrono::Duration;
use domain::accounts::{ForgottenPassword, Role};
use domain::events::{Event, RequestFact};
use domain::ids::LetterId;

use crate::support::{Inbox, TestApp, fact, plain, registration};

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
async fn a_receiver_that_falls_silent_after_its_250_gets_no_second_copy_and_holds_nothing_up() {
    let inbox = Inbox::new().await;
    inbox.answer(&["250 silence"; 2]);
    let app = app_with(&inbox).await;
    for (number, name) in ["Noor Haddad", "Tomas Berg", "Wanjiru Mwangi"].into_iter().enumerate() {
        app.client().register(&registration(name)).await.unwrap();
        app.until("it arrives", async || inbox.letters().len() == number + 1).await;
        app.until("the outbox is empty", async || left(&app).await == 0).await;
    }
    app.clock.advance(Duration::hours(2));
    app.app.letters.notify_one();
    app.client().register(&registration("Ilse Brandt")).await.unwrap();
    app.until("the last arrives", async || inbox.letters().len() == 4).await;
    assert_eq!(inbox.attempts(), 4);
    app.until("the outbox is empty", async || left(&app).await == 0).await;
}

#[tokio::test]
async fn when_the_mail_server_is_back_after_an_hour_everything_arrives_in_order() {
    let mut inbox = Inbox::new().await;
    let app = app_with(&inbox).await;
    let noor = app.join_by_letter(&inbox, "Noor Haddad").await;
    let wanjiru = app.join_by_letter(&inbox, "Wanjiru Mwangi").await;
    inbox.down().await;
    let facts: Vec<RequestFact> = (0..4).map(|_| fact(&wanjiru, &noor)).collect();
    for fact in &facts {
        app.happened(&Event::RequestSent(fact.clone())).await;
        app.happened(&Event::MoreAsked(fact.clone())).await;
    }
    let mut tried = 0;
    for _ in 0..12 {
        app.until("the oldest to each are put off", async || !due(&app).await).await;
        let attempts = attempts(&app).await;
        assert!(attempts >= tried);
        tried = attempts;
        app.clock.advance(Duration::minutes(5));
        app.app.letters.notify_one();
    }
    app.until("the oldest to each are put off", async || !due(&app).await).await;
    assert_eq!(attempts(&app).await, 9, "they wait longer each time");
    assert_eq!(inbox.letters().len(), 2);

    inbox.up().await;
    app.clock.advance(Duration::hours(1));
    app.app.letters.notify_one();
    app.until("all arrive", async || left(&app).await == 0).await;
    for person in [&wanjiru, &noor] {
        let letters: Vec<String> = inbox.letters()[2..]
            .iter()
            .filter(|(to, _)| *to == person.email)
            .map(|(_, text)| plain(text))
            .collect();
        let in_order =
            letters.iter().zip(&facts).all(|(text, fact)| text.contains(&fact.request.to_string()));
        assert!(letters.len() == facts.len() && in_order, "{letters:?}");
    }
}

#[tokio::test]
async fn letters_of_one_moment_arrive_in_order() {
    let inbox = Inbox::new().await;
    let app = app_with(&inbox).await;
    let wanjiru = app.join_by_letter(&inbox, "Wanjiru Mwangi").await;
    let noor = app.join_by_letter(&inbox, "Noor Haddad").await;
    let facts: Vec<RequestFact> = (0..8).map(|_| fact(&wanjiru, &noor)).collect();
    for fact in &facts {
        app.happens(&Event::RequestSent(fact.clone())).await;
    }
    app.app.events.notify_one();
    app.until("all arrive", async || inbox.letters().len() == 2 + facts.len()).await;
    for ((_, letter), fact) in inbox.letters()[2..].iter().zip(&facts) {
        assert!(plain(letter).contains(&fact.request.to_string()), "{letter} should be about {fact:?}");
    }
    app.until("the outbox is empty", async || left(&app).await == 0).await;
}

#[tokio::test]
async fn what_became_of_a_letter_is_on_record_without_its_text() {
    let inbox = Inbox::new().await;
    let app = app_with(&inbox).await;
    let wanjiru = app.join_by_letter(&inbox, "Wanjiru Mwangi").await;
    let noor = app.join_by_letter(&inbox, "Noor Haddad").await;
    app.until("nothing is left of letters to those who had not joined", async || {
        records(&app).await.is_empty()
    })
    .await;

    app.happened(&Event::RequestSent(fact(&wanjiru, &noor))).await;
    app.until("it is sent", async || left(&app).await == 0).await;
    let letter = plain(&inbox.letters().pop().unwrap().1);
    assert!(letter.contains("List-Unsubscribe: <http") && letter.contains("&kind=requests>"), "{letter}");
    assert!(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{letter}");
    let sent = Record::new("request-received", "sent", "");
    assert_eq!(records(&app).await, [sent]);

    inbox.answer(&["550 no such person"]);
    app.happened(&Event::RequestDeclined(fact(&wanjiru, &noor))).await;
    app.until("it is refused", async || left(&app).await == 0).await;
    let refused = records(&app).await.pop().unwrap();
    assert_eq!((refused.state.as_str(), refused.said.as_str(), refused.emptied), ("refused", "550", false));
    app.clock.advance(Duration::hours(2));
    app.happened(&Event::RequestDeclined(fact(&wanjiru, &noor))).await;
    app.until("the next arrives", async || left(&app).await == 0).await;
    assert_eq!(inbox.attempts(), 5, "what was refused is not tried again by itself");

    let (id,) = app
        .in_database(async |tx| {
            cairn::fetch_one!(tx, (uuid::Uuid,), "SELECT id FROM letters WHERE state = 'refused'").unwrap()
        })
        .await;
    let retry = async || {
        let now = app.clock.now();
        app.in_database(async |tx| cairn::mail::store::retry(tx, LetterId(id), now).await.unwrap()).await
    };
    assert!(retry().await);
    app.app.letters.notify_one();
    app.until("it arrives after all", async || inbox.letters().len() == 5).await;
    app.until("it is sent", async || left(&app).await == 0).await;
    assert!(!retry().await, "there is nothing to send any more");
    assert!(records(&app).await.iter().all(|record| record.state == "sent" && record.emptied));
}

#[tokio::test]
async fn a_letter_that_could_not_be_sent_for_four_days_has_failed() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = (app.join("Wanjiru Mwangi", &[Role::Mentor]).await, app.noor().await);
    app.happened(&Event::RequestSent(fact(&wanjiru, &noor))).await;
    app.client().register(&registration("Tomas Berg")).await.unwrap();
    let (old, now) = (app.clock.now() + Duration::seconds(1), app.clock.now() + Duration::days(4));
    let given_up = app.in_database(async |tx| cairn::mail::store::give_up(tx, old, now).await.unwrap()).await;
    assert_eq!(given_up.len(), 2);
    assert_eq!(records(&app).await, [Record::new("request-received", "failed", "")]);
    app.in_database(async |tx| cairn::mail::store::delete_old(tx, old).await.unwrap()).await;
    assert_eq!(records(&app).await, []);
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

/// What is on record of a letter.
#[derive(Debug, PartialEq, sqlx::FromRow)]
struct Record {
    occasion: String,
    state: String,
    said: String,
    settled: bool,
    emptied: bool,
}

impl Record {
    fn new(occasion: &str, state: &str, said: &str) -> Self {
        let [occasion, state, said] = [occasion, state, said].map(str::to_owned);
        Self { occasion, state, said, settled: true, emptied: true }
    }
}

async fn records(app: &TestApp) -> Vec<Record> {
    app.in_database(async |tx| {
        cairn::fetch_all!(
            tx,
            Record,
            "SELECT occasion, state, said, settled_at IS NOT NULL AS settled,
                    recipient = '' AND subject = '' AND text_body = '' AND html_body = '' AND unsubscribe = ''
                    AND about_id IS NULL AS emptied
             FROM letters ORDER BY id"
        )
        .unwrap()
    })
    .await
}

/// How often letters that wait were tried to be sent.
async fn attempts(app: &TestApp) -> i64 {
    let attempts = app.in_database(async |tx| {
        cairn::fetch_one!(
            tx,
            (i64,),
            "SELECT COALESCE(MAX(attempts), 0) FROM letters WHERE state = 'waiting'"
        )
        .unwrap()
    });
    attempts.await.0
}

/// The oldest letter to somebody is due, or is being sent.
async fn due(app: &TestApp) -> bool {
    let (now, soon) = (app.clock.now(), app.clock.now() + Duration::seconds(90));
    let found = app.in_database(async |tx| {
        cairn::fetch_optional!(
            tx,
            (i64,),
            "SELECT attempts FROM letters l WHERE state = 'waiting' AND (due_at <= $1 OR due_at = $2)
             AND NOT EXISTS (SELECT 1 FROM letters o WHERE o.recipient = l.recipient AND o.state = 'waiting' AND o.id < l.id)
             LIMIT 1",
            now,
            soon
        )
        .unwrap()
    });
    found.await.is_some()
}

async fn left(app: &TestApp) -> i64 {
    app.in_database(async |tx| {
        cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM letters WHERE state = 'waiting'").unwrap().0
    })
    .await
}

/// A letter is being sent: put off for longer than any pause so far.
async fn leased(app: &TestApp) -> bool {
    let soon = app.clock.now() + Duration::seconds(60);
    let found = app
        .in_database(async |tx| {
            cairn::fetch_optional!(
                tx,
                (i64,),
                "SELECT attempts FROM letters WHERE state = 'waiting' AND due_at > $1",
                soon
            )
            .unwrap()
        })
        .await;
    found.is_some()
}
