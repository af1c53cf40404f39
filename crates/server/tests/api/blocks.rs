//! Who wants to have nothing to do with whom: the two find each other no more, and nobody is told.

use chrono::Duration;
use domain::accounts::DeleteAccount;
use domain::conversations::{Conversation, ConversationAction, MOST_BLOCKS, Message};
use domain::ids::{MessageId, ParticipantId};
use domain::people::Person as Shown;
use domain::problem::Code;
use domain::relationships::RelationshipState;
use domain::requests::RequestState;
use futures_util::future::join_all;
use uuid::Uuid;

use crate::support::conversations::words;
use crate::support::requests::to;
use crate::support::{PASSWORD, Person, TestApp, code};

const SKILL: &str = "giving-feedback";

async fn blocked(person: &Person) -> Vec<String> {
    let page = person.client.blocks("").await.unwrap();
    page.items.into_iter().map(|block| block.person.display_name).collect()
}

/// Whom somebody finds: in the list, among the bookmarks, by the page.
async fn finds(person: &Person, mentor: &Person) -> [bool; 3] {
    let listed = person.client.mentors("want=none").await.unwrap().items;
    let kept = person.client.bookmarks("").await.unwrap().items;
    let is_it = |id: ParticipantId| id == mentor.me.id;
    let page = person.client.mentor(mentor.me.id, "").await.is_ok();
    [listed.iter().any(|card| is_it(card.id)), kept.iter().any(|card| is_it(card.id)), page]
}

#[tokio::test]
async fn the_two_find_each_other_no_more() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    noor.client.add_bookmark(wanjiru.me.id).await.unwrap();
    assert_eq!(finds(&noor, &wanjiru).await, [true; 3]);
    for (who, whom) in [(&noor, &wanjiru), (&wanjiru, &noor)] {
        who.client.block(whom.me.id).await.unwrap();
        who.client.block(whom.me.id).await.unwrap();
        assert_eq!(blocked(who).await, [whom.me.display_name.as_str()]);
        assert!(blocked(whom).await.is_empty(), "nobody is told");
        assert_eq!(finds(&noor, &wanjiru).await, [false; 3]);
        assert_eq!(noor.client.mentors("want=none").await.unwrap().total, 0);
        assert_eq!(code(noor.ask(&wanjiru, "You?").await), Code::NotFound);
        assert_eq!(code(noor.client.add_bookmark(wanjiru.me.id).await), Code::NotAMentor);
        assert!(wanjiru.client.mentor(wanjiru.me.id, "").await.is_ok(), "oneself is always found");
        who.client.unblock(whom.me.id).await.unwrap();
        who.client.unblock(whom.me.id).await.unwrap();
        assert_eq!(finds(&noor, &wanjiru).await, [true; 3]);
    }
    assert!(blocked(&noor).await.is_empty() && blocked(&wanjiru).await.is_empty());
}

#[tokio::test]
async fn who_blocks_still_sees_the_thread_and_nobody_writes_in_it() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let id = noor.ask(&wanjiru, "Is it you?").await.unwrap().id;
    noor.client.block(wanjiru.me.id).await.unwrap();
    for person in [&noor, &wanjiru] {
        assert_eq!(code(person.write(id, "Hello?").await), Code::ConversationClosed);
    }
    let message = noor.thread(id).await.newest.id;
    let edit = noor.client.edit_message(message, &words("Hello?")).await;
    assert_eq!(code(edit), Code::ConversationClosed);
    let seen = noor.thread(id).await;
    assert_eq!((seen.with.id, seen.blocked), (Some(wanjiru.me.id), true));
    assert_eq!(seen.allowed_actions, [ConversationAction::Unblock, ConversationAction::Report]);
    noor.client.unblock(wanjiru.me.id).await.unwrap();
    wanjiru.write(id, "Hello.").await.unwrap();
    assert_eq!(noor.thread(id).await.allowed_actions[1], ConversationAction::Block);
}

