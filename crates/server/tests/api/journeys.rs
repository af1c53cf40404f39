//! How relationships go on and end over HTTP: the table, withdrawal, completion, wishes, rest, idleness, the office, races.

use std::io::{Cursor, Read as _};

use api_client::{Client, Error};
use chrono::{DateTime, Duration, Utc};
use domain::accounts::DeleteAccount;
use domain::conversations::{Standing, WriteMessage};
use domain::ids::RelationshipId;
use domain::office::Suspend;
use domain::problem::Code;
use domain::profiles::ContactDetails;
use domain::relationships::state::{Act, Status, Wishes};
use domain::relationships::{
    NextStep, Plan, Reflection, Relationship, RelationshipAction, RelationshipRow, RelationshipState,
    Sharing, StationKind, Wish, WithdrawRelationship,
};
use domain::requests::{RequestState, Side};
use domain::times::day;
use futures_util::future::join_all;

use crate::races::{elsewhere, second};
use crate::support::relationships::{Walk, looks_back, walks_on, withdraws};
use crate::support::requests::to;
use crate::support::{PASSWORD, Person, code};

const SKILL: &str = "giving-feedback";
const SECRET: &str = "He raised his voice, twice.";

async fn act(client: &Client, id: RelationshipId, action: RelationshipAction) -> Result<Relationship, Error> {
    match action {
        RelationshipAction::Complete => client.complete_relationship(id, &looks_back(Wish::End)).await,
        RelationshipAction::Confirm => client.confirm_completion(id, &looks_back(Wish::End)).await,
        RelationshipAction::NotYet => client.not_yet(id, &walks_on("One more talk.")).await,
        RelationshipAction::Withdraw => client.withdraw_relationship(id, &withdraws("")).await,
        RelationshipAction::StayInTouch => client.stay_in_touch(id).await,
        RelationshipAction::NewJourney => client.new_journey(id).await,
        RelationshipAction::DeclineWish => client.decline_wish(id).await,
        RelationshipAction::PartWays => client.part_ways(id).await,
        RelationshipAction::Close => panic!("it has no address"),
    }
}

/// What is sent with an action, in the words of the state machine.
fn meant(action: RelationshipAction) -> Option<Act> {
    Some(match action {
        RelationshipAction::Complete => Act::Complete,
        RelationshipAction::Confirm => Act::Confirm(Wishes::default()),
        RelationshipAction::NotYet => Act::NotYet,
        RelationshipAction::Withdraw => Act::Withdraw,
        RelationshipAction::Close => return None,
        RelationshipAction::StayInTouch => Act::StayInTouch,
        RelationshipAction::NewJourney => Act::NewJourney,
        RelationshipAction::DeclineWish => Act::DeclineWish,
        RelationshipAction::PartWays => Act::PartWays,
    })
}

/// Puts a relationship where it stands as if it had come there.
async fn force(walk: &Walk, status: Status) {
    let id = walk.id.0;
    let (asked, closes_at, in_touch, wishes) = match status {
        Status::Closing { by, at, completes_at } => {
            (Some((by.as_str(), at)), Some(completes_at), None, Wishes::default())
        }
        Status::Completed { in_touch_since, wishes, .. } => (None, None, in_touch_since, wishes),
        _ => (None, None, None, Wishes::default()),
    };
    let active = status.is_walking().then_some(id);
    walk.app
        .in_database(async |tx| {
            cairn::execute!(tx, "DELETE FROM relationships WHERE id <> $1", id).unwrap();
            cairn::execute!(tx, "DELETE FROM withdrawals").unwrap();
            cairn::execute!(tx, "DELETE FROM relationship_sides").unwrap();
            cairn::execute!(
                tx,
                "UPDATE relationships SET state = $2, ended_at = $3, closing_by = $4, closing_at = $5, closes_at = $6,
                 in_touch_since = $7 WHERE id = $1",
                id,
                status.state().as_str(),
                status.ended_at(),
                asked.map(|(by, _)| by),
                asked.map(|(_, at)| at),
                closes_at,
                in_touch,
            )
            .unwrap();
            for (side, wish) in [("mentor", wishes.mentor), ("mentee", wishes.mentee)] {
                let wish = wish.map(Wish::as_str);
                cairn::execute!(
                    tx,
                    "INSERT INTO relationship_sides (relationship_id, side, wish) VALUES ($1, $2, $3)",
                    id,
                    side,
                    wish,
                )
                .unwrap();
            }
            cairn::execute!(tx, "UPDATE pairs SET active_relationship = $1", active).unwrap();
            cairn::execute!(tx, "UPDATE offers SET taken = 0").unwrap();
            cairn::execute!(tx, "UPDATE conversations SET closed_at = NULL").unwrap();
        })
        .await;
}

