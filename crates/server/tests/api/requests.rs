//! Requests over HTTP: the table, the refusals, the clock, who sees what.

use std::io::Cursor;

use api_client::{Client, Error};
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{ChangeRoles, DeleteAccount, Role};
use domain::conversations::WriteMessage;
use domain::ids::RequestId;
use domain::problem::Code;
use domain::requests::state::{allowed_actions, next};
use domain::requests::{
    AskForMore, Decline, MarkSeen, Request, RequestAction, RequestState, RequestText, Side,
};
use serde_json::{Value, json};

use crate::support::requests::{no, text, to, yes};
use crate::support::{PASSWORD, Person, TestApp, code, postgres};

const SKILL: &str = "giving-feedback";

async fn two(app: &TestApp) -> (Person, Person) {
    (app.mentee("Noor Haddad", &[SKILL]).await, app.mentor("Wanjiru Mwangi", &[SKILL]).await)
}

fn more() -> AskForMore {
    AskForMore { words: "Your own team?".to_owned() }
}

fn leave() -> DeleteAccount {
    DeleteAccount { password: PASSWORD.to_owned() }
}

/// The state that a refusal names.
fn state_in<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Problem(problem)) => problem.state.expect("the refusal says the state"),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_request_goes_its_way_to_a_relationship() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let sent = noor.sends_request(&wanjiru).await.value;
    assert_eq!((sent.state, sent.side, sent.text.clone()), (RequestState::Pending, Side::Mentee, text()));
    assert_eq!(sent.expires_at, Some(app.clock.now() + Duration::days(14)));
    assert_eq!(app.told().await, ["Wanjiru: request_received"]);

    let list = wanjiru.client.requests("side=mentor").await.unwrap();
    let row = &list.items[0];
    assert_eq!((row.id, row.state, row.changed), (sent.id, RequestState::Pending, false));
    assert_eq!(row.other.display_name, "Noor Haddad");
    assert_eq!(row.fit.as_ref().unwrap().percent, 100, "what the mentee looks for is what she offers");
    let seen = wanjiru.sees(sent.id).await;
    assert_eq!((seen.side, seen.free_places, seen.fit), (Side::Mentor, Some(1), row.fit.clone()));
    assert_eq!(seen.allowed_actions, allowed_actions(RequestState::Pending, Side::Mentor));

    let asked = wanjiru.client.ask_for_more(sent.id, &more()).await.unwrap();
    assert_eq!(asked.value.state, RequestState::NeedsInfo);
    assert_eq!(noor.client.requests("").await.unwrap().items[0].words, "Your own team?");
    let version = noor.client.request(sent.id).await.unwrap().version;
    let wider = RequestText { goal: "I open a briefing for ten people.".to_owned(), ..text() };
    let edited = noor.client.edit_request(sent.id, &version, &wider).await.unwrap();
    assert_eq!((edited.value.state, edited.value.text_number), (RequestState::Pending, 2));
    assert_eq!(app.told().await, ["Noor: more_asked", "Wanjiru: more_answered"]);

    let accepted = wanjiru.client.accept_request(sent.id, &edited.version, &yes()).await.unwrap().value;
    assert_eq!((accepted.state, accepted.free_places), (RequestState::Accepted, Some(0)));
    assert_eq!((accepted.expires_at, accepted.allowed_actions.len()), (None, 0));
    assert_eq!(app.told().await, ["Noor: request_accepted"]);
    let done: Vec<_> =
        accepted.steps.iter().map(|step| (step.action.as_str(), step.words.as_str())).collect();
    assert_eq!(
        done,
        [("send", ""), ("ask_for_more", "Your own team?"), ("edit", ""), ("accept", "Welcome, Noor.")]
    );

    let lines = lines(&app).await;
    let expected = [
        ("request_sent", ""),
        ("text", "Your own team?"),
        ("request_accepted", ""),
        ("text", "Welcome, Noor."),
    ];
    assert_eq!(lines, expected.map(|(kind, body)| (kind.to_owned(), body.to_owned())));
    let relationship = noor.client.relationship(accepted.relationship.unwrap()).await.unwrap();
    assert_eq!(relationship.contact.unwrap().email.unwrap(), wanjiru.email);
    assert_eq!(relationship.text.goal, wider.goal);
}

/// Kind and body of the lines of all conversations.
async fn lines(app: &TestApp) -> Vec<(String, String)> {
    app.in_database(async |tx| {
        cairn::fetch_all!(tx, (String, String), "SELECT kind, body FROM messages ORDER BY number").unwrap()
    })
    .await
}

