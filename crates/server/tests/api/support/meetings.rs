use api_client::Error;
use cairn::meetings::worker::tick;
use chrono::{DateTime, Duration, Utc};
use domain::accounts::{ChangeRoles, Role};
use domain::ids::{MeetingId, RelationshipId};
use domain::meetings::{
    CancelMeeting, ConfirmMeeting, Meeting, MeetingFormat, MeetingPage, NewSlot, ProposeMeeting,
    RecordMeeting,
};
use domain::problem::Problem;

use super::{Inbox, Person, TestApp, login};

const SKILL: &str = "giving-feedback";

/// Two who walk together: the mentee is in Leeds, the mentor in Nairobi.
pub(crate) struct Walk {
    /// Where they do.
    pub(crate) app: TestApp,
    /// The mentee.
    pub(crate) noor: Person,
    /// The mentor.
    pub(crate) wanjiru: Person,
    /// Their relationship.
    pub(crate) id: RelationshipId,
}

impl Walk {
    /// They begin, and what is told of it has been told.
    pub(crate) async fn begin() -> Self {
        let app = TestApp::talkative().await;
        let noor = app.mentee("Noor Haddad", &[SKILL]).await;
        let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
        Self::of(app, noor, wanjiru).await
    }

    /// Likewise, where letters come by SMTP.
    pub(crate) async fn by_letter(inbox: &Inbox) -> Self {
        let url = inbox.url.clone();
        let app = TestApp::with(|config| {
            config.smtp_url = Some(url.into());
            config.mail_from = String::from("Cairn <cairn@programme.example>");
        });
        let mut app = app.await;
        app.letters_may_stay = true;
        let noor = app.join_by_letter(inbox, "Noor Haddad").await;
        noor.looks_for(&[SKILL]).await;
        let wanjiru = app.join_by_letter(inbox, "Wanjiru Mwangi").await;
        wanjiru.client.change_roles(&ChangeRoles { roles: vec![Role::Mentor] }).await.unwrap();
        wanjiru.offers(&[SKILL]).await;
        Self::of(app, noor, wanjiru).await
    }

    async fn of(app: TestApp, noor: Person, wanjiru: Person) -> Self {
        let request = noor.sends_request(&wanjiru).await.value.id;
        let id = wanjiru.accept(request).await.relationship.unwrap();
        app.told().await;
        Self { app, noor, wanjiru, id }
    }

    /// Somebody offers times, as Berlin's clocks show them.
    pub(crate) async fn propose(&self, who: &Person, locals: &[&str]) -> Result<Meeting, Error> {
        let key = cairn::random::secret();
        who.client.propose_meeting(self.id, &key, &proposal(locals)).await
    }

    /// The mentee offers a time, and the mentor takes it.
    pub(crate) async fn arrange(&self, local: &str) -> MeetingId {
        let id = self.propose(&self.noor, &[local]).await.unwrap().id;
        self.wanjiru.confirm(id, 1).await.unwrap();
        id
    }

    /// Time passes, both sign in again, and what the clock of meetings does is done.
    pub(crate) async fn until(&self, moment: &str) {
        let moment: DateTime<Utc> = moment.parse().unwrap();
        self.pass(moment - self.app.clock.now()).await;
    }

    /// Likewise, for so long.
    pub(crate) async fn pass(&self, time: Duration) {
        self.app.clock.advance(time);
        self.app.meetings_tick().await;
        for person in [&self.noor, &self.wanjiru] {
            let again = self.app.client().sign_in(&login(&person.email, super::PASSWORD)).await.unwrap();
            person.client.set_token(Some(again.access_token));
        }
    }
}

impl TestApp {
    /// What is due by the clock of meetings is done.
    pub(crate) async fn meetings_tick(&self) {
        let app = self.app.clone();
        self.runtime.spawn(async move { tick(&app).await.unwrap() }).await.unwrap();
    }
}

impl Person {
    /// A meeting with all that belongs to it.
    pub(crate) async fn meeting(&self, id: MeetingId) -> MeetingPage {
        self.client.meeting(id).await.unwrap().value
    }

    /// Chooses a time.
    pub(crate) async fn confirm(&self, id: MeetingId, slot: i64) -> Result<Meeting, Error> {
        self.client.confirm_meeting(id, &ConfirmMeeting { slot }).await
    }

    /// Calls a meeting off.
    pub(crate) async fn cancel(&self, id: MeetingId) -> Result<Meeting, Error> {
        self.client.cancel_meeting(id, &CancelMeeting { words: "I am on call.".to_owned() }).await
    }
}

/// Times for a meeting of an hour, as Berlin's clocks show them.
pub(crate) fn proposal(locals: &[&str]) -> ProposeMeeting {
    ProposeMeeting {
        slots: locals.iter().map(|local| slot(local)).collect(),
        format: MeetingFormat::Video,
        place: "https://meet.example/wanjiru".to_owned(),
        words: "Half an hour is plenty.".to_owned(),
    }
}

/// An hour, as Berlin's clocks show it.
pub(crate) fn slot(local: &str) -> NewSlot {
    NewSlot { local: local.to_owned(), time_zone: "Europe/Berlin".to_owned(), minutes: 60, fold: None }
}

/// A meeting that took place.
pub(crate) fn record(local: &str) -> RecordMeeting {
    RecordMeeting { slot: slot(local), format: MeetingFormat::Phone }
}

/// What an operation was refused with.
pub(crate) fn problem<T: std::fmt::Debug>(answer: Result<T, Error>) -> Problem {
    match answer {
        Err(Error::Problem(problem)) => *problem,
        other => panic!("no problem: {other:?}"),
    }
}
