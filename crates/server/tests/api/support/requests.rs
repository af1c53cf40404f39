use api_client::Versioned;
use chrono::Duration;
use domain::ids::RequestId;
use domain::requests::{Accept, Decline, DeclineReason, Request, RequestText, SendRequest, Topic};

use super::{Person, TestApp};

/// What somebody asks for.
pub(crate) fn text() -> RequestText {
    RequestText {
        support: "I freeze in front of more than ten people.".to_owned(),
        topics: vec![Topic {
            criterion: "skills".parse().unwrap(),
            option: "giving-feedback".parse().unwrap(),
        }],
        every_weeks: 4,
        minutes: 60,
        until: None,
        goal: "I open a briefing for thirty people.".to_owned(),
        why: "You led wards for twelve years.".to_owned(),
    }
}

/// A request to a mentor.
pub(crate) fn to(mentor: &Person) -> SendRequest {
    SendRequest { mentor: mentor.me.id, text: text() }
}

/// A yes.
pub(crate) fn yes() -> Accept {
    Accept { welcome: "Welcome, Noor.".to_owned() }
}

/// A no.
pub(crate) fn no() -> Decline {
    Decline { reason: DeclineReason::Times, words: "I wish you a good way.".to_owned() }
}

impl Person {
    /// Sends a request to a mentor.
    pub(crate) async fn sends_request(&self, mentor: &Person) -> Versioned<Request> {
        self.client.send_request(&format!("to {}", mentor.me.id), &to(mentor)).await.unwrap()
    }

    /// A request as this person sees it.
    pub(crate) async fn sees(&self, id: RequestId) -> Request {
        self.client.request(id).await.unwrap().value
    }

    /// Accepts a request as it is now.
    pub(crate) async fn accept(&self, id: RequestId) -> Request {
        let version = self.client.request(id).await.unwrap().version;
        self.client.accept_request(id, &version, &yes()).await.unwrap().value
    }

    /// Declines a request as it is now.
    pub(crate) async fn decline(&self, id: RequestId) -> Request {
        let version = self.client.request(id).await.unwrap().version;
        self.client.decline_request(id, &version, &no()).await.unwrap().value
    }
}

impl TestApp {
    /// Days pass, these sign in again, and what is due is done.
    pub(crate) async fn days_pass(&self, days: i64, people: [&Person; 2]) {
        self.clock.advance(Duration::days(days));
        self.tick().await;
        for person in people {
            let again = self.client().sign_in(&super::login(&person.email, super::PASSWORD)).await.unwrap();
            person.client.set_token(Some(again.access_token));
        }
    }

    /// Who was told what since this was asked last (`Noor: request_accepted`), once all is told that has happened.
    pub(crate) async fn told(&self) -> Vec<String> {
        self.until("it is told", async || self.untold().await == 0).await;
        let rows = self
            .in_database(async |tx| {
                let rows = cairn::fetch_all!(
                    tx,
                    (String, String),
                    "SELECT p.display_name, n.kind FROM notifications n JOIN participants p ON p.id = n.participant_id"
                );
                cairn::execute!(tx, "DELETE FROM notifications").unwrap();
                rows.unwrap()
            })
            .await;
        let first_name = |name: &str| name.split(' ').next().unwrap().to_owned();
        let mut told: Vec<String> =
            rows.iter().map(|(name, kind)| format!("{}: {kind}", first_name(name))).collect();
        told.sort_unstable();
        told
    }
}