/// Puts a request into a state as if it had come there, and gives its version.
async fn force(app: &TestApp, id: RequestId, state: RequestState, by: &Person) -> String {
    let open = matches!(state, RequestState::Pending | RequestState::NeedsInfo);
    let at = (!open).then(|| app.clock.now());
    let reason = (state == RequestState::Declined).then_some("times");
    app.in_database(async |tx| {
        cairn::execute!(tx, "DELETE FROM relationships WHERE request_id = $1", id.0).unwrap();
        cairn::execute!(
            tx,
            "UPDATE requests SET state = $2, answered_at = $3, decline_reason = $4 WHERE id = $1",
            id.0,
            state.as_str(),
            at,
            reason,
        )
        .unwrap();
        cairn::execute!(tx, "UPDATE offers SET taken = 0").unwrap();
        cairn::execute!(tx, "UPDATE pairs SET active_relationship = NULL, declined_at = NULL").unwrap();
    })
    .await;
    by.client.request(id).await.unwrap().version
}

async fn act(client: &Client, id: RequestId, action: RequestAction, version: &str) -> Result<Request, Error> {
    let answer = match action {
        RequestAction::Edit => client.edit_request(id, version, &text()).await,
        RequestAction::AskForMore => client.ask_for_more(id, &more()).await,
        RequestAction::Accept => client.accept_request(id, version, &yes()).await,
        RequestAction::Decline => client.decline_request(id, version, &no()).await,
        RequestAction::Withdraw => client.withdraw_request(id).await,
        other => panic!("{other:?} has no address"),
    };
    answer.map(|answer| answer.value)
}

#[tokio::test]
async fn every_state_action_and_actor_is_answered_as_the_table_says() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let stranger = app.mentee("Tomas Berg", &[SKILL]).await;
    let id = noor.sends_request(&wanjiru).await.value.id;
    let actions = [
        RequestAction::Edit,
        RequestAction::AskForMore,
        RequestAction::Accept,
        RequestAction::Decline,
        RequestAction::Withdraw,
    ];
    for state in RequestState::ALL.iter().copied() {
        for action in actions {
            let version = force(&app, id, state, &noor).await;
            let strange = act(&stranger.client, id, action, &version).await;
            assert_eq!(code(strange), Code::NotFound, "{state:?} {action:?}");
            for (side, person) in [(Side::Mentor, &wanjiru), (Side::Mentee, &noor)] {
                let version = force(&app, id, state, &noor).await;
                let offered = person.sees(id).await.allowed_actions.contains(&action);
                let answer = act(&person.client, id, action, &version).await;
                let case = format!("{state:?} {action:?} {side:?}");
                if let Some(after) = next(state, action, side) {
                    assert_eq!((answer.unwrap().state, offered), (after, true), "{case}");
                } else {
                    assert!(!offered, "{case}");
                    assert_eq!(code(answer.clone()), Code::InvalidTransition, "{case}");
                    assert_eq!(state_in(answer), state.as_str(), "{case}");
                }
            }
        }
    }
    assert_eq!(code(stranger.client.request(id).await), Code::NotFound);
    let seen = MarkSeen { text_number: 1 };
    for person in [&stranger, &noor] {
        assert_eq!(code(person.client.mark_request_seen(id, &seen).await), Code::NotFound);
    }
    assert_eq!(app.nobody().get(&format!("/api/v1/requests/{id}")).await.status, 401);
}

#[tokio::test]
async fn what_stands_in_the_way_is_said() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let refused = async |mentor: &Person| code(noor.client.send_request("try", &to(mentor)).await);
    assert_eq!(refused(&noor).await, Code::ToOneself);
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    assert_eq!(refused(&tomas).await, Code::MentorNotOpen, "no mentor");
    let farid = app.mentor("Farid Benyamina", &[SKILL]).await;
    assert_eq!(code(wanjiru.client.send_request("x", &to(&farid)).await), Code::RoleMissing);

    wanjiru.edit_offer(|offer| offer.paused = true).await;
    assert_eq!(refused(&wanjiru).await, Code::MentorNotOpen, "paused");
    wanjiru.edit_offer(|offer| offer.paused = false).await;
    wanjiru.edit_profile(|profile| profile.headline.clear()).await;
    assert_eq!(refused(&wanjiru).await, Code::MentorNotOpen, "incomplete");
    wanjiru.edit_profile(|profile| profile.headline = "Back".to_owned()).await;
    suspend(&app, &wanjiru, Some(app.clock.now())).await;
    assert_eq!(refused(&wanjiru).await, Code::MentorNotOpen, "suspended");
    suspend(&app, &wanjiru, None).await;
    for (one, other) in [(&noor, &wanjiru), (&wanjiru, &noor)] {
        block(&app, one, other).await;
        assert_eq!(refused(&wanjiru).await, Code::MentorNotOpen, "blocked");
        app.in_database(async |tx| cairn::execute!(tx, "DELETE FROM blocks").unwrap()).await;
    }
    take_places(&app, &wanjiru, 1).await;
    assert_eq!(refused(&wanjiru).await, Code::MentorFull);
    take_places(&app, &wanjiru, 0).await;

    let first = noor.sends_request(&wanjiru).await.value.id;
    assert_eq!(refused(&wanjiru).await, Code::RequestOpen);
    app.in_database(async |tx| cairn::execute!(tx, "UPDATE settings SET open_requests = 1").unwrap()).await;
    assert_eq!(refused(&farid).await, Code::TooManyOpenRequests);
    wanjiru.accept(first).await;
    assert_eq!(refused(&wanjiru).await, Code::RelationshipActive);
    let second = noor.sends_request(&farid).await.value.id;
    farid.decline(second).await;
    assert_eq!(refused(&farid).await, Code::DeclinedRecently);
    app.days_pass(29, [&noor, &farid]).await;
    assert_eq!(refused(&farid).await, Code::DeclinedRecently);
    app.days_pass(1, [&noor, &farid]).await;
    noor.client.send_request("again", &to(&farid)).await.unwrap();

    farid.client.delete_account(&leave()).await.unwrap();
    app.letter_to(&farid.email).await;
    assert_eq!(refused(&farid).await, Code::MentorNotOpen, "gone");
}

