//! Identifiers: a type per thing over UUIDv7, so that one cannot stand for another and they sort by age.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An id of the time `at` (UUIDv7, RFC 9562), made unique by ten random bytes.
fn v7(at: DateTime<Utc>, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id of the time `at`, unique by `random`.
            pub fn new(at: DateTime<Utc>, random: &[u8; 10]) -> Self {
                Self(v7(at, random))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A registered person.
    ParticipantId;
    /// An attempt to register that has not been verified yet.
    RegistrationId;
    /// A signed-in browser or program.
    SessionId;
    /// A letter in the outbox.
    LetterId;
    /// The thread of two people.
    ConversationId;
    /// A message of a thread.
    MessageId;
    /// A mentoring request.
    RequestId;
    /// What begins when a mentor accepts.
    RelationshipId;
    /// A conversation that two arrange.
    MeetingId;
    /// Something that two want to talk about.
    AgendaPointId;
    /// Something that two agreed on.
    ActionItemId;
    /// Something that two want to reach.
    GoalId;
    /// A step on the way to a goal.
    MilestoneId;
    /// A dated record of where a goal stands.
    ProgressEntryId;
    /// Something that was said about a goal.
    GoalCommentId;
    /// A fact that is still to be told.
    EventId;
    /// Something new for somebody.
    NotificationId;
    /// What somebody reported to the coordinators.
    ReportId;
    /// Something that a coordinator did.
    AuditEntryId;
}
