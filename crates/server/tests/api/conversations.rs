//! The one thread of two people: who may write, what each sees, and what a retry does.

use chrono::Duration;
use domain::accounts::{DeleteAccount, Role};
use domain::conversations::{Conversation, ConversationAction, MarkRead, MessageKind, Standing};
use domain::ids::{ConversationId, MessageId, ParticipantId};
use domain::people::Person as Shown;
use domain::problem::Code;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::conversations::words;
use crate::support::{PASSWORD, Person, TestApp, code};

const SKILL: &str = "giving-feedback";

/// A mentee who has asked a mentor something.
async fn asked(app: &TestApp, question: &str) -> (Person, Person, ConversationId) {
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let conversation = noor.ask(&wanjiru, question).await.unwrap();
    (noor, wanjiru, conversation.id)
}

fn names(page: &[Conversation]) -> Vec<&str> {
    page.iter().map(|conversation| conversation.with.display_name.as_str()).collect()
}

#[tokio::test]
async fn a_question_opens_the_thread_and_both_go_on_in_it() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "  Do you know night shifts?\r\nI do.  ").await;
    let seen = noor.thread(id).await;
    assert_eq!((seen.with.id, seen.with.display_name.as_str()), (Some(wanjiru.me.id), "Wanjiru Mwangi"));
    assert_eq!((seen.standing, seen.request, seen.relationship), (Standing::Question, None, None));
    assert_eq!((seen.newest.number, seen.newest.kind, seen.newest.mine), (1, MessageKind::Text, true));
    assert_eq!(seen.newest.body, "Do you know night shifts?\nI do.");
    assert_eq!((seen.unread, seen.read_by_other, seen.contact_shared, seen.blocked), (0, 0, false, false));
    let actions = [ConversationAction::Write, ConversationAction::Block, ConversationAction::Report];
    assert_eq!(seen.allowed_actions, actions);

    let theirs = wanjiru.thread(id).await;
    assert_eq!((theirs.unread, theirs.newest.mine, theirs.with.id), (1, false, Some(noor.me.id)));
    let answer = wanjiru.write(id, "Well enough.").await.unwrap();
    assert_eq!((answer.number, answer.mine, answer.sent_at), (2, true, app.clock.now()));
    assert_eq!(noor.ask(&wanjiru, "May I ask more?").await.unwrap().id, id, "one thread per two people");
    let lines = ["May I ask more?", "Well enough.", "Do you know night shifts?\nI do."];
    assert_eq!(noor.lines(id).await, lines);
    assert_eq!(wanjiru.lines(id).await, lines);
}

#[tokio::test]
async fn two_who_ask_each_other_share_one_thread() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru) =
        (app.mentor("Noor Haddad", &[SKILL]).await, app.mentor("Wanjiru Mwangi", &[SKILL]).await);
    for person in [&noor, &wanjiru] {
        let both = domain::accounts::ChangeRoles { roles: vec![Role::Mentor, Role::Mentee] };
        person.client.change_roles(&both).await.unwrap();
    }
    let (one, other) = tokio::join!(noor.ask(&wanjiru, "One"), wanjiru.ask(&noor, "Other"));
    assert_eq!(one.unwrap().id, other.unwrap().id);
    assert_eq!(noor.lines(noor.client.conversations("").await.unwrap().items[0].id).await.len(), 2);
}

