//! The sample programme.

use domain::accounts::Role;
use domain::problem::Code;

use crate::support::{PASSWORD, TestApp, code, login};

#[tokio::test]
async fn an_empty_database_gets_people_to_try_things_with() {
    let app = TestApp::with(|config| config.sample_people = Some(1_250)).await;
    for (name, roles) in [
        ("noor", vec![Role::Mentee]),
        ("wanjiru", vec![Role::Mentor]),
        ("farid", vec![Role::Mentor, Role::Mentee]),
    ] {
        let client = app.signed_in(&format!("{name}@sample.example")).await;
        let me = client.me().await.unwrap();
        assert_eq!(me.roles, roles);
        assert!(me.completeness.search_open);
        assert!(client.mentors("").await.unwrap().total > 50);
        let portrait = app.nobody().get(&me.photo.unwrap().small).await;
        assert_eq!((portrait.status, portrait.header("content-type")), (200, "image/svg+xml"));
    }
    let ilse = app.signed_in("ilse@sample.example").await;
    assert_eq!(ilse.me().await.unwrap().roles, [Role::Coordinator]);
    assert_eq!(ilse.office().await.unwrap().participants, 1_251);
    let crowd = app.client().sign_in(&login("person.700@sample.example", PASSWORD)).await;
    assert_eq!(code(crowd), Code::InvalidCredentials, "only three and the coordinator have a password");

    let db = app.db().await;
    let filled = cairn::app::fill(&db, &app.app.auth.passwords, 5_000, &app.clock).await.unwrap();
    db.close().await;
    assert!(!filled, "a database in which somebody lives is left alone");
}
