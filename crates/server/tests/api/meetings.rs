//! Meetings over HTTP: who offers, chooses, moves and calls off what, what is written down for them, and their clock.

use api_client::{Client, Error};
use chrono::Duration;
use domain::accounts::DeleteAccount;
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::MeetingAction::{Cancel, Confirm, Held, Missed, ProposeOthers};
use domain::meetings::{
    Doer, EditActionItem, EditMeeting, Meeting, MeetingFormat, MeetingState, NewActionItem, NewAgendaPoint,
    NewSlot, Notes, ProposeMeeting,
};
use domain::notifications::NotificationKind;
use domain::problem::Code;
use domain::requests::Side;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Cursor;

use crate::support::meetings::{Walk, problem, proposal, record, slot};
use crate::support::{Database, PASSWORD, Person, TestApp, code, postgres};

/// The clock of the tests stands at 2026-12-01T09:00Z.
const SOON: &str = "2026-12-03T18:30";
const LATER: &str = "2026-12-05T18:30";
/// How often each race is run.
const ROUNDS: usize = 5;

fn point(words: &str) -> NewAgendaPoint {
    NewAgendaPoint { words: words.to_owned() }
}

fn item(words: &str) -> NewActionItem {
    NewActionItem { words: words.to_owned(), who: Doer::Mentee, due_on: None }
}

fn notes(words: &str) -> Notes {
    Notes { notes: words.to_owned() }
}

/// Pointer and code of each field that was wrong.
fn wrong<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<(String, String)> {
    let problem = problem(answer);
    assert_eq!((problem.code, problem.status), (Code::InvalidFields, 422));
    problem.errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

#[tokio::test]
async fn a_meeting_is_offered_chosen_and_said_to_have_been_held() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let offered = walk.propose(noor, &[LATER, SOON]).await.unwrap();
    let id = offered.id;
    assert_eq!((offered.state, offered.proposed_by), (MeetingState::Proposed, Some(Side::Mentee)));
    let times: Vec<_> = offered.slots.iter().map(|slot| (slot.number, slot.starts_at.to_rfc3339())).collect();
    let expected = [(1, "2026-12-03T17:30:00+00:00".to_owned()), (2, "2026-12-05T17:30:00+00:00".to_owned())];
    assert_eq!(times, expected, "in order");
    assert_eq!(offered.allowed_actions, [ProposeOthers, Cancel]);
    assert_eq!(wanjiru.meeting(id).await.meeting.allowed_actions, [Confirm, ProposeOthers, Cancel]);
    assert_eq!(walk.app.told().await, ["Wanjiru: meeting_proposed"]);
    assert_eq!(code(noor.confirm(id, 1).await), Code::InvalidTransition, "not by who offers");

    let chosen = wanjiru.confirm(id, 2).await.unwrap();
    assert_eq!((chosen.state, chosen.ordinal, chosen.slots.len()), (MeetingState::Confirmed, Some(1), 0));
    assert_eq!(chosen.starts_at, Some("2026-12-05T17:30:00Z".parse().unwrap()));
    assert_eq!(walk.app.told().await, ["Noor: meeting_confirmed"], "whoever did it knows");
    assert_eq!(code(noor.client.meeting_held(id).await), Code::InvalidTransition, "it has not begun");
    let glance = noor.client.relationship(walk.id).await.unwrap();
    assert_eq!((glance.held, glance.meetings.len(), glance.meetings[0].id), (0, 1, id));

    walk.until("2026-12-05T18:30:00Z").await;
    for person in [noor, wanjiru] {
        assert_eq!(person.meeting(id).await.meeting.allowed_actions, [Held, Missed]);
    }
    assert_eq!(code(noor.cancel(id).await), Code::InvalidTransition, "it has begun");
    assert_eq!(noor.client.meeting_held(id).await.unwrap().state, MeetingState::Held);
    let missed = wanjiru.client.meeting_missed(id).await.unwrap();
    assert_eq!((missed.state, missed.settled_by), (MeetingState::Missed, Some(Side::Mentor)));
    assert_eq!(missed.correctable_until, Some("2026-12-12T18:30:00Z".parse().unwrap()));
    assert_eq!(noor.client.meeting_held(id).await.unwrap().allowed_actions, [Missed]);
    assert_eq!(noor.client.relationship(walk.id).await.unwrap().held, 1);
    walk.until("2026-12-12T18:30:00Z").await;
    assert_eq!(code(noor.client.meeting_missed(id).await), Code::InvalidTransition, "a week is over");
}

