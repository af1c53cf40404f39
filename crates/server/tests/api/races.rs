//! Two at the same time: exactly one wins, and the other is told how it stands. On PostgreSQL by two servers.

use std::future::Future;

use api_client::{Client, Error, Versioned};
use cairn::db::{Db, PostgresTx, Tx};
use cairn::http::Failure;
use domain::problem::Code;
use domain::requests::{Request, RequestState};
use futures_util::future::join_all;

use crate::support::requests::{text, to, yes};
use crate::support::{Database, Person, TestApp, postgres};

const SKILL: &str = "giving-feedback";
/// How often each race is run.
const ROUNDS: usize = 5;

/// A second server on the same database, where there can be one.
pub(crate) fn second(app: &TestApp) -> Option<TestApp> {
    postgres().map(|_| TestApp::on(Database::at(app.database_url()), |_| {}))
}

/// The same person at the other server, or in another browser of the same.
pub(crate) async fn elsewhere(app: &TestApp, there: Option<&TestApp>, person: &Person) -> Client {
    there.unwrap_or(app).another_browser(person).await
}

/// The code of each that was refused; every refusal of a state says which it is.
fn refusals<T>(answers: &[Result<T, Error>]) -> Vec<Code> {
    let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
    refused
        .map(|error| {
            let Error::Problem(problem) = error else { panic!("{error:?}") };
            let by_state = [Code::InvalidTransition, Code::StaleVersion].contains(&problem.code);
            assert_eq!(by_state, problem.state.is_some(), "{problem:?}");
            problem.code
        })
        .collect()
}

async fn race(
    one: impl Future<Output = Result<Versioned<Request>, Error>>,
    other: impl Future<Output = Result<Versioned<Request>, Error>>,
) -> [Result<Versioned<Request>, Error>; 2] {
    let (one, other) = tokio::join!(one, other);
    [one, other]
}

#[tokio::test]
async fn a_request_is_answered_once() {
    let app = TestApp::new().await;
    let there = second(&app);
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let mine = elsewhere(&app, there.as_ref(), &noor).await;
    for round in 0..ROUNDS {
        let wanjiru = app.mentor(&format!("Wanjiru {round}"), &[SKILL]).await;
        wanjiru.edit_offer(|offer| offer.places = 3).await;
        let hers = elsewhere(&app, there.as_ref(), &wanjiru).await;
        let ask = async || {
            let sent = noor.client.send_request(&app_key(), &to(&wanjiru)).await.unwrap();
            (sent.value.id, sent.version)
        };

        let (id, version) = ask().await;
        let withdrawn =
            race(wanjiru.client.accept_request(id, &version, &yes()), mine.withdraw_request(id)).await;
        assert_eq!(refusals(&withdrawn), [Code::InvalidTransition]);
        let state = noor.sees(id).await.state;
        assert_eq!(state, withdrawn.into_iter().find_map(Result::ok).unwrap().value.state);
        if state == RequestState::Accepted {
            continue;
        }

        let (id, version) = ask().await;
        let edited = race(
            wanjiru.client.accept_request(id, &version, &yes()),
            mine.edit_request(id, &version, &text()),
        )
        .await;
        let refused = refusals(&edited);
        assert!(matches!(refused[..], [Code::StaleVersion | Code::InvalidTransition]), "{refused:?}");
        if noor.sees(id).await.state == RequestState::Accepted {
            continue;
        }

        let version = wanjiru.client.request(id).await.unwrap().version;
        let accepted = race(
            wanjiru.client.accept_request(id, &version, &yes()),
            hers.accept_request(id, &version, &yes()),
        )
        .await;
        assert_eq!(refusals(&accepted), [Code::InvalidTransition]);
        assert_eq!(wanjiru.client.mentor(wanjiru.me.id, "").await.unwrap().card.free_places, 2);
    }
}

/// A key that nobody has used.
fn app_key() -> String {
    cairn::random::secret()
}

#[tokio::test]
async fn two_accepts_of_one_request_begin_one_relationship() {
    let app = TestApp::new().await;
    let there = second(&app);
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    wanjiru.edit_offer(|offer| offer.places = 9).await;
    let hers = elsewhere(&app, there.as_ref(), &wanjiru).await;
    for round in 1..=ROUNDS {
        let noor = app.mentee(&format!("Noor {round}"), &[SKILL]).await;
        let sent = noor.sends_request(&wanjiru).await;
        let id = sent.value.id;
        let answers = race(
            wanjiru.client.accept_request(id, &sent.version, &yes()),
            hers.accept_request(id, &sent.version, &yes()),
        )
        .await;
        assert_eq!(refusals(&answers), [Code::InvalidTransition]);
        assert_eq!(wanjiru.client.relationships("").await.unwrap().items.len(), round);
        assert_eq!(noor.client.relationships("").await.unwrap().items.len(), 1);
    }
}

