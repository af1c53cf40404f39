//! The programme office: what coordinators see and do, and that nobody else does.

use api_client::Client;
use cairn::accounts::store::make_coordinator;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{ChangeRoles, DeleteAccount, ForgottenPassword, ResetPassword, Role};
use domain::ids::{ConversationId, LetterId, MessageId, ParticipantId, ReportId, RequestId};
use domain::office::{
    AuditAction, AuditEntry, DecideReport, Decision, LetterState, OfficePerson, ReportRow, Suspend,
};
use domain::page::Page;
use domain::people::Person as Somebody;
use domain::problem::Code;
use domain::relationships::Wish;
use domain::requests::RequestState;
use domain::settings::Settings;
use reqwest::Method;
use serde_json::json;

use crate::support::relationships::Walk;
use crate::support::{PASSWORD, Person, TestApp, code, login};

const WORDS: &str = "We look into a message that you sent.";

impl TestApp {
    /// A coordinator who has joined. Letters that the office writes may be left over.
    async fn marit(&mut self) -> Person {
        self.letters_may_stay = true;
        let marit = self.join("Marit Lund", &[Role::Mentee]).await;
        self.in_database(async |tx| make_coordinator(tx, marit.me.id).await.unwrap()).await;
        marit
    }

    /// Whether somebody is told something that holds these words: it waits to be told, or it has become a letter.
    async fn tells(&self, words: &str) -> bool {
        let like = format!("%{words}%");
        let (facts, letters) = self
            .in_database(async |tx| {
                cairn::fetch_one!(
                    tx,
                    (i64, i64),
                    "SELECT (SELECT COUNT(*) FROM events WHERE fact LIKE $1),
                     (SELECT COUNT(*) FROM letters WHERE text_body LIKE $1)",
                    like
                )
                .unwrap()
            })
            .await;
        facts + letters > 0
    }

    /// A thread of two in which these have written these lines.
    async fn thread(&self, one: &Person, other: &Person, lines: &[(&Person, &str)]) -> Vec<MessageId> {
        let now = self.clock.now();
        let id = ConversationId::new(now, &cairn::random::bytes());
        let (low, high) = (one.me.id.min(other.me.id), one.me.id.max(other.me.id));
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO conversations (id, low_id, high_id, opened_by, opened_at, newest, newest_at, low_read, high_read)
                 VALUES ($1, $2, $3, $2, $4, $5, $4, 0, 0)",
                id.0,
                low.0,
                high.0,
                now,
                i64::try_from(lines.len()).unwrap()
            )
            .unwrap();
            let mut messages = Vec::new();
            for (number, (author, body)) in (1_i64..).zip(lines) {
                let message = MessageId::new(now, &cairn::random::bytes());
                cairn::execute!(
                    tx,
                    "INSERT INTO messages (id, conversation_id, number, author_id, kind, body, sent_at)
                     VALUES ($1, $2, $3, $4, 'text', $5, $6)",
                    message.0,
                    id.0,
                    number,
                    author.me.id.0,
                    *body,
                    now
                )
                .unwrap();
                messages.push(message);
            }
            messages
        })
        .await
    }

    /// A request in a state, in the thread of a message; with a relationship where it was accepted.
    async fn request(&self, mentor: &Person, mentee: &Person, message: MessageId, state: RequestState) {
        let now = self.clock.now();
        let id = RequestId::new(now, &cairn::random::bytes());
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO requests (id, mentor_id, mentee_id, conversation_id, state, version, text_number, seen_number,
                 sent_at, turn_at, reminders, expires_at, ends_at)
                 SELECT $1, $2, $3, conversation_id, $5, 1, 1, 0, $6, $6, 0, $6, $6 FROM messages WHERE id = $4",
                id.0,
                mentor.me.id.0,
                mentee.me.id.0,
                message.0,
                state.as_str(),
                now
            )
            .unwrap();
            if state == RequestState::Accepted {
                cairn::execute!(
                    tx,
                    "INSERT INTO relationships (id, mentor_id, mentee_id, request_id, conversation_id, state, started_at, version)
                     SELECT $1, mentor_id, mentee_id, $1, conversation_id, 'active', sent_at, 1 FROM requests WHERE id = $1",
                    id.0
                )
                .unwrap();
            }
        })
        .await;
    }

    /// A report, with the message where it is about one.
    pub(crate) async fn report(
        &self,
        by: &Person,
        about: &Person,
        message: Option<MessageId>,
        words: &str,
    ) -> ReportId {
        self.clock.advance(Duration::minutes(1));
        let now = self.clock.now();
        let id = ReportId::new(now, &cairn::random::bytes());
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO reports (id, reporter_id, reported_id, message_id, words, created_at, answer, version)
                 VALUES ($1, $2, $3, $4, $5, $6, '', 1)",
                id.0,
                by.me.id.0,
                about.me.id.0,
                message.map(|message| message.0),
                words,
                now
            )
            .unwrap();
        })
        .await;
        id
    }

    /// A letter that is no longer on its way.
    pub(crate) async fn letter(&self, to: Option<&Person>, state: LetterState, text: &str) -> LetterId {
        self.clock.advance(Duration::minutes(1));
        let now = self.clock.now();
        let id = LetterId::new(now, &cairn::random::bytes());
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO letters (id, recipient, participant_id, subject, text_body, html_body, created_at, attempts,
                 due_at, occasion, state, said, settled_at)
                 VALUES ($1, 'somebody@leeds.example', $2, 'A secret', $3, $3, $4, 2, $4, 'request-sent', $5, '550', $4)",
                id.0,
                to.map(|to| to.me.id.0),
                text,
                now,
                state.as_str()
            )
            .unwrap();
        })
        .await;
        id
    }
}

