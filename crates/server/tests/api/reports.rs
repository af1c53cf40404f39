//! What participants tell the coordinators about a message or a person.

use chrono::Duration;
use domain::accounts::DeleteAccount;
use domain::ids::{MessageId, ParticipantId};
use domain::problem::Code;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::support::conversations::{report_about, report_of};
use crate::support::{PASSWORD, Person, TestApp, code};

const SKILL: &str = "giving-feedback";

/// What is filed: who, about whom, which message, the words, the version.
async fn filed(app: &TestApp) -> Vec<(Option<Uuid>, Option<Uuid>, Option<Uuid>, String, i64)> {
    app.in_database(async |tx| {
        cairn::fetch_all!(
            tx,
            (Option<Uuid>, Option<Uuid>, Option<Uuid>, String, i64),
            "SELECT reporter_id, reported_id, message_id, words, version FROM reports ORDER BY id"
        )
        .unwrap()
    })
    .await
}

async fn asked(app: &TestApp) -> (Person, Person, MessageId) {
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let message = noor.ask(&wanjiru, "Something bad").await.unwrap().newest.id;
    (noor, wanjiru, message)
}

#[tokio::test]
async fn a_message_and_a_person_are_reported_once_each() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, message) = asked(&app).await;
    let about = |words: &str| report_about(message, words);
    wanjiru.client.report(&about("It made me uneasy.")).await.unwrap();
    wanjiru.client.report(&about(" It made me very uneasy. ")).await.unwrap();
    app.clock.advance(Duration::seconds(1));
    wanjiru.client.report(&report_of(noor.me.id, "And the person.")).await.unwrap();
    let again = report_of(noor.me.id, "And the person, too.");
    let (one, other) = tokio::join!(wanjiru.client.report(&again), wanjiru.client.report(&again));
    one.and(other).unwrap();
    let (by, of) = (Some(wanjiru.me.id.0), Some(noor.me.id.0));
    let expected = [
        (by, of, Some(message.0), "It made me very uneasy.".to_owned(), 2),
        (by, of, None, "And the person, too.".to_owned(), 3),
    ];
    assert_eq!(filed(&app).await, expected);
    app.in_database(async |tx| {
        cairn::execute!(tx, "UPDATE reports SET decided_at = $1", app.clock.now()).unwrap()
    })
    .await;
    wanjiru.client.report(&about("Again.")).await.unwrap();
    assert_eq!(filed(&app).await.len(), 3, "what has been decided stays as it was");
}

#[tokio::test]
async fn two_reports_at_once_are_one() {
    let app = TestApp::talkative().await;
    let (_, wanjiru, message) = asked(&app).await;
    let report = report_about(message, "It made me uneasy.");
    let file = || wanjiru.client.report(&report);
    let (a, b, c) = tokio::join!(file(), file(), file());
    a.and(b).and(c).unwrap();
    assert_eq!(filed(&app).await.len(), 1);
}

#[tokio::test]
async fn only_what_concerns_oneself_is_reported() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, message) = asked(&app).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    let report = async |who: &Person, body| code(who.client.report(&body).await);
    assert_eq!(report(&noor, report_about(message, "Mine")).await, Code::ToOneself);
    assert_eq!(report(&noor, report_of(noor.me.id, "Me")).await, Code::ToOneself);
    assert_eq!(report(&tomas, report_about(message, "Theirs")).await, Code::NotFound);
    assert_eq!(report(&tomas, report_of(noor.me.id, "Who?")).await, Code::NotFound);
    let unknown = MessageId::new(app.clock.now(), &[7; 10]);
    assert_eq!(report(&noor, report_about(unknown, "None")).await, Code::NotFound);
    let stranger = ParticipantId::new(app.clock.now(), &[7; 10]);
    assert_eq!(report(&noor, report_of(stranger, "Nobody")).await, Code::NotFound);
    assert!(filed(&app).await.is_empty());
    tomas.client.report(&report_of(wanjiru.me.id, "A mentor in the list")).await.unwrap();
    wanjiru.edit_offer(|offer| offer.paused = true).await;
    assert_eq!(report(&tomas, report_of(wanjiru.me.id, "Not any more")).await, Code::NotFound);
    noor.client.report(&report_of(wanjiru.me.id, "The other of a thread always")).await.unwrap();
}

#[tokio::test]
async fn nobody_escapes_a_report_by_blocking_or_leaving() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, message) = asked(&app).await;
    noor.client.block(wanjiru.me.id).await.unwrap();
    let of_noor = report_of(noor.me.id, "Who?");
    assert_eq!(code(wanjiru.client.report(&of_noor).await), Code::NotFound, "as if gone");
    wanjiru
        .client
        .report(&report_about(message, "Noor Haddad wrote this: noor@leeds.example"))
        .await
        .unwrap();
    app.clock.advance(Duration::seconds(1));
    noor.client.report(&report_of(wanjiru.me.id, "Whom I have blocked")).await.unwrap();
    noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&noor.email).await;
    let words: Vec<_> = filed(&app).await.into_iter().map(|(_, of, _, words, _)| (of, words)).collect();
    assert_eq!(words[0], (None, "••• wrote this: •••".to_owned()));
    wanjiru.client.report(&report_about(message, "After all")).await.unwrap();
}

#[tokio::test]
async fn a_report_says_what_is_wrong() {
    let app = TestApp::talkative().await;
    let (_, wanjiru, message) = asked(&app).await;
    let raw = app.raw(&wanjiru).await;
    let someone = wanjiru.me.id;
    for (body, error) in [
        (json!({ "words": "Uneasy" }), "/message required"),
        (json!({ "words": "Uneasy", "message": message, "participant": someone }), "/participant one_of_two"),
        (json!({ "message": message }), "/words required"),
        (json!({ "words": "", "message": message }), "/words length"),
        (json!({ "words": "x".repeat(2001), "message": message }), "/words length"),
        (json!({ "words": "a\u{0}", "message": message }), "/words forbidden_characters"),
        (json!({ "words": "Uneasy", "message": "7" }), "/message type"),
        (json!({ "words": "Uneasy", "message": message, "to": "x" }), "/to unknown_field"),
    ] {
        let answer = raw.send(Method::POST, "/api/v1/reports", |request| request.json(&body)).await;
        assert!(answer.errors().contains(&error.to_owned()), "{error}: {:?}", answer.errors());
    }
    assert!(filed(&app).await.is_empty());
    let answer = app.nobody().send(Method::POST, "/api/v1/reports", |request| request.json(&json!({}))).await;
    assert_eq!(answer.status, 401);
}
