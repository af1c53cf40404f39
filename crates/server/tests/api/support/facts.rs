use cairn::random;
use chrono::Duration;
use domain::events::{Event, RequestFact};
use domain::ids::{ConversationId, EventId, MessageId, RequestId};

use super::{Person, TestApp};

impl TestApp {
    /// Something happens, and is told.
    pub(crate) async fn happened(&self, event: &Event) {
        self.happens(event).await;
        self.app.events.notify_one();
        self.until("it is told", async || self.untold().await == 0).await;
    }

    /// Something happens, later than anything before.
    pub(crate) async fn happens(&self, event: &Event) {
        self.clock.advance(Duration::milliseconds(1));
        let now = self.clock.now();
        self.in_database(async |tx| {
            cairn::outbox::store::insert(tx, EventId::new(now, &random::bytes()), event, now).await.unwrap();
        })
        .await;
    }

    pub(crate) async fn untold(&self) -> i64 {
        self.in_database(async |tx| cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM events").unwrap().0)
            .await
    }

    /// Two people write to each other from now on.
    pub(crate) async fn conversation(&self, one: &Person, other: &Person) -> ConversationId {
        let (id, now) = (ConversationId::new(self.clock.now(), &random::bytes()), self.clock.now());
        let (low, high) = (one.me.id.min(other.me.id), one.me.id.max(other.me.id));
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO conversations (id, low_id, high_id, opened_at, newest, newest_at, low_read, high_read)
                 VALUES ($1, $2, $3, $4, 0, $4, 0, 0)",
                id.0,
                low.0,
                high.0,
                now
            )
            .unwrap();
        })
        .await;
        id
    }

    /// Somebody writes, and it is told.
    pub(crate) async fn writes(
        &self,
        author: &Person,
        reader: &Person,
        conversation: ConversationId,
        body: &str,
    ) {
        let (message, now) = (MessageId::new(self.clock.now(), &random::bytes()), self.clock.now());
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "INSERT INTO messages (id, conversation_id, number, author_id, kind, body, sent_at)
                 SELECT $1, id, newest + 1, $3, 'text', $4, $5 FROM conversations WHERE id = $2",
                message.0,
                conversation.0,
                author.me.id.0,
                body,
                now
            )
            .unwrap();
            cairn::execute!(tx, "UPDATE conversations SET newest = newest + 1 WHERE id = $1", conversation.0)
                .unwrap();
        })
        .await;
        let (author, reader) = (author.me.id, reader.me.id);
        self.happened(&Event::MessageSent { conversation, message, author, reader }).await;
    }

    /// Both have read everything.
    pub(crate) async fn all_read(&self, conversation: ConversationId) {
        self.in_database(async |tx| {
            cairn::execute!(
                tx,
                "UPDATE conversations SET low_read = newest, high_read = newest WHERE id = $1",
                conversation.0
            )
            .unwrap();
        })
        .await;
    }
}

/// Some request of a mentee to a mentor.
pub(crate) fn fact(mentor: &Person, mentee: &Person) -> RequestFact {
    let request = RequestId(uuid::Builder::from_random_bytes(random::bytes()).into_uuid());
    RequestFact { request, mentor: Some(mentor.me.id), mentee: Some(mentee.me.id) }
}