fn suspend() -> Suspend {
    Suspend { words: WORDS.to_owned() }
}

fn decide(decision: Decision, words: &str) -> DecideReport {
    DecideReport { decision, words: words.to_owned(), answer: "Thank you for telling us.".to_owned() }
}

fn names(page: &Page<OfficePerson>) -> Vec<&str> {
    page.items.iter().map(|item| item.person.display_name.as_str()).collect()
}

fn state_of<T: std::fmt::Debug>(answer: Result<T, api_client::Error>) -> String {
    let Err(api_client::Error::Problem(problem)) = answer else { panic!("not refused: {answer:?}") };
    assert_eq!(problem.code, Code::InvalidTransition);
    problem.state.unwrap()
}

/// Action, whose, and the value after, of each entry.
fn deeds(audit: &Page<AuditEntry>) -> Vec<(AuditAction, Option<&str>, Option<&str>)> {
    let subject = |entry: &'_ AuditEntry| entry.subject.is_some();
    audit
        .items
        .iter()
        .map(|entry| {
            let name = entry.subject.as_ref().map(|subject| subject.display_name.as_str());
            (entry.action, name.filter(|_| subject(entry)), entry.after.as_deref())
        })
        .collect()
}

#[tokio::test]
async fn for_everybody_but_coordinators_there_is_no_office() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let wanjiru = app.join("Wanjiru Mwangi", &[Role::Mentor]).await;
    let mut operations: Vec<_> =
        api_client::operations().filter(|(_, path)| path.starts_with("office")).collect();
    operations.sort_unstable();
    operations.dedup();
    assert_eq!(operations.len(), 15, "{operations:?}");
    let (mentee, mentor, nobody) = (app.raw(&noor).await, app.raw(&wanjiru).await, app.nobody());
    let coordinator = app.raw(&marit).await;
    for (method, path) in operations {
        let method: Method = method.parse().unwrap();
        let path = path.split('?').next().unwrap().replace("{id}", &noor.me.id.to_string());
        let address = format!("/api/v1/{path}");
        for (caller, expected) in [(&mentee, 404), (&mentor, 404), (&nobody, 401)] {
            // What is sent does not matter: they are told nothing about it.
            let answer = caller.send(method.clone(), &address, |request| request.body("{")).await;
            assert_eq!(answer.status, expected, "{method} {path}");
        }
        if method == Method::GET {
            let status = coordinator.get(&address).await.status;
            assert_eq!(status, if path.contains("reports/") { 404 } else { 200 }, "{path}");
        }
    }
}

#[tokio::test]
async fn a_role_that_was_taken_away_no_longer_counts() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    marit.client.office().await.unwrap();
    app.in_database(async |tx| {
        cairn::execute!(
            tx,
            "UPDATE participants SET is_coordinator = $2 WHERE id = $1",
            marit.me.id.0,
            false
        )
        .unwrap();
    })
    .await;
    assert_eq!(code(marit.client.office().await), Code::NotFound);
    assert_eq!(code(marit.client.suspend(marit.me.id, &suspend()).await), Code::NotFound);
}

