//! Who is told what, in the app and by letter, and how it is switched off.

use domain::accounts::Role;
use domain::conversations::MarkRead;
use domain::events::{Event, RequestFact};
use domain::ids::{RelationshipId, ReportId, RequestId};
use domain::notifications::NotificationKind as Kind;
use domain::notifications::{NotificationKind, NotificationSettings, ReadNotifications};
use domain::problem::Code;
use domain::requests::Side;
use uuid::Uuid;

use crate::support::{Person, TestApp, code, fact};

async fn two(app: &TestApp) -> (Person, Person) {
    (app.join("Wanjiru Mwangi", &[Role::Mentor]).await, app.noor().await)
}

async fn kinds(person: &Person) -> Vec<NotificationKind> {
    person.client.notifications("").await.unwrap().items.into_iter().map(|new| new.kind).collect()
}

/// The letters that wait for somebody: subjects and texts, the oldest first. They are taken out of the outbox.
async fn letters(app: &TestApp, person: &Person) -> Vec<(String, String)> {
    app.in_database(async |tx| {
        let found = cairn::fetch_all!(
            tx,
            (String, String),
            "SELECT subject, text_body FROM letters WHERE recipient = $1 AND state = 'waiting' ORDER BY id",
            person.email.as_str()
        );
        cairn::execute!(tx, "DELETE FROM letters WHERE recipient = $1", person.email.as_str()).unwrap();
        found.unwrap()
    })
    .await
}

async fn subjects(app: &TestApp, person: &Person) -> Vec<String> {
    letters(app, person).await.into_iter().map(|(subject, _)| subject).collect()
}

/// What happened, whom it is told in the app, and under which subject by letter: the mentor, the mentee.
type Row = (Event, [Option<Kind>; 2], [Option<&'static str>; 2]);

fn table(mentor: &Person, mentee: &Person) -> Vec<Row> {
    let fact = || fact(mentor, mentee);
    let relationship = RelationshipId(Uuid::nil());
    let to_mentor = |event, kind, subject| (event, [Some(kind), None], [subject, None]);
    let to_mentee = |event, kind, subject| (event, [None, Some(kind)], [None, subject]);
    let both = |event, kind, subject| (event, [Some(kind), Some(kind)], [None, Some(subject)]);
    vec![
        to_mentor(Event::RequestSent(fact()), Kind::RequestReceived, Some("Somebody asks for your help")),
        to_mentor(Event::RequestEdited(fact()), Kind::RequestEdited, None),
        to_mentee(
            Event::MoreAsked(fact()),
            Kind::MoreAsked,
            Some("A mentor would like to know a little more"),
        ),
        to_mentor(Event::MoreAnswered(fact()), Kind::MoreAnswered, Some("Your question has been answered")),
        to_mentee(
            Event::RequestAccepted { request: fact(), relationship },
            Kind::RequestAccepted,
            Some("A mentor has said yes"),
        ),
        to_mentee(
            Event::RequestDeclined(fact()),
            Kind::RequestDeclined,
            Some("A mentor has answered your request"),
        ),
        to_mentor(Event::RequestWithdrawn(fact()), Kind::RequestWithdrawn, Some("A request was withdrawn")),
        both(Event::RequestExpired(fact()), Kind::RequestExpired, "Your request was not answered in time"),
        to_mentee(
            Event::RequestClosed(RequestFact { mentor: None, ..fact() }),
            Kind::RequestClosed,
            Some("One of your requests has ended"),
        ),
        to_mentor(Event::RequestClosed(RequestFact { mentee: None, ..fact() }), Kind::RequestClosed, None),
        to_mentor(
            Event::RequestWaitedLong { request: fact(), turn: Side::Mentor },
            Kind::RequestReminder,
            Some("Somebody waits for your answer"),
        ),
        to_mentee(
            Event::RequestWaitedLong { request: fact(), turn: Side::Mentee },
            Kind::RequestReminder,
            Some("A mentor waits for your answer"),
        ),
        both(Event::RequestStopped(fact()), Kind::RequestWaits, "Your request waits for a free place"),
        both(Event::RequestWentOn(fact()), Kind::RequestGoesOn, "Your request goes on"),
        to_mentee(
            Event::RelationshipClosed { relationship, told: mentee.me.id },
            Kind::RelationshipEnded,
            Some("A mentoring relationship has ended"),
        ),
        to_mentor(
            Event::ReportAnswered { report: ReportId(Uuid::nil()), reporter: mentor.me.id },
            Kind::ReportAnswered,
            Some("An answer to what you reported"),
        ),
        to_mentee(
            Event::OfficeWrote { to: mentee.me.id, words: "We look into it.".to_owned() },
            Kind::OfficeWrote,
            Some("The coordinators write to you"),
        ),
    ]
}

/// Everything comes by letter, as long as nothing was chosen.
const EVERYTHING: NotificationSettings = NotificationSettings {
    answers: true,
    requests: true,
    messages: true,
    meetings: true,
    goals: true,
    relationships: true,
};

#[tokio::test]
async fn each_fact_is_told_to_whom_it_concerns() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    let mut expected = [Vec::new(), Vec::new()];
    for (event, told, by_letter) in table(&wanjiru, &noor) {
        app.happened(&event).await;
        for (side, person) in [&wanjiru, &noor].into_iter().enumerate() {
            expected[side].splice(0..0, told[side]);
            assert_eq!(kinds(person).await, expected[side], "{event:?}");
            let written: Vec<&str> = by_letter[side].into_iter().collect();
            assert_eq!(subjects(&app, person).await, written, "{event:?}");
        }
    }
    let newest = noor.client.notifications("limit=1").await.unwrap().items.remove(0);
    assert_eq!((newest.actor, newest.request, newest.read), (None, None, false));
}

#[tokio::test]
async fn a_letter_leads_to_its_page_and_quotes_little_without_ways_around() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    let conversation = app.conversation(&wanjiru, &noor).await;
    let long = "a word of mine ".repeat(30);
    app.writes(&noor, &wanjiru, conversation, &format!("Write to noor@leeds.example, {long}")).await;
    let (subject, text) = letters(&app, &wanjiru).await.remove(0);
    assert_eq!(subject, "Somebody has a question for you");
    assert!(text.contains("Dear Wanjiru Mwangi,") && text.contains("Noor Haddad found your page"), "{text}");
    assert!(text.contains("  Write to •••, a word of mine") && !text.contains("leeds.example"), "{text}");
    assert!(text.matches("mine").count() < 15, "{text}");
    assert!(
        text.lines().any(|line| line == format!("{}/conversations/{conversation}", app.origin)),
        "{text}"
    );

    let relationship = RelationshipId(Uuid::from_u128(7));
    app.happened(&Event::RequestAccepted { request: fact(&wanjiru, &noor), relationship }).await;
    let (_, text) = letters(&app, &noor).await.remove(0);
    assert!(
        text.lines().any(|line| line == format!("{}/relationships/{relationship}", app.origin)),
        "{text}"
    );
    let new = noor.client.notifications("").await.unwrap().items.remove(0);
    assert_eq!(
        (new.actor.unwrap().display_name, new.relationship),
        ("Wanjiru Mwangi".into(), Some(relationship))
    );
}