#[tokio::test]
async fn only_a_mentee_asks_and_only_a_mentor_in_the_list() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let farid = app.mentor("Farid Benyamina", &[SKILL]).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    assert_eq!(code(noor.ask(&noor, "Me?").await), Code::ToOneself);
    assert_eq!(code(wanjiru.ask(&farid, "You?").await), Code::RoleMissing);
    assert_eq!(code(noor.ask(&tomas, "You?").await), Code::NotFound, "no mentor");
    let stranger = ParticipantId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(noor.client.ask_mentor(stranger, "key", &words("You?")).await), Code::NotFound);
    wanjiru.edit_offer(|offer| offer.paused = true).await;
    assert_eq!(code(noor.ask(&wanjiru, "You?").await), Code::NotFound, "paused");
    app.set_suspended(&farid, true).await;
    assert_eq!(code(noor.ask(&farid, "You?").await), Code::NotFound, "suspended");
    assert!(noor.client.conversations("").await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_conversation_is_of_its_two() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Is it you?").await;
    let message = noor.thread(id).await.newest.id;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    app.in_database(async |tx| cairn::accounts::store::make_coordinator(tx, tomas.me.id).await.unwrap())
        .await;
    assert!(tomas.client.conversations("").await.unwrap().items.is_empty());
    let unknown = ConversationId::new(app.clock.now(), &[7; 10]);
    for (person, id) in [(&tomas, id), (&noor, unknown)] {
        assert_eq!(code(person.client.conversation(id).await), Code::NotFound);
        assert_eq!(code(person.client.messages(id, "").await), Code::NotFound);
        assert_eq!(code(person.write(id, "Hello").await), Code::NotFound);
        assert_eq!(code(person.client.mark_read(id, &MarkRead { number: 1 }).await), Code::NotFound);
    }
    for person in [&tomas, &wanjiru] {
        let edit = person.client.edit_message(message, &words("Mine now")).await;
        assert_eq!(code(edit), Code::NotFound, "only its author edits a message");
    }
    let unknown = MessageId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(noor.client.edit_message(unknown, &words("None")).await), Code::NotFound);
    assert_eq!(noor.lines(id).await, ["Is it you?"]);
    for (method, path) in [
        (Method::GET, "conversations".to_owned()),
        (Method::GET, format!("conversations/{id}")),
        (Method::POST, format!("conversations/{id}/messages")),
        (Method::PUT, format!("messages/{message}")),
        (Method::POST, format!("mentors/{}/questions", wanjiru.me.id)),
    ] {
        let address = format!("/api/v1/{path}");
        assert_eq!(app.nobody().send(method, &address, |request| request).await.status, 401, "{path}");
    }
}

#[tokio::test]
async fn contact_details_are_masked_for_the_other_until_they_walk_together() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Write to noor@leeds.example").await;
    wanjiru.write(id, "Call +254 20 123 4567").await.unwrap();
    let newest = async |person: &Person| person.thread(id).await.newest;
    assert_eq!(noor.lines(id).await, ["Call •••", "Write to noor@leeds.example"]);
    assert_eq!(wanjiru.lines(id).await, ["Call +254 20 123 4567", "Write to •••"]);
    // Who wrote it sees the whole text, and that the other does not.
    assert!(newest(&noor).await.masked && newest(&wanjiru).await.masked);
    wanjiru.edit_profile(|profile| profile.headline = "At www.wards.example".to_owned()).await;
    assert_eq!(noor.thread(id).await.with.headline, "At •••");

    app.let_walk(&wanjiru, &noor, true).await;
    let whole = ["Call +254 20 123 4567", "Write to noor@leeds.example"];
    for person in [&noor, &wanjiru] {
        assert_eq!(person.lines(id).await, whole);
        let seen = person.thread(id).await;
        assert!(seen.contact_shared && !seen.newest.masked && seen.standing == Standing::Relationship);
    }
    assert_eq!(noor.thread(id).await.with.headline, "At www.wards.example");
    app.set_suspended(&wanjiru, true).await;
    assert_eq!(noor.lines(id).await[0], "Call •••", "while one is suspended, it rests");
    app.set_suspended(&wanjiru, false).await;
    app.let_walk(&wanjiru, &noor, false).await;
    assert_eq!(noor.lines(id).await[0], "Call •••");
    assert!(!noor.thread(id).await.contact_shared);
}

#[tokio::test]
async fn a_message_can_be_changed_for_ten_minutes() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Is it yuo?").await;
    let message = noor.thread(id).await.newest;
    let until = message.sent_at + Duration::minutes(10);
    assert_eq!((message.edited_at, message.editable_until), (None, Some(until)));
    assert_eq!(wanjiru.thread(id).await.newest.editable_until, None, "not for the other");
    app.clock.advance(Duration::minutes(9));
    let edited = noor.client.edit_message(message.id, &words(" Is it you? ")).await.unwrap();
    assert_eq!((edited.body.as_str(), edited.edited_at), ("Is it you?", Some(app.clock.now())));
    assert_eq!((edited.id, edited.number, edited.sent_at), (message.id, 1, message.sent_at));
    assert_eq!(wanjiru.thread(id).await.newest.edited_at, Some(app.clock.now()));
    app.clock.advance(Duration::minutes(1));
    let client = app.another_browser(&noor).await;
    assert_eq!(code(client.edit_message(message.id, &words("No")).await), Code::TooLateToEdit);
    let seen = client.conversation(id).await.unwrap().newest;
    assert_eq!((seen.body.as_str(), seen.editable_until), ("Is it you?", None));
}