async fn suspend(app: &TestApp, person: &Person, since: Option<DateTime<Utc>>) {
    let id = person.me.id.0;
    app.in_database(async |tx| {
        cairn::execute!(tx, "UPDATE participants SET suspended_at = $2 WHERE id = $1", id, since).unwrap()
    })
    .await;
}

async fn block(app: &TestApp, one: &Person, other: &Person) {
    let (one, other, at) = (one.me.id.0, other.me.id.0, app.clock.now());
    app.in_database(async |tx| {
        cairn::execute!(
            tx,
            "INSERT INTO blocks (participant_id, blocked_id, created_at) VALUES ($1, $2, $3)",
            one,
            other,
            at
        )
        .unwrap()
    })
    .await;
}

async fn take_places(app: &TestApp, mentor: &Person, taken: i64) {
    let id = mentor.me.id.0;
    app.in_database(async |tx| {
        cairn::execute!(tx, "UPDATE offers SET taken = $2 WHERE participant_id = $1", id, taken).unwrap()
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_twice_with_a_key_happens_once() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let first = noor.client.send_request("k", &to(&wanjiru)).await.unwrap();
    let again = noor.client.send_request("k", &to(&wanjiru)).await.unwrap();
    assert_eq!((again.value.id, again.version), (first.value.id, first.version));
    assert_eq!(app.told().await, ["Wanjiru: request_received"]);
    let mut other = to(&wanjiru);
    other.text.goal = "Another".to_owned();
    assert_eq!(code(noor.client.send_request("k", &other).await), Code::IdempotencyKeyReused);
    other.text.topics[0].option = "no-such".parse().unwrap();
    assert_eq!(code(noor.client.send_request("l", &other).await), Code::InvalidFields);
}

#[tokio::test]
async fn nobody_accepts_a_text_that_was_edited_meanwhile() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let sent = noor.sends_request(&wanjiru).await;
    let id = sent.value.id;
    wanjiru.client.mark_request_seen(id, &MarkSeen { text_number: 1 }).await.unwrap();
    let wider = RequestText { goal: "Another goal".to_owned(), ..text() };
    noor.client.edit_request(id, &sent.version, &wider).await.unwrap();
    assert_eq!(app.told().await, ["Wanjiru: request_edited", "Wanjiru: request_received"]);
    for answer in [
        wanjiru.client.accept_request(id, &sent.version, &yes()).await,
        wanjiru.client.decline_request(id, &sent.version, &no()).await,
        noor.client.edit_request(id, &sent.version, &text()).await,
    ] {
        assert_eq!(code(answer.clone()), Code::StaleVersion);
        assert_eq!(state_in(answer), "pending");
    }
    let seen = wanjiru.sees(id).await;
    assert_eq!((seen.text.goal, seen.seen_text), (wider.goal, Some(text())), "she sees what changed");
    assert!(noor.sees(id).await.seen_text.is_none());
    wanjiru.client.mark_request_seen(id, &MarkSeen { text_number: 2 }).await.unwrap();
    assert!(wanjiru.sees(id).await.seen_text.is_none());
    assert!(!wanjiru.client.requests("side=mentor").await.unwrap().items[0].changed);
}

#[tokio::test]
async fn each_takes_along_what_they_can_read_of_a_request() {
    let app = TestApp::talkative().await;
    let (noor, wanjiru) = two(&app).await;
    let sent = noor.sends_request(&wanjiru).await;
    let id = sent.value.id;
    let mut version = sent.version;
    for (number, goal) in
        [(1, "I call +44 113 496 0000"), (2, "I write to noor@leeds.example"), (3, "I speak up")]
    {
        if number < 3 {
            wanjiru.client.mark_request_seen(id, &MarkSeen { text_number: number }).await.unwrap();
        }
        let wider = RequestText { goal: goal.to_owned(), ..text() };
        version = noor.client.edit_request(id, &version, &wider).await.unwrap().version;
    }
    let refused = Decline { words: "Ask tomas@leeds.example".to_owned(), ..no() };
    wanjiru.client.decline_request(id, &version, &refused).await.unwrap();

    let [mine, hers] = [&noor, &wanjiru].map(taken_along);
    let ([mine], [hers]) = (&mine.await[..], &hers.await[..]) else { panic!("each takes one along") };
    let goals = |taken: &Value| -> Vec<String> {
        let earlier = taken["earlier_texts"].as_array().unwrap();
        earlier.iter().map(|text| text["goal"].as_str().unwrap().to_owned()).collect()
    };
    let words = |taken: &Value| taken["steps"].as_array().unwrap().last().unwrap()["words"].clone();
    let earlier =
        ["I open a briefing for thirty people.", "I call +44 113 496 0000", "I write to noor@leeds.example"];
    assert_eq!(goals(mine), earlier, "their own wordings");
    assert_eq!(goals(hers), ["I call •••"], "the wording that she looked at last, as on the page");
    for (taken, side) in [(mine, "mentee"), (hers, "mentor")] {
        assert_eq!((&taken["request"], &taken["side"]), (&json!(id), &json!(side)));
        assert_eq!((&taken["state"], &taken["decline_reason"]), (&json!("declined"), &json!("times")));
        assert_eq!(
            (&taken["text"]["goal"], &taken["answered_at"]),
            (&json!("I speak up"), &json!(app.clock.now()))
        );
    }
    assert_eq!(words(mine), json!("Ask •••"));
    assert_eq!(words(hers), json!("Ask tomas@leeds.example"));
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    assert!(taken_along(&tomas).await.is_empty());
}

/// The requests that somebody takes along.
async fn taken_along(person: &Person) -> Vec<Value> {
    let mut archive = zip::ZipArchive::new(Cursor::new(person.client.export().await.unwrap())).unwrap();
    let all: Value = serde_json::from_reader(archive.by_name("cairn.json").unwrap()).unwrap();
    all["requests"].as_array().unwrap().clone()
}

#[tokio::test]
async fn words_of_the_mentee_in_the_conversation_answer_what_was_asked() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let request = noor.sends_request(&wanjiru).await.value;
    wanjiru.client.ask_for_more(request.id, &more()).await.unwrap();
    wanjiru.write(request.conversation, "Or people that you do not know?").await.unwrap();
    assert_eq!(noor.sees(request.id).await.state, RequestState::NeedsInfo, "she asks still");
    app.told().await;
    noor.write(request.conversation, "My own team.").await.unwrap();
    let answered = wanjiru.sees(request.id).await;
    assert_eq!((answered.state, answered.text_number), (RequestState::Pending, 1));
    assert_eq!(answered.steps.last().unwrap().action, RequestAction::Answer);
    assert_eq!(app.told().await, ["Wanjiru: message", "Wanjiru: more_answered"]);
    noor.write(request.conversation, "And its guests.").await.unwrap();
    assert_eq!(wanjiru.sees(request.id).await.steps.len(), answered.steps.len(), "it is answered once");
}

