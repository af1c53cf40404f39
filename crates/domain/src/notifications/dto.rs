use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::ids::{ConversationId, GoalId, MeetingId, NotificationId, RelationshipId, RequestId};
use crate::people::Person;
use crate::times::read_moment;
use crate::travels::{travels, words};

words! {
    /// What is new.
    pub enum NotificationKind {
        /// Somebody asked a question, or wrote a message.
        Message = "message",
        /// A request waits for the reader.
        RequestReceived = "request_received",
        /// What was asked for has changed.
        RequestEdited = "request_edited",
        /// The mentor would like to know more.
        MoreAsked = "more_asked",
        /// The mentee has answered what was asked.
        MoreAnswered = "more_answered",
        /// The mentor has said yes.
        RequestAccepted = "request_accepted",
        /// The mentor has said no.
        RequestDeclined = "request_declined",
        /// The mentee has withdrawn a request.
        RequestWithdrawn = "request_withdrawn",
        /// A request was not answered in time.
        RequestExpired = "request_expired",
        /// A request has ended, because the other is no longer there for it.
        RequestClosed = "request_closed",
        /// A request has waited for the reader for days.
        RequestReminder = "request_reminder",
        /// The mentor has no free place: the request waits.
        RequestWaits = "request_waits",
        /// A place is free again: the request goes on.
        RequestGoesOn = "request_goes_on",
        /// A relationship has ended.
        RelationshipEnded = "relationship_ended",
        /// The other has withdrawn from a relationship.
        RelationshipWithdrawn = "relationship_withdrawn",
        /// The other would like to complete a relationship.
        CompletionAsked = "completion_asked",
        /// The other would rather walk on.
        CompletionPutOff = "completion_put_off",
        /// A relationship was completed.
        RelationshipCompleted = "relationship_completed",
        /// The other would like to stay in touch.
        TouchWished = "touch_wished",
        /// The other would like a new journey.
        JourneyWished = "journey_wished",
        /// The other has said no to a wish.
        WishDeclined = "wish_declined",
        /// The two stay in touch.
        InTouch = "in_touch",
        /// The two stay in touch no longer.
        PartedWays = "parted_ways",
        /// A new journey of the two has begun.
        JourneyBegan = "journey_began",
        /// Nothing has happened in a relationship for long.
        RelationshipIdle = "relationship_idle",
        /// Times for a meeting are offered.
        MeetingProposed = "meeting_proposed",
        /// A meeting is arranged.
        MeetingConfirmed = "meeting_confirmed",
        /// Other times are offered instead of the one that was confirmed.
        MeetingMoved = "meeting_moved",
        /// Where the two meet has changed.
        MeetingChanged = "meeting_changed",
        /// A meeting was called off.
        MeetingCancelled = "meeting_cancelled",
        /// Nobody chose a time.
        MeetingLapsed = "meeting_lapsed",
        /// A meeting is near.
        MeetingSoon = "meeting_soon",
        /// The other has shared answers of a tool.
        AnswersShared = "answers_shared",
        /// The other has confirmed what both have written.
        WorksheetConfirmed = "worksheet_confirmed",
        /// Both have confirmed what they have written.
        WorksheetAgreed = "worksheet_agreed",
        /// The other has confirmed a goal as it stands.
        GoalConfirmed = "goal_confirmed",
        /// Both have confirmed a goal as it stands.
        GoalAgreed = "goal_agreed",
        /// The other has changed a goal that both had confirmed.
        GoalChanged = "goal_changed",
        /// The other has said something about a goal.
        GoalCommented = "goal_commented",
        /// A goal is reached.
        GoalAchieved = "goal_achieved",
        /// A goal was let go.
        GoalLetGo = "goal_let_go",
        /// A milestone is reached.
        MilestoneDone = "milestone_done",
        /// The day of a goal is near.
        GoalDue = "goal_due",
        /// The day of a milestone is near.
        MilestoneDue = "milestone_due",
        /// The coordinators have answered a report.
        ReportAnswered = "report_answered",
        /// The coordinators have written.
        OfficeWrote = "office_wrote",
    }

    /// What letters can be switched off by kind.
    pub enum LetterKind {
        /// A mentor answers a request.
        Answers = "answers",
        /// A request waits, and what becomes of one's open requests.
        Requests = "requests",
        /// A question or a message.
        Messages = "messages",
        /// A meeting is offered, arranged, moved, called off or near.
        Meetings = "meetings",
        /// A goal is to be agreed on, is agreed on or reached, or its day is near.
        Goals = "goals",
        /// How a relationship goes on.
        Relationships = "relationships",
    }

    /// What live news is about: which data of open pages is old.
    pub enum LiveKind {
        /// A conversation: a message, an edit, a read marker, its standing.
        Conversation = "conversation",
        /// A request.
        Request = "request",
        /// A relationship.
        Relationship = "relationship",
        /// The notifications.
        Notification = "notification",
    }
}