#[tokio::test]
async fn several_messages_in_a_row_are_one_letter_until_they_are_read() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    let conversation = app.conversation(&wanjiru, &noor).await;
    for body in ["May I ask something?", "It is about feedback.", "And about courage."] {
        app.writes(&noor, &wanjiru, conversation, body).await;
    }
    assert_eq!(subjects(&app, &wanjiru).await, ["Somebody has a question for you"]);
    assert_eq!(kinds(&wanjiru).await, [Kind::Message]);
    app.writes(&wanjiru, &noor, conversation, "Of course.").await;
    assert_eq!(subjects(&app, &noor).await, ["You have a new message"]);

    app.all_read(conversation).await;
    wanjiru.client.read_notifications(&ReadNotifications::default()).await.unwrap();
    for body in ["Thank you.", "One thing more."] {
        app.writes(&noor, &wanjiru, conversation, body).await;
    }
    assert_eq!(subjects(&app, &wanjiru).await, ["You have a new message"]);
    assert_eq!(kinds(&wanjiru).await, [Kind::Message, Kind::Message]);
    let news = wanjiru.client.news().await.unwrap();
    assert_eq!((news.notifications, news.conversations, news.requests), (1, 1, 0));
}

#[tokio::test]
async fn messages_that_were_read_in_their_conversation_are_not_new_any_more() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    let conversation = app.conversation(&wanjiru, &noor).await;
    for body in ["May I ask something?", "It is about feedback."] {
        app.writes(&noor, &wanjiru, conversation, body).await;
    }
    app.happened(&Event::RequestEdited(fact(&wanjiru, &noor))).await;
    let read = async |number| {
        wanjiru.client.mark_read(conversation, &MarkRead { number }).await.unwrap();
        let list = wanjiru.client.notifications("").await.unwrap();
        let read: Vec<bool> = list.items.iter().map(|new| new.read).collect();
        assert_eq!(wanjiru.client.news().await.unwrap().notifications, list.unread);
        (read, list.unread)
    };
    assert_eq!(read(1).await, (vec![false, false], 2));
    assert_eq!(read(2).await, (vec![false, true], 1));
    app.writes(&noor, &wanjiru, conversation, "And about courage.").await;
    assert_eq!(read(2).await, (vec![false, false, true], 2));
}