#[tokio::test]
async fn every_state_action_and_actor_is_answered_as_the_table_says() {
    let walk = Walk::begin().await;
    let stranger = walk.app.mentee("Tomas Berg", &[SKILL]).await;
    let now = walk.app.clock.now();
    let closing = |by| Status::Closing { by, at: now, completes_at: now + Duration::days(14) };
    let completed = |mentor, mentee, touch: bool| Status::Completed {
        at: now,
        in_touch_since: touch.then_some(now),
        wishes: Wishes { mentor, mentee },
    };
    let states = [
        Status::Active,
        closing(Side::Mentor),
        closing(Side::Mentee),
        completed(None, Some(Wish::End), false),
        completed(Some(Wish::StayInTouch), None, false),
        completed(Some(Wish::End), Some(Wish::NewJourney), false),
        completed(Some(Wish::StayInTouch), Some(Wish::StayInTouch), true),
        completed(Some(Wish::NewJourney), Some(Wish::NewJourney), false),
        Status::Withdrawn { at: now },
    ];
    for status in states {
        for action in RelationshipAction::ALL.iter().copied() {
            let Some(meant) = meant(action) else { continue };
            force(&walk, status).await;
            let strange = act(&stranger.client, walk.id, action).await;
            assert_eq!(code(strange), Code::NotFound, "{status:?} {action:?}");
            for (side, person) in [(Side::Mentor, &walk.wanjiru), (Side::Mentee, &walk.noor)] {
                force(&walk, status).await;
                let offered = walk.seen_by(person).await.allowed_actions.contains(&action);
                let answer = act(&person.client, walk.id, action).await;
                let case = format!("{status:?} {action:?} {side:?}");
                if let Ok(after) = status.decide(meant, side, now) {
                    assert_eq!((answer.unwrap().state, offered), (after.state(), true), "{case}");
                } else {
                    let Err(Error::Problem(problem)) = answer else { panic!("{case}: {answer:?}") };
                    let state = Some(status.state().as_str().to_owned());
                    assert_eq!((problem.code, problem.state), (Code::InvalidTransition, state), "{case}");
                    assert!(!offered, "{case}");
                }
            }
        }
    }
}

#[tokio::test]
async fn who_withdraws_says_so_kindly_and_it_stays_to_be_read() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    wanjiru.edit_offer(|offer| offer.places = 2).await;
    let waits = tomas.sends_request(wanjiru).await.value.id;
    wanjiru.edit_offer(|offer| offer.places = 1).await;
    assert!(tomas.sees(waits).await.waits_for_place);
    app.told().await;
    let words = "My shifts have changed. Write to noor@leeds.example.";
    let body = WithdrawRelationship { words: words.to_owned(), ..withdraws(SECRET) };
    let mine = noor.client.withdraw_relationship(*id, &body).await.unwrap();
    assert_eq!((mine.state, mine.next_step), (RelationshipState::Withdrawn, NextStep::Read));
    assert_eq!(mine.ending.unwrap().words, words);
    let told = ["Tomas: request_goes_on", "Wanjiru: relationship_withdrawn", "Wanjiru: request_goes_on"];
    assert_eq!(app.told().await, told);
    assert!(!tomas.sees(waits).await.waits_for_place, "the place is free");

    let hers = walk.seen_by(wanjiru).await;
    let ending = hers.ending.unwrap();
    assert_eq!((ending.withdrawn_by, hers.contact, hers.contact_until), (Some(Side::Mentee), None, None));
    assert_eq!(ending.words, "My shifts have changed. Write to •••.", "contact details are hidden again");
    assert_eq!((hers.allowed_actions.len(), hers.ended_at), (0, Some(app.clock.now())));
    assert_eq!(wanjiru.client.relationships("").await.unwrap().items[0].state, RelationshipState::Withdrawn);

    let message = WriteMessage { body: "Why?".to_owned() };
    let write = wanjiru.client.write_message(hers.conversation, "w", &message).await;
    assert_eq!(code(write), Code::ConversationClosed);
    let plan = wanjiru.client.plan(*id).await.unwrap();
    assert_eq!(
        code(wanjiru.client.save_plan(*id, &plan.version, &plan.value).await),
        Code::RelationshipEnded
    );
    let sharing = wanjiru.client.sharing(*id).await.unwrap();
    let save = wanjiru.client.save_sharing(*id, &sharing.version, &sharing.value).await;
    assert_eq!(code(save), Code::RelationshipEnded);
    assert_eq!(wanjiru.accept(waits).await.state, RequestState::Accepted);
    let again = noor.client.send_request("again", &to(wanjiru)).await;
    assert_eq!(code(again), Code::MentorFull, "a new request is possible, were there a place");
}

