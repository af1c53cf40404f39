//! Conversations: the one thread of two people. A question or a request opens it.

mod dto;

pub use dto::*;

use chrono::Duration;

use crate::requests::RequestState;
use crate::text::tidy;

/// For so long a message can be changed by its author.
pub const EDITABLE: Duration = Duration::minutes(10);
/// The most people whom one person can block.
pub const MOST_BLOCKS: usize = 500;

impl Standing {
    /// What two people are to each other: they walk together, a request is open between them, and what has become of
    /// the newest request.
    pub fn of(walking: bool, request_open: bool, newest: Option<RequestState>) -> Self {
        use RequestState::{Accepted, Closed, Declined, Expired, NeedsInfo, Pending, Withdrawn};
        match newest {
            _ if walking => Self::Relationship,
            _ if request_open => Self::RequestOpen,
            None => Self::Question,
            Some(Pending | NeedsInfo) => Self::RequestOpen,
            Some(Declined) => Self::RequestDeclined,
            Some(Withdrawn | Expired | Closed) => Self::RequestEnded,
            Some(Accepted) => Self::Ended,
        }
    }
}

impl WriteMessage {
    /// The text as it is kept.
    pub fn kept(&self) -> String {
        tidy(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_people_are_to_each_other() {
        for (walking, open, newest, standing) in [
            (false, false, None, Standing::Question),
            (false, true, Some(RequestState::NeedsInfo), Standing::RequestOpen),
            (false, true, Some(RequestState::Declined), Standing::RequestOpen),
            (false, false, Some(RequestState::Declined), Standing::RequestDeclined),
            (false, false, Some(RequestState::Expired), Standing::RequestEnded),
            (true, false, Some(RequestState::Accepted), Standing::Relationship),
            (true, true, Some(RequestState::Pending), Standing::Relationship),
            (false, false, Some(RequestState::Accepted), Standing::Ended),
        ] {
            assert_eq!(Standing::of(walking, open, newest), standing, "{walking} {open} {newest:?}");
        }
    }
}
