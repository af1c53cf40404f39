//! What operators do on the command line.

use std::path::Path;
use std::process::{Command, Output};

use domain::accounts::{ForgottenPassword, Role};
use domain::problem::Code;

use crate::support::{Database, PASSWORD, TestApp, code, login, postgres, registration};

fn cairn(arguments: &[&str], database_url: &str) -> Output {
    let arguments = arguments.iter().copied().chain(["--database-url", database_url]);
    Command::new(env!("CARGO_BIN_EXE_cairn")).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test]
async fn a_coordinator_is_made_and_can_sign_in() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let coordinator = |email: &str| {
        cairn(&["create-coordinator", "--email", email, "--name", "Ilse Brandt"], app.database_url())
    };
    let made = coordinator("ilse@leeds.example");
    assert!(made.status.success(), "{}", said(&made));
    let password = said(&made).lines().last().unwrap().to_owned();
    let ilse = app.client().sign_in(&login("ilse@leeds.example", &password)).await.unwrap().me;
    assert_eq!((ilse.display_name.as_str(), ilse.roles), ("Ilse Brandt", vec![Role::Coordinator]));

    let known = coordinator(&noor.email);
    assert!(said(&known).contains("Noor Haddad is a coordinator now"), "{}", said(&known));
    let me = app.client().sign_in(&login(&noor.email, PASSWORD)).await.unwrap().me;
    assert_eq!(me.roles, [Role::Mentee, Role::Coordinator]);
    assert!(!coordinator("nobody").status.success());
}

#[tokio::test]
async fn a_copy_brings_people_back_and_signs_nobody_in() {
    if postgres().is_some() {
        return;
    }
    let folder = tempfile::TempDir::new().unwrap();
    let copy = folder.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    let mut app = TestApp::new().await;
    let noor = app.noor().await;
    app.client().forgotten_password(&ForgottenPassword { email: noor.email.clone() }).await.unwrap();
    noor.client.renew_calendar_address().await.unwrap();
    app.client().register(&registration("Grace Achieng")).await.unwrap();
    let url = app.database_url().to_owned();
    let made = cairn(&["backup", copy], &url);
    assert!(made.status.success(), "{}", said(&made));
    assert!(said(&cairn(&["backup", copy], &url)).contains("exists"), "a copy is not overwritten");

    app.join("Tomas Berg", &[Role::Mentor]).await;
    assert!(said(&cairn(&["restore", copy], &url)).contains("stop the server first"));
    app.letter_to(&noor.email).await;
    app.stop();
    let nonsense = folder.path().join("nonsense");
    std::fs::write(&nonsense, "no database at all").unwrap();
    let refused = cairn(&["restore", nonsense.to_str().unwrap()], &url);
    assert!(said(&refused).contains("no copy of a Cairn database"), "{}", said(&refused));

    let restored = cairn(&["restore", copy], &url);
    assert!(restored.status.success(), "{}", said(&restored));
    let again = TestApp::on(Database::at(&url), |_| {});
    again.client().sign_in(&login(&noor.email, PASSWORD)).await.unwrap();
    assert_eq!(
        code(again.client().sign_in(&login("tomas.berg@leeds.example", PASSWORD)).await),
        Code::InvalidCredentials
    );
    let (sessions, letters, secrets) = what_is_open(&url).await;
    assert_eq!((sessions, letters), (1, 0), "only the one that has just begun, and nothing to send again");
    assert_eq!(secrets, 0, "no address that was sent opens anything");
}

#[tokio::test]
async fn a_copy_of_a_newer_version_is_refused() {
    let (from, to) = (Database::file(), Database::file());
    let db = cairn::db::Db::connect(&from.url).await.unwrap();
    cairn::db::migrate(&db).await.unwrap();
    let mut tx = db.write().await.unwrap();
    cairn::execute!(&mut tx, { sqlite: "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1", postgres: "SELECT 1" }).unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let file = Path::new(from.url.strip_prefix("sqlite:").unwrap());
    let refused = cairn(&["restore", file.to_str().unwrap()], &to.url);
    assert!(said(&refused).contains("newer cairn"), "{}", said(&refused));
    let served = cairn(&["migrate"], &from.url);
    assert!(said(&served).contains("newer cairn"), "{}", said(&served));
}

/// Sessions, letters, and what opens to who knows a secret address.
async fn what_is_open(url: &str) -> (i64, i64, i64) {
    let db = cairn::db::Db::connect(url).await.unwrap();
    let mut tx = db.read().await.unwrap();
    let found = cairn::fetch_one!(
        &mut tx,
        (i64, i64, i64),
        "SELECT (SELECT COUNT(*) FROM sessions), (SELECT COUNT(*) FROM letters),
                (SELECT COUNT(*) FROM calendars) + (SELECT COUNT(*) FROM registrations) + (SELECT COUNT(*) FROM password_resets)"
    );
    found.unwrap()
}