/// A conversation and its lines, without what differs between any two.
fn bare(mut conversation: Conversation, lines: Vec<Message>) -> (Conversation, Vec<Message>) {
    let bare = |line: Message| Message { id: MessageId(Uuid::nil()), ..line };
    conversation.id.0 = Uuid::nil();
    conversation.newest = bare(conversation.newest);
    (conversation, lines.into_iter().map(bare).collect())
}

#[tokio::test]
async fn to_the_other_it_looks_as_if_they_had_left() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let mut seen = Vec::new();
    for name in ["Wanjiru Mwangi", "Farid Benyamina"] {
        let mentor = app.mentor(name, &[SKILL]).await;
        let first = name.split(' ').next().unwrap();
        let id = noor.ask(&mentor, &format!("{first}, write to noor@leeds.example")).await.unwrap().id;
        mentor.write(id, &format!("I am {name}, mentor@wards.example")).await.unwrap();
        let read = domain::conversations::MarkRead { number: 2 };
        mentor.client.mark_read(id, &read).await.unwrap();
        noor.client.add_bookmark(mentor.me.id).await.unwrap();
        if seen.is_empty() {
            mentor.client.block(noor.me.id).await.unwrap();
        } else {
            let leave = DeleteAccount { password: PASSWORD.to_owned() };
            mentor.client.delete_account(&leave).await.unwrap();
            app.letter_to(&mentor.email).await;
        }
        let read = domain::conversations::MarkRead { number: 2 };
        noor.client.mark_read(id, &read).await.unwrap();
        let lines = noor.client.messages(id, "").await.unwrap().items;
        seen.push((
            bare(noor.thread(id).await, lines),
            finds(&noor, &mentor).await,
            code(noor.write(id, "Hello?").await),
            code(noor.ask(&mentor, "Hello?").await),
            code(noor.client.person(mentor.me.id).await),
            code(noor.client.block(mentor.me.id).await),
            code(noor.client.mentor(mentor.me.id, "").await),
            code(noor.client.add_bookmark(mentor.me.id).await),
        ));
    }
    assert_eq!(seen[0], seen[1]);
    let ((conversation, lines), finds, ..) = &seen[0];
    assert_eq!((&conversation.with, finds), (&Shown::default(), &[false; 3]));
    assert_eq!(conversation.allowed_actions, [ConversationAction::Report]);
    assert_eq!((lines[0].body.as_str(), lines[1].body.as_str()), ("I am •••, •••", "•••, write to •••"));
    let all = noor.client.conversations("").await.unwrap().items;
    assert!(all.iter().all(|conversation| conversation.with == Shown::default()));
}

#[tokio::test]
async fn a_block_ends_what_is_open_between_the_two_and_frees_the_place() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let open = tomas.sends_request(&wanjiru).await.value.id;
    let accepted = noor.sends_request(&wanjiru).await.value.id;
    let relationship = wanjiru.accept(accepted).await.relationship.unwrap();
    let free = async || wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().card.free_places;
    assert_eq!((free().await, tomas.sees(open).await.waits_for_place), (0, true));
    app.told().await;

    noor.client.block(wanjiru.me.id).await.unwrap();
    assert_eq!((free().await, tomas.sees(open).await.waits_for_place), (1, false));
    for person in [&noor, &wanjiru] {
        let ended = person.client.relationship(relationship).await.unwrap();
        assert_eq!(ended.state, RelationshipState::Withdrawn);
        assert!(ended.ended_at.is_some() && ended.contact.is_none());
    }
    assert_eq!(
        app.told().await,
        ["Tomas: request_goes_on", "Wanjiru: relationship_ended", "Wanjiru: request_goes_on"]
    );

    wanjiru.client.block(tomas.me.id).await.unwrap();
    assert_eq!(tomas.sees(open).await.state, RequestState::Closed);
    let refused = code(tomas.client.send_request("again", &to(&wanjiru)).await);
    assert_eq!(refused, Code::MentorNotOpen, "as for somebody who has left");
    wanjiru.client.unblock(tomas.me.id).await.unwrap();
    tomas.client.send_request("again", &to(&wanjiru)).await.unwrap();
}