#[tokio::test]
async fn what_was_not_arranged_here_can_be_written_down() {
    let walk = Walk::begin().await;
    let held = walk.noor.client.record_meeting(walk.id, "k", &record("2026-11-20T18:30")).await.unwrap();
    assert_eq!((held.state, held.settled_by), (MeetingState::Held, Some(Side::Mentee)));
    assert_eq!((held.proposed_by, held.allowed_actions), (None, vec![Missed]));
    let again = walk.noor.client.record_meeting(walk.id, "k", &record("2026-11-20T18:30")).await.unwrap();
    assert_eq!(again.id, held.id, "sent again, it happens once");
    let elsewhere = RelationshipId::new(walk.app.clock.now(), &[7; 10]);
    let again = walk.noor.client.record_meeting(elsewhere, "k", &record("2026-11-20T18:30")).await;
    assert_eq!(code(again), Code::IdempotencyKeyReused);
    let seen = walk.wanjiru.client.meetings(walk.id, "").await.unwrap().items;
    assert_eq!((seen.len(), seen[0].ordinal), (1, Some(1)));
    for (local, expected) in [("2026-12-01T10:01", "in_the_future"), ("2025-11-20T18:30", "too_long_ago")] {
        let refused = walk.noor.client.record_meeting(walk.id, "l", &record(local)).await;
        assert_eq!(wrong(refused), [("/slot/local".to_owned(), expected.to_owned())]);
    }
}

#[tokio::test]
async fn a_time_that_cannot_be_is_refused_with_a_clear_code() {
    let walk = Walk::begin().await;
    let zone = |time_zone: &str| NewSlot { time_zone: time_zone.to_owned(), ..slot(SOON) };
    let fold = |fold| NewSlot { fold: Some(fold), ..slot("2027-10-31T02:30") };
    let lasting = |minutes| NewSlot { minutes, ..slot(SOON) };
    // Berlin's clocks skip an hour on 28 March 2027, and show one twice on 31 October.
    for (slots, pointer, expected) in [
        (vec![slot("2027-03-28T02:30")], "/slots/0/local", "local_time_missing"),
        (vec![slot(SOON), slot("2027-10-31T02:30")], "/slots/1/local", "local_time_ambiguous"),
        (vec![slot("2026-10-25T02:30")], "/slots/0/local", "local_time_ambiguous"),
        (vec![zone("Europe/Atlantis")], "/slots/0/time_zone", "unknown_time_zone"),
        (vec![slot("2026-12-01T10:00")], "/slots/0/local", "in_the_past"),
        (vec![slot("2036-12-01T10:00")], "/slots/0/local", "too_far"),
        (vec![slot("2026-13-01T10:00")], "/slots/0/local", "malformed"),
        (vec![slot(SOON), slot(SOON)], "/slots/1", "duplicate"),
        (vec![lasting(0)], "/slots/0/minutes", "range"),
        (vec![lasting(241)], "/slots/0/minutes", "range"),
        (Vec::new(), "/slots", "length"),
        ((3..9).map(|day| slot(&format!("2026-12-0{day}T18:30"))).collect(), "/slots", "length"),
    ] {
        let refused = ProposeMeeting { slots, ..proposal(&[]) };
        let refused = walk.noor.client.propose_meeting(walk.id, "k", &refused).await;
        let errors = wrong(refused);
        assert!(
            errors.iter().any(|(at, code)| (at.as_str(), code.as_str()) == (pointer, expected)),
            "{errors:?}"
        );
    }
    assert!(walk.noor.client.meetings(walk.id, "").await.unwrap().items.is_empty(), "nothing is saved");

    let offer = ProposeMeeting { slots: vec![fold(0), fold(1)], ..proposal(&[]) };
    let both = walk.noor.client.propose_meeting(walk.id, "k", &offer).await.unwrap();
    let elsewhere = RelationshipId::new(walk.app.clock.now(), &[7; 10]);
    let reused = walk.noor.client.propose_meeting(elsewhere, "k", &offer).await;
    assert_eq!(code(reused), Code::IdempotencyKeyReused, "another relationship has its own meetings");
    let times: Vec<_> = both.slots.iter().map(|slot| slot.starts_at.to_rfc3339()).collect();
    assert_eq!(times, ["2027-10-31T00:30:00+00:00", "2027-10-31T01:30:00+00:00"]);
}