#[tokio::test]
async fn who_has_answered_and_reads_has_no_new_message() {
    let app = TestApp::talkative().await;
    let (wanjiru, noor) = two(&app).await;
    let conversation = app.conversation(&wanjiru, &noor).await;
    app.writes(&noor, &wanjiru, conversation, "May I ask something?").await;
    wanjiru.write(conversation, "Of course.").await.unwrap();
    assert_eq!(wanjiru.client.news().await.unwrap().notifications, 1);
    wanjiru.client.mark_read(conversation, &MarkRead { number: 2 }).await.unwrap();
    assert_eq!(wanjiru.client.news().await.unwrap().notifications, 0);
}

#[tokio::test]
async fn who_is_not_there_or_has_blocked_is_not_told() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    let tomas = app.join("Tomas Berg", &[Role::Mentee]).await;
    let now = app.clock.now();
    app.in_database(async |tx| {
        cairn::execute!(
            tx,
            "INSERT INTO blocks (participant_id, blocked_id, created_at) VALUES ($1, $2, $3)",
            wanjiru.me.id.0,
            noor.me.id.0,
            now
        )
        .unwrap();
        cairn::execute!(tx, "UPDATE participants SET suspended_at = $2 WHERE id = $1", tomas.me.id.0, now)
            .unwrap();
    })
    .await;
    app.happened(&Event::RequestSent(fact(&wanjiru, &noor))).await;
    app.happened(&Event::RequestDeclined(fact(&wanjiru, &noor))).await;
    app.happened(&Event::RequestDeclined(fact(&wanjiru, &tomas))).await;
    let gone = RequestFact { mentee: Some(domain::ids::ParticipantId(Uuid::nil())), ..fact(&wanjiru, &noor) };
    app.happened(&Event::RequestSent(gone.clone())).await;
    app.happened(&Event::RequestDeclined(gone)).await;
    for person in [&wanjiru, &noor, &tomas] {
        assert_eq!(subjects(&app, person).await, [""; 0]);
    }
    assert!(kinds(&wanjiru).await.is_empty() && kinds(&noor).await.is_empty());

    let words = "Your account rests.\n\nWe write again.".to_owned();
    app.happened(&Event::OfficeWrote { to: tomas.me.id, words }).await;
    let (_, text) = app.letter_to(&tomas.email).await;
    assert!(text.contains("  Your account rests.\n  We write again.\n"), "{text}");
    assert!(!text.contains("unsubscribe"), "{text}");
}

#[tokio::test]
async fn whoever_has_blocked_the_reader_is_not_named() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    app.happened(&Event::RequestDeclined(fact(&wanjiru, &noor))).await;
    let actor = async || noor.client.notifications("").await.unwrap().items.remove(0).actor;
    assert!(actor().await.is_some());
    let now = app.clock.now();
    app.in_database(async |tx| {
        cairn::execute!(
            tx,
            "INSERT INTO blocks (participant_id, blocked_id, created_at) VALUES ($1, $2, $3)",
            wanjiru.me.id.0,
            noor.me.id.0,
            now
        )
        .unwrap();
    })
    .await;
    assert_eq!(actor().await, None);
}

#[tokio::test]
async fn letters_are_switched_off_by_kind_in_the_settings() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    let document = wanjiru.client.notification_settings().await.unwrap();
    assert_eq!(document.value, EVERYTHING);
    let quiet = NotificationSettings { requests: false, ..document.value };
    let saved = wanjiru.client.save_notification_settings(&quiet, &document.version).await.unwrap();
    let again = wanjiru.client.save_notification_settings(&quiet, &document.version).await;
    assert_eq!(code(again.map(|saved| saved.version)), Code::StaleVersion);
    assert_eq!(wanjiru.client.notification_settings().await.unwrap().version, saved.version);

    app.happened(&Event::RequestSent(fact(&wanjiru, &noor))).await;
    let conversation = app.conversation(&wanjiru, &noor).await;
    app.writes(&noor, &wanjiru, conversation, "May I ask something?").await;
    assert_eq!(subjects(&app, &wanjiru).await, ["Somebody has a question for you"]);
    assert_eq!(kinds(&wanjiru).await, [Kind::Message, Kind::RequestReceived]);
}