#[tokio::test]
async fn what_a_coordinator_took_away_is_gone_for_both() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Something bad").await;
    let message = noor.thread(id).await.newest.id;
    app.in_database(async |tx| {
        let now = app.clock.now();
        cairn::execute!(tx, "UPDATE messages SET removed_at = $2 WHERE id = $1", message.0, now).unwrap()
    })
    .await;
    for person in [&noor, &wanjiru] {
        let seen = person.thread(id).await.newest;
        assert_eq!((seen.kind, seen.body.as_str(), seen.editable_until), (MessageKind::Removed, "", None));
    }
    assert_eq!(code(noor.client.edit_message(message, &words("Back")).await), Code::NotFound);
}

#[tokio::test]
async fn each_says_how_far_they_have_read() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "One").await;
    noor.write(id, "Two").await.unwrap();
    noor.write(id, "Three").await.unwrap();
    let read = async |number| wanjiru.client.mark_read(id, &MarkRead { number }).await.unwrap();
    let state = async || (wanjiru.thread(id).await.unread, noor.thread(id).await.read_by_other);
    assert_eq!(state().await, (3, 0));
    read(2).await;
    assert_eq!(state().await, (1, 2));
    read(1).await;
    assert_eq!(state().await, (1, 2), "never backwards");
    read(1_000_000_000).await;
    assert_eq!(state().await, (0, 3), "and not further than there are lines");
    noor.write(id, "Four").await.unwrap();
    assert_eq!(state().await, (1, 3));
    wanjiru.write(id, "Five").await.unwrap();
    assert_eq!(state().await, (0, 5), "who writes has read");
    assert_eq!((noor.thread(id).await.unread, wanjiru.thread(id).await.read_by_other), (1, 4));
}

#[tokio::test]
async fn conversations_and_lines_come_in_pages() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let mut mentors = Vec::new();
    for name in ["Wanjiru Mwangi", "Farid Benyamina", "Grace Achieng"] {
        let mentor = app.mentor(name, &[SKILL]).await;
        noor.ask(&mentor, "Is it you?").await.unwrap();
        mentors.push(mentor);
    }
    app.clock.advance(Duration::seconds(1));
    let first = mentors[0].client.conversations("").await.unwrap().items[0].id;
    mentors[0].write(first, "It is.").await.unwrap();
    let all = noor.client.conversations("").await.unwrap();
    assert_eq!((all.items.len(), all.next_cursor.as_deref()), (3, None));
    assert_eq!(names(&all.items)[0], "Wanjiru Mwangi", "the newest line first");
    let mut found = Vec::new();
    let mut query = "limit=1".to_owned();
    loop {
        let page = noor.client.conversations(&query).await.unwrap();
        found.extend(page.items);
        let Some(cursor) = page.next_cursor else { break };
        query = format!("limit=1&cursor={cursor}");
    }
    assert_eq!(names(&found), names(&all.items), "those of the same moment too");

    for n in 3..=7 {
        noor.write(first, &format!("Line {n}")).await.unwrap();
    }
    let numbers = async |query: &str| {
        let page = noor.client.messages(first, query).await.unwrap();
        (page.items.iter().map(|line| line.number).collect::<Vec<_>>(), page.next_cursor)
    };
    let (newest, cursor) = numbers("limit=4").await;
    assert_eq!(newest, [7, 6, 5, 4]);
    noor.write(first, "Meanwhile").await.unwrap();
    let next = format!("limit=3&cursor={}", cursor.unwrap());
    assert_eq!(numbers(&next).await, (vec![3, 2, 1], None));
    for bad in [
        "cursor=x",
        "cursor=",
        "cursor=1.x",
        "cursor=999999999999999999.019b7679-e000-7000-8000-000000000001",
    ] {
        assert_eq!(code(noor.client.conversations(bad).await), Code::BadCursor, "{bad}");
    }
    for bad in ["cursor=x", "cursor=", "cursor=1.5", "cursor=99999999999999999999"] {
        assert_eq!(code(noor.client.messages(first, bad).await), Code::BadCursor, "{bad}");
    }
    assert_eq!(code(noor.client.conversations("limit=0").await), Code::InvalidFields);
    assert_eq!(code(noor.client.messages(first, "limit=101").await), Code::InvalidFields);
}

