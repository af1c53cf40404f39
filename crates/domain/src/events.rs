//! Facts in the past tense. Whatever must tell somebody something is one of them.

use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, MessageId, ParticipantId, RelationshipId, ReportId, RequestId};
use crate::requests::Side;

/// What has happened, with the ids of what it happened to: who is told reads the rest from the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Somebody wrote a message; the first of a thread is a question.
    MessageSent {
        /// Where.
        conversation: ConversationId,
        /// What.
        message: MessageId,
        /// Who wrote it.
        author: ParticipantId,
        /// Who reads it.
        reader: ParticipantId,
    },
    /// A mentee sent a request.
    RequestSent(RequestFact),
    /// A mentee changed what is asked for.
    RequestEdited(RequestFact),
    /// A mentor would like to know more.
    MoreAsked(RequestFact),
    /// The mentee answered, by an edit or in the conversation.
    MoreAnswered(RequestFact),
    /// A mentor said yes.
    RequestAccepted {
        /// The request and its two.
        #[serde(flatten)]
        request: RequestFact,
        /// What began.
        relationship: RelationshipId,
    },
    /// A mentor said no.
    RequestDeclined(RequestFact),
    /// A mentee withdrew a request.
    RequestWithdrawn(RequestFact),
    /// A request was not answered in time.
    RequestExpired(RequestFact),
    /// A request ended because one of the two is no longer there for it; who is left is told.
    RequestClosed(RequestFact),
    /// A request has waited for days for whoever's turn it is.
    RequestWaitedLong {
        /// The request and its two.
        #[serde(flatten)]
        request: RequestFact,
        /// Whose turn it is.
        turn: Side,
    },
    /// The mentor is full: the clock of the request stands.
    RequestStopped(RequestFact),
    /// A place is free again: the clock goes on.
    RequestWentOn(RequestFact),
    /// A relationship ended by a block or a departure; who is left is told in neutral words.
    RelationshipClosed {
        /// The relationship.
        relationship: RelationshipId,
        /// Who is told.
        told: ParticipantId,
    },
    /// The coordinators answered a report.
    ReportAnswered {
        /// The report.
        report: ReportId,
        /// Who reported.
        reporter: ParticipantId,
    },
    /// The coordinators wrote to somebody: words that go by letter only.
    OfficeWrote {
        /// To whom.
        to: ParticipantId,
        /// What.
        words: String,
    },
}

impl Event {
    /// The same without somebody who has been erased: who is left is still told.
    pub fn leave_out(&mut self, id: ParticipantId) {
        if let Some(fact) = self.request_mut() {
            fact.mentor = fact.mentor.filter(|mentor| *mentor != id);
            fact.mentee = fact.mentee.filter(|mentee| *mentee != id);
        }
    }

    fn request_mut(&mut self) -> Option<&mut RequestFact> {
        match self {
            Self::RequestSent(request)
            | Self::RequestEdited(request)
            | Self::MoreAsked(request)
            | Self::MoreAnswered(request)
            | Self::RequestAccepted { request, .. }
            | Self::RequestDeclined(request)
            | Self::RequestWithdrawn(request)
            | Self::RequestExpired(request)
            | Self::RequestClosed(request)
            | Self::RequestWaitedLong { request, .. }
            | Self::RequestStopped(request)
            | Self::RequestWentOn(request) => Some(request),
            Self::MessageSent { .. }
            | Self::RelationshipClosed { .. }
            | Self::ReportAnswered { .. }
            | Self::OfficeWrote { .. } => None,
        }
    }
}

/// A request and its two. Who has left is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFact {
    /// The request.
    pub request: RequestId,
    /// Who is asked.
    pub mentor: Option<ParticipantId>,
    /// Who asks.
    pub mentee: Option<ParticipantId>,
}