#[tokio::test]
async fn an_end_before_the_start_is_no_number_of_minutes() {
    let walk = Walk::begin().await;
    let raw = walk.app.raw(&walk.noor).await;
    let mut body = serde_json::to_value(proposal(&[SOON])).unwrap();
    for minutes in [json!(-30), json!(1.5), json!("60"), json!(70_000), Value::Null] {
        body["slots"][0]["minutes"] = minutes.clone();
        let address = format!("/api/v1/relationships/{}/meetings", walk.id);
        let answer = raw
            .send(Method::POST, &address, |request| {
                request.header("content-type", "application/json").body(body.to_string())
            })
            .await;
        assert_eq!(answer.status, 422, "{minutes}: {}", String::from_utf8_lossy(&answer.body));
    }
}

#[tokio::test]
async fn a_time_that_is_gone_or_has_passed_is_not_chosen() {
    let walk = Walk::begin().await;
    let id = walk.propose(&walk.noor, &[SOON]).await.unwrap().id;
    let others = walk.noor.client.propose_others(id, &proposal(&[LATER, "2026-12-06T18:30"])).await.unwrap();
    assert_eq!(others.slots.iter().map(|slot| slot.number).collect::<Vec<_>>(), [2, 3], "numbers go on");
    let gone = problem(walk.wanjiru.confirm(id, 1).await);
    assert_eq!((gone.code, gone.status), (Code::SlotGone, 409));
    assert_eq!(walk.wanjiru.meeting(id).await.meeting.state, MeetingState::Proposed, "nothing is lost");
    walk.until("2026-12-05T17:30:00Z").await;
    assert_eq!(code(walk.wanjiru.confirm(id, 2).await), Code::SlotPassed);
    assert_eq!(walk.wanjiru.confirm(id, 3).await.unwrap().state, MeetingState::Confirmed);
}

#[tokio::test]
async fn who_offers_other_times_is_answered_by_the_other() {
    let walk = Walk::begin().await;
    let id = walk.propose(&walk.noor, &[SOON]).await.unwrap().id;
    walk.app.told().await;
    let back = walk.wanjiru.client.propose_others(id, &proposal(&[LATER])).await.unwrap();
    assert_eq!((back.proposed_by, back.allowed_actions), (Some(Side::Mentor), vec![ProposeOthers, Cancel]));
    assert_eq!(walk.app.told().await, ["Noor: meeting_proposed"]);
    assert_eq!(code(walk.wanjiru.confirm(id, 2).await), Code::InvalidTransition);
    walk.noor.confirm(id, 2).await.unwrap();
    walk.app.told().await;
    let moved = walk.noor.client.propose_others(id, &proposal(&["2026-12-08T18:30"])).await.unwrap();
    assert_eq!((moved.state, moved.starts_at, moved.ordinal), (MeetingState::Proposed, None, None));
    assert_eq!(walk.app.told().await, ["Wanjiru: meeting_moved"]);
    let cancelled = walk.wanjiru.cancel(id).await.unwrap();
    assert_eq!((cancelled.state, cancelled.settled_by), (MeetingState::Cancelled, Some(Side::Mentor)));
    assert_eq!(cancelled.last_words, "I am on call.");
    assert_eq!(walk.app.told().await, ["Noor: meeting_cancelled"]);
    assert_eq!(code(walk.noor.client.propose_others(id, &proposal(&[LATER])).await), Code::InvalidTransition);
}