#[tokio::test]
async fn a_retry_never_doubles_a_message() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Is it you?").await;
    let once = noor.client.write_message(id, "key", &words("Once")).await.unwrap();
    app.clock.advance(Duration::minutes(5));
    assert_eq!(noor.client.write_message(id, "key", &words("Once")).await.unwrap(), once);
    let other = noor.client.write_message(id, "key", &words("Twice")).await;
    assert_eq!(code(other), Code::IdempotencyKeyReused);
    wanjiru.client.write_message(id, "key", &words("Once")).await.unwrap();
    assert_eq!(noor.lines(id).await, ["Once", "Once", "Is it you?"], "a key is of its person");
    let together = words("Together");
    let at_once = || noor.client.write_message(id, "all at once", &together);
    let (a, b, c) = tokio::join!(at_once(), at_once(), at_once());
    assert!([a.unwrap(), b.unwrap(), c.unwrap()].windows(2).all(|two| two[0] == two[1]));
    assert_eq!(noor.lines(id).await.len(), 4);

    let more = words("More");
    let question = noor.client.ask_mentor(wanjiru.me.id, "key", &more).await.unwrap();
    assert_eq!(noor.client.ask_mentor(wanjiru.me.id, "key", &more).await.unwrap(), question);
    let farid = app.mentor("Farid Benyamina", &[SKILL]).await;
    let other = noor.client.ask_mentor(farid.me.id, "key", &words("More")).await;
    assert_eq!(code(other), Code::IdempotencyKeyReused, "another mentor is another question");
    assert_eq!(noor.lines(id).await.len(), 5);
    let raw = app.raw(&noor).await;
    let address = format!("/api/v1/conversations/{id}/messages");
    let long = "k".repeat(129);
    for key in ["", long.as_str()] {
        let send = raw.send(Method::POST, &address, |request| {
            request.header("idempotency-key", key).json(&json!({ "body": "No" }))
        });
        assert_eq!(send.await.status, 400, "{key}");
    }
    let send = raw.send(Method::POST, &address, |request| request.json(&json!({ "body": "Without" }))).await;
    assert_eq!(send.status, 201);
    let message = send.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(send.header("location"), format!("/api/v1/messages/{message}"));
}

#[tokio::test]
async fn nothing_is_written_where_nobody_listens() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Is it you?").await;
    let message = noor.thread(id).await.newest.id;
    let refused = async || {
        assert_eq!(code(noor.write(id, "Hello?").await), Code::ConversationClosed);
        let edit = noor.client.edit_message(message, &words("Hello?")).await;
        assert_eq!(code(edit), Code::ConversationClosed);
        let seen = noor.thread(id).await;
        assert!(!seen.allowed_actions.contains(&ConversationAction::Write));
        assert_eq!(seen.newest.editable_until, None);
    };
    app.set_suspended(&wanjiru, true).await;
    refused().await;
    app.set_suspended(&wanjiru, false).await;
    let close = async |at| {
        app.in_database(async |tx| {
            cairn::execute!(tx, "UPDATE conversations SET closed_at = $2 WHERE id = $1", id.0, at).unwrap()
        })
        .await
    };
    close(Some(app.clock.now())).await;
    refused().await;
    assert_eq!(code(noor.ask(&wanjiru, "Hello?").await), Code::ConversationClosed);
    close(None).await;
    noor.write(id, "Hello!").await.unwrap();
    wanjiru.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&wanjiru.email).await;
    refused().await;
}

#[tokio::test]
async fn a_person_begins_so_many_conversations_a_day() {
    let app = TestApp::talkative().await;
    app.limit_conversations(2).await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let mut mentors = Vec::new();
    for name in ["Wanjiru Mwangi", "Farid Benyamina", "Grace Achieng", "Olena Koval"] {
        mentors.push(app.mentor(name, &[SKILL]).await);
    }
    let ask = |n: usize| noor.ask(&mentors[n], "Is it you?");
    let (a, b, c, d) = tokio::join!(ask(0), ask(1), ask(2), ask(3));
    let answers = [a, b, c, d];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 2, "at once or one after another");
    let refused = answers.into_iter().position(|answer| answer.is_err()).unwrap();
    assert_eq!(code(noor.ask(&mentors[refused], "You?").await), Code::TooManyConversations);
    let known = noor.client.conversations("").await.unwrap().items;
    assert_eq!(known.len(), 2);
    noor.write(known[0].id, "Going on is no beginning").await.unwrap();
    app.clock.advance(Duration::hours(25));
    let client = app.another_browser(&noor).await;
    client.ask_mentor(mentors[refused].me.id, "tomorrow", &words("You?")).await.unwrap();
}