#[tokio::test]
async fn the_overview_counts() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let wanjiru = app.join("Wanjiru Mwangi", &[Role::Mentor, Role::Mentee]).await;
    let line = app.thread(&noor, &wanjiru, &[(&noor, "Good day")]).await[0];
    app.request(&wanjiru, &noor, line, RequestState::NeedsInfo).await;
    app.request(&noor, &wanjiru, line, RequestState::Accepted).await;
    app.request(&wanjiru, &noor, line, RequestState::Declined).await;
    app.report(&noor, &wanjiru, None, "She advertises").await;
    app.letter(Some(&noor), LetterState::Refused, "text").await;
    app.letter(Some(&noor), LetterState::Waiting, "text").await;
    app.letter(Some(&noor), LetterState::Sent, "").await;
    let office = marit.client.office().await.unwrap();
    assert_eq!((office.participants, office.mentors, office.mentees), (3, 1, 3));
    assert_eq!((office.open_requests, office.active_relationships), (1, 1));
    assert_eq!((office.open_reports, office.refused_letters, office.waiting_letters), (1, 1, 1));
}

#[tokio::test]
async fn what_the_programme_helped_is_told_in_fives() {
    let mut walk = Walk::begin().await;
    let marit = walk.app.marit().await;
    let mut told = Vec::new();
    for _ in 0..6 {
        // Both say that it has helped, 4 of 5, and begin anew.
        walk.id = walk.complete(Wish::NewJourney, Wish::NewJourney).await.later.unwrap();
        told.push(marit.client.office().await.unwrap().ratings);
    }
    assert_eq!(told[1], [0; 0], "four would tell of few");
    assert_eq!(told[2], [0, 0, 0, 6, 0]);
    assert_eq!(told[3..5], [told[2].clone(), told[2].clone()], "nobody can be told from the numbers before");
    assert_eq!(told[5], [0, 0, 0, 12, 0]);
}

#[tokio::test]
async fn people_are_found_by_name_role_and_state() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let asa = app.join("Asa Lind", &[Role::Mentor]).await;
    asa.edit_profile(|profile| profile.display_name = "Åsa_Lind Nooren".to_owned()).await;
    app.clock.advance(Duration::days(1));
    app.join("Wanjiru Mwangi", &[Role::Mentor, Role::Mentee]).await;
    let office = app.another_browser(&marit).await;
    let people = async |query: &str| office.office_people(query).await.unwrap();

    let all = people("").await;
    assert_eq!(names(&all)[0], "Wanjiru Mwangi", "who was here today comes first");
    assert_eq!(all.items.len(), 4);
    for (query, expected) in [
        ("text=noor&limit=1", 1),
        ("text=noor", 2),
        ("text=HADD+noo", 1),
        ("text=addad", 0),
        ("text=%C3%A5sa", 1),
        ("text=a%25", 0),
        ("text=asa_", 0),
        ("text=%C3%85sa_l", 1),
        ("text=%5C", 0),
        ("text=marit&role=coordinator", 1),
        ("role=mentor", 2),
        ("role=mentee", 3),
        ("role=mentor&text=wanjiru", 1),
        ("suspended=true", 0),
        ("suspended=false", 4),
    ] {
        assert_eq!(people(query).await.items.len(), expected, "{query}");
    }
    office.suspend(noor.me.id, &suspend()).await.unwrap();
    let suspended = people("suspended=true").await;
    assert_eq!(names(&suspended), ["Noor Haddad"]);
    assert_eq!(suspended.items[0].suspended_at, Some(app.clock.now()));

    let mut found = Vec::new();
    let mut page = people("limit=1").await;
    while let Some(cursor) = &page.next_cursor {
        found.extend(page.items);
        page = people(&format!("limit=1&cursor={cursor}")).await;
    }
    found.extend(page.items);
    let ids = |items: &[OfficePerson]| items.iter().map(|item| item.person.id).collect::<Vec<_>>();
    assert_eq!(ids(&found), ids(&all.items), "pages fit together");
    let of_asa = found.iter().find(|item| item.person.id == Some(asa.me.id)).unwrap();
    assert_eq!((of_asa.roles.as_slice(), of_asa.places, of_asa.paused), (&[Role::Mentor][..], 1, false));
}