#[tokio::test]
async fn five_meetings_wait_for_an_answer_at_most() {
    let walk = Walk::begin().await;
    let arranged = walk.arrange("2026-12-02T18:30").await;
    for day in 3..7 {
        walk.propose(&walk.noor, &[&format!("2026-12-0{day}T18:30")]).await.unwrap();
    }
    let fifth = walk.noor.client.propose_others(arranged, &proposal(&["2026-12-07T18:30"])).await.unwrap();
    assert_eq!(fifth.state, MeetingState::Proposed);
    assert_eq!(code(walk.propose(&walk.wanjiru, &[LATER]).await), Code::TooManyMeetings);
    let other = walk.noor.client.propose_others(arranged, &proposal(&["2026-12-08T18:30"])).await;
    assert_eq!(other.unwrap().slots[0].number, 3, "it waits already");
    walk.wanjiru.confirm(arranged, 3).await.unwrap();
    walk.propose(&walk.wanjiru, &[LATER]).await.unwrap();
    let too_many = walk.noor.client.propose_others(arranged, &proposal(&["2026-12-09T18:30"])).await;
    assert_eq!(code(too_many), Code::TooManyMeetings);
}

/// A second server on the same database, where there can be one.
fn second(app: &TestApp) -> Option<TestApp> {
    postgres().map(|_| TestApp::on(Database::at(app.database_url()), |_| {}))
}

/// How many of the steps were taken; all others are told how it stands.
fn taken(answers: &[Result<Meeting, Error>]) -> usize {
    let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
    for refused in refused {
        let code = refused.code().unwrap();
        assert!([Code::InvalidTransition, Code::SlotGone].contains(&code), "{refused:?}");
    }
    answers.iter().filter(|answer| answer.is_ok()).count()
}

#[tokio::test]
async fn of_steps_at_the_same_time_each_finds_what_the_other_made() {
    let walk = Walk::begin().await;
    let there = second(&walk.app);
    let elsewhere = there.as_ref().unwrap_or(&walk.app).another_browser(&walk.wanjiru).await;
    let at_hers = |client: &Client| Person {
        client: client.clone(),
        email: walk.wanjiru.email.clone(),
        me: walk.wanjiru.me.clone(),
    };
    let hers = at_hers(&elsewhere);
    for _ in 0..ROUNDS {
        let id = walk.propose(&walk.noor, &[SOON]).await.unwrap().id;
        // Chosen, and called off by who offered it.
        let (confirmed, cancelled) = tokio::join!(hers.confirm(id, 1), walk.noor.cancel(id));
        let state = walk.noor.meeting(id).await.meeting.state;
        assert_eq!(state, MeetingState::Cancelled, "an arranged meeting is called off as well");
        assert!(cancelled.is_ok() && taken(&[confirmed]) <= 1);

        let id = walk.propose(&walk.noor, &[SOON]).await.unwrap().id;
        // Chosen, and replaced by other times: what is chosen is never another time than the one that was seen.
        let others = proposal(&[LATER]);
        let (confirmed, replaced) =
            tokio::join!(hers.confirm(id, 1), walk.noor.client.propose_others(id, &others));
        assert!(replaced.is_ok() && taken(&[confirmed]) <= 1);
        assert_eq!(walk.noor.meeting(id).await.meeting.slots[0].number, 2);

        // Chosen many times: once.
        let answers = join_all((0..4).map(|_| hers.confirm(id, 2))).await;
        assert_eq!(taken(&answers), 1);
        walk.noor.cancel(id).await.unwrap();
    }
    drop(there);
}

#[tokio::test]
async fn what_belongs_to_a_meeting_is_not_there_for_a_third() {
    let walk = Walk::begin().await;
    let id = walk.arrange(SOON).await;
    let agreed = walk.noor.client.add_action_item(id, &item("Ask")).await.unwrap().id;
    let agenda = walk.noor.client.add_point(id, &point("The talk")).await.unwrap().id;
    let third = walk.app.mentee("Tomas Berg", &["giving-feedback"]).await;
    let tomas = &third.client;
    let edit = EditMeeting { format: MeetingFormat::Phone, place: String::new() };
    let done = EditActionItem { words: "x".into(), who: Doer::Both, due_on: None, done: true };
    let codes = [
        code(tomas.meetings(walk.id, "").await),
        code(tomas.propose_meeting(walk.id, "k", &proposal(&[SOON])).await),
        code(tomas.record_meeting(walk.id, "k", &record("2026-11-20T18:30")).await),
        code(tomas.meeting(id).await),
        code(third.confirm(id, 1).await),
        code(tomas.propose_others(id, &proposal(&[LATER])).await),
        code(third.cancel(id).await),
        code(tomas.meeting_held(id).await),
        code(tomas.meeting_missed(id).await),
        code(tomas.edit_meeting(id, "\"2\"", &edit).await),
        code(tomas.add_point(id, &point("x")).await),
        code(tomas.remove_point(id, agenda).await),
        code(tomas.save_notes(id, "\"1\"", &notes("x")).await),
        code(tomas.save_private_notes(id, "\"0\"", &notes("x")).await),
        code(tomas.add_action_item(id, &item("x")).await),
        code(tomas.edit_action_item(agreed, "\"1\"", &done).await),
        code(tomas.remove_action_item(agreed).await),
        code(tomas.invitation(id).await),
    ];
    assert!(codes.iter().all(|code| *code == Code::NotFound), "{codes:?}");
    let page = walk.noor.meeting(id).await;
    assert_eq!(
        (page.agenda.len(), page.agreed_items.len(), page.meeting.state),
        (1, 1, MeetingState::Confirmed)
    );
    let other = walk.noor.client.remove_point(walk.arrange(LATER).await, agenda).await;
    assert_eq!(code(other), Code::NotFound, "a point is of its meeting");
}