#[tokio::test]
async fn the_mentor_sees_no_way_around_before_accepting() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    noor.edit_profile(|profile| profile.headline = "At www.noor.example".to_owned()).await;
    let mut asked = to(&wanjiru);
    asked.text.support = "Write to noor@leeds.example".to_owned();
    asked.text.goal = "+44 113 496 0000".to_owned();
    let id = noor.client.send_request("k", &asked).await.unwrap().value.id;
    let words = AskForMore { words: "See https://wards.example".to_owned() };
    wanjiru.client.ask_for_more(id, &words).await.unwrap();

    let seen = wanjiru.sees(id).await;
    assert_eq!((seen.text.support.as_str(), seen.text.goal.as_str()), ("Write to •••", "•••"));
    assert_eq!(
        (seen.mentee.headline.as_str(), seen.steps[1].words.as_str()),
        ("At •••", "See https://wards.example")
    );
    let row = wanjiru.client.requests("side=mentor").await.unwrap().items.remove(0);
    assert_eq!(
        (row.support.as_str(), row.goal.as_str(), row.other.headline.as_str()),
        ("Write to •••", "•••", "At •••")
    );
    let own = noor.sees(id).await;
    assert_eq!(
        (own.text.support.as_str(), own.steps[1].words.as_str()),
        ("Write to noor@leeds.example", "See •••")
    );
    assert_eq!(noor.client.requests("").await.unwrap().items[0].words, "See •••");

    let accepted = wanjiru.accept(id).await;
    assert_eq!(accepted.text.support, "Write to noor@leeds.example", "the two are entitled");
    assert!(accepted.fit.is_some());
    assert_eq!(noor.sees(id).await.steps[1].words, "See https://wards.example");
}

