use cairn::accounts;
use domain::accounts::Role;
use domain::ids::RelationshipId;
use domain::relationships::{NotYet, Reflection, Relationship, Wish, WithdrawRelationship};

use super::{Person, TestApp};

const SKILL: &str = "giving-feedback";

/// Two who walk together.
pub(crate) struct Walk {
    /// Their server.
    pub(crate) app: TestApp,
    /// The mentee.
    pub(crate) noor: Person,
    /// The mentor.
    pub(crate) wanjiru: Person,
    /// Their relationship.
    pub(crate) id: RelationshipId,
}

impl Walk {
    /// They begin; letters that tell of it may be left over.
    pub(crate) async fn begin() -> Self {
        let app = TestApp::talkative().await;
        let noor = app.mentee("Noor Haddad", &[SKILL]).await;
        let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
        let request = noor.sends_request(&wanjiru).await.value.id;
        let id = wanjiru.accept(request).await.relationship.unwrap();
        app.told().await;
        Self { app, noor, wanjiru, id }
    }

    /// The dashboard of one of the two.
    pub(crate) async fn seen_by(&self, who: &Person) -> Relationship {
        who.client.relationship(self.id).await.unwrap()
    }

    /// The mentee asks to complete it, the mentor completes it, too.
    pub(crate) async fn complete(&self, mentee: Wish, mentor: Wish) -> Relationship {
        self.noor.client.complete_relationship(self.id, &looks_back(mentee)).await.unwrap();
        let completed = self.wanjiru.client.confirm_completion(self.id, &looks_back(mentor)).await.unwrap();
        self.app.told().await;
        completed
    }

    /// Days pass, and what is due is done.
    pub(crate) async fn days_pass(&self, days: i64) {
        self.app.days_pass(days, [&self.noor, &self.wanjiru]).await;
    }
}

/// How somebody looks back.
pub(crate) fn looks_back(wish: Wish) -> Reflection {
    Reflection {
        takes_along: "That nobody wants me to fail.".to_owned(),
        thanks: "You waited.".to_owned(),
        shows_thanks: true,
        rating: Some(4),
        wish,
    }
}

/// How somebody withdraws.
pub(crate) fn withdraws(reason: &str) -> WithdrawRelationship {
    WithdrawRelationship {
        words: "Thank you for your time.".to_owned(),
        reason: reason.to_owned(),
        never_again: false,
    }
}

/// How somebody walks on.
pub(crate) fn walks_on(words: &str) -> NotYet {
    NotYet { words: words.to_owned() }
}

impl TestApp {
    /// A coordinator.
    pub(crate) async fn coordinator(&self) -> Person {
        let ilse = self.join("Ilse Brandt", &[Role::Mentee]).await;
        self.in_database(async |tx| accounts::store::make_coordinator(tx, ilse.me.id).await.unwrap()).await;
        ilse
    }
}