#[tokio::test]
async fn notes_are_of_both_and_some_of_one_alone() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let id = walk.arrange(SOON).await;
    let first = noor.client.save_notes(id, "\"1\"", &notes("One.\r\nTwo.")).await.unwrap();
    assert_eq!((first.value.notes.as_str(), first.version.as_str()), ("One.\nTwo.", "\"2\""));
    assert_eq!(code(wanjiru.client.save_notes(id, "\"1\"", &notes("Mine")).await), Code::StaleVersion);
    wanjiru.client.save_notes(id, "\"2\"", &notes("One. Two. Three.")).await.unwrap();
    let page = noor.meeting(id).await;
    assert_eq!((page.notes.notes.as_str(), page.notes.by), ("One. Two. Three.", Some(Side::Mentor)));
    assert_eq!(page.meeting.excerpt, "One. Two. Three.");

    let mine = noor.client.save_private_notes(id, "\"0\"", &notes("I was afraid.")).await.unwrap();
    assert_eq!(mine.version, "\"1\"");
    for stale in ["\"0\"", "\"2\""] {
        let refused = noor.client.save_private_notes(id, stale, &notes("x")).await;
        assert_eq!(code(refused), Code::StaleVersion);
    }
    noor.client.save_private_notes(id, "\"1\"", &notes("I was not afraid.")).await.unwrap();
    let page = noor.meeting(id).await;
    assert_eq!((page.private_notes.as_str(), page.private_notes_version), ("I was not afraid.", 2));
    let hers = walk.app.raw(wanjiru).await.get(&format!("/api/v1/meetings/{id}")).await;
    assert!(!String::from_utf8(hers.body).unwrap().contains("afraid"), "nobody else reads them");
    assert_eq!(wanjiru.meeting(id).await.private_notes_version, 0);
}

#[tokio::test]
async fn an_agenda_has_thirty_points_and_either_takes_one_off() {
    let walk = Walk::begin().await;
    let id = walk.arrange(SOON).await;
    let first = walk.noor.client.add_point(id, &point(" The talk ")).await.unwrap();
    assert_eq!((first.words.as_str(), first.by), ("The talk", Side::Mentee));
    for number in 2..=30 {
        walk.app.clock.advance(Duration::milliseconds(1));
        walk.wanjiru.client.add_point(id, &point(&format!("Point {number}"))).await.unwrap();
    }
    assert_eq!(code(walk.noor.client.add_point(id, &point("One more")).await), Code::TooManyPoints);
    walk.wanjiru.client.remove_point(id, first.id).await.unwrap();
    assert_eq!(code(walk.wanjiru.client.remove_point(id, first.id).await), Code::NotFound);
    walk.app.clock.advance(Duration::milliseconds(1));
    walk.noor.client.add_point(id, &point("One more")).await.unwrap();
    let agenda = walk.noor.meeting(id).await.agenda;
    let ends = [&agenda[0], &agenda[29]].map(|point| (point.words.as_str(), point.by));
    assert_eq!(ends, [("Point 2", Side::Mentor), ("One more", Side::Mentee)]);
}