#[tokio::test]
async fn the_last_place_is_taken_once() {
    let app = TestApp::new().await;
    let there = second(&app);
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let hers = elsewhere(&app, there.as_ref(), &wanjiru).await;
    let mut asked = Vec::new();
    for n in 0..6 {
        let mentee = app.mentee(&format!("Mentee {n}"), &[SKILL]).await;
        asked.push(mentee.sends_request(&wanjiru).await);
    }
    let welcome = yes();
    let accepts = asked.iter().enumerate().map(|(n, sent)| {
        let client = if n % 2 == 0 { &wanjiru.client } else { &hers };
        client.accept_request(sent.value.id, &sent.version, &welcome)
    });
    let answers = join_all(accepts).await;
    let refused = refusals(&answers);
    assert_eq!(refused.len(), 5, "{refused:?}");
    assert!(
        refused.iter().all(|code| [Code::MentorFull, Code::StaleVersion].contains(code)),
        "full, or stopped because she is: {refused:?}"
    );
    let open = wanjiru.client.requests("side=mentor").await.unwrap().items;
    assert_eq!((open.len(), open.iter().all(|row| row.waits_for_place)), (5, true));
    assert_eq!(wanjiru.client.relationships("").await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn no_more_are_sent_at_once_than_may_be_open() {
    let app = TestApp::new().await;
    let there = second(&app);
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let mine = elsewhere(&app, there.as_ref(), &noor).await;
    app.in_database(async |tx| cairn::execute!(tx, "UPDATE settings SET open_requests = 1").unwrap()).await;
    let mut mentors = Vec::new();
    for n in 0..6 {
        mentors.push(app.mentor(&format!("Mentor {n}"), &[SKILL]).await);
    }
    let bodies: Vec<_> = mentors.iter().map(to).collect();
    let keys: Vec<String> = (0..bodies.len()).map(|_| app_key()).collect();
    let sends = bodies.iter().zip(&keys).enumerate().map(|(n, (body, key))| {
        let client = if n % 2 == 0 { &noor.client } else { &mine };
        client.send_request(key, body)
    });
    assert_eq!(refusals(&join_all(sends).await), [Code::TooManyOpenRequests; 5]);
    assert_eq!(noor.client.requests("").await.unwrap().items.len(), 1);

    let (one, two) = (app_key(), app_key());
    noor.client.withdraw_request(noor.client.requests("").await.unwrap().items[0].id).await.unwrap();
    let same = race(noor.client.send_request(&one, &bodies[0]), mine.send_request(&two, &bodies[0])).await;
    assert_eq!(refusals(&same), [Code::RequestOpen], "one request to one mentor");
    noor.client.withdraw_request(noor.client.requests("").await.unwrap().items[0].id).await.unwrap();
    let same_key = race(noor.client.send_request("k", &bodies[0]), mine.send_request("k", &bodies[0])).await;
    let ids = same_key.map(|answer| answer.unwrap().value.id);
    assert_eq!(ids[0], ids[1], "one request, answered twice");
}

/// On SQLite nobody writes beside another.
#[tokio::test]
async fn who_loses_a_deadlock_is_asked_to_come_again() {
    if postgres().is_none() {
        return;
    }
    let mut database = Database::new().await;
    let db = Db::connect(&database.url).await.unwrap();
    let begin = async || match db.write().await.unwrap() {
        Tx::Postgres(tx) => tx,
        Tx::Sqlite(_) => panic!("PostgreSQL was asked for"),
    };
    let (mut one, mut other) = (begin().await, begin().await);
    let lock = async |tx: &mut PostgresTx, what: i64| {
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(what).execute(&mut **tx).await
    };
    lock(&mut one, 1).await.unwrap();
    lock(&mut other, 2).await.unwrap();
    let take = async |mut tx: PostgresTx, what| lock(&mut tx, what).await;
    let (one, other) = tokio::join!(take(one, 2), take(other, 1));
    let Failure(problem) = one.and(other).unwrap_err().into();
    assert_eq!((problem.status, problem.retry_after), (503, Some(1)));
    db.close().await;
    database.close();
}