#[tokio::test]
async fn one_click_in_a_letter_switches_its_kind_off() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    app.happened(&Event::RequestSent(fact(&wanjiru, &noor))).await;
    let (header,) = app
        .in_database(async |tx| cairn::fetch_one!(tx, (String,), "SELECT unsubscribe FROM letters").unwrap())
        .await;
    let (_, text) = letters(&app, &wanjiru).await.remove(0);
    let query = header.strip_prefix(&format!("{}/api/v1/unsubscribe?", app.origin)).unwrap();
    assert!(text.lines().any(|line| line == format!("{}/unsubscribe?{query}", app.origin)), "{text}");

    // As a mail program does it: a form, no sign-in, no cookies.
    let request =
        reqwest::Client::new().post(&header).header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body("List-Unsubscribe=One-Click").send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let off = NotificationSettings { requests: false, ..EVERYTHING };
    assert_eq!(wanjiru.client.notification_settings().await.unwrap().value, off);
    app.client().unsubscribe(&query.replace("requests", "messages")).await.unwrap();
    assert!(!wanjiru.client.notification_settings().await.unwrap().value.messages);
    assert!(noor.client.notification_settings().await.unwrap().value.requests);

    app.happened(&Event::RequestSent(fact(&wanjiru, &noor))).await;
    assert_eq!(subjects(&app, &wanjiru).await, [""; 0]);
    for (query, expected) in [
        ("token=nobodys&kind=messages", Code::NotFound),
        ("kind=messages", Code::InvalidFields),
        ("token=nobodys", Code::InvalidFields),
        ("token=nobodys&kind=goodbyes", Code::InvalidFields),
    ] {
        assert_eq!(code(app.client().unsubscribe(query).await), expected, "{query}");
    }
}

#[tokio::test]
async fn notifications_come_in_pages_and_are_read_up_to_a_number() {
    let app = TestApp::new().await;
    let (wanjiru, noor) = two(&app).await;
    let page = async |query: &str| wanjiru.client.notifications(query).await.unwrap();
    assert_eq!(page("").await.items.len(), 0);
    let mut requests: Vec<RequestId> = Vec::new();
    for _ in 0..5 {
        let fact = fact(&wanjiru, &noor);
        requests.insert(0, fact.request);
        app.happened(&Event::RequestEdited(fact)).await;
    }
    let first = page("limit=3").await;
    let rest = page(&format!("limit=3&cursor={}", first.next_cursor.clone().unwrap())).await;
    assert_eq!((first.unread, rest.unread, rest.next_cursor.clone()), (5, 5, None));
    let found: Vec<RequestId> = first.items.iter().chain(&rest.items).filter_map(|new| new.request).collect();
    assert_eq!(found, requests);
    assert_eq!(code(wanjiru.client.notifications("cursor=x").await), Code::BadCursor);

    let up_to = Some(rest.items[0].number);
    wanjiru.client.read_notifications(&ReadNotifications { up_to, only: None }).await.unwrap();
    let read: Vec<bool> = page("").await.items.iter().map(|new| new.read).collect();
    assert_eq!(read, [false, false, false, true, true]);
    assert_eq!(wanjiru.client.news().await.unwrap().notifications, 3);
    wanjiru.client.read_notifications(&ReadNotifications { up_to: Some(0), only: None }).await.unwrap();
    assert_eq!(page("").await.unread, 3);
    for _ in 0..2 {
        let only = Some(first.items[1].number);
        wanjiru.client.read_notifications(&ReadNotifications { up_to: None, only }).await.unwrap();
        let read: Vec<bool> = page("").await.items.iter().map(|new| new.read).collect();
        assert_eq!(read, [false, true, false, true, true]);
        assert_eq!(page("").await.unread, 2);
    }
    wanjiru.client.read_notifications(&ReadNotifications::default()).await.unwrap();
    assert_eq!(page("").await.unread, 0);
    app.happened(&Event::RequestEdited(fact(&wanjiru, &noor))).await;
    assert_eq!(page("").await.unread, 1);
    assert!(noor.client.notifications("").await.unwrap().items.is_empty());
}
