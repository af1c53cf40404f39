//! What one can take along, and what is left after leaving: nothing.

use std::io::{Cursor, Read as _};

use cairn::db::{Db, Tx};
use domain::accounts::{ChangeEmail, DeleteAccount, ForgottenPassword, Role};
use domain::events::Event;
use domain::problem::Code;
use domain::profiles::{ContactDetails, Preferences, Profile};
use sqlx::{AssertSqlSafe, Row as _};

use crate::support::conversations::{report_about, report_of};
use crate::support::{Inbox, PASSWORD, Person, TestApp, code, fact, login};

#[tokio::test]
async fn everything_about_me_fits_into_a_file() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let file = noor.client.export().await.unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut json = String::new();
    archive.by_name("cairn.json").unwrap().read_to_string(&mut json).unwrap();
    let everything: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(everything["me"]["email"], noor.email);
    assert_eq!(everything["me"]["display_name"], "Noor Haddad");
    assert_eq!(everything["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(everything["notification_settings"]["messages"], true);
    assert!(!json.contains("argon2"), "no password, not even hashed: {json}");
}

#[tokio::test]
async fn who_leaves_leaves_nothing_behind() {
    let inbox = Inbox::new().await;
    let url = inbox.url.clone();
    let mut app = TestApp::with(|config| config.smtp_url = Some(url.into())).await;
    let stays = app.join_by_letter(&inbox, "Tomas Berg").await;
    let noor = app.join_by_letter(&inbox, "Noor Haddad").await;
    noor.client.sign_in(&login(&noor.email, PASSWORD)).await.unwrap();
    say_things(&noor.client).await;
    inbox.answer(&["451 later"; 3]);
    let change = ChangeEmail { email: "noor@hospital.example".into(), password: PASSWORD.to_owned() };
    noor.client.change_email(&change).await.unwrap();
    app.client().forgotten_password(&ForgottenPassword { email: noor.email.clone() }).await.unwrap();
    notify(&app, &noor, &stays).await;
    app.until("letters wait", async || inbox.attempts() >= 5).await;
    let me = noor.client.me().await.unwrap();

    let delete = |password: &str| DeleteAccount { password: password.to_owned() };
    assert_eq!(code(noor.client.delete_account(&delete("not my password")).await), Code::InvalidCredentials);
    noor.client.delete_account(&delete(PASSWORD)).await.unwrap();
    assert_eq!(code(noor.client.me().await), Code::Unauthenticated);
    assert_eq!(code(noor.client.refresh().await), Code::SessionEnded);
    assert_eq!(code(noor.client.sign_in(&login(&noor.email, PASSWORD)).await), Code::InvalidCredentials);
    let goodbye = |letters: Vec<(String, String)>| letters.iter().any(|(_, text)| text.contains("Goodbye"));
    app.until("the last letter arrives", async || goodbye(inbox.letters())).await;
    stays.client.me().await.unwrap();

    app.stop();
    let id = me.id.to_string();
    let texts =
        ["Noor Haddad", "noor.haddad", "noor@hospital.example", "of hers", "496 0000", "noor.example"];
    let traces = texts.into_iter().chain([id.as_str()]).map(str::to_owned).chain([id.replace('-', "")]);
    let rows = every_row(app.database_url()).await;
    assert!(rows.iter().any(|row| row.contains("Tomas Berg")), "the search finds who is there");
    for trace in traces {
        let found: Vec<_> = rows.iter().filter(|row| row.contains(&trace)).collect();
        assert!(found.is_empty(), "{trace} is left in {found:?}");
    }
    if let Some(file) = app.database_url().strip_prefix("sqlite:") {
        let bytes = std::fs::read(file).unwrap();
        let holds = |trace: &[u8]| bytes.windows(trace.len()).any(|window| window == trace);
        assert!(holds(b"Tomas Berg"), "the search finds who is there");
        for trace in texts.iter().map(|text| text.as_bytes()).chain([&me.id.0.as_bytes()[..]]) {
            assert!(!holds(trace), "{} is left in the file", String::from_utf8_lossy(trace));
        }
    }
}

#[tokio::test]
async fn what_was_written_with_others_names_nobody_who_has_left() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    let asked = noor.ask(&wanjiru, "Noor here, noor.haddad@leeds.example, +44 113 496 0000").await.unwrap();
    wanjiru.write(asked.id, "Dear Mrs Haddad, noor, NOOR HADDAD!").await.unwrap();
    wanjiru.client.report(&report_about(asked.newest.id, "Noor wrote this")).await.unwrap();
    noor.client.report(&report_of(wanjiru.me.id, "I am Noor Haddad")).await.unwrap();
    noor.client.block(wanjiru.me.id).await.unwrap();
    noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&noor.email).await;
    let rows = every_row(app.database_url()).await;
    assert!(rows.iter().any(|row| row.contains("Dear Mrs •••")), "what others wrote stays");
    let id = noor.me.id.to_string();
    for trace in ["noor", "haddad", "496 0000", &id, &id.replace('-', "")] {
        let found: Vec<_> = rows.iter().filter(|row| row.to_lowercase().contains(trace)).collect();
        assert!(found.is_empty(), "{trace} is left in {found:?}");
    }
}