#[tokio::test]
async fn nobody_but_coordinators_and_its_author_reads_the_private_reason() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let ilse = app.coordinator().await;
    noor.client.withdraw_relationship(*id, &withdraws(SECRET)).await.unwrap();
    app.told().await;
    let raw = app.raw(wanjiru).await;
    let one = format!("/api/v1/relationships/{id}");
    let conversation = walk.seen_by(wanjiru).await.conversation;
    let pages = [
        one.clone(),
        format!("{one}/plan"),
        format!("{one}/sharing"),
        format!("{one}/journey"),
        format!("{one}/tools"),
        "/api/v1/relationships".to_owned(),
        "/api/v1/notifications".to_owned(),
        "/api/v1/conversations".to_owned(),
        format!("/api/v1/conversations/{conversation}/messages"),
        "/api/v1/requests?side=mentor&which=answered".to_owned(),
        format!("/api/v1/participants/{}", noor.me.id),
    ];
    for page in pages {
        let answer = raw.get(&page).await;
        assert_eq!(answer.status, 200, "{page}");
        assert!(!String::from_utf8_lossy(&answer.body).contains("raised"), "{page}");
    }
    assert!(!exported(wanjiru).await.contains("raised") && exported(noor).await.contains(SECRET));
    let letters = app
        .in_database(async |tx| {
            cairn::fetch_all!(tx, (String,), "SELECT text_body || html_body FROM letters").unwrap()
        })
        .await;
    assert!(letters.iter().any(|(text,)| text.contains("Thank you for your time.")));
    assert!(letters.iter().all(|(text,)| !text.contains("raised")));

    let seen = ilse.client.office_relationships("which=withdrawn").await.unwrap().items;
    assert_eq!((seen.len(), seen[0].withdrawn_by, seen[0].reason.as_str()), (1, Some(Side::Mentee), SECRET));
    assert_eq!(code(wanjiru.client.office_relationships("").await), Code::NotFound);
}

/// What somebody takes along.
async fn exported(person: &Person) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(person.client.export().await.unwrap())).unwrap();
    let mut json = String::new();
    archive.by_name("cairn.json").unwrap().read_to_string(&mut json).unwrap();
    json
}

#[tokio::test]
async fn who_does_not_want_to_be_matched_again_is_not() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, id, .. } = &walk;
    let body = WithdrawRelationship { never_again: true, ..withdraws("") };
    assert_eq!(noor.client.mentors("include_full=true").await.unwrap().total, 1);
    wanjiru.client.withdraw_relationship(*id, &body).await.unwrap();
    assert_eq!(
        noor.client.mentors("include_full=true").await.unwrap().total,
        0,
        "they do not find each other"
    );
    assert_eq!(code(noor.client.send_request("k", &to(wanjiru)).await), Code::MentorNotOpen);
    assert_eq!(code(noor.ask(wanjiru, "May I?").await), Code::MentorNotOpen);
    assert_eq!(walk.seen_by(noor).await.partner.id, Some(wanjiru.me.id), "what was stays");
}

#[tokio::test]
async fn both_look_back_and_the_journey_is_complete() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let asked = noor.client.complete_relationship(*id, &looks_back(Wish::End)).await.unwrap();
    assert_eq!((asked.state, asked.next_step), (RelationshipState::Closing, NextStep::AwaitCompletion));
    assert_eq!(app.told().await, ["Wanjiru: completion_asked"]);
    let seen = walk.seen_by(wanjiru).await;
    let closing = seen.closing.unwrap();
    assert_eq!(seen.next_step, NextStep::AnswerCompletion);
    assert_eq!((closing.by, closing.thanks.as_str(), closing.wish), (Side::Mentee, "You waited.", Wish::End));
    assert_eq!(closing.completes_at, Some(app.clock.now() + Duration::days(14)));
    let row = |row: RelationshipRow| (row.state, row.my_turn);
    let list = wanjiru.client.relationships("").await.unwrap().items;
    assert_eq!(list.into_iter().map(row).collect::<Vec<_>>(), [(RelationshipState::Closing, true)]);
    assert!(!noor.client.relationships("").await.unwrap().items[0].my_turn);

    let hidden = Reflection { shows_thanks: false, ..looks_back(Wish::End) };
    let completed = wanjiru.client.confirm_completion(*id, &hidden).await.unwrap();
    assert_eq!((completed.state, completed.next_step), (RelationshipState::Completed, NextStep::Read));
    assert_eq!(app.told().await, ["Noor: relationship_completed"]);
    let ending = completed.ending.unwrap();
    assert_eq!((ending.thanks.as_str(), ending.my_wish), ("You waited.", Some(Wish::End)));
    assert_eq!(ending.takes_along, "That nobody wants me to fail.");
    assert_eq!(walk.seen_by(noor).await.ending.unwrap().thanks, "", "she does not show hers");
    assert_eq!(wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().card.free_places, 1);
    let journey = noor.client.journey(*id).await.unwrap();
    assert!(journey.confirmed_by_both && journey.name == "Noor Haddad");
    assert_eq!(journey.stations.last().unwrap().kind, StationKind::Completed);
    let kept = app.in_database(async |tx| {
        let ratings = cairn::fetch_all!(tx, (i64,), "SELECT rating FROM ratings").unwrap();
        let named =
            cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM relationship_sides WHERE rating IS NOT NULL");
        (ratings, named.unwrap())
    });
    assert_eq!(kept.await, (vec![(4,), (4,)], (0,)), "nobody knows whose ratings they are");

    let until = completed.contact_until.unwrap();
    assert_eq!(
        (until, completed.contact.unwrap().email),
        (app.clock.now() + Duration::days(30), Some(noor.email.clone()))
    );
    noor.write(completed.conversation, "My number is +44 113 496 0000.").await.unwrap();
    assert_eq!(wanjiru.lines(completed.conversation).await[0], "My number is +44 113 496 0000.");
    walk.days_pass(30).await;
    let over = walk.seen_by(wanjiru).await;
    assert_eq!((over.contact, over.contact_until, over.allowed_actions.len()), (None, None, 0));
    assert_eq!(wanjiru.lines(completed.conversation).await[0], "My number is •••.");
}