#[tokio::test]
async fn a_persons_page_shows_parties_dates_and_states() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let wanjiru = app.join("Wanjiru Mwangi", &[Role::Mentor]).await;
    wanjiru.edit_profile(|profile| profile.headline = "Write to me@wanjiru.example".to_owned()).await;
    let line = app.thread(&noor, &wanjiru, &[(&noor, "My secret")]).await[0];
    app.request(&wanjiru, &noor, line, RequestState::Accepted).await;
    app.clock.advance(Duration::days(1));
    app.request(&wanjiru, &noor, line, RequestState::Pending).await;
    app.report(&wanjiru, &noor, None, "Call me at +44 113 496 0000").await;
    let marit_now = app.another_browser(&marit).await;
    marit_now.suspend(noor.me.id, &suspend()).await.unwrap();

    let page = marit_now.office_person(noor.me.id).await.unwrap();
    let summary = &page.summary;
    assert_eq!(summary.person.display_name, "Noor Haddad");
    assert_eq!((summary.relationships, summary.open_requests, summary.reports), (1, 1, 1));
    let threads: Vec<_> = page.threads.iter().map(|thread| (thread.state, thread.active)).collect();
    assert_eq!(threads, [(RequestState::Pending, false), (RequestState::Accepted, true)]);
    assert!(page.threads.iter().all(|thread| thread.with.id == Some(wanjiru.me.id)));
    assert_eq!(page.reports.len(), 1);
    assert_eq!(page.audit.len(), 1);
    assert_eq!(
        (page.audit[0].action, page.audit[0].coordinator.id),
        (AuditAction::Suspended, Some(marit.me.id))
    );
    let everything = serde_json::to_string(&page).unwrap();
    for hidden in ["leeds.example", "wanjiru.example", "496 0000", "My secret"] {
        assert!(!everything.contains(hidden), "{hidden} in {everything}");
    }
    let nobody = ParticipantId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(marit_now.office_person(nobody).await), Code::NotFound);
}

#[tokio::test]
async fn who_is_suspended_is_signed_out_at_once_and_stays_out() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    app.client().forgotten_password(&ForgottenPassword { email: noor.email.clone() }).await.unwrap();
    let token = app.token_to(&noor.email).await;

    marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
    assert_eq!(code(noor.client.me().await), Code::Unauthenticated);
    assert_eq!(code(noor.client.refresh().await), Code::SessionEnded);
    let sign_in = async |password| app.client().sign_in(&login(&noor.email, password)).await;
    assert_eq!(code(sign_in(PASSWORD).await), Code::AccountSuspended);
    assert_eq!(code(sign_in("not my password").await), Code::InvalidCredentials, "a stranger learns nothing");
    let reset = ResetPassword { token, password: "carry two stones up".to_owned() };
    assert_eq!(code(app.client().reset_password(&reset).await), Code::AccountSuspended);
    assert!(app.tells(WORDS).await, "she reads why");
    assert_eq!(state_of(marit.client.suspend(noor.me.id, &suspend()).await), "suspended");
    assert_eq!(state_of(marit.client.make_coordinator(noor.me.id).await), "suspended");

    marit.client.reinstate(noor.me.id).await.unwrap();
    assert_eq!(state_of(marit.client.reinstate(noor.me.id).await), "active");
    sign_in(PASSWORD).await.unwrap();
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(audit.items.len(), 2, "what was refused did not happen");
    let nobody = ParticipantId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(marit.client.suspend(nobody, &suspend()).await), Code::NotFound);
    assert_eq!(code(marit.client.reinstate(nobody).await), Code::NotFound);
    assert_eq!(code(marit.client.make_coordinator(nobody).await), Code::NotFound);
}