#[tokio::test]
async fn what_was_agreed_is_on_the_next_agenda_until_it_is_done() {
    let walk = Walk::begin().await;
    let (noor, wanjiru) = (&walk.noor, &walk.wanjiru);
    let (first, next) = (walk.arrange(SOON).await, walk.arrange(LATER).await);
    let mut asked = item("Ask for one briefing a week");
    asked.due_on = Some("2027-01-15".parse().unwrap());
    let agreed = noor.client.add_action_item(first, &asked).await.unwrap();
    assert_eq!((agreed.meeting, agreed.version, agreed.done, agreed.due_on), (first, 1, false, asked.due_on));
    wanjiru.client.add_action_item(next, &item("Send the slides")).await.unwrap();
    let words = |items: &[domain::meetings::ActionItem]| -> Vec<String> {
        items.iter().map(|item| item.words.clone()).collect()
    };
    let page = wanjiru.meeting(next).await;
    assert_eq!(words(&page.open_items), ["Ask for one briefing a week"]);
    assert_eq!(words(&page.agreed_items), ["Send the slides"]);
    assert!(wanjiru.meeting(first).await.open_items.is_empty(), "what is agreed later is not there before");
    assert_eq!(noor.client.relationship(walk.id).await.unwrap().action_items.len(), 2);

    let done = EditActionItem { words: "Ask twice a week".into(), who: Doer::Both, due_on: None, done: true };
    let saved = wanjiru.client.edit_action_item(agreed.id, "\"1\"", &done).await.unwrap();
    assert_eq!((saved.version.as_str(), saved.value.done, saved.value.who), ("\"2\"", true, Doer::Both));
    assert_eq!(code(noor.client.edit_action_item(agreed.id, "\"1\"", &done).await), Code::StaleVersion);
    assert!(noor.meeting(next).await.open_items.is_empty(), "it is done");
    let listed = noor.meeting(first).await.meeting;
    assert_eq!((listed.agreed, listed.agreed_done), (1, 1));
    noor.client.remove_action_item(agreed.id).await.unwrap();
    assert_eq!(code(noor.client.remove_action_item(agreed.id).await), Code::NotFound);
    assert_eq!(noor.client.relationship(walk.id).await.unwrap().action_items.len(), 1);
    for number in 2..=100 {
        noor.client.add_action_item(first, &item(&format!("Item {number}"))).await.unwrap();
    }
    assert_eq!(code(noor.client.add_action_item(next, &item("One more")).await), Code::TooManyPoints);
}

#[tokio::test]
async fn where_they_meet_can_change_while_it_is_to_come() {
    let walk = Walk::begin().await;
    let id = walk.arrange(SOON).await;
    walk.app.told().await;
    let before = walk.noor.client.meeting(id).await.unwrap();
    let edit = EditMeeting { format: MeetingFormat::InPerson, place: "Café, 1st floor; left".into() };
    let after = walk.noor.client.edit_meeting(id, &before.version, &edit).await.unwrap();
    assert_eq!((after.value.place.as_str(), after.value.format), (edit.place.as_str(), edit.format));
    assert_eq!(walk.app.told().await, ["Wanjiru: meeting_changed"]);
    let stale = problem(walk.wanjiru.client.edit_meeting(id, &before.version, &edit).await);
    assert_eq!((stale.code, stale.state.as_deref()), (Code::StaleVersion, Some("confirmed")));
    walk.wanjiru.client.edit_meeting(id, &after.version, &edit).await.unwrap();
    assert!(walk.app.told().await.is_empty(), "nothing has changed");
    walk.noor.cancel(id).await.unwrap();
    let late = walk.noor.client.edit_meeting(id, &after.version, &edit).await;
    assert_eq!(code(late), Code::InvalidTransition);
}

#[tokio::test]
async fn meetings_are_listed_page_by_page_the_latest_first() {
    let walk = Walk::begin().await;
    for day in 3..8 {
        walk.arrange(&format!("2026-12-0{day}T18:30")).await;
    }
    walk.propose(&walk.wanjiru, &["2026-12-09T18:30", "2026-12-02T18:30"]).await.unwrap();
    let (mut seen, mut page) = (Vec::new(), "limit=4".to_owned());
    loop {
        let listed = walk.noor.client.meetings(walk.id, &page).await.unwrap();
        seen.extend(listed.items.iter().map(|meeting| meeting.ordinal));
        let Some(cursor) = listed.next_cursor else { break };
        page = format!("limit=4&cursor={cursor}");
    }
    assert_eq!(seen, [None, Some(5), Some(4), Some(3), Some(2), Some(1)]);
    assert_eq!(code(walk.noor.client.meetings(walk.id, "cursor=x").await), Code::BadCursor);
    let next = walk.noor.client.relationship(walk.id).await.unwrap().meetings;
    assert_eq!(next.iter().map(|meeting| meeting.ordinal).collect::<Vec<_>>()[..2], [Some(1), Some(2)]);
    assert_eq!(next.len(), 5);
}

