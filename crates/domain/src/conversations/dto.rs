use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::ids::{ConversationId, MessageId, ParticipantId, RelationshipId, RequestId};
use crate::people::Person;
use crate::text::filled_lines;
use crate::times::{read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// What the two of a thread are to each other just now.
    pub enum Standing {
        /// A question was asked, and there is no open request.
        Question = "question",
        /// A request is open.
        RequestOpen = "request_open",
        /// The last request was declined.
        RequestDeclined = "request_declined",
        /// The last request was withdrawn, has expired or was closed.
        RequestEnded = "request_ended",
        /// They walk together.
        Relationship = "relationship",
        /// They have walked together; contact details are hidden again.
        Ended = "ended",
    }

    /// What a line of a thread is.
    pub enum MessageKind {
        /// What somebody wrote.
        Text = "text",
        /// A request was sent.
        RequestSent = "request_sent",
        /// The request was accepted.
        RequestAccepted = "request_accepted",
        /// The request was declined.
        RequestDeclined = "request_declined",
        /// The request was withdrawn.
        RequestWithdrawn = "request_withdrawn",
        /// A coordinator took away what was written here.
        Removed = "removed",
    }

    /// What the reader may do in a conversation.
    pub enum ConversationAction {
        /// Write a message.
        Write = "write",
        /// Block the other.
        Block = "block",
        /// Lift the block.
        Unblock = "unblock",
        /// Report the other to the coordinators.
        Report = "report",
    }
}

travels! {
    /// A message to be written.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct WriteMessage {
        /// Plain text.
        #[validate(length(min = 1, max = 4000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "Is speaking to groups something you have helped others with?"))]
        pub body: String,
    }

    /// How far the reader has read.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct MarkRead {
        /// The number of the last message that was read.
        #[validate(range(min = 0, max = 1_000_000_000))]
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000_000, example = 1))]
        pub number: i64,
    }

    /// A conversation, as one of the two sees it.
    pub struct Conversation {
        /// Its id.
        pub id: ConversationId,
        /// The other.
        pub with: Person,
        /// What the two are to each other just now.
        pub standing: Standing,
        /// The newest request between the two, where there is one.
        pub request: Option<RequestId>,
        /// The newest relationship of the two, where there is one.
        pub relationship: Option<RelationshipId>,
        /// The newest line.
        pub newest: Message,
        /// How many lines of the other the reader has not read.
        pub unread: u32,
        /// The number of the last line that the other has read.
        pub read_by_other: i64,
        /// Each sees the other's contact details: nothing is masked.
        pub contact_shared: bool,
        /// The reader has blocked the other.
        pub blocked: bool,
        /// What the reader may do here.
        pub allowed_actions: Vec<ConversationAction>,
    }

    /// A line of a conversation.
    pub struct Message {
        /// Its id.
        pub id: MessageId,
        /// Its number in the conversation, from 1.
        pub number: i64,
        /// What it is.
        pub kind: MessageKind,
        /// The reader wrote or did it.
        pub mine: bool,
        /// Plain text; empty for lines that say what happened.
        pub body: String,
        /// Contact details in it are masked for who did not write it, until a request is accepted.
        pub masked: bool,
        /// The request that the line is about.
        pub request: Option<RequestId>,
        /// When it was written.
        #[serde(deserialize_with = "read_moment")]
        pub sent_at: DateTime<Utc>,
        /// When it was changed last.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub edited_at: Option<DateTime<Utc>>,
        /// Until when the reader may change it; absent when not (any more).
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub editable_until: Option<DateTime<Utc>>,
    }

    /// Somebody whom the reader has blocked.
    pub struct Block {
        /// Who it is.
        pub person: Person,
        /// Since when.
        #[serde(deserialize_with = "read_moment")]
        pub since: DateTime<Utc>,
    }

    /// Tells the coordinators about a message or a person: one of the two is named.
    #[derive(Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NewReport {
        /// The message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub message: Option<MessageId>,
        /// The person, for what is not about one message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub participant: Option<ParticipantId>,
        /// What is wrong.
        #[validate(length(min = 1, max = 2000), custom(function = filled_lines))]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, pattern = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$", example = "This made me uneasy. I have not answered."))]
        pub words: String,
    }
}