#[tokio::test]
async fn coordinators_make_coordinators_and_one_always_stays() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    assert_eq!(code(marit.client.suspend(marit.me.id, &suspend()).await), Code::ToOneself);
    marit.client.make_coordinator(noor.me.id).await.unwrap();
    assert_eq!(state_of(marit.client.make_coordinator(noor.me.id).await), "coordinator");
    assert_eq!(noor.client.me().await.unwrap().roles, [Role::Mentee, Role::Coordinator]);
    let audit = noor.client.audit("").await.unwrap();
    assert_eq!(deeds(&audit), [(AuditAction::MadeCoordinator, Some("Noor Haddad"), None)]);

    // Both at once: who comes second is the last, or is no longer one.
    let (one, other) = (suspend(), suspend());
    let (first, second) =
        tokio::join!(marit.client.suspend(noor.me.id, &one), noor.client.suspend(marit.me.id, &other));
    let refused = [first, second].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused.len(), 1, "{refused:?}");
    let codes = [Code::LastCoordinator, Code::NotFound, Code::Unauthenticated];
    assert!(codes.contains(&refused[0].code().unwrap()), "{refused:?}");
    let stays = if marit.client.me().await.is_ok() { &marit } else { &noor };
    stays.client.office().await.unwrap();
    let delete = DeleteAccount { password: PASSWORD.to_owned() };
    assert_eq!(
        code(stays.client.delete_account(&delete).await),
        Code::LastCoordinator,
        "the other does not count"
    );
}

#[tokio::test]
async fn settings_are_changed_one_after_another_and_noted() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let before = marit.client.settings().await.unwrap();
    assert_eq!(before.value, Settings::default());
    let changed = Settings { request_days: 21, reminder_days: vec![5, 10], ..Settings::default() };
    let after = marit.client.save_settings(&changed, &before.version).await.unwrap();
    assert_eq!(after.value, changed);
    assert_eq!(marit.client.settings().await.unwrap().value, changed);
    assert_eq!(code(marit.client.save_settings(&before.value, &before.version).await), Code::StaleVersion);
    marit.client.save_settings(&changed, &after.version).await.unwrap();

    let audit = marit.client.audit("").await.unwrap();
    let mut noted: Vec<_> = audit
        .items
        .iter()
        .map(|entry| {
            assert_eq!(
                (entry.action, entry.coordinator.id),
                (AuditAction::ChangedSetting, Some(marit.me.id))
            );
            let text = |value: &Option<String>| value.clone().unwrap();
            (text(&entry.setting), text(&entry.before), text(&entry.after))
        })
        .collect();
    noted.sort_unstable();
    let expected = [("reminder_days", "3, 7, 12", "5, 10"), ("request_days", "14", "21")];
    assert_eq!(noted, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
}

#[tokio::test]
async fn settings_keep_to_their_limits() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let raw = app.raw(&marit).await;
    let with = |name: &str, value: serde_json::Value| {
        let mut settings = serde_json::to_value(Settings::default()).unwrap();
        settings[name] = value;
        settings
    };
    for (name, value, expected) in [
        ("request_days", json!(0), "/request_days range"),
        ("request_days", json!(61), "/request_days range"),
        ("reminder_days", json!([7, 3]), "/reminder_days rising_days"),
        ("reminder_days", json!([1, 2, 3, 4, 5, 6]), "/reminder_days length"),
        ("open_requests", json!(51), "/open_requests range"),
        ("conversations_a_day", json!(0), "/conversations_a_day range"),
        ("planned_months", json!("nine"), "/planned_months type"),
        ("colour", json!("red"), "/colour unknown_field"),
    ] {
        assert_eq!(raw.put("/api/v1/office/settings", &with(name, value)).await.errors(), [expected]);
    }
    let whole = json!(Settings::default()).to_string();
    let without = raw
        .send(Method::PUT, "/api/v1/office/settings", |request| {
            request.header("content-type", "application/json").body(whole)
        })
        .await;
    assert_eq!(without.status, 428);
    assert_eq!(marit.client.audit("").await.unwrap().items, []);
}

#[tokio::test]
async fn nobody_can_change_the_audit_trail() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
    let db = app.db().await;
    for delete in [false, true] {
        let mut tx = db.write().await.unwrap();
        let changed = if delete {
            cairn::execute!(&mut tx, "DELETE FROM audit_entries")
        } else {
            cairn::execute!(&mut tx, "UPDATE audit_entries SET action = 'reinstated'")
        };
        assert!(changed.unwrap_err().to_string().contains("audit entries stay"));
    }
    db.close().await;
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(deeds(&audit), [(AuditAction::Suspended, Some("Noor Haddad"), None)]);
}

