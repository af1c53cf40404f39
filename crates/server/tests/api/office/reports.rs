//! Reports in the office: what they show, their order, and what is decided about them.

use api_client::Client;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{DeleteAccount, Role};
use domain::office::{AuditAction, DecideReport, Decision, ReportRow};
use domain::people::Person as Somebody;
use domain::problem::Code;
use reqwest::Method;
use serde_json::json;

use super::{deeds, state_of};
use crate::support::{PASSWORD, TestApp, code};

fn decide(decision: Decision, words: &str) -> DecideReport {
    DecideReport { decision, words: words.to_owned(), answer: "Thank you for telling us.".to_owned() }
}

#[tokio::test]
async fn a_report_shows_the_message_its_neighbours_and_nothing_else() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let lines = [
        (&ingrid, "Line 1"),
        (&marek, "Line 2"),
        (&ingrid, "Line 3, or ingrid@fjord.example"),
        (&marek, "Line 4: lend me 400"),
        (&marek, "Line 5: tell nobody"),
        (&ingrid, "Line 6"),
        (&marek, "Line 7"),
    ];
    let messages = app.thread(&ingrid, &marek, &lines).await;
    let id = app.report(&ingrid, &marek, Some(messages[3]), "He asks. I am at +44 113 496 0000.").await;
    app.report(&ingrid, &marek, None, "And again").await;

    let report = marit.client.office_report(id).await.unwrap();
    assert_eq!(report.version, "\"1\"");
    let report = report.value;
    let shown: Vec<_> =
        report.messages.iter().map(|message| (message.body.as_str(), message.reported)).collect();
    assert_eq!(
        shown,
        [
            ("Line 2", false),
            ("Line 3, or •••", false),
            ("Line 4: lend me 400", true),
            ("Line 5: tell nobody", false),
            ("Line 6", false)
        ]
    );
    assert_eq!(report.messages[0].author.display_name, "Marek Dvorak");
    assert_eq!(report.summary.words, "He asks. I am at •••.");
    assert_eq!((report.reports_about, report.decided_at), (2, None));
    assert!(report.summary.about_message);
    let everything = serde_json::to_string(&report).unwrap();
    assert!(!everything.contains("Line 1") && !everything.contains("Line 7"), "{everything}");
    assert!(!everything.contains("leeds.example"), "{everything}");
}

async fn all_reports(client: &Client) -> Vec<ReportRow> {
    let mut found = Vec::new();
    let mut page = client.office_reports("limit=1").await.unwrap();
    while let Some(cursor) = &page.next_cursor {
        found.extend(page.items);
        page = client.office_reports(&format!("limit=1&cursor={cursor}")).await.unwrap();
    }
    found.extend(page.items);
    found
}

#[tokio::test]
async fn reports_wait_in_their_order_and_are_decided_once() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let mut ids = Vec::new();
    for words in ["one", "two", "three", "four"] {
        ids.push(app.report(&ingrid, &marek, None, words).await);
    }
    let version = "\"1\"";
    marit.client.decide_report(ids[1], version, &decide(Decision::NothingWrong, "")).await.unwrap();
    app.clock.advance(Duration::seconds(1));
    let dear = "Dear Marek, please do not";
    let decided =
        marit.client.decide_report(ids[0], version, &decide(Decision::SpokenWith, dear)).await.unwrap();
    assert_eq!(decided.version, "\"2\"");
    assert_eq!(decided.value.summary.decision, Some(Decision::SpokenWith));
    assert_eq!(decided.value.answer, "Thank you for telling us.");
    assert_eq!(decided.value.decided_at, Some(app.clock.now()));
    assert!(app.tells(dear).await, "who was reported reads the words");

    let words: Vec<_> = all_reports(&marit.client).await.into_iter().map(|report| report.words).collect();
    assert_eq!(words, ["three", "four", "one", "two"]);
    let whole = marit.client.office_reports("").await.unwrap();
    assert_eq!(whole.items, all_reports(&marit.client).await);
    let about_marek = marit.client.office_person(marek.me.id).await.unwrap();
    assert_eq!(about_marek.reports.len(), 4);

    let again = decide(Decision::NothingWrong, "");
    for version in [version, "\"2\""] {
        assert_eq!(state_of(marit.client.decide_report(ids[0], version, &again).await), "spoken_with");
    }
    assert_eq!(code(marit.client.decide_report(ids[2], "\"7\"", &again).await), Code::StaleVersion);
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(
        deeds(&audit),
        [
            (AuditAction::DecidedReport, Some("Marek Dvorak"), Some("spoken_with")),
            (AuditAction::DecidedReport, Some("Marek Dvorak"), Some("nothing_wrong")),
        ]
    );
}

