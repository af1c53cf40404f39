//! The programme office: what coordinators see and do, and that nobody else does.

mod audit;
mod letters;
mod people;
mod reports;
mod settings;

use cairn::accounts::store::make_coordinator;
use chrono::Duration;
use domain::accounts::{ChangeRoles, Role};
use domain::ids::{ConversationId, LetterId, MessageId, ReportId, RequestId};
use domain::office::{AuditAction, AuditEntry, LetterState, Suspend};
use domain::page::Page;
use domain::problem::Code;
use domain::relationships::Wish;
use domain::requests::RequestState;
use reqwest::Method;
use serde_json::json;

use crate::support::relationships::Walk;
use crate::support::{Person, TestApp, code};

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
