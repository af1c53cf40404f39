use api_client::Error;
use cairn::random;
use domain::conversations::{Conversation, Message, NewReport, WriteMessage};
use domain::ids::{ConversationId, MessageId, ParticipantId};
use uuid::Uuid;

use super::{Person, TestApp};

/// A message to be written.
pub(crate) fn words(body: &str) -> WriteMessage {
    WriteMessage { body: body.to_owned() }
}

/// A report of a person.
pub(crate) fn report_of(participant: ParticipantId, words: &str) -> NewReport {
    NewReport { message: None, participant: Some(participant), words: words.to_owned() }
}

/// A report of a message.
pub(crate) fn report_about(message: MessageId, words: &str) -> NewReport {
    NewReport { message: Some(message), participant: None, words: words.to_owned() }
}

impl Person {
    /// Asks a mentor something.
    pub(crate) async fn ask(&self, mentor: &Self, body: &str) -> Result<Conversation, Error> {
        self.client.ask_mentor(mentor.me.id, &random::secret(), &words(body)).await
    }

    /// Writes a message.
    pub(crate) async fn write(&self, to: ConversationId, body: &str) -> Result<Message, Error> {
        self.client.write_message(to, &random::secret(), &words(body)).await
    }

    /// What stands in a conversation, the newest first.
    pub(crate) async fn lines(&self, of: ConversationId) -> Vec<String> {
        let page = self.client.messages(of, "limit=100").await.unwrap();
        page.items.into_iter().map(|line| line.body).collect()
    }

    /// The conversation as this person sees it.
    pub(crate) async fn thread(&self, id: ConversationId) -> Conversation {
        self.client.conversation(id).await.unwrap()
    }
}

impl TestApp {
    /// A server on which people write to each other: letters that tell of it may be left over.
    pub(crate) async fn talkative() -> Self {
        let mut app = Self::new().await;
        app.letters_may_stay = true;
        app
    }

    /// The two walk together from now on, or no longer, whatever else the store says of them.
    pub(crate) async fn let_walk(&self, mentor: &Person, mentee: &Person, walking: bool) {
        let relationship = walking.then(|| Uuid::from_u128(7));
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO pairs (mentor_id, mentee_id, active_relationship, entitled) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (mentor_id, mentee_id) DO UPDATE SET active_relationship = excluded.active_relationship,
                 entitled = excluded.entitled",
                mentor.me.id.0,
                mentee.me.id.0,
                relationship,
                walking,
            )
            .unwrap()
        })
        .await;
    }

    /// Somebody is suspended from now on, or no longer; what servers hold in memory learns of it with their next change.
    pub(crate) async fn set_suspended(&self, person: &Person, suspended: bool) {
        let since = suspended.then(|| self.clock.now());
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "UPDATE participants SET suspended_at = $2 WHERE id = $1",
                person.me.id.0,
                since
            )
            .unwrap()
        })
        .await;
    }

    /// Each begins at most so many conversations a day.
    pub(crate) async fn limit_conversations(&self, most: i64) {
        self.in_database(async |tx| {
            cairn::execute!(tx, "UPDATE settings SET conversations_a_day = $1", most).unwrap()
        })
        .await;
    }
}
