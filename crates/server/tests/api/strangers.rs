//! Who sees what, over every operation: for a stranger, what belongs to two others is not there.

use domain::accounts::Role;

use crate::contract::{document, operations};
use crate::examples::Call;
use crate::support::{PASSWORD, Person, TestApp, Two, login};

/// What a stranger gets another answer to than 404, and why.
const EXCEPTIONS: [(&str, u16, &str); 11] = [
    ("add_bookmark", 409, "whether somebody is a mentor is no secret"),
    ("remove_bookmark", 204, "it is about the caller's own list"),
    ("bookmark_resource", 204, "it is about the caller's own list"),
    ("forget_resource", 204, "it is about the caller's own list"),
    ("get_captions", 200, "the library is for everybody"),
    ("get_poster", 200, "the library is for everybody"),
    ("get_resource", 200, "the library is for everybody"),
    ("get_video", 206, "the library is for everybody"),
    ("mark_resource_read", 204, "it is about the caller's own list"),
    ("mark_resource_unread", 204, "it is about the caller's own list"),
    ("unblock", 204, "it is about the caller's own list"),
];

#[tokio::test]
async fn what_belongs_to_two_is_not_there_for_a_third() {
    let app = TestApp::talkative().await;
    let two = Two::meet(&app, "of the two").await;
    let walking = Two::meet(&app, "who walks").await;
    let mentee = app.mentee("Tomas Berg", &["giving-feedback"]).await;
    let mentor = app.mentor("Grace Achieng", &["giving-feedback"]).await;
    let before = (two.mentee.sees(two.request).await, two.mentee.lines(two.conversation).await);
    for stranger in [mentee, mentor] {
        assert_eq!(found_by(&app, &stranger, &two, &walking).await, Vec::<String>::new());
        assert!(stranger.client.conversations("").await.unwrap().items.is_empty());
        assert!(stranger.client.requests("").await.unwrap().items.is_empty());
        assert!(stranger.client.relationships("").await.unwrap().items.is_empty());
        assert!(stranger.client.notifications("").await.unwrap().items.is_empty());
    }
    let after = (two.mentee.sees(two.request).await, two.mentee.lines(two.conversation).await);
    assert_eq!(after, before, "nothing has changed for the two");
}

/// What a stranger gets another answer to than expected.
async fn found_by(app: &TestApp, stranger: &Person, two: &Two, walking: &Two) -> Vec<String> {
    let token = app.client().sign_in(&login(&stranger.email, PASSWORD)).await.unwrap().access_token;
    let (document, mut wrong) = (document(), Vec::new());
    for (method, path, operation) in operations(&document) {
        if !path.contains('{') && path.split('/').next() != Some("office") {
            continue;
        }
        let mut call = Call::of(&document, &method, &path, &operation).unwrap();
        let of_a_relationship =
            ["relationships/", "meetings/", "action-items/", "goals/", "milestones/", "progress/"]
                .iter()
                .any(|rooms| path.starts_with(rooms));
        let whose = if of_a_relationship { walking } else { two };
        if let Some(named) = whose.named_in(&path).await {
            call.put("path", "id", &named);
        }
        let id = operation["operationId"].as_str().unwrap();
        let exception = EXCEPTIONS.iter().find(|(known, ..)| *known == id);
        let expected = match exception {
            Some((_, status, _)) => *status,
            None if id == "ask_mentor" && !stranger.me.roles.contains(&Role::Mentee) => 409,
            None => 404,
        };
        let status = call.send(app, &token).await.status().as_u16();
        if status != expected {
            wrong.push(format!("{id}: {status}, not {expected}"));
        }
    }
    wrong
}