#[tokio::test]
async fn without_an_answer_it_completes_by_itself() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    wanjiru.client.complete_relationship(*id, &looks_back(Wish::StayInTouch)).await.unwrap();
    app.told().await;
    walk.days_pass(13).await;
    assert_eq!(walk.seen_by(noor).await.state, RelationshipState::Closing);
    walk.days_pass(1).await;
    let seen = walk.seen_by(noor).await;
    assert_eq!((seen.state, seen.next_step), (RelationshipState::Completed, NextStep::AnswerWish));
    assert_eq!(seen.ending.unwrap().their_wish, Some(Wish::StayInTouch));
    assert_eq!(app.told().await, ["Noor: relationship_completed", "Wanjiru: relationship_completed"]);
    assert!(!noor.client.journey(*id).await.unwrap().confirmed_by_both);
    assert!(noor.client.relationships("").await.unwrap().items[0].my_turn);
    app.tick().await;
    assert!(app.told().await.is_empty(), "once");
    noor.client.decline_wish(*id).await.unwrap();
    assert_eq!(app.told().await, ["Wanjiru: wish_declined"]);
    assert_eq!(walk.seen_by(noor).await.next_step, NextStep::Read);
    assert!(!noor.client.relationships("").await.unwrap().items[0].my_turn);
}

#[tokio::test]
async fn who_finds_it_too_early_walks_on() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    noor.client.complete_relationship(*id, &looks_back(Wish::NewJourney)).await.unwrap();
    assert_eq!(code(noor.client.not_yet(*id, &walks_on("")).await), Code::InvalidTransition);
    app.told().await;
    let seen = wanjiru.client.not_yet(*id, &walks_on("One more talk.")).await.unwrap();
    assert_eq!((seen.state, seen.closing), (RelationshipState::Active, None));
    assert_eq!(app.told().await, ["Noor: completion_put_off"]);
    assert_eq!(noor.lines(seen.conversation).await[0], "One more talk.");
    assert_eq!(walk.seen_by(noor).await.unread, 3, "what was written since the request");
    walk.days_pass(14).await;
    assert_eq!(walk.seen_by(noor).await.state, RelationshipState::Active);
    wanjiru.client.complete_relationship(*id, &looks_back(Wish::NewJourney)).await.unwrap();
    let completed = noor.client.confirm_completion(*id, &looks_back(Wish::End)).await.unwrap();
    assert_eq!(completed.later, None, "what was wished then counts no more");
}

#[tokio::test]
async fn who_both_wish_for_it_stay_in_touch_until_one_parts() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    walk.complete(Wish::End, Wish::StayInTouch).await;
    let agreed = noor.client.stay_in_touch(*id).await.unwrap();
    assert_eq!((agreed.ending.unwrap().in_touch_since, agreed.contact_until), (Some(app.clock.now()), None));
    assert_eq!(app.told().await, ["Wanjiru: in_touch"]);
    walk.days_pass(400).await;
    assert_eq!(walk.seen_by(noor).await.contact.unwrap().email.unwrap(), wanjiru.email);
    let sharing = wanjiru.client.sharing(*id).await.unwrap();
    let less = Sharing { email: false, ..sharing.value };
    wanjiru.client.save_sharing(*id, &sharing.version, &less).await.unwrap();
    assert_eq!(walk.seen_by(noor).await.contact.unwrap().email, None);
    noor.client.part_ways(*id).await.unwrap();
    assert_eq!(app.told().await, ["Wanjiru: parted_ways"]);
    for person in [noor, wanjiru] {
        let seen = walk.seen_by(person).await;
        assert_eq!((seen.contact, seen.allowed_actions.len()), (None, 0));
    }
}

#[tokio::test]
async fn who_parts_is_not_kept_in_touch_by_an_earlier_journey() {
    let first = Walk::begin().await;
    first.complete(Wish::StayInTouch, Wish::StayInTouch).await;
    let request = first.noor.client.send_request("again", &to(&first.wanjiru)).await.unwrap().value.id;
    let id = first.wanjiru.accept(request).await.relationship.unwrap();
    let earlier = first.id;
    let walk = Walk { id, ..first };
    walk.complete(Wish::StayInTouch, Wish::StayInTouch).await;
    assert!(walk.seen_by(&walk.noor).await.contact.is_some());
    walk.wanjiru.client.part_ways(id).await.unwrap();
    for person in [&walk.noor, &walk.wanjiru] {
        for id in [earlier, id] {
            let seen = person.client.relationship(id).await.unwrap();
            assert_eq!((seen.contact, seen.ending.unwrap().in_touch_since), (None, None));
        }
    }
}