#[tokio::test]
async fn a_kind_no_leads_on() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let alike = app.mentor("Grace Achieng", &[SKILL]).await;
    let less = app.mentor("Farid Benyamina", &["speaking-to-groups"]).await;
    let full = app.mentor("Ada Obi", &[SKILL]).await;
    take_places(&app, &full, 1).await;
    full.edit_offer(|offer| offer.help = "Seen anew".to_owned()).await;
    let paused = app.mentor("Ines Costa", &[SKILL]).await;
    paused.edit_offer(|offer| offer.paused = true).await;
    let id = noor.sends_request(&wanjiru).await.value.id;
    let declined = wanjiru.decline(id).await;
    assert_eq!(declined.state, RequestState::Declined);
    assert!(declined.fit.is_none(), "what the mentee looks for is no longer the mentor's business");
    let seen = noor.sees(id).await;
    assert_eq!(seen.decline_reason, Some(no().reason));
    assert_eq!(seen.steps[1].words, "I wish you a good way.");
    assert_eq!(app.told().await, ["Noor: request_declined", "Wanjiru: request_received"]);

    let similar = async |of: &Person| -> Vec<String> {
        let page = noor.client.similar_mentors(of.me.id).await.unwrap();
        page.items.into_iter().map(|card| card.display_name).collect()
    };
    wanjiru.edit_offer(|offer| offer.paused = true).await;
    assert_eq!(similar(&wanjiru).await, ["Grace Achieng", "Farid Benyamina"], "though she pauses now");
    noor.sends_request(&alike).await;
    assert_eq!(similar(&wanjiru).await, ["Farid Benyamina"], "one with an open request is no other way");
    assert_eq!(similar(&less).await.len(), 0);
    block(&app, &less, &noor).await;
    assert!(similar(&wanjiru).await.is_empty());
    for gone in [&less, &paused, &noor] {
        assert_eq!(code(noor.client.similar_mentors(gone.me.id).await), Code::NotFound);
    }
}

#[tokio::test]
async fn who_does_not_answer_is_reminded_and_then_it_expires() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let id = noor.sends_request(&wanjiru).await.value.id;
    app.told().await;
    let mut told = Vec::new();
    for day in 1..=13 {
        app.days_pass(1, [&noor, &wanjiru]).await;
        app.tick().await;
        told.extend(app.told().await.into_iter().map(|told| (day, told)));
    }
    let reminded = [3, 7, 12].map(|day| (day, "Wanjiru: request_reminder".to_owned()));
    assert_eq!(told, reminded, "once each");
    wanjiru.client.ask_for_more(id, &more()).await.unwrap();
    app.told().await;
    app.days_pass(13, [&noor, &wanjiru]).await;
    assert_eq!(
        app.told().await,
        ["Noor: request_reminder"],
        "the turn of the mentee; one for all that were missed"
    );
    assert_eq!(noor.sees(id).await.state, RequestState::NeedsInfo);
    app.days_pass(1, [&noor, &wanjiru]).await;
    assert_eq!(app.told().await, ["Noor: request_expired", "Wanjiru: request_expired"]);
    let expired = noor.sees(id).await;
    assert_eq!((expired.state, expired.expires_at), (RequestState::Expired, None));
    assert_eq!(expired.steps.last().unwrap().by, Side::Clock);
    noor.client.send_request("again", &to(&wanjiru)).await.unwrap();
}

#[tokio::test]
async fn nobody_is_reminded_while_a_request_changes() {
    if postgres().is_none() {
        return;
    }
    let app = TestApp::talkative().await;
    let (noor, wanjiru) = two(&app).await;
    let id = noor.sends_request(&wanjiru).await.value.id;
    app.told().await;
    app.clock.advance(Duration::days(3));
    let db = app.db().await;
    let mut changes = db.write().await.unwrap();
    cairn::fetch_all!(
        &mut changes,
        (uuid::Uuid,),
        {
            sqlite: "SELECT mentor_id FROM pairs WHERE mentor_id = $1",
            postgres: "SELECT mentor_id FROM pairs WHERE mentor_id = $1 FOR UPDATE"
        },
        wanjiru.me.id.0,
    )
    .unwrap();
    let waits = tokio::time::timeout(std::time::Duration::from_millis(500), app.tick()).await;
    assert!(waits.is_err(), "the clock waits for who changes it");
    drop(changes);
    let reminders = async || {
        let read = async |tx: &mut cairn::db::Tx| {
            cairn::fetch_one!(tx, (i64,), "SELECT reminders FROM requests WHERE id = $1", id.0).unwrap().0
        };
        app.in_database(read).await
    };
    app.until("they are reminded", async || reminders().await == 1).await;
    db.close().await;
}