#[tokio::test]
async fn who_was_erased_stays_in_the_audit_trail_as_an_id() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
    marit.client.reinstate(noor.me.id).await.unwrap();
    marit.client.make_coordinator(noor.me.id).await.unwrap();
    let again = app.another_browser(&noor).await;
    again.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(audit.items.len(), 3);
    let erased = Somebody { id: Some(noor.me.id), ..Somebody::default() };
    assert!(audit.items.iter().all(|entry| entry.subject == Some(erased.clone())));
    assert_eq!(code(marit.client.office_person(noor.me.id).await), Code::NotFound);
}

#[tokio::test]
async fn the_audit_trail_comes_in_pages() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    for _ in 0..2 {
        app.clock.advance(Duration::seconds(1));
        marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
        app.clock.advance(Duration::seconds(1));
        marit.client.reinstate(noor.me.id).await.unwrap();
    }
    let whole = marit.client.audit("").await.unwrap();
    let actions: Vec<_> = whole.items.iter().map(|entry| entry.action).collect();
    assert_eq!(actions[..2], [AuditAction::Reinstated, AuditAction::Suspended], "the latest first");
    let first = marit.client.audit("limit=3").await.unwrap();
    let rest = marit.client.audit(&format!("limit=3&cursor={}", first.next_cursor.unwrap())).await.unwrap();
    assert_eq!([first.items, rest.items].concat(), whole.items);
    assert_eq!(rest.next_cursor, None);
}

#[tokio::test]
async fn a_report_shows_the_message_its_neighbours_and_nothing_else() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let lines = [
        (&ingrid, "Line 1"),
        (&marek, "Line 2"),
        (&ingrid, "Line 3, or ingrid@fjord.example"),
        (&marek, "Line 4: lend me 400"),
        (&marek, "Line 5: tell nobody"),
        (&ingrid, "Line 6"),
        (&marek, "Line 7"),
    ];
    let messages = app.thread(&ingrid, &marek, &lines).await;
    let id = app.report(&ingrid, &marek, Some(messages[3]), "He asks. I am at +44 113 496 0000.").await;
    app.report(&ingrid, &marek, None, "And again").await;

    let report = marit.client.office_report(id).await.unwrap();
    assert_eq!(report.version, "\"1\"");
    let report = report.value;
    let shown: Vec<_> =
        report.messages.iter().map(|message| (message.body.as_str(), message.reported)).collect();
    assert_eq!(
        shown,
        [
            ("Line 2", false),
            ("Line 3, or •••", false),
            ("Line 4: lend me 400", true),
            ("Line 5: tell nobody", false),
            ("Line 6", false)
        ]
    );
    assert_eq!(report.messages[0].author.display_name, "Marek Dvorak");
    assert_eq!(report.summary.words, "He asks. I am at •••.");
    assert_eq!((report.reports_about, report.decided_at), (2, None));
    assert!(report.summary.about_message);
    let everything = serde_json::to_string(&report).unwrap();
    assert!(!everything.contains("Line 1") && !everything.contains("Line 7"), "{everything}");
    assert!(!everything.contains("leeds.example"), "{everything}");
}

async fn all_reports(client: &Client) -> Vec<ReportRow> {
    let mut found = Vec::new();
    let mut page = client.office_reports("limit=1").await.unwrap();
    while let Some(cursor) = &page.next_cursor {
        found.extend(page.items);
        page = client.office_reports(&format!("limit=1&cursor={cursor}")).await.unwrap();
    }
    found.extend(page.items);
    found
}

#[tokio::test]
async fn reports_wait_in_their_order_and_are_decided_once() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let mut ids = Vec::new();
    for words in ["one", "two", "three", "four"] {
        ids.push(app.report(&ingrid, &marek, None, words).await);
    }
    let version = "\"1\"";
    marit.client.decide_report(ids[1], version, &decide(Decision::NothingWrong, "")).await.unwrap();
    app.clock.advance(Duration::seconds(1));
    let dear = "Dear Marek, please do not";
    let decided =
        marit.client.decide_report(ids[0], version, &decide(Decision::SpokenWith, dear)).await.unwrap();
    assert_eq!(decided.version, "\"2\"");
    assert_eq!(decided.value.summary.decision, Some(Decision::SpokenWith));
    assert_eq!(decided.value.answer, "Thank you for telling us.");
    assert_eq!(decided.value.decided_at, Some(app.clock.now()));
    assert!(app.tells(dear).await, "who was reported reads the words");

    let words: Vec<_> = all_reports(&marit.client).await.into_iter().map(|report| report.words).collect();
    assert_eq!(words, ["three", "four", "one", "two"]);
    let whole = marit.client.office_reports("").await.unwrap();
    assert_eq!(whole.items, all_reports(&marit.client).await);
    let about_marek = marit.client.office_person(marek.me.id).await.unwrap();
    assert_eq!(about_marek.reports.len(), 4);

    let again = decide(Decision::NothingWrong, "");
    for version in [version, "\"2\""] {
        assert_eq!(state_of(marit.client.decide_report(ids[0], version, &again).await), "spoken_with");
    }
    assert_eq!(code(marit.client.decide_report(ids[2], "\"7\"", &again).await), Code::StaleVersion);
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(
        deeds(&audit),
        [
            (AuditAction::DecidedReport, Some("Marek Dvorak"), Some("spoken_with")),
            (AuditAction::DecidedReport, Some("Marek Dvorak"), Some("nothing_wrong")),
        ]
    );
}

