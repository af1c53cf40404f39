//! The sample programme.

use domain::accounts::Role;
use domain::goals::GoalState;
use domain::meetings::MeetingState;
use domain::problem::Code;
use domain::relationships::RelationshipState;
use domain::requests::RequestState;

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
    a_journey_is_under_way(&app).await;
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

/// Whoever signs in finds something to look at, and nobody was told of it.
async fn a_journey_is_under_way(app: &TestApp) {
    let noor = app.signed_in("noor@sample.example").await;
    let farid = app.signed_in("farid@sample.example").await;
    let id = noor.relationships("").await.unwrap().items[0].id;
    for (reader, other) in [(&noor, "farid@sample.example"), (&farid, "noor@sample.example")] {
        let seen = reader.relationship(id).await.unwrap();
        assert_eq!((seen.state, seen.held, seen.action_items.len()), (RelationshipState::Active, 1, 2));
        assert_eq!(seen.contact.unwrap().email.unwrap(), other);
        assert_eq!(seen.meetings[0].state, MeetingState::Confirmed);
        assert!(seen.meetings[0].starts_at.unwrap() > app.clock.now());
        assert!(reader.messages(seen.conversation, "").await.unwrap().items.len() > 3);
        assert_eq!(reader.news().await.unwrap().notifications, 0);
        let sheet = reader.worksheet(id, "first-conversation-mentee").await.unwrap();
        assert!(!sheet.sections.is_empty());
        let goal = &reader.goals(id, "").await.unwrap().items[0];
        assert_eq!((goal.state, goal.milestones, goal.milestones_done), (GoalState::Active, 5, 2));
        assert_eq!(reader.progress(goal.id, "").await.unwrap().items.len(), 3);
    }
    let wanjiru = app.signed_in("wanjiru@sample.example").await;
    let waiting = wanjiru.requests("side=mentor").await.unwrap().items;
    assert_eq!((waiting.len(), waiting[0].state), (1, RequestState::Pending));
    assert_eq!(wanjiru.news().await.unwrap().requests, 1);
    assert_eq!(app.untold().await, 0);
}