#[tokio::test]
async fn whose_time_is_over_is_expired_before_the_clock_has_looked() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let sent = noor.sends_request(&wanjiru).await;
    let id = sent.value.id;
    let nearly = async |days| {
        app.clock.advance(Duration::days(days) - Duration::minutes(1));
        app.days_pass(0, [&noor, &wanjiru]).await;
        app.clock.advance(Duration::minutes(2));
    };
    nearly(14).await;
    for answer in [
        wanjiru.client.accept_request(id, &sent.version, &yes()).await,
        wanjiru.client.decline_request(id, &sent.version, &no()).await,
        wanjiru.client.ask_for_more(id, &more()).await,
        noor.client.edit_request(id, &sent.version, &text()).await,
    ] {
        assert_eq!(code(answer.clone()), Code::InvalidTransition);
        assert_eq!(state_in(answer), "expired");
    }
    app.tick().await;
    assert_eq!(noor.sees(id).await.state, RequestState::Expired);

    let id = noor.client.send_request("again", &to(&wanjiru)).await.unwrap().value.id;
    wanjiru.client.ask_for_more(id, &more()).await.unwrap();
    nearly(14).await;
    let conversation = noor.sees(id).await.conversation;
    let late = WriteMessage { body: "Here is more.".to_owned() };
    noor.client.write_message(conversation, "late", &late).await.unwrap();
    assert_eq!(noor.sees(id).await.state, RequestState::NeedsInfo, "words come too late to answer");
    app.tick().await;
    assert_eq!(noor.sees(id).await.state, RequestState::Expired);
}

#[tokio::test]
async fn edits_pass_no_turn_and_sixty_days_are_the_end() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let id = noor.sends_request(&wanjiru).await.value.id;
    let edit = async || {
        let version = noor.client.request(id).await.unwrap().version;
        noor.client.edit_request(id, &version, &text()).await.unwrap();
    };
    for days in [10, 10, 10, 10, 10] {
        app.days_pass(days, [&noor, &wanjiru]).await;
        edit().await;
        wanjiru.client.ask_for_more(id, &more()).await.unwrap();
        edit().await;
    }
    app.days_pass(9, [&noor, &wanjiru]).await;
    let before = noor.sees(id).await;
    assert_eq!(before.expires_at, Some(before.sent_at + Duration::days(60)));
    app.days_pass(1, [&noor, &wanjiru]).await;
    assert_eq!(noor.sees(id).await.state, RequestState::Expired);

    let id = noor.client.send_request("again", &to(&wanjiru)).await.unwrap().value.id;
    app.days_pass(10, [&noor, &wanjiru]).await;
    let version = noor.client.request(id).await.unwrap().version;
    noor.client.edit_request(id, &version, &text()).await.unwrap();
    app.days_pass(4, [&noor, &wanjiru]).await;
    assert_eq!(noor.sees(id).await.state, RequestState::Expired, "the edit gave no time");
}

