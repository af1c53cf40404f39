//! Relationships over HTTP: who sees them, what a dashboard costs, and how they end because of a departure.

use domain::accounts::DeleteAccount;
use domain::meetings::{Doer, NewActionItem};
use domain::problem::Code;
use domain::relationships::RelationshipState;
use domain::requests::{RequestState, Side};
use domain::tools::WriteAnswer;

use crate::support::meetings::{Walk, record};
use crate::support::requests::to;
use crate::support::{PASSWORD, Person, TestApp, code, count_statements, most_statements};

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

#[tokio::test]
async fn a_dashboard_takes_few_statements_however_much_the_two_have_done() {
    count_statements();
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, id, .. } = &walk;
    let conversation = noor.client.relationship(*id).await.unwrap().conversation;
    let mut held = Vec::new();
    for day in 10..16 {
        let met = record(&format!("2026-11-{day}T18:30"));
        held.push(noor.client.record_meeting(*id, &format!("met {day}"), &met).await.unwrap().id);
        walk.arrange(&format!("2026-12-{day}T18:30")).await;
    }
    let item =
        |number: usize| NewActionItem { words: format!("Ask {number} times"), who: Doer::Both, due_on: None };
    for number in 0..30 {
        wanjiru.client.add_action_item(held[number % held.len()], &item(number)).await.unwrap();
        wanjiru.write(conversation, "How was the ward?").await.unwrap();
    }
    let mut answered = 0;
    for row in noor.client.tools(*id).await.unwrap().items {
        let sheet = noor.client.worksheet(*id, &row.key).await.unwrap();
        for question in sheet.sections.iter().flat_map(|section| &section.questions) {
            let body = WriteAnswer { value: "1".to_owned(), shared: true, edition: sheet.edition };
            // Some are answered otherwise, or by the other.
            let written = noor.client.write_answer(*id, &row.key, &question.key, "\"0\"", &body).await;
            answered += u32::from(written.is_ok());
        }
    }
    assert!(answered > 20, "{answered} answers are written");
    for reader in [noor, wanjiru, noor, wanjiru] {
        let seen = reader.client.relationship(*id).await.unwrap();
        assert_eq!((seen.held, seen.meetings.len(), seen.action_items.len()), (6, 5, 20));
    }
    let most = most_statements("GET /api/v1/relationships/{id}");
    assert!((1..=8).contains(&most), "{most} statements");
}