#[tokio::test]
async fn two_coordinators_decide_once() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let id = app.report(&ingrid, &marek, None, "one").await;
    let (wrong, fine) = (decide(Decision::SpokenWith, "Dear Marek"), decide(Decision::NothingWrong, ""));
    let (first, second) = tokio::join!(
        marit.client.decide_report(id, "\"1\"", &wrong),
        marit.client.decide_report(id, "\"1\"", &fine)
    );
    assert!(first.is_ok() != second.is_ok());
    let stands = marit.client.office_report(id).await.unwrap().value.summary.decision.unwrap();
    assert_eq!(state_of(if first.is_ok() { second } else { first }), stands.as_str());
    assert_eq!(marit.client.audit("").await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_message_is_taken_away() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let message = app.thread(&ingrid, &marek, &[(&marek, "Lend me 400")]).await[0];
    let id = app.report(&ingrid, &marek, Some(message), "one").await;
    let removed = decide(Decision::MessageRemoved, "");
    marit.client.decide_report(id, "\"1\"", &removed).await.unwrap();
    let (removed_at,) = app
        .in_database(async |tx| {
            cairn::fetch_one!(
                tx,
                (Option<DateTime<Utc>>,),
                "SELECT removed_at FROM messages WHERE id = $1",
                message.0
            )
            .unwrap()
        })
        .await;
    assert_eq!(removed_at, Some(app.clock.now()));
    let hear = app
        .in_database(async |tx| {
            cairn::fetch_all!(
                tx,
                (i64,),
                "SELECT COUNT(*) FROM live_events WHERE participant_id IN ($1, $2) AND news LIKE '%conversation%'
                 GROUP BY participant_id",
                ingrid.me.id.0,
                marek.me.id.0
            )
            .unwrap()
        })
        .await;
    assert_eq!(hear.len(), 2, "the open pages of both hear of it");
}

#[tokio::test]
async fn a_decision_fits_its_report() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let raw = app.raw(&marit).await;
    let ingrid = app.join("Ingrid Solheim", &[Role::Mentor]).await;
    let marek = app.join("Marek Dvorak", &[Role::Mentee]).await;
    let id = app.report(&ingrid, &marek, None, "one").await;
    let send = async |body: serde_json::Value| {
        let address = format!("/api/v1/office/reports/{id}/decide");
        raw.send(Method::POST, &address, |request| {
            request
                .header("if-match", "\"1\"")
                .header("content-type", "application/json")
                .body(body.to_string())
        })
        .await
    };
    for (decision, words, answer, expected) in [
        ("spoken_with", "", "Thank you", "/words required"),
        ("spoken_with", "  \n", "Thank you", "/words required"),
        ("nothing_wrong", "Dear Marek", "Thank you", "/words unexpected"),
        ("message_removed", "", "Thank you", "/decision no_message"),
        ("nothing_wrong", "", " ", "/answer required"),
        ("nothing_wrong", "a\u{0}", "Thank you", "/words forbidden_characters"),
        ("forgiven", "", "Thank you", "/decision unknown_value"),
    ] {
        let body = json!({ "decision": decision, "words": words, "answer": answer });
        assert_eq!(send(body).await.errors(), [expected]);
    }
    marek.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    let body = json!({ "decision": "spoken_with", "words": "Dear Marek", "answer": "Thank you" });
    assert_eq!(send(body).await.errors(), ["/decision person_left"]);
    let report = marit.client.office_report(id).await.unwrap().value;
    assert_eq!((report.summary.reported, report.reports_about), (Somebody::default(), 1));
    assert_eq!(report.summary.decision, None);
    marit.client.decide_report(id, "\"1\"", &decide(Decision::NothingWrong, "")).await.unwrap();
}