#[tokio::test]
async fn the_clock_stands_while_the_mentor_is_full_or_paused() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    let waits = noor.sends_request(&wanjiru).await.value.id;
    let taken = tomas.sends_request(&wanjiru).await.value.id;
    app.days_pass(4, [&noor, &wanjiru]).await;
    app.told().await;
    wanjiru.accept(taken).await;
    assert_eq!(
        app.told().await,
        ["Noor: request_waits", "Tomas: request_accepted", "Wanjiru: request_waits"]
    );
    let stands = noor.sees(waits).await;
    assert_eq!((stands.waits_for_place, stands.expires_at), (true, None));
    assert!(noor.client.requests("").await.unwrap().items[0].waits_for_place);
    let version = wanjiru.client.request(waits).await.unwrap().version;
    assert_eq!(code(wanjiru.client.accept_request(waits, &version, &yes()).await), Code::MentorFull);
    assert_eq!(code(noor.client.send_request("f", &to(&wanjiru)).await), Code::RequestOpen);

    app.days_pass(20, [&noor, &wanjiru]).await;
    assert!(app.told().await.is_empty(), "nothing expires, nobody is reminded");
    wanjiru.edit_offer(|offer| offer.places = 2).await;
    assert_eq!(app.told().await, ["Noor: request_goes_on", "Wanjiru: request_goes_on"]);
    let goes_on = noor.sees(waits).await;
    assert_eq!(goes_on.expires_at, Some(app.clock.now() + Duration::days(10)));
    wanjiru
        .edit_offer(|offer| {
            offer.paused = true;
            offer.paused_until = Some((app.clock.now() + Duration::days(5)).date_naive());
        })
        .await;
    assert!(noor.sees(waits).await.waits_for_place);
    app.days_pass(5, [&noor, &wanjiru]).await;
    let goes_on = noor.sees(waits).await;
    assert!(!goes_on.waits_for_place, "the pause has ended by itself");
    assert_eq!(goes_on.expires_at, Some(app.clock.now() + Duration::days(10)));
    assert_eq!(
        app.told().await,
        [
            "Noor: request_goes_on",
            "Noor: request_waits",
            "Wanjiru: request_goes_on",
            "Wanjiru: request_waits"
        ]
    );

    wanjiru.edit_offer(|offer| offer.paused = true).await;
    assert_eq!(
        wanjiru.accept(waits).await.state,
        RequestState::Accepted,
        "a pausing mentor may still accept"
    );
    wanjiru.edit_offer(|offer| offer.places = 1).await;
    let page = wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap();
    assert_eq!((page.places, page.card.free_places), (1, 0), "nothing is taken away");
}

#[tokio::test]
async fn a_role_that_is_laid_down_closes_its_requests() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    wanjiru.edit_offer(|offer| offer.places = 2).await;
    let walks = tomas.sends_request(&wanjiru).await.value.id;
    let relationship = wanjiru.accept(walks).await.relationship.unwrap();
    let id = noor.sends_request(&wanjiru).await.value.id;
    app.told().await;
    wanjiru.client.change_roles(&ChangeRoles { roles: vec![Role::Mentee] }).await.unwrap();
    assert_eq!(noor.sees(id).await.state, RequestState::Closed);
    assert_eq!(app.told().await, ["Noor: request_closed", "Wanjiru: request_closed"]);
    assert!(tomas.client.relationship(relationship).await.unwrap().contact.is_some(), "it goes on");

    let farid = app.mentor("Farid Benyamina", &[SKILL]).await;
    let id = noor.sends_request(&farid).await.value.id;
    noor.client.change_roles(&ChangeRoles { roles: vec![Role::Mentor] }).await.unwrap();
    assert_eq!(farid.sees(id).await.state, RequestState::Closed);
}

#[tokio::test]
async fn who_is_suspended_for_thirty_days_leaves_what_is_open() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    wanjiru.edit_offer(|offer| offer.places = 3).await;
    let relationship =
        wanjiru.accept(tomas.sends_request(&wanjiru).await.value.id).await.relationship.unwrap();
    app.days_pass(20, [&noor, &wanjiru]).await;
    suspend(&app, &tomas, Some(app.clock.now())).await;
    let rests = wanjiru.client.relationship(relationship).await.unwrap();
    assert!(rests.contact.is_none(), "contact details are hidden while it rests");
    app.days_pass(29, [&noor, &wanjiru]).await;
    let id = noor.sends_request(&wanjiru).await.value.id;
    app.told().await;
    app.days_pass(1, [&noor, &wanjiru]).await;
    assert_eq!(app.told().await, ["Wanjiru: relationship_ended"]);
    assert!(wanjiru.client.relationship(relationship).await.unwrap().ended_at.is_some());
    suspend(&app, &noor, Some(app.clock.now() - Duration::days(30))).await;
    app.tick().await;
    assert_eq!(wanjiru.sees(id).await.state, RequestState::Closed);
}

#[tokio::test]
async fn who_leaves_leaves_a_request_without_a_name() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let mut asked = to(&wanjiru);
    asked.text.support = "I am Noor: noor@leeds.example".to_owned();
    let id = noor.client.send_request("k", &asked).await.unwrap().value.id;
    app.told().await;
    noor.client.delete_account(&leave()).await.unwrap();
    app.letter_to(&noor.email).await;
    assert_eq!(app.told().await, ["Wanjiru: request_closed"]);
    let left = wanjiru.sees(id).await;
    assert_eq!(
        (left.state, left.mentee.id, left.mentee.display_name.as_str()),
        (RequestState::Closed, None, "")
    );
    assert_eq!(left.text.support, "I am •••: •••");
    let list = wanjiru.client.requests("side=mentor&which=answered").await.unwrap();
    assert_eq!((list.items.len(), list.items[0].other.id), (1, None));
    let traces = app
        .in_database(async |tx| {
            cairn::fetch_all!(tx, (String,), "SELECT support || goal || why FROM request_texts").unwrap()
        })
        .await;
    assert!(traces.iter().all(|(text,)| !text.contains("Noor") && !text.contains("noor@")), "{traces:?}");

    wanjiru.client.delete_account(&leave()).await.unwrap();
    app.letter_to(&wanjiru.email).await;
    let (left,) = app
        .in_database(async |tx| cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM request_texts").unwrap())
        .await;
    assert_eq!(left, 0, "what belongs to nobody is gone");
}