#[tokio::test]
async fn a_block_ends_being_in_touch() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, .. } = &walk;
    walk.complete(Wish::StayInTouch, Wish::StayInTouch).await;
    assert!(walk.seen_by(noor).await.contact.is_some());
    wanjiru.client.block(noor.me.id).await.unwrap();
    let seen = walk.seen_by(noor).await;
    assert_eq!((seen.partner.id, seen.contact, seen.allowed_actions.len()), (None, None, 0));
    let hers = walk.seen_by(wanjiru).await;
    assert_eq!((hers.contact, hers.allowed_actions.len()), (None, 0));
    wanjiru.client.unblock(noor.me.id).await.unwrap();
    assert_eq!(walk.seen_by(noor).await.contact, None);
}

#[tokio::test]
async fn to_who_is_blocked_the_other_has_left() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, id, .. } = &walk;
    let thanks = Reflection { thanks: "Yours, Wanjiru.".to_owned(), ..looks_back(Wish::End) };
    wanjiru.client.complete_relationship(*id, &thanks).await.unwrap();
    noor.client.confirm_completion(*id, &looks_back(Wish::StayInTouch)).await.unwrap();
    assert_eq!(walk.seen_by(noor).await.ending.unwrap().thanks, "Yours, Wanjiru.");
    assert!(wanjiru.client.relationships("").await.unwrap().items[0].my_turn);
    wanjiru.client.block(noor.me.id).await.unwrap();
    let seen = walk.seen_by(noor).await;
    assert_eq!(
        (seen.partner.display_name.as_str(), seen.ending.unwrap().thanks.as_str()),
        ("", "Yours, •••.")
    );
    assert_eq!(noor.client.journey(*id).await.unwrap().partner.id, None);
    assert_eq!(code(noor.client.stay_in_touch(*id).await), Code::InvalidTransition);
    assert!(!wanjiru.client.relationships("").await.unwrap().items[0].my_turn, "there is nobody to answer");
    assert_eq!(code(wanjiru.client.decline_wish(*id).await), Code::InvalidTransition);
}

#[tokio::test]
async fn a_conversation_stays_open_while_something_else_is() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    app.in_database(async |tx| {
        cairn::execute!(
            tx,
            "INSERT INTO pairs (mentor_id, mentee_id, open_request) VALUES ($1, $2, $1)",
            noor.me.id.0,
            wanjiru.me.id.0,
        )
        .unwrap()
    })
    .await;
    let conversation = noor.client.withdraw_relationship(*id, &withdraws("")).await.unwrap().conversation;
    noor.write(conversation, "And your request?").await.unwrap();
}

#[tokio::test]
async fn a_new_journey_begins_when_both_wish_for_it() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let sharing = noor.client.sharing(*id).await.unwrap();
    let more = Sharing { phone: true, ..sharing.value };
    noor.client.save_sharing(*id, &sharing.version, &more).await.unwrap();
    let plan = noor.client.plan(*id).await.unwrap();
    let often = Plan { until: None, every_weeks: 2 };
    noor.client.save_plan(*id, &plan.version, &often).await.unwrap();
    app.clock.advance(Duration::minutes(5));
    noor.client.complete_relationship(*id, &looks_back(Wish::NewJourney)).await.unwrap();
    app.told().await;
    let completed = wanjiru.client.confirm_completion(*id, &looks_back(Wish::NewJourney)).await.unwrap();
    assert_eq!(app.told().await, ["Noor: journey_began", "Noor: relationship_completed"]);
    assert_eq!((completed.state, completed.allowed_actions.len()), (RelationshipState::Completed, 0));
    let later = noor.client.relationship(completed.later.unwrap()).await.unwrap();
    assert_eq!((later.state, later.earlier), (RelationshipState::Active, Some(*id)));
    assert_eq!((later.text.goal, later.sharing, later.plan.every_weeks), (completed.text.goal, more, 2));
    assert_eq!(later.plan.until, app.clock.now().date_naive().checked_add_months(chrono::Months::new(9)));
    assert_ne!(later.request, completed.request);
    assert_eq!(noor.sees(later.request).await.state, RequestState::Accepted);
    assert!(later.contact.is_some());
    assert_eq!(wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().card.free_places, 0);
    let stations = noor.client.journey(later.id).await.unwrap().stations;
    assert_eq!(stations.len(), 1, "it began without a request");
    noor.client.withdraw_relationship(later.id, &withdraws("")).await.unwrap();
    assert_eq!(walk.seen_by(noor).await.contact, None, "a withdrawal hides them everywhere");
}