#[tokio::test]
async fn two_coordinators_decide_once() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let id = app.report(&ingrid, &marek, None, "one").await;
    let (wrong, fine) = (decide(Decision::SpokenWith, "Dear Marek"), decide(Decision::NothingWrong, ""));
    let (first, second) = tokio::join!(
        marit.client.decide_report(id, "\"1\"", &wrong),
        marit.client.decide_report(id, "\"1\"", &fine)
    );
    assert!(first.is_ok() != second.is_ok());
    let stands = marit.client.office_report(id).await.unwrap().value.summary.decision.unwrap();
    assert_eq!(state_of(if first.is_ok() { second } else { first }), stands.as_str());
    assert_eq!(marit.client.audit("").await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_message_is_taken_away() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let message = app.thread(&ingrid, &marek, &[(&marek, "Lend me 400")]).await[0];
    let id = app.report(&ingrid, &marek, Some(message), "one").await;
    let removed = decide(Decision::MessageRemoved, "");
    marit.client.decide_report(id, "\"1\"", &removed).await.unwrap();
    let (removed_at,) = app
        .in_database(async |tx| {
            cairn::fetch_one!(
                tx,
                (Option<DateTime<Utc>>,),
                "SELECT removed_at FROM messages WHERE id = $1",
                message.0
            )
            .unwrap()
        })
        .await;
    assert_eq!(removed_at, Some(app.clock.now()));
    let hear = app
        .in_database(async |tx| {
            cairn::fetch_all!(
                tx,
                (i64,),
                "SELECT COUNT(*) FROM live_events WHERE participant_id IN ($1, $2) AND news LIKE '%conversation%'
                 GROUP BY participant_id",
                ingrid.me.id.0,
                marek.me.id.0
            )
            .unwrap()
        })
        .await;
    assert_eq!(hear.len(), 2, "the open pages of both hear of it");
}

#[tokio::test]
async fn a_decision_fits_its_report() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let raw = app.raw(&marit).await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let id = app.report(&ingrid, &marek, None, "one").await;
    let send = async |body: serde_json::Value| {
        let address = format!("/api/v1/office/reports/{id}/decide");
        raw.send(Method::POST, &address, |request| {
            request
                .header("if-match", "\"1\"")
                .header("content-type", "application/json")
                .body(body.to_string())
        })
        .await
    };
    for (decision, words, answer, expected) in [
        ("spoken_with", "", "Thank you", "/words required"),
        ("spoken_with", "  \n", "Thank you", "/words required"),
        ("nothing_wrong", "Dear Marek", "Thank you", "/words unexpected"),
        ("message_removed", "", "Thank you", "/decision no_message"),
        ("nothing_wrong", "", " ", "/answer required"),
        ("nothing_wrong", "a\u{0}", "Thank you", "/words forbidden_characters"),
        ("forgiven", "", "Thank you", "/decision unknown_value"),
    ] {
        let body = json!({ "decision": decision, "words": words, "answer": answer });
        assert_eq!(send(body).await.errors(), [expected]);
    }
    marek.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let body = json!({ "decision": "spoken_with", "words": "Dear Marek", "answer": "Thank you" });
    assert_eq!(send(body).await.errors(), ["/decision person_left"]);
    let report = marit.client.office_report(id).await.unwrap().value;
    assert_eq!((report.summary.reported, report.reports_about), (Somebody::default(), 1));
    assert_eq!(report.summary.decision, None);
    marit.client.decide_report(id, "\"1\"", &decide(Decision::NothingWrong, "")).await.unwrap();
}