#[tokio::test]
async fn lists_come_in_pages_by_waiting_time_or_the_latest_first() {
    let app = TestApp::new().await;
    let (noor, wanjiru) = two(&app).await;
    let mut asked = vec![noor.sends_request(&wanjiru).await.value.id];
    for name in ["Tomas Berg", "Ada Obi"] {
        app.clock.advance(Duration::minutes(1));
        let mentee = app.mentee(name, &[SKILL]).await;
        asked.push(mentee.sends_request(&wanjiru).await.value.id);
    }
    let all = async |query: &str| -> Vec<RequestId> {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = wanjiru.client.requests(&format!("{query}&limit=1{cursor}")).await.unwrap();
            ids.extend(page.items.iter().map(|row| row.id));
            let Some(next) = page.next_cursor else { return ids };
            cursor = format!("&cursor={next}");
        }
    };
    assert_eq!(all("side=mentor").await, asked);
    app.clock.advance(Duration::minutes(1));
    wanjiru.client.ask_for_more(asked[0], &more()).await.unwrap();
    asked.rotate_left(1);
    assert_eq!(all("side=mentor&which=open").await, asked, "the turn counts");
    for id in &asked {
        app.clock.advance(Duration::seconds(1));
        wanjiru.decline(*id).await;
    }
    asked.reverse();
    assert_eq!(all("side=mentor&which=answered").await, asked);
    assert!(all("side=mentor").await.is_empty() && all("side=mentee&which=answered").await.is_empty());

    let raw = app.raw(&wanjiru).await;
    for (query, error) in [
        ("side=clock", "/side unknown_value"),
        ("which=all", "/which unknown_value"),
        ("limit=0", "/limit range"),
    ] {
        assert_eq!(raw.get(&format!("/api/v1/requests?{query}")).await.errors(), [error]);
    }
    for cursor in [
        "x",
        "1.2",
        "-1.019b7679-e000-7000-8000-000000000001",
        "999999999999999999.019b7679-e000-7000-8000-000000000001",
    ] {
        assert_eq!(
            code(wanjiru.client.requests(&format!("cursor={cursor}")).await),
            Code::BadCursor,
            "{cursor}"
        );
    }
}

#[tokio::test]
async fn after_five_answers_a_page_says_how_long_they_take() {
    let app = TestApp::new().await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    wanjiru.edit_offer(|offer| offer.places = 9).await;
    let hours = async || wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().answer_hours;
    for (name, minutes) in [("One", 5), ("Two", 5), ("Three", 9), ("Four", 1), ("Five", 2)] {
        assert_eq!(hours().await, None);
        let mentee = app.mentee(&format!("{name} Mentee"), &[SKILL]).await;
        let id = mentee.sends_request(&wanjiru).await.value.id;
        app.clock.advance(Duration::minutes(minutes));
        app.in_database(async |tx| {
            let sent = app.clock.now() - Duration::hours(minutes);
            cairn::execute!(tx, "UPDATE requests SET sent_at = $2 WHERE id = $1", id.0, sent).unwrap()
        })
        .await;
        let again = app.another_browser(&wanjiru).await;
        again.ask_for_more(id, &more()).await.unwrap();
        let version = again.request(id).await.unwrap().version;
        again.decline_request(id, &version, &no()).await.unwrap();
        wanjiru.client.set_token(Some(
            app.client()
                .sign_in(&crate::support::login(&wanjiru.email, PASSWORD))
                .await
                .unwrap()
                .access_token,
        ));
    }
    assert_eq!(hours().await, Some(5), "the middle of 1, 2, 5, 5 and 9");
}

#[tokio::test]
async fn the_tables_travel_as_data() {
    let app = TestApp::new().await;
    let noor = app.noor().await;
    let workflows = noor.client.workflows().await.unwrap().items;
    let names: Vec<_> = workflows.iter().map(|workflow| workflow.name.as_str()).collect();
    assert_eq!(names, ["request", "relationship", "meeting", "goal"]);
    let first = &workflows[0].transitions[0];
    assert_eq!((first.from.as_ref(), first.action.as_str(), first.to.as_str()), (None, "send", "pending"));
}