#[tokio::test]
async fn what_was_written_can_be_taken_along() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    let farid = app.mentor("Farid Benyamina", &["giving-feedback"]).await;
    let asked = noor.ask(&wanjiru, "Write to noor@leeds.example").await.unwrap();
    wanjiru.write(asked.id, "Or to wanjiru@wards.example").await.unwrap();
    noor.client.report(&report_of(farid.me.id, "It made me uneasy.")).await.unwrap();
    noor.client.block(farid.me.id).await.unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(noor.client.export().await.unwrap())).unwrap();
    let file = archive.by_name("cairn.json").unwrap();
    let everything: serde_json::Value = serde_json::from_reader(file).unwrap();
    let thread = &everything["conversations"][0];
    assert_eq!(thread["with"]["display_name"], "Wanjiru Mwangi");
    assert_eq!(thread["messages"][0]["body"], "Write to noor@leeds.example");
    assert_eq!(thread["messages"][1]["body"], "Or to •••");
    assert_eq!(everything["blocks"][0]["person"]["display_name"], "Farid Benyamina");
    assert_eq!(everything["reports"][0]["words"], "It made me uneasy.");
}

#[tokio::test]
async fn the_last_coordinator_stays() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let tomas = app.join("Tomas Berg", &[Role::Mentor]).await;
    app.in_database(async |tx| cairn::accounts::store::make_coordinator(tx, noor.me.id).await.unwrap()).await;
    let delete = DeleteAccount { password: PASSWORD.to_owned() };
    assert_eq!(code(noor.client.delete_account(&delete).await), Code::LastCoordinator);
    app.in_database(async |tx| cairn::accounts::store::make_coordinator(tx, tomas.me.id).await.unwrap())
        .await;
    noor.client.delete_account(&delete).await.unwrap();
    app.letter_to(&noor.email).await;
    assert_eq!(code(tomas.client.delete_account(&delete).await), Code::LastCoordinator);
}

/// She is told something, and somebody is told of her.
async fn notify(app: &TestApp, noor: &Person, other: &Person) {
    let settings = noor.client.notification_settings().await.unwrap();
    noor.client.save_notification_settings(&settings.value, &settings.version).await.unwrap();
    for (mentor, mentee) in [(noor, other), (other, noor)] {
        app.happened(&Event::RequestSent(fact(mentor, mentee))).await;
    }
    assert_eq!(other.client.notifications("").await.unwrap().items.len(), 1);
}

/// Fills in what a profile can hold.
async fn say_things(client: &api_client::Client) {
    let profile = client.profile().await.unwrap();
    let said = Profile {
        headline: "Headline of hers".to_owned(),
        organisation: "Hospital of hers".to_owned(),
        country: "GB".to_owned(),
        city: "City of hers".to_owned(),
        about: "Story of hers".to_owned(),
        ..profile.value
    };
    client.save_profile(&said, &profile.version).await.unwrap();
    let contact = client.contact().await.unwrap();
    let reached =
        ContactDetails { phone: "+44 113 496 0000".into(), links: vec!["https://noor.example".into()] };
    client.save_contact(&reached, &contact.version).await.unwrap();
    let preferences = client.preferences().await.unwrap();
    let hope = Preferences { criteria: Vec::new(), hope: "Hope of hers".to_owned() };
    client.save_preferences(&hope, &preferences.version).await.unwrap();
}

/// Every row of every table as text.
async fn every_row(url: &str) -> Vec<String> {
    let db = Db::connect(url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let tables = match &mut tx {
        Tx::Sqlite(tx) => sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table'")
            .fetch_all(tx.connection().await.unwrap())
            .await
            .unwrap()
            .iter()
            .map(|row| row.get::<String, _>(0))
            .collect::<Vec<_>>(),
        Tx::Postgres(tx) => sqlx::query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .fetch_all(&mut **tx)
            .await
            .unwrap()
            .iter()
            .map(|row| row.get::<String, _>(0))
            .collect(),
    };
    let mut rows = Vec::new();
    for table in tables {
        match &mut tx {
            Tx::Sqlite(tx) => {
                let columns =
                    sqlx::query(AssertSqlSafe(format!("SELECT name FROM pragma_table_info('{table}')")))
                        .fetch_all(tx.connection().await.unwrap())
                        .await
                        .unwrap();
                let columns: Vec<String> = columns.iter().map(|row| row.get(0)).collect();
                let texts: Vec<String> = columns.iter().map(|column| format!("COALESCE(CASE typeof(\"{column}\") WHEN 'blob' THEN lower(hex(\"{column}\")) ELSE CAST(\"{column}\" AS TEXT) END, '')")).collect();
                let query = format!("SELECT {} FROM \"{table}\"", texts.join(" || ' ' || "));
                let found = sqlx::query(AssertSqlSafe(query))
                    .fetch_all(tx.connection().await.unwrap())
                    .await
                    .unwrap();
                rows.extend(found.iter().map(|row| format!("{table}: {}", row.get::<String, _>(0))));
            }
            Tx::Postgres(tx) => {
                let found = sqlx::query(AssertSqlSafe(format!("SELECT t::text FROM \"{table}\" t")))
                    .fetch_all(&mut **tx)
                    .await
                    .unwrap();
                rows.extend(found.iter().map(|row| format!("{table}: {}", row.get::<String, _>(0))));
            }
        }
    }
    rows
}
