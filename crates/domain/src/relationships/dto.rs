use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ConversationId, RelationshipId, RequestId};
use crate::people::Person;
use crate::requests::{RequestText, Side};
use crate::times::{read_moment, read_moment_if_any};
use crate::travels::{travels, words};

words! {
    /// Where a relationship stands.
    pub enum RelationshipState {
        /// The two walk together.
        Active = "active",
        /// It has ended before its goals were reached.
        Withdrawn = "withdrawn",
    }

    /// What can be done with a relationship.
    pub enum RelationshipAction {
        /// It ends because one of the two is no longer there for it.
        Close = "close",
    }
}

travels! {
    /// A relationship, as one of the two sees it.
    pub struct Relationship {
        /// Its id.
        pub id: RelationshipId,
        /// Where it stands.
        pub state: RelationshipState,
        /// What the reader is in it.
        pub side: Side,
        /// The other.
        pub partner: Person,
        /// How the other can be reached, while the two are entitled.
        pub contact: Option<Reach>,
        /// Where the two write to each other.
        pub conversation: ConversationId,
        /// The request that it began with.
        pub request: RequestId,
        /// What was asked for.
        pub text: RequestText,
        /// When it began.
        #[serde(deserialize_with = "read_moment")]
        pub started_at: DateTime<Utc>,
        /// When it ended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub ended_at: Option<DateTime<Utc>>,
    }

    /// How somebody can be reached: the address, and what else they share.
    pub struct Reach {
        /// The email address.
        pub email: String,
    }

    /// A relationship in a list.
    pub struct RelationshipRow {
        /// Its id.
        pub id: RelationshipId,
        /// Where it stands.
        pub state: RelationshipState,
        /// What the reader is in it.
        pub side: Side,
        /// The other.
        pub partner: Person,
        /// The goal that it began with.
        pub goal: String,
        /// When it began.
        #[serde(deserialize_with = "read_moment")]
        pub started_at: DateTime<Utc>,
        /// When it ended.
        #[serde(default, deserialize_with = "read_moment_if_any")]
        pub ended_at: Option<DateTime<Utc>>,
    }
}
