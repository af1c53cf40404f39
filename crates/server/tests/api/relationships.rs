//! Relationships over HTTP: who sees them, and how they end because of a departure.

use domain::accounts::DeleteAccount;
use domain::problem::Code;
use domain::relationships::RelationshipState;
use domain::requests::{RequestState, Side};

use crate::support::requests::to;
use crate::support::{PASSWORD, Person, TestApp, code};

const SKILL: &str = "giving-feedback";

async fn free_places(reader: &Person, mentor: &Person) -> u8 {
    reader.client.mentor(mentor.me.id, "").await.unwrap().card.free_places
}

#[tokio::test]
async fn a_relationship_is_there_for_its_two() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    wanjiru.edit_profile(|profile| profile.headline = "At www.wards.example".to_owned()).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    let mut asked = to(&wanjiru);
    asked.text.goal = "Call +44 113 496 0000".to_owned();
    let id = noor.client.send_request("k", &asked).await.unwrap().value.id;
    let request = wanjiru.accept(id).await;
    let relationship = request.relationship.unwrap();

    for (reader, partner, side) in [(&noor, &wanjiru, Side::Mentee), (&wanjiru, &noor, Side::Mentor)] {
        let seen = reader.client.relationship(relationship).await.unwrap();
        assert_eq!((seen.state, seen.side), (RelationshipState::Active, side));
        assert_eq!(seen.contact.unwrap().email.unwrap(), partner.email);
        assert_eq!((seen.partner.id, seen.request), (Some(partner.me.id), request.id));
        assert_eq!(
            (seen.conversation, seen.text.goal.as_str()),
            (request.conversation, "Call +44 113 496 0000")
        );
        let list = reader.client.relationships("").await.unwrap().items;
        assert_eq!((list.len(), list[0].id, list[0].side), (1, relationship, side));
        assert_eq!(list[0].goal, "Call +44 113 496 0000");
    }
    let partner = noor.client.relationship(relationship).await.unwrap().partner;
    assert_eq!(partner.headline, "At www.wards.example");
    assert_eq!(code(tomas.client.relationship(relationship).await), Code::NotFound);
    assert!(tomas.client.relationships("").await.unwrap().items.is_empty());
    assert_eq!(code(noor.client.relationships("cursor=x").await), Code::BadCursor);
}

#[tokio::test]
async fn a_place_is_taken_and_free_again() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    assert_eq!(free_places(&tomas, &wanjiru).await, 1);
    let waits = tomas.sends_request(&wanjiru).await.value.id;
    let relationship =
        wanjiru.accept(noor.sends_request(&wanjiru).await.value.id).await.relationship.unwrap();
    assert_eq!(free_places(&tomas, &wanjiru).await, 0);
    assert_eq!(tomas.client.mentors("").await.unwrap().total, 0, "who is full is not in the list");
    assert_eq!(tomas.client.mentors("include_full=true").await.unwrap().items[0].free_places, 0);
    assert!(tomas.sees(waits).await.waits_for_place);
    app.told().await;

    noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&noor.email).await;
    assert_eq!(
        app.told().await,
        ["Tomas: request_goes_on", "Wanjiru: relationship_ended", "Wanjiru: request_goes_on"]
    );
    assert_eq!(free_places(&tomas, &wanjiru).await, 1);
    assert!(!tomas.sees(waits).await.waits_for_place);
    let left = wanjiru.client.relationship(relationship).await.unwrap();
    assert_eq!((left.state, left.partner.id), (RelationshipState::Withdrawn, None));
    assert!(left.contact.is_none() && left.ended_at.is_some());
    assert_eq!(wanjiru.client.relationships("").await.unwrap().items[0].state, RelationshipState::Withdrawn);
    assert_eq!(wanjiru.accept(waits).await.state, RequestState::Accepted);

    wanjiru.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&wanjiru.email).await;
    let kept = tomas.client.relationships("").await.unwrap().items;
    assert_eq!((kept.len(), kept[0].partner.id), (1, None));
    let left = app
        .in_database(async |tx| cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM relationships").unwrap());
    assert_eq!(left.await, (1,), "what belonged to the two who left is gone");
}
