//! Who wants to have nothing to do with whom: the two find each other no more, and nobody is told.

use std::io::{Cursor, Read as _};

use chrono::Duration;
use domain::accounts::DeleteAccount;
use domain::conversations::{Conversation, ConversationAction, MOST_BLOCKS, Message};
use domain::ids::{GoalId, MeetingId, MessageId, ParticipantId, RequestId};
use domain::meetings::{Doer, EditMeeting, MeetingFormat, NewActionItem, NewAgendaPoint, Notes};
use domain::people::Person as Shown;
use domain::problem::Code;
use domain::relationships::{Reflection, RelationshipState, Wish};
use domain::requests::{Accept, AskForMore, RequestState, RequestText, SendRequest};
use domain::tools::WriteAnswer;
use futures_util::future::join_all;
use uuid::Uuid;

use crate::support::conversations::words;
use crate::support::goals::new_goal;
use crate::support::meetings::Walk;
use crate::support::relationships::looks_back;
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
    noor.ask(&wanjiru, "Is it you?").await.unwrap();
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

/// Two who have completed a journey, in which everything names the mentor.
async fn journey() -> (Walk, MeetingId, RequestId, GoalId) {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let named = |words: &str| format!("{words} Wanjiru Mwangi");
    let asked = || {
        let text = to(&wanjiru).text;
        RequestText {
            goal: named("To speak as"),
            support: named("To listen to"),
            why: named("For you are"),
            ..text
        }
    };
    let asks = SendRequest { mentor: wanjiru.me.id, text: asked() };
    let request = noor.client.send_request("k", &asks).await.unwrap().value.id;
    let more = AskForMore { words: named("Since when, asks") };
    let version = wanjiru.client.ask_for_more(request, &more).await.unwrap().version;
    let version = noor.client.edit_request(request, &version, &asked()).await.unwrap().version;
    let welcome = Accept { welcome: named("I am") };
    let accepted = wanjiru.client.accept_request(request, &version, &welcome).await.unwrap();
    let id = accepted.value.relationship.unwrap();
    let walk = Walk { app, noor, wanjiru, id };
    let Walk { noor, wanjiru, .. } = &walk;

    let meeting = walk.arrange("2026-12-03T18:30").await;
    let place = EditMeeting { format: MeetingFormat::InPerson, place: named("Ask for") };
    noor.client.edit_meeting(meeting, "\"2\"", &place).await.unwrap();
    let item = NewActionItem { words: named("Write to"), who: Doer::Mentee, due_on: None };
    for person in [noor, wanjiru] {
        person.client.add_point(meeting, &NewAgendaPoint { words: named("How is") }).await.unwrap();
        person.client.add_action_item(meeting, &item).await.unwrap();
    }
    noor.client.save_notes(meeting, "\"1\"", &Notes { notes: named("Held with") }).await.unwrap();
    noor.client.save_private_notes(meeting, "\"0\"", &Notes { notes: named("I like") }).await.unwrap();
    let mut new = new_goal();
    new.text.title = named("As");
    new.milestones[0].title = named("See");
    let goal = noor.draft(id, &new).await.unwrap().id;
    noor.activates(goal).await.unwrap();
    noor.records(goal, "2026-12-01", Some("4"), &named("So says")).await.unwrap();
    let answer = WriteAnswer { value: named("More of"), shared: true, edition: 1 };
    noor.client.write_answer(id, "half-way-review", "more-less", "\"0\"", &answer).await.unwrap();
    walk.until("2026-12-05T12:00:00Z").await;
    let looks_back = Reflection {
        takes_along: named("What I learned from"),
        thanks: named("Thank you,"),
        ..looks_back(Wish::End)
    };
    noor.client.complete_relationship(id, &looks_back).await.unwrap();
    wanjiru.client.confirm_completion(id, &looks_back).await.unwrap();
    (walk, meeting, request, goal)
}

#[tokio::test]
async fn who_is_blocked_reads_the_name_nowhere() {
    let (walk, meeting, request, goal) = journey().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let feed = noor.client.renew_calendar_address().await.unwrap().url.unwrap();
    let feed = feed.split_once("/api/v1/").unwrap().1;
    let raw = app.raw(noor).await;
    let pages = [
        "requests?which=answered".to_owned(),
        format!("requests/{request}"),
        "relationships".to_owned(),
        format!("relationships/{id}"),
        format!("relationships/{id}/journey"),
        format!("relationships/{id}/meetings"),
        format!("relationships/{id}/goals"),
        format!("meetings/{meeting}"),
        format!("meetings/{meeting}/invitation"),
        "me/goals".to_owned(),
        format!("goals/{goal}"),
        feed.to_owned(),
    ];
    let read = async || {
        let mut read = vec![("me/export", exported(noor).await)];
        for page in &pages {
            let answer = raw.get(&format!("/api/v1/{page}")).await;
            assert_eq!(answer.status, 200, "{page}");
            read.push((page.as_str(), String::from_utf8(answer.body).unwrap().to_lowercase()));
        }
        read
    };
    for (page, text) in read().await {
        assert!(text.contains("wanjiru"), "{page} names her: {text}");
    }
    wanjiru.client.block(noor.me.id).await.unwrap();
    for (page, text) in read().await {
        assert!(!text.contains("wanjiru") && !text.contains("mwangi"), "{page} names her: {text}");
        assert!(text.contains("•••"), "{page} says the rest: {text}");
    }
    assert!(noor.sees(request).await.fit.is_none(), "nobody is there to fit");
    let (hers, her_goal) = (wanjiru.meeting(meeting).await, wanjiru.goal(goal).await.goal);
    assert_eq!(hers.notes.notes, "Held with Wanjiru Mwangi", "who blocks reads everything as before");
    assert_eq!((hers.agenda.len(), her_goal.text.title.as_str()), (2, "As Wanjiru Mwangi"));
    assert!(exported(wanjiru).await.contains("what i learned from wanjiru mwangi"));
    wanjiru.client.unblock(noor.me.id).await.unwrap();
    for (page, text) in read().await {
        assert!(text.contains("wanjiru"), "{page} names her again: {text}");
    }
}

/// What somebody takes along, in small letters.
async fn exported(person: &Person) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(person.client.export().await.unwrap())).unwrap();
    let mut json = String::new();
    archive.by_name("cairn.json").unwrap().read_to_string(&mut json).unwrap();
    json.to_lowercase()
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
    assert_eq!(code(noor.client.block(tomas.me.id).await), Code::NotFound, "an id tells no name");
    assert!(blocked(&noor).await.is_empty());
    app.conversation(&noor, &tomas).await;
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
    for person in [&tomas, &grace] {
        app.conversation(&noor, person).await;
    }
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
