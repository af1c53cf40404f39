//! Facts in the past tense. Whatever must tell somebody something is one of them.

use serde::{Deserialize, Serialize};

use crate::ids::{
    ConversationId, GoalId, MeetingId, MessageId, MilestoneId, ParticipantId, RelationshipId, ReportId,
    RequestId,
};
use crate::relationships::Wish;
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
    /// One of the two withdrew; the other is told, with the words that were left.
    RelationshipWithdrawn(RelationshipFact),
    /// One of the two asked to complete it; the other is asked for theirs.
    CompletionAsked(RelationshipFact),
    /// The one who was asked would rather walk on.
    CompletionPutOff(RelationshipFact),
    /// A relationship was completed.
    RelationshipCompleted(RelationshipFact),
    /// One of the two wishes for more after the journey: the other is asked.
    WishSent {
        /// The relationship and who is told.
        #[serde(flatten)]
        fact: RelationshipFact,
        /// What is wished.
        wish: Wish,
    },
    /// The other said no to what was wished.
    WishDeclined(RelationshipFact),
    /// The two stay in touch from now on.
    InTouch(RelationshipFact),
    /// The two stay in touch no longer.
    PartedWays(RelationshipFact),
    /// A new journey of the same two began: the fact names the new relationship.
    JourneyBegan(RelationshipFact),
    /// Nothing has happened in a relationship for long.
    RelationshipIdle(RelationshipFact),
    /// Times for a meeting were offered.
    MeetingProposed(MeetingFact),
    /// One of the times was chosen: both are told, each with the entry for the calendar.
    MeetingConfirmed(MeetingFact),
    /// Instead of the time that was confirmed, others are offered: both are told, each with what takes the entry away.
    MeetingMoved(MeetingFact),
    /// Where the two meet has changed: both are told, each with the changed entry.
    MeetingChanged(MeetingFact),
    /// A meeting was called off: who had it in the calendar is told with what takes the entry away.
    MeetingCancelled(MeetingFact),
    /// Nobody chose one of the times.
    MeetingLapsed(MeetingFact),
    /// A meeting is near: a day before, and an hour before.
    MeetingSoon {
        /// The meeting and who is told.
        #[serde(flatten)]
        fact: MeetingFact,
        /// How many hours before.
        hours: u8,
    },
    /// Somebody shared answers of a tool.
    AnswersShared(ToolFact),
    /// Somebody confirmed what both have written.
    WorksheetConfirmed(ToolFact),
    /// Both have confirmed the same version.
    WorksheetAgreed(ToolFact),
    /// Somebody confirmed a goal as it stands: the other is asked to.
    GoalConfirmed(GoalFact),
    /// Both have confirmed the same version of a goal.
    GoalAgreed(GoalFact),
    /// Somebody changed a goal that both had confirmed.
    GoalChanged(GoalFact),
    /// Somebody said something about a part of a goal.
    GoalCommented(GoalFact),
    /// A goal is reached.
    GoalAchieved(GoalFact),
    /// A goal was let go.
    GoalLetGo(GoalFact),
    /// A milestone is reached.
    MilestoneDone(GoalFact),
    /// The day of a goal is near.
    GoalDue(GoalFact),
    /// The day of a milestone is near.
    MilestoneDue(GoalFact),
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
        if let Some(by) = self.doer_mut() {
            *by = by.filter(|by| *by != id);
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
            _ => None,
        }
    }

    /// Who did what happened between the two of a relationship, where somebody did.
    fn doer_mut(&mut self) -> Option<&mut Option<ParticipantId>> {
        match self {
            Self::RelationshipWithdrawn(fact)
            | Self::CompletionAsked(fact)
            | Self::CompletionPutOff(fact)
            | Self::RelationshipCompleted(fact)
            | Self::WishSent { fact, .. }
            | Self::WishDeclined(fact)
            | Self::InTouch(fact)
            | Self::PartedWays(fact)
            | Self::JourneyBegan(fact)
            | Self::RelationshipIdle(fact) => Some(&mut fact.by),
            Self::MeetingProposed(fact)
            | Self::MeetingConfirmed(fact)
            | Self::MeetingMoved(fact)
            | Self::MeetingChanged(fact)
            | Self::MeetingCancelled(fact)
            | Self::MeetingLapsed(fact)
            | Self::MeetingSoon { fact, .. } => Some(&mut fact.by),
            Self::AnswersShared(fact) | Self::WorksheetConfirmed(fact) | Self::WorksheetAgreed(fact) => {
                Some(&mut fact.by)
            }
            Self::GoalConfirmed(fact)
            | Self::GoalAgreed(fact)
            | Self::GoalChanged(fact)
            | Self::GoalCommented(fact)
            | Self::GoalAchieved(fact)
            | Self::GoalLetGo(fact)
            | Self::MilestoneDone(fact)
            | Self::GoalDue(fact)
            | Self::MilestoneDue(fact) => Some(&mut fact.by),
            _ => None,
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

/// A relationship, who did something in it, and who of the two is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipFact {
    /// The relationship.
    pub relationship: RelationshipId,
    /// Who did it; absent where nobody did, and for who has left.
    pub by: Option<ParticipantId>,
    /// Who is told.
    pub told: ParticipantId,
}

/// A meeting, who did something with it, and who of the two is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingFact {
    /// The meeting.
    pub meeting: MeetingId,
    /// The relationship of the two.
    pub relationship: RelationshipId,
    /// Who did it; absent where nobody did, and for who has left.
    pub by: Option<ParticipantId>,
    /// Who is told.
    pub told: ParticipantId,
}

/// A tool, who wrote in it, and who of the two is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolFact {
    /// The relationship of the two.
    pub relationship: RelationshipId,
    /// The tool's key.
    pub tool: String,
    /// Who did it; absent for who has left.
    pub by: Option<ParticipantId>,
    /// Who is told.
    pub told: ParticipantId,
}

/// A goal, who did something with it, and who of the two is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalFact {
    /// The goal.
    pub goal: GoalId,
    /// The milestone of it that it is about.
    pub milestone: Option<MilestoneId>,
    /// The relationship of the two.
    pub relationship: RelationshipId,
    /// Who did it; absent where nobody did, and for who has left.
    pub by: Option<ParticipantId>,
    /// Who is told.
    pub told: ParticipantId,
}