#[tokio::test]
async fn a_new_journey_needs_a_place_and_an_answer_in_time() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    walk.complete(Wish::End, Wish::End).await;
    let wished = wanjiru.client.new_journey(*id).await.unwrap();
    assert_eq!((wished.later, wished.ending.unwrap().my_wish), (None, Some(Wish::NewJourney)));
    assert_eq!(app.told().await, ["Noor: journey_wished"]);
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    let other = wanjiru.accept(tomas.sends_request(wanjiru).await.value.id).await.relationship.unwrap();
    assert_eq!(code(noor.client.new_journey(*id).await), Code::MentorFull);
    assert_eq!(walk.seen_by(noor).await.next_step, NextStep::AnswerWish, "nothing has changed");
    tomas.client.withdraw_relationship(other, &withdraws("")).await.unwrap();
    let request = noor.client.send_request("once more", &to(wanjiru)).await.unwrap().value.id;
    assert_eq!(code(noor.client.new_journey(*id).await), Code::RequestOpen);
    noor.client.withdraw_request(request).await.unwrap();
    let later = noor.client.new_journey(*id).await.unwrap().later.unwrap();
    assert_eq!(wanjiru.client.relationship(later).await.unwrap().earlier, Some(*id));
    assert_eq!(code(noor.client.new_journey(*id).await), Code::InvalidTransition);

    let late = Walk::begin().await;
    late.complete(Wish::End, Wish::NewJourney).await;
    late.days_pass(30).await;
    assert_eq!(code(late.noor.client.new_journey(late.id).await), Code::InvalidTransition);
    assert_eq!(late.seen_by(&late.noor).await.next_step, NextStep::Read);
    assert_eq!(late.seen_by(&late.noor).await.ending.unwrap().wishes_until, None);
}

#[tokio::test]
async fn what_is_shared_and_planned_is_chosen_over_the_version_seen() {
    let walk = Walk::begin().await;
    let Walk { noor, wanjiru, id, .. } = &walk;
    let contact = wanjiru.client.contact().await.unwrap();
    let reached =
        ContactDetails { phone: "+254 700 000 142".into(), links: vec!["https://meet.example".into()] };
    wanjiru.client.save_contact(&reached, &contact.version).await.unwrap();
    let first = wanjiru.client.sharing(*id).await.unwrap();
    assert_eq!((first.value, first.version.as_str()), (Sharing::AT_FIRST, "\"1\""));
    let seen = walk.seen_by(noor).await.contact.unwrap();
    assert_eq!((seen.phone, seen.links.len()), (None, 0));
    let all = Sharing { email: false, phone: true, links: true };
    let saved = wanjiru.client.save_sharing(*id, &first.version, &all).await.unwrap();
    assert_eq!((saved.value, saved.version.as_str()), (all, "\"2\""));
    assert_eq!(code(wanjiru.client.save_sharing(*id, "\"1\"", &all).await), Code::StaleVersion);
    assert_eq!(code(noor.client.save_sharing(*id, "\"2\"", &all).await), Code::StaleVersion);
    let seen = walk.seen_by(noor).await.contact.unwrap();
    assert_eq!((seen.email, seen.phone, seen.links), (None, Some(reached.phone), reached.links));
    assert_eq!(walk.seen_by(wanjiru).await.sharing, all);

    let plan = noor.client.plan(*id).await.unwrap();
    assert_eq!((plan.value.every_weeks, plan.value.until.is_some()), (4, true));
    let other = Plan { until: None, every_weeks: 2 };
    for far in ["0002-01-01", "2200-01-01"] {
        let far = Plan { until: day(far), ..other };
        assert_eq!(code(noor.client.save_plan(*id, &plan.version, &far).await), Code::InvalidFields);
    }
    let saved = noor.client.save_plan(*id, &plan.version, &other).await.unwrap();
    assert_eq!(code(wanjiru.client.save_plan(*id, &plan.version, &plan.value).await), Code::StaleVersion);
    assert_eq!(wanjiru.client.plan(*id).await.unwrap(), saved);
    assert_eq!(walk.seen_by(wanjiru).await.plan, other);
}

