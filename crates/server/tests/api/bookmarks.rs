//! Mentors whom somebody keeps in mind.

use chrono::Duration;
use domain::ids::ParticipantId;
use domain::problem::Code;

use crate::support::{Person, TestApp, code};

async fn names(person: &Person, page: &str) -> Vec<String> {
    let page = person.client.bookmarks(page).await.unwrap();
    page.items.into_iter().map(|card| card.display_name).collect()
}

#[tokio::test]
async fn mentors_are_kept_in_mind_and_let_go() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    let grace = app.mentor("Grace Achieng", &["speaking-to-groups"]).await;
    for mentor in [&wanjiru, &grace] {
        noor.client.add_bookmark(mentor.me.id).await.unwrap();
        noor.client.add_bookmark(mentor.me.id).await.unwrap();
        app.clock.advance(Duration::seconds(1));
    }
    assert_eq!(names(&noor, "").await, ["Grace Achieng", "Wanjiru Mwangi"]);
    let page = noor.client.bookmarks("limit=1").await.unwrap();
    assert!(page.items[0].bookmarked && page.items[0].fit.is_none());
    let next = format!("limit=1&cursor={}", page.next_cursor.unwrap());
    let page = noor.client.bookmarks(&next).await.unwrap();
    assert_eq!((page.items[0].display_name.as_str(), page.next_cursor), ("Wanjiru Mwangi", None));
    let found = noor.client.mentors("want=none").await.unwrap();
    assert!(found.items.iter().all(|card| card.bookmarked) && found.items.len() == 2);
    assert!(noor.client.mentor(grace.me.id, "").await.unwrap().card.bookmarked);

    noor.client.remove_bookmark(grace.me.id).await.unwrap();
    noor.client.remove_bookmark(grace.me.id).await.unwrap();
    assert_eq!(names(&noor, "").await, ["Wanjiru Mwangi"]);
    assert!(names(&wanjiru, "").await.is_empty(), "bookmarks are one's own");
}

#[tokio::test]
async fn who_is_not_in_the_list_is_left_out_and_comes_back() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    noor.client.add_bookmark(wanjiru.me.id).await.unwrap();
    wanjiru.edit_offer(|offer| offer.paused = true).await;
    assert!(names(&noor, "").await.is_empty());
    wanjiru.edit_offer(|offer| offer.paused = false).await;
    assert_eq!(names(&noor, "").await, ["Wanjiru Mwangi"]);
}

#[tokio::test]
async fn only_mentors_in_the_list_can_be_kept() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    let stranger = ParticipantId::new(app.clock.now(), &[7; 10]);
    for id in [noor.me.id, stranger] {
        assert_eq!(code(noor.client.add_bookmark(id).await), Code::NotAMentor);
    }
    assert_eq!(code(wanjiru.client.add_bookmark(wanjiru.me.id).await), Code::NotAMentor, "not oneself");
    assert_eq!(code(noor.client.bookmarks("cursor=x").await), Code::BadCursor);
    assert_eq!(code(noor.client.bookmarks("limit=0").await), Code::InvalidFields);
}