#[tokio::test]
async fn the_two_are_reminded_a_day_and_an_hour_before() {
    let walk = Walk::begin().await;
    walk.arrange(SOON).await;
    walk.app.told().await;
    let both = ["Noor: meeting_soon", "Wanjiru: meeting_soon"];
    walk.until("2026-12-02T17:29:00Z").await;
    assert!(walk.app.told().await.is_empty());
    walk.until("2026-12-02T17:30:00Z").await;
    walk.app.until("it is told", async || walk.app.untold().await == 0).await;
    let news = walk.noor.client.notifications("").await.unwrap().items;
    let named = news[0].actor.as_ref().map(|actor| actor.display_name.as_str());
    assert_eq!((news[0].kind, named), (NotificationKind::MeetingSoon, Some("Wanjiru Mwangi")));
    assert_eq!(walk.app.told().await, both);
    walk.until("2026-12-03T16:29:00Z").await;
    assert!(walk.app.told().await.is_empty(), "once each");
    walk.until("2026-12-03T16:30:00Z").await;
    assert_eq!(walk.app.told().await, both);
    walk.until("2026-12-03T17:29:00Z").await;
    assert!(walk.app.told().await.is_empty());

    walk.arrange("2026-12-03T20:00").await;
    walk.app.told().await;
    walk.until("2026-12-03T17:59:00Z").await;
    assert!(walk.app.told().await.is_empty(), "the day before was over when it was arranged");
    walk.until("2026-12-03T18:00:00Z").await;
    assert_eq!(walk.app.told().await, both);
}

#[tokio::test]
async fn times_that_nobody_chooses_lapse_and_stand_still_while_the_two_rest() {
    let walk = Walk::begin().await;
    let id = walk.propose(&walk.noor, &[SOON, LATER]).await.unwrap().id;
    let arranged = walk.arrange("2026-12-05T19:00").await;
    walk.app.told().await;
    walk.until("2026-12-05T17:29:00Z").await;
    walk.app.told().await;
    assert_eq!(walk.wanjiru.meeting(id).await.meeting.state, MeetingState::Proposed);
    rest(&walk, true).await;
    walk.pass(Duration::minutes(1)).await;
    assert!(walk.app.told().await.is_empty(), "neither lapse nor reminder");
    let page = walk.wanjiru.meeting(id).await;
    assert_eq!((page.meeting.state, page.writable), (MeetingState::Proposed, false));
    assert!(page.meeting.allowed_actions.is_empty());
    assert_eq!(code(walk.noor.cancel(arranged).await), Code::RelationshipRests);
    rest(&walk, false).await;
    walk.pass(Duration::minutes(1)).await;
    let lapsed = walk.wanjiru.meeting(id).await.meeting;
    assert_eq!((lapsed.state, lapsed.settled_by), (MeetingState::Lapsed, None));
    assert_eq!(walk.app.told().await, ["Noor: meeting_lapsed", "Wanjiru: meeting_lapsed"]);
    assert_eq!(code(walk.wanjiru.confirm(id, 2).await), Code::InvalidTransition);
}

async fn rest(walk: &Walk, rests: bool) {
    let since = rests.then(|| walk.app.clock.now());
    walk.app
        .in_database(async |tx| {
            cairn::execute!(tx, "UPDATE relationships SET rests_since = $2 WHERE id = $1", walk.id.0, since)
                .unwrap();
        })
        .await;
}