travels! {
    /// One page of what is new, the latest first.
    pub struct NotificationList {
        /// The notifications of this page.
        pub items: Vec<Notification>,
        /// Give it as `cursor` to get the next page; absent on the last one.
        pub next_cursor: Option<String>,
        /// How many are unread in all.
        pub unread: u32,
    }

    /// Something new.
    pub struct Notification {
        /// Its id.
        pub id: NotificationId,
        /// Its number among those of the reader; later ones are greater.
        pub number: i64,
        /// What is new.
        pub kind: NotificationKind,
        /// Whom it names: who did it or, where nobody did, the other of the two that it is about.
        pub actor: Option<Person>,
        /// The request that it is about.
        pub request: Option<RequestId>,
        /// The conversation that it is about.
        pub conversation: Option<ConversationId>,
        /// The relationship that it is about.
        pub relationship: Option<RelationshipId>,
        /// The meeting of that relationship that it is about.
        pub meeting: Option<MeetingId>,
        /// The goal of that relationship that it is about.
        pub goal: Option<GoalId>,
        /// The key of the tool that it is about.
        pub tool: Option<String>,
        /// When.
        #[serde(deserialize_with = "read_moment")]
        pub at: DateTime<Utc>,
        /// The reader has seen it.
        pub read: bool,
    }

    /// How much is new.
    #[derive(Default, Eq)]
    pub struct News {
        /// Notifications that are unread.
        pub notifications: u32,
        /// Conversations with lines that are unread.
        pub conversations: u32,
        /// Requests that wait for the reader.
        pub requests: u32,
    }

    /// Marks notifications as read.
    #[derive(Default, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct ReadNotifications {
        /// Up to this number; all of them when absent.
        #[validate(range(min = 0, max = 1_000_000_000))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000_000, example = 1))]
        pub up_to: Option<i64>,
        /// Only the one with this number, whatever `up_to` says.
        #[validate(range(min = 0, max = 1_000_000_000))]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000_000, example = 1))]
        pub only: Option<i64>,
    }

    /// What also comes by letter; everything is in the app. Its version travels as ETag.
    #[derive(Eq, Validate)]
    #[serde(deny_unknown_fields)]
    pub struct NotificationSettings {
        /// A mentor answers a request: yes, no, or asks for more.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub answers: bool,
        /// A request waits, with reminders; what becomes of one's open requests.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub requests: bool,
        /// A question or a message.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub messages: bool,
        /// A meeting is offered, arranged, moved, called off or near; the entry for the calendar comes with it.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub meetings: bool,
        /// A goal is to be agreed on, is agreed on or reached; a milestone is reached; the day of one of them is near.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub goals: bool,
        /// How a relationship goes on: it is to be completed, it ends, nothing has happened for long.
        #[cfg_attr(feature = "openapi", schema(example = true))]
        pub relationships: bool,
    }

    /// One piece of live news (`data` of a server-sent event; its id is the number to resume from).
    pub struct Live {
        /// What it is about.
        pub kind: LiveKind,
        /// The conversation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub conversation: Option<ConversationId>,
        /// The request.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request: Option<RequestId>,
        /// The relationship.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub relationship: Option<RelationshipId>,
    }
}

impl Live {
    /// News of this kind, about nothing in particular yet.
    pub fn about(kind: LiveKind) -> Self {
        Self { kind, conversation: None, request: None, relationship: None }
    }
}