#[tokio::test]
async fn who_leaves_is_a_former_participant_and_their_words_stay() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "I am Noor: noor@leeds.example").await;
    wanjiru.write(id, "Welcome, Noor Haddad.").await.unwrap();
    app.let_walk(&wanjiru, &noor, true).await;
    noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&noor.email).await;
    let seen = wanjiru.thread(id).await;
    assert_eq!(seen.with, Shown::default());
    assert_eq!((seen.contact_shared, seen.allowed_actions), (false, vec![ConversationAction::Report]));
    assert_eq!(wanjiru.lines(id).await, ["Welcome, •••.", "I am •••: •••"]);
    wanjiru.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    app.letter_to(&wanjiru.email).await;
    let left = app.in_database(async |tx| {
        cairn::fetch_one!(
            tx,
            (i64, i64),
            "SELECT (SELECT COUNT(*) FROM conversations), (SELECT COUNT(*) FROM messages)"
        )
        .unwrap()
    });
    assert_eq!(left.await, (0, 0), "nobody is left to read it");
}

#[tokio::test]
async fn a_message_has_its_limits() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Is it you?").await;
    let message = noor.thread(id).await.newest.id;
    let raw = app.raw(&noor).await;
    let send = async |method: &Method, path: &str, body: &Value| {
        let address = format!("/api/v1/{path}");
        raw.send(method.clone(), &address, |request| request.json(body)).await
    };
    for (method, path) in [
        (Method::POST, format!("conversations/{id}/messages")),
        (Method::POST, format!("mentors/{}/questions", wanjiru.me.id)),
        (Method::PUT, format!("messages/{message}")),
    ] {
        for (body, error) in [
            (json!({ "body": "" }), "/body length"),
            (json!({ "body": " \n " }), "/body required"),
            (json!({ "body": "x".repeat(4001) }), "/body length"),
            (json!({ "body": "a\u{0}b" }), "/body forbidden_characters"),
            (json!({ "body": "a\u{202E}b" }), "/body forbidden_characters"),
            (json!({ "body": 7 }), "/body type"),
            (json!({}), "/body required"),
            (json!({ "body": "a", "to": "b" }), "/to unknown_field"),
        ] {
            assert!(send(&method, &path, &body).await.errors().contains(&error.to_owned()), "{path} {error}");
        }
    }
    let read = format!("conversations/{id}/read");
    for (body, error) in [
        (json!({ "number": -1 }), "/number range"),
        (json!({ "number": 1_000_000_001 }), "/number range"),
        (json!({ "number": "1" }), "/number type"),
    ] {
        assert_eq!(send(&Method::PUT, &read, &body).await.errors(), [error]);
    }
    assert_eq!(noor.lines(id).await, ["Is it you?"]);
    let longest = "🪨".repeat(4000);
    let written = noor.client.write_message(id, "long", &words(&longest)).await.unwrap();
    assert_eq!(written.body, longest);
    for path in ["conversations/7", "conversations/%00/messages", "messages/7"] {
        let method = if path.starts_with('m') { Method::PUT } else { Method::GET };
        assert_eq!(send(&method, path, &json!({ "body": "a" })).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn what_is_written_is_shown_to_both() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru, id) = asked(&app, "Is it you?").await;
    let shown = async |person: &Person| {
        let rows = app.in_database(async |tx| {
            let id = person.me.id.0;
            cairn::fetch_all!(tx, (String,), "SELECT news FROM live_events WHERE participant_id = $1", id)
                .unwrap()
        });
        let news = rows.await.into_iter().map(|(news,)| serde_json::from_str::<Value>(&news).unwrap());
        news.filter(|news| news["conversation"] == id.to_string() && news["kind"] == "conversation").count()
    };
    assert_eq!((shown(&noor).await, shown(&wanjiru).await), (1, 1));
    let message = noor.thread(id).await.newest.id;
    noor.client.edit_message(message, &words("It is you?")).await.unwrap();
    wanjiru.client.mark_read(id, &MarkRead { number: 1 }).await.unwrap();
    wanjiru.client.mark_read(id, &MarkRead { number: 1 }).await.unwrap();
    assert_eq!((shown(&noor).await, shown(&wanjiru).await), (3, 3));
}