#[tokio::test]
async fn while_one_is_suspended_it_rests() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let ilse = app.coordinator().await;
    noor.client.complete_relationship(*id, &looks_back(Wish::End)).await.unwrap();
    let words = Suspend { words: "We would like to talk with you.".to_owned() };
    ilse.client.suspend(wanjiru.me.id, &words).await.unwrap();
    let seen = walk.seen_by(noor).await;
    assert_eq!((seen.next_step, seen.contact), (NextStep::Rest, None));
    assert_eq!(seen.allowed_actions, [RelationshipAction::Withdraw]);
    assert_eq!(seen.closing.unwrap().completes_at, None, "its clock stands");
    let thread = noor.thread(seen.conversation).await;
    assert_eq!(
        (thread.standing, thread.contact_shared),
        (Standing::Relationship, false),
        "they have not parted"
    );
    let plan = noor.client.plan(*id).await.unwrap();
    assert_eq!(code(noor.client.save_plan(*id, &plan.version, &plan.value).await), Code::RelationshipRests);
    assert_eq!(code(noor.client.not_yet(*id, &walks_on("")).await), Code::RelationshipRests);
    let sharing = noor.client.sharing(*id).await.unwrap();
    let save = noor.client.save_sharing(*id, &sharing.version, &sharing.value).await;
    assert_eq!(code(save), Code::RelationshipRests);

    app.clock.advance(Duration::days(20));
    app.tick().await;
    let ilse = app.another_browser(&ilse).await;
    ilse.reinstate(wanjiru.me.id).await.unwrap();
    walk.days_pass(0).await;
    let seen = walk.seen_by(noor).await;
    assert_eq!(seen.closing.unwrap().completes_at, Some(app.clock.now() + Duration::days(14)));
    assert!(seen.contact.is_some());
    walk.days_pass(14).await;
    assert_eq!(walk.seen_by(noor).await.state, RelationshipState::Completed);
}

#[tokio::test]
async fn one_can_withdraw_while_it_rests_and_after_thirty_days_it_ends() {
    for withdraws_first in [true, false] {
        let walk = Walk::begin().await;
        let Walk { app, noor, wanjiru, id } = &walk;
        let ilse = app.coordinator().await;
        let words = Suspend { words: "We would like to talk with you.".to_owned() };
        ilse.client.suspend(wanjiru.me.id, &words).await.unwrap();
        if withdraws_first {
            noor.client.withdraw_relationship(*id, &withdraws("")).await.unwrap();
        } else {
            app.days_pass(30, [noor, noor]).await;
        }
        let seen = walk.seen_by(noor).await;
        assert_eq!((seen.state, seen.next_step), (RelationshipState::Withdrawn, NextStep::Read));
        let by = withdraws_first.then_some(Side::Mentee);
        assert_eq!(seen.ending.unwrap().withdrawn_by, by);
    }
}

#[tokio::test]
async fn what_is_idle_is_asked_once_and_shows_in_the_office() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let ilse = app.coordinator().await;
    let idle = async || {
        let client = app.another_browser(&ilse).await;
        let found = client.office_relationships("which=idle").await.unwrap().items;
        found.iter().filter(|row| row.id == *id && row.idle).count()
    };
    walk.days_pass(29).await;
    assert!(app.told().await.is_empty() && idle().await == 0);
    walk.days_pass(1).await;
    assert_eq!(app.told().await, ["Noor: relationship_idle", "Wanjiru: relationship_idle"]);
    assert_eq!(idle().await, 1);
    walk.days_pass(5).await;
    assert!(app.told().await.is_empty(), "once");
    noor.write(walk.seen_by(noor).await.conversation, "I am back.").await.unwrap();
    assert_eq!(idle().await, 0, "something has happened since");
    app.told().await;
    walk.days_pass(20).await;
    let plan = wanjiru.client.plan(*id).await.unwrap();
    wanjiru.client.save_plan(*id, &plan.version, &plan.value).await.unwrap();
    walk.days_pass(29).await;
    assert!(app.told().await.is_empty(), "they did something in it");
    let soon = app.clock.now() + Duration::days(3);
    insert_meeting(&walk, "confirmed", None, Some(soon)).await;
    walk.days_pass(2).await;
    assert!(app.told().await.is_empty(), "a meeting is to come");
    let list = noor.client.relationships("").await.unwrap().items;
    assert_eq!((list[0].next_meeting_at, list[0].my_turn), (Some(soon), false));
    walk.days_pass(31).await;
    assert_eq!(app.told().await.len(), 2, "a month after the meeting");

    let office = app.another_browser(&ilse).await;
    let all = office.office_relationships("limit=1").await.unwrap();
    assert_eq!((all.items[0].state, all.next_cursor), (RelationshipState::Active, None));
    let unknown = app.raw(&ilse).await.get("/api/v1/office/relationships?which=lost").await;
    assert_eq!(unknown.errors(), ["/which unknown_value"]);
    assert_eq!(code(office.office_relationships("cursor=x").await), Code::BadCursor);
}

async fn insert_meeting(
    walk: &Walk,
    state: &str,
    lapses: Option<DateTime<Utc>>,
    starts: Option<DateTime<Utc>>,
) {
    let id = uuid::Builder::from_random_bytes(cairn::random::bytes()).into_uuid();
    let now = walk.app.clock.now();
    walk.app
        .in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO meetings (id, relationship_id, state, sequence, version, proposed_by, format, place, words, slots,
                 starts_at, minutes, lapses_at, created_at)
                 VALUES ($1, $2, $3, 0, 1, 'mentor', 'video', '', '', '[]', $4, 45, $5, $6)",
                id,
                walk.id.0,
                state,
                starts,
                lapses,
                now,
            )
            .unwrap();
        })
        .await;
}