#[tokio::test]
async fn when_a_relationship_ends_what_was_to_come_is_called_off() {
    let walk = Walk::begin().await;
    let arranged = walk.arrange(SOON).await;
    let proposed = walk.propose(&walk.noor, &[LATER]).await.unwrap().id;
    let held = walk.noor.client.record_meeting(walk.id, "k", &record("2026-11-20T18:30")).await.unwrap().id;
    walk.noor.client.save_notes(held, "\"1\"", &notes("Write to noor@leeds.example")).await.unwrap();
    walk.app.told().await;
    walk.noor.client.block(walk.wanjiru.me.id).await.unwrap();
    for person in [&walk.noor, &walk.wanjiru] {
        for id in [arranged, proposed] {
            let meeting = person.meeting(id).await.meeting;
            assert_eq!((meeting.state, meeting.settled_by), (MeetingState::Cancelled, None));
            assert!(meeting.allowed_actions.is_empty() && meeting.last_words.is_empty());
        }
        let page = person.meeting(held).await;
        assert_eq!((page.meeting.state, page.writable), (MeetingState::Held, false));
        assert_eq!(page.notes.notes, "Write to •••", "it is an archive");
        assert_eq!(page.meeting.place, "");
        assert_eq!(code(person.client.add_point(held, &point("x")).await), Code::RelationshipEnded);
        assert_eq!(code(walk.propose(person, &[SOON]).await), Code::RelationshipEnded);
    }
    let told = walk.app.told().await;
    let of = |kind: &str| told.iter().filter(|told| told.ends_with(kind)).count();
    assert_eq!(of("meeting_cancelled"), 2, "only of what was in calendars: {told:?}");
}

#[tokio::test]
async fn what_stays_of_meetings_names_nobody_who_has_left() {
    let walk = Walk::begin().await;
    let id = walk.arrange(SOON).await;
    let edit = EditMeeting { format: MeetingFormat::Phone, place: "+44 113 496 0000, Noor".into() };
    walk.noor.client.edit_meeting(id, "\"2\"", &edit).await.unwrap();
    walk.wanjiru.client.add_point(id, &point("How Noor Haddad is")).await.unwrap();
    walk.wanjiru.client.add_action_item(id, &item("Noor writes")).await.unwrap();
    walk.wanjiru.client.save_notes(id, "\"1\"", &notes("Noor was well")).await.unwrap();
    walk.wanjiru.client.save_private_notes(id, "\"0\"", &notes("Noor is tired")).await.unwrap();
    walk.noor.client.save_private_notes(id, "\"0\"", &notes("A secret of mine")).await.unwrap();
    walk.noor.client.renew_calendar_address().await.unwrap();
    let taken = exported(&walk.noor).await;
    let meeting = &taken["meetings"][0];
    assert_eq!(meeting["place"], "+44 113 496 0000, Noor");
    assert_eq!(
        (&meeting["private_notes"], &meeting["notes"]),
        (&json!("A secret of mine"), &json!("Noor was well"))
    );
    assert_eq!(meeting["agenda"][0]["words"], "How Noor Haddad is");
    assert_eq!(meeting["agreed_items"][0]["words"], "Noor writes");
    assert!(!exported(&walk.wanjiru).await.to_string().contains("A secret of mine"));

    walk.noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let page = walk.wanjiru.meeting(id).await;
    assert_eq!((page.meeting.state, page.meeting.place.as_str()), (MeetingState::Cancelled, "•••, •••"));
    assert_eq!((page.agenda[0].words.as_str(), page.notes.notes.as_str()), ("How ••• is", "••• was well"));
    assert_eq!(page.agreed_items[0].words, "••• writes");
    assert_eq!(page.private_notes, "••• is tired");
    let secrets = walk.app.in_database(async |tx| {
        cairn::fetch_one!(
            tx,
            (i64, i64),
            "SELECT (SELECT COUNT(*) FROM private_notes), (SELECT COUNT(*) FROM calendars)"
        )
        .unwrap()
    });
    assert_eq!(secrets.await, (1, 0));
    walk.app.told().await;
}

async fn exported(person: &Person) -> Value {
    let mut archive = zip::ZipArchive::new(Cursor::new(person.client.export().await.unwrap())).unwrap();
    serde_json::from_reader(archive.by_name("cairn.json").unwrap()).unwrap()
}

#[tokio::test]
async fn an_unknown_meeting_is_not_there() {
    let walk = Walk::begin().await;
    let unknown = MeetingId(walk.id.0);
    assert_eq!(code(walk.noor.client.meeting(unknown).await), Code::NotFound);
    assert_eq!(code(walk.noor.confirm(unknown, 1).await), Code::NotFound);
}