#[tokio::test]
async fn somebody_is_blocked_by_their_id_and_not_oneself() {
    let app = TestApp::talkative().await;
    let noor = app.noor().await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    assert_eq!(code(noor.client.block(noor.me.id).await), Code::ToOneself);
    let stranger = ParticipantId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(noor.client.block(stranger).await), Code::NotFound);
    noor.client.unblock(stranger).await.unwrap();
    noor.client.block(tomas.me.id).await.unwrap();
    assert_eq!(blocked(&noor).await, ["Tomas Berg"]);
    tomas.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&tomas.email).await;
    assert!(blocked(&noor).await.is_empty());
    assert_eq!(code(noor.client.blocks("cursor=x").await), Code::BadCursor);
    assert_eq!(code(noor.client.blocks("limit=0").await), Code::InvalidFields);
}

#[tokio::test]
async fn there_is_a_most_and_they_come_in_pages() {
    let app = TestApp::talkative().await;
    let noor = app.noor().await;
    let (tomas, now) = (app.join("Tomas Berg", &noor.me.roles).await, app.clock.now());
    app.in_database(async |tx| {
        for n in 1..MOST_BLOCKS as u128 {
            let other = cairn::accounts::store::Participant {
                id: Uuid::from_u128(n),
                email: format!("{n}@leeds.example"),
                display_name: format!("Person {n}"),
                password_hash: String::new(),
                is_mentor: false,
                is_mentee: true,
                is_coordinator: false,
                created_at: now,
            };
            cairn::accounts::store::insert(tx, &other).await.unwrap();
            cairn::execute!(
                tx,
                "INSERT INTO blocks (participant_id, blocked_id, created_at) VALUES ($1, $2, $3)",
                noor.me.id.0,
                other.id,
                now
            )
            .unwrap();
        }
    })
    .await;
    app.clock.advance(Duration::seconds(1));
    let grace = app.join("Grace Achieng", &noor.me.roles).await;
    let both = [tomas.me.id, grace.me.id].map(|id| noor.client.block(id));
    let kept = join_all(both).await.into_iter().flatten().count();
    assert_eq!(kept, 1, "for one there is room");
    for person in [&tomas, &grace] {
        noor.client.unblock(person.me.id).await.unwrap();
    }
    noor.client.block(tomas.me.id).await.unwrap();
    assert_eq!(code(noor.client.block(grace.me.id).await), Code::TooManyBlocks);
    noor.client.block(tomas.me.id).await.unwrap();
    let mut found = Vec::new();
    let mut query = "limit=100".to_owned();
    loop {
        let page = noor.client.blocks(&query).await.unwrap();
        found.extend(page.items.into_iter().map(|block| block.person.display_name));
        let Some(cursor) = page.next_cursor else { break };
        query = format!("limit=100&cursor={cursor}");
    }
    assert_eq!(
        (found[0].as_str(), found[1].as_str(), found.len()),
        ("Tomas Berg", "Person 499", MOST_BLOCKS)
    );
    noor.client.unblock(tomas.me.id).await.unwrap();
    noor.client.block(grace.me.id).await.unwrap();
}

#[tokio::test]
async fn a_suspended_mentor_is_not_found() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    noor.client.add_bookmark(wanjiru.me.id).await.unwrap();
    for suspended in [true, false] {
        app.set_suspended(&wanjiru, suspended).await;
        wanjiru.edit_profile(|profile| profile.city = "Mombasa".to_owned()).await;
        assert_eq!(finds(&noor, &wanjiru).await, [!suspended; 3]);
    }
}