#[tokio::test]
async fn the_list_says_whose_turn_it_is_and_the_journey_counts() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let now = app.clock.now();
    for days in [1, 15] {
        insert_meeting(&walk, "held", None, Some(now + Duration::days(days))).await;
    }
    insert_meeting(&walk, "proposed", Some(now + Duration::days(20)), None).await;
    let turn = async |who: &Person| who.client.relationships("").await.unwrap().items[0].my_turn;
    assert!(turn(noor).await && !turn(wanjiru).await);
    walk.days_pass(20).await;
    assert!(!turn(noor).await, "the last of the times has passed");
    walk.complete(Wish::End, Wish::End).await;
    let journey = wanjiru.client.journey(*id).await.unwrap();
    assert_eq!((journey.meetings, journey.minutes, journey.side), (2, 90, Side::Mentor));
    let kinds: Vec<_> = journey.stations.iter().map(|station| station.kind).collect();
    assert_eq!(
        kinds,
        [StationKind::Accepted, StationKind::FirstMeeting, StationKind::LastMeeting, StationKind::Completed]
    );
}

#[tokio::test]
async fn who_leaves_takes_what_was_theirs_and_the_other_keeps_the_rest() {
    let walk = Walk::begin().await;
    let Walk { app, noor, wanjiru, id } = &walk;
    let said = |takes: &str, thanks: &str| Reflection {
        takes_along: takes.to_owned(),
        thanks: thanks.to_owned(),
        ..looks_back(Wish::StayInTouch)
    };
    noor.client.complete_relationship(*id, &said("Mine alone", "Yours, Noor Haddad")).await.unwrap();
    wanjiru.client.confirm_completion(*id, &said("Noor grew", "Well done, Noor")).await.unwrap();
    noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let seen = walk.seen_by(wanjiru).await;
    assert_eq!((seen.partner.id, seen.contact, seen.allowed_actions.len()), (None, None, 0));
    let ending = seen.ending.unwrap();
    assert_eq!((ending.takes_along.as_str(), ending.thanks.as_str()), ("••• grew", "Yours, •••"));
    assert_eq!(ending.in_touch_since, None);
    assert_eq!(wanjiru.client.journey(*id).await.unwrap().partner.id, None);
    let left = app.in_database(async |tx| {
        cairn::fetch_all!(tx, (String,), "SELECT takes_along || thanks FROM relationship_sides").unwrap()
    });
    assert!(left.await.iter().all(|(text,)| !text.contains("Noor") && !text.contains("Mine alone")));
    assert_eq!(code(wanjiru.client.stay_in_touch(*id).await), Code::InvalidTransition);
}

#[tokio::test]
async fn two_at_the_same_time_end_it_once() {
    for _ in 0..3 {
        let walk = Walk::begin().await;
        let Walk { app, noor, wanjiru, id } = &walk;
        let there = second(app);
        let hers = elsewhere(app, there.as_ref(), wanjiru).await;
        let back = looks_back(Wish::NewJourney);
        let both =
            join_all([noor.client.complete_relationship(*id, &back), hers.complete_relationship(*id, &back)])
                .await;
        assert_eq!(both.iter().filter(|answer| answer.is_ok()).count(), 1);
        let asked = walk.seen_by(noor).await.closing.unwrap().by;
        let (one, other) = if asked == Side::Mentor { (&noor.client, &hers) } else { (&hers, &noor.client) };
        let leaves = withdraws("");
        let (confirmed, withdrawn) =
            tokio::join!(one.confirm_completion(*id, &back), other.withdraw_relationship(*id, &leaves));
        assert!(confirmed.is_ok() != withdrawn.is_ok(), "{confirmed:?} {withdrawn:?}");
        let seen = walk.seen_by(noor).await;
        let completed = seen.state == RelationshipState::Completed;
        assert_eq!((completed, seen.later.is_some()), (confirmed.is_ok(), confirmed.is_ok()));
        let free = wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().card.free_places;
        assert_eq!(free, u8::from(!completed), "the place is free once");
    }
}

#[tokio::test]
async fn two_wishes_at_the_same_time_begin_one_journey() {
    for _ in 0..3 {
        let walk = Walk::begin().await;
        let Walk { app, noor, wanjiru, id } = &walk;
        let there = second(app);
        let hers = elsewhere(app, there.as_ref(), wanjiru).await;
        walk.complete(Wish::End, Wish::End).await;
        let wished = join_all([noor.client.new_journey(*id), hers.new_journey(*id)]).await;
        assert!(wished.iter().all(Result::is_ok), "{wished:?}");
        assert_eq!(noor.client.relationships("").await.unwrap().items.len(), 2);
        let free = wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().card.free_places;
        assert_eq!(free, 0);
        let again = noor.client.withdraw_relationship(*id, &withdraws("")).await;
        assert_eq!(code(again), Code::InvalidTransition, "what has ended stays so");
    }
}