#[tokio::test]
async fn letters_show_what_became_of_them_and_are_tried_again() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let sent = app.letter(None, LetterState::Sent, "").await;
    let refused = app.letter(Some(&noor), LetterState::Refused, "A secret text").await;
    let failed = app.letter(Some(&noor), LetterState::Failed, "").await;
    let waiting = app.letter(Some(&noor), LetterState::Waiting, "A secret text").await;
    let letters = async |query: &str| marit.client.office_letters(query).await.unwrap();

    let whole = letters("").await;
    let ids: Vec<_> = whole.items.iter().map(|letter| letter.id).collect();
    assert_eq!(ids, [waiting, failed, refused, sent], "the latest first");
    let first = letters("limit=3").await;
    let rest = letters(&format!("limit=3&cursor={}", first.next_cursor.unwrap())).await;
    assert_eq!([first.items, rest.items].concat(), whole.items);
    for (state, expected) in [("waiting", waiting), ("failed", failed), ("refused", refused), ("sent", sent)]
    {
        let found: Vec<_> =
            letters(&format!("state={state}")).await.items.iter().map(|letter| letter.id).collect();
        assert_eq!(found, [expected], "{state}");
    }
    let of_noor = &whole.items[2];
    assert_eq!(of_noor.to.as_ref().unwrap().display_name, "Noor Haddad");
    assert_eq!(
        (of_noor.occasion.as_str(), of_noor.attempts, of_noor.said.as_str()),
        ("request-sent", 2, "550")
    );
    assert_eq!((of_noor.due_at.is_some(), whole.items[0].due_at.is_some()), (false, true));
    assert_eq!(whole.items[3].to, None);
    let everything = serde_json::to_string(&whole).unwrap();
    assert!(!everything.contains("secret") && !everything.contains("leeds.example"), "{everything}");

    marit.client.retry_letter(refused).await.unwrap();
    let again = &letters("").await.items[2];
    assert_eq!((again.state, again.attempts), (LetterState::Waiting, 0));
    assert!(again.due_at.unwrap() <= app.clock.now());
    for (letter, state) in [(refused, "waiting"), (waiting, "waiting"), (sent, "sent"), (failed, "failed")] {
        assert_eq!(state_of(marit.client.retry_letter(letter).await), state);
    }
    let nothing = LetterId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(marit.client.retry_letter(nothing).await), Code::NotFound);
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(deeds(&audit), [(AuditAction::RetriedLetter, Some("Noor Haddad"), None)]);
}

#[tokio::test]
async fn what_is_no_query_of_the_office_is_refused() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let raw = app.raw(&marit).await;
    for (query, expected) in [
        ("people?role=guest", "/role unknown_value"),
        ("people?suspended=perhaps", "/suspended boolean"),
        ("people?text=a%00b", "/text forbidden_characters"),
        ("people?limit=0", "/limit range"),
        ("letters?state=lost", "/state unknown_value"),
        ("reports?limit=many", "/limit number"),
        ("audit?limit=101", "/limit range"),
    ] {
        assert_eq!(raw.get(&format!("/api/v1/office/{query}")).await.errors(), [expected], "{query}");
    }
    for list in ["people", "reports", "letters", "audit"] {
        for cursor in ["", "7", "open.7", "%00", "9999999-01-01.x", "-9000000000000000.x"] {
            let cursor = cursor.replace('x', "019b7679-e000-7000-8000-000000000000");
            let answer = raw.get(&format!("/api/v1/office/{list}?cursor={cursor}")).await;
            assert_eq!(answer.json()["code"], "bad_cursor", "{list} {cursor}");
        }
    }
    let noor = app.noor().await;
    let body = json!({ "words": " \n" }).to_string();
    let address = format!("/api/v1/office/people/{}/suspend", noor.me.id);
    let answer = raw
        .send(Method::POST, &address, |request| request.header("content-type", "application/json").body(body))
        .await;
    assert_eq!(answer.errors(), ["/words required"]);
    noor.client.change_roles(&ChangeRoles { roles: vec![Role::Mentor] }).await.unwrap();
}
